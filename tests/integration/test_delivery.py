"""The rules of docs/delivery.md on Apache Kafka, with a room that only copies: each event comes out once, in order."""

import signal
import time
from collections import defaultdict
from collections.abc import Iterator
from random import Random

import pytest
from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType

from agents.names import group_id, topic_names
from cli.kafka import LocalKafka
from pipeline.settings import Settings
from tests.conftest import MakeSettings
from tests.integration.processes import (
    ECHO_ROOM,
    committed_offsets,
    committed_records,
    eventually,
    running,
    send,
)

FAST_GROUP = {
    "session_timeout_seconds": 4.0,
    "heartbeat_seconds": 1.0,
    "rebalance_timeout_seconds": 6.0,
    "unique_partitions": 4,
}


@pytest.fixture
def settings(make_settings: MakeSettings) -> Settings:
    """A line whose dead members are noticed after four seconds."""
    return make_settings(**FAST_GROUP)


def numbered(count: int, start: int = 0) -> list[tuple[str, bytes]]:
    return [(f"story-{number % 7}", str(number).encode()) for number in range(start, start + count)]


def outputs(settings: Settings) -> list[int]:
    return [int(record.value) for record in committed_records(settings, topic_names(settings).enriched)]


def assert_each_once_in_order(settings: Settings, count: int) -> None:
    """Lost 0, doubled 0, and within a key nothing overtook anything."""
    by_key = defaultdict(list)
    for record in committed_records(settings, topic_names(settings).enriched):
        by_key[record.key].append(int(record.value))
    seen = [number for numbers in by_key.values() for number in numbers]
    assert sorted(set(range(count)) - set(seen)) == [], "lost"
    assert len(seen) == len(set(seen)), "doubled"
    for numbers in by_key.values():
        assert numbers == sorted(numbers), "out of order"


def total_committed(settings: Settings) -> int:
    """How many events the group has put behind it (the input is not transactional: offsets have no holes)."""
    return sum(committed_offsets(settings, group_id(settings, "tag")).values())


def test_rule_1_a_failed_produce_commits_nothing_and_ends_the_process(settings: Settings) -> None:
    names = topic_names(settings)
    admin = KafkaAdminClient(bootstrap_servers=settings.bootstrap_servers)
    admin.alter_configs(
        [ConfigResource(ConfigResourceType.TOPIC, names.enriched, configs={"max.message.bytes": "100000"})]
    )
    admin.close()
    too_large = Random(1).randbytes(200_000)  # does not compress
    with running(ECHO_ROOM, settings) as room:
        room.await_ready()
        send(settings, names.unique, [("a", b"1")])
        eventually(lambda: outputs(settings) == [1], "the first event to come out")
        send(settings, names.unique, [("a", b"2"), ("a", too_large), ("a", b"3")])
        assert room.wait() == 70
        assert "MessageSizeTooLarge" in room.log
    # the event before it may have had a transaction of its own; the one behind it had to wait
    assert outputs(settings) in ([1], [1, 2])
    assert total_committed(settings) == len(outputs(settings))


@pytest.fixture
def own_kafka() -> Iterator[LocalKafka]:
    """A broker that a test may kill."""
    with LocalKafka() as kafka:
        yield kafka


def test_rules_2_and_15_with_the_broker_away_a_transaction_ends_the_process_within_its_limit(
    own_kafka: LocalKafka, make_settings: MakeSettings
) -> None:
    settings = make_settings(bootstrap_servers=own_kafka.bootstrap_servers, commit_timeout_seconds=3.0, **FAST_GROUP)
    names = topic_names(settings)
    with running(ECHO_ROOM, settings) as room:
        room.await_ready()
        send(settings, names.unique, [("a", b"0")])
        eventually(lambda: outputs(settings) == [0], "the first event to come out")
        send(settings, names.unique, [("a", b"slow:")])
        eventually(lambda: "working slowly" in room.log, "the room to work")
        own_kafka.kill()
        started = time.monotonic()
        assert room.wait(30) == 70
        # one second of work and three of transaction; an abort or an orderly stop takes five times that
        assert time.monotonic() - started < 15
    own_kafka.restart()
    assert outputs(settings) == [0]
    assert total_committed(settings) == 1


