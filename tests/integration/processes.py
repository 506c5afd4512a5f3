"""Processes under test, and a look at what they wrote: no mocks, no fixed sleeps."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition

from pipeline.settings import Settings

ECHO_ROOM = [sys.executable, str(Path(__file__).with_name("echo_room.py"))]
WORKER = [sys.executable, "-m", "cli.main", "worker"]
PATIENCE_SECONDS = 60.0
LOOK_SECONDS = 0.05


def environment(settings: Settings) -> dict[str, str]:
    """The process environment that gives these settings."""
    fields = settings.model_dump(mode="json", exclude_none=True)
    given = {
        f"WIREFEED_{name.upper()}": value if isinstance(value, str) else json.dumps(value)
        for name, value in fields.items()
    }
    return {name: value for name, value in os.environ.items() if not name.startswith("WIREFEED_")} | given


def eventually(
    look: Callable[[], Any], what: str, seconds: float = PATIENCE_SECONDS, state: Callable[[], object] = lambda: ""
) -> Any:
    """Look again until the answer is true; fails with `what` and the `state` of then when patience ends."""
    deadline = time.monotonic() + seconds
    while True:
        started = time.monotonic()
        if answer := look():
            return answer
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}\n{state()}"
        # a look that reads whole topics leaves the processor to what it looks at
        time.sleep(max(LOOK_SECONDS, 2 * (time.monotonic() - started)))


class Running:
    """A process that reports on standard output, one JSON object a line; its log is kept for the test to read."""

    def __init__(self, command: list[str], settings: Settings, **extra: str) -> None:
        self._metrics = tempfile.TemporaryDirectory()
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed in close()
        env = environment(settings) | {"PROMETHEUS_MULTIPROC_DIR": self._metrics.name} | extra
        self.process = subprocess.Popen(
            command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, start_new_session=True
        )
        self.report: dict[str, Any] = {}
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        assert self.process.stdin is not None
        self.process.stdin.write(b"go\n")
        self.process.stdin.flush()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.report = json.loads(line)

    @property
    def log(self) -> str:
        """What it wrote to standard error so far."""
        self._log.seek(0)
        return self._log.read().decode()

    def await_ready(self, partitions: int | None = None) -> None:
        """Until it reports that it works on all that it owns (and owns so many)."""
        eventually(
            lambda: self.report.get("ready") and partitions in (None, len(self.report["partitions"])),
            "ready",
            state=lambda: (self.report, self.log[-3000:]),
        )

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process alone."""
        self.process.send_signal(number)

    def wait(self, seconds: float = PATIENCE_SECONDS) -> int:
        """Its exit status."""
        return self.process.wait(seconds)

    def close(self) -> None:
        """End it and all of its children."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._listener.join()
        for pipe in (self.process.stdin, self.process.stdout, self._log):
            assert pipe is not None
            pipe.close()
        self._metrics.cleanup()


@contextmanager
def running(command: list[str], settings: Settings, **extra: str) -> Iterator[Running]:
    """A process for the length of a `with` block."""
    process = Running(command, settings, **extra)
    try:
        yield process
    finally:
        process.close()


def send(settings: Settings, topic: str, messages: list[tuple[str, bytes]]) -> None:
    """Produce (key, value) pairs, in order; every one is acknowledged before it returns."""
    producer = KafkaProducer(
        bootstrap_servers=settings.bootstrap_servers, acks="all", enable_idempotence=True, max_request_size=64 << 20
    )
    try:
        futures = [producer.send(topic, key=key.encode(), value=value) for key, value in messages]
        for future in futures:
            future.get(30)
    finally:
        producer.close()


def committed_records(settings: Settings, topic: str) -> list[Any]:
    """All committed records of a topic, up to where its log ends now."""
    consumer = KafkaConsumer(
        bootstrap_servers=settings.bootstrap_servers, isolation_level="read_committed", enable_auto_commit=False
    )
    try:
        places = [TopicPartition(topic, number) for number in consumer.partitions_for_topic(topic)]
        consumer.assign(places)
        consumer.seek_to_beginning(*places)
        ends = consumer.end_offsets(places)
        records: list[Any] = []
        while any(consumer.position(place) < ends[place] for place in places):
            for batch in consumer.poll(timeout_ms=200).values():
                records += batch
        return records
    finally:
        consumer.close()


def committed_offsets(settings: Settings, group: str) -> dict[tuple[str, int], int]:
    """The group's committed offsets."""
    admin = KafkaAdminClient(bootstrap_servers=settings.bootstrap_servers)
    try:
        offsets = admin.list_group_offsets(group)[group]
        return {(place.topic, place.partition): meta.offset for place, meta in offsets.items()}
    finally:
        admin.close()
