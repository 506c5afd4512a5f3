"""Everything that touches private names of faust-streaming 0.15.3 and aiokafka 0.14.0, and nothing else.

Faust delivers and keeps no books: its own commits are where its losses and repeats come from (docs/delivery.md).
The versions are pinned in pyproject.toml; tests/integration/test_faust_adapter.py proves each override.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

import aiokafka
import aiokafka.producer.sender
import faust
from aiokafka.errors import NoOffsetForPartitionError, OffsetOutOfRangeError
from faust.app.base import BootStrategy
from faust.transport.drivers import aiokafka as driver
from faust.types import TP, Message

from agents.exits import die, offset_lost
from agents.names import group_id
from pipeline.settings import Settings

# 20 ms between two transactions of one producer otherwise: p50 of three empty rooms 155 -> 32 ms.
aiokafka.producer.sender.BACKOFF_OVERRIDE = 0.002

TAKE_WITHIN_SECONDS = 0.005
MAX_POLL_INTERVAL_SECONDS = 60.0


class ConsumerThread(driver.AIOKafkaConsumerThread):
    """Reads only what is committed."""

    def _create_worker_consumer(self, transport: driver.Transport) -> aiokafka.AIOKafkaConsumer:
        consumer = super()._create_worker_consumer(transport)
        consumer._isolation_level = "read_committed"
        return consumer


class Consumer(driver.Consumer):
    """Delivers messages and remembers only which of them are still being worked on."""

    def _new_consumer_thread(self) -> ConsumerThread:
        return ConsumerThread(self, loop=self.loop, beacon=self.beacon)

    async def _add_gap(self, tp: TP, offset_from: int, offset_to: int) -> None:
        # Control records leave a gap after every transaction; the interval tree of them grows without end.
        pass

    def ack(self, message: Message) -> bool:
        first = not message.acked
        message.acked = True
        self._unacked_messages.discard(message)
        return first

    async def commit(self, topics: Any = None, start_new_transaction: bool = True) -> bool:  # noqa: ANN401 - Faust's
        return False

    async def _commit_offsets(self, offsets: Mapping[TP, int], start_new_transaction: bool = True) -> bool:
        return False

    async def verify_all_partitions_active(self) -> None:
        # Faust's livelock detector believes that nothing is ever committed.
        pass


class Transport(driver.Transport):
    """The aiokafka transport with our consumer."""

    Consumer = Consumer


class ConsumeOnly(BootStrategy):
    """Faust's producer never starts: every output goes through a transaction."""

    enable_kafka_producer = False
    enable_web = False


class App(faust.App):
    """A Faust application that ends the process where Faust would carry on after a fault."""

    BootStrategy = ConsumeOnly
    room: str

    def _new_transport(self) -> Transport:
        return Transport(self.conf.broker_consumer, self)

    def _new_producer_transport(self) -> Transport:
        return Transport(self.conf.broker_producer, self)

    def _create_directories(self) -> None:
        # No tables, so nothing of Faust's goes to a disk
        pass

    def _crash(self, reason: BaseException) -> None:
        if isinstance(reason, NoOffsetForPartitionError | OffsetOutOfRangeError):
            # Faust came upon it before the outbox did
            reason = offset_lost(self.room, self.conf.id, f"has no usable offset: {reason}")
        # An orderly stop hangs for a minute where the broker is away; nothing is committed, so end here.
        die(reason)


def make_app(settings: Settings, room: str) -> App:
    """The Faust application of a room: its consumer group, its settings."""
    app = App(
        group_id(settings, room),
        broker=[f"aiokafka://{server.strip()}" for server in settings.bootstrap_servers.split(",")],
        broker_client_id=f"{group_id(settings, room)}-worker",
        agent_supervisor="mode.CrashingSupervisor",
        autodiscover=False,
        broker_heartbeat_interval=settings.heartbeat_seconds,
        broker_max_poll_interval=MAX_POLL_INTERVAL_SECONDS,
        broker_max_poll_records=settings.batch_dispatches,
        broker_rebalance_timeout=settings.rebalance_timeout_seconds,
        broker_request_timeout=max(40.0, settings.session_timeout_seconds + 10),
        broker_session_timeout=settings.session_timeout_seconds,
        consumer_auto_offset_reset="none",
        consumer_max_fetch_size=8 * 1024 * 1024,
        store="memory://",
        stream_buffer_maxsize=settings.batch_dispatches * 2,
        stream_wait_empty=False,
        table_standby_replicas=0,  # also picks the round-robin assignor
        topic_allow_declare=False,
        topic_disable_leader=True,
        web_enabled=False,
        worker_redirect_stdouts=False,
    )
    app.room = room
    return app


def is_ours(app: App, message: Message) -> bool:
    """Whether this delivered message may still be worked on: same generation, still assigned, flow not suspended."""
    return (
        message.generation_id == app.consumer_generation_id
        and app.flow_control.is_active()
        and message.tp in app.consumer.assignment()
    )


def in_work(app: App, tp: TP) -> int:
    """How many messages of the partition were delivered and are not acked."""
    return sum(1 for message in list(app.consumer.unacked) if message.tp == tp and not message.acked)


def waiting_in_log(app: App, tp: TP) -> int:
    """Records between the fetch position and the last stable offset (control records behind it do not count)."""
    if tp not in app.consumer.assignment():
        return 0
    state = _reader(app)._subscription.subscription.assignment.state_value(tp)
    if state is None or state.lso is None or not state.has_valid_position:
        return 0
    return int(max(0, state.lso - state._position))


def hears_coordinator(app: App) -> bool:
    """Whether the broker that coordinates the group answered the last heartbeat."""
    return _reader(app)._coordinator.coordinator_id is not None


async def leave_group(app: App) -> None:
    """Leave the consumer group, so that its partitions move at once. The reading goes on until the process ends."""
    thread: ConsumerThread = app.consumer._thread  # type: ignore[attr-defined] # private to the driver
    await thread.call_thread(_reader(app)._coordinator.close)


def _reader(app: App) -> aiokafka.AIOKafkaConsumer:
    return app.consumer._thread._consumer  # type: ignore[attr-defined] # private to the driver


def on_assigned(app: App, callback: Callable[[set[TP]], Awaitable[None]]) -> None:
    """Call back when partitions are assigned, before the first message of them is delivered."""

    async def receive(_app: object, assigned: Iterable[TP], **_kwargs: Any) -> None:  # noqa: ANN401 - Faust's
        await callback(set(assigned))

    app.on_partitions_assigned.connect(receive, weak=False)  # type: ignore[arg-type] # its type asks for `signal` by name


def on_revoked(app: App, callback: Callable[[set[TP]], Awaitable[None]]) -> None:
    """Call back when partitions are revoked, flow suspended and buffers cleared already."""

    async def receive(_app: object, revoked: Iterable[TP], **_kwargs: Any) -> None:  # noqa: ANN401 - Faust's
        await callback(set(revoked))

    app.on_partitions_revoked.connect(receive, weak=False)  # type: ignore[arg-type] # its type asks for `signal` by name
