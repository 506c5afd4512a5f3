"""Kafka headers: what producers may tell about a raw dispatch, and what every output carries.

CloudEvents 1.0, Kafka protocol binding, binary mode (section 3.2): attributes are headers with the prefix `ce_`.
"""

from datetime import UTC, datetime
from typing import cast

from faust.types import Message

from schemas.record import Record
from schemas.rooms import RawPosition, Rejection

Headers = list[tuple[str, bytes]]

DEFAULT_FEED = "default"
RAW_HEADER = "wirefeed-raw"  # <topic>:<partition>:<offset> of the raw message, on everything that comes of it
COUNT_HEADER = "wirefeed-count"  # how many dispatches a frame holds


def envelope(message: Message) -> tuple[str, str | None, datetime, RawPosition]:
    """Feed, content type, received time and place of a raw message. Missing or broken headers give the defaults."""
    headers = dict(pairs(message))
    feed = _text(headers.get("ce_source")) or DEFAULT_FEED
    kafka_time = datetime.fromtimestamp(message.timestamp, UTC)
    received_at = _time(_text(headers.get("ce_time"))) or kafka_time
    raw = RawPosition(message.topic, message.partition, message.offset, int(message.timestamp * 1000))
    return feed, _text(headers.get("content-type")), received_at, raw


def pairs(message: Message) -> Headers:
    """The headers of a delivered message (aiokafka gives pairs; Faust's type allows a mapping too)."""
    return cast(Headers, message.headers or [])


def _text(value: bytes | None) -> str | None:
    return value.decode("utf-8", "replace").strip() if value else None


def _time(value: str | None) -> datetime | None:
    try:
        parsed = datetime.fromisoformat(value) if value else None
        return parsed.astimezone(UTC) if parsed and parsed.tzinfo else None
    except (ValueError, OverflowError):
        return None


def for_frame(count: int) -> Headers:
    """Of a frame between two rooms."""
    return [(COUNT_HEADER, str(count).encode())]


def count_of(message: Message) -> int:
    """How many dispatches a message holds."""
    return next((int(value) for name, value in pairs(message) if name == COUNT_HEADER), 1)


def for_record(record: Record, raw: RawPosition, kind: str) -> Headers:
    """Of an enriched or duplicate record: where its raw message lies, and the CloudEvents attributes."""
    return [
        (RAW_HEADER, str(raw).encode()),
        ("content-type", b"application/json"),
        ("ce_specversion", b"1.0"),
        ("ce_id", record.id.encode()),
        ("ce_source", record.feed.encode()),
        ("ce_type", kind.encode()),
    ]


def for_dead_letter(message: Message, raw: RawPosition, rejection: Rejection, version: str) -> Headers:
    """The original headers, and beside them why the message is here."""
    return [
        *pairs(message),
        (RAW_HEADER, str(raw).encode()),
        ("wire.error.class", rejection.reason.encode()),
        ("wire.error.message", rejection.detail.encode()),
        ("wire.error.stage", b"parse"),
        ("wire.error.topic", raw.topic.encode()),
        ("wire.error.partition", str(raw.partition).encode()),
        ("wire.error.offset", str(raw.offset).encode()),
        ("wire.error.timestamp", str(raw.time_ms).encode()),
        ("wire.error.item", str(rejection.part).encode()),
        ("wire.error.app_version", version.encode()),
    ]
