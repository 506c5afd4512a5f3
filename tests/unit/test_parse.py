"""parse() never raises, gives ids of the bytes alone, and a reason for everything that it cannot read."""

# ruff: noqa: E501 - samples as on the wire

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import BadInput
from pipeline.formats import registry
from pipeline.formats.payload import Payload
from pipeline.parse import parse
from pipeline.settings import Feed
from pipeline.text.draft import Draft
from schemas.rooms import Parsed, RawPosition, Rejection
from schemas.words import Format, Reason
from tests.unit.formats.test_newsml_g2 import item
from tests.unit.formats.test_text import AP, SCRAPE

RECEIVED = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SAMPLES = [
    AP.encode(),
    SCRAPE.encode(),
    item().encode(),
    b'{"uri": "a", "headline": "Fire", "body_html": "<p>Ships wait.</p>"}',
]


def run(
    payload: bytes,
    *,
    feed: Feed | None = None,
    raw: RawPosition | None = None,
    received_at: datetime = RECEIVED,
    limit: int = 1 << 20,
) -> list[Parsed | Rejection]:
    return parse(
        payload, feed=feed or Feed(name="test"), raw=raw or RawPosition("raw", 0, 0), content_type=None, received_at=received_at,
        max_payload_bytes=limit,
    )  # fmt: skip


def test_an_id_is_of_the_bytes_and_the_part_alone() -> None:
    (one,) = run(SAMPLES[0])
    (other,) = run(
        SAMPLES[0],
        feed=Feed(name="else", language="fr"),
        raw=RawPosition("x", 3, 9),
        received_at=RECEIVED + timedelta(days=1),
    )
    (changed,) = run(SAMPLES[0] + b" ")
    assert isinstance(one, Parsed)
    assert isinstance(other, Parsed)
    assert isinstance(changed, Parsed)
    assert one.dispatch.id == other.dispatch.id != changed.dispatch.id
    assert len(one.dispatch.id) == 32


def test_a_payload_over_the_limit_is_too_large() -> None:
    (one,) = run(b"x" * 2000, limit=1999)
    assert isinstance(one, Rejection)
    assert one.reason is Reason.TOO_LARGE


def test_a_feed_may_fix_the_format() -> None:
    (one,) = run(b"<p>Fire shuts port", feed=Feed(name="test", format=Format.TEXT))
    assert isinstance(one, Parsed)
    assert one.dispatch.format is Format.TEXT
    (other,) = run(b"Fire shuts port", feed=Feed(name="test", format=Format.NITF))
    assert isinstance(other, Rejection)
    assert other.reason is Reason.UNREADABLE


def test_a_fault_of_a_reader_names_class_and_place_but_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def sniff(self, payload: Payload) -> bool:
            return True

        def read(self, payload: Payload) -> Iterator[Draft | BadInput]:
            raise KeyError(payload.text)

    monkeypatch.setitem(registry.READERS, Format.NINJS, Broken())
    (one,) = run(b"secret words of a dispatch")
    assert isinstance(one, Rejection)
    assert one.reason is Reason.STAGE_FAILED
    assert "KeyError in read" in one.detail
    assert "secret" not in one.detail


def test_the_feeds_domain_goes_along() -> None:
    (one,) = run(SAMPLES[0], feed=Feed(name="test", domain="sport"))
    assert isinstance(one, Parsed)
    assert one.domain == "sport"


@settings(deadline=None)  # the first text loads the language model
@given(st.binary(max_size=600))
def test_any_bytes_give_one_entry_or_more(payload: bytes) -> None:
    found = run(payload)
    assert [one.part for one in found] == list(range(len(found))) != []


@settings(deadline=None)  # the first text loads the language model
@given(
    st.sampled_from(SAMPLES),
    st.lists(st.tuples(st.integers(0, 3000), st.binary(max_size=8), st.integers(0, 12)), max_size=6),
)
def test_damaged_dispatches_are_no_fault(sample: bytes, damages: list[tuple[int, bytes, int]]) -> None:
    payload = sample
    for place, put, cut in damages:
        at = place % (len(payload) + 1)
        payload = payload[:at] + put + payload[at + cut :]
    for one in run(payload):
        assert not (isinstance(one, Rejection) and one.reason is Reason.STAGE_FAILED), one
        if isinstance(one, Parsed):
            body = one.dispatch.body
            assert "\x00" not in body
            assert "\n\n\n" not in body
            assert one.dispatch.word_count == len(body.split())
