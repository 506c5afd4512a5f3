"""IPTC 7901, as dpa, Belga and KNA send it: header line, keyword line, header block, copy, notebook, sign-off, footer.

Framing bytes, zone and even the year's century may be missing. Serial numbers come round, so there is no stable id.
"""

import re
from collections.abc import Iterator

from pipeline.errors import BadInput
from pipeline.formats import notebook
from pipeline.formats.framing import bounded, messages, printed_time
from pipeline.formats.payload import Payload
from pipeline.text import bylines, dateline, embargo, notes, sign_offs, signals, urgency
from pipeline.text.agencies import agency_named
from pipeline.text.clean import line
from pipeline.text.dates import MONTH, month_number
from pipeline.text.draft import Draft
from pipeline.text.paragraphs import paragraphs
from schemas.dispatch import Code
from schemas.words import Reason, Signal

_HEADER = re.compile(
    r"(?P<service>[A-Za-z]{3}) ?(?P<number>\d{2,5}) (?P<priority>\d) (?P<category>[A-Za-z]{1,3})"
    r"(?: +\d{1,5}(?P<rest> [^\n]{0,80})?)?[ \t]{0,8}(?=\n|$)"
)
_SEQUENCE = re.compile(r"(?P<source>[A-Za-z][\w-]{1,15}) +\d{2,5}$")
_FOOTER = re.compile(
    rf"\s*(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d) *(?P<zone>[A-Z]{{1,5}}\b)? +(?P<month>{MONTH}) *"
    r"(?P<year>\d{4}|\d\d)\b",
    re.IGNORECASE,
)
_NET = re.compile(r"\d{1,2}(?:ST|ND|RD|TH) NET$")
MAX_HEADER_LINES = 12
FOOTER_WITHIN = 6  # lines from the end, where no end-of-text byte tells


def sniff(payload: Payload) -> bool:
    """A header line in the grammar of 7901, with or without framing."""
    head = _unframed(payload.text[:400])
    header = _HEADER.match(head)
    # "May 12 3 pm": without framing only what no sentence begins with
    return header is not None and (header["service"].islower() or not payload.text.lstrip().startswith(head[:3]))


def read(payload: Payload) -> Iterator[Draft | BadInput]:
    """One draft a message; a `BadInput` for one that does not begin with a header or has no text."""
    for message in messages(payload.text):
        try:
            yield _draft(_unframed(bounded(message)))
        except BadInput as error:
            yield error


def _unframed(text: str) -> str:
    return text.replace("\r\n", "\n").lstrip("\x00\x01\x16\x7f\ufeff \t\r\n")


def _draft(message: str) -> Draft:
    header = _HEADER.match(message)
    if header is None:
        raise BadInput(Reason.UNREADABLE, "no IPTC 7901 header at the beginning of a message")
    draft = Draft()
    _read_header(draft, header)
    content, footer = _parted(message[header.end() :])
    _read_footer(draft, footer)
    lines = content.split("\n")
    first = _read_head(draft, lines)
    copy = _read_sign_off(draft, lines[first:])
    copy = notebook.lift(draft, copy)
    draft.blocks = paragraphs("\n".join(copy), starts_anew=dateline.OPENS)
    if not draft.headline and not draft.blocks:
        raise BadInput(Reason.NO_TEXT, "a message without headline and text")
    return draft


def _read_header(draft: Draft, header: re.Match[str]) -> None:
    draft.ids.service = header["service"]
    draft.ids.transref = header["service"] + header["number"]
    draft.urgency = urgency.read(header["priority"])
    draft.codes.append(Code(scheme="iptc-7901-category", code=header["category"], role="category"))
    if sequence := _SEQUENCE.search((header["rest"] or "").strip()):
        source = sequence["source"]
        house = source.partition("-")[0]  # "dpa-tns" is dpa's service
        draft.provider = house if agency_named(house) else source


def _parted(text: str) -> tuple[str, str]:
    """Content and footer: parted by the end-of-text byte, else the footer is one of the last lines."""
    content, end, footer = text.rpartition("\x03")
    if end:
        return content, footer
    lines = text.rstrip().split("\n")
    for number in range(len(lines) - 1, max(0, len(lines) - FOOTER_WITHIN), -1):
        if _FOOTER.match(lines[number][:60]):
            return "\n".join(lines[:number]), lines[number]
    return text, ""


def _read_footer(draft: Draft, footer: str) -> None:
    if found := _FOOTER.match(footer.strip("\x7f \n")[:60]):
        draft.version_created = printed_time(found, f"{month_number(found['month']):02}", found["zone"])


def _read_head(draft: Draft, lines: list[str]) -> int:
    """Read keyword line and header block; the number of the line with which the copy begins."""
    start = next((number for number, one in enumerate(lines[:MAX_HEADER_LINES]) if "\x02" in one), None)
    number = 0
    while number < len(lines) and not lines[number].strip():
        number += 1
    if number != start and number < len(lines) and lines[number].rstrip().endswith("/"):
        _read_keywords(draft, lines[number])
        number += 1
    if start is not None:
        number = start
    end = _head_end(lines, number)
    head = [line(one.rstrip().removesuffix("=")) for one in lines[number:end]]
    draft.headline = " ".join(one for one in head if one and not _place(draft, one)) or None
    return end


def _head_end(lines: list[str], first: int) -> int:
    """The number of the line after the header block: after its `=`, else after its first blank line."""
    last = min(len(lines), first + MAX_HEADER_LINES)
    for number in range(first, last):
        if lines[number].rstrip().endswith("="):
            return number + 1
    number = first
    while number < last and (not lines[number].strip("\x02 \t") and number == first):
        number += 1
    while number < last and lines[number].strip() and not dateline.starts(lines[number].strip()):
        number += 1
    return number


def _read_keywords(draft: Draft, printed: str) -> None:
    draft.slugline = line(printed).strip("/ ") or None
    draft.keywords = [word for part in printed.split("/") if (word := line(part))]
    draft.signals |= signals.from_slug(draft.slugline)


def _place(draft: Draft, text: str) -> bool:
    """Put a line of the header block where it belongs; False for one of the headline."""
    if marks := signals.of_line(text):
        draft.signals |= marks
        return True
    if _NET.match(text):
        draft.signals.add(Signal.UPDATE)
        return True
    if names := bylines.find(text):
        draft.byline = draft.byline or names
        return True
    if note := notes.find(text):
        draft.notes.append(note.text)
        draft.change_note = draft.change_note or (note.text if note.changes else None)
        return True
    if embargo.opens(text):
        draft.notes.append(text)
        return True
    return False


def _read_sign_off(draft: Draft, lines: list[str]) -> list[str]:
    """The lines without the sign-off that ends them, behind copy and notebook alike."""
    last = len(lines)
    while last and not lines[last - 1].strip():
        last -= 1
    if last and sign_offs.is_line(text := line(lines[last - 1])):
        draft.sign_off = text
        return lines[: last - 1]
    return lines[:last]
