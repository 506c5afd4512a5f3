"""Embargoes told in header lines and notes, by fixed phrases; never the bare word, which arms embargoes use too."""

import re

from pipeline.text.clean import ends_sentence
from pipeline.text.dates import MONTH

_PHRASE = re.compile(
    r"\bHOLD FOR RELEASE\b|\bNOT FOR (?:PUBLIC )?RELEASE (?:UNTIL|BEFORE)\b|\bEMBARGOED (?:UNTIL|TILL|FOR|TO)\b"
    r"|\bSTRICTLY EMBARGOED\b|\bUNDER EMBARGO UNTIL\b|\bEMBARGO UNTIL\b|^\W{0,3}EMBARGO\s?:|\bSPERRFRIST\b"
    r"|\bSOUS EMBARGO JUSQU|\bEMBARGO JUSQU|\bEMBARGAD[AO] HASTA\b|\bEMBARGO HASTA\b|\bEMBARGO FINO\b"
    r"|\bNOT FOR (?:USE|PUBLICATION|BROADCAST) (?:UNTIL|BEFORE)\b|\bFOR RELEASE (?:AT|ON|AFTER) \d",
    re.IGNORECASE,
)
_LINE_WORDS = 8  # a line of no more words says nothing else
_CLOCK = (
    r"\d{1,2}(?:[:.h]\d{2}| ?[ap]\.?m\.?|\d{2}(?= ?(?:GMT|UTC|BST|CET|CEST|EST|EDT|MESZ|MEZ)))"
    r"(?: ?[ap]\.?m\.?)?(?:\s*Uhr)?"
)
_ZONE = r"(?:GMT|UTC|BST|CET|CEST|EST|EDT|CST|CDT|PST|PDT|MESZ|MEZ|JST|AEST|AEDT|Z|[+-]\d{2}:?\d{2})"
_DAY = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th|\.)?\s+{MONTH},?\s+\d{{4}}|{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    r"|\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d{2}-\d{2})"
)
_WEEKDAY = r"(?:on\s+)?(?:[^\W\d_]{2,12},?\s+)?"
_CLOCK_FIRST = re.compile(rf"(?P<clock>{_CLOCK})\s*(?P<zone>{_ZONE})?,?\s+{_WEEKDAY}(?P<day>{_DAY})", re.IGNORECASE)
_DAY_FIRST = re.compile(
    rf"(?P<day>{_DAY})(?:[,T]?\s*(?:at|um|à|,)?\s*(?P<clock>{_CLOCK}(?::\d\d)?)\s*(?P<zone>{_ZONE})?)?", re.IGNORECASE
)
_BARE_CLOCK = re.compile(r"^(\d{1,2}?)(\d{2})$")
MAX_HEADER_LINE = 300


def is_told(text: str) -> bool:
    """Whether a header line or a note has a phrase that puts the dispatch under embargo."""
    return _phrase(text[:MAX_HEADER_LINE]) is not None


def _phrase(text: str) -> re.Match[str] | None:
    told = text.upper()
    # most texts have none of these: the pattern is not tried on them
    may_be = "EMBARG" in told or "RELEASE" in told or "SPERRFRIST" in told or "NOT FOR " in told
    return _PHRASE.search(text) if may_be else None


def opens(text: str) -> bool:
    """Whether a paragraph is an embargo line, not a story about one: it begins so, and in capitals, or with a time."""
    found = _phrase(text[:60])
    if found is None or found.start() > 20 or len(text) > MAX_HEADER_LINE:
        return False
    short = len(text.split()) <= _LINE_WORDS and not ends_sentence(text)
    return short or found[0].isupper() or text[found.end() :].lstrip()[:1] == ":" or time_of(text) is not None


def in_headline(text: str) -> bool:
    """Whether a headline or slug carries the phrase as agencies set it: in capitals, or with its colon."""
    found = _phrase(text[:MAX_HEADER_LINE])
    return found is not None and (found[0].isupper() or text[found.end() :][:1] == ":")


def time_of(text: str) -> str | None:
    """The time until which a phrase holds a dispatch back, in a form that `dates.read_time` reads."""
    phrase = _phrase(text[:MAX_HEADER_LINE])
    if not phrase:
        return None
    rest = text[phrase.start() : phrase.start() + MAX_HEADER_LINE]
    found = _CLOCK_FIRST.search(rest) or _DAY_FIRST.search(rest)
    if not found:
        return None
    clock = (found["clock"] or "").replace("Uhr", "").strip()
    if bare := _BARE_CLOCK.match(clock):
        clock = f"{bare[1]}:{bare[2]}"
    return " ".join(filter(None, (found["day"], clock, (found["zone"] or "").upper())))
