"""Training a linear topic model from labelled texts, with numpy alone.

One against the rest for all labels at once: the L2-regularised squared hinge loss, by dual coordinate descent (Hsieh et
al., "A Dual Coordinate Descent Method for Large-scale Linear SVM", ICML 2008). Thresholds and the slope of confidence
come from a slice held back from training; the model itself is then trained on everything. The same examples in the
same order give the same model.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import WirefeedError
from pipeline.topics.features import BUCKETS, Features, features
from pipeline.topics.model import LinearModel, row_table, weighted
from pipeline.topics.thresholds import score_slice, slope_of, tune_thresholds

COST = 2.0  # of a wrong answer against the size of the weights
PASSES = 8
HOLD_BACK = 5  # every fifth example
LEAST_TEXTS = 2  # a feature of one text alone teaches nothing
LEAST_EXAMPLES = 20
MOST_EXAMPLES = 200_000
MOST_WEIGHTS = 8_000_000  # 16 MB in the file, 32 MB in memory; the rarer features are left out
SEED = 20_260_101

Row = tuple[NDArray[np.int32], NDArray[np.float32]]
Progress = Callable[[str, float], None]  # what is being done, how much of it, 0 to 1


class TooLittle(WirefeedError):
    """There are not enough examples to train on."""


class Example(NamedTuple):
    """A text with its labels, or with none, which is a label too: about nothing of that."""

    headline: str
    body: str
    labels: frozenset[str]
    language: str | None = None


class Table(NamedTuple):
    """Examples as rows of known features, with their labels as columns of 1 and -1."""

    labels: tuple[str, ...]
    buckets: NDArray[np.int32]
    idf: NDArray[np.float32]
    rows: list[Row]
    signs: NDArray[np.int8]


def train(examples: Sequence[Example], progress: Progress = lambda _what, _share: None) -> LinearModel:
    """A model of the labels that the examples have. Raises `TooLittle`."""
    if len(examples) < LEAST_EXAMPLES:
        raise TooLittle(f"{len(examples)} examples are too few to train on; {LEAST_EXAMPLES} is the least")
    return train_on([features(one.headline, one.body) for one in examples], examples, progress)


def train_on(found: Sequence[Features], examples: Sequence[Example], progress: Progress) -> LinearModel:
    """`train`, with the features of the examples at hand."""
    table = tabulate(found, [one.labels for one in examples])
    if not table.labels:
        raise TooLittle("no example has a label")
    held_back = np.arange(len(examples)) % HOLD_BACK == HOLD_BACK - 1
    kept = np.flatnonzero(~held_back)
    weights = fit(table, kept, lambda share: progress("thresholds", share))
    scores = score_rows([table.rows[at] for at in np.flatnonzero(held_back)], weights)
    right = table.signs[held_back] > 0
    thresholds = tune_thresholds(scores, right)
    slope = slope_of(scores - thresholds, right)
    metrics = {"examples": float(len(examples)), **score_slice(scores - thresholds, right, slope)}
    return LinearModel(
        labels=table.labels,
        languages=tuple(sorted({one.language.partition("-")[0].lower() for one in examples if one.language})),
        metrics=metrics,
        buckets=table.buckets,
        idf=table.idf,
        weights=fit(table, np.arange(len(examples)), lambda share: progress("model", share)),
        thresholds=thresholds,
        slope=slope,
    )


def tabulate(found: Sequence[Features], labels: Sequence[Iterable[str]]) -> Table:
    """Rows and label columns of the examples; features of fewer than two texts are left out, then the rarest."""
    columns = tuple(sorted({label for given in labels for label in given}))
    texts = np.zeros(BUCKETS, np.int64)
    for one in found:
        texts[one.buckets] += 1
    known = np.flatnonzero(texts >= LEAST_TEXTS)
    most = MOST_WEIGHTS // max(len(columns), 1)
    if len(known) > most:
        known = np.sort(known[np.argsort(-texts[known], kind="stable")[:most]])
    buckets = known.astype(np.int32)
    idf = (np.log(len(found) / texts[buckets]) + 1).astype(np.float32)
    table = row_table(buckets)
    signs = np.full((len(found), len(columns)), -1, np.int8)
    number = {label: at for at, label in enumerate(columns)}
    for row, given in enumerate(labels):
        signs[row, [number[label] for label in given]] = 1
    return Table(columns, buckets, idf, [weighted(one, table, idf) for one in found], signs)


def fit(table: Table, chosen: NDArray[np.intp], progress: Callable[[float], None]) -> NDArray[np.float32]:
    """Weights with the bias as their last row, from the chosen examples."""
    weights = np.zeros((len(table.buckets) + 1, len(table.labels)), np.float32)
    duals = np.zeros((len(chosen), len(table.labels)), np.float32)
    order = np.random.default_rng(SEED)
    for number in range(PASSES):
        progress(number / PASSES)
        for at in order.permutation(len(chosen)):
            rows, values = table.rows[chosen[at]]
            _step(weights, duals[at], rows, values, table.signs[chosen[at]])
    return weights


def _step(
    weights: NDArray[np.float32],
    duals: NDArray[np.float32],
    rows: NDArray[np.int32],
    values: NDArray[np.float32],
    signs: NDArray[np.int8],
) -> None:
    """One coordinate of the dual problem, for every label: changes `weights` and `duals`."""
    diagonal = 0.5 / COST
    before = weights[rows]
    gradient = signs * (values @ before + weights[-1]) - 1 + diagonal * duals
    after = np.maximum(duals - gradient / (values @ values + 1 + diagonal), 0)
    change = ((after - duals) * signs).astype(np.float32)
    duals[:] = after
    moved = np.flatnonzero(change)
    if 3 * len(moved) < len(change):  # most labels are settled soon
        weights[rows[:, None], moved] += np.outer(values, change[moved])
    else:
        weights[rows] = before + np.outer(values, change)
    weights[-1] += change


def score_rows(rows: Sequence[Row], weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """The scores of many examples."""
    return np.array([values @ weights[at] + weights[-1] for at, values in rows], np.float32)
