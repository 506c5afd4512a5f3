"""The end of the copy: sign-off, rights notice, end marks, and on pages the furniture after the story."""

import re

from pipeline.text import furniture, inline, notes, rights, sign_offs
from pipeline.text.draft import Block, Draft

_KEYWORDS = re.compile(r"^(?:Keywords?|KEYWORDS?):\s(?P<words>\S.{1,200})$")  # Reuters, under the credits
SEARCHED_BLOCKS = 8  # how many may be taken off the end of structured copy


def lift(draft: Draft, form: str | None) -> None:
    """Take off what follows the story. `form` is the agency's form of sign-off."""
    if draft.is_plain:
        _cut_page(draft, form)
    for _ in range(SEARCHED_BLOCKS):
        if not draft.blocks or not _take_last(draft, form):
            break
    if draft.sign_off is None and len(draft.blocks) > 1:
        _take_before_last(draft, form)
    short = [block for block in draft.blocks if len(block.text) < notes.MAX_SEPARATOR]
    if any(notes.is_separator(block.text) for block in short):
        draft.blocks = [block for block in draft.blocks if not notes.is_separator(block.text)]


def _take_last(draft: Draft, form: str | None) -> bool:
    block = draft.blocks[-1]
    text = block.text
    if notes.is_separator(text) or sign_offs.is_end_mark(text) or notes.is_contact(text):
        ending = sign_offs.find(text, form)
        draft.sign_off = draft.sign_off or (ending.sign_off if ending else None)
        draft.blocks.pop()
        return True
    if keywords := _KEYWORDS.match(text):
        draft.keywords.append(keywords["words"])
        draft.blocks.pop()
        return True
    if len(draft.blocks) > 1 and rights.is_notice(text):
        draft.copyright_notice = draft.copyright_notice or text
        draft.blocks.pop()
        return True
    if len(draft.blocks) > 1 and (note := notes.find(text)):
        draft.notes.append(note.text)
        draft.blocks.pop()
        return True
    ending = sign_offs.find(text, form)
    if ending is None:
        return False
    _sign(draft, ending.sign_off)
    _shorten(draft, len(draft.blocks) - 1, ending.rest)
    return True


def _take_before_last(draft: Draft, form: str | None) -> None:
    """A sign-off in the last block but one, alone in its block."""
    ending = sign_offs.find(draft.blocks[-2].text, form)
    if ending is not None and not ending.rest:
        _sign(draft, ending.sign_off)
        del draft.blocks[-2]


def _sign(draft: Draft, sign_off: str) -> None:
    if draft.sign_off is None or sign_off.startswith(draft.sign_off):
        draft.sign_off = sign_off
    elif sign_off not in draft.sign_off:
        draft.sign_off = f"{sign_off} {draft.sign_off}"


def _shorten(draft: Draft, number: int, rest: str) -> None:
    block = draft.blocks[number]
    if not rest:
        del draft.blocks[number]
        return
    if block.html is not None:
        block.html = inline.without_tail(block.html, rest)
    block.text = rest


def _cut_page(draft: Draft, form: str | None) -> None:
    """End a scraped story at its sign-off, else at its rights notice, else where the furniture begins."""
    after: list[Block] = []
    number = _sign_off_at(draft.blocks, form)
    if number is not None:
        # the sign-off itself is taken later
        draft.blocks, after = draft.blocks[: number + 1], draft.blocks[number + 1 :]
    else:
        notice = next((n for n, block in enumerate(draft.blocks) if n >= 1 and rights.is_notice(block.text)), None)
        if notice is not None:
            draft.blocks, after = draft.blocks[:notice], draft.blocks[notice:]
        if draft.is_page or any(furniture.opens_tail(block.text) for block in draft.blocks[1:]):
            draft.blocks, more = furniture.cut(draft.blocks)
            after = more + after
    draft.blocks = [block for block in draft.blocks if not furniture.is_junk(block.text)]
    notice_text = next((block.text for block in after if rights.is_notice(block.text)), None)
    draft.copyright_notice = draft.copyright_notice or notice_text


def _sign_off_at(blocks: list[Block], form: str | None) -> int | None:
    """The number of the block that a sign-off ends; of two in a row (credit, initials) the second."""
    signed = [n for n, block in enumerate(blocks) if n >= 1 and sign_offs.find(block.text, form)] if form else []
    if not signed:
        return None
    last = signed[0]
    while last + 1 in signed:
        last += 1
    return last
