"""Datelines by grammar: where, when and whose, in the forms that agencies print.

A form is tried on the head of a paragraph only. The credit decides how much else must fit: a known agency needs a
place or a date before it, an unknown one a known city, a country, a state or a date.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from msgspec.structs import replace

from pipeline.text import dateline_scripts, places
from pipeline.text.agencies import AGENCIES, agency_named
from pipeline.text.dateline_scripts import FIRST_LETTER
from pipeline.text.dates import MONTH, month_number, nearest_year
from pipeline.text.paragraphs import LineTest
from schemas.dispatch import Dateline

MAX_HEAD = 160  # characters in which a dateline ends

_DASH = r"(?:\s*[-–—―_]{1,3}(?=\s|$|[A-ZÀ-Þ\"“«„'‘])|\s*\.\s?[-–—]{1,2}|\s*:(?=\s|$))"
_CREDIT = r"[^\W\d_][\w .,/&+’'-]{0,60}"
_STAMP = r"(?:\(\d\d-\d\d\)\s+\d\d?:\d\d\s+[A-Z]{2,4}\s+)?"
_BRACKETS = re.compile(rf"{_STAMP}(?P<place>[^()\n:;!?\"“”]{{0,90}}?)\s*\((?P<credit>{_CREDIT})\)\s*(?P<dash>{_DASH})?")
_SLASHES = re.compile(
    rf"{_STAMP}(?P<place>[^()/\n:;!?\"]{{2,80}}?)\s*/(?P<credit>[^\W\d_][\w .&-]{{1,40}})/(?P<dash>\s*\.|\s*:"
    rf"|\s*[-–—]{{1,2}})?"
)
_RELEASE = re.compile(
    r"(?P<place>[^()/\n]{2,60}?)\s*[-–—]{1,2}\s*\((?P<credit>[A-Z][A-Z .]{3,30})\)\s*[-–—]{1,2}"
    r"\s*(?P<when>[^-–—\n]{4,30}?)\s*(?P<dash>[-–—]{1,2})"
)
_LEADING = re.compile(
    rf"(?:\((?P<credit>{_CREDIT})\)|(?P<bare>[A-Z]{{3,10}}))\s*[-–—]\s*(?P<place>[^()\n:;\"]{{2,70}}?)\s*[-–—](?=\s)"
)
_BARE_NAMES = "|".join(
    re.escape(name)
    for agency in AGENCIES
    if agency.bare_credit
    for name in sorted((agency.name, *agency.names), key=len, reverse=True)
)
_BARE = re.compile(rf"(?P<place>[^()\n:;\"]{{2,80}}?)\s+(?P<credit>{_BARE_NAMES})\s*(?P<dash>[-–—]{{1,2}})(?=\s)")
_UNCREDITED = re.compile(r"(?P<place>[^\W\d_a-z][^()\n:;\"–—]{2,60}?)\s*(?P<dash>--|[-–—_])\s+(?=\S)")
_WHEN = re.compile(
    rf"(?:^|,\s*|\s+)(?:(?P<day>\d{{1,2}})\.?\s*(?:de\s+)?(?P<month>{MONTH})"
    rf"|(?P<month2>{MONTH})\s*(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?)"
    r"(?:,?\s+(?:de\s+)?(?P<year>\d{4}))?\s*[.,]?$",
    re.IGNORECASE,
)
_SITE_DATE = re.compile(
    rf"\s*(?:(?P<month>{MONTH})\s+(?P<day>\d{{1,2}}),?|(?P<day2>\d{{1,2}})\.?\s+(?:de\s+)?(?P<month2>{MONTH})(?:\s+de)?)"
    r"\s+(?P<year>\d{4})\s*$",
    re.IGNORECASE,
)
# Sevilla (España), 16 nov (EFE).-
_BRACKETED_COUNTRY = re.compile(r"(?P<city>[^\W\d_][^()\n:;!?\"“”,\d]{1,60}?)\s*\((?P<around>[^()\n\d]{2,40})\)\s*,")
_NO_PLACE = re.compile(rf"(?:{MONTH}$|(?:by|von|par|por|di)\s)", re.IGNORECASE)
_TWO = re.compile(r"\s*/\s*|\s+and\s+")
_NO_CREDIT = re.compile(
    r"[A-Z]{1,5}[.:]|NYSE|NASDAQ|.*\b(?:Reporting|Editing|photo|pictured|file|left|right|c|centre|center)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A dateline at the head of a paragraph; the copy goes on at `end`."""

    dateline: Dateline
    end: int
    site_date: date | None = None  # a web site's own date behind a dateline that stands alone
    byline: str | None = None  # a reporter whom it names


