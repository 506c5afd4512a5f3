"""Large flat arrays in pages of their own: what has been outgrown goes back to the system at once.

From the heap they would leave holes behind, half as much again as the window itself takes.
"""

from math import prod
from mmap import mmap
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray


def zeros(shape: tuple[int, ...], dtype: DTypeLike) -> NDArray[Any]:
    """An array of nothing."""
    pages = mmap(-1, prod(shape) * np.dtype(dtype).itemsize)
    return np.frombuffer(pages, dtype=dtype).reshape(shape)


def moved(ring: NDArray[Any], first: int, count: int, capacity: int) -> NDArray[Any]:
    """The rows of a ring from place `first` on, from place 1 on in a new one. `capacity`: above `count`."""
    array = zeros((capacity, *ring.shape[1:]), ring.dtype)
    start = first % len(ring)
    run = min(count, len(ring) - start)
    array[1 : 1 + run] = ring[start : start + run]
    array[1 + run : 1 + count] = ring[: count - run]
    return array


def twice(heads: NDArray[Any]) -> NDArray[Any]:
    """A table of buckets of double width: both halves go on with the chains of the whole."""
    width = heads.shape[-1]
    array = zeros((*heads.shape[:-1], 2 * width), heads.dtype)
    array[..., :width] = array[..., width:] = heads
    return array
