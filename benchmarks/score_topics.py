"""Scores topics from text against labelled articles: `python -m benchmarks.score_topics`.

Reads topics/bbc.jsonl.gz below the folder that WIREFEED_TEST_DATA names: `title`, `body`, `medtop` (one top level
each). The first topic given counts; the restricted figure looks only at the top levels that the labels use.
"""

import gzip
import os
from collections import Counter
from pathlib import Path
from time import perf_counter

import orjson

from pipeline.topics.text import listen, topics_of_text, weigh


def main() -> None:
    """Print accuracy, confusions, how well confidence agrees with being right, and speed."""
    path = data_folder() / "topics" / "bbc.jsonl.gz"
    with gzip.open(path, "rb") as lines:
        articles = [orjson.loads(line) for line in lines]
    topics_of_text("warm up", "")
    started = perf_counter()
    given = [topics_of_text(article["title"], article["body"]) for article in articles]
    seconds = perf_counter() - started
    wanted = [article["medtop"].removeprefix("medtop:") for article in articles]
    first = [next(iter(topics), "none") for topics in given]
    right = sum(a == b for a, b in zip(first, wanted, strict=True))
    print(
        f"{len(articles)} articles, {right / len(articles):.3f} of 17, {_restricted(articles, wanted):.3f} restricted"
    )
    length = sum(len(article["body"]) for article in articles) / len(articles)
    print(f"{len(articles) / seconds:,.0f} articles/s of {length:.0f} characters")
    print(f"topics an article: {sum(map(len, given)) / len(given):.2f}")
    for (label, answer), count in Counter(zip(wanted, first, strict=True)).most_common(40):
        if label != answer:
            print(f"  {label} taken for {answer}: {count}")
    _print_calibration(given, wanted)


def data_folder() -> Path:
    """The folder of labelled data. Ends the process with a sentence where none is named."""
    folder = os.environ.get("WIREFEED_TEST_DATA")
    if not folder:
        raise SystemExit("WIREFEED_TEST_DATA names no folder of labelled data")
    return Path(folder)


def _restricted(articles: list[dict[str, str]], wanted: list[str]) -> float:
    labels = set(wanted)
    right = 0
    for article, label in zip(articles, wanted, strict=True):
        scores = {
            code: score
            for code, score in weigh(list(listen(article["title"], article["body"]))).items()
            if code in labels
        }
        right += bool(scores) and max(scores, key=lambda code: scores[code]) == label
    return right / len(articles)


def _print_calibration(given: list[dict[str, float]], wanted: list[str]) -> None:
    """First topics by confidence: how many there are and how many of them are right."""
    bins: dict[int, list[bool]] = {}
    for topics, label in zip(given, wanted, strict=True):
        for code, confidence in list(topics.items())[:1]:
            bins.setdefault(min(int(confidence * 10), 9), []).append(code == label)
    for tenth, hits in sorted(bins.items()):
        print(f"  confidence {tenth / 10:.1f}: {len(hits)} articles, {sum(hits) / len(hits):.2f} right")


if __name__ == "__main__":
    main()
