"""Payloads from paths: what counts as an input, under which name, and what an unusable envelope becomes."""

import io
import json
import os
import sys
from pathlib import Path

import pytest

from cli.inputs import MissingPath, Payload, Unusable, expand, read
from schemas.words import Reason

LIMIT = 1024


def write(path: Path, data: bytes) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return str(path)


def envelopes(tmp_path: Path, *lines: object) -> list[Payload | Unusable]:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    return list(read(write(tmp_path / "in.jsonl", text.encode()), LIMIT))


def test_a_folder_gives_every_file_below_it_sorted_and_joined_to_it_as_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("box/b.xml", "box/a/z.txt", "box/.hidden"):
        write(tmp_path / name, b"x")
    monkeypatch.chdir(tmp_path)
    assert expand(["./box/", "box/b.xml"]) == ["./box/.hidden", "./box/a/z.txt", "./box/b.xml", "box/b.xml"]


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingPath, match="nothing-here"):
        expand([str(tmp_path), str(tmp_path / "nothing-here")])


def test_a_file_is_its_bytes_and_its_suffix_tells_the_content_type(tmp_path: Path) -> None:
    data = b"\xff\x00\r\n<x/>"
    path = write(tmp_path / "a.XML", data)
    assert list(read(path, LIMIT)) == [Payload(path=path, data=data, content_type="application/xml")]
    assert list(read(path, LIMIT, "text/plain")) == [Payload(path=path, data=data, content_type="text/plain")]


def test_of_a_file_over_the_limit_no_more_is_read_than_shows_it(tmp_path: Path) -> None:
    (one,) = read(write(tmp_path / "a.txt", b"x" * (LIMIT * 3)), LIMIT)
    assert isinstance(one, Payload)
    assert len(one.data) == LIMIT + 1


def test_envelopes_are_numbered_by_line_and_blank_lines_are_none(tmp_path: Path) -> None:
    first, second = envelopes(
        tmp_path,
        {"feed": "a", "content_type": "text/plain", "received_at": "2026-11-24T09:00:00+01:00", "payload": "Grüße"},
        "",
        {"payload_base64": "/wA=", "unknown": 1},
    )
    assert isinstance(first, Payload)
    assert (first.item, first.feed, first.data) == (0, "a", "Grüße".encode())
    assert first.received_at is not None
    assert first.received_at.isoformat() == "2026-11-24T09:00:00+01:00"
    assert isinstance(second, Payload)
    assert (second.item, second.feed, second.data) == (2, None, b"\xff\x00")


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        "[]",
        "{}",
        '{"feed": "a"}',
        '{"payload": 1}',
        '{"payload": "\\ud800"}',
        '{"payload_base64": "%%%"}',
        '{"payload": "x", "received_at": "2026-11-24T09:00:00"}',
        '{"payload": "x", "received_at": "soon"}',
        '{"payload": "x", "feed": ""}',
        "[" * 600,
    ],
)
def test_a_bad_envelope_is_unusable_and_the_next_is_read(tmp_path: Path, line: str) -> None:
    bad, good = envelopes(tmp_path, line, {"payload": "x"})
    assert isinstance(bad, Unusable)
    assert (bad.item, bad.fault.reason) == (0, Reason.UNREADABLE)
    assert isinstance(good, Payload)
    assert good.item == 1


def test_an_envelope_line_without_end_is_skipped_in_bounded_memory(tmp_path: Path) -> None:
    bad, good = envelopes(tmp_path, "x" * 50_000, {"payload": "x"})
    assert isinstance(bad, Unusable)
    assert bad.fault.reason is Reason.TOO_LARGE
    assert isinstance(good, Payload)
    assert good.item == 1


def test_a_dash_reads_envelopes_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"payload": "x"}\n')))
    assert expand(["-"]) == ["-"]
    assert list(read("-", LIMIT)) == [Payload(path="-", data=b"x")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_folder_gives_no_pipes(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert expand([str(tmp_path)]) == []
