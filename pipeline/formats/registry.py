"""The registry of wire formats and the one function that tells them apart. A new format is one entry."""

from collections.abc import Iterator
from typing import Protocol

from pipeline.errors import BadInput
from pipeline.formats import html, newsml_g2, ninjs, rss, text
from pipeline.formats.payload import Payload
from pipeline.text.draft import Draft
from schemas.words import Format, Reason


class Reader(Protocol):
    """What a format module offers."""

    def sniff(self, payload: Payload) -> bool:
        """Whether the bytes are of this format, from their beginning and shape."""

    def read(self, payload: Payload) -> Iterator[Draft | BadInput]:
        """The dispatches in order; a `BadInput` stands for one that cannot be read. Raises `BadInput` for all of it."""


READERS: dict[Format, Reader] = {  # in the order in which they are asked; plain text is the last resort
    Format.NINJS: ninjs,
    Format.NEWSML_G2: newsml_g2,
    Format.RSS: rss,
    Format.HTML: html,
    Format.TEXT: text,
}


def sniff(payload: Payload) -> Format:
    """The format of the bytes, or that of the feed's setting. Raises `BadInput(UNKNOWN_FORMAT)`."""
    if fixed := payload.feed.format:
        if fixed in READERS:
            return fixed
        raise BadInput(Reason.UNKNOWN_FORMAT, f"there is no reader for {fixed}")
    for format_, reader in READERS.items():
        if reader.sniff(payload):
            return format_
    raise BadInput(Reason.UNKNOWN_FORMAT, "no reader knows these bytes")
