"""Reading partitions back from Kafka: committed records only, up to the last stable offset."""

from collections.abc import Callable

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from pipeline.settings import Settings

RECORDS_AT_ONCE = 5000
FETCH_BYTES = 16 * 1024 * 1024


def committed_reader(settings: Settings) -> AIOKafkaConsumer:
    """A `read_committed` consumer without a group; the caller starts and stops it."""
    return AIOKafkaConsumer(
        bootstrap_servers=settings.bootstrap_servers,
        client_id=f"{settings.prefix}-reader",
        isolation_level="read_committed",
        enable_auto_commit=False,
        auto_offset_reset="none",
        max_partition_fetch_bytes=FETCH_BYTES,
    )


async def bounds(consumer: AIOKafkaConsumer, place: TopicPartition) -> tuple[int, int]:
    """The log's start and its last stable offset."""
    start = await consumer.beginning_offsets([place])
    end = await consumer.end_offsets([place])
    return int(start[place]), int(end[place])


async def read_back(
    settings: Settings, place: TopicPartition, since: int, apply: Callable[[ConsumerRecord], None]
) -> int:
    """Apply every committed record from `since` (or the log's start, if later) to the last stable offset.

    Returns the offset to read from next time. Call it after the fence: nobody else can append any more.
    """
    consumer = committed_reader(settings)
    await consumer.start()
    try:
        consumer.assign([place])
        start, end = await bounds(consumer, place)
        consumer.seek(place, max(since, start))
        while await consumer.position(place) < end:
            batches = await consumer.getmany(place, timeout_ms=1000, max_records=RECORDS_AT_ONCE)
            for record in batches.get(place, []):
                apply(record)
        return end
    finally:
        await consumer.stop()
