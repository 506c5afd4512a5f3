"""Numbers under 64-bit handles, in a few flat arrays: a window of millions of dispatches has ten handles for each.

Chained hashing. Entries are counted as they come, so the oldest leave by moving `_first` on: what is older ends a chain.
"""

from array import array
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

_FIRST_ENTRIES = 1 << 10  # and buckets
_MAX_COUNT = (1 << 32) - 1


class Chains:
    """Under each handle the numbers that were put there, newest first."""

    def __init__(self) -> None:
        self._first = self._next = 1
        self._handles = array("Q", bytes(8 * _FIRST_ENTRIES))
        self._numbers = array("I", bytes(4 * _FIRST_ENTRIES))
        self._before = array("I", bytes(4 * _FIRST_ENTRIES))  # the entry before, in the same bucket
        self._heads = array("I", bytes(4 * _FIRST_ENTRIES))

    def add(self, handles: Iterable[int], number: int) -> None:
        """Put a number under each of these."""
        for handle in handles:
            count = self._next - self._first
            if count == len(self._handles) or self._next == _MAX_COUNT:
                self._recount(max(_FIRST_ENTRIES, count + count // 4))
            if count > len(self._heads):
                self._heads = self._heads * 2  # both halves go on with the chains of the whole
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
        old = np.arange(self._first, self._next) % len(self._handles)
        new = np.arange(1, len(old) + 1) % capacity
        back = self._first - 1
        self._handles = _moved(_view(self._handles)[old], new, capacity)
        self._numbers = _moved(_view(self._numbers)[old], new, capacity)
        self._before = _moved(_counted_back(_view(self._before)[old], back), new, capacity)
        self._heads = _as_array(_counted_back(_view(self._heads), back))
        self._first, self._next = 1, len(old) + 1


def _view(values: "array[int]") -> NDArray[np.uint64] | NDArray[np.uint32]:
    return np.frombuffer(values, dtype=np.uint64 if values.typecode == "Q" else np.uint32)


def _counted_back(entries: NDArray[np.uint64] | NDArray[np.uint32], back: int) -> NDArray[np.uint32]:
    """Entries by the new count; those that have left end their chain."""
    return np.where(entries > back, entries - np.uint32(back), 0).astype(np.uint32)


def _moved(values: NDArray[np.uint64] | NDArray[np.uint32], places: NDArray[np.intp], capacity: int) -> "array[int]":
    moved = np.zeros(capacity, dtype=values.dtype)
    moved[places] = values
    return _as_array(moved)


def _as_array(values: NDArray[np.uint64] | NDArray[np.uint32]) -> "array[int]":
    return array("Q" if values.dtype == np.uint64 else "I", values.tobytes())
