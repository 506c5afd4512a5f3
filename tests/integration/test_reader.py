"""Rule 6: a read-back ends at the last stable offset, whatever the log ends with."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from aiokafka import AIOKafkaProducer, TopicPartition

from agents.names import topic_names
from agents.reader import read_back
from pipeline.settings import Settings
from tests.conftest import MakeSettings

Tail = Callable[[AIOKafkaProducer, str], Awaitable[None]]


async def nothing(producer: AIOKafkaProducer, topic: str) -> None:
    """An empty log."""


async def committed(producer: AIOKafkaProducer, topic: str) -> None:
    """Ends with a control record."""
    async with producer.transaction():
        await producer.send_and_wait(topic, b"kept", partition=0)


async def aborted(producer: AIOKafkaProducer, topic: str) -> None:
    """Ends with records that do not count."""
    await committed(producer, topic)
    await producer.begin_transaction()
    await producer.send_and_wait(topic, b"dropped", partition=0)
    await producer.abort_transaction()


async def open_tail(producer: AIOKafkaProducer, topic: str) -> None:
    """Ends with records of which nobody knows yet."""
    await committed(producer, topic)
    await producer.begin_transaction()
    await producer.send_and_wait(topic, b"undecided", partition=0)


@pytest.mark.parametrize(
    ("tail", "values"),
    [(nothing, []), (committed, [b"kept"]), (aborted, [b"kept"]), (open_tail, [b"kept"])],
    ids=["empty", "control", "aborted", "open"],
)
def test_it_reads_what_is_committed_and_comes_to_an_end(
    make_settings: MakeSettings, tail: Tail, values: list[bytes]
) -> None:
    settings = make_settings()
    place = TopicPartition(topic_names(settings).ledger, 0)

    async def write_and_read() -> tuple[list[bytes], int, list[bytes]]:
        producer = _producer(settings)
        await producer.start()
        try:
            await tail(producer, place.topic)
            found: list[bytes] = []
            again: list[bytes] = []
            end = await read_back(settings, place, 0, lambda record: found.append(record.value))
            await read_back(settings, place, end, lambda record: again.append(record.value))
            return found, end, again
        finally:
            await producer.stop()

    found, end, again = asyncio.run(asyncio.wait_for(write_and_read(), 30))
    assert found == values
    assert again == [], "the second read-back begins where the first ended"
    assert end >= len(values)


def _producer(settings: Settings) -> AIOKafkaProducer:
    return AIOKafkaProducer(
        bootstrap_servers=settings.bootstrap_servers, transactional_id=f"{settings.prefix}-test", retry_backoff_ms=10
    )
