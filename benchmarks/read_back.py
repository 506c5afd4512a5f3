"""Read-back of the ledger, from Kafka to ready: `python -m benchmarks.read_back [--dispatches N]`.

Made-up dispatches are decided by a story book; its ledger, copied under other ids and other texts until it holds N
decisions, is written to a local Apache Kafka. Then a dedup stage of its own takes the partition over as it does on
assignment: holds, ledger, check of the ledger's end. Prints one JSON object.
"""

import argparse
import asyncio
import gc
import json
import os
import platform
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

import psutil
from kafka import KafkaProducer
from msgspec.structs import replace

from agents.dedup import DedupStage
from agents.names import topic_names
from agents.topics import create
from benchmarks.replay import made_up
from cli.kafka import LocalKafka
from pipeline.dedup.book import StoryBook
from pipeline.parse import parse
from pipeline.settings import Feed, Settings
from schemas.frames import encode_entry
from schemas.rooms import LedgerEntry, Parsed, RawPosition

DECIDED = 5000  # in earnest; the rest are copies
FEED = Feed(name="benchmark", language="en")


def decided(settings: Settings) -> list[LedgerEntry]:
    """The ledger of a few thousand dispatches."""
    book, entries = StoryBook(settings), []
    for number, (received, payload) in enumerate(made_up(DECIDED)):
        raw = RawPosition("benchmark", 0, number, time_ms=int(received.timestamp() * 1000))
        results = parse(
            payload, feed=FEED, raw=raw, content_type="text/plain", received_at=received, max_payload_bytes=1 << 24
        )
        for one in results:
            if isinstance(one, Parsed):
                entries += [decision.entry for decision in book.decide(one, offset=number, now=datetime.now(UTC))]
    return entries


def multiplied(entries: list[LedgerEntry], count: int) -> Iterator[LedgerEntry]:
    """The entries again and again, as decisions on other dispatches within the same window."""
    rng = random.Random(5)
    span = (entries[-1].stream_time or entries[-1].received_at) - entries[0].received_at + timedelta(seconds=1)
    for turn in range(-(-count // len(entries))):
        mask = rng.getrandbits(63)
        for entry in entries:
            shown = entry.fingerprint
            yield replace(
                entry,
                id=f"{turn:04x}{entry.id[4:]}",
                story_id=f"{turn:04x}{entry.story_id[4:]}",
                received_at=entry.received_at + turn * span / 1000,
                stream_time=(entry.stream_time or entry.received_at) + turn * span / 1000,
                fingerprint=replace(
                    shown,
                    body=shown.body ^ mask,
                    headline=shown.headline ^ mask,
                    paragraphs=[one ^ mask for one in shown.paragraphs],
                    signature=bytes(byte ^ (mask & 0xFF) for byte in shown.signature),
                ),
            )


def write(settings: Settings, entries: Iterator[LedgerEntry]) -> tuple[int, int, int]:
    """Put the entries on wire.ledger; how many, their last offset on wire.parsed, their bytes."""
    producer = KafkaProducer(
        bootstrap_servers=settings.bootstrap_servers, acks="all", linger_ms=20, compression_type="lz4"
    )
    topic, count, size = topic_names(settings).ledger, 0, 0
    for count, entry in enumerate(entries, 1):
        value = encode_entry(replace(entry, parsed_offset=count))
        size += len(value)
        producer.send(topic, value, entry.story_id.encode(), partition=0)
    producer.flush()
    producer.close()
    return count, count, size


def main() -> None:
    """Write, read back, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dispatches", type=int, default=100_000, help="decisions on the ledger (default 100000)")
    wanted = parser.parse_args().dispatches
    with LocalKafka() as kafka:
        settings = Settings(bootstrap_servers=kafka.bootstrap_servers, replication_factor=1)
        create(settings)
        entries = decided(settings)
        count, last, size = write(settings, islice(multiplied(entries, wanted), wanted))
        del entries
        gc.collect()
        before = psutil.Process().memory_info().rss
        stage = DedupStage(settings)
        started, used = time.perf_counter(), time.process_time()
        asyncio.run(stage.recover(0, last + 1))
        seconds, cpu = time.perf_counter() - started, time.process_time() - used
        gc.collect()
        memory = psutil.Process().memory_info().rss - before
    result = {
        "decisions": count,
        "seconds": round(seconds, 2),
        "per_second": round(count / seconds),
        "cpu_seconds": round(cpu, 2),
        "bytes_on_the_ledger": round(size / count),
        "memory_bytes_a_decision": round(memory / count),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "kafka": kafka.version,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
