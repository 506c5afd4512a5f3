"""dpa's notebook under the copy: a public part for editors, then, after a row of stars, one not for publication."""

import re

from pipeline.text import notes, rights
from pipeline.text.clean import line
from pipeline.text.draft import Draft
from schemas.dispatch import Link

_OPENS = re.compile(r"# ?\S")
_SECTION = re.compile(r"#{2,4} ?(?P<title>\S.*)")
_STARS = re.compile(r"(?:\* ?){3,12}$")
_NOT_PUBLIC = re.compile(
    r"not (?:intended )?for publication|nicht (?:zur|für die) Veröffentlichung|no (?:son )?para publicación"
    r"|pas destinée?s? à (?:la )?publication|niet (?:bestemd )?voor publicatie",
    re.IGNORECASE,
)
_LINK = re.compile(r"\[(?P<title>[^\]\[]{1,200})\]\((?P<href>https?://[^()\s]{1,500})\)")
MAX_LINKS = 200


def lift(draft: Draft, lines: list[str]) -> list[str]:
    """Move the notebook to notes, private notes and links; the lines of the copy are left."""
    first = _first_line(lines)
    if first is None:
        return lines
    book = lines[first:]
    stars = next((number for number, one in enumerate(book) if _STARS.match(one.strip()[:40])), len(book))
    _read_public(draft, book[:stars])
    private = "\n".join(text for one in book[stars + 1 :] if (text := line(one)))
    if private:
        draft.private_notes.append(private)
    return lines[:first]


def _first_line(lines: list[str]) -> int | None:
    """Where the notebook begins: at its heading, or at stars with the sentence that forbids publication under them."""
    marked = [number for number, one in enumerate(lines) if "#" in one or "*" in one]
    last_section = max((number for number in marked if lines[number].startswith("## ")), default=-1)
    for number in marked:
        text = lines[number].strip()
        if _OPENS.match(text) or _SECTION.match(text):
            return number
        if _STARS.match(text[:40]):
            below = " ".join(lines[number + 1 : number + 5])
            if _NOT_PUBLIC.search(below[:500]) or last_section > number:
                return number
    return None


def _read_public(draft: Draft, lines: list[str]) -> None:
    items: list[str] = []
    title: str | None = None
    for one in [*lines, "## end"]:
        text = line(one)
        if section := _SECTION.match(text):
            if items:
                draft.notes.append((f"{title}: " if title else "") + "; ".join(items))
            items, title = [], section["title"]
        elif text.startswith("- ") and text[2:].strip():
            items.append(text[2:].strip())
        elif items and text:
            items[-1] += " " + text  # wrapped
        elif text and not text.startswith("#"):
            items.append(text)
    for one in draft.notes:
        _read_note(draft, one)


def _read_note(draft: Draft, note: str) -> None:
    """What a note says beyond itself: what changed, whose the rights are, where to look."""
    for item in note.rpartition(": ")[2].split("; "):
        if notes.is_change(item[:1].upper() + item[1:]):
            draft.change_note = draft.change_note or item
        if rights.is_notice(item):
            draft.copyright_notice = draft.copyright_notice or item
    for found in _LINK.finditer(note):
        if len(draft.links) < MAX_LINKS:
            draft.links.append(Link(href=found["href"], title=found["title"]))
