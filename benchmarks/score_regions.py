"""Scores regions against labelled dispatches: `python -m benchmarks.score_regions [--last 3000]`.

Reads below the folder that WIREFEED_TEST_DATA names: reuters21578/dev.jsonl.gz (PLACES against focus, with and without
the default country US) and geo/*.jsonl.gz (marked places: how many are found, and with the right country).
"""

import argparse
import gzip
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

import orjson

from benchmarks.score_topics import data_folder
from pipeline.regions import find_regions
from pipeline.regions.reading import read
from pipeline.text.dateline import read_line
from schemas.dispatch import Dateline
from schemas.record import Record
from schemas.words import Format

EPOCH = datetime(1987, 1, 1, tzinfo=UTC)


def main() -> None:
    """Print micro-F1 of the focus on the last dispatches, and country accuracy of the places found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--last", type=int, default=3000, help="how many of the dispatches, from the end")
    last = parser.parse_args().last
    data = data_folder()
    codes = orjson.loads((data / "reuters21578" / "places-iso.json").read_bytes())["places"]
    everything = _lines(data / "reuters21578" / "dev.jsonl.gz")
    for what, dispatches in (
        ("labelled", [one for one in everything if one["places"]][-last:]),
        ("all, those without a label too,", everything[-last:]),
    ):
        wanted = [{codes[place] for place in one["places"] if place in codes} for one in dispatches]
        records = [wire_record(one) for one in dispatches]
        for default in (None, "US"):
            started = perf_counter()
            given = [{focus.code for focus in find_regions(one, default_country=default).focus} for one in records]
            rate = len(records) / (perf_counter() - started)
            print(f"Reuters PLACES, {what} default {default}: {_scores(given, wanted)}, {rate:,.0f} dispatches/s")
    for name in ("lgl", "tr-news"):
        _score_places(name, _lines(data / "geo" / f"{name}.jsonl.gz"))


def _lines(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rb") as lines:
        return [orjson.loads(line) for line in lines]


def wire_record(one: dict[str, Any]) -> Record:
    """A record as the parse room would make it of this dispatch: its dateline read, its lines joined."""
    printed = (one["dateline"] or "").strip()
    dateline = read_line(printed, EPOCH.date()) if printed else None
    return text_record(one["title"] or "", " ".join((one["body"] or "").split()), dateline)


def text_record(headline: str, body: str, dateline: Dateline | None = None) -> Record:
    """A record of these texts and nothing else."""
    return Record(
        id="benchmark",
        feed="benchmark",
        format=Format.TEXT,
        language="en",
        headline=headline,
        body=body,
        dateline=dateline,
        received_at=EPOCH,
        processed_at=EPOCH,
        story_id="benchmark",
        version=1,
    )


def _scores(given: Iterable[set[str]], wanted: Iterable[set[str]]) -> str:
    both = list(zip(given, wanted, strict=True))
    hits = sum(len(a & b) for a, b in both)
    precision = hits / sum(len(a) for a, _ in both)
    recall = hits / sum(len(b) for _, b in both)
    exact = sum(a == b for a, b in both) / len(both)
    foreign = [(a - {"US"}, b - {"US"}) for a, b in both]
    foreign_hits = sum(len(a & b) for a, b in foreign)
    foreign_f1 = 2 * foreign_hits / (sum(len(a) + len(b) for a, b in foreign))
    f1 = 2 * precision * recall / (precision + recall)
    return f"P {precision:.3f} R {recall:.3f} F1 {f1:.3f}, exact {exact:.3f}, F1 without US {foreign_f1:.3f}"


def _score_places(name: str, texts: list[dict[str, Any]]) -> None:
    """Marked places with a country: how many a mention covers, and how many of these have that country."""
    marked = found = right = extra = given = 0
    for one in texts:
        reading = read(text_record("", one["text"]))
        meant = {
            (it.start - reading.body_start, it.end - reading.body_start): it.place
            for it in reading.meant
            if it.place.kind != "demonym"
        }
        given += len(meant)
        spans = [(span["start"], span["end"], span) for span in one["spans"]]
        extra += sum(not any(start < b and a < end for a, b, _ in spans) for start, end in meant)
        for start, end, span in spans:
            if not span.get("iso"):
                continue
            marked += 1
            place = meant.get((start, end)) or next(
                (place for (a, b), place in meant.items() if a < end and start < b), None
            )
            found += place is not None
            right += place is not None and place.country == span["iso"]
    print(f"{name}: {marked} places, found {found / marked:.3f}, country right of those {right / found:.3f}; ", end="")
    print(f"mentions that touch no marked place {extra / given:.3f}")


if __name__ == "__main__":
    main()