def test_rule_3_work_happens_outside_the_transaction(settings: Settings) -> None:
    """A reader sees what others commit while a room works: no transaction is open then."""
    names = topic_names(settings)
    with running(ECHO_ROOM, settings) as room:
        room.await_ready()
        send(settings, names.unique, [("a", b"slow:")] * 5)
        eventually(lambda: "working slowly" in room.log, "the room to work")
        send(settings, names.enriched, [("a", b"7")])
        values = [record.value for record in committed_records(settings, names.enriched)]
        assert values == [b"7"], "either the work was over before the look, or a transaction hid the other's record"


def test_rule_4_rebalance_storms_neither_lose_nor_double_nor_kill(settings: Settings) -> None:
    names = topic_names(settings)
    count = 0
    with running(ECHO_ROOM, settings) as steady:
        steady.await_ready(4)
        for _ in range(3):
            with running(ECHO_ROOM, settings) as visitor:
                send(settings, names.unique, numbered(400, count))
                count += 400
                visitor.await_ready(2)
                send(settings, names.unique, numbered(400, count))
                count += 400
                visitor.signal(signal.SIGTERM)
                assert visitor.wait() == 0, visitor.log
            steady.await_ready(4)
        eventually(lambda: total_committed(settings) == count, f"{count} events behind the group")
        assert steady.process.poll() is None, steady.log
    assert_each_once_in_order(settings, count)


def test_rule_5_killed_and_sleeping_owners_neither_lose_nor_double(settings: Settings) -> None:
    """kill -9 in mid-flow, and a zombie that wakes up after its partitions have moved."""
    names = topic_names(settings)
    with running(ECHO_ROOM, settings) as first, running(ECHO_ROOM, settings) as second:
        first.await_ready(2)
        second.await_ready(2)
        send(settings, names.unique, numbered(2000))
        first.signal(signal.SIGSTOP)
        send(settings, names.unique, numbered(2000, 2000))
        second.await_ready(4)
        eventually(lambda: total_committed(settings) == 4000, "the survivor to do all")
        first.signal(signal.SIGCONT)
        send(settings, names.unique, numbered(1000, 4000))
        second.signal(signal.SIGKILL)
        second.wait()
        with running(ECHO_ROOM, settings) as third:
            third.await_ready()
            send(settings, names.unique, numbered(1000, 5000))
            eventually(
                lambda: total_committed(settings) == 6000,
                "all events",
                state=lambda: (first.log[-2000:], third.log[-2000:]),
            )
    assert_each_once_in_order(settings, 6000)


def test_rule_10_a_missing_offset_ends_the_room_with_78_and_the_remedy(make_settings: MakeSettings) -> None:
    settings = make_settings(**FAST_GROUP)
    admin = KafkaAdminClient(bootstrap_servers=settings.bootstrap_servers)
    admin.delete_groups([group_id(settings, "tag")])
    admin.close()
    send(settings, topic_names(settings).unique, numbered(10))
    with running(ECHO_ROOM, settings) as room:
        assert room.wait() == 78, room.log
        assert "wirefeed topics settle tag start" in room.log
    assert outputs(settings) == []


def test_rule_13_sigterm_under_load_ends_at_once_with_0_and_nothing_is_redelivered(settings: Settings) -> None:
    names = topic_names(settings)
    with running(ECHO_ROOM, settings) as room:
        room.await_ready()
        send(settings, names.unique, numbered(3000))
        eventually(lambda: total_committed(settings) > 0, "work under way")
        started = time.monotonic()
        room.signal(signal.SIGTERM)
        assert room.wait() == 0, room.log
        assert time.monotonic() - started < 10
    done = outputs(settings)
    assert len(done) == total_committed(settings), "every output is committed with its offset"
    with running(ECHO_ROOM, settings) as room:
        room.await_ready(4)
        eventually(lambda: total_committed(settings) == 3000, "the rest")
    assert_each_once_in_order(settings, 3000)


def test_rule_15_an_exception_in_the_work_ends_the_process_with_nothing_committed(settings: Settings) -> None:
    names = topic_names(settings)
    with running(ECHO_ROOM, settings) as room:
        room.await_ready()
        send(settings, names.unique, [("a", b"crash")])
        assert room.wait() == 70
        assert "told to crash" in room.log
        assert '"offsets": "0..0"' in room.log, "the operator is told where to look"
    assert outputs(settings) == []
    assert total_committed(settings) == 0


def test_rule_12_a_room_ends_when_its_supervisor_is_gone(settings: Settings) -> None:
    with running(ECHO_ROOM, settings) as room:
        room.await_ready()
        assert room.process.stdin is not None
        room.process.stdin.close()
        assert room.wait() == 0
