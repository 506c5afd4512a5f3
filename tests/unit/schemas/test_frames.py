"""Frames keep every dispatch, in order, within their bounds; a newer version is never mistaken for bad input."""

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.dispatch import Dispatch
from schemas.frames import (
    MAX_FRAME_BYTES,
    MAX_FRAME_DISPATCHES,
    UnknownFrameVersion,
    decode_frame,
    decode_hold,
    decode_ledger_entry,
    encode_entry,
    encode_frames,
)
from schemas.rooms import Fingerprint, Held, Identity, Parsed, RawPosition, Settled
from schemas.words import Format

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def parsed(number: int, body: str = "") -> Parsed:
    dispatch = Dispatch(id=f"d{number}", feed="f", format=Format.TEXT, body=body, received_at=NOON)
    return Parsed(
        dispatch=dispatch,
        raw=RawPosition("wire.raw", 1, number, 99),
        part=0,
        domain="default",
        identity=Identity(),
        fingerprint=Fingerprint(),
    )


@given(st.lists(st.text(max_size=300), max_size=30), st.integers(min_value=0, max_value=500))
def test_every_item_comes_out_in_order(bodies: list[str], many: int) -> None:
    items = [parsed(number, body) for number, body in enumerate(bodies)] + [parsed(1000 + n) for n in range(many)]
    frames = list(encode_frames(items))
    assert [item for frame in frames for item in decode_frame(Parsed, frame.value)] == items
    assert [frame.count for frame in frames] == [len(decode_frame(Parsed, frame.value)) for frame in frames]


def test_a_frame_closes_at_its_bounds() -> None:
    by_count = list(encode_frames(parsed(number) for number in range(MAX_FRAME_DISPATCHES * 2 + 1)))
    assert [frame.count for frame in by_count] == [MAX_FRAME_DISPATCHES, MAX_FRAME_DISPATCHES, 1]
    half = "x" * (MAX_FRAME_BYTES // 2)
    by_size = list(encode_frames([parsed(1, half), parsed(2, half), parsed(3), parsed(4, half * 5), parsed(5)]))
    assert [frame.count for frame in by_size] == [1, 2, 1, 1], "an item over the bound goes alone"


def test_a_newer_version_is_named() -> None:
    (frame,) = encode_frames([parsed(1)])
    with pytest.raises(UnknownFrameVersion, match="frame version 9"):
        decode_frame(Parsed, b"\x09" + frame.value[1:])
    with pytest.raises(UnknownFrameVersion, match="none"):
        decode_frame(Parsed, b"")


def test_a_cut_frame_is_an_error() -> None:
    (frame,) = encode_frames([parsed(1)])
    with pytest.raises(msgspec.DecodeError):
        decode_frame(Parsed, frame.value[:-1])


def test_ledger_and_hold_entries_come_back() -> None:
    assert decode_ledger_entry(encode_entry(Settled(parsed_offset=41))) == Settled(parsed_offset=41)
    held = Held(parsed=parsed(1), story_id="d1")
    assert decode_hold(encode_entry(held)) == held
