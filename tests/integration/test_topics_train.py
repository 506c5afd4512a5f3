"""`wirefeed topics train --from-topic` on a real broker: the committed records of wire.enriched become a model."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from kafka import KafkaProducer

from agents.names import topic_names
from pipeline.settings import Settings
from pipeline.topics.model_file import load
from schemas.dispatch import Dispatch
from schemas.record import Topic, record_from, to_json
from schemas.words import Format, Origin
from tests.unit.topics.made import dispatches

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def _fill(settings: Settings, count: int) -> None:
    producer = KafkaProducer(bootstrap_servers=settings.bootstrap_servers, acks="all")
    try:
        for number, one in enumerate(dispatches(count)):
            topics = [Topic(code=f"medtop:{code}", name="", confidence=0.95, origin=Origin.FEED) for code in one.labels]
            dispatch = Dispatch(
                id=str(number), feed="f", format=Format.TEXT, headline=one.headline, body=one.body, received_at=NOW,
                language="en",
            )  # fmt: skip
            record = record_from(dispatch, story_id=str(number), version=1, processed_at=NOW, topics=topics)
            producer.send(topic_names(settings).enriched, to_json(record), key=str(number).encode())
        producer.flush()
    finally:
        producer.close()


def _train(settings: Settings, *options: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "WIREFEED_BOOTSTRAP_SERVERS": settings.bootstrap_servers,
        "WIREFEED_PREFIX": settings.prefix,
    }
    command = [sys.executable, "-m", "cli.main", "topics", "train", "--from-topic", "--json", *options]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=120)


def test_the_records_on_the_topic_make_a_model(make_settings: Callable[..., Settings], tmp_path: Path) -> None:
    settings = make_settings()
    out = str(tmp_path / "m")
    assert _train(settings, "--out", out).returncode == 1  # nothing there yet
    _fill(settings, 120)
    for options, labels_from in ((["--feed-codes"], "examples"), ([], "lexicon")):
        done = _train(settings, "--out", out, *options)
        assert done.returncode == 0, done.stderr
        made = json.loads(done.stdout)
        assert (made["labels_from"], made["texts"]) == (labels_from, 120)
        assert load(Path(out)).labels == ("04000000", "15000000", "17000000")
    done = _train(settings, "--out", out, "--limit", "60")
    assert json.loads(done.stdout)["texts"] == 60
