"""MinHash signatures of five-word shingles: how much of their text two dispatches share, told without the texts.

Shingles are runs of words in the bytes of the normalised text. A prefix sum of byte * factor^place gives the hash of
any run by one subtraction, for all runs at once: five times faster than joining words.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

SHINGLE_WORDS = 5
SLOTS = 126
MIN_SHINGLES = 20  # a shorter text says too little: exact copies only
MAX_SIGNED_BYTES = 1 << 18  # of a longer text only the beginning is signed
SIGNATURE_VERSION = RMinHash.ALGORITHM_VERSION * 100 + 1  # the library's, then ours: any change makes them strangers

_SEED = 1987
_SPACE = ord(" ")
_FACTOR = 0x9E3779B97F4A7C15  # odd, so that it has an inverse modulo 2^64
_MIX = np.uint64(0xD6E8FEB86659FD93)
_HALF = np.uint64(32)


class Signature(NamedTuple):
    """What is kept of a text's shingles."""

    shingles: int  # how many different ones there are
    slots: bytes  # the low 16 bits of each slot, little-endian; empty where the text is too short


def _powers(base: int) -> NDArray[np.uint64]:
    powers = np.full(MAX_SIGNED_BYTES + 1, base, dtype=np.uint64)
    powers[0] = 1
    return np.cumprod(powers, dtype=np.uint64)


_POWERS = _powers(_FACTOR)
_INVERSES = _powers(pow(_FACTOR, -1, 1 << 64))


def sign(text: str) -> Signature:
    """The signature of a normalised text, its words parted by one space."""
    hashes = _shingle_hashes(text.encode("utf-8", "surrogatepass"))
    if not len(hashes):
        return Signature(0, b"")
    ordered = np.sort(hashes)
    shingles = 1 + int(np.count_nonzero(ordered[1:] != ordered[:-1]))
    if shingles < MIN_SHINGLES:
        return Signature(shingles, b"")
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(hashes, [0, len(hashes)], SLOTS, _SEED)
    return Signature(shingles, np.array(matrix.to_rows()[0], dtype="<u4").astype("<u2").tobytes())


def _shingle_hashes(text: bytes) -> NDArray[np.uint64]:
    if len(text) > MAX_SIGNED_BYTES:
        text = text[: text.rfind(b" ", 0, MAX_SIGNED_BYTES)] if b" " in text[:MAX_SIGNED_BYTES] else b""
    data = np.frombuffer(text, dtype=np.uint8)
    spaces = np.flatnonzero(data == _SPACE)
    count = len(spaces) + 2 - SHINGLE_WORDS
    if count < 1:
        return np.empty(0, dtype=np.uint64)
    sums = np.zeros(len(data) + 1, dtype=np.uint64)
    np.cumsum(data * _POWERS[: len(data)], out=sums[1:])
    starts = np.zeros(count, dtype=np.intp)
    starts[1:] = spaces[: count - 1] + 1
    ends = np.append(spaces[SHINGLE_WORDS - 1 :], len(data))
    hashes: NDArray[np.uint64] = (sums[ends] - sums[starts]) * _INVERSES[starts]
    hashes ^= hashes >> _HALF  # the low bits of such sums are weak
    hashes *= _MIX
    return hashes
