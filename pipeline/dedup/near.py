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
MAX_ALIKE = 32  # that are taken from one bucket; more are a template sent over and over
MAX_CANDIDATES = 32
MAX_PARAGRAPHS = 64  # of a new text that are looked up

_ALL_BANDS = BANDS + OPENINGS
_TAG_BITS = 8  # of a link: bits of the band's hash, so that what shares only the bucket is passed over
_TAG = (1 << _TAG_BITS) - 1
_MAX_NUMBER = (1 << (32 - _TAG_BITS)) - 1
_FIRST_CAPACITY = 1 << 10
_HOPS = range(1000)  # along one chain: a bound against texts made to collide
_FIRST_BUCKETS = 1 << 16  # 11 MB
_BAND_SHIFTS = np.array([0, 16, 32], dtype=np.uint64)
_MIX = np.uint64(0x9FB21C651E98DF25)
_BAND_NUMBERS = np.arange(_ALL_BANDS)
_TAG_SHIFT = np.uint64(64 - _TAG_BITS)
_BUCKET_SHIFT = np.uint64(28)


class Likeness(NamedTuple):
    """A dispatch that shares text with the one at hand, and the part of all their shingles that they share."""

    item: Item
    jaccard: float


class NearIndex:
    """The signed texts of one window, oldest first."""

    def __init__(self) -> None:
        self._hashed = (b"", np.empty(0, dtype=np.uint64))
        self._count = 0
        self._first = 1  # number of the oldest
        self._items: list[Item | None] = [None] * _FIRST_CAPACITY
        self._links = np.zeros((_FIRST_CAPACITY, _ALL_BANDS), dtype=np.uint32)
        self._heads = np.zeros((_ALL_BANDS, _FIRST_BUCKETS), dtype=np.uint32)

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
        hashes = self._hashes_of(item)[:_ALL_BANDS]
        count = len(hashes)
        places, tags = self._places(hashes)
        row = self._links[number % capacity]
        row[count:] = 0
        row[:count] = self._heads[_BAND_NUMBERS[:count], places]
        self._heads[_BAND_NUMBERS[:count], places] = tags | (number << _TAG_BITS)
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
        hashes = self._hashes_of(item)
        paragraphs = len(hashes) - BANDS  # each may be the first or the second paragraph of another text
        bands = np.concatenate((_BAND_NUMBERS[:BANDS], np.repeat(_BAND_NUMBERS[BANDS:], paragraphs)))
        numbers = self._follow(bands, np.concatenate((hashes, hashes[BANDS:])))
        found = [other for number in numbers if (other := self._items[number % len(self._items)])]
        return list(islice(_verified(item, found), MAX_CANDIDATES)) if found else []

    def _hashes_of(self, item: Item) -> NDArray[np.uint64]:
        """Of its bands, then of its paragraphs. Kept for `add`, which follows on `like`."""
        if self._hashed[0] is not item.signature:
            self._hashed = (item.signature, _hashes_of(item))
        return self._hashed[1]

    def _follow(self, bands: NDArray[np.intp], hashes: NDArray[np.uint64]) -> list[int]:
        """Numbers of what lies in these buckets with the same tag, newest first."""
        places, tags = self._places(hashes)
        heads = self._heads[bands, places].tolist()
        links, capacity, floor = memoryview(self._links.reshape(-1)), len(self._links), self._first << _TAG_BITS
        found = set()
        # Plain integers: the chains are too short for numpy's price a call
        for band, link, tag in zip(bands.tolist(), heads, tags.tolist(), strict=True):
            left = MAX_ALIKE
            for _ in _HOPS:
                if link < floor:
                    break
                if link & _TAG == tag:
                    found.add(link >> _TAG_BITS)
                    left -= 1
                    if not left:
                        break
                link = links[(link >> _TAG_BITS) % capacity * _ALL_BANDS + band]
        return sorted(found, reverse=True)[: 2 * MAX_CANDIDATES]

    def _places(self, hashes: NDArray[np.uint64]) -> tuple[NDArray[np.intp], NDArray[np.uint32]]:
        """The bucket and the tag of each."""
        places = (hashes >> _BUCKET_SHIFT) & np.uint64(self._heads.shape[1] - 1)
        return places.astype(np.intp), (hashes >> _TAG_SHIFT).astype(np.uint32)

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
    return np.where(links > back | np.uint32(_TAG), links - back, np.uint32(0))


def shared_slots(item: Item, other: Item) -> float:
    """Estimated part of all their shingles that two signed texts share."""
    return float(np.count_nonzero(_slots(item) == _slots(other))) / SLOTS


def _slots(item: Item) -> NDArray[np.uint16]:
    return np.frombuffer(item.signature, dtype="<u2")


def _hashes_of(item: Item) -> NDArray[np.uint64]:
    bands = _slots(item).reshape(BANDS, ROWS).astype(np.uint64) << _BAND_SHIFTS
    paragraphs = np.array(_told(item)[:MAX_PARAGRAPHS], dtype=np.uint64)
    return np.concatenate((np.bitwise_or.reduce(bands, axis=1), paragraphs)) * _MIX


def _told(item: Item) -> list[int]:
    return [paragraph for paragraph in item.paragraphs if paragraph]


def _verified(item: Item, found: list[Item]) -> Iterator[Likeness]:
    """Those that truly share a band or an opening, so that bucket sizes never decide."""
    paragraphs = _told(item)[:MAX_PARAGRAPHS]
    slots = np.frombuffer(b"".join(other.signature for other in found), dtype="<u2").reshape(-1, SLOTS)
    equal = slots == _slots(item)
    banded = equal.reshape(-1, BANDS, ROWS).all(axis=2).any(axis=1).tolist()
    for other, shared, in_band in zip(found, equal.sum(axis=1).tolist(), banded, strict=True):
        if in_band or not set(paragraphs).isdisjoint(_told(other)[:OPENINGS]):
            yield Likeness(other, shared / SLOTS)
