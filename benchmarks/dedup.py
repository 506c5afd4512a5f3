"""Speed and memory of the dedup room's near index: `python -m benchmarks.dedup [--dispatches 260000]`.

A window is filled from encoded ledger entries, as it is read back, then rolls on: each further dispatch is looked up
and taken in while the oldest leaves. One in ten is made to share 60 % of its slots with an earlier one. Rates are of
CPU time in one process; latencies are of the clock, so on a busy machine look at the median.
"""

import argparse
import gc
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from time import perf_counter, process_time
from typing import TypeVar

import numpy as np
import psutil

from pipeline.dedup.book import StoryBook
from pipeline.dedup.fingerprint import fingerprint, normalise, text_hash
from pipeline.dedup.near import Likeness, NearIndex
from pipeline.dedup.signature import SIGNATURE_VERSION, SLOTS, sign
from pipeline.settings import Settings
from schemas.dispatch import Dispatch
from schemas.frames import decode_ledger_entry, encode_entry
from schemas.rooms import Fingerprint, Identity, LedgerEntry, RawPosition
from schemas.words import Format, Outcome, PubStatus

START = datetime(2026, 3, 2, tzinfo=UTC)
WINDOW = timedelta(hours=72)
PLANTED_EVERY = 10
PLANTED_SHARE = 0.6
PARAGRAPHS = 8
FIGURES = 15
NAMES = 25
CHUNK = 10_000

Value = TypeVar("Value")


class Wire:
    """Made-up ledger entries, one after the other."""

    def __init__(self, in_window: int) -> None:
        self._between = WINDOW / in_window
        self._numbers = np.random.default_rng(1987)
        self._recent: list[bytes] = []

    def entry(self, number: int) -> LedgerEntry:
        """The entry of dispatch `number`."""
        random, at = self._numbers, START + self._between * number
        id_ = random.bytes(16).hex()
        hashes = [int(hash_) for hash_ in random.integers(1, 1 << 63, PARAGRAPHS + 3)]
        return LedgerEntry(
            parsed_offset=number,
            raw=RawPosition("wire.raw", number % 6, number, int(at.timestamp() * 1000)),
            part=0,
            domain="default",
            id=id_,
            outcome=Outcome.PUBLISHED,
            story_id=random.bytes(16).hex(),
            version=1,
            pub_status=PubStatus.USABLE,
            agency="Norvik",
            identity=Identity(key=f"Norvik:urn:newsml:norvik.example:20260302:{number:08d}"),
            source_version="1",
            version_created=at,
            received_at=at,
            stream_time=at,
            transref=f"no{number % 9999:04d}",
            headline=f"Council of town {number} sells its ferry line to a shipping group",
            slugline=f"Town{number % 5000}-ferries",
            language="en",
            fingerprint=Fingerprint(
                headline=hashes[0],
                body=hashes[1],
                numerals=hashes[2],
                paragraphs=hashes[3:],
                shingles=430,
                signature=self._signature(number),
                signature_version=SIGNATURE_VERSION,
                figures=random.bytes(8 + 4 * FIGURES),
                proper_names=random.bytes(2 * NAMES),
            ),
        )

    def _signature(self, number: int) -> bytes:
        slots = self._numbers.integers(0, 1 << 16, SLOTS, dtype=np.uint16)
        if self._recent and number % PLANTED_EVERY == 0:
            same = self._numbers.random(SLOTS) < PLANTED_SHARE
            source = self._recent[int(self._numbers.integers(len(self._recent)))]
            slots[same] = np.frombuffer(source, "<u2")[same]
        signature = slots.astype("<u2").tobytes()
        self._recent = [*self._recent[-200:], signature]
        return signature


def measure_signing(texts: list[str]) -> None:
    """Print what signing costs beside normalising and hashing."""
    normal = [normalise(text) for text in texts]
    dispatches = [Dispatch(id="x", feed="x", format=Format.TEXT, body=text, received_at=START) for text in texts]
    rounds: dict[str, list[float]] = {"normalise + hash": [], "sign": [], "fingerprint, whole": []}
    for _ in range(7):  # by turns, the best of each: other work on the machine comes in bursts
        rounds["normalise + hash"].append(_microseconds(lambda text: text_hash(normalise(text)), texts))
        rounds["sign"].append(_microseconds(sign, normal))
        rounds["fingerprint, whole"].append(_microseconds(fingerprint, dispatches))
    best = {name: min(times) for name, times in rounds.items()}
    for name, time in best.items():
        print(f"{name:<32}{time:>10.1f} us a dispatch")
    base = best["normalise + hash"]
    print(f"{'normalise + hash + sign':<32}{(base + best['sign']) / base:>10.2f} x normalise + hash (wanted: 2.2)")


