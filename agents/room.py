"""A room: one Faust agent that takes batches, works on them, and commits through the outbox."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from typing import Generic, Protocol, TypeVar

import structlog
from aiokafka.structs import RecordMetadata
from faust.events import Event
from faust.types import TP, StreamT

from agents import faust_adapter, metrics
from agents.exits import die
from agents.headers import count_of
from agents.names import input_topic
from agents.outbox import Message, Outbox, Partition
from pipeline.settings import Settings

log = structlog.get_logger(__name__)

TAKE_EVENTS = 500
TICK_SECONDS = 0.25


class Work:
    """What a batch comes to: messages for the transaction; each room adds what it counts once they are committed."""

    def __init__(self) -> None:
        self.messages: list[Message] = []


W = TypeVar("W", bound=Work)


class Stage(Protocol[W]):
    """The work of one room. `work` is pure but for the stage's own state: no I/O, so that it can come before begin."""

    room: str

    async def recover(self, partition: int, committed: int) -> None:
        """Bring the state of a partition up to what its output tells of."""

    def work(self, partition: int, events: Sequence[Event]) -> W:
        """What these events, all of one partition and in order, come to."""

    def revoked(self, partition: int) -> None:
        """The partition is another's now."""

    def due(self, partition: int) -> W | None:
        """What the clock alone brings; `None` where there is nothing."""

    def committed(self, partition: int, work: W, placed: Sequence[RecordMetadata]) -> None:
        """The transaction of this work is committed; its messages lie at `placed`."""


class Room(Generic[W]):
    """Delivers batches to a stage, each partition in order and under its lock."""

    def __init__(self, settings: Settings, stage: Stage[W]) -> None:
        self.settings = settings
        self.stage = stage
        self.name = stage.room
        self.outbox = Outbox(settings, stage.room, stage.recover)
        self.app = faust_adapter.make_app(settings, stage.room)
        self.topic = input_topic(settings, stage.room)
        self.last_event_time: dict[int, float] = {}  # Kafka time of the last event worked on, by partition
        self.stopping = False
        self.assigned_once = False
        self._timer: asyncio.Task[None] | None = None
        faust_adapter.on_assigned(self.app, self._assigned)
        faust_adapter.on_revoked(self.app, self._revoked)
        channel = self.app.topic(
            self.topic, key_type=bytes, value_type=bytes, key_serializer="raw", value_serializer="raw"
        )
        self.app.agent(channel, name=stage.room)(self._run)

    async def start(self) -> None:
        """Connect and join the consumer group."""
        await self.outbox.start()
        await self.app.start()
        self._timer = asyncio.create_task(self._tick())

    def readiness(self) -> tuple[bool, str]:
        """Whether the room works on all that it owns, and if not, why."""
        if self.stopping:
            return False, "stopping"
        if self.app.rebalancing or not self.assigned_once:
            return False, "waiting for the consumer group"
        if not faust_adapter.hears_coordinator(self.app):
            return False, "the broker does not answer"
        opening = sorted(number for number, partition in self.outbox.partitions.items() if not partition.is_open)
        return (False, f"opening partitions {opening}") if opening else (True, "")

    async def _tick(self) -> None:
        # A task of its own: an idle line yields no batch
        try:
            while True:
                await asyncio.sleep(TICK_SECONDS)
                for partition in list(self.outbox.partitions.values()):
                    async with partition.lock:
                        if partition.is_open and not self.stopping and self.app.flow_control.is_active():
                            await self._fall_due(partition)
        except Exception as error:
            die(error)

    async def _fall_due(self, partition: Partition) -> None:
        work = self.stage.due(partition.number)
        if work is not None:
            placed = await partition.commit(work.messages, partition.position)
            self.stage.committed(partition.number, work, placed)
            metrics.transactions.labels(self.name).inc()

    async def _assigned(self, places: set[TP]) -> None:
        await self.outbox.assigned({place.partition for place in places})
        self.assigned_once = True

    async def _revoked(self, places: set[TP]) -> None:
        await self.outbox.revoked({place.partition for place in places})
        for place in places:
            metrics.lag_records.labels(self.name, place.partition).set(0)
            self.stage.revoked(place.partition)

    async def _run(self, stream: StreamT[bytes]) -> None:
        # An exception that reached Faust would be logged, the batch acked, and the stream carried on without it
        try:
            batches = stream.noack_take(  # type: ignore[attr-defined] # left out of Faust's StreamT
                TAKE_EVENTS, within=faust_adapter.TAKE_WITHIN_SECONDS
            )
            async for batch in batches:
                await self._handle(batch)
        except Exception as error:
            die(error)

    async def _handle(self, batch: Sequence[Event]) -> None:
        by_partition: dict[int, list[Event]] = {}
        for event in batch:
            by_partition.setdefault(event.message.partition, []).append(event)
        # Together, not in turn: each partition has its own producer
        await asyncio.gather(*(self._handle_partition(number, events) for number, events in by_partition.items()))
        for event in batch:
            event.ack()

    async def _handle_partition(self, number: int, events: Sequence[Event]) -> None:
        for portion in portions(events, self.settings.batch_dispatches):
            partition = self.outbox.partitions.get(number)
            if partition is None:
                return  # revoked: its new owner reads these events again
            async with partition.lock:
                await self._work_on(partition, portion)

    async def _work_on(self, partition: Partition, events: Sequence[Event]) -> None:
        """One turn of the cycle, with the partition's lock held."""
        position = partition.position
        mine: list[Event] = []
        for event in events:
            ours = partition.is_open and not self.stopping and faust_adapter.is_ours(self.app, event.message)
            # The position moves on at every kept event: after a rebalance one batch can hold an event twice
            if ours and event.message.offset >= position:
                position = event.message.offset + 1
                mine.append(event)
        if not mine:
            return
        started = time.perf_counter()
        work = self._worked(partition.number, mine)
        placed = await partition.commit(work.messages, position)
        self.stage.committed(partition.number, work, placed)
        self.last_event_time[partition.number] = mine[-1].message.timestamp
        metrics.stage_seconds.labels(self.name).observe(time.perf_counter() - started)
        metrics.consumed.labels(self.name).inc(sum(count_of(event.message) for event in mine))
        metrics.transactions.labels(self.name).inc()

    def _worked(self, partition: int, events: Sequence[Event]) -> W:
        try:
            return self.stage.work(partition, events)
        except Exception:
            first, last = events[0].message.offset, events[-1].message.offset
            log.error("this work failed", topic=self.topic, partition=partition, offsets=f"{first}..{last}")
            raise

    async def stop(self) -> None:
        """Take nothing more, wait for the work in hand, leave the group."""
        self.stopping = True
        if not self.app.started:
            return
        for partition in list(self.outbox.partitions.values()):
            await partition.lock.acquire()  # never released: the process ends
        await faust_adapter.leave_group(self.app)


def portions(events: Sequence[Event], limit: int) -> Iterator[list[Event]]:
    """Split a batch so that each portion holds about `limit` dispatches: one transaction each."""
    portion: list[Event] = []
    size = 0
    for event in events:
        if portion and size + count_of(event.message) > limit:
            yield portion
            portion, size = [], 0
        portion.append(event)
        size += count_of(event.message)
    if portion:
        yield portion
