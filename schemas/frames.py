"""Frames: many dispatches in one message between two rooms.

A frame is one version byte and a MessagePack list. Readers know the version and the one before it; a newer one
is fatal (an upgrade in the wrong order), never a dead letter.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from schemas.rooms import Held, Killed, LedgerEntry, Parsed, Settled, Unique

FRAME_VERSION = 1
READABLE_VERSIONS = (1,)
MAX_FRAME_DISPATCHES = 200
MAX_FRAME_BYTES = 256 * 1024

T = TypeVar("T")


class UnknownFrameVersion(Exception):
    """The frame was written by a newer wirefeed."""


_encoder = msgspec.msgpack.Encoder()
_decoders: dict[Any, msgspec.msgpack.Decoder[Any]] = {
    Parsed: msgspec.msgpack.Decoder(list[Parsed]),
    Unique: msgspec.msgpack.Decoder(list[Unique]),
}
_ledger_decoder: msgspec.msgpack.Decoder[LedgerEntry | Settled] = msgspec.msgpack.Decoder(LedgerEntry | Settled)
_hold_decoder: msgspec.msgpack.Decoder[Held | Killed] = msgspec.msgpack.Decoder(Held | Killed)


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame's bytes, and how many dispatches they hold."""

    value: bytes
    count: int


def encode_frames(items: Iterable[Parsed] | Iterable[Unique]) -> Iterator[Frame]:
    """Pack items in order; a frame closes at 200 items or 256 KiB. One larger item goes alone."""
    packed: list[bytes] = []
    size = 0
    for item in items:
        one = _encoder.encode(item)
        if packed and (len(packed) >= MAX_FRAME_DISPATCHES or size + len(one) > MAX_FRAME_BYTES):
            yield _close(packed)
            packed, size = [], 0
        packed.append(one)
        size += len(one)
    if packed:
        yield _close(packed)


def _close(packed: list[bytes]) -> Frame:
    # Raw: the items are encoded already; large texts are not encoded twice
    return Frame(bytes([FRAME_VERSION]) + _encoder.encode([msgspec.Raw(one) for one in packed]), len(packed))


def decode_frame(kind: type[T], frame: bytes | None) -> list[T]:
    """The items of a frame. Raises `UnknownFrameVersion`, `msgspec.DecodeError`."""
    items: list[T] = _decoders[kind].decode(_versioned(frame))
    return items


def encode_entry(entry: LedgerEntry | Settled | Held | Killed) -> bytes:
    """One ledger entry or hold, with its version byte."""
    return bytes([FRAME_VERSION]) + _encoder.encode(entry)


def decode_ledger_entry(value: bytes) -> LedgerEntry | Settled:
    """Raises `UnknownFrameVersion`, `msgspec.DecodeError`."""
    return _ledger_decoder.decode(_versioned(value))


def decode_hold(value: bytes) -> Held | Killed:
    """Raises `UnknownFrameVersion`, `msgspec.DecodeError`."""
    return _hold_decoder.decode(_versioned(value))


def _versioned(value: bytes | None) -> memoryview:
    if not value or value[0] not in READABLE_VERSIONS:
        found = value[0] if value else "none"
        raise UnknownFrameVersion(f"frame version {found}; this wirefeed reads {READABLE_VERSIONS}")
    return memoryview(value)[1:]
