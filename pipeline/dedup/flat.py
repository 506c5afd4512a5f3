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


def moved(rows: NDArray[Any], places: NDArray[np.intp], capacity: int) -> NDArray[Any]:
    """These rows at those places of a new array."""
    array = zeros((capacity, *rows.shape[1:]), rows.dtype)
    array[places] = rows
    return array


def twice(heads: NDArray[Any]) -> NDArray[Any]:
    """A table of buckets of double width: both halves go on with the chains of the whole."""
    width = heads.shape[-1]
    array = zeros((*heads.shape[:-1], 2 * width), heads.dtype)
    array[..., :width] = array[..., width:] = heads
    return array
