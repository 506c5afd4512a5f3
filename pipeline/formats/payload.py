"""The bytes of one message and what can be told of them before a format is chosen."""

import re
from functools import cached_property
from typing import Any

import orjson

from pipeline.errors import BadInput
from pipeline.formats.encoding import decode
from pipeline.formats.json_repair import repaired
from pipeline.settings import Feed
from schemas.words import Reason, Warning

MAX_ITEMS = 1000  # dispatches in one message
HEAD_CHARACTERS = 4096
PROLOG_CHARACTERS = 65536  # comments before the root element may be long
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_PROLOG = re.compile(r"\s+|<\?[^>]*>|<!--(?:[^-]|-(?!->))*-->|<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>", re.IGNORECASE)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")
_JSON_OPENS = re.compile(r"\{\s*[\"}]|\[\s*[\[{]")


class Payload:
    """A message's bytes with lazily decoded views. Raises `BadInput` where a view does not follow its format."""

    def __init__(self, data: bytes, feed: Feed, content_type: str | None = None) -> None:
        self.data = data
        self.feed = feed
        self.content_type = content_type
        self.warnings: list[Warning] = []

    @cached_property
    def text(self) -> str:
        """The whole text, decoded."""
        text, self.warnings = decode(self.data, declared=self._declared(), fixed=self.feed.encoding)
        return text

    def _declared(self) -> str | None:
        if found := _XML_ENCODING.match(self.data[:400]):
            return found[1].decode("ascii")
        if self.content_type and (told := _CHARSET.search(self.content_type[:300])):
            return told[1]
        if self.data[:1024].lstrip()[:1] == b"<" and (meta := _META_CHARSET.search(self.data[:4096])):
            return meta[1].decode("ascii")
        return None

    @cached_property
    def head(self) -> str:
        """The beginning of the text without white space before it."""
        return self.text[: 2 * HEAD_CHARACTERS].lstrip()[:HEAD_CHARACTERS]

    @cached_property
    def is_json(self) -> bool:
        """Whether the text opens as JSON does."""
        return bool(_JSON_OPENS.match(self.head))

    @cached_property
    def json(self) -> Any:  # noqa: ANN401 - JSON has no narrower type
        """The JSON value. Raises `BadInput`."""
        try:
            return orjson.loads(self.data)
        except orjson.JSONDecodeError as error:
            if "depth limit" in str(error) or "recursion" in str(error).lower():
                raise BadInput(Reason.TOO_DEEP, "JSON nested deeper than the limit") from None
        try:
            return orjson.loads(self.text)  # another encoding, a byte order mark
        except orjson.JSONDecodeError as error:
            return self._repaired_json(f"not JSON at line {error.lineno}, column {error.colno}")

    def _repaired_json(self, trouble: str) -> Any:  # noqa: ANN401 - JSON has no narrower type
        mended = repaired(self.text)
        try:
            value = orjson.loads(mended)
        except orjson.JSONDecodeError:
            raise BadInput(Reason.UNREADABLE, trouble) from None
        if mended.count("\\ufffd") > self.text.count("\\ufffd"):
            self.warnings.append(Warning.BROKEN_CHARACTERS)
        return value

    @cached_property
    def root(self) -> str | None:
        """The local name of the root element; None where the text is no mark-up."""
        if not self.head.startswith("<"):
            return None
        head, position = self.text[:PROLOG_CHARACTERS], 0
        while found := _PROLOG.match(head, position):
            position = found.end()
        element = _ROOT.match(head, position)
        return element[1] if element else ""
