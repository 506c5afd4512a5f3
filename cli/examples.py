"""Texts to train topic models on: from JSON lines, from dispatches in any wire format, from wire.enriched.

A line of a `.jsonl` file is `{"text", "codes"}`, `{"headline", "body", "codes"}` (`title` and `text` will do), a
record, a line of `wirefeed enrich`, or an envelope. Only the first two can have labels of their own: `codes`.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from agents.names import topic_names
from cli.clients import committed_reader
from cli.inputs import ENVELOPES, Payload, Unusable, read
from pipeline.parse import parse
from pipeline.settings import Settings
from pipeline.topics.feed import topics_of_feed
from pipeline.topics.training import Example
from pipeline.topics.vocabulary import vocabulary
from schemas.dispatch import Code
from schemas.rooms import Parsed, RawPosition
from schemas.words import Origin

FEED_CONFIDENCE = 0.8  # of a feed's code that is taken for a label
LONGEST_LINE = 64 * 1024 * 1024
POLL_MS = 500


class Text(Struct, frozen=True, kw_only=True):
    """A text, and its labels where it came with any."""

    headline: str = ""
    body: str = ""
    language: str | None = None
    labels: frozenset[str] | None = None

    def example(self) -> Example:
        """For training."""
        return Example(self.headline, self.body, self.labels or frozenset(), self.language)


class _Topic(Struct, frozen=True):
    code: str
    origin: str = Origin.TEXT
    confidence: float = 1.0


class _Line(Struct, frozen=True):
    headline: str | None = None
    title: str | None = None
    body: str | None = None
    text: str | None = None
    language: str | None = None
    codes: list[Any] | None = None
    topics: list[_Topic] | None = None
    record: "_Line | None" = None
    payload: str | None = None
    payload_base64: bytes | None = None
    feed: str = "default"


_lines = msgspec.json.Decoder(_Line)


def texts_of_files(files: Iterable[str], settings: Settings, *, feed_codes: bool) -> Iterator[Text | None]:
    """The texts of these files, in order; `None` for what cannot be read. Raises `OSError`.

    `feed_codes`: a text's labels are the topics that its feed gave it.
    """
    for file in files:
        if Path(file).suffix.lower() == ENVELOPES:
            with Path(file).open("rb") as stream:
                while line := stream.readline(LONGEST_LINE):  # the rest of a longer one is no line that can be read
                    if line.strip():
                        yield from _texts_of_line(line, settings, feed_codes=feed_codes)
        else:
            for one in read(file, settings.max_payload_bytes):
                yield from _texts_of_payload(one, "default", settings, feed_codes=feed_codes)


def texts_of_topic(settings: Settings, limit: int, *, feed_codes: bool) -> list[Text | None]:
    """The last `limit` records of wire.enriched. Raises `Transient`, `Misconfigured`."""
    texts: deque[Text | None] = deque(maxlen=limit)
    with committed_reader(settings, [topic_names(settings).enriched], from_start=True) as consumer:
        places = consumer.assignment()
        ends = consumer.end_offsets(places)
        while any(consumer.position(place) < ends[place] for place in places):
            for messages in consumer.poll(timeout_ms=POLL_MS).values():
                for message in messages:
                    texts.extend(_texts_of_line(message.value, settings, feed_codes=feed_codes))
    return list(texts)


def with_ancestors(labels: Iterable[str]) -> frozenset[str]:
    """Media Topics without `medtop:`, in force, with all above them; other labels as they are."""
    known = vocabulary()
    found: set[str] = set()
    for label in labels:
        bare = label.strip().removeprefix("medtop:")
        in_force = known.in_force(bare)
        found |= set(known.line(in_force)) if in_force else {bare}
    return frozenset(found - {""})


def _texts_of_line(line: bytes, settings: Settings, *, feed_codes: bool) -> Iterator[Text | None]:
    try:
        given = _lines.decode(line)
        payload = given.payload_base64 if given.payload is None else given.payload.encode()
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        yield None
        return
    if payload is not None:
        one = Payload(path="", data=payload)
        yield from _texts_of_payload(one, given.feed, settings, feed_codes=feed_codes)
        return
    given = given.record or given
    headline, body = given.headline or given.title or "", given.body or given.text or ""
    labels: frozenset[str] | None = None
    if feed_codes:
        sure = [
            one.code for one in given.topics or () if one.origin == Origin.FEED and one.confidence >= FEED_CONFIDENCE
        ]
        labels = with_ancestors(sure) or None
    elif given.codes is not None and given.topics is None:  # in a record, they are codes of any kind
        labels = with_ancestors(code for code in given.codes if isinstance(code, str))
    yield Text(headline=headline, body=body, language=given.language, labels=labels) if headline or body else None


def _texts_of_payload(
    one: Payload | Unusable, feed: str, settings: Settings, *, feed_codes: bool
) -> Iterator[Text | None]:
    if isinstance(one, Unusable):
        yield None
        return
    parsed = parse(
        one.data,
        feed=settings.feed_named(one.feed or feed),
        raw=RawPosition(one.path, 0, one.item),
        content_type=one.content_type,
        received_at=datetime.now(UTC),
        max_payload_bytes=settings.max_payload_bytes,
    )
    for found in parsed:
        if not isinstance(found, Parsed):
            yield None
            continue
        dispatch = found.dispatch
        labels = _feed_labels(dispatch.codes) if feed_codes else None
        yield Text(headline=dispatch.headline or "", body=dispatch.body, language=dispatch.language, labels=labels)


def _feed_labels(codes: Sequence[Code]) -> frozenset[str] | None:
    sure = [topic for topic, confidence in topics_of_feed(codes).items() if confidence >= FEED_CONFIDENCE]
    return with_ancestors(sure) or None
