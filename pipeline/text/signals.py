"""Signals and takes from slugs, headline prefixes and notes, by the marks that agencies use."""

import re

from schemas.dispatch import Take
from schemas.words import Signal

_HEADLINE_WORDS = {
    Signal.UPDATE: "UPDATE UPDATED ACTUALIZA ACTUALIZACIÓN AMPLIACIÓN AMP AMPL AKTUALISIERUNG",
    Signal.WRAPUP: "WRAPUP WRAP-UP WRAP ROUNDUP ROUND-UP ZUSAMMENFASSUNG SYNTHÈSE SYNTHESE RESUMEN",
    Signal.CORRECTION: "CORRECTED CORRECTION CORRECTING KORREKTUR KORRIGIERT BERICHTIGUNG RECTIFICATIF"
    " CORRECCIÓN CORRECTIF RETTIFICA",
    Signal.REFILE: "REFILE REFILED REFILING",
    Signal.REPEAT: "RPT REPEAT REPEATING WIEDERHOLUNG RÉPÉTITION REPETICIÓN",
    Signal.ADVISORY: "ADVISORY",
    Signal.URGENT: "URGENT URGENTE URGENTISSIME EIL EILMELDUNG DRINGEND",
    Signal.FLASH: "FLASH BLITZ BLITZMELDUNG",
    Signal.ALERT: "ALERT ALERTE ALERTA NEWSALERT APNEWSALERT",
    Signal.LEAD: "LEAD LD 2NDLEAD 1STLEAD 3RDLEAD",
}
_BY_WORD = {word: signal for signal, words in _HEADLINE_WORDS.items() for word in words.split()}
# a word in capitals, perhaps numbered, then a dash or colon with no space before: "UPDATE 1-", "AMP.-", "URGENT:"
_PREFIX = re.compile(
    r"^\s*(?P<lead>\d{1,2}(?:ST|ND|RD|TH)\s+)?(?P<word>"
    + "|".join(sorted(map(re.escape, _BY_WORD), key=len, reverse=True))
    + r")"
    r"(?:\s+(?P<number>\d{1,2}))?\.?(?:\s*[-:–—/]\s*)(?=\S)"
)
_OTHER_PREFIX = re.compile(r"^\s*[A-Z]{3,14}(?: [A-Z]{2,10}){0,2}(?:\s+\d{1,2})?-(?=[A-Z0-9\"'])")
_MIXED_CASE = (
    (re.compile(r"^(?:Correction|Corrected|Korrektur|Berichtigung|Rectificatif|Corrección"
        r"|Rettifica)\s*:"), Signal.CORRECTION),
    (re.compile(r"^(?:AP\s?NewsAlert|AFP Alert|Reuters Alert)\b"), Signal.ALERT),
    (re.compile(r"^(?:AFP Urgent|Urgente?)\s*[:–-]"), Signal.URGENT),
    (re.compile(r"^Update(?: \d+)?\s*:"), Signal.UPDATE),
    (re.compile(r"\b(?:Advisory|ADVISORY)$"), Signal.ADVISORY),
    (re.compile(r"^(?:AP|AFP|Reuters|dpa|PA)?\s*(?:News|NEWS|World News|WORLD NEWS)\s+(?:Budget|BUDGET|Digest"
        r"|DIGEST|Schedule|SCHEDULE|Agenda|AGENDA)\b"),
     Signal.ADVISORY),
    (re.compile(r"^(?:\w+ ){0,3}(?:Daybook|DAYBOOK|Tagesvorschau|Themenplanung|Terminvorschau)\b"), Signal.ADVISORY),
)  # fmt: skip
_SLUG_MARKS = (
    (re.compile(r"\b\d{1,2}(?:st|nd|rd|th)[ -]?(?:ld|lead)\b|\b2ndlead\b", re.IGNORECASE), Signal.LEAD),
    (re.compile(r"\bwrite-?thru\b", re.IGNORECASE), Signal.WRITETHRU),
    (re.compile(r"\bUPDATE[ -]?\d{1,2}\b|\(UPDATED?\b|[ ,]UPDATED?\)"), Signal.UPDATE),
    (re.compile(r"\bCORRECTED\b|\bCORRECTION\)?$|^CORRECTION\b|\((?:[^()]*,\s*)?CORRECTION\b"), Signal.CORRECTION),
    (re.compile(r"\bREFILED?\b"), Signal.REFILE),
    (re.compile(r"\((?:[^()]*,\s*)?(?:RPT|REPEAT)\b|^(?:RPT|REPEAT)\b|\b(?:RPT|REPEAT)$"), Signal.REPEAT),
    (re.compile(r"\bWRAPUP\b|\(WRAP\b|[-/ ]Wrap$"), Signal.WRAPUP),
    (re.compile(r"(?:^|[ (,/-])(?:URGENT|Urgent)(?:$|[ ),:])"), Signal.URGENT),
    (re.compile(r"(?:^|[ (,/])FLASH(?:$|[),:])"), Signal.FLASH),
    (re.compile(r"\b(?:AP)?News-?Alert\b|(?:^|[ (,/])ALERT(?:$|[),:])", re.IGNORECASE), Signal.ALERT),
    (re.compile(r"\b(?:Advisory|ADVISORY)\)?$"), Signal.ADVISORY),
    (re.compile(r"\b\d{1,2}(?:st|nd|rd|th)[ -]Add\b", re.IGNORECASE), Signal.ADD),
)
_SLUG_STEMS = (
    "LD", "LEAD", "WRITE", "UPDATE", "CORRECT", "REFILE", "RPT", "REPEAT", "WRAP", "URGENT", "FLASH", "ALERT",
    "ADVISORY", "ADD",
)  # fmt: skip
_NOTE_MARKS = (
    (
        re.compile(r"\b(?:correct(?:s|ing|ed)|corrige|rectifie|berichtigt|korrigiert)\b", re.IGNORECASE),
        Signal.CORRECTION,
    ),
    (re.compile(r"^(?:story )?refil(?:es|ed|ing)\b", re.IGNORECASE), Signal.REFILE),
    (re.compile(r"^(?:repeats?|répétition|wiederholt)\b", re.IGNORECASE), Signal.REPEAT),
)
_LINE_MARKS = {
    "URGENT": Signal.URGENT, "URGENTE": Signal.URGENT, "FLASH": Signal.FLASH, "ALERT": Signal.ALERT,
    "ALERTE": Signal.ALERT,
    "NEWSALERT": Signal.ALERT, "APNEWSALERT": Signal.ALERT, "BULLETIN": Signal.URGENT, "EILMELDUNG": Signal.URGENT,
    "BREAKING": Signal.ALERT, "ADVISORY": Signal.ADVISORY, "LEAD": Signal.LEAD, "2NDLEAD": Signal.LEAD,
    "WRITETHRU": Signal.WRITETHRU, "WRAP": Signal.WRAPUP, "ROUNDUP": Signal.WRAPUP, "UPDATE": Signal.UPDATE,
    "CORRECTION": Signal.CORRECTION, "CORRECTED": Signal.CORRECTION, "REPEAT": Signal.REPEAT, "REFILE": Signal.REFILE,
}  # fmt: skip
_LINE_LEAD = re.compile(r"^\d{1,2}(?:ST|ND|RD|TH) (?:LEAD|LD)\b", re.IGNORECASE)
_TAKES = (
    re.compile(r"\btake (?P<number>\d{1,2})(?: of (?P<total>\d{1,2}))?\b", re.IGNORECASE),
    re.compile(r"(?<=\S)=(?P<number>[2-9])\)?$"),
    re.compile(r"\b(?P<number>\d{1,2})(?:st|nd|rd|th) take\b", re.IGNORECASE),
)
_ADD = re.compile(r"\b(?P<number>\d{1,2})(?:st|nd|rd|th)[ -]add\b", re.IGNORECASE)
MAX_PREFIXES = 4


