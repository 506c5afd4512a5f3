"""Outcomes told by the topics alone: counted message by message, joined over topics in any order of arrival."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import permutations
from typing import Any

import pytest

from agents.names import topic_names
from cli.outcomes import Outcomes
from pipeline.settings import Settings
from schemas.dispatch import Dispatch
from schemas.frames import encode_entry
from schemas.record import Duplicate, Record, record_from, to_json
from schemas.rooms import Fingerprint, Identity, LedgerEntry, RawPosition
from schemas.words import Format, Outcome, PubStatus, Reason

NAMES = topic_names(Settings())
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
RAW = RawPosition(NAMES.raw, 2, 7)


@dataclass
class Message:
    """As kafka-python gives it."""

    topic: str
    value: bytes
    headers: list[tuple[str, bytes]] = field(default_factory=list)
    partition: int = 0
    offset: int = 0
    timestamp: int = 0


def make_record(id_: str) -> Record:
    dispatch = Dispatch(id=id_, feed="a", format=Format.TEXT, received_at=NOW)
    return record_from(dispatch, story_id="s", version=1, processed_at=NOW)


def decision(id_: str, outcome: Outcome, part: int = 0, **more: Any) -> Message:
    entry = LedgerEntry(
        parsed_offset=0, raw=RAW, part=part, domain="default", id=id_, outcome=outcome, story_id="s", version=1,
        pub_status=PubStatus.USABLE, identity=Identity(), received_at=NOW, fingerprint=Fingerprint(), **more,
    )  # fmt: skip
    return Message(NAMES.ledger, encode_entry(entry))


def output(record: Record | Duplicate) -> Message:
    topic = NAMES.enriched if isinstance(record, Record) else NAMES.duplicates
    return Message(topic, to_json(record), [("wirefeed-raw", str(RAW).encode())])


def dead_letter(part: int) -> Message:
    headers = {
        "wirefeed-raw": str(RAW),
        "wire.error.class": "no-text",
        "wire.error.message": "x",
        "wire.error.item": str(part),
    }
    return Message(NAMES.dead_letters, b"x", [(name, value.encode()) for name, value in headers.items()])


def take(*messages: Message) -> Outcomes:
    outcomes = Outcomes(NAMES)
    for message in messages:
        outcomes.take(message)
    return outcomes


COPY = Duplicate(outcome="duplicate", duplicate_of="a", reason=Reason.SAME_TEXT, record=make_record("b"))


@pytest.mark.parametrize("order", list(permutations(range(5))))
def test_parts_of_one_message_are_told_apart_in_any_order_of_arrival(order: tuple[int, ...]) -> None:
    messages = [
        decision("a", Outcome.PUBLISHED, 0),
        decision("b", Outcome.DUPLICATE, 2, duplicate_of="a", reason=Reason.SAME_TEXT),
        output(make_record("a")),
        output(COPY),
        dead_letter(1),
    ]
    outcomes = take(*(messages[number] for number in order))
    assert +outcomes.counts == {Outcome.PUBLISHED: 1, Outcome.DUPLICATE: 1, Outcome.REJECTED: 1}
    seen = [outcomes.seen(str(RAW), part) for part in range(3)]
    assert [[one.outcome for one in part] for part in seen] == [["published"], ["rejected"], ["duplicate"]]
    assert seen[2][0].duplicate_of == "a"
    assert outcomes.dispatches() == {str(RAW): 3}


def test_a_decision_whose_record_is_under_way_is_not_an_outcome_yet() -> None:
    outcomes = take(decision("a", Outcome.PUBLISHED))
    assert outcomes.seen(str(RAW), 0) == []
    assert not outcomes.await_outcomes({(str(RAW), 0): 1}, timeout_seconds=0)
    outcomes.take(output(make_record("a")))
    assert outcomes.await_outcomes({(str(RAW), 0): 1}, timeout_seconds=0)


def test_held_is_a_wait_and_a_release_ends_it() -> None:
    outcomes = take(decision("a", Outcome.HELD, reason=Reason.EMBARGO))
    assert outcomes.counts[Outcome.HELD] == 1
    assert [one.outcome for one in outcomes.seen(str(RAW), 0)] == ["held"]
    outcomes.take(decision("a", Outcome.PUBLISHED, released=True))
    outcomes.take(output(make_record("a")))
    assert +outcomes.counts == {Outcome.PUBLISHED: 1}
    assert [one.outcome for one in outcomes.seen(str(RAW), 0)] == ["held", "published"]


def test_a_record_published_twice_is_counted_twice() -> None:
    outcomes = take(decision("a", Outcome.PUBLISHED), output(make_record("a")), output(make_record("a")))
    assert outcomes.counts[Outcome.PUBLISHED] == 2
