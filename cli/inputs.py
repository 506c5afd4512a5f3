"""Payloads from paths: files in any wire format, folders of them, and `.jsonl` files of envelopes."""

import os
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, BinaryIO

import msgspec
from msgspec import Meta, Struct

from pipeline.errors import BadInput, WirefeedError
from schemas.words import Reason

STANDARD_INPUT = "-"
ENVELOPES = ".jsonl"
CONTENT_TYPES = {
    ".atom": "application/atom+xml",
    ".htm": "text/html",
    ".html": "text/html",
    ".json": "application/json",
    ".rss": "application/rss+xml",
    ".txt": "text/plain",
    ".xml": "application/xml",
}
_ENVELOPE_BYTES_PER_PAYLOAD_BYTE = 6  # JSON writes a control character as \u00XX
_ENVELOPE_OVERHEAD = 4096


class MissingPath(WirefeedError):
    """A path that the user gave does not exist."""


class Payload(Struct, frozen=True, kw_only=True):
    """The bytes of one input, with what is known of them."""

    path: str
    item: int = 0  # line of an envelope file, from 0
    data: bytes
    feed: str | None = None
    content_type: str | None = None
    received_at: datetime | None = None


class Unusable(Struct, frozen=True, kw_only=True):
    """An envelope that cannot be read."""

    path: str
    item: int
    fault: BadInput


class Envelope(Struct, frozen=True, kw_only=True):
    """A line of an envelope file."""

    feed: Annotated[str, Meta(min_length=1, max_length=200)] | None = None
    content_type: Annotated[str, Meta(max_length=200)] | None = None
    received_at: Annotated[datetime, Meta(tz=True)] | None = None
    payload: str | None = None
    payload_base64: bytes | None = None


_envelopes = msgspec.json.Decoder(Envelope)


def expand(paths: Sequence[str]) -> list[str]:
    """The files behind `paths`: of a folder, all below it, sorted. Raises `MissingPath`."""
    files: list[str] = []
    for path in paths:
        if path == STANDARD_INPUT:
            files.append(path)
        elif Path(path).is_dir():
            below = sorted(file for file in Path(path).rglob("*") if file.is_file())
            files += [os.path.join(path, file.relative_to(path)) for file in below]  # noqa: PTH118 - `path` as given
        elif Path(path).exists():
            files.append(path)
        else:
            raise MissingPath(f"{path}: no such file or folder")
    return files


def read(file: str, max_payload_bytes: int, content_type: str | None = None) -> Iterator[Payload | Unusable]:
    """The inputs of one file, in order; `content_type` where the caller knows better than the suffix. Raises `OSError`.

    A payload over the limit is cut one byte behind it: enough for its reader to see that it is too large.
    """
    if file == STANDARD_INPUT:
        yield from _read_envelopes(file, sys.stdin.buffer, max_payload_bytes, content_type)
        return
    with Path(file).open("rb") as stream:
        if Path(file).suffix.lower() == ENVELOPES:
            yield from _read_envelopes(file, stream, max_payload_bytes, content_type)
        else:
            data = stream.read(max_payload_bytes + 1)
            yield Payload(
                path=file, data=data, content_type=content_type or CONTENT_TYPES.get(Path(file).suffix.lower())
            )


def _read_envelopes(
    path: str, stream: BinaryIO, max_payload_bytes: int, content_type: str | None
) -> Iterator[Payload | Unusable]:
    limit = max_payload_bytes * _ENVELOPE_BYTES_PER_PAYLOAD_BYTE + _ENVELOPE_OVERHEAD
    item = 0
    while line := stream.readline(limit):
        try:
            if len(line) == limit and not line.endswith(b"\n"):
                _skip_line(stream, limit)
                raise BadInput(Reason.TOO_LARGE, f"the envelope is longer than {limit} bytes")
            if line.strip():
                yield _open_envelope(path, item, line, content_type)
        except BadInput as fault:
            yield Unusable(path=path, item=item, fault=fault)
        item += 1


def _skip_line(stream: BinaryIO, limit: int) -> None:
    while (rest := stream.readline(limit)) and not rest.endswith(b"\n"):
        pass


def _open_envelope(path: str, item: int, line: bytes, content_type: str | None) -> Payload:
    try:
        envelope = _envelopes.decode(line)
        text = None if envelope.payload is None else envelope.payload.encode()
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise BadInput(Reason.UNREADABLE, f"not an envelope: {type(error).__name__}") from error
    data = envelope.payload_base64 if text is None else text
    if data is None:
        raise BadInput(Reason.UNREADABLE, "the envelope has neither `payload` nor `payload_base64`")
    return Payload(
        path=path,
        item=item,
        data=data,
        feed=envelope.feed,
        content_type=envelope.content_type or content_type,
        received_at=envelope.received_at,
    )
