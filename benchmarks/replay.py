"""Replay: one wire.parsed decided by 1, 2 and 4 workers, and by one that is killed five times, must end the same.

`python -m benchmarks.replay [--dispatches FILE]`. FILE holds one JSON object a line (`title`, `dateline`, `body`, and
`date` in ISO 8601; .gz too); without it the dispatches are made up. They are spread over four
deduplication domains, written once to wire.parsed of a line of its own for each run, and decided by dedup rooms of real
workers on a local Apache Kafka. The ledgers of all runs must be equal, entry by entry. Ends with 1 where they are not.
"""

import argparse
import gzip
import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise, zip_longest
from pathlib import Path

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from rich.progress import track

from agents.headers import for_frame
from agents.names import topic_names
from agents.topics import create
from cli.kafka import LocalKafka
from cli.kafka.config import free_ports
from pipeline.parse import parse
from pipeline.settings import Domain, Feed, Settings
from schemas.frames import Frame, decode_ledger_entry, encode_frames
from schemas.rooms import LedgerEntry, Parsed, RawPosition

DOMAINS = ("north", "east", "south", "west")
SECONDS = 300.0
RECEIVED = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


def settings_of(kafka: LocalKafka, prefix: str) -> Settings:
    """The settings of one run: four domains, each with a partition of its own, and quick to notice a dead worker."""
    return Settings(
        bootstrap_servers=kafka.bootstrap_servers,
        prefix=prefix,
        replication_factor=1,
        parsed_partitions=len(DOMAINS),
        domain=tuple(Domain(name=name, partition=number) for number, name in enumerate(DOMAINS)),
        feed=tuple(Feed(name=name, domain=name, language="en") for name in DOMAINS),
        session_timeout_seconds=4.0,
        heartbeat_seconds=1.0,
        rebalance_timeout_seconds=6.0,
        log_level="error",
    )


