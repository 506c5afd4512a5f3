"""Hashed features of a text: its words, and the pairs of neighbours in headline and lead, weighted by place.

A word's bucket is its xxh3 hash, the same on every machine: a model's size does not depend on how many words there are.
Digits are all one digit. Han, kana and hangul are taken letter by letter, since no blanks part their words.
"""

import re
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh3_64_intdigest

VERSION = 1  # of all that decides a text's features: a model fits only those that it was trained with
BITS = 20
BUCKETS = 1 << BITS
HEADLINE = 2.5
LEAD = 1.2
BODY = 1.0
PAIR = 0.5  # of what a word in that place counts
LEAD_LENGTH = 350  # characters of the body
MAX_LENGTH = 20_000  # characters of headline and body each that are read

_WORDS = re.compile(r"[^\W_]+")
_WORDS_OR_LETTERS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]|[^\W_]+")
_ONE_DIGIT = bytes.maketrans(b"123456789", b"000000000")
_MIX = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio: spreads sums of hashes over all bits
_SHIFT = np.uint64(64 - BITS)


class Features(NamedTuple):
    """Buckets in ascending order, each once, and the sum of what stands there."""

    buckets: NDArray[np.int64]
    counts: NDArray[np.float32]


class Occurrences(NamedTuple):
    """Every word of a text in order, then every pair: bucket and weight; `names` says what word or pair it is."""

    words: list[str]
    pairs: NDArray[np.int64]  # number of the first word of each pair
    buckets: NDArray[np.int64]
    weights: NDArray[np.float32]

    def names(self) -> list[str]:
        """The words and pairs themselves, for explanations."""
        return [*self.words, *(f"{self.words[at]} {self.words[at + 1]}" for at in self.pairs)]


def features(headline: str, body: str) -> Features:
    """What a model sees of a text."""
    found = occurrences(headline, body)
    if not len(found.buckets):
        return Features(found.buckets, found.weights)
    order = found.buckets.argsort(kind="stable")  # five times as fast as np.unique
    buckets = found.buckets[order]
    starts = np.flatnonzero(np.concatenate(([True], buckets[1:] != buckets[:-1])))
    return Features(buckets[starts], np.add.reduceat(found.weights[order], starts))


def occurrences(headline: str, body: str) -> Occurrences:
    """The words and pairs of a text with their buckets, not yet added up."""
    words = _words(headline[:MAX_LENGTH])
    in_headline = len(words)
    words += _words(body[:LEAD_LENGTH])
    with_pairs = len(words)
    words += _words(body[LEAD_LENGTH:MAX_LENGTH])
    if not words:
        return Occurrences([], np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.float32))
    encoded = " ".join(words).encode("utf-8", "replace").translate(_ONE_DIGIT).split(b" ")  # at once: half the time
    hashes = np.fromiter(map(xxh3_64_intdigest, encoded), np.uint64, len(encoded))
    pairs = np.arange(max(with_pairs - 1, 0))
    pairs = pairs[pairs != in_headline - 1]  # headline and lead are no neighbours
    both = np.concatenate((hashes, hashes[pairs] * _MIX + hashes[pairs + 1]))
    weights = np.full(len(both), BODY, np.float32)
    weights[:in_headline], weights[in_headline:with_pairs] = HEADLINE, LEAD
    weights[len(words) :] = weights[pairs] * PAIR
    return Occurrences(words, pairs, (both * _MIX >> _SHIFT).astype(np.int64), weights)


def _words(text: str) -> list[str]:
    lowered = text.lower()
    return (_WORDS if lowered.isascii() else _WORDS_OR_LETTERS).findall(lowered)
