"""Scores near duplicates against labelled pairs: `python -m benchmarks.score_pairs --pairs FILE --reuters FILE`.

Both files are read below the folder that WIREFEED_TEST_DATA names, unless they are given: `pairs.json` (`a`, `b`,
`label`, `sample_weight`) and the Reuters dispatches (`newid`, `date`, `title`, `dateline`, `body`). Each pair goes
through parsing and a story book of its own, in the order in which it came in; `--stream` sends all dispatches of the
file through one book instead, so that each meets all others of its window.
"""

import argparse
import gzip
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from benchmarks.score_topics import data_folder
from pipeline.dedup.book import StoryBook
from pipeline.parse import parse
from pipeline.settings import Feed, Settings
from schemas.rooms import LedgerEntry, Parsed, RawPosition
from schemas.words import Outcome

LABELS = ("dup", "version", "distinct")
FEED = Feed(name="pairs", agency="Reuters")
_SIGN_OFF = re.compile(r"\s*\bREUTER\s*$", re.IGNORECASE)


@dataclass(slots=True)
class Score:
    """How often each label got each answer, plain or by weight."""

    counts: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))

    def figures(self, label: str) -> tuple[float, float, float]:
        """Precision, recall and F1 of a label."""
        hit = self.counts[label, label]
        answered = sum(count for (_, answer), count in self.counts.items() if answer == label)
        wanted = sum(count for (truth, _), count in self.counts.items() if truth == label)
        precision, recall = hit / answered if answered else 0.0, hit / wanted if wanted else 0.0
        return precision, recall, 2 * precision * recall / (precision + recall) if hit else 0.0


def main() -> None:
    """Print the table, and on request each pair that was answered otherwise."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pairs", type=Path, help="labelled pairs (else dedup/pairs.json of the data folder)")
    options.add_argument("--reuters", type=Path, help="the dispatches (else reuters21578/dev.jsonl.gz)")
    options.add_argument("--slugs", action="store_true", help="send the sluglines too")
    options.add_argument("--stream", action="store_true", help="send all dispatches through one story book")
    options.add_argument("--errors", action="store_true", help="list the pairs that were answered otherwise")
    given = options.parse_args()
    pairs = orjson.loads((given.pairs or data_folder() / "dedup" / "pairs.json").read_bytes())["pairs"]
    dispatches = _dispatches(given.reuters or data_folder() / "reuters21578" / "dev.jsonl.gz", slugs=given.slugs)
    plain, weighted = Score(), Score()
    entries = _decided(_in_order(*dispatches.values())) if given.stream else {}
    for pair in pairs:
        one, other = entries.get(pair["a"]), entries.get(pair["b"])
        if one is None or other is None:
            decided = _decided(_in_order(dispatches[pair["a"]], dispatches[pair["b"]]))
            one, other = decided[pair["a"]], decided[pair["b"]]
        found = answer(one, other)
        plain.counts[pair["label"], found] += 1
        weighted.counts[pair["label"], found] += pair.get("sample_weight", 1.0)
        if given.errors and found != pair["label"]:
            print(f"{pair['a']}/{pair['b']}: {pair['label']} taken for {found} {other.measures}")
    for name, score in (("plain", plain), ("weighted", weighted)):
        _print_score(name, score)


def answer(one: LedgerEntry, other: LedgerEntry) -> str:
    """What the decisions on two dispatches make of them."""
    if one.story_id != other.story_id:
        return "distinct"
    repeats = other.outcome is Outcome.DUPLICATE and other.duplicate_of == (one.duplicate_of or one.id)
    return "dup" if repeats else "version"


def _dispatches(path: Path, *, slugs: bool) -> dict[int, tuple[int, Parsed]]:
    with gzip.open(path, "rb") as lines:
        rows = [orjson.loads(line) for line in lines]
    read = ((row["newid"], _parsed(row, slugs=slugs)) for row in rows)
    return {newid: (newid, parsed) for newid, parsed in read if parsed}


def _parsed(row: dict[str, Any], *, slugs: bool) -> Parsed | None:
    """As parsed; None where there is no text."""
    payload = {
        "source-feed": "Reuters",
        "headline": row["title"],
        "body_text": f"{row['dateline']} {_SIGN_OFF.sub('', row['body'])}".strip(),
        "slugline": row.get("slug") if slugs else None,
    }
    found = parse(
        orjson.dumps(payload),
        feed=FEED,
        raw=RawPosition("pairs", 0, row["newid"]),
        content_type="application/json",
        received_at=datetime.fromisoformat(row["date"]).astimezone(UTC),
        max_payload_bytes=1 << 24,
    )[0]
    return found if isinstance(found, Parsed) else None


def _in_order(*dispatches: tuple[int, Parsed]) -> list[tuple[int, Parsed]]:
    return sorted(dispatches, key=lambda one: (one[1].dispatch.received_at, one[0]))


def _decided(dispatches: Iterable[tuple[int, Parsed]]) -> dict[int, LedgerEntry]:
    book = StoryBook(Settings(), releases=False)
    return {
        newid: book.decide(parsed, offset=newid, now=parsed.dispatch.received_at)[0].entry
        for newid, parsed in dispatches
    }


def _print_score(name: str, score: Score) -> None:
    print(f"{name:<10}" + "".join(f"{one:>10}" for one in ("precision", "recall", "F1")))
    for label in LABELS:
        print(f"  {label:<8}" + "".join(f"{figure:>10.3f}" for figure in score.figures(label)))
    wanted = sum(count for (truth, _), count in score.counts.items() if truth == "distinct")
    print(f"  distinct dropped: {score.counts['distinct', 'dup']:.0f} of {wanted:.0f}")
    print(f"  distinct linked: {score.counts['distinct', 'version']:.0f}")


if __name__ == "__main__":
    main()
