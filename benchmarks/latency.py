"""End-to-end latency of the whole line on a local Apache Kafka: `python -m benchmarks.latency [--rate 100]`.

From the producer's acknowledged send on wire.raw to a read_committed consumer's sight of the enriched record, at a
steady rate, each dispatch a text of its own. Prints one JSON object.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kafka import KafkaConsumer, KafkaProducer

from agents.names import topic_names
from agents.topics import create
from cli.kafka import LocalKafka
from pipeline.settings import Settings

WARM_UP_SECONDS = 3.0
READY_SECONDS = 60.0
DRAIN_SECONDS = 30.0


def dispatch(number: int) -> bytes:
    """A short dispatch in AFP's layout, unlike every other."""
    return (
        f"Harbour pilots vote on berth {number}\n"
        f"Lisbon, March 4, 2026 (AFP) - Pilots in Lisbon voted on Wednesday to move berth number {number} upstream, "
        f"the port authority said.\n\nThe vote was {number} to {number * 7 + 3}, it said in motion {uuid.uuid4()}.\n\n"
        "ab/cd\n"
    ).encode()


@contextmanager
def worker(settings: Settings, port: int) -> Iterator[None]:
    """A worker that is ready."""
    env = os.environ | {
        "WIREFEED_BOOTSTRAP_SERVERS": settings.bootstrap_servers,
        "WIREFEED_REPLICATION_FACTOR": "1",
        "WIREFEED_HTTP_PORT": str(port),
        "WIREFEED_LOG_LEVEL": "warning",
    }
    process = subprocess.Popen([sys.executable, "-m", "cli.main", "worker"], env=env)
    try:
        deadline = time.monotonic() + READY_SECONDS
        while not _is_ready(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise SystemExit("the worker did not get ready")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(15)


def _is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def measure(settings: Settings, rate: int, seconds: float) -> list[float]:
    """Milliseconds from acknowledgement to sight, one for each dispatch behind the warm-up."""
    names = topic_names(settings)
    seen: dict[str, float] = {}
    sent: dict[str, float] = {}
    done = threading.Event()

    def watch() -> None:
        consumer = KafkaConsumer(
            names.enriched,
            bootstrap_servers=settings.bootstrap_servers,
            isolation_level="read_committed",
            auto_offset_reset="earliest",
        )
        while not done.is_set():
            for batch in consumer.poll(timeout_ms=200, max_records=500).values():
                now = time.perf_counter()
                for record in batch:
                    seen[dict(record.headers)["wirefeed-raw"].decode()] = now
        consumer.close()

    watcher = threading.Thread(target=watch)
    watcher.start()
    producer = KafkaProducer(bootstrap_servers=settings.bootstrap_servers, acks="all", linger_ms=0)
    started = time.perf_counter()
    for number in range(int(rate * (seconds + WARM_UP_SECONDS))):
        time.sleep(max(0.0, started + number / rate - time.perf_counter()))
        place = producer.send(names.raw, dispatch(number), key=b"latency").get(10)
        if time.perf_counter() - started > WARM_UP_SECONDS:
            sent[f"{place.topic}:{place.partition}:{place.offset}"] = time.perf_counter()
    deadline = time.monotonic() + DRAIN_SECONDS
    while not sent.keys() <= seen.keys() and time.monotonic() < deadline:
        time.sleep(0.05)
    done.set()
    watcher.join()
    producer.close()
    missing = len(sent.keys() - seen.keys())
    if missing:
        raise SystemExit(f"{missing} of {len(sent)} records did not come within {DRAIN_SECONDS} s")
    return [(seen[raw] - at) * 1000 for raw, at in sent.items()]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=int, default=100, help="dispatches a second (default 100)")
    parser.add_argument("--seconds", type=float, default=20.0, help="behind the warm-up (default 20)")
    arguments = parser.parse_args()
    with LocalKafka() as kafka:
        settings = Settings(bootstrap_servers=kafka.bootstrap_servers, replication_factor=1, http_port=9464)
        create(settings)
        with worker(settings, settings.http_port):
            latencies = measure(settings, arguments.rate, arguments.seconds)
    cuts = statistics.quantiles(latencies, n=100)
    result: dict[str, Any] = {
        "dispatches": len(latencies),
        "rate_per_second": arguments.rate,
        "p50_ms": round(cuts[49], 1),
        "p99_ms": round(cuts[98], 1),
        "max_ms": round(max(latencies), 1),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "kafka": kafka.version,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
