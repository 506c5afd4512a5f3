"""Each override of a private name of Faust and aiokafka does what it is there for, on these versions."""

import asyncio
import sys
from importlib.metadata import version
from pathlib import Path

import aiokafka.producer.sender
from aiokafka import AIOKafkaProducer

from agents import faust_adapter
from agents.names import topic_names
from pipeline.settings import Settings
from tests.conftest import MakeSettings
from tests.integration.processes import eventually, running

BOOKS_ROOM = [sys.executable, str(Path(__file__).with_name("books_room.py"))]
TRANSACTIONS = 20_000
PRODUCERS = 8


def test_these_are_the_versions_that_were_read() -> None:
    assert (version("faust-streaming"), version("aiokafka")) == ("0.15.3", "0.14.0")


async def produce_one_record_transactions(settings: Settings, count: int) -> None:
    async def some(number: int) -> None:
        producer = AIOKafkaProducer(
            bootstrap_servers=settings.bootstrap_servers,
            transactional_id=f"{settings.prefix}-test-{number}",
            retry_backoff_ms=10,
        )
        await producer.start()
        try:
            for event in range(count // PRODUCERS):
                async with producer.transaction():
                    await producer.send(topic_names(settings).unique, f"{number}-{event}".encode(), partition=number)
        finally:
            await producer.stop()

    await asyncio.gather(*(some(number) for number in range(PRODUCERS)))


def test_rule_8_faust_keeps_no_books_of_transactional_input(make_settings: MakeSettings) -> None:
    """20,000 one-record transactions leave a gap each: Faust's own bookkeeping crawls and grows on them."""
    settings = make_settings(unique_partitions=PRODUCERS)
    with running([*BOOKS_ROOM, str(TRANSACTIONS)], settings) as room:
        asyncio.run(produce_one_record_transactions(settings, TRANSACTIONS))
        books = eventually(lambda: room.report, "all events copied", state=lambda: room.log[-2000:])
        assert books["acked"] == 0
        assert books["gaps"] == 0
        assert books["unacked"] <= 500, "no more than the batch in hand"
        assert books["isolation"] == "read_committed"
        assert books["producer_started"] is False
        assert books["assignor"] == "roundrobin"


def test_rule_9_the_pause_between_transactions_is_ours() -> None:
    assert aiokafka.producer.sender.BACKOFF_OVERRIDE == 0.002
    assert faust_adapter.TAKE_WITHIN_SECONDS == 0.005
