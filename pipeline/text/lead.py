"""The top of the copy: notes, byline and dateline out of the blocks, and what repeats the fields."""

from datetime import date

from msgspec.structs import replace

from pipeline.text import bylines, dateline, embargo, inline, notes, signals
from pipeline.text.agencies import agency_named
from pipeline.text.clean import ends_sentence
from pipeline.text.draft import Block, Draft
from pipeline.text.places import fold

SEARCHED_BLOCKS = 12
SEARCHED_SENTENCES = 3  # paragraphs that are sentences: after so many the copy has begun
SURE_TAKEOUT = 6  # bylines and credit lines are looked for in the first blocks only


def lift(draft: Draft, reference: date | None) -> date | None:
    """Take notes, byline and dateline off the first blocks. A web site's own date behind the dateline is returned."""
    kept: list[Block] = []
    sentences = 0
    site_date: date | None = None
    printed = False
    for number, block in enumerate(draft.blocks):
        if number >= SEARCHED_BLOCKS or sentences >= SEARCHED_SENTENCES or (printed and kept):
            kept.extend(draft.blocks[number:])
            break
        if _take(draft, block, leading=not sentences, early=len(kept) < SURE_TAKEOUT):
            continue
        if not printed and (found := dateline.find(_head(block), reference)):
            draft.dateline, site_date, printed = found.dateline, found.site_date, True
            draft.byline = draft.byline or found.byline
            _cut_head(block, found.end)
        if block.text:
            kept.append(block)
            sentences += ends_sentence(block.text)
    draft.blocks = kept
    if not printed:
        _from_header(draft, reference)
    _complete(draft)
    return site_date


def _head(block: Block) -> str:
    """What may begin with a dateline: of a table its first cell."""
    return block.text.split("\n", 1)[0].split("\t", 1)[0] if block.kind == "table" else block.text


def _take(draft: Draft, block: Block, *, leading: bool, early: bool) -> bool:
    """Whether a block is no copy; its words go to their field."""
    text = block.text
    if block.kind in ("table", "ul", "ol") or len(text) > 2000:
        return False
    if note := notes.find(text):
        draft.notes.append(note.text)
        if note.changes:
            draft.change_note = draft.change_note or note.text
        return True
    if embargo.opens(text):
        draft.notes.append(text)
        return True
    if early and (names := bylines.find(text)):
        if not bylines.is_generic(names):
            draft.byline = draft.byline or names
        if agency := bylines.agency_of(text):
            draft.credits.append(agency)
        return True
    if early and bylines.is_credit_line(text):
        draft.credits.append(text)
        return True
    if leading and notes.is_separator(text):
        return True
    if leading and (marks := signals.of_line(text)):
        draft.signals |= marks
        return True
    return leading and _repeats(draft, text)


def _repeats(draft: Draft, text: str) -> bool:
    """Whether a block above the copy says again what a field says."""
    folded = text.casefold().strip(" .:-")
    fields = (draft.headline, draft.subhead, draft.slugline, draft.byline)
    if any(folded == one.casefold().strip(" .:-") for one in fields if one):
        return True
    words = text.split()
    # "Economy TT": section and credit
    return (
        1 < len(words) <= 4 and not ends_sentence(text) and agency_named(words[-1]) is not None and words[-1].isupper()
    )


def _cut_head(block: Block, end: int) -> None:
    if block.html is not None:
        block.html = inline.without_head(block.html, block.text[:end])
    block.text = block.text[end:].lstrip()


def _from_header(draft: Draft, reference: date | None) -> None:
    """A dateline element of the header; where there is none, the structured place of origin."""
    line = draft.dateline_line
    if line and (read := dateline.read_line(line, reference)):
        draft.dateline = read
        if draft.blocks and draft.blocks[0].text.startswith(line.strip()):
            _cut_head(draft.blocks[0], len(line.strip()))
    elif draft.located:
        draft.dateline = draft.located


def _complete(draft: Draft) -> None:
    """The country of a printed town that no table knows, where the structured place of origin is that same town."""
    line, place = draft.dateline, draft.located
    if line is None or place is None or line.country or not (line.city and place.city):
        return
    if fold(line.city) == fold(place.city):
        draft.dateline = replace(line, country=place.country, subdivision=line.subdivision or place.subdivision)
