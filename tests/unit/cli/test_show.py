"""One line a record: what a person needs, nothing twice, nothing that could drive a terminal."""

from datetime import UTC, datetime
from typing import Any

from cli.show import output_line, plain
from schemas.dispatch import Dispatch
from schemas.record import Duplicate, Focus, Record, Regions, Topic, record_from
from schemas.words import Format, Origin, PubStatus, Reason, Relation

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def make_record(**more: Any) -> Record:
    dispatch = Dispatch(id="1", feed="mine", format=Format.TEXT, received_at=NOW, headline="Snow in Oslo")
    return record_from(dispatch, **{"story_id": "s", "version": 3, "processed_at": NOW, **more})


def topic(code: str, name: str, confidence: float, origin: Origin = Origin.TEXT) -> Topic:
    return Topic(code=code, name=name, confidence=confidence, origin=origin)


def test_only_sure_top_level_topics_and_each_country_once() -> None:
    line = output_line(
        make_record(
            topics=[
                topic("medtop:17000000", "weather", 0.95, Origin.FEED),
                topic("medtop:17000000", "weather", 0.8),
                topic("medtop:20001128", "weather forecast", 0.8),
                topic("medtop:15000000", "sport", 0.4),
            ],
            regions=Regions(
                focus=[Focus(code="NO", name="Norway", score=1, origin=origin) for origin in (Origin.FEED, Origin.TEXT)]
            ),
        )
    ).plain
    assert line.split("Snow in Oslo")[1].split() == ["weather", "NO"]
    assert line.split()[1:4] == ["published", "mine", "v3"]


def test_a_kill_and_an_update_are_named() -> None:
    assert " canceled " in output_line(make_record(pub_status=PubStatus.CANCELED, relation=Relation.REPLACES)).plain
    assert " replaces " in output_line(make_record(relation=Relation.REPLACES)).plain


def test_a_duplicate_shows_why() -> None:
    stale = Duplicate(outcome="stale", duplicate_of=None, reason=Reason.OLDER_VERSION, record=make_record())
    assert output_line(stale).plain.split()[1] == "stale"
    assert "older-version" in output_line(stale).plain


def test_control_and_direction_characters_become_spaces() -> None:
    assert plain("a\x1b[2Jb\u202ec\nd\u2028e\x9bf") == "a [2Jb c d e f"
