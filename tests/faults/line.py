"""The whole line under test: workers, traffic made of the sample feed, and what became of it."""

import signal
import socket
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import orjson
import psutil
from kafka import KafkaProducer

from agents.headers import RAW_HEADER
from agents.names import topic_names
from cli.sample import samples
from pipeline.parse import parse
from pipeline.settings import Settings
from schemas.rooms import RawPosition
from tests.integration.processes import WORKER, Running, committed_records, eventually, running

NOW = datetime.now(UTC)
FAST_GROUP = {"session_timeout_seconds": 4.0, "heartbeat_seconds": 1.0, "rebalance_timeout_seconds": 6.0}


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
        eventually(lambda: self.ask("/readyz")[0] == 200, "ready", state=self.__str__)

    def __str__(self) -> str:
        return f"{self.ask('/status')}\n{self.process.log[-4000:]}"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def working(settings: Settings) -> Iterator[Worker]:
    """A worker for the length of a `with` block."""
    port = free_port()
    with running(WORKER, settings.model_copy(update={"http_port": port})) as process:
        yield Worker(process, port)


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


def assert_each_has_one_outcome(settings: Settings, expected: dict[str, int], worker: Worker | None = None) -> None:
    """Wait for all outcomes. The log of the `worker` is shown where they do not come."""
    found = eventually(
        lambda: (counted := outcomes(settings)).total() >= sum(expected.values()) and counted,
        f"{sum(expected.values())} outcomes",
        seconds=120,
        state=lambda: f"{outcomes(settings).total()}\n{worker or ''}",
    )
    lost = {raw for raw, count in expected.items() if found[raw] < count}
    doubled = {raw for raw, count in found.items() if count > expected.get(raw, 0)}
    assert (lost, doubled) == (set(), set())


def signal_all(worker: Worker, number: signal.Signals) -> list[psutil.Process]:
    parent = psutil.Process(worker.process.process.pid)
    processes = [parent, *parent.children(recursive=True)]
    for process in processes:
        process.send_signal(number)
    return processes


def kill_with_rooms(worker: Worker) -> None:
    for process in signal_all(worker, signal.SIGKILL):
        process.wait(10)
