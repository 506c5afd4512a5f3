"""`wirefeed feed` on a real broker: bytes unchanged, every ack awaited, failures named, the drop folder emptied."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from agents.names import topic_names
from cli.clients import committed_reader
from pipeline.settings import Settings

MakeSettings = Callable[..., Settings]

SECONDS = 30.0


def environment(settings: Settings) -> dict[str, str]:
    return os.environ | {
        "WIREFEED_BOOTSTRAP_SERVERS": settings.bootstrap_servers,
        "WIREFEED_PREFIX": settings.prefix,
        "WIREFEED_MAX_PAYLOAD_BYTES": str(settings.max_payload_bytes),
    }


def run_feed(settings: Settings, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cli.main", "feed", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=environment(settings),
        timeout=SECONDS,
    )


def raw_messages(settings: Settings, count: int) -> list[Any]:
    """The first `count` messages of wire.raw, by their headers' subject."""
    found: list[Any] = []
    deadline = time.monotonic() + SECONDS
    with committed_reader(settings, [topic_names(settings).raw], from_start=True) as consumer:
        while len(found) < count:
            assert time.monotonic() < deadline, f"{len(found)} of {count} came"
            found += [message for batch in consumer.poll(timeout_ms=200).values() for message in batch]
    return found


def headers_of(message: Any) -> dict[str, str]:
    return {name: value.decode() for name, value in message.headers}


@contextmanager
def watching(settings: Settings, folder: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "cli.main", "feed", str(folder), "--feed", "drop", "--watch", "--json"],
        stdout=subprocess.PIPE,
        text=True,
        env=environment(settings),
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_bytes_keys_and_headers_arrive_as_they_are_and_each_place_is_reported(
    make_settings: MakeSettings, tmp_path: Path
) -> None:
    settings = make_settings()
    payload = b"\xff\x00 not text \r\n"
    (tmp_path / "one.xml").write_bytes(payload)
    (tmp_path / "two.jsonl").write_text(
        '{"payload": "Grüße", "feed": "other", "received_at": "2026-11-20T08:00:00Z"}\n'
    )
    done = run_feed(settings, str(tmp_path), "--feed", "afp", "--json")
    assert done.returncode == 0, done.stderr

    messages = {(message.partition, message.offset): message for message in raw_messages(settings, 2)}
    reports = [json.loads(line) for line in done.stdout.splitlines()]
    assert [Path(report["path"]).name for report in reports] == ["one.xml", "two.jsonl"]
    one, two = (messages[report["partition"], report["offset"]] for report in reports)
    assert (one.key, one.value) == (b"afp", payload)
    assert (two.key, two.value) == (b"other", "Grüße".encode())

    headers = headers_of(one)
    assert headers["ce_specversion"] == "1.0"
    assert headers["ce_source"] == "afp"
    assert headers["ce_subject"] == str(tmp_path / "one.xml")
    assert headers["content-type"] == "application/xml"
    assert {"ce_id", "ce_type"} <= set(headers)
    assert datetime.fromisoformat(headers["ce_time"]).tzinfo is not None
    assert headers["ce_time"].endswith("Z")
    assert headers_of(two)["ce_time"] == "2026-11-20T08:00:00Z"
    assert "content-type" not in headers_of(two)


def test_what_is_too_large_or_no_envelope_is_named_and_the_rest_is_sent(
    make_settings: MakeSettings, tmp_path: Path
) -> None:
    settings = make_settings(max_payload_bytes=1024)
    (tmp_path / "a.txt").write_bytes(b"a")
    (tmp_path / "huge.txt").write_bytes(b"x" * 1025)
    (tmp_path / "z.jsonl").write_bytes(b'no envelope\n{"payload": "z"}\n')
    done = run_feed(settings, str(tmp_path))
    assert done.returncode == 1
    assert "huge.txt" in done.stderr
    assert "z.jsonl, item 0" in done.stderr
    assert done.stdout == f"2 sent to {topic_names(settings).raw}, 2 not sent\n"
    assert {message.value for message in raw_messages(settings, 2)} == {b"a", b"z"}


def test_what_the_broker_refuses_ends_the_run_with_the_file_and_a_remedy(
    make_settings: MakeSettings, tmp_path: Path
) -> None:
    settings = make_settings(max_payload_bytes=100_000)
    (tmp_path / "noise.bin").write_bytes(os.urandom(900_000))
    done = run_feed(settings.model_copy(update={"max_payload_bytes": 2_000_000}), str(tmp_path / "noise.bin"))
    assert done.returncode == 1
    assert "noise.bin" in done.stderr
    assert "max.message.bytes" in done.stderr


def test_without_topics_an_operator_has_to_act(make_settings: MakeSettings, tmp_path: Path) -> None:
    settings = make_settings(topics=False)
    done = run_feed(settings, __file__)
    assert done.returncode == 78
    assert "wirefeed topics create" in done.stderr


def test_a_drop_folder_is_emptied_file_by_file_and_a_restart_goes_on(
    make_settings: MakeSettings, tmp_path: Path
) -> None:
    settings = make_settings()
    (tmp_path / "unfinished.part").write_bytes(b"wait")
    with watching(settings, tmp_path) as process:
        assert process.stdout is not None
        (tmp_path / "first.txt").write_bytes(b"first")
        assert json.loads(process.stdout.readline())["path"] == str(tmp_path / "first.txt")
        await_file(tmp_path / "done" / "first.txt")
        process.send_signal(signal.SIGTERM)
        assert process.wait(SECONDS) == 0
    (tmp_path / "second.txt").write_bytes(b"second")
    with watching(settings, tmp_path):
        await_file(tmp_path / "done" / "second.txt")
    assert [message.value for message in raw_messages(settings, 2)] == [b"first", b"second"]
    assert {file.name for file in tmp_path.iterdir()} == {"done", "unfinished.part"}


def await_file(file: Path) -> None:
    deadline = time.monotonic() + SECONDS
    while not file.exists():
        if time.monotonic() > deadline:
            pytest.fail(f"{file} did not come")
        time.sleep(0.05)
