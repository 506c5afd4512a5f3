"""`wirefeed explain ID` on a real ledger: found by the id of the dispatch, of the story, or by the agency's."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from kafka import KafkaProducer

from agents.names import topic_names
from cli.main import main
from pipeline.line import Line
from pipeline.settings import Settings
from schemas.frames import encode_entry
from schemas.rooms import LedgerEntry, RawPosition
from tests.conftest import MakeSettings

FIRST = {
    "guid": "urn:example:harbour:1", "version": "1", "type": "text", "language": "en",
    "versioncreated": "2026-11-24T08:00:00Z", "headline": "Ferry line across the strait reopens",
    "body_text": "The ferry across the strait runs again from Monday, the port authority said on Tuesday.",
}  # fmt: skip
SECOND = FIRST | {"version": "2", "versioncreated": "2026-11-24T09:00:00Z", "headline": "Ferry line reopens early"}


def decided(settings: Settings) -> list[LedgerEntry]:
    line = Line(settings)
    found = []
    for offset, item in enumerate((FIRST, SECOND)):
        results = line.take(
            json.dumps(item).encode(), feed="a", content_type=None, received_at=datetime(2026, 11, 24, 9, tzinfo=UTC),
            raw=RawPosition("raw", 0, offset),
        )  # fmt: skip
        found += [result.entry for result in results if result.entry]
    return found


@pytest.fixture
def line(make_settings: MakeSettings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A line of which the ledger holds two versions of a story, and the command's settings for it."""
    settings = make_settings()
    monkeypatch.setenv("WIREFEED_BOOTSTRAP_SERVERS", settings.bootstrap_servers)
    monkeypatch.setenv("WIREFEED_PREFIX", settings.prefix)
    return settings


def write(settings: Settings, entries: list[LedgerEntry]) -> None:
    producer = KafkaProducer(bootstrap_servers=settings.bootstrap_servers, acks="all")
    for entry in entries:
        producer.send(topic_names(settings).ledger, encode_entry(entry), entry.story_id.encode(), partition=0)
    producer.flush()
    producer.close()


def explain(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[object, list[dict[str, object]], str]:
    with pytest.raises(SystemExit) as ended:
        main(["explain", "--json", *arguments])
    shown = capsys.readouterr()
    return ended.value.code, [json.loads(one) for one in shown.out.splitlines()], shown.err


def test_by_id_of_dispatch_story_or_agency(
    line: Settings, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    first, second = decided(line)
    write(line, [first, second])
    status, (told,), _ = explain(capsys, second.id)
    assert status == 0
    assert told["decision"]["version"] == 2  # type: ignore[index]
    assert [one["id"] for one in told["story"]] == [first.id]  # type: ignore[index, attr-defined]
    for wanted in (first.story_id, "urn:example:harbour:1"):
        _, told_of_both, _ = explain(capsys, wanted)
        assert [one["decision"]["id"] for one in told_of_both] == [first.id, second.id]  # type: ignore[index]
    status, nothing, err = explain(capsys, "0" * 32)
    assert (status, nothing) == (1, [])
    assert topic_names(line).ledger in err
