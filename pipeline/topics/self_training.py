"""Training without labels: the lexicon labels the user's own texts, the texts teach what the lexicon does not know.

1. The lexicon gives each text its topic. Of each topic, the surest texts are seeds: their label stays.
2. Two rounds of complement naive Bayes (Rennie et al., "Tackling the Poor Assumptions of Naive Bayes Text Classifiers",
   ICML 2003), each on the surest half of every topic, label all texts again. The seeds keep rare topics alive.
3. The linear model is trained on the surest of these labels, with what else the lexicon was sure of.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import WirefeedError
from pipeline.topics.features import features
from pipeline.topics.model import LinearModel
from pipeline.topics.training import LEAST_EXAMPLES, Example, Progress, Table, TooLittle, tabulate, train_on

ROUNDS = 2
SEEDS = 0.5  # of the texts of a topic, at most
SEED_CONFIDENCE = 0.9  # of the lexicon, at least: there it is nearly always right
TAUGHT = 0.5  # of the texts of a topic, in a round
TRAINED = 0.8  # the same for the linear model
LEAST_OF_TOPIC = 5
DOMINANCE = 2.0  # how much more than the second largest topic the largest may count: markets drown a wire else
LEAST_TO_LEARN = 20  # texts of a topic that the linear model needs; rarer ones are left to the lexicon
LEAST_LEFT = 0.5  # of the texts that the lexicon gave a topic; one that lost more to others is left to the lexicon too
FURTHER = 0.5  # the lexicon's confidence in further topics of a text
LEAST_AGREEMENT = 0.7  # with the lexicon, where that is sure; below, the texts have led the model astray

Numbers = NDArray[np.intp]
Floats = NDArray[np.float64]


class Astray(WirefeedError):
    """The trained model contradicts what the lexicon is sure of."""


class Guess(NamedTuple):
    """One topic for each text (its number among the topics, -1 for none), and how sure it is, by any scale."""

    topic: Numbers
    sureness: Floats

    def surest(self, share: float) -> NDArray[np.bool_]:
        """The surest texts of each topic: that share, and five where it has them."""
        chosen = np.zeros(len(self.topic), np.bool_)
        for topic in np.unique(self.topic[self.topic >= 0]):
            texts = np.flatnonzero(self.topic == topic)
            count = max(min(LEAST_OF_TOPIC, len(texts)), int(len(texts) * share))
            chosen[texts[np.argsort(-self.sureness[texts], kind="stable")[:count]]] = True
        return chosen


def self_train(
    texts: Sequence[Example], lexicon_topics: Sequence[Mapping[str, float]], progress: Progress
) -> LinearModel:
    """A model of the top-level topics that the lexicon found: `lexicon_topics` are its confidences, the best first;
    those below the top level it tells better itself.

    The labels of `texts` are not looked at. `agreement` among the metrics: how often the model's best topic of a text
    is the lexicon's, where the lexicon is sure of it and the model knows it. Raises `TooLittle`, `Astray`.
    """
    lexicon_topics = [
        {topic: confidence for topic, confidence in found.items() if topic.endswith("000000")}
        for found in lexicon_topics
    ]
    topics = sorted({topic for found in lexicon_topics for topic in list(found)[:1]})
    if len(topics) < 2 or sum(map(bool, lexicon_topics)) < LEAST_EXAMPLES:
        raise TooLittle(f"the lexicon tells the topics of too few of these {len(texts)} texts, or but one topic")
    progress("features", 0.0)
    found = [features(one.headline, one.body) for one in texts]
    first = _first_guess(topics, lexicon_topics)
    guess = _taught(first, tabulate(found, [()] * len(texts)), len(topics), progress)
    before, after = (np.bincount(one.topic[one.topic >= 0], minlength=len(topics)) for one in (first, guess))
    enough = (after >= LEAST_TO_LEARN) & (after >= LEAST_LEFT * before)
    learnt = frozenset(topic for topic, is_learnt in zip(topics, enough, strict=True) if is_learnt)
    if not learnt:
        raise TooLittle(f"no topic has {LEAST_TO_LEARN} texts among these {len(texts)}")
    chosen = np.flatnonzero(guess.surest(TRAINED)).tolist()
    labelled = [
        texts[at]._replace(labels=learnt & {topics[guess.topic[at]], *_further(lexicon_topics[at])}) for at in chosen
    ]
    model = train_on([found[at] for at in chosen], labelled, progress)
    agreement = _agreement(model, texts, lexicon_topics)
    if agreement < LEAST_AGREEMENT:
        raise Astray(f"the model agrees with the lexicon in only {agreement:.0%} of the texts that this is sure of")
    model.metrics["agreement"] = agreement
    return model


def _first_guess(topics: Sequence[str], lexicon_topics: Sequence[Mapping[str, float]]) -> Guess:
    number = {topic: at for at, topic in enumerate(topics)}
    best = [next(iter(found.items()), ("", 0.0)) for found in lexicon_topics]
    return Guess(np.array([number.get(topic, -1) for topic, _ in best]), np.array([sureness for _, sureness in best]))


def _taught(first: Guess, table: Table, topics: int, progress: Progress) -> Guess:
    seeds = first.surest(SEEDS) & (first.sureness >= SEED_CONFIDENCE)
    rows = np.concatenate([rows for rows, _ in table.rows])
    values = np.concatenate([values for _, values in table.rows]).astype(np.float64)
    texts = np.repeat(np.arange(len(table.rows)), [len(rows) for rows, _ in table.rows])
    guess = first
    for number in range(ROUNDS):
        progress("labels", number / ROUNDS)
        taught = np.where(guess.surest(TAUGHT), guess.topic, -1)
        scores = _complement_scores(taught, (texts, rows, values), len(table.buckets), topics)
        ranked = np.sort(scores, axis=1)
        guess = Guess(
            np.where(seeds, first.topic, scores.argmax(1)), np.where(seeds, np.inf, ranked[:, -1] - ranked[:, -2])
        )
    return guess


def _complement_scores(
    taught: Numbers, entries: tuple[Numbers, NDArray[np.int32], Floats], features_known: int, topics: int
) -> Floats:
    """The score of each text for each topic: its words, weighed by how rarely they stand in texts of other topics.

    A topic that dominates is held down: it would draw everything to itself (benchmarks/score_topics.py, skewed mixes).
    """
    texts, rows, values = entries
    counts = np.zeros((topics, features_known))
    for topic in range(topics):
        mine = taught[texts] == topic
        counts[topic] = np.bincount(rows[mine], values[mine], features_known)
    mass = counts.sum(1)
    counts *= np.minimum(1, DOMINANCE * np.sort(mass)[-2] / np.maximum(mass, 1e-9))[:, None]
    elsewhere = counts.sum(0) - counts + 1
    weights = -np.log(elsewhere / elsewhere.sum(1, keepdims=True))
    scores = np.array([np.bincount(texts, values * weights[topic][rows], len(taught)) for topic in range(topics)]).T
    scores[:, ~np.isin(np.arange(topics), taught)] = -np.inf
    return scores


def _further(found: Mapping[str, float]) -> list[str]:
    return [topic for topic, confidence in list(found.items())[1:] if confidence >= FURTHER]


def _agreement(model: LinearModel, texts: Sequence[Example], lexicon_topics: Sequence[Mapping[str, float]]) -> float:
    same = [
        next(iter(model.topics_of(one.headline, one.body)), "") == next(iter(found))
        for one, found in zip(texts, lexicon_topics, strict=True)
        if found and next(iter(found)) in model.labels and next(iter(found.values())) >= SEED_CONFIDENCE
    ]
    return round(sum(same) / len(same), 4) if same else 0.0
