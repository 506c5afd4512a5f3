"""The published JSON Schemas say what the types say, and records as published keep to them."""

from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import orjson
import pytest

from schemas.dispatch import Dateline, Dispatch
from schemas.publish import PUBLISHED, json_schema, to_file
from schemas.record import Changed, Duplicate, Mention, Record, Regions, Topic, record_from, to_json
from schemas.words import Format, Origin, Reason, Signal, Warning
from tests.published import producers_validator, published

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
DISPATCH = Dispatch(
    id="0a1b",
    feed="harbour",
    format=Format.NINJS,
    headline="Ferry line reopens",
    dateline=Dateline(text="OSLO, March 4", city="Oslo", country="NO", date="2026-03-04"),
    body="The ferry runs again.",
    word_count=4,
    signals=[Signal.UPDATE],
    warnings=[Warning.NAIVE_TIME],
    received_at=NOON,
)
RECORD = record_from(
    DISPATCH,
    story_id="0a1b",
    version=2,
    processed_at=NOON,
    changed=Changed(headline=True, figures=False, paragraphs=[1]),
    topics=[Topic(code="medtop:04000000", name="economy", confidence=0.7, origin=Origin.TEXT)],
    regions=Regions(mentions=[Mention(name="Oslo", country="NO", kind="place", places=["dateline"], count=1)]),
)
DUPLICATE = Duplicate(
    outcome="duplicate", duplicate_of="0a1a", reason=Reason.SAME_TEXT, measures={"jaccard": 1.0}, record=RECORD
)


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_file_is_what_the_type_gives(path: Path) -> None:
    name, kind = PUBLISHED[path]
    assert path.read_bytes() == to_file(json_schema(name, kind)), "run `python -m schemas.publish`"


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.parent.name)
def test_the_file_is_a_json_schema(path: Path) -> None:
    jsonschema.Draft202012Validator.check_schema(orjson.loads(path.read_bytes()))


@pytest.mark.parametrize(("value", "name"), [(RECORD, "record"), (DUPLICATE, "duplicate")])
def test_what_is_published_keeps_to_it(value: Record | Duplicate, name: str) -> None:
    producers_validator(name).validate(orjson.loads(to_json(value)))


def test_an_unknown_field_is_the_readers_to_ignore_and_the_producers_to_leave() -> None:
    record = orjson.loads(to_json(RECORD)) | {"novelty": 1}
    jsonschema.validate(record, published("record"))
    with pytest.raises(jsonschema.ValidationError, match="novelty"):
        producers_validator("record").validate(record)


@pytest.mark.parametrize("field", ["id", "topics", "byline", "processed_at"])
def test_a_field_is_never_left_out(field: str) -> None:
    record = orjson.loads(to_json(RECORD))
    del record[field]
    with pytest.raises(jsonschema.ValidationError, match=field):
        jsonschema.validate(record, published("record"))


def test_times_are_utc_with_a_z_and_the_mention_says_where() -> None:
    record = orjson.loads(to_json(RECORD))
    assert record["received_at"] == "2026-03-04T12:00:00Z"
    assert record["regions"]["mentions"][0]["in"] == ["dateline"]
    assert record["schema"] == "wirefeed.record/1"
    assert record["byline"] is None
