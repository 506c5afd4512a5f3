"""The head of plain copy and of scraped pages: site banner, slug, headline, subhead, byline, before the dateline."""

import re
from datetime import date

from pipeline.text import bylines, dateline, embargo, furniture, notes, signals
from pipeline.text.clean import ends_sentence
from pipeline.text.dates import read_time
from pipeline.text.draft import Block, Draft

SEARCHED_BLOCKS = 14
MAX_HEADLINE_WORDS = 30
MIN_HEADLINE_WORDS = 4  # fewer are the name of a section or a paper, if another line can be the headline
_ADDRESS = re.compile(r"^(?:(?:note to|attention),? )?(?:editors|eds|redaktionen)\s?[:,]?$", re.IGNORECASE)
_BULLETS = ("* ", "• ")
_AP_SLUG = re.compile(r"^(?:BC|AM|PM)-[A-Z0-9].{1,80}$")
_SLUG = re.compile(
    r"^(?:[A-Za-z0-9&'.]+[-/]){1,8}[A-Za-z0-9&'.]*(?:,? \d{1,2}(?:st|nd|rd|th) (?:Ld|Lead"
    r"|Add)\S*)?(?: \([A-Z0-9 ,]{2,40}\))?$"
)


def lift(draft: Draft, reference: date | None) -> None:
    """Move the head's lines from the blocks to the fields; the blocks begin with the copy afterwards."""
    first = _copy_start(draft.blocks, reference)
    head, copy = draft.blocks[:first], draft.blocks[first:]
    # notes, bylines and bullets stand above the copy: the lead finds them there
    draft.blocks = [block for block in head if _is_of_copy(block)] + copy
    candidates = [block.text for block in head if not (_is_of_copy(block) or _place(draft, block.text))]
    if draft.headline:
        _below(draft, [text for text in candidates if text != draft.headline])
    elif candidates:
        _choose(draft, candidates)


def _copy_start(blocks: list[Block], reference: date | None) -> int:
    """The number of the block with which the copy begins: that of the dateline, else the first sentence."""
    for number, block in enumerate(blocks[:SEARCHED_BLOCKS]):
        if block.kind == "p" and dateline.find(block.text, reference):
            return number
    number = 0
    for number, block in enumerate(blocks[:SEARCHED_BLOCKS]):
        if block.kind == "table" or not _is_head_line(block.text):
            return number
    # nothing but short lines: the first is the headline, the rest its copy
    return 1 if len(blocks) > 1 and number >= 1 else 0


def _is_head_line(text: str) -> bool:
    if notes.find(text) or bylines.find(text) or embargo.opens(text) or furniture.is_banner(text):
        return True
    return not ends_sentence(text) and len(text.split()) <= MAX_HEADLINE_WORDS


def _place(draft: Draft, text: str) -> bool:
    """Put a line that is no headline where it belongs; False for one that may be a headline."""
    if marks := signals.of_line(text):
        draft.signals |= marks
        return True
    if bylines.is_credit_line(text):
        draft.credits.append(text)
        return True
    if len(text) <= 90 and (_SLUG.match(text) or _AP_SLUG.match(text)):
        draft.slugline = draft.slugline or text.rstrip("/")
        return True
    if _is_time(draft, text):
        return True
    if furniture.is_banner(text):
        draft.is_page = True
        return True
    return False


def _is_of_copy(block: Block) -> bool:
    text = block.text
    return bool(
        block.kind == "table"
        or _ADDRESS.match(text[:40])  # whom a notice is for
        or embargo.opens(text)
        or notes.find(text)
        or bylines.find(text)
        or notes.is_separator(text)
        or text.startswith(_BULLETS)
    )


def _is_time(draft: Draft, text: str) -> bool:
    if len(text) > 50 or not any(character.isdigit() for character in text):
        return False
    if read_time(text, None)[0] is None:
        return False
    if ":" in text and draft.version_created is None:  # a day alone is a web site's, not the dispatch's
        draft.version_created = text
    return True


def _choose(draft: Draft, candidates: list[str]) -> None:
    long_enough = (n for n, text in enumerate(candidates) if len(text.split()) >= MIN_HEADLINE_WORDS)
    number = next(long_enough, len(candidates) - 1)
    draft.is_page = draft.is_page or number > 0
    draft.headline = candidates[number]
    _below(draft, candidates[number + 1 :])


def _below(draft: Draft, texts: list[str]) -> None:
    """Lines between headline and copy: a teaser where it is a sentence, else a subhead."""
    for text in texts:
        if ends_sentence(text):
            draft.summary = draft.summary or text
        else:
            draft.subhead = draft.subhead or text
