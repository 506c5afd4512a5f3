"""The outbox: a room's outputs and the offsets that it has consumed, in one Kafka transaction (docs/delivery.md).

The order is what makes it exact, and it is written once, here:
fence -> position -> state read back | lock -> still ours? -> work -> begin -> send all and the offsets ->
await every delivery -> commit -> release. Anything that fails in between ends the process uncommitted.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.structs import OffsetAndMetadata, RecordMetadata

from agents.exits import die, offset_lost
from agents.names import group_id, input_topic, transactional_id
from agents.reader import bounds, committed_reader
from pipeline.settings import Settings

MAX_REQUEST_BYTES = 64 * 1024 * 1024
BATCH_BYTES = 1024 * 1024
OPEN_SECONDS = 30.0  # fence and position; the read-back of the ledger has no limit of its own
REVOKE_WAIT_SECONDS = 3.0  # for work in hand, within the rebalance timeout
DROP_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Message:
    """One record to be sent. A `None` value is a tombstone."""

    topic: str
    value: bytes | None
    key: bytes | None = None
    partition: int | None = None
    headers: list[tuple[str, bytes]] = field(default_factory=list)


Recover = Callable[[int, int], Awaitable[None]]  # (partition, committed offset)


class Partition:
    """One input partition that this process owns. Whoever touches it holds its lock.

    `position` is the offset of the next event to work on; anything below it is committed already.
    """

    def __init__(self, number: int, outbox: "Outbox") -> None:
        self.number = number
        self.lock = asyncio.Lock()
        self.position = -1
        self._outbox = outbox
        self._producer: AIOKafkaProducer | None = None

    @property
    def is_open(self) -> bool:
        """Fenced, positioned, and its state read back."""
        return self.position >= 0 and self._producer is not None

    async def open(self, recover: Recover) -> None:
        """Fence whoever had the partition, then read the position, then the state. Holds the lock throughout."""
        async with self.lock:
            async with asyncio.timeout(OPEN_SECONDS):
                self._producer = self._outbox.make_producer(self.number)
                await self._producer.start()
                committed = await self._outbox.committed_offset(self.number)
            await recover(self.number, committed)
            self.position = committed

    async def commit(self, messages: Sequence[Message], position: int) -> list[RecordMetadata]:
        """Send everything and move the offset to `position`, in one transaction. Call with the lock held.

        Returns where each message lies, in order. Never raises: a transaction that fails or takes longer than
        `commit_timeout_seconds` ends the process, and the next owner's fence settles it.
        """
        try:
            async with asyncio.timeout(self._outbox.settings.commit_timeout_seconds):
                return await self._transaction(messages, position)
        except Exception as error:
            die(error)

    async def _transaction(self, messages: Sequence[Message], position: int) -> list[RecordMetadata]:
        producer = self._producer
        assert producer is not None, "the partition is not open"
        await producer.begin_transaction()
        deliveries = [
            await producer.send(message.topic, message.value, message.key, message.partition, headers=message.headers)
            for message in messages
        ]
        offsets = {self._outbox.input_partition(self.number): OffsetAndMetadata(position, "")}
        # aiokafka commits a transaction in which a produce failed: know that none did, first
        *placed, _ = await asyncio.gather(
            *deliveries, producer.send_offsets_to_transaction(offsets, self._outbox.group)
        )
        await producer.commit_transaction()
        self.position = position
        return placed

    async def drop(self) -> None:
        """Give the partition up: no more transactions through this object."""
        producer, self._producer = self._producer, None
        self.position = -1
        if producer is not None:
            await producer.stop()


class Outbox:
    """The partitions that a room owns at the moment."""

    def __init__(self, settings: Settings, room: str, recover: Recover) -> None:
        self.settings = settings
        self.group = group_id(settings, room)
        self.partitions: dict[int, Partition] = {}
        self._room = room
        self._topic = input_topic(settings, room)
        self._recover = recover
        self._opening: dict[int, asyncio.Task[None]] = {}
        self._admin: AIOKafkaAdminClient | None = None
        self._reader: AIOKafkaConsumer | None = None

    async def start(self) -> None:
        """Connect the clients that read positions for all partitions."""
        self._admin = AIOKafkaAdminClient(
            bootstrap_servers=self.settings.bootstrap_servers, client_id=f"{self.group}-positions"
        )
        await self._admin.start()
        self._reader = committed_reader(self.settings)
        await self._reader.start()

    async def assigned(self, numbers: set[int]) -> None:
        """Open each partition in the background; idle ones too, since their holds fall due."""
        for number in numbers - self.partitions.keys():
            partition = self.partitions[number] = Partition(number, self)
            self._opening[number] = asyncio.create_task(self._open(partition))

    async def _open(self, partition: Partition) -> None:
        try:
            await partition.open(self._recover)
        except asyncio.CancelledError:
            raise
        except Exception as error:
            die(error)

    async def revoked(self, numbers: set[int]) -> None:
        """Wait a moment for work in hand, then drop all at once."""
        partitions = [self.partitions.pop(number) for number in numbers & self.partitions.keys()]
        for partition in partitions:
            self._opening.pop(partition.number).cancel()
        locked: list[Partition] = []

        async def lock(partition: Partition) -> None:
            await partition.lock.acquire()
            locked.append(partition)

        # Work that takes longer will find its producer gone, and end the process
        with suppress(TimeoutError):
            async with asyncio.timeout(REVOKE_WAIT_SECONDS):
                await asyncio.gather(*map(lock, partitions))
        try:
            async with asyncio.timeout(DROP_SECONDS):
                await asyncio.gather(*(partition.drop() for partition in partitions))
        except Exception as error:
            die(error)
        for partition in locked:
            partition.lock.release()

    def make_producer(self, number: int) -> AIOKafkaProducer:
        """The transactional producer of one input partition."""
        return AIOKafkaProducer(
            bootstrap_servers=self.settings.bootstrap_servers,
            client_id=f"{self.group}-{number}",
            transactional_id=transactional_id(self.settings, self._room, number),
            transaction_timeout_ms=int(self.settings.transaction_timeout_seconds * 1000),
            compression_type="lz4",
            linger_ms=0,
            max_batch_size=BATCH_BYTES,
            max_request_size=MAX_REQUEST_BYTES,
            retry_backoff_ms=10,
        )

    def input_partition(self, number: int) -> TopicPartition:
        """The room's input, as aiokafka names it."""
        return TopicPartition(self._topic, number)

    async def committed_offset(self, number: int) -> int:
        """The group's committed offset. Read it after the fence only.

        Raises `Misconfigured` where there is none, or where it lies outside the log: an offset is never guessed.
        """
        assert self._admin is not None, "the outbox was not started"
        assert self._reader is not None, "the outbox was not started"
        place = self.input_partition(number)
        offsets = await self._admin.list_consumer_group_offsets(self.group, partitions=[place])
        committed = offsets[place].offset if place in offsets else -1
        start, end = await bounds(self._reader, place)
        if start <= committed <= end:
            return int(committed)
        found = "has no committed offset" if committed < 0 else f"stands at {committed}, the log is {start}..{end},"
        raise offset_lost(self._room, self.group, f"{found} on {place.topic} {number}")
