"""Scores topics from text against labelled texts: `python -m benchmarks.score_topics [lexicon|self|reuters|all]`.

Reads below the folder that WIREFEED_TEST_DATA names. `lexicon` and `self`: topics/bbc.jsonl.gz (`title`, `body`,
`medtop`: one top level each), by the lexicon alone, and once more after self-training on the same texts without their
labels, then with halves and with skewed mixes; the best top level of the record counts. `reuters`:
reuters21578/dev.jsonl.gz, TOPICS by a model trained on the dispatches before 1 April 1987 (thresholds tuned on a slice
of these), tested on the rest; only dispatches that were labelled at all (`topics_attr` YES) count, and of the
categories those with a training document.
"""

import argparse
import gzip
import os
import random
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import orjson

from pipeline.topics import TopicFinder
from pipeline.topics.model import LinearModel
from pipeline.topics.model_file import save
from pipeline.topics.self_training import self_train
from pipeline.topics.tagger import WatchedModel
from pipeline.topics.text import listen, topics_of_text, weigh
from pipeline.topics.training import Example, train

SPLIT = "1987-04-01"
SKEW = 40


def main() -> None:
    """Print the scores asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", default="all", choices=["lexicon", "self", "reuters", "all"])
    what = parser.parse_args().what
    if what != "reuters":
        articles = read_lines(data_folder() / "topics" / "bbc.jsonl.gz")
        wanted = [article["medtop"].removeprefix("medtop:") for article in articles]
        texts = [Example(article["title"], article["body"], frozenset(), "en") for article in articles]
        if what in ("lexicon", "all"):
            _score_articles("lexicon", texts, wanted, TopicFinder())
            print(f"  {_restricted(texts, wanted):.3f} where only the top levels count that the labels use")
        if what in ("self", "all"):
            _score_self_trained(texts, wanted)
    if what in ("reuters", "all"):
        _score_reuters(read_lines(data_folder() / "reuters21578" / "dev.jsonl.gz"))


def data_folder() -> Path:
    """The folder of labelled data. Ends the process with a sentence where none is named."""
    folder = os.environ.get("WIREFEED_TEST_DATA")
    if not folder:
        raise SystemExit("WIREFEED_TEST_DATA names no folder of labelled data")
    return Path(folder)


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a gzipped file of JSON lines."""
    with gzip.open(path, "rb") as lines:
        return [orjson.loads(line) for line in lines]


def timed(work: Callable[[], LinearModel]) -> tuple[LinearModel, float]:
    """A model, and the seconds that it took."""
    started = perf_counter()
    return work(), perf_counter() - started


def _score_articles(name: str, texts: list[Example], wanted: list[str], finder: TopicFinder) -> None:
    finder.of_text("warm up", "", "en")
    started = perf_counter()
    given = [_top_levels(finder.of_text(one.headline, one.body, "en")) for one in texts]
    rate = len(texts) / (perf_counter() - started)
    first = [next(iter(topics), "none") for topics in given]
    right = sum(a == b for a, b in zip(first, wanted, strict=True)) / len(texts)
    length = sum(len(one.body) for one in texts) / len(texts)
    several = sum(map(len, given)) / len(texts)
    print(f"BBC, {name}: {len(texts)} articles, {right:.3f} of 17 top levels right")
    print(f"  {rate:,.0f} articles/s of {length:.0f} characters, {several:.2f} top levels an article")
    wrong = Counter(pair for pair in zip(wanted, first, strict=True) if pair[0] != pair[1])
    print("  " + ", ".join(f"{label} taken for {answer}: {count}" for (label, answer), count in wrong.most_common(8)))
    _print_calibration(given, wanted)


def _top_levels(topics: dict[str, float]) -> dict[str, float]:
    tops = {code: confidence for code, confidence in topics.items() if code.endswith("000000")}
    return dict(sorted(tops.items(), key=lambda item: -item[1]))


def _restricted(texts: list[Example], wanted: list[str]) -> float:
    labels = set(wanted)
    right = 0
    for one, label in zip(texts, wanted, strict=True):
        scores = weigh(list(listen(one.headline, one.body)))
        right += max(labels, key=lambda code: (scores.get(code, 0.0), code)) == label
    return right / len(texts)


def _print_calibration(given: list[dict[str, float]], wanted: list[str]) -> None:
    """First topics by confidence: how many there are and how many of them are right."""
    bins: dict[int, list[bool]] = {}
    for topics, label in zip(given, wanted, strict=True):
        for code, confidence in list(topics.items())[:1]:
            bins.setdefault(min(int(confidence * 10), 9), []).append(code == label)
    shown = (f"{tenth / 10:.1f}: {sum(hits) / len(hits):.2f} of {len(hits)}" for tenth, hits in sorted(bins.items()))
    print("  right by confidence: " + ", ".join(shown))


