"""The registry of wire formats and the one function that tells them apart. A new format is one entry."""

from collections.abc import Iterator
from typing import Protocol

from pipeline.errors import BadInput
from pipeline.formats import (
    anpa_1312,
    ap_media,
    html,
    iptc_7901,
    mail,
    newsml_1,
    newsml_g2,
    ninjs,
    nitf,
    plain_json,
    rbnews,
    rss,
    text,
)
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
    Format.ANPA_1312: anpa_1312,
    Format.IPTC_7901: iptc_7901,
    Format.JSON: plain_json,  # before those that parse: it may need repair
    Format.AP_MEDIA: ap_media,
    Format.NINJS: ninjs,
    Format.NEWSML_G2: newsml_g2,
    Format.NITF: nitf,
    Format.NEWSML_1: newsml_1,
    Format.RBNEWS: rbnews,
    Format.RSS: rss,
    Format.HTML: html,
    Format.EMAIL: mail,
    Format.TEXT: text,
}


def sniff(payload: Payload) -> Format:
    """The format of the bytes, or that of the feed's setting. Raises `BadInput(UNKNOWN_FORMAT)`."""
    if payload.feed.format:
        return payload.feed.format
    for format_, reader in READERS.items():
        if reader.sniff(payload):
            return format_
    raise BadInput(Reason.UNKNOWN_FORMAT, "no reader knows these bytes")
