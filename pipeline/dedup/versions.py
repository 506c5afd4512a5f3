"""Which of two dispatches is newer, whether they say the same, and what has changed."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from pipeline.dedup.item import Item
from schemas.record import Changed

_NUMBER = re.compile(r"(\d{1,18})[A-Za-z]?")  # NewsML 1 writes 3N, 4U


class Order(NamedTuple):
    """Place among the versions: when this one was made, then its number."""

    created: datetime | None
    number: int | None


def order_of(item: Item) -> Order:
    """`version_created` and the numeric part of the feed's version, where it has any."""
    match = _NUMBER.fullmatch(item.source_version or "")
    return Order(item.version_created, int(match[1]) if match else None)


def age(item: Item, other: Item, *, same_id: bool) -> int:
    """1 where `item` is newer than `other`, -1 where older, 0 where the feed does not tell.

    By (version_created, version); numbers are compared only under one id (Reuters mixes 2, 5 and nine digits).
    """
    mine, theirs = order_of(item), order_of(other)
    if mine.created and theirs.created and mine.created != theirs.created:
        return 1 if mine.created > theirs.created else -1
    if same_id and mine.number is not None and theirs.number is not None and mine.number != theirs.number:
        return 1 if mine.number > theirs.number else -1
    return 0


def same_text(item: Item, other: Item) -> bool:
    """Whether headline and body are the same; a headline that is merely absent is nothing."""
    if item.body == other.body:
        return item.headline == other.headline or (item.body != 0 and 0 in (item.headline, other.headline))
    return item.text != 0 and item.text == other.text


def unchanged(item: Item, other: Item) -> bool:
    """Whether a dispatch with the id and version of another says the same: text, status and embargo decide."""
    return (
        same_text(item, other)
        and item.pub_status == other.pub_status
        and item.embargoed_until == other.embargoed_until
        and item.embargo_without_time == other.embargo_without_time
    )


def changes(item: Item, before: Item) -> Changed:
    """What differs from the text that is replaced. Paragraphs are numbered as in `body`."""
    return Changed(
        headline=item.headline != before.headline and 0 not in (item.headline, before.headline),
        figures=item.numerals != before.numerals,
        paragraphs=_new_paragraphs(item.paragraphs, before.paragraphs),
    )


def _new_paragraphs(paragraphs: Sequence[int], before: Sequence[int]) -> list[int]:
    known = Counter(before)
    new = []
    for number, paragraph in enumerate(paragraphs, start=1):
        if known[paragraph] > 0:
            known[paragraph] -= 1
        elif paragraph:  # 0: nothing that a reader would see
            new.append(number)
    return new
