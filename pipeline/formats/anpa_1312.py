"""ANPA 1312: the control-byte framed wire of AP, Kyodo's layout of it, and AAP's ZCZC.

Identity: transmission numbers come round every few days, so a dispatch has no stable id; `transref` is the number.
"""

import re
from collections.abc import Iterator

from pipeline.errors import BadInput
from pipeline.formats import anpa_copy, anpa_zczc
from pipeline.formats.framing import bounded, messages, printed_time
from pipeline.formats.payload import Payload
from pipeline.text import bylines, embargo, notes, signals, urgency
from pipeline.text.agencies import agency_named
from pipeline.text.clean import ends_sentence, line
from pipeline.text.draft import Block, Draft
from schemas.dispatch import Code, Media
from schemas.words import Reason, Signal

_FIRST = re.compile(r"(?P<service>[A-Za-z]{1,2})(?P<number>\d{3,5})(?P<name>[A-Z]{2,10})?")
_SECOND = re.compile(r"(?P<priority>[A-Za-z]) ?(?P<category>[A-Za-z0-9]{1,3}) ?(?P<controls>[\x11-\x14]{1,3})")
_FRAME = re.compile(r"[\s\x00\x16\x7f]*\x01[^\n]{0,200}\n[\s\x16]*[A-Za-z] ?[A-Za-z0-9]{1,3} ?[\x11-\x14]")
_SLUG = re.compile(r"(?:BC|AM|PM|AP|EU|US)-\S")
_WORD_COUNT = re.compile(r",\s?\d{1,5}$")
_HEADER_TAIL = (re.compile(r"\d{1,5}"), re.compile(r"\d\d-\d\d"))  # words, mm-dd (day first at Kyodo): no year, no hour
_FOOTER = re.compile(
    r"(?P<agency>[A-Z]{2,6})-\w{1,4}-(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>\d\d)\s+"
    r"(?P<hour>\d\d)(?P<minute>\d\d)\s?(?P<zone>[A-Z]{1,5})?"
)
_KYODO_FOOTER = re.compile(r"KWS-(?P<hour>\d\d):(?P<minute>\d\d)-(?P<day>\d\d)-(?P<month>\d\d)-(?P<year>\d\d)")
_PICTURES = re.compile(r"AP (?P<kind>Photos?|Graphics?|Videos?)\b[: ]+(?P<ids>[A-Z0-9][A-Z0-9, ]{2,300})$")
_UPDATES = re.compile(r"\b(?:UPDATES|Updates)\b")
_MARKS = {"f": Signal.FLASH, "u": Signal.URGENT}
_TITLE = re.compile(
    r"\b(?:Writers?|Editors?|Correspondents?|Reporters?|Press|News|AP)$|^(?:For )?(?:The )?(?:AP|Associated)\b"
)
MAX_TITLE = 60  # characters of a line under the byline: "AP Sports Writer"


def sniff(payload: Payload) -> bool:
    """A start-of-header byte and a second line with the device control bytes, or ZCZC."""
    return bool(_FRAME.match(payload.text[:500])) or anpa_zczc.opens(payload.head)


def read(payload: Payload) -> Iterator[Draft | BadInput]:
    """One draft a message; a `BadInput` for one without text."""
    if anpa_zczc.opens(payload.head):
        yield from anpa_zczc.read(payload.text)
        return
    for message in messages(payload.text):
        try:
            yield _draft(bounded(message))
        except BadInput as error:
            yield error


def _draft(message: str) -> Draft:
    head, _, rest = message.partition("\x02")
    if not rest:  # no start of text: two lines are the header
        lines = message.split("\n", 2)
        if not any(_SECOND.match(one.lstrip()) for one in lines[:2]):
            raise BadInput(Reason.UNREADABLE, "neither a header nor a start of text")
        head, rest = "\n".join(lines[:2]), "".join(lines[2:])
    copy, _, footer = rest.partition("\x03")
    draft = Draft()
    _read_header(draft, head)
    _read_footer(draft, footer or rest[-200:])
    lines = copy.split("\n")
    first = _carets(draft, lines) if copy.lstrip().startswith("^") else _kyodo(draft, lines)
    draft.blocks += anpa_copy.blocks(lines[first:])
    if not draft.headline and not draft.blocks:
        raise BadInput(Reason.NO_TEXT, "a message without headline and text")
    return draft


