"""Which dispatches of the window share text with a new one: MinHash signatures in locality-sensitive buckets.

42 bands of three slots find nine in ten of the texts that share half of their shingles. Two more bands hold the hashes
of the first two paragraphs: so a trim, or a part of a wrap-up, is found that shares too little of the whole.

Chained hashing in two numpy arrays: for each band a head for each bucket, for each dispatch a link for each band to
the one before it in its bucket. Dispatches are numbered as they come, so the oldest expire by moving `_first` on: links
to what is older end the chain.
"""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.dedup.item import Item
from pipeline.dedup.signature import SLOTS

ROWS = 3
BANDS = SLOTS // ROWS
OPENINGS = 2  # paragraphs of a text under which it is found too
MAX_CHAIN = 64  # links that are followed in one bucket; more is a template sent over and over
MAX_CANDIDATES = 32
MAX_PARAGRAPHS = 64  # of a new text that are looked up

_ALL_BANDS = BANDS + OPENINGS
_TAG_BITS = 8  # of a link: bits of the band's hash, so that what shares only the bucket is passed over
_MAX_NUMBER = (1 << (32 - _TAG_BITS)) - 1
_FIRST_CAPACITY = 1 << 10
_BAND_SHIFTS = np.array([0, 16, 32], dtype=np.uint64)
_MIX = np.uint64(0x9FB21C651E98DF25)
_LSH_BANDS = np.arange(BANDS)


class Likeness(NamedTuple):
    """A dispatch that shares text with the one at hand, and the part of all their shingles that they share."""

    item: Item
    jaccard: float


class NearIndex:
    """The signed texts of one window, oldest first."""

    def __init__(self) -> None:
        self._count = 0
        self._first = 1  # number of the oldest
        self._items: list[Item | None] = [None] * _FIRST_CAPACITY
        self._links = np.zeros((_FIRST_CAPACITY, _ALL_BANDS), dtype=np.uint32)
        self._heads = np.zeros((_ALL_BANDS, _FIRST_CAPACITY), dtype=np.uint32)

    def __len__(self) -> int:
        return self._count

    def add(self, item: Item) -> None:
        """Take in a signed text as the newest."""
        capacity, buckets = len(self._links), self._heads.shape[1]
        if self._count == capacity or self._first + self._count > _MAX_NUMBER:
            self._renumber(max(_FIRST_CAPACITY, self._count + self._count // 4))
            capacity = len(self._links)
        if self._count > buckets:
            self._heads = np.tile(self._heads, 2)  # both halves go on with the chains of the whole
        number = self._first + self._count
        openings = _openings(item)
        keys = np.concatenate((_band_keys(item), np.array(openings, dtype=np.uint64)))
        bands = np.arange(len(keys))
        places, tags = self._places(keys)
        row = self._links[number % capacity]
        row[:] = 0
        row[: len(keys)] = self._heads[bands, places]
        self._heads[bands, places] = (number << _TAG_BITS) | tags
        self._items[number % capacity] = item
        self._count += 1

    def drop_oldest(self) -> None:
        """Forget the text that came first."""
        self._items[self._first % len(self._items)] = None
        self._first += 1
        self._count -= 1
        if len(self._links) > _FIRST_CAPACITY and self._count < len(self._links) // 4:
            self._renumber(max(_FIRST_CAPACITY, len(self._links) // 2))

    def like(self, item: Item) -> list[Likeness]:
        """Texts that share a band or an opening paragraph with it, newest first, at most 32."""
        paragraphs = [paragraph for paragraph in islice(item.paragraphs, MAX_PARAGRAPHS) if paragraph]
        keys = np.concatenate((_band_keys(item), np.array(paragraphs * OPENINGS, dtype=np.uint64)))
        opening_bands = np.repeat(np.arange(BANDS, _ALL_BANDS), len(paragraphs))
        numbers = self._follow(np.concatenate((_LSH_BANDS, opening_bands)), keys)
        found = [other for number in numbers if (other := self._items[number % len(self._items)])]
        return list(islice(_verified(item, found, set(paragraphs)), MAX_CANDIDATES))

    def _follow(self, bands: NDArray[np.intp], keys: NDArray[np.uint64]) -> list[int]:
        """Numbers of what lies in these buckets with the same tag, newest first."""
        floor = self._first << _TAG_BITS
        capacity, links = len(self._links), self._links.reshape(-1)
        places, tags = self._places(keys)
        link = self._heads[bands, places].astype(np.int64)
        found = []
        for _ in range(MAX_CHAIN):
            live = link >= floor
            if not live.all():
                link, bands, tags = link[live], bands[live], tags[live]
                if not len(link):
                    break
            hits = link[(link & 0xFF) == tags]
            if len(hits):
                found.append(hits >> _TAG_BITS)
            link = links[(link >> _TAG_BITS) % capacity * _ALL_BANDS + bands].astype(np.int64)
        if not found:
            return []
        newest: list[int] = np.unique(np.concatenate(found))[::-1][: 2 * MAX_CANDIDATES].tolist()
        return newest

    def _places(self, keys: NDArray[np.uint64]) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
        """The bucket and the tag of each key."""
        mixed = keys * _MIX
        buckets = self._heads.shape[1]
        places = (mixed >> np.uint64(28)) & np.uint64(buckets - 1)
        return places.astype(np.intp), (mixed >> np.uint64(64 - _TAG_BITS)).astype(np.int64)

    def _renumber(self, capacity: int) -> None:
        """Number from 1 again, in arrays of that capacity."""
        back = np.uint32((self._first - 1) << _TAG_BITS)
        old = np.arange(self._first, self._first + self._count) % len(self._links)
        new = np.arange(1, self._count + 1) % capacity
        links = np.zeros((capacity, _ALL_BANDS), dtype=np.uint32)
        links[new] = _moved_back(self._links[old], back)
        items: list[Item | None] = [None] * capacity
        for place, was in zip(new.tolist(), old.tolist(), strict=True):
            items[place] = self._items[was]
        self._items = items
        self._links, self._heads, self._first = links, _moved_back(self._heads, back), 1


def _moved_back(links: NDArray[np.uint32], back: np.uint32) -> NDArray[np.uint32]:
    """Links by new numbers; those to what has expired end there."""
    return np.where(links > back | np.uint32(0xFF), links - back, np.uint32(0))


def _slots(item: Item) -> NDArray[np.uint16]:
    return np.frombuffer(item.signature, dtype="<u2")


def _band_keys(item: Item) -> NDArray[np.uint64]:
    bands = _slots(item).reshape(BANDS, ROWS).astype(np.uint64) << _BAND_SHIFTS
    return np.bitwise_or.reduce(bands, axis=1)


def _openings(item: Item) -> list[int]:
    return list(islice((paragraph for paragraph in item.paragraphs if paragraph), OPENINGS))


def _verified(item: Item, found: list[Item], paragraphs: set[int]) -> Iterator[Likeness]:
    """Those that truly share a band or an opening, so that bucket sizes never decide."""
    if not found:
        return
    slots = np.frombuffer(b"".join(other.signature for other in found), dtype="<u2").reshape(-1, SLOTS)
    equal = slots == _slots(item)
    banded = equal.reshape(-1, BANDS, ROWS).all(axis=2).any(axis=1).tolist()
    for other, shared, in_band in zip(found, equal.sum(axis=1).tolist(), banded, strict=True):
        if in_band or not paragraphs.isdisjoint(_openings(other)):
            yield Likeness(other, shared / SLOTS)
