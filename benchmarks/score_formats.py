"""Scores the readers against hand-read expectations: `python -m benchmarks.score_formats [--faults]`.

Runs the whole line over the files of wire/ below the folder that WIREFEED_TEST_DATA names and compares each record
with expected.json there. Prints right and judged fields by format and by field, the total, and crashes; the exit
status is 1 where the total is below 0.97 or anything crashed.
"""

import argparse
import os
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from rich.console import Console
from rich.table import Table

from benchmarks.expectations import field_faults, matches
from pipeline.line import Line, Result
from pipeline.settings import Settings
from schemas.record import to_json
from schemas.rooms import RawPosition
from schemas.words import Reason

LEAST_SHARE = 0.97


class Score:
    """Right and judged fields, by format and by field."""

    def __init__(self) -> None:
        self.cells: dict[tuple[str, str], list[bool]] = defaultdict(list)
        self.faults: list[str] = []
        self.crashes = 0

    def judge(self, entry: dict[str, Any], name: str, fault: str) -> None:
        """Count one field of one entry; an empty `fault` is right."""
        self.cells[entry["format"], name].append(not fault)
        if fault:
            self.faults.append(f"{entry['path']} {name}: {fault}")

    def share(self) -> float:
        """The share of judged fields that are right."""
        judged = [right for cell in self.cells.values() for right in cell]
        return sum(judged) / len(judged) if judged else 0.0


def main() -> None:
    """Score, print, and end with status 1 where it is not good enough."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--faults", action="store_true", help="print each fault on standard error")
    options = arguments.parse_args()
    score = score_folder(data_folder())
    _print(score)
    if options.faults:
        for fault in score.faults:
            Console(stderr=True).print(fault, markup=False, highlight=False)
    raise SystemExit(int(score.share() < LEAST_SHARE or score.crashes > 0))


def data_folder() -> Path:
    """The folder wire/ of the reference data. Ends the process with a sentence where none is named."""
    folder = os.environ.get("WIREFEED_TEST_DATA")
    if not folder:
        raise SystemExit("WIREFEED_TEST_DATA names no folder with reference files")
    return Path(folder) / "wire"


def score_folder(folder: Path) -> Score:
    """Each file through the whole line alone, as `wirefeed enrich FILE` does."""
    score = Score()
    for entry in orjson.loads((folder / "expected.json").read_bytes())["files"]:
        data = (folder / entry["path"]).read_bytes()
        results = list(
            Line(Settings()).take(
                data, feed="default", content_type=None, received_at=datetime.now(UTC),
                raw=RawPosition(entry["path"], 0, 0),
            )
        )  # fmt: skip
        score.crashes += sum(result.reason is Reason.STAGE_FAILED for result in results)
        items = entry["items"]
        score.judge(entry, "items", "" if len(results) == len(items) else f"{len(results)}, not {len(items)}")
        for number, item in enumerate(items):
            _judge_item(score, entry, item, results[number] if number < len(results) else None)
    return score


def _judge_item(score: Score, entry: dict[str, Any], item: dict[str, Any], result: Result | None) -> None:
    outcome = str(result.outcome) if result else None
    score.judge(entry, "outcome", "" if matches(item["outcome"], outcome) else f"{outcome}, not {item['outcome']}")
    if result and result.record:
        record = orjson.loads(to_json(result.record))
        for name, fault in field_faults(item, record).items():
            score.judge(entry, name, fault)
    elif not matches(item["outcome"], "rejected"):
        for name in item.keys() - {"outcome"}:
            score.judge(entry, name, "no record")


def _print(score: Score) -> None:
    formats = sorted({format_ for format_, _ in score.cells})
    names = sorted({name for _, name in score.cells})
    table = Table("field", *formats, "all", title="right / judged")
    for name in names:
        row = [score.cells.get((format_, name), []) for format_ in formats]
        table.add_row(name, *map(_share, row), _share([right for cell in row for right in cell]))
    columns = [
        [right for (of, _), cell in score.cells.items() if of == format_ for right in cell] for format_ in formats
    ]
    table.add_section()
    table.add_row("all", *map(_share, columns), _share([right for column in columns for right in column]))
    Console(width=200).print(table)
    print(f"total {score.share():.4f}, {len(score.faults)} faults, {score.crashes} crashes")


def _share(cell: list[bool]) -> str:
    return f"{sum(cell)}/{len(cell)}" if cell else ""


if __name__ == "__main__":
    main()