def from_headline(headline: str | None) -> set[Signal]:
    """Signals of a headline's prefixes: `UPDATE 1-CORRECTED-...`, `URGENT:`, `Correction:`."""
    found: set[Signal] = set()
    rest = (headline or "")[:300]
    for _ in range(MAX_PREFIXES):
        prefix = _PREFIX.match(rest)
        if prefix:
            found.add(_BY_WORD[prefix["word"]])
        elif not (prefix := _OTHER_PREFIX.match(rest)):  # EXCLUSIVE-, SOCCER-: another may follow
            break
        rest = rest[prefix.end() :]
    return found | {signal for pattern, signal in _MIXED_CASE if pattern.search(rest)}


def from_slug(slug: str | None) -> set[Signal]:
    """Signals of a slugline: `(UPDATE 1, PIX)`, `1st Ld-Writethru`."""
    told = (slug or "")[:200]
    folded = told.upper()
    if not any(stem in folded for stem in _SLUG_STEMS):
        return set()  # most slugs have no mark: the patterns are not tried on them
    return {signal for pattern, signal in _SLUG_MARKS if pattern.search(told)}


def from_change(note: str) -> set[Signal]:
    """The signal of a note that tells what changed."""
    told = note[:300].strip().lstrip("(")
    return {signal for pattern, signal in _NOTE_MARKS if pattern.search(told)} or {Signal.UPDATE}


def of_line(text: str) -> set[Signal]:
    """The signal of a line that is a mark and nothing else: `URGENT`, `2ND LEAD`; empty where it is none."""
    if len(text) > 40:
        return set()
    signal = _LINE_MARKS.get(text.strip(" *-:=!()").upper().replace(" ", ""))
    if signal:
        return {signal}
    return {Signal.LEAD} if _LINE_LEAD.match(text) and len(text.split()) <= 3 else set()


def refile_wins(found: set[Signal], headline: set[Signal]) -> set[Signal]:
    """`REFILE` in a headline wins over `CORRECTED` in a slug."""
    if Signal.REFILE in headline and Signal.CORRECTION not in headline:
        return found - {Signal.CORRECTION}
    return found


def take_of(slug: str | None) -> Take | None:
    """The take that a slugline names; a first add is the second take."""
    if not slug:
        return None
    for pattern in _TAKES:
        found = pattern.search(slug[:200])
        if found and int(found["number"]):
            total = found.groupdict().get("total")
            return Take(number=int(found["number"]), total=int(total) if total and int(total) else None)
    found = _ADD.search(slug[:200])
    return Take(number=int(found["number"]) + 1) if found else None
