"""The whole line on Apache Kafka, its workers killed, stopped and restarted: every dispatch has exactly one outcome."""

import signal
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import orjson
import psutil
import pytest
from kafka import KafkaProducer

from agents.headers import RAW_HEADER
from agents.topics import topic_names
from cli.sample import samples
from pipeline.parse import parse
from pipeline.settings import Settings
from schemas.rooms import RawPosition
from tests.integration.conftest import MakeSettings
from tests.integration.processes import WORKER, Running, committed_records, eventually, running

NOW = datetime.now(UTC)
FAST_GROUP = {"session_timeout_seconds": 4.0, "heartbeat_seconds": 1.0, "rebalance_timeout_seconds": 6.0}
RECOVERY_SECONDS = 20.0


class Worker:
    """A `wirefeed worker` under test and what it answers on its port."""

    def __init__(self, process: Running, port: int) -> None:
        self.process = process
        self.port = port

    def ask(self, path: str) -> tuple[int, bytes]:
        """HTTP status and body; 0 where nothing answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()
        except OSError:
            return 0, b""

    def status(self) -> dict[str, Any]:
        code, body = self.ask("/status")
        return orjson.loads(body) if code == 200 else {"ready": False, "rooms": []}

    def room(self, name: str) -> dict[str, Any]:
        return next((room for room in self.status()["rooms"] if room["room"] == name), {"partitions": [], "pid": None})

    def await_ready(self) -> None:
        eventually(lambda: self.ask("/readyz")[0] == 200, f"ready: {self.ask('/readyz')}; {self.process.log[-3000:]}")


@contextmanager
def working(settings: Settings, port: int) -> Iterator[Worker]:
    with running(WORKER, settings.model_copy(update={"http_port": port})) as process:
        yield Worker(process, port)


@pytest.fixture
def ports() -> Iterator[Iterator[int]]:
    """Free ports, one after the other."""
    import socket

    def free() -> Iterator[int]:
        while True:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                port = probe.getsockname()[1]
            yield port

    return free()


def traffic(count: int) -> list[tuple[str, str, bytes]]:
    """(feed, content type, payload): the sample again and again, its plain texts made new each time."""
    timeless = [sample for sample in samples() if not any(part.outcome == "held" for part in sample.parts)]
    messages = []
    for number in range(count):
        sample = timeless[number % len(timeless)]
        payload = sample.payload(NOW)
        if sample.content_type == "text/plain" and number % 3:
            payload = payload.replace(b"\n\n", f"\n\nDelegates heard motion {number} read out.\n\n".encode(), 1)
        messages.append((sample.feed, sample.content_type, payload))
    return messages


def send_raw(settings: Settings, messages: list[tuple[str, str, bytes]]) -> dict[str, int]:
    """Send; returns for each raw position how many dispatches its message holds."""
    producer = KafkaProducer(
        bootstrap_servers=settings.bootstrap_servers, acks="all", enable_idempotence=True, compression_type="lz4"
    )
    topic = topic_names(settings).raw
    futures = []
    for feed, content_type, payload in messages:
        headers = [("ce_source", feed.encode()), ("content-type", content_type.encode())]
        futures.append((producer.send(topic, payload, feed.encode(), headers), feed, content_type, payload))
    expected = {}
    for future, feed, content_type, payload in futures:
        place = future.get(60)
        raw = RawPosition(place.topic, place.partition, place.offset)
        results = parse(
            payload,
            feed=settings.feed_named(feed),
            raw=raw,
            content_type=content_type,
            received_at=NOW,
            max_payload_bytes=settings.max_payload_bytes,
        )
        expected[str(raw)] = len(results)
    producer.close()
    return expected


def outcomes(settings: Settings) -> Counter[str]:
    """How many outcomes each raw position has, over all topics in which a dispatch can end."""
    names = topic_names(settings)
    found: Counter[str] = Counter()
    for topic in (names.enriched, names.duplicates, names.dead_letters):
        for record in committed_records(settings, topic):
            found[dict(record.headers)[RAW_HEADER].decode()] += 1
    return found


def assert_each_has_one_outcome(settings: Settings, expected: dict[str, int]) -> None:
    found = eventually(
        lambda: (counted := outcomes(settings)).total() >= sum(expected.values()) and counted,
        f"{sum(expected.values())} outcomes; have {outcomes(settings).total()}",
        seconds=120,
    )
    lost = {raw for raw, count in expected.items() if found[raw] < count}
    doubled = {raw for raw, count in found.items() if count > expected.get(raw, 0)}
    assert (lost, doubled) == (set(), set())


def test_5000_dispatches_two_workers_three_kills_and_a_sleeper(make_settings: MakeSettings, ports: Iterator[int]) -> None:
    """The acceptance run: lost 0, doubled 0, the sum adds up."""
    settings = make_settings(raw_partitions=4, unique_partitions=4, **FAST_GROUP)
    messages = traffic(5000)
    expected: dict[str, int] = {}
    with working(settings, next(ports)) as steady:
        steady.await_ready()
        for fifth in range(3):
            with working(settings, next(ports)) as victim:
                victim.await_ready()
                expected |= send_raw(settings, messages[fifth * 1000 : (fifth + 1) * 1000])
                _kill_worker_and_rooms(victim)
        with working(settings, next(ports)) as other:
            other.await_ready()
            expected |= send_raw(settings, messages[3000:4000])
            sleeping = _signal_all(steady, signal.SIGSTOP)
            expected |= send_raw(settings, messages[4000:])
            eventually(
                lambda: outcomes(settings).total() == sum(expected.values()),
                "the other worker to do it all",
                seconds=120,
            )
            for process in sleeping:
                process.send_signal(signal.SIGCONT)
            steady.await_ready()
            assert_each_has_one_outcome(settings, expected)


def _signal_all(worker: Worker, number: signal.Signals) -> list[psutil.Process]:
    parent = psutil.Process(worker.process.process.pid)
    processes = [parent, *parent.children(recursive=True)]
    for process in processes:
        process.send_signal(number)
    return processes


def _kill_worker_and_rooms(worker: Worker) -> None:
    for process in _signal_all(worker, signal.SIGKILL):
        process.wait(10)


def test_two_workers_share_parse_and_tag_and_the_survivor_takes_over(
    make_settings: MakeSettings, ports: Iterator[int]
) -> None:
    settings = make_settings(raw_partitions=4, unique_partitions=4)  # session timeout as delivered: 10 s
    with working(settings, next(ports)) as first, working(settings, next(ports)) as second:
        for room in ("parse", "tag"):
            eventually(
                lambda room=room: len(first.room(room)["partitions"]) == 2 == len(second.room(room)["partitions"]),
                f"both to share {room}",
            )
        first.await_ready()
        second.await_ready()
        _kill_worker_and_rooms(first)
        started = time.monotonic()
        expected = send_raw(settings, traffic(200))
        eventually(
            lambda: outcomes(settings).total() == sum(expected.values()), "the survivor", seconds=RECOVERY_SECONDS
        )
        assert time.monotonic() - started < RECOVERY_SECONDS
        assert_each_has_one_outcome(settings, expected)


def test_sigterm_drains_within_ten_seconds_and_nothing_is_redelivered(
    make_settings: MakeSettings, ports: Iterator[int]
) -> None:
    settings = make_settings(**FAST_GROUP)
    with working(settings, next(ports)) as worker:
        worker.await_ready()
        expected = send_raw(settings, traffic(1000))
        eventually(lambda: outcomes(settings).total() > 0, "work under way")
        started = time.monotonic()
        worker.process.signal(signal.SIGTERM)
        assert worker.process.wait() == 0, worker.process.log[-3000:]
        assert time.monotonic() - started < 10
    with working(settings, next(ports)) as worker:
        assert_each_has_one_outcome(settings, expected)


def test_rule_12_a_room_that_dies_is_started_again_and_rooms_die_with_their_supervisor(
    make_settings: MakeSettings, ports: Iterator[int]
) -> None:
    settings = make_settings(**FAST_GROUP)
    with working(settings, next(ports)) as worker:
        worker.await_ready()
        pid = worker.room("tag")["pid"]
        psutil.Process(pid).kill()
        eventually(lambda: worker.room("tag")["pid"] not in (None, pid), "a new tag room")
        assert worker.ask("/livez")[0] == 200, "a restart is no reason to be restarted"
        worker.await_ready()
        metrics = worker.ask("/metrics")[1].decode()
        assert 'wirefeed_room_restarts_total{room="tag"} 1.0' in metrics
        rooms = psutil.Process(worker.process.process.pid).children(recursive=True)
        worker.process.signal(signal.SIGKILL)
        gone, alive = psutil.wait_procs(rooms, timeout=15)
        assert (len(gone), alive) == (3, [])


def test_rule_11_a_worker_without_its_topics_ends_with_78_and_makes_none(
    make_settings: MakeSettings, ports: Iterator[int]
) -> None:
    from agents.offsets import admin_client

    settings = make_settings(topics=False)
    with working(settings, next(ports)) as worker:
        assert worker.process.wait() == 78
        assert "wirefeed topics create" in worker.process.log
    with admin_client(settings) as admin:
        assert not [name for name in admin.list_topics() if name.startswith(settings.prefix)]


def test_metrics_and_probes_tell_the_truth(make_settings: MakeSettings, ports: Iterator[int]) -> None:
    settings = make_settings(**FAST_GROUP)
    with working(settings, next(ports)) as worker:
        worker.await_ready()
        expected = send_raw(settings, traffic(300))
        assert_each_has_one_outcome(settings, expected)

        def counted() -> dict[str, float]:
            lines = worker.ask("/metrics")[1].decode().splitlines()
            return {line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1]) for line in lines if line[0] != "#"}

        def adds_up() -> bool:
            now = counted()
            came = now['wirefeed_dispatches_consumed_total{room="parse"}'] + now["wirefeed_split_total"]
            went = sum(now[f'wirefeed_dispatches_total{{outcome="{o}"}}'] for o in _ENDS)
            return bool(came == went == sum(expected.values()))

        eventually(adds_up, f"the sum: {counted()}")
        now = counted()
        names = topic_names(settings)
        assert now['wirefeed_dispatches_total{outcome="published"}'] == len(committed_records(settings, names.enriched))
        assert now["wirefeed_end_to_end_seconds_count"] == len(committed_records(settings, names.enriched))
        eventually(
            lambda: all(value == 0 for name, value in counted().items() if name.startswith("wirefeed_consumer_lag")),
            "no lag on an idle line",
        )
        assert b"wirefeed worker" in worker.ask("/")[1]


_ENDS = ("published", "duplicate", "stale", "rejected")
