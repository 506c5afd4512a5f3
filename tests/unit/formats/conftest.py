"""One way into the parse stage for the tests of formats: bytes in, dispatches out."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from pipeline.parse import parse
from pipeline.settings import Feed
from schemas.rooms import Parsed, RawPosition, Rejection

RECEIVED = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
Parse = Callable[..., list[Parsed | Rejection]]
ReadOne = Callable[..., Parsed]


def parse_bytes(payload: str | bytes, *, content_type: str | None = None, **feed: Any) -> list[Parsed | Rejection]:
    data = payload.encode() if isinstance(payload, str) else payload
    return parse(
        data, feed=Feed(name="test", **feed), raw=RawPosition("raw", 0, 7), content_type=content_type,
        received_at=RECEIVED, max_payload_bytes=1 << 24,
    )  # fmt: skip


@pytest.fixture
def parse_all() -> Parse:
    """Everything that a payload gives."""
    return parse_bytes


@pytest.fixture
def read_one() -> ReadOne:
    """The one dispatch of a payload; fails where it is another number or a rejection."""

    def read(payload: str | bytes, **options: Any) -> Parsed:
        (one,) = parse_bytes(payload, **options)
        assert isinstance(one, Parsed), one
        return one

    return read
