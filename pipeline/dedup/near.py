"""Which dispatches of the window share text with a new one: MinHash signatures in locality-sensitive buckets.

42 bands of three slots find nearly all texts that share half of their shingles. One more band holds the hash of the
first paragraph: so a trim, or a part of a wrap-up, is found that shares too little of the whole.

Chained hashing in two numpy arrays: for each band a head for each bucket, for each dispatch a link for each band to
the one before it in its bucket. Dispatches are counted as they come, so the oldest leave by moving `_first` on: links
to what is older end the chain.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.dedup.flat import moved, twice, zeros
from pipeline.dedup.signature import SLOTS

ROWS = 3
BANDS = SLOTS // ROWS
MAX_ALIKE = 32  # that are taken from one bucket; more are a template sent over and over
MAX_CANDIDATES = 32
MAX_PARAGRAPHS = 64  # of a new text that are looked up

_ALL_BANDS = BANDS + 1
_TAG_BITS = 8  # of a link: bits of the band's hash, so that what shares only the bucket is passed over
_TAG = (1 << _TAG_BITS) - 1
_MAX_PLACE = (1 << (32 - _TAG_BITS)) - 1
_FIRST_CAPACITY = 1 << 12
_HOPS = range(1000)  # along one chain: a bound against texts made to collide
_FIRST_BUCKETS = 1 << 17  # 22 MB; fewer make longer chains
_BAND_WEIGHTS = np.array([1, 1 << 16, 1 << 32], dtype=np.uint64)
_MIX = np.uint64(0x9FB21C651E98DF25)
_BANDS_OF_HASHES = np.concatenate((np.arange(BANDS), np.full(MAX_PARAGRAPHS, BANDS)))
_TAG_SHIFT = np.uint64(64 - _TAG_BITS)
_BUCKET_SHIFT = np.uint64(28)


class Likeness(NamedTuple):
    """A dispatch that shares text with the one at hand."""

    number: int
    jaccard: float  # part of all their shingles that they share
    slots: NDArray[np.uint16]


class _Hashed(NamedTuple):
    """Where a text lies in the index, while that has `size` buckets."""

    signature: bytes
    size: int
    bands: NDArray[Any]
    buckets: NDArray[Any]
    tags: NDArray[Any]


class NearIndex:
    """The signed texts of one window, oldest first."""

    def __init__(self) -> None:
        self._hashed = _Hashed(b"", 0, *[np.empty(0, dtype=np.uint64)] * 3)
        self._count = 0
        self._first = 1  # place of the oldest, counted as they came
        self._numbers = zeros((_FIRST_CAPACITY,), np.uint32)
        self._slots = zeros((_FIRST_CAPACITY, SLOTS), np.uint16)
        self._openings = zeros((_FIRST_CAPACITY,), np.uint64)
        self._links = zeros((_FIRST_CAPACITY, _ALL_BANDS), np.uint32)
        self._heads = zeros((_ALL_BANDS, _FIRST_BUCKETS), np.uint32)

    def __len__(self) -> int:
        return self._count

    def add(self, number: int, signature: bytes, paragraphs: Sequence[int]) -> None:
        """Take in a signed text as the newest. `number`: what it is known by to the caller."""
        capacity = len(self._links)
        if self._count == capacity or self._first + self._count > _MAX_PLACE:
            self._recount(max(_FIRST_CAPACITY, self._count + self._count // 16))
            capacity = len(self._links)
        if self._count > self._heads.shape[1]:
            self._heads = twice(self._heads)
        place = self._first + self._count
        row, hashed = place % capacity, self._hash(signature, paragraphs)
        bands, buckets = hashed.bands[:_ALL_BANDS], hashed.buckets[:_ALL_BANDS]
        links = self._links[row]
        links[-1] = 0  # where it has no paragraph
        links[: len(bands)] = self._heads[bands, buckets]
        self._heads[bands, buckets] = hashed.tags[:_ALL_BANDS] | (place << _TAG_BITS)
        self._numbers[row] = number
        self._slots[row] = np.frombuffer(signature, dtype="<u2")
        self._openings[row] = next(filter(None, paragraphs), 0)
        self._count += 1

    def drop_oldest(self) -> None:
        """Forget the text that came first."""
        self._first += 1
        self._count -= 1
        if len(self._links) > _FIRST_CAPACITY and self._count < len(self._links) // 4:
            self._recount(max(_FIRST_CAPACITY, len(self._links) // 2))

    def like(self, signature: bytes, paragraphs: Sequence[int]) -> list[Likeness]:
        """Texts that share a band or an opening paragraph with it, newest first, at most 32."""
        hashed = self._hash(signature, paragraphs)
        places = self._follow(hashed)
        if not places:
            return []
        rows = np.array(places) % len(self._links)
        slots = self._slots[rows]
        equal = slots == np.frombuffer(signature, dtype="<u2")
        # What only fell into the same bucket with the same tag is no candidate: bucket sizes must never decide
        banded = equal.reshape(-1, BANDS, ROWS).all(axis=2).any(axis=1)
        opened = np.isin(self._openings[rows], np.array(_told(paragraphs), dtype=np.uint64))
        found = np.flatnonzero(banded | opened)[:MAX_CANDIDATES].tolist()
        shared, numbers = equal.sum(axis=1).tolist(), self._numbers[rows].tolist()
        return [Likeness(numbers[one], shared[one] / SLOTS, slots[one]) for one in found]

    def _hash(self, signature: bytes, paragraphs: Sequence[int]) -> "_Hashed":
        """Where its bands, then its paragraphs lie. Kept for `add`, which follows on `like`."""
        known, size = self._hashed, self._heads.shape[1]
        if known.signature is not signature or known.size != size:
            slots = np.frombuffer(signature, dtype="<u2").reshape(BANDS, ROWS).astype(np.uint64)
            hashes = np.concatenate((slots @ _BAND_WEIGHTS, np.array(_told(paragraphs), dtype=np.uint64))) * _MIX
            buckets = ((hashes >> _BUCKET_SHIFT) & np.uint64(size - 1)).astype(np.intp)
            tags = (hashes >> _TAG_SHIFT).astype(np.uint32)
            self._hashed = known = _Hashed(signature, size, _BANDS_OF_HASHES[: len(hashes)], buckets, tags)
        return known

    def _follow(self, hashed: "_Hashed") -> list[int]:
        """Places of what lies in these buckets with the same tag, newest first."""
        heads = self._heads[hashed.bands, hashed.buckets].tolist()
        links, capacity = self._links.reshape(-1).data, len(self._links)
        floor = self._first << _TAG_BITS
        found = set()
        # Plain integers: the chains are too short for numpy's price a call
        for band, link, tag in zip(hashed.bands.tolist(), heads, hashed.tags.tolist(), strict=True):
            if link < floor:
                continue
            left = MAX_ALIKE
            for _ in _HOPS:
                if link & _TAG == tag:
                    found.add(link >> _TAG_BITS)
                    left -= 1
                    if not left:
                        break
                link = links[(link >> _TAG_BITS) % capacity * _ALL_BANDS + band]
                if link < floor:
                    break
        return sorted(found, reverse=True)[: 2 * MAX_CANDIDATES]

    def _recount(self, capacity: int) -> None:
        """Count from 1 again, in arrays of that capacity."""
        back = np.uint32((self._first - 1) << _TAG_BITS)
        self._links = moved(self._links, self._first, self._count, capacity)
        if back:
            self._links[:], self._heads[:] = _counted_back(self._links, back), _counted_back(self._heads, back)
        self._numbers = moved(self._numbers, self._first, self._count, capacity)
        self._slots = moved(self._slots, self._first, self._count, capacity)
        self._openings = moved(self._openings, self._first, self._count, capacity)
        self._first = 1


def shared_slots(one: Likeness, other: Likeness) -> float:
    """Estimated part of all their shingles that two texts share."""
    return float(np.count_nonzero(one.slots == other.slots)) / SLOTS


def _counted_back(links: NDArray[np.uint32], back: np.uint32) -> NDArray[np.uint32]:
    """Links by the new count; those to what has expired end there."""
    return np.where(links > back | np.uint32(_TAG), links - back, np.uint32(0))


def _told(paragraphs: Sequence[int]) -> list[int]:
    return [paragraph for paragraph in paragraphs[:MAX_PARAGRAPHS] if paragraph]
