"""Sends payloads to wire.raw and accounts for every one of them."""

from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from kafka import KafkaProducer
from kafka.errors import KafkaError, MessageSizeTooLargeError
from msgspec import Struct

from agents.names import topic_names
from cli.clients import raw_headers
from cli.inputs import Payload, Unusable
from pipeline.errors import WirefeedError
from pipeline.settings import Settings

UNDER_WAY = 1_000  # sends whose ack is awaited
UNDER_WAY_BYTES = 64 * 1024 * 1024


class Report(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of one input: where it lies on Kafka, or why it was not sent."""

    path: str
    item: int
    feed: str
    topic: str | None = None
    partition: int | None = None
    offset: int | None = None
    error: str | None = None


class SendFailed(WirefeedError):
    """The broker did not take an input. The message names it, and the remedy."""


class Sending:
    """One run of sends; `on_report` hears of each input once it is acked, or known to be unsendable."""

    def __init__(self, producer: KafkaProducer, settings: Settings, on_report: Callable[[Report], None]) -> None:
        self._producer = producer
        self._settings = settings
        self._topic = topic_names(settings).raw
        self._on_report = on_report
        self._under_way: deque[tuple[Payload, str, Any]] = deque()
        self._bytes = 0

    def send_all(self, inputs: Iterable[Payload | Unusable], default_feed: str) -> None:
        """Send in order and wait for every ack. Raises `SendFailed` at the first that fails."""
        for one in inputs:
            if isinstance(one, Unusable):
                self._on_report(Report(path=one.path, item=one.item, feed=default_feed, error=str(one.fault)))
            elif len(one.data) > self._settings.max_payload_bytes:
                feed = one.feed or default_feed
                error = f"larger than max_payload_bytes ({self._settings.max_payload_bytes}); not sent"
                self._on_report(Report(path=one.path, item=one.item, feed=feed, error=error))
            else:
                self._send(one, one.feed or default_feed)
        while self._under_way:
            self._await_oldest()

    def _send(self, payload: Payload, feed: str) -> None:
        while len(self._under_way) >= UNDER_WAY or self._bytes > UNDER_WAY_BYTES:
            self._await_oldest()
        headers = raw_headers(payload, feed)
        try:
            future = self._producer.send(self._topic, value=payload.data, key=feed.encode(), headers=headers)
        except KafkaError as error:
            raise SendFailed(_explained(payload, self._topic, error)) from error
        self._under_way.append((payload, feed, future))
        self._bytes += len(payload.data)

    def _await_oldest(self) -> None:
        payload, feed, future = self._under_way.popleft()
        self._bytes -= len(payload.data)
        try:
            place = future.get()
        except KafkaError as error:
            raise SendFailed(_explained(payload, self._topic, error)) from error
        self._on_report(
            Report(
                path=payload.path,
                item=payload.item,
                feed=feed,
                topic=place.topic,
                partition=place.partition,
                offset=place.offset,
            )
        )


def _explained(payload: Payload, topic: str, error: KafkaError) -> str:
    name = payload.path if payload.item == 0 else f"{payload.path}, line {payload.item}"
    if isinstance(error, MessageSizeTooLargeError):
        remedy = f"raise max.message.bytes of {topic}, or lower max_payload_bytes (`wirefeed topics check`)"
    else:
        remedy = "`wirefeed doctor`, then send the same again: what has arrived already comes out as a duplicate"
    return f"{name} was not taken by {topic} ({type(error).__name__}). Remedy: {remedy}"
