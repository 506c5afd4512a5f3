"""What lies on the output topics: records, duplicates, dead letters."""

from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Struct

from agents.names import TopicNames
from pipeline.errors import WirefeedError
from schemas.record import Duplicate, Record


class DeadLetter(Struct, frozen=True, kw_only=True):
    """A dead letter as `tail` shows it: where it lies and why, not its bytes."""

    topic: str
    partition: int
    offset: int
    time: datetime
    feed: str
    reason: str
    detail: str
    item: int
    raw: str
    size_bytes: int


Output = Record | Duplicate | DeadLetter

_records = msgspec.json.Decoder(Record)
_duplicates = msgspec.json.Decoder(Duplicate)


class NotAnOutput(WirefeedError):
    """A message that is neither a record nor a duplicate nor a dead letter."""


def open_message(message: Any, names: TopicNames) -> Output:  # noqa: ANN401 - kafka is untyped
    """What a message of an output topic holds. Raises `NotAnOutput`."""
    try:
        if message.topic == names.duplicates:
            return _duplicates.decode(message.value)
        if message.topic == names.dead_letters:
            return _dead_letter(message)
        return _records.decode(message.value)
    except (msgspec.DecodeError, KeyError, ValueError, TypeError) as error:
        place = f"{message.topic}, partition {message.partition}, offset {message.offset}"
        raise NotAnOutput(f"{place}: no record, duplicate or dead letter of this version of wirefeed") from error


def _dead_letter(message: Any) -> DeadLetter:  # noqa: ANN401 - as above
    headers = {key: value.decode("utf-8", "replace") for key, value in message.headers}
    return DeadLetter(
        topic=message.topic,
        partition=message.partition,
        offset=message.offset,
        time=datetime.fromtimestamp(message.timestamp / 1000, UTC),
        feed=headers.get("ce_source", "default"),
        reason=headers["wire.error.class"],
        detail=headers["wire.error.message"],
        item=int(headers["wire.error.item"]),
        raw=headers["wirefeed-raw"],
        size_bytes=len(message.value),
    )
