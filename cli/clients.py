"""Kafka clients of the commands: an idempotent producer of raw dispatches, a committed-only reader without a group."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import uuid4

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import KafkaError, KafkaTimeoutError

from agents.names import topic_names
from agents.topics import HEADER_BYTES
from cli.inputs import Payload
from pipeline.errors import Misconfigured, Transient
from pipeline.settings import Settings

BOOTSTRAP_MS = 10_000
DELIVERY_MS = 30_000
RAW_TYPE = "wirefeed.raw/1"


@contextmanager
def raw_producer(settings: Settings) -> Iterator[KafkaProducer]:
    """A producer for wire.raw that neither loses nor doubles what it sends.

    Raises `Transient` where no broker answers, `Misconfigured` where the topic does not exist.
    """
    try:
        producer = KafkaProducer(
            bootstrap_servers=settings.bootstrap_servers.split(","),
            client_id="wirefeed-feed",
            acks="all",
            enable_idempotence=True,
            compression_type="lz4",
            linger_ms=5,
            allow_auto_create_topics=False,
            bootstrap_timeout_ms=BOOTSTRAP_MS,
            max_block_ms=BOOTSTRAP_MS,
            delivery_timeout_ms=DELIVERY_MS,
            request_timeout_ms=DELIVERY_MS // 3,
            max_request_size=settings.max_payload_bytes + HEADER_BYTES,
        )
    except KafkaError as error:
        raise Transient(f"no Kafka broker answers at {settings.bootstrap_servers}") from error
    try:
        _await_topic(producer, topic_names(settings).raw)
        yield producer
    finally:
        producer.close(timeout=DELIVERY_MS / 1000)


def _await_topic(producer: KafkaProducer, topic: str) -> None:
    try:
        producer.partitions_for(topic)
    except KafkaTimeoutError as error:
        raise Misconfigured(f"topic {topic} does not exist: `wirefeed topics create`") from error


def raw_headers(payload: Payload, feed: str) -> list[tuple[str, bytes]]:
    """CloudEvents 1.0 attributes of a raw dispatch (Kafka protocol binding, binary mode)."""
    received_at = (payload.received_at or datetime.now(UTC)).astimezone(UTC)
    headers = {
        "ce_specversion": "1.0",
        "ce_type": RAW_TYPE,
        "ce_id": str(uuid4()),
        "ce_source": feed,
        "ce_subject": payload.path,
        "ce_time": received_at.isoformat().replace("+00:00", "Z"),
    }
    if payload.content_type:
        headers["content-type"] = payload.content_type
    return [(name, value.encode("utf-8", "replace")) for name, value in headers.items()]


@contextmanager
def committed_reader(settings: Settings, topics: Sequence[str], *, from_start: bool) -> Iterator[KafkaConsumer]:
    """A reader of every partition of `topics` that sees only what is committed, and leaves no trace on the cluster.

    Raises `Transient` where no broker answers, `Misconfigured` where a topic does not exist.
    """
    try:
        consumer = KafkaConsumer(
            bootstrap_servers=settings.bootstrap_servers.split(","),
            client_id="wirefeed-read",
            group_id=None,
            enable_auto_commit=False,
            isolation_level="read_committed",
            allow_auto_create_topics=False,
            bootstrap_timeout_ms=BOOTSTRAP_MS,
        )
    except KafkaError as error:
        raise Transient(f"no Kafka broker answers at {settings.bootstrap_servers}") from error
    try:
        places = [TopicPartition(topic, number) for topic in topics for number in _partitions(consumer, topic)]
        consumer.assign(places)
        (consumer.seek_to_beginning if from_start else consumer.seek_to_end)(*places)
        yield consumer
    finally:
        consumer.close()


def _partitions(consumer: KafkaConsumer, topic: str) -> list[int]:
    found = consumer.partitions_for_topic(topic)
    if not found:
        raise Misconfigured(f"topic {topic} does not exist: `wirefeed topics create`, or another name")
    return sorted(found)
