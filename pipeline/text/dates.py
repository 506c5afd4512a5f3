"""Times as wires print them, to UTC. Nothing is guessed: a date that does not exist is None with a warning."""

import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

from pipeline.text.zones import ZONE_MINUTES
from schemas.words import Warning

_MONTH_WORDS = (
    "january jan janvier janv januar jän enero ene gennaio gen janeiro",
    "february feb février fevrier févr fevr februar febrero febbraio fevereiro fev",
    "march mar mars mär märz maerz mrz marzo março", "april apr avril avr abril abr aprile",
    "may mai mayo maggio mag maio", "june jun juin juni junio giugno giu junho",
    "july jul juillet juil juli julio luglio lug julho", "august aug août aout agosto ago",
    "september sep sept septembre septiembre settembre set setembro",
    "october oct octobre oktober okt octubre ottobre ott outubro", "november nov novembre noviembre novembro",
    "december dec décembre decembre déc dezember dez diciembre dic dicembre dezembro",
)  # fmt: skip
MONTHS = {word: number for number, words in enumerate(_MONTH_WORDS, 1) for word in words.split()}
MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"

_CLOCK = (
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?)?\s*(?P<half>[ap]\.?m\.?\b)?"
)
_ZONE = r"(?P<zone>Z|(?:[A-Z]{1,5}\s?)?[+-]\d{2}:?\d{2}|[A-Z]{2,5})"
_ISO = re.compile(
    r"(?P<year>\d{4})-?(?P<month>\d{2})-?(?P<day>\d{2})"
    r"(?:[T ](?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,]\d{1,9})?)?\s*" + _ZONE + r"?)?"
)
_NUMERIC = re.compile(
    rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>\d{{4}})(?:,?\s+(?:um\s+)?{_CLOCK}\s*(?:Uhr\s*)?{_ZONE}?)?"
)
_WEEKDAY = r"(?:[A-Za-zÀ-ÿ]{2,12}\.?,?\s+)?"
_DAY_MONTH = re.compile(
    rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.)?\s+(?:de\s+)?(?P<word>{MONTH})(?:,?\s+|\s+de\s+"
    rf"|-)(?P<year>\d{{4}})"
    rf"(?:,?\s+(?:at\s+|um\s+|à\s+)?{_CLOCK}\s*(?:Uhr\s*)?{_ZONE}?)?",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"{_WEEKDAY}(?P<word>{MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd"
    rf"|th)?,?\s+(?P<year>\d{{4}})(?:,?\s+(?:at\s+)?{_CLOCK}\s*{_ZONE}?)?",
    re.IGNORECASE,
)
_SHAPES = (_ISO, _DAY_MONTH, _MONTH_DAY, _NUMERIC)
_MAX_LENGTH = 60
MAX_DAYS_AHEAD = timedelta(days=7)
MAX_OFFSET_MINUTES = 14 * 60


def month_number(word: str) -> int | None:
    """The month of a name or abbreviation in English, French, German, Spanish, Italian or Portuguese."""
    return MONTHS.get(word.lower().rstrip("."))


def read_time(printed: str | None, home: tzinfo | None) -> tuple[datetime | None, list[Warning]]:
    """A printed time in UTC and what was odd about it. `home` is the zone of a time that names none."""
    text = " ".join(printed.split()) if printed else ""
    if not text:
        return None, []
    if len(text) > _MAX_LENGTH:
        return None, [Warning.IMPOSSIBLE_DATE]
    if len(text) == len("2026-11-24T09:00:00Z") and text[10] == "T" and text[19] == "Z":
        with suppress(ValueError):  # as most times are printed; what is odd about one is told below
            return datetime.fromisoformat(text).astimezone(UTC), []
    for shape in _SHAPES:
        if found := shape.fullmatch(text):
            return _settle(found.groupdict(), home)
    return None, [Warning.IMPOSSIBLE_DATE]


def _settle(parts: dict[str, str | None], home: tzinfo | None) -> tuple[datetime | None, list[Warning]]:
    word = parts.get("word")
    month = month_number(word) if word else int(parts["month"] or 0)
    zone = _zone(parts.get("zone"))
    if parts.get("zone") and zone is None:
        return None, [Warning.IMPOSSIBLE_DATE]
    try:
        local = datetime(  # noqa: DTZ001 - the zone follows
            int(parts["year"] or 0), month or 0, int(parts["day"] or 0), _hour(parts), int(parts.get("minute") or 0),
            min(int(parts.get("second") or 0), 59 if parts.get("second") == "60" else 60),
        )  # fmt: skip
        warnings = [] if zone or home else [Warning.NAIVE_TIME]
        return local.replace(tzinfo=zone or home or UTC).astimezone(UTC), warnings
    except (ValueError, OverflowError):
        return None, [Warning.IMPOSSIBLE_DATE]


def _hour(parts: dict[str, str | None]) -> int:
    hour, half = int(parts.get("hour") or 0), (parts.get("half") or "").lower()
    if not half:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError("no such hour of half a day")
    return hour % 12 + (12 if half.startswith("p") else 0)


def _zone(printed: str | None) -> tzinfo | None:
    """The zone that was printed; None where there is none, or it is not in the table."""
    if not printed:
        return None
    digits = printed.replace(":", "")
    sign = max(digits.find("+"), digits.find("-"))
    if sign >= 0:
        minutes = int(digits[sign + 1 : sign + 3]) * 60 + int(digits[sign + 3 : sign + 5])
        minutes = -minutes if digits[sign] == "-" else minutes
        return timezone(timedelta(minutes=minutes)) if abs(minutes) <= MAX_OFFSET_MINUTES else None
    known = ZONE_MINUTES.get(printed.upper())
    return None if known is None else timezone(timedelta(minutes=known))


def nearest_year(month: int, day: int, reference: date) -> date | None:
    """The date of that day and month nearest to `reference`; a December dateline in January is last year's.

    No dateline is more than a few days ahead of its dispatch.
    """
    found: list[date] = []
    for year in (reference.year - 1, reference.year, reference.year + 1):
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue  # 29 February
    possible = [one for one in found if one <= reference + MAX_DAYS_AHEAD]
    return min(possible, key=lambda one: abs(one - reference), default=None)
