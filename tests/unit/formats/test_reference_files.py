"""Real wire files give what was read in them by hand: the parse-side fields of the reference folder's expectations.

The folder is named by WIREFEED_TEST_DATA; nothing of it is in the project. `forms` in its expected.json says how each
kind of expectation is compared.
"""

import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import orjson
import pytest

from benchmarks.expectations import field_faults
from pipeline.formats.registry import READERS
from pipeline.parse import parse
from pipeline.settings import Feed
from schemas.rooms import Parsed, RawPosition, Rejection

DATA = os.environ.get("WIREFEED_TEST_DATA")
pytestmark = pytest.mark.skipif(not DATA, reason="WIREFEED_TEST_DATA names no folder with reference files")
LEAST_SHARE = 0.97


def parsed(path: Path) -> list[Parsed | Rejection]:
    return parse(
        path.read_bytes(), feed=Feed(name="reference"), raw=RawPosition(str(path), 0, 0), content_type=None,
        received_at=datetime.now(UTC), max_payload_bytes=1 << 24,
    )  # fmt: skip


def test_known_formats_reach_their_share_of_right_fields() -> None:
    folder = Path(DATA or "") / "wire"
    expected = orjson.loads((folder / "expected.json").read_bytes())
    right: Counter[str] = Counter()
    wrong: list[str] = []
    for entry in expected["files"]:
        if entry["format"] not in READERS:
            continue
        found = parsed(folder / entry["path"])
        if len(found) != len(entry["items"]):
            wrong.append(f"{entry['path']}: {len(found)} items")
        for item, one in zip(entry["items"], found, strict=False):
            outcomes = item["outcome"]["any"] if isinstance(item["outcome"], dict) else [item["outcome"]]
            if isinstance(one, Rejection):
                right["outcome"] += "rejected" in outcomes
                wrong.extend([] if "rejected" in outcomes else [f"{entry['path']}: {one}"])
                continue
            for name, fault in field_faults(item, msgspec.to_builtins(one.dispatch)).items():
                right[name] += not fault
                wrong.extend([f"{entry['path']} {name}: {fault}"] if fault else [])
    share = right.total() / (right.total() + len(wrong))
    assert share >= LEAST_SHARE, f"{share:.3f}\n" + "\n".join(wrong)


def test_files_of_formats_without_a_reader_are_not_misread() -> None:
    folder = Path(DATA or "") / "wire"
    expected = orjson.loads((folder / "expected.json").read_bytes())
    for entry in expected["files"]:
        if entry["format"] not in READERS:
            assert [one.reason for one in parsed(folder / entry["path"]) if isinstance(one, Rejection)] == [
                "unknown-format"
            ], entry["path"]


def test_the_seed_page_comes_out_whole() -> None:
    folder = Path(DATA or "") / "seed"
    expected = orjson.loads((folder / "expected.json").read_bytes())
    (one,) = parsed(folder / "spacewar-afp.txt")
    assert isinstance(one, Parsed)
    dispatch = msgspec.to_builtins(one.dispatch)
    record = dict(expected["record"]) | {"signals": {"must": expected["record"]["signals"], "may": []}}
    paragraphs = record.pop("body")
    dateline = record.pop("dateline")
    record |= {f"dateline.{name}": value for name, value in dateline.items()}
    assert {name: fault for name, fault in field_faults(record, dispatch).items() if fault} == {}
    given = dispatch["body"].split("\n\n")
    assert [(len(text.split()), " ".join(text.split()[:2])) for text in given] == [
        (wanted["words"], " ".join(wanted["first"].split()[:2])) for wanted in paragraphs["paragraphs"]
    ]
    assert all(text.endswith(wanted["last"]) for text, wanted in zip(given, paragraphs["paragraphs"], strict=True))
    assert [text for text in expected["not_in_body"] if text in dispatch["body"]] == []
    assert not set(expected["not_a_paragraph"]) & set(given)
