"""Real wire files give what was read in them by hand: the parse-side fields of the reference folder's expectations.

The folder is named by WIREFEED_TEST_DATA; nothing of it is in the project. `forms` in its expected.json says how each
kind of expectation is compared.
"""

import os
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import orjson
import pytest

from pipeline.formats.registry import READERS
from pipeline.parse import parse
from pipeline.settings import Feed
from schemas.rooms import Parsed, RawPosition, Rejection

DATA = os.environ.get("WIREFEED_TEST_DATA")
pytestmark = pytest.mark.skipif(not DATA, reason="WIREFEED_TEST_DATA names no folder with reference files")
LEAST_SHARE = 0.97
NOT_OF_PARSE = {"outcome", "feed_topics", "topics_top", "regions", "related", "schema", "version", "words_note"}


def fold(value: str) -> str:
    quotes = str.maketrans("“”„«»‘’`´", '"""""\'\'\'\'')
    return " ".join(value.translate(quotes).split()).casefold()


def bare(value: str) -> str:
    return re.sub(r"[\W_]+", "", value.casefold())


def matches(wanted: Any, given: Any) -> bool:
    """Whether a value meets a plain, `any`, `prefix` or `contains` expectation."""
    if isinstance(wanted, dict):
        if "any" in wanted:
            return any(matches(one, given) for one in wanted["any"])
        if "full" in wanted or "prefix" in wanted:
            exact = "full" not in wanted or fold(given or "") == fold(wanted["full"])
            return exact and fold(given or "").startswith(fold(wanted.get("prefix", "")))
        return bare(wanted["contains"]) in bare(given or "")
    if isinstance(wanted, str) and isinstance(given, str):
        return fold(wanted) == fold(given)
    return bool(wanted == given)


def same_second(wanted: Any, given: str | None) -> bool:
    options = wanted["any"] if isinstance(wanted, dict) else [wanted]
    return any((given or "")[:19] == (one or "")[:19] for one in options)


def body_faults(wanted: dict[str, Any], body: str) -> list[str]:
    """Which parts of an expectation of the body are not met."""
    faults = []
    words = len(body.split())
    counts = wanted.get("words", [])
    counts = counts if isinstance(counts, list) else [counts]
    if counts and not any(abs(words - count) <= max(2, 0.05 * count) for count in counts):
        faults.append(f"{words} words")
    if wanted.get("empty") and body:
        faults.append("not empty")
    if "start" in wanted and not any(fold(body).startswith(fold(one)) for one in wanted["start"]):
        faults.append(f"starts {body[:40]!r}")
    if "end" in wanted and not any(fold(body).endswith(fold(one)) for one in wanted["end"]):
        faults.append(f"ends {body[-40:]!r}")
    return faults + [f"lacks {one!r}" for one in wanted.get("contains", []) if fold(one) not in fold(body)]


def field_faults(item: dict[str, Any], dispatch: dict[str, Any]) -> dict[str, str]:
    """Field by field what is wrong with a dispatch; an empty string where it is right."""
    faults = {}
    for name, wanted in item.items():
        if name in NOT_OF_PARSE:
            continue
        if name == "body":
            faults[name] = "; ".join(body_faults(wanted, dispatch["body"]))
        elif name == "not_in_body":
            faults[name] = "; ".join(one for one in wanted if fold(one) in fold(dispatch["body"]))
        elif name == "signals":
            given = set(dispatch["signals"])
            right = set(wanted["must"]) <= given <= set(wanted["must"]) | set(wanted["may"])
            faults[name] = "" if right else str(sorted(given))
        elif name == "headings":
            right = list(map(fold, wanted)) == list(map(fold, dispatch["headings"]))
            faults[name] = "" if right else str(dispatch["headings"])
        else:
            faults[name] = scalar_fault(name, wanted, dispatch)
    return faults


def scalar_fault(name: str, wanted: Any, dispatch: dict[str, Any]) -> str:
    value: Any = dispatch
    for step in name.split("."):
        value = value[step] if value is not None else None
    if name in ("version_created", "first_created", "embargoed_until"):
        right = same_second(wanted, value)
    elif name == "language":
        right = matches(wanted, (value or "").partition("-")[0] or None)
    else:
        right = matches(wanted, value)
    return "" if right else f"{value!r}, not {wanted!r}"


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