@dataclass(frozen=True, slots=True)
class _Place:
    city: str | None = None
    subdivision: str | None = None
    country: str | None = None
    sure: bool = False  # a country, state or known city: not just capitals


def find(text: str, reference: date | None) -> Found | None:
    """The dateline at the head of a paragraph; its year is that nearest to `reference`."""
    head = text[:MAX_HEAD]
    bracketed = "(" in head
    dashed = "- " in head or "– " in head or "— " in head or "_ " in head
    # most paragraphs have none of these signs: no grammar is tried on them
    written = dateline_scripts.find(head, reference) if max(head[:2], default="") >= FIRST_LETTER else None
    if written:
        return Found(written.dateline, written.end, byline=written.byline)
    return (
        (_release(head, reference) if bracketed else None)
        or (_leading(head, reference) if dashed else None)
        or (_brackets(head, reference) or _bracketed_country(head, reference) if bracketed else None)
        or (_slashes(head, reference) if "/" in head else None)
        or (_bare(head, reference) or _uncredited(head, reference) if dashed else None)
    )


def starts(line: str) -> bool:
    """Whether a line begins with a dateline that names a credit."""
    if "(" not in line and "/" not in line and "Kyodo" not in line[:MAX_HEAD]:
        return False
    found = find(line, None)
    return found is not None and found.dateline.credit is not None


OPENS = LineTest(starts, signs=("(", "/", "Kyodo"))


def _brackets(head: str, reference: date | None) -> Found | None:
    found = _BRACKETS.match(head)
    if not found or _NO_CREDIT.match(found["credit"]):
        return None
    site = _SITE_DATE.match(head, found.end("dash") if found["dash"] else found.end())
    alone = site is not None or not head[found.end() :].strip()
    known = agency_named(found["credit"]) is not None
    if not (found["dash"] or (known and (alone or _runs_on(found["credit"])))):
        return None
    if not found["place"].strip() and not (known and found["dash"]):
        return None
    site_date = _site_date(site) if site else None
    parsed = _parts(found["place"], site_date or reference)
    if parsed is None:
        return None
    place, when, dated = parsed
    if not known and not (dated or (place.sure and place.city is not None)):
        return None
    end = site.end() if site else found.end()
    text = head[: found.end("credit") + 1].strip()
    return Found(_dateline(text, place, when, found["credit"]), _skip(head, end), site_date)


def _site_date(found: re.Match[str]) -> date | None:
    return _calendar(found["month"] or found["month2"], found["day"] or found["day2"], found["year"], None)


def _bracketed_country(head: str, reference: date | None) -> Found | None:
    """A country, state or bigger city in brackets behind the city: as if a comma stood there."""
    opens = _BRACKETED_COUNTRY.match(head)
    if not opens or not (
        places.country_named(opens["around"])
        or places.state_named(opens["around"])
        or places.city_country(opens["around"])
    ):
        return None
    plain = f"{opens['city']}, {opens['around']},"
    found = _brackets(plain + head[opens.end() :], reference)
    if found is None:
        return None
    longer = opens.end() - len(plain)
    text = head[: len(found.dateline.text) + longer]
    return Found(replace(found.dateline, text=text), found.end + longer, found.site_date)


def _runs_on(credit: str) -> bool:
    # ATS prints no dash after its credit
    agency = agency_named(credit)
    return agency is not None and agency.name == "ATS"


def _slashes(head: str, reference: date | None) -> Found | None:
    found = _SLASHES.match(head)
    if not found or not found["dash"]:
        return None
    known = agency_named(found["credit"]) is not None
    parsed = _parts(found["place"], reference)
    if parsed is None or not (known or parsed[2]):
        return None
    text = head[: found.end("credit") + 1].strip()
    end = found.end()
    # "/TASS/. " but also "/PRNewswire/ -- "
    end += len(head[end:]) - len(head[end:].lstrip(" -–—"))
    return Found(_dateline(text, parsed[0], parsed[1], found["credit"]), end)


def _release(head: str, reference: date | None) -> Found | None:
    found = _RELEASE.match(head)
    if not found:
        return None
    parsed, when = _parts(found["place"], reference), _when(found["when"], reference)
    if parsed is None or when is None:
        return None
    text = head[: found.end("when")].strip()
    return Found(_dateline(text, parsed[0], when[1], found["credit"]), _skip(head, found.end()))


def _leading(head: str, reference: date | None) -> Found | None:
    found = _LEADING.match(head)
    if not found:
        return None
    credit = found["credit"] or found["bare"]
    parsed = _parts(found["place"], reference)
    if agency_named(credit) is None or parsed is None or not (parsed[2] or parsed[0].sure):
        return None
    text = head[: found.end("place")].strip()
    return Found(_dateline(text, parsed[0], parsed[1], credit), _skip(head, found.end()))


