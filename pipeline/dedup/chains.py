"""Numbers under 64-bit handles, in a few flat arrays: a window of millions of dispatches has ten handles for each.

Chained hashing. Entries are counted as they come, so the oldest leave by moving `_first` on: older ones end a chain.
"""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from pipeline.dedup.flat import moved, twice, zeros

_FIRST_ENTRIES = 1 << 12  # and buckets
_MAX_COUNT = (1 << 32) - 1


class Chains:
    """Under each handle the numbers that were put there, newest first."""

    def __init__(self) -> None:
        self._first = self._next = 1
        self._handles = zeros((_FIRST_ENTRIES,), np.uint64).data
        self._numbers = zeros((_FIRST_ENTRIES,), np.uint32).data
        self._before = zeros((_FIRST_ENTRIES,), np.uint32).data  # the entry before, in the same bucket
        self._heads = zeros((_FIRST_ENTRIES,), np.uint32).data

    def add(self, handles: Iterable[int], number: int) -> None:
        """Put a number under each of these."""
        for handle in handles:
            count = self._next - self._first
            if count == len(self._handles) or self._next == _MAX_COUNT:
                self._recount(max(_FIRST_ENTRIES, count + count // 16))
            if count > len(self._heads):
                self._heads = twice(np.asarray(self._heads)).data
            place, bucket = self._next % len(self._handles), handle & (len(self._heads) - 1)
            self._handles[place], self._numbers[place] = handle, number
            self._before[place], self._heads[bucket] = self._heads[bucket], self._next
            self._next += 1

    def get(self, handle: int) -> Iterator[int]:
        """The numbers under it, newest first."""
        entry = self._heads[handle & (len(self._heads) - 1)]
        while entry >= self._first:
            place = entry % len(self._handles)
            if self._handles[place] == handle:
                yield self._numbers[place]
            entry = self._before[place]

    def drop(self, count: int) -> None:
        """Forget that many of the oldest entries."""
        self._first += count
        left = self._next - self._first
        if len(self._handles) > _FIRST_ENTRIES and left < len(self._handles) // 4:
            self._recount(max(_FIRST_ENTRIES, len(self._handles) // 2))

    def _recount(self, capacity: int) -> None:
        """Count from 1 again, in arrays of that capacity."""
        first, count, back = self._first, self._next - self._first, np.uint32(self._first - 1)
        before, heads = moved(np.asarray(self._before), first, count, capacity), np.asarray(self._heads)
        if back:
            before[:], heads[:] = _counted_back(before, back), _counted_back(heads, back)
        self._before = before.data
        self._handles = moved(np.asarray(self._handles), first, count, capacity).data
        self._numbers = moved(np.asarray(self._numbers), first, count, capacity).data
        self._first, self._next = 1, count + 1


def _counted_back(entries: NDArray[np.uint32], back: np.uint32) -> NDArray[np.uint32]:
    """Entries by the new count; those that have left end their chain."""
    return np.where(entries > back, entries - back, np.uint32(0))