def _microseconds(work: Callable[[Value], object], values: list[Value]) -> float:
    started = process_time()
    for value in values:
        work(value)
    return (process_time() - started) / len(values) * 1e6


def fill(book: StoryBook, wire: Wire, count: int) -> None:
    """Read that many ledger entries back; print the rate and what they take."""
    gc.collect()
    before, spent = psutil.Process().memory_info().rss, 0.0
    for first in range(0, count, CHUNK):
        chunk = [encode_entry(wire.entry(number)) for number in range(first, min(first + CHUNK, count))]
        started = process_time()
        for value in chunk:
            entry = decode_ledger_entry(value)
            assert isinstance(entry, LedgerEntry)
            book.apply(entry)
        spent += process_time() - started
    del chunk
    gc.collect()
    taken = psutil.Process().memory_info().rss - before
    print(f"{'read-back: decode + apply':<32}{count / spent:>10,.0f} dispatches/s (wanted from Kafka: 15,000)")
    print(f"{'memory':<32}{taken / count:>10,.0f} bytes a dispatch in the window (wanted: 1,500)")


def roll(index: NearIndex, wire: Wire, first: int, count: int) -> None:
    """Look up and take in that many more; print rate, latencies and what was found."""
    prints = [wire.entry(number).fingerprint for number in range(first, first + count)]
    found: list[list[Likeness]] = []
    latencies = []
    spent = process_time()
    for number, print_ in enumerate(prints, first):
        started = perf_counter()
        found.append(index.like(print_.signature, print_.paragraphs))
        index.add(number, print_.signature, print_.paragraphs)
        latencies.append((perf_counter() - started) * 1e6)
        index.drop_oldest()
    spent = process_time() - spent
    latencies.sort()
    planted = [hits for number, hits in enumerate(found, first) if number % PLANTED_EVERY == 0]
    others = [hits for number, hits in enumerate(found, first) if number % PLANTED_EVERY]
    print(f"  {'query + insert':<30}{count / spent:>10,.0f} dispatches/s (wanted: 15,000)")
    print(f"  {'latency, median':<30}{latencies[count // 2]:>10,.0f} us")
    print(f"  {'latency, p99':<30}{latencies[count * 99 // 100]:>10,.0f} us (wanted: 300)")
    print(f"  {'recall where 0.6 is shared':<30}{sum(map(bool, planted)) / len(planted):>10.4f}")
    print(f"  {'false candidates a query':<30}{sum(map(len, others)) / len(others):>10.4f}")


def made_up_texts(count: int) -> list[str]:
    """Of 300 to 600 words, in sentences and paragraphs."""
    random = Random(7)
    words = ["".join(random.choices("etaoinshrdlu", k=random.randint(2, 9))) for _ in range(5000)]

    def sentence() -> str:
        told = random.choices(words, k=random.randint(12, 28))
        told[random.randrange(len(told))] = f"{random.randint(2, 999)}.{random.randint(0, 9)}"
        told[random.randrange(1, len(told))] = random.choice(words).capitalize()
        return " ".join(told).capitalize() + "."

    texts = []
    for _ in range(count):
        paragraphs = [" ".join(sentence() for _ in range(2)) for _ in range(random.randint(8, 15))]
        texts.append("\n\n".join(paragraphs))
    return texts


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--dispatches", type=int, default=260_000, help="in the window")
    options.add_argument("--more", type=int, default=20_000, help="that are looked up once it is full")
    given = options.parse_args()
    measure_signing(made_up_texts(300))
    book = StoryBook(Settings())
    fill(book, Wire(given.dispatches), given.dispatches)
    del book
    index, wire, first = NearIndex(), Wire(given.dispatches), 0
    for name in ("just filled", "rolled over once"):
        for number in range(first, first + given.dispatches):
            print_ = wire.entry(number).fingerprint
            index.add(number, print_.signature, print_.paragraphs)
            if len(index) > given.dispatches:
                index.drop_oldest()
        print(f"index of {len(index):,}, {name}")
        first += given.dispatches
        roll(index, wire, first, given.more)
        first += given.more


if __name__ == "__main__":
    main()
