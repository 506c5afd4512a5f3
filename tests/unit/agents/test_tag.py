"""Rule 18: after dedup nothing is rejected; rule 20: a kill goes to every route; a new topic model is taken up."""

import os
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import orjson
import pytest

import pipeline.tag
from agents.tag import TagStage
from pipeline.settings import Route, Settings
from pipeline.topics import tagger
from pipeline.topics.model_file import save
from pipeline.topics.training import train
from schemas.frames import encode_frames
from schemas.record import Record
from schemas.rooms import RawPosition, Unique
from schemas.words import Format, PubStatus
from tests.unit.topics.made import dispatches

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
ROUTES = (Route(name="sport", topics=("medtop:15000000",)), Route(name="fr", languages=("fr",)))


def record(number: int, **fields: Any) -> Record:
    given = {"headline": f"Harbour notice {number}", "body": "The ferry runs again.", "word_count": 4} | fields
    return Record(
        id=f"d{number}",
        feed="f",
        format=Format.TEXT,
        received_at=NOON,
        processed_at=NOON,
        story_id=f"d{number}",
        version=1,
        **given,
    )


def frame_of(*records: Record) -> Any:
    (frame,) = encode_frames([Unique(record=one, raw=RawPosition("wire.raw", 0, n)) for n, one in enumerate(records)])
    return SimpleNamespace(message=SimpleNamespace(value=frame.value))


def test_a_record_that_cannot_be_tagged_is_published_with_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    real = pipeline.tag.tag

    def tag(one: Record, **options: Any) -> Record:
        if one.id == "d1":
            raise ZeroDivisionError("a fault of the tagger")
        return real(one, **options)

    monkeypatch.setattr(pipeline.tag, "tag", tag)
    work = TagStage(Settings()).work(0, [frame_of(record(0), record(1), record(2))])
    published = [orjson.loads(message.value or b"") for message in work.messages]
    assert [one["id"] for one in published] == ["d0", "d1", "d2"]
    assert [one["warnings"] for one in published] == [[], ["tagging-failed"], []]
    assert published[1]["body"] == "The ferry runs again."
    assert published[1]["topics"] == []


def test_a_kill_goes_to_every_route_and_others_where_they_match() -> None:
    kill = record(0, pub_status=PubStatus.CANCELED, body="", word_count=0)
    french = record(1, language="fr")
    work = TagStage(Settings(route=ROUTES)).work(0, [frame_of(kill, french)])
    went = [(message.topic, orjson.loads(message.value or b"")["id"]) for message in work.messages]
    assert went == [
        ("wire.enriched", "d0"),
        ("wire.enriched.sport", "d0"),
        ("wire.enriched.fr", "d0"),
        ("wire.enriched", "d1"),
        ("wire.enriched.fr", "d1"),
    ]


def test_records_are_keyed_by_story_and_say_where_their_raw_message_lies() -> None:
    work = TagStage(Settings()).work(0, [frame_of(record(0), record(7))])
    assert [message.key for message in work.messages] == [b"d0", b"d7"]
    assert [dict(message.headers)["wirefeed-raw"] for message in work.messages] == [b"wire.raw:0:0", b"wire.raw:0:1"]


def test_a_topic_model_that_changes_is_taken_up_without_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def published(stage: TagStage) -> set[str]:
        one = dispatches(1, seed=6)[0]
        work = stage.work(0, [frame_of(record(0, headline=one.headline, body=one.body))])
        return {topic["code"] for topic in orjson.loads(work.messages[0].value or b"")["topics"]}

    monkeypatch.setattr(tagger, "CHECK_SECONDS", 0.0)
    path = tmp_path / "topics.model"
    save(train(dispatches(60)), path)
    stage = TagStage(Settings(topics_model=path))
    assert "medtop:15000000" in published(stage)
    os.utime(path, (1, 1))  # so that the next one has another time
    nothing = [one._replace(labels=frozenset()) for one in dispatches(30) if one.labels != {"15000000"}]
    faith = [one._replace(labels=frozenset({"12000000"})) for one in dispatches(90) if one.labels == {"15000000"}]
    save(train(nothing + faith), path)
    assert "medtop:12000000" not in published(stage)
    stage.due(0)
    assert "medtop:12000000" in published(stage)