def _bare(head: str, reference: date | None) -> Found | None:
    found = _BARE.match(head)
    if not found:
        return None
    parsed = _parts(found["place"], reference)
    if parsed is None or not (parsed[2] or parsed[0].sure):
        return None
    text = head[: found.end("credit")].strip()
    return Found(_dateline(text, parsed[0], parsed[1], found["credit"]), _skip(head, found.end()))


def _uncredited(head: str, reference: date | None) -> Found | None:
    """`QUITO, May 6 - `, `PARIS — `: capitals and a date, or a known place in capitals."""
    found = _UNCREDITED.match(head)
    if not found:
        return None
    parsed = _parts(found["place"], reference)
    if parsed is None:
        return None
    place, when, dated = parsed
    capitals = found["place"].split(",")[0].strip()
    if not capitals.isupper() or len(capitals) < 3 or not (dated or place.sure) or place.city is None:
        return None
    return Found(_dateline(head[: found.end("place")].strip(), place, when, None), _skip(head, found.end()))


def read_line(text: str, reference: date | None) -> Dateline | None:
    """A dateline element of a header: with or without credit and dash, or just the name of a place."""
    printed = " ".join(text.split()).strip()
    if not printed or not any(character.isalpha() for character in printed):
        return None
    found = find(printed if printed.endswith(("-", "–", "—", "_", ":")) else printed + " - ", reference)
    if found:
        return found.dateline
    parsed = _parts(printed.strip(" -–—_."), reference)
    if parsed is None or (parsed[0].city is None and not parsed[2]):
        return None
    return _dateline(printed.strip(" -–—_"), parsed[0], parsed[1], None)


def place_named(name: str, country: str | None = None) -> Dateline | None:
    """A structured place of origin as a dateline."""
    place = _place(name)
    if place is None or place.city is None:
        return None
    return Dateline(text=name, city=place.city, subdivision=place.subdivision, country=country or place.country)


def _skip(head: str, end: int) -> int:
    return end + len(head[end:]) - len(head[end:].lstrip())


def _dateline(text: str, place: _Place, when: date | None, credit: str | None) -> Dateline:
    return Dateline(
        text=text, city=place.city, subdivision=place.subdivision, country=place.country,
        date=when.isoformat() if when else None, credit=credit.strip() if credit else None,
    )  # fmt: skip


def _parts(printed: str, reference: date | None) -> tuple[_Place, date | None, bool] | None:
    """Place, date, and whether a date was printed; None where the words before the credit are neither."""
    rest = printed.strip().rstrip(",")
    when = _when(rest, reference)
    if when is not None:
        rest = rest[: when[0]].strip().rstrip(",").strip()
    place = _place(rest) if rest else _Place()
    return None if place is None else (place, when[1] if when else None, when is not None)


def _when(printed: str, reference: date | None) -> tuple[int, date | None] | None:
    """Where a date at the end of `printed` begins, and the date where its year can be told."""
    found = _WHEN.search(printed)
    if not found:
        return None
    when = _calendar(found["month"] or found["month2"], found["day"] or found["day2"], found["year"], reference)
    return found.start(), when


def _calendar(month: str, day: str, year: str | None, reference: date | None) -> date | None:
    number = month_number(month)
    if number is None:
        return None
    if year is None:
        return nearest_year(number, int(day), reference) if reference else None
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None


@lru_cache(maxsize=4096)  # the same towns all day
def _place(printed: str) -> _Place | None:
    """The parts of "City", "City, State", "City, Country", "City/City"; None where it cannot be a place."""
    names = [name.strip() for name in printed.split(",") if name.strip()]
    if not 0 < len(names) <= 3 or _NO_PLACE.match(names[0]) or not all(map(places.is_place_like, _first_of_two(names))):
        return None
    first = _first_of_two(names)[0]
    for name in reversed(names[1:]):
        if state := places.state_named(name):
            return _Place(places.spelled(first), state, state[:2], sure=True)
        if country := places.country_named(name):
            return _Place(places.spelled(first), None, country, sure=True)
    if country := places.city_country(first):
        return _Place(places.spelled(first), None, country, sure=True)
    if len(first) > 3 and (state := places.state_named(first)):
        return _Place(None, state, state[:2], sure=True)
    if country := places.country_named(first):
        return _Place(None, None, country, sure=True)
    return _Place(places.spelled(first))


def _first_of_two(names: list[str]) -> list[str]:
    """Of two cities the first; "Frankfurt/Main" is one."""
    first = names[0] if places.city_country(names[0]) else _TWO.split(names[0])[0]
    return [first, *names[1:]]
