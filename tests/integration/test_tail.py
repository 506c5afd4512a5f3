"""`wirefeed tail` on a real broker: only what is committed, only what passes the filters, for people and machines."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from kafka import KafkaProducer

from agents.names import topic_names
from pipeline.settings import Settings
from schemas.dispatch import Dispatch
from schemas.record import Area, Duplicate, Focus, Record, Regions, Topic, record_from, to_json
from schemas.words import Format, Origin, Reason

MakeSettings = Callable[..., Settings]

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SECONDS = 30.0


def make_record(
    headline: str, *, feed: str = "a", topic: str = "medtop:15000000", sure: float = 0.9, country: str = "FR"
) -> Record:
    dispatch = Dispatch(id=headline, feed=feed, format=Format.TEXT, agency="AFP", headline=headline, received_at=NOW)
    return record_from(
        dispatch,
        story_id=headline,
        version=1,
        processed_at=NOW,
        topics=[Topic(code=topic, name="sport", confidence=sure, origin=Origin.TEXT)],
        regions=Regions(
            focus=[Focus(code=country, name="France", score=1.0, origin=Origin.TEXT)],
            areas=[Area(code="150", name="Europe")],
        ),
    )


@contextmanager
def transaction(settings: Settings, *, good: bool = True) -> Iterator[KafkaProducer]:
    producer = KafkaProducer(
        bootstrap_servers=settings.bootstrap_servers, transactional_id=f"{settings.prefix}-test", acks="all"
    )
    try:
        producer.init_transactions()
        producer.begin_transaction()
        yield producer
        producer.flush()
        if good:
            producer.commit_transaction()
        else:
            producer.abort_transaction()
    finally:
        producer.close()


def publish(settings: Settings, *records: Record, good: bool = True) -> None:
    with transaction(settings, good=good) as producer:
        for record in records:
            producer.send(topic_names(settings).enriched, to_json(record), partition=0)


def start_tail(settings: Settings, *arguments: str) -> subprocess.Popen[str]:
    environment = os.environ | {
        "WIREFEED_BOOTSTRAP_SERVERS": settings.bootstrap_servers,
        "WIREFEED_PREFIX": settings.prefix,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "cli.main", "tail", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )


def tail(settings: Settings, *arguments: str) -> list[str]:
    process = start_tail(settings, *arguments)
    out, err = process.communicate(timeout=SECONDS)
    assert process.returncode == 0, err
    return out.splitlines()


def headlines(lines: list[str]) -> list[str]:
    return [json.loads(line)["headline"] for line in lines]


def test_only_committed_records_show_and_whole_ones_as_json(make_settings: MakeSettings) -> None:
    settings = make_settings()
    publish(settings, make_record("one"))
    publish(settings, make_record("never"), good=False)
    second = make_record("two")
    publish(settings, second)
    lines = tail(settings, "--from-start", "--limit", "2", "--json")
    assert headlines(lines) == ["one", "two"]
    assert json.loads(lines[1]) == json.loads(to_json(second))


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        (["--topic", "15000000"], ["goal", "last"]),
        (["--topic", "medtop:16000000"], ["clash"]),
        (["--region", "de"], ["clash"]),
        (["--region", "150", "--feed", "b"], ["clash"]),
        (["--feed", "a"], ["goal", "unsure", "last"]),
    ],
)
def test_filters(make_settings: MakeSettings, filters: list[str], wanted: list[str]) -> None:
    settings = make_settings()
    publish(
        settings,
        make_record("goal"),
        make_record("unsure", sure=0.3),
        make_record("clash", feed="b", topic="medtop:16000000", country="DE"),
        make_record("last"),
    )
    lines = tail(settings, "--from-start", "--limit", str(len(wanted)), "--json", *filters)
    assert headlines(lines) == wanted


def test_a_line_for_people_tells_what_matters_and_cannot_drive_the_terminal(make_settings: MakeSettings) -> None:
    settings = make_settings()
    publish(settings, make_record("Marseille\x1b[2J win [bold]cup[/bold] 3-1 " + "x" * 200))
    (line,) = tail(settings, "--from-start", "--limit", "1")
    assert "\x1b" not in line
    for part in ("AFP", "v1", "Marseille", "[bold]cup[/bold] 3-1", "x" * 200, "sport", "FR"):
        assert part in line


def test_duplicates_and_dead_letters_show_their_reason(make_settings: MakeSettings) -> None:
    settings = make_settings()
    names = topic_names(settings)
    duplicate = Duplicate(
        outcome="duplicate", duplicate_of="first", reason=Reason.SAME_TEXT, record=make_record("again")
    )
    headers = {
        "ce_source": "a",
        "wirefeed-raw": "wire.raw:0:7",
        "wire.error.class": "unreadable",
        "wire.error.message": "cut off",
        "wire.error.item": "0",
    }
    with transaction(settings) as producer:
        producer.send(names.duplicates, to_json(duplicate))
        producer.send(names.dead_letters, b"<x", headers=[(name, value.encode()) for name, value in headers.items()])
    (line,) = tail(settings, "duplicates", "--from-start", "--limit", "1")
    assert "duplicate" in line
    assert "same-text" in line
    (line,) = tail(settings, "dead-letters", "--from-start", "--limit", "1", "--json")
    shown: dict[str, Any] = json.loads(line)
    assert (shown["reason"], shown["raw"], shown["size_bytes"]) == ("unreadable", "wire.raw:0:7", 2)
    (line,) = tail(settings, names.dead_letters, "--from-start", "--limit", "1")
    assert "unreadable: cut off" in line


def test_without_from_start_it_shows_what_comes_from_now_on(make_settings: MakeSettings) -> None:
    settings = make_settings()
    publish(settings, make_record("old"))
    process = start_tail(settings, "--json", "--limit", "1")
    deadline = time.monotonic() + SECONDS
    number = 0
    while process.poll() is None:
        assert time.monotonic() < deadline
        publish(settings, make_record(f"new {number}"))
        number += 1
    out, _ = process.communicate()
    assert headlines(out.splitlines())[0].startswith("new ")


def test_a_topic_that_holds_something_else_is_named(make_settings: MakeSettings) -> None:
    settings = make_settings()
    raw = topic_names(settings).raw
    with transaction(settings) as producer:
        producer.send(raw, b"<newsItem/>")
    process = start_tail(settings, raw, "--from-start")
    _, err = process.communicate(timeout=SECONDS)
    assert process.returncode == 1
    assert f"{raw}, partition" in err


def test_an_unknown_topic_is_named(make_settings: MakeSettings) -> None:
    process = start_tail(make_settings(), "no.such.topic")
    _, err = process.communicate(timeout=SECONDS)
    assert process.returncode == 78
    assert "no.such.topic" in err