def _read_header(draft: Draft, head: str) -> None:
    lines = [one for one in head.replace("\x01", "\n").split("\n") if one.strip("\x16\x00\x7f \t\r")]
    if lines and (first := _FIRST.match(lines[0].strip("\x16\x00\x7f \t"))):
        draft.ids.service, draft.ids.transref = first["service"], first["service"] + first["number"]
        draft.provider = first["name"]
        selector = line(lines[0].partition("\x1f")[2])
        if selector.strip("-"):
            draft.codes.append(Code(scheme="anpa-selector", code=selector, role="selector"))
    second = next((found for one in lines[1:] if (found := _SECOND.match(one.lstrip()))), None)
    if second is None:
        return
    priority = second["priority"].lower()
    draft.urgency = urgency.of_anpa(priority)
    draft.codes.append(Code(scheme="anpa-category", code=second["category"], role="category"))
    if priority in _MARKS:
        draft.signals.add(_MARKS[priority])
    if "\x12" in second["controls"]:
        draft.signals.add(Signal.PRESERVED)
    draft.slugline = _header_slug(second.string[second.end() :])
    draft.signals |= signals.from_slug(draft.slugline)


def _header_slug(printed: str) -> str | None:
    words = line(printed).split()
    for tail in _HEADER_TAIL:
        if words and tail.fullmatch(words[-1]):
            words.pop()
    return " ".join(words) or None


def _read_footer(draft: Draft, footer: str) -> None:
    """Time and agency of `AP-WF-mm-dd-yy hhmmGMT` or Kyodo's `KWS-hh:mm-dd-mm-yy`, wherever it stands in the tail."""
    if kyodo := _KYODO_FOOTER.search(footer[:300]):
        found, zone = kyodo, "JST"
        draft.provider = "Kyodo"
    elif common := _FOOTER.search(footer[:300]):
        found, zone = common, common["zone"] or ""
        draft.provider = draft.provider or common["agency"]
    else:
        return
    draft.version_created = printed_time(found, found["month"], zone)


def _carets(draft: Draft, lines: list[str]) -> int:
    """Read the `^` lines above the copy; the number of the line with which the copy begins."""
    number = 0
    under_byline = False
    while number < len(lines):
        if not lines[number].strip():
            number += 1
            continue
        if not lines[number].lstrip("\x02 ").startswith("^"):
            break
        printed, number = anpa_copy.caret_line(lines, number)
        text = anpa_copy.typography(line(printed.strip().lstrip("^").rstrip("<=")))
        if text and not _place(draft, text, under_byline=under_byline, is_open=printed.endswith("=")):
            draft.blocks.append(Block(text, "h3"))
        under_byline = bool(bylines.find(text))
    return number


def _place(draft: Draft, text: str, *, under_byline: bool, is_open: bool) -> bool:
    """Put a line above the copy where it belongs; False for one that is copy (a line of a table's head)."""
    if _SLUG.match(text) and draft.headline is None:
        draft.slugline = _WORD_COUNT.sub("", text)
        return True
    if _read_pictures(draft, text) or _read_note(draft, text):
        return True
    if names := bylines.find(text):
        known = agency_named(names)
        draft.byline = draft.byline or (None if known else names)
        if agency := known.name if known else bylines.agency_of(text):
            draft.credits.append(agency)
        return True
    if bylines.is_credit_line(text) or (under_byline and len(text) <= MAX_TITLE and _TITLE.search(text)):
        return True
    if draft.headline is None:
        draft.headline = text
        return True
    if draft.summary is None and not is_open and (ends_sentence(text) or Signal.PRESERVED not in draft.signals):
        draft.summary = text
        return True
    return False


def _read_pictures(draft: Draft, text: str) -> bool:
    if not (found := _PICTURES.match(text)):
        return False
    kind = {"p": "picture", "g": "graphic", "v": "video"}[found["kind"][0].lower()]
    draft.media += [Media(type=kind, id=one, credit="AP") for one in re.split(r"[ ,]+", found["ids"]) if one]
    draft.notes.append(text)
    return True


def _read_note(draft: Draft, text: str) -> bool:
    if note := notes.find(text):
        draft.notes.append(note.text)
        if note.changes:
            draft.change_note = draft.change_note or note.text
        if text.startswith("Eds") and _UPDATES.search(text):
            draft.signals.add(Signal.UPDATE)
        return True
    if embargo.opens(text):
        draft.notes.append(text)
        return True
    return False


def _kyodo(draft: Draft, lines: list[str]) -> int:
    """Slug, then headline lines of which the last ends with `+`; the number of the line after them."""
    number = 0
    while number < len(lines) and not lines[number].strip():
        number += 1
    if number < len(lines) and _SLUG.match(lines[number].strip()):
        draft.slugline = _WORD_COUNT.sub("", line(lines[number]))
        number += 1
    for end in range(number, min(number + 4, len(lines))):
        if lines[end].rstrip().endswith("+"):
            draft.headline = line(" ".join(lines[number : end + 1])).rstrip("+").rstrip()
            return end + 1
    return number
