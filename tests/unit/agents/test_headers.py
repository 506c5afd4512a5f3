"""What headers say of a raw message is believed only as far as it can be read."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from agents.headers import count_of, envelope, for_dead_letter, for_frame
from schemas.rooms import RawPosition, Rejection
from schemas.words import Reason

KAFKA_TIME = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def message(*headers: tuple[str, bytes]) -> Any:
    return SimpleNamespace(
        topic="wire.raw", partition=3, offset=42, timestamp=KAFKA_TIME.timestamp(), headers=list(headers), key=b"f"
    )


def test_feed_type_time_and_place() -> None:
    feed, content_type, received_at, raw = envelope(
        message(("ce_source", b"harbour"), ("ce_time", b"2026-03-04T13:30:00+02:00"), ("content-type", b"text/xml"))
    )
    assert (feed, content_type) == ("harbour", "text/xml")
    assert received_at == datetime(2026, 3, 4, 11, 30, tzinfo=UTC)
    assert str(raw) == "wire.raw:3:42"
    assert raw.time_ms == 1772625600000


@pytest.mark.parametrize(
    "time", [b"", b"yesterday", b"2026-03-04T12:00:00", b"\xff\xfe", b"0001-01-01T00:00:00+23:00", b"2026-13-01T00:00Z"]
)
def test_a_time_that_cannot_be_read_gives_the_messages_own(time: bytes) -> None:
    assert envelope(message(("ce_time", time)))[2] == KAFKA_TIME


def test_no_headers_give_the_default_feed() -> None:
    assert envelope(message())[:3] == ("default", None, KAFKA_TIME)


def test_a_dead_letter_keeps_the_original_headers_and_names_its_reason() -> None:
    original = message(("ce_source", b"harbour"), ("x-trace", b"7"))
    rejection = Rejection(part=2, reason=Reason.UNREADABLE, detail="XML ends at byte 12")
    headers = dict(for_dead_letter(original, RawPosition("wire.raw", 3, 42, 1000), rejection, "0.1.0"))
    assert headers["x-trace"] == b"7"
    assert headers["ce_source"] == b"harbour"
    assert headers["wirefeed-raw"] == b"wire.raw:3:42"
    assert headers["wire.error.class"] == b"unreadable"
    assert headers["wire.error.message"] == b"XML ends at byte 12"
    assert headers["wire.error.item"] == b"2"
    assert (headers["wire.error.topic"], headers["wire.error.offset"]) == (b"wire.raw", b"42")


def test_a_frame_says_how_many_it_holds_and_a_plain_message_is_one() -> None:
    assert count_of(message(*for_frame(17))) == 17
    assert count_of(message()) == 1
