"""The check of known outcomes: it is silent where all is as known, and names each difference."""

from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from cli.sample import Expected
from cli.sample.check import Result, Seen, differences
from schemas.dispatch import Dispatch
from schemas.record import Record, Related, record_from
from schemas.words import Format, Outcome, PubStatus, Reason, Relation, Signal, Warning

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def make_record(id_: str, story: str, version: int = 1, **more: Any) -> Record:
    dispatch = Dispatch(id=id_, feed="a", format=Format.TEXT, received_at=NOW)
    return record_from(dispatch, story_id=story, version=version, processed_at=NOW, **more)


def published(label: str, record: Record, **more: Any) -> Result:
    expected = Expected(label=label, outcome=Outcome.PUBLISHED, **more)
    return Result(expected=expected, seen=[Seen(outcome=Outcome.PUBLISHED, record=record)])


FIRST = published("first", make_record("1", "S"), version=1)
UPDATE = published(
    "update",
    replace(make_record("2", "S", 2), relation=Relation.REPLACES, signals=[Signal.UPDATE, Signal.URGENT]),
    story="first",
    version=2,
    relation=Relation.REPLACES,
    signals=[Signal.UPDATE],
)
OTHER = published("other", make_record("3", "T", related=Related(similar=["1"])), similar="first")
COPY = Result(
    expected=Expected(
        label="copy", outcome=Outcome.DUPLICATE, reason=Reason.SAME_TEXT, duplicate_of="first", warnings=[]
    ),
    seen=[Seen(outcome=Outcome.DUPLICATE, record=make_record("4", "S"), reason=Reason.SAME_TEXT, duplicate_of="1")],
)
HELD = Result(
    expected=Expected(label="held", outcome=Outcome.HELD, then=Outcome.PUBLISHED, reason=Reason.EMBARGO),
    seen=[
        Seen(outcome=Outcome.HELD, reason=Reason.EMBARGO),
        Seen(outcome=Outcome.PUBLISHED, record=make_record("5", "U")),
    ],
)
ALL = [FIRST, UPDATE, OTHER, COPY, HELD]


def with_seen(result: Result, **changes: Any) -> Result:
    return replace(result, seen=[*result.seen[:-1], replace(result.seen[-1], **changes)])


def with_record(result: Result, **changes: Any) -> Result:
    record = result.seen[-1].record
    assert record is not None
    return with_seen(result, record=replace(record, **changes))


def with_expected(result: Result, **changes: Any) -> Result:
    return replace(result, expected=replace(result.expected, **changes))


def test_nothing_is_said_where_all_is_as_known() -> None:
    assert differences(ALL, released=True) == []


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (replace(OTHER, seen=[]), "other: outcome missing, not published"),
        (replace(FIRST, seen=FIRST.seen * 2), "first: outcome published then published, not published"),
        (with_seen(COPY, reason=Reason.OLDER_VERSION), "copy: reason older-version, not same-text"),
        (with_seen(COPY, duplicate_of="9"), "copy: duplicate of 9, not of first (1)"),
        (with_record(UPDATE, version=3), "update: version 3, not 2"),
        (with_record(UPDATE, relation=Relation.NEW), "update: relation new, not replaces"),
        (with_record(UPDATE, story_id="X"), "update: not of the story of first"),
        (with_record(UPDATE, signals=[Signal.URGENT]), "update: signals without update"),
        (with_record(OTHER, related=Related()), "other: not similar to first"),
        (with_record(OTHER, story_id="S"), "one story for first, other"),
        (with_expected(OTHER, pub_status=PubStatus.CANCELED), "other: pub_status usable, not canceled"),
        (with_expected(OTHER, warnings=[Warning.NAIVE_TIME]), "other: warnings without naive-time"),
        (replace(HELD, seen=HELD.seen[:1]), "held: outcome held, not held then published"),
    ],
)
def test_each_difference_is_named(wrong: Result, told: str) -> None:
    changed = [wrong if one.expected.label == wrong.expected.label else one for one in ALL]
    assert differences(changed, released=True) == [told]


def test_without_release_a_held_dispatch_stays_held() -> None:
    assert differences([replace(HELD, seen=HELD.seen[:1])], released=False) == []
