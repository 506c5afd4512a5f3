"""From scores of held-back examples to thresholds, to the slope of confidence, and to figures of how good they are."""

import numpy as np
from numpy.typing import NDArray

GRID = np.arange(-0.8, 0.41, 0.02)
OWN_THRESHOLD_FROM = 5  # held-back examples of a label; with fewer it has the threshold of all
FARTHEST = 0.2  # from the threshold of all
SLOPES = np.geomspace(1, 40, 80)

Scores = NDArray[np.float32]
Right = NDArray[np.bool_]


def tune_thresholds(scores: Scores, right: Right) -> Scores:
    """A threshold for each label: the one of all labels with the best micro-F1, then each label's own best near it."""
    reached = np.array([f1(scores > at, right) for at in GRID])
    common = np.median(GRID[reached == reached.max()])  # of equals, the middle
    near = GRID[np.abs(GRID - common) <= FARTHEST]
    near = near[np.argsort(np.abs(near - common), kind="stable")]  # of equals, the nearest
    thresholds = np.full(scores.shape[1], common, np.float32)
    for label in np.flatnonzero(right.sum(0) >= OWN_THRESHOLD_FROM):
        thresholds[label] = near[np.argmax([f1(scores[:, label] > at, right[:, label]) for at in near])]
    return thresholds


def slope_of(margins: Scores, right: Right) -> float:
    """The slope with which 1 / (1 + exp(-slope x margin)) tells best how often a label is right."""
    signed = np.where(right, margins, -margins).astype(np.float64)
    return float(SLOPES[np.argmin([np.logaddexp(0, -slope * signed).sum() for slope in SLOPES])])


def score_slice(margins: Scores, right: Right, slope: float) -> dict[str, float]:
    """F1 of the slice, and the mean distance between confidence and being right of the labels given."""
    given = margins > 0
    labels = [f1(given[:, label], right[:, label]) for label in np.flatnonzero(right.any(0))]
    confidence = 1 / (1 + np.exp(-slope * margins[given]))
    hits = right[given]
    tenths = np.minimum((confidence * 10).astype(int), 9)
    gaps = [abs(float(hits[at].sum() - confidence[at].sum())) for at in (tenths == tenth for tenth in range(10))]
    return {
        "held_back": float(len(right)),
        "micro_f1": round(f1(given, right), 4),
        "macro_f1": round(float(np.mean(labels)) if labels else 0.0, 4),
        "calibration_error": round(sum(gaps) / max(len(hits), 1), 4),
    }


def f1(given: Right, right: Right) -> float:
    """2 x hits / (given + right)."""
    both = int(given.sum() + right.sum())
    return 2 * int((given & right).sum()) / both if both else 0.0