def made_up(count: int) -> Iterator[tuple[datetime, bytes]]:
    """Dispatches in time order: stories, re-sends, updates with another figure, serials."""
    rng = random.Random(20)
    places = ("Bergen", "Gdansk", "Porto", "Varna", "Riga", "Vigo")
    for number in range(count):
        story = rng.randrange(max(1, count // 3))
        place, figure = places[story % len(places)], story * 3 + rng.randrange(2)
        text = f"Harbour board {story} weighs berth plan\n\n{place.upper()}, Nov 24 (Reuters) - " + " ".join(
            f"The board of harbour {story} heard point {point} of the plan for berth {story + point} on Tuesday."
            for point in range(6 + rng.randrange(3))
        )
        yield RECEIVED + timedelta(seconds=20 * number), f"{text} It voted {figure} to {story}.\n".encode()


def of_file(path: Path) -> Iterator[tuple[datetime, bytes]]:
    """The dispatches of a file in time order."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
        found = [json.loads(line) for line in lines]
    dated = [(datetime.fromisoformat(one["date"]), one) for one in found]
    for when, one in sorted(dated, key=lambda pair: pair[0]):
        yield when, f"{one['title']}\n\n{one.get('dateline') or ''}{one['body']}".encode()


def parsed(dispatches: Iterator[tuple[datetime, bytes]], settings: Settings) -> dict[str, list[Parsed]]:
    """What the parse room makes of them, by domain."""
    by_domain: dict[str, list[Parsed]] = {name: [] for name in DOMAINS}
    for number, (received, payload) in enumerate(dispatches):
        name = DOMAINS[number // 40 % len(DOMAINS)]  # a stretch of the wire to each: stories stay together
        raw = RawPosition("replayed", 0, number, time_ms=int(received.timestamp() * 1000))
        results = parse(
            payload, feed=settings.feed_named(name), raw=raw, content_type="text/plain", received_at=received,
            max_payload_bytes=settings.max_payload_bytes,
        )  # fmt: skip
        by_domain[name] += [one for one in results if isinstance(one, Parsed)]
    return by_domain


def portions_of(by_domain: dict[str, list[Parsed]], count: int) -> list[list[tuple[int, Frame]]]:
    """The frames of wire.parsed with their partitions, in so many portions; the same frames however many."""
    frames = [(number, frame) for number, name in enumerate(DOMAINS) for frame in encode_frames(by_domain[name])]
    cuts = [len(frames) * number // count for number in range(count + 1)]
    return [frames[start:end] for start, end in pairwise(cuts)]


def write(frames: list[tuple[int, Frame]], settings: Settings) -> dict[int, int]:
    """Put frames on wire.parsed; the end of each partition that got any."""
    producer = KafkaProducer(bootstrap_servers=settings.bootstrap_servers, acks="all", linger_ms=20)
    topic = topic_names(settings).parsed
    futures = [
        (number, producer.send(topic, frame.value, partition=number, headers=for_frame(frame.count)))
        for number, frame in frames
    ]
    ends = {number: future.get(60).offset + 1 for number, future in futures}
    producer.close()
    return ends


class Workers:
    """Processes of `wirefeed worker --agents dedup`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """One more."""
        fields = self._settings.model_dump(mode="json", exclude_none=True) | {"http_port": free_ports(1)[0]}
        told = {f"WIREFEED_{key.upper()}": value if isinstance(value, str) else json.dumps(value)
                for key, value in fields.items()}  # fmt: skip
        command = [sys.executable, "-m", "cli.main", "worker", "--agents", "dedup"]
        self._running.append(subprocess.Popen(command, env=os.environ | told, start_new_session=True))

    def kill(self) -> None:
        """The first, with its room: the room ends when the pipe to its supervisor closes."""
        worker = self._running.pop(0)
        os.killpg(worker.pid, 9)
        worker.wait()

    def stop(self) -> None:
        """All of them."""
        for worker in self._running:
            worker.terminate()
        for worker in self._running:
            worker.wait(20)


def ledger(settings: Settings) -> dict[int, list[LedgerEntry]]:
    """What was decided so far, by partition."""
    consumer = KafkaConsumer(bootstrap_servers=settings.bootstrap_servers, isolation_level="read_committed")
    places = [TopicPartition(topic_names(settings).ledger, number) for number in range(len(DOMAINS))]
    consumer.assign(places)
    consumer.seek_to_beginning(*places)
    found: dict[int, list[LedgerEntry]] = {number: [] for number in range(len(DOMAINS))}
    ends = consumer.end_offsets(places)
    while any(consumer.position(place) < ends[place] for place in places):
        for place, records in consumer.poll(timeout_ms=500, max_records=5000).items():
            entries = (decode_ledger_entry(record.value) for record in records)
            found[place.partition] += [entry for entry in entries if isinstance(entry, LedgerEntry)]
    consumer.close()
    return found


def await_ledger(
    settings: Settings, is_enough: Callable[[dict[int, list[LedgerEntry]]], bool]
) -> dict[int, list[LedgerEntry]]:
    """The ledger, once it has got so far. Ends the process where it does not."""
    deadline = time.monotonic() + SECONDS
    while not is_enough(found := ledger(settings)):
        if time.monotonic() > deadline:
            raise SystemExit(f"not decided within {SECONDS:.0f} s")
        time.sleep(0.3)
    return found


def run(
    settings: Settings, by_domain: dict[str, list[Parsed]], workers: int, kills: int
) -> dict[int, list[LedgerEntry]]:
    """Decide everything with so many workers, one of them killed and replaced so many times; the ledger."""
    create(settings)
    crew, ends = Workers(settings), dict[int, int]()
    with ExitStack() as ending:
        ending.callback(crew.stop)
        for _ in range(workers):
            crew.start()
        for number, frames in enumerate(portions_of(by_domain, kills + 1)):
            before = count_of(ledger(settings))
            ends |= write(frames, settings)
            if number < kills:
                await_ledger(settings, partial(has_grown, before))
                crew.kill()
                crew.start()
        return await_ledger(settings, partial(is_decided, ends))


def has_grown(before: int, found: dict[int, list[LedgerEntry]]) -> bool:
    """Whether there are more decisions than before."""
    return count_of(found) > before


def is_decided(ends: dict[int, int], found: dict[int, list[LedgerEntry]]) -> bool:
    """Whether every partition is decided to its end."""
    return all(found[number] and found[number][-1].parsed_offset + 1 == end for number, end in ends.items())


def count_of(found: dict[int, list[LedgerEntry]]) -> int:
    """How many decisions a ledger has."""
    return sum(map(len, found.values()))


def differences(one: dict[int, list[LedgerEntry]], other: dict[int, list[LedgerEntry]]) -> int:
    """How many entries of two ledgers differ."""
    return sum(first != second for number in one for first, second in zip_longest(one[number], other[number]))


def main() -> None:
    """Run and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dispatches", type=Path, help="a file of dispatches; else made up")
    parser.add_argument("--count", type=int, default=6000, help="how many are made up (default 6000)")
    options = parser.parse_args()
    with LocalKafka() as kafka:
        settings = settings_of(kafka, "replay")
        dispatches = list(of_file(options.dispatches) if options.dispatches else made_up(options.count))
        by_domain = parsed(iter(track(dispatches, "parsing", transient=True)), settings)
        first: dict[int, list[LedgerEntry]] | None = None
        failed = False
        for workers, kills in ((1, 0), (2, 0), (4, 0), (1, 5)):
            started = time.monotonic()
            found = run(settings_of(kafka, f"replay{workers}k{kills}"), by_domain, workers, kills)
            entries = [entry for mine in found.values() for entry in mine]
            stories, outcomes = {entry.story_id for entry in entries}, Counter(entry.outcome for entry in entries)
            differing = 0 if first is None else differences(first, found)
            first, failed = first or found, failed or differing > 0
            print(
                f"{workers} workers, {kills} kills: {len(entries)} decisions, {len(stories)} stories, "
                f"{differing} differ, {time.monotonic() - started:.0f} s; "
                + ", ".join(f"{n} {name}" for name, n in outcomes.most_common()),
                flush=True,
            )
    raise SystemExit(failed)


if __name__ == "__main__":
    main()