def _score_self_trained(texts: list[Example], wanted: list[str]) -> None:
    by_lexicon = [topics_of_text(one.headline, one.body) for one in texts]
    model, seconds = timed(lambda: self_train(texts, by_lexicon, _silent))
    print(f"self-training: {seconds:.1f} s, {model.metrics}")
    _score_articles("self-trained", texts, wanted, _finder_of(model))
    for name, mine, others in (("first", 0, 1), ("second", 1, 0)):
        model = self_train(texts[mine::2], by_lexicon[mine::2], _silent)
        finder = _finder_of(model)
        best = [next(iter(_top_levels(finder.of_text(one.headline, one.body, "en"))), "") for one in texts[others::2]]
        right = sum(a == b for a, b in zip(best, wanted[others::2], strict=True)) / len(best)
        print(f"  trained on the {name} of two halves, tested on the other: {right:.3f}")
    _score_skewed(texts, by_lexicon, wanted)


def _score_skewed(texts: list[Example], by_lexicon: list[dict[str, float]], wanted: list[str]) -> None:
    """All articles of one label and forty of each other: a stream as skewed as a wire."""
    for label in sorted(set(wanted)):
        order = random.Random(label)
        others = [at for other in sorted(set(wanted) - {label}) for at in order.sample(_places(wanted, other), SKEW)]
        chosen = sorted(_places(wanted, label) + others)
        finder = _finder_of(self_train([texts[at] for at in chosen], [by_lexicon[at] for at in chosen], _silent))
        best = [next(iter(_top_levels(finder.of_text(texts[at].headline, texts[at].body, "en"))), "") for at in chosen]
        right = sum(a == wanted[at] for a, at in zip(best, chosen, strict=True)) / len(chosen)
        before = sum(next(iter(by_lexicon[at]), "") == wanted[at] for at in chosen) / len(chosen)
        print(f"  {len(chosen)} articles, mostly {label}: {right:.3f}, by the lexicon {before:.3f}")


def _places(wanted: list[str], label: str) -> list[int]:
    return [at for at, one in enumerate(wanted) if one == label]


def _finder_of(model: LinearModel) -> TopicFinder:
    """As a worker has it: the model through its file."""
    with tempfile.TemporaryDirectory(prefix="wirefeed-") as folder:
        path = Path(folder, "model")
        save(model, path)
        return TopicFinder(tagger=WatchedModel(path))


def _silent(_what: str, _share: float) -> None:
    pass


def _score_reuters(dispatches: list[dict[str, Any]]) -> None:
    labelled = [one for one in dispatches if one["topics_attr"] == "YES"]
    earlier = [_example(one) for one in labelled if one["date"] < SPLIT]
    later = [_example(one) for one in labelled if one["date"] >= SPLIT]
    model, seconds = timed(lambda: train(earlier))
    print(f"Reuters TOPICS: {len(earlier)} dispatches to {SPLIT}, {len(model.labels)} categories, {seconds:.1f} s")
    print(f"  {len(model.buckets):,} features, {model.metrics}")
    started = perf_counter()
    given = [{label for label, at in model.topics_of(one.headline, one.body).items() if at >= 0.5} for one in later]
    rate = len(later) / (perf_counter() - started)
    wanted = [one.labels & set(model.labels) for one in later]
    print(f"  tested on {len(later)} later ones: {_f1(given, wanted)}, {rate:,.0f} dispatches/s")
    with_topics = [at for at, one in enumerate(later) if one.labels]
    only = _f1([given[at] for at in with_topics], [wanted[at] for at in with_topics])
    print(f"  on the {len(with_topics)} of these that have a topic: {only}")


def _example(one: dict[str, Any]) -> Example:
    return Example(one["title"] or "", " ".join((one["body"] or "").split()), frozenset(one["topics"]), "en")


def _f1(given: list[set[str]], wanted: list[frozenset[str]]) -> str:
    hits, answers, labels = Counter[str](), Counter[str](), Counter[str]()
    for a, b in zip(given, wanted, strict=True):
        hits.update(a & b)
        answers.update(a)
        labels.update(b)
    micro = 2 * hits.total() / (answers.total() + labels.total())
    macro = sum(2 * hits[label] / (answers[label] + labels[label]) for label in labels) / len(labels)
    precision, recall = hits.total() / answers.total(), hits.total() / labels.total()
    return f"micro-F1 {micro:.3f} (P {precision:.3f}, R {recall:.3f}), macro-F1 {macro:.3f} of {len(labels)} categories"


if __name__ == "__main__":
    main()
