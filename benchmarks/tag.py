"""Speed and memory of the tag stage: `python -m benchmarks.tag [--seconds S] [--model FILE]`.

Own-written dispatches of about 200, 800 and 3,000 characters, a hundred of each length, no two alike. Each figure is
dispatches a second and core, the best of three runs of S seconds of CPU time together. With WIREFEED_TEST_DATA set, the
dispatches of reuters21578/dev.jsonl.gz too. Memory is the process's resident set once the tables are loaded and every
language has been read, and how much of it that added.
"""

import argparse
import gc
import os
import random
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

import psutil
from msgspec.structs import replace

from benchmarks.score_regions import text_record, wire_record
from benchmarks.score_topics import data_folder, read_lines
from schemas.dispatch import Dateline
from schemas.record import Record

if TYPE_CHECKING:  # loading it is measured
    from pipeline.topics.tagger import WatchedModel

LENGTHS = (200, 800, 3000)
COUNT = 100
SENTENCES = (
    "The ferry line that serves the northern coast of Norway has ordered nine ships from two yards, its director said.",
    "Shares in the bank fell by 3 percent in Frankfurt after it warned that profits would miss its own forecast.",
    "Rebels shelled a town near the border on Monday, hours before peace talks were to resume in Geneva.",
    "The prime minister told parliament that the election would be held in May, whatever the opposition said.",
    "Doctors in Lagos reported 40 cases of cholera and asked the health ministry for vaccine and clean water.",
    "The striker scored twice in the second half and took his team to the semi-final in Lyon.",
    "Unions called the offer an insult and said that drivers at three depots would stay on strike until Friday.",
    "Heavy rain is expected from Galway to Cork, with gusts of 90 kilometres an hour along the coast.",
    "The court in Santiago heard that the accused had kept two sets of books for eleven years.",
    "Researchers at the institute in Kyoto measured the signal with a telescope that they had built themselves.",
    "Some of those present said that they had not been told, others that they had been told too late.",
    "It was not clear on Tuesday evening when the two sides would meet again, or who would pay for the hall.",
)
HEADLINES = (
    "Ferry line orders nine ships",
    "Bank warns on profit",
    "Rebels shell border town",
    "Date set for election",
)
PLACES = (("Oslo", "NO"), ("Frankfurt", "DE"), ("Geneva", "CH"), ("Lagos", "NG"))


def dispatches(length: int) -> list[Record]:
    """A hundred records with bodies of about that length; the same each time."""
    order = random.Random(length)
    found = []
    for number in range(COUNT):
        body = f"This was item {number} on the list."
        while len(body) < length:
            body += " " + order.choice(SENTENCES)
        city, country = PLACES[number % len(PLACES)]
        dateline = Dateline(text=f"{city} (Wire)", city=city, country=country)
        found.append(text_record(HEADLINES[number % len(HEADLINES)], body[:length], dateline))
    return found


def rate(work: Callable[[Record], object], records: Sequence[Record], seconds: float) -> float:
    """Records a second of CPU time: the best of three runs."""
    for one in records:
        work(one)
    best = 0.0
    for _ in range(3):
        done, started = 0, process_time()
        while (taken := process_time() - started) < seconds / 3:
            for one in records:
                work(one)
            done += len(records)
        best = max(best, done / taken)
    return best


def resident_mb() -> float:
    """The process's resident set."""
    gc.collect()
    return float(psutil.Process().memory_info().rss) / 1e6


def _tagger(path: Path | None) -> "WatchedModel":
    """The model of that file, or one trained here on what the lexicon says of the dispatches made here."""
    from pipeline.topics.model_file import save
    from pipeline.topics.tagger import WatchedModel
    from pipeline.topics.text import topics_of_text
    from pipeline.topics.training import Example, train

    if path is not None:
        return WatchedModel(path)
    made = [one for length in LENGTHS for one in dispatches(length)]
    texts = [(one.headline or "", one.body) for one in made]
    model = train([Example(*text, frozenset(topics_of_text(*text)), "en") for text in texts])
    with tempfile.TemporaryDirectory(prefix="wirefeed-") as folder:
        save(model, Path(folder, "model"))
        return WatchedModel(Path(folder, "model"))


def main() -> None:
    """Print the tables' memory, then the rates."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=1.5, help="CPU seconds for each figure")
    parser.add_argument("--model", type=Path, help="a topic model; else one trained on the dispatches made here")
    options = parser.parse_args()
    from pipeline.regions import find_regions  # not before: what it loads is measured
    from pipeline.tag import tag, warm_up
    from pipeline.topics.finder import TopicFinder

    code = resident_mb()
    warm_up()
    for language in ("en", "de", "fr", "es"):
        for one in dispatches(800):
            tag(replace(one, language=language))
    loaded = resident_mb()
    print(f"memory: {loaded:.0f} MB in all, of it {loaded - code:.0f} MB tables of regions and topics")
    with_model = TopicFinder(tagger=_tagger(options.model))
    print(f"a topic model adds {resident_mb() - loaded:.0f} MB, or what training it here took")
    lexicon = TopicFinder()
    print(f"{'dispatches/s/core':<28}{'regions':>10}{'topics':>10}{'with model':>12}{'both':>10}")
    sets = [(f"{length} characters", dispatches(length)) for length in LENGTHS]
    if os.environ.get("WIREFEED_TEST_DATA"):
        real = read_lines(data_folder() / "reuters21578" / "dev.jsonl.gz")[:2000]
        sets.append(("Reuters-21578", [wire_record(one) for one in real]))
    for name, records in sets:
        figures = [rate(work, records, options.seconds) for work in (find_regions, lexicon.find, with_model.find, tag)]
        mean = sum(len(one.body) for one in records) / len(records)
        regions, topics, modelled, both = figures
        print(f"{f'{name} (mean {mean:.0f})':<28}{regions:>10,.0f}{topics:>10,.0f}{modelled:>12,.0f}{both:>10,.0f}")


if __name__ == "__main__":
    main()
