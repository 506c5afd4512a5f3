"""A linear topic model: one weight for each feature and label, one threshold for each label."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.topics.features import BUCKETS, Features, features, occurrences

LEAST = 0.05  # confidences below are not told


class Contribution(NamedTuple):
    """What one word or pair of words adds to a label's score."""

    term: str
    score: float


@dataclass(frozen=True)
class LinearModel:
    """Scores a text against every label at once. At the label's threshold the confidence is 0.5.

    `weights` has a row for each of `buckets`, and a last one: the score of a text of which no word is known.
    """

    labels: tuple[str, ...]
    languages: tuple[str, ...]  # of the texts that it was trained on, as BCP 47 primary tags; empty: not told
    metrics: dict[str, float]  # of a held-back slice, see `training`
    buckets: NDArray[np.int32]
    idf: NDArray[np.float32]
    weights: NDArray[np.float32]
    thresholds: NDArray[np.float32]
    slope: float  # of confidence by score

    @cached_property
    def _rows(self) -> NDArray[np.int32]:
        return row_table(self.buckets)

    def reads(self, language: str | None) -> bool:
        """Whether the model knows the language; a text that tells none is taken for one that it knows."""
        return not (language and self.languages) or language.partition("-")[0].lower() in self.languages

    def topics_of(self, headline: str, body: str) -> dict[str, float]:
        """Label -> confidence, best first; those under `LEAST` are left out. Empty where no word is known."""
        rows, values = weighted(features(headline, body), self._rows, self.idf)
        if not len(rows):
            return {}
        margins = values @ self.weights.take(rows, axis=0) + self.weights[-1] - self.thresholds
        confidences = 1 / (1 + np.exp(-self.slope * margins))
        told = [(float(confidences[at]), -at) for at in np.flatnonzero(confidences >= LEAST).tolist()]
        return {self.labels[-at]: confidence for confidence, at in sorted(told, reverse=True)}

    def contributions(self, label: str, headline: str, body: str, most: int) -> list[Contribution]:
        """The words and pairs that speak most for a label, or against it, the strongest first."""
        column = self.labels.index(label)
        rows, values = weighted(features(headline, body), self._rows, self.idf)
        by_row = dict(zip(rows.tolist(), (values * self.weights[rows, column]).tolist(), strict=True))
        found = occurrences(headline, body)
        named = dict(zip(self._rows[found.buckets].tolist(), found.names(), strict=True))
        ranked = sorted(by_row, key=lambda row: -abs(by_row[row]))[:most]
        return [Contribution(named[row], by_row[row]) for row in ranked]


def row_table(buckets: NDArray[np.int32]) -> NDArray[np.int32]:
    """The row of each bucket, -1 for those that the model does not know."""
    rows = np.full(BUCKETS, -1, np.int32)
    rows[buckets] = np.arange(len(buckets), dtype=np.int32)
    return rows


def weighted(
    found: Features, rows: NDArray[np.int32], idf: NDArray[np.float32]
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """The known rows of a text with their values: (1 + ln count) x idf, scaled to length 1."""
    at = rows[found.buckets]
    known = at >= 0
    at = at[known]
    values = (1 + np.log(found.counts[known])) * idf[at]
    length = np.sqrt(values @ values)
    return at, values / length if length else values
