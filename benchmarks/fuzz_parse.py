"""Feed `parse` with mutated dispatches: `python -m benchmarks.fuzz_parse [--count 200000] [--seed 1]`.

Every input is a payload of the sample feed, cut, flipped, spliced with another, or filled with hostile tokens. A find
is an exception, a `stage-failed`, a control character in a body, or an input that takes over a second; each is printed
with the seed and number that make it again, and ends the run with status 1. What is found becomes a test.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from random import Random
from unicodedata import category

from rich.progress import track

from cli.sample import samples
from pipeline.parse import parse
from pipeline.settings import Feed
from schemas.frames import encode_frames
from schemas.rooms import Parsed, RawPosition
from schemas.words import Reason

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
SLOW_SECONDS = 1.0
MAX_BYTES = 1 << 20
TOKENS = (
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r\n\r\n", b"\xc2\x85", b"\xe2\x80\xae"),
    *(b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"<![CDATA[", b"]]>", b"&#0;", b"&#xD800;", b"<p>" * 300),
    *(b"{{[[", b"\\ud800", b"1e999", b"9" * 5000, b"[" * 300),
    *(b"KILL", b"EMBARGO", b"(AFP) -", b"0000-00-00T99:99:99Z"),
    *(b"/", b"_" * 200, b"=" * 300, b"-" * 300, b"A. B. " * 100),
)

Mutation = Callable[[Random, bytes, bytes], bytes]


def flip(random: Random, payload: bytes, _other: bytes) -> bytes:
    """Some bytes become others."""
    mutable = bytearray(payload)
    for _ in range(random.randint(1, 12)):
        mutable[random.randrange(len(mutable))] = random.randrange(256)
    return bytes(mutable)


def cut(random: Random, payload: bytes, _other: bytes) -> bytes:
    """A stretch is missing."""
    start = random.randrange(len(payload))
    return payload[:start] + payload[start + random.randint(1, len(payload)) :]


def splice(random: Random, payload: bytes, other: bytes) -> bytes:
    """It goes on as another does."""
    return payload[: random.randrange(len(payload))] + other[random.randrange(len(other)) :]


def repeat(random: Random, payload: bytes, _other: bytes) -> bytes:
    """A stretch comes many times."""
    start = random.randrange(len(payload))
    stretch = payload[start : start + random.randint(1, 400)]
    return payload[:start] + stretch * random.randint(2, 60) + payload[start:]


def plant(random: Random, payload: bytes, _other: bytes) -> bytes:
    """Hostile tokens stand in it."""
    for _ in range(random.randint(1, 4)):
        place = random.randrange(len(payload))
        payload = payload[:place] + random.choice(TOKENS) + payload[place:]
    return payload


MUTATIONS: Sequence[Mutation] = (flip, cut, splice, repeat, plant)


def mutated(seed: int, number: int, corpus: Sequence[tuple[bytes, str]]) -> tuple[bytes, str]:
    """The input of that number: the same for the same seed, on any machine."""
    random = Random(f"{seed}-{number}")
    payload, content_type = random.choice(corpus)
    for _ in range(random.randint(1, 3)):
        payload = random.choice(MUTATIONS)(random, payload or b"x", random.choice(corpus)[0] or b"x")
    return payload[:MAX_BYTES], content_type


def fault(payload: bytes, content_type: str, reasons: Counter[str]) -> str | None:
    """What is wrong with how `parse` takes this input; counts what it came to."""
    started = time.process_time()
    try:
        results = parse(
            payload,
            feed=Feed(name="fuzz"),
            raw=RawPosition("fuzz", 0, 0),
            content_type=content_type,
            received_at=NOON,
            max_payload_bytes=MAX_BYTES,
        )
        parsed = [one for one in results if isinstance(one, Parsed)]
        list(encode_frames(parsed))
    except Exception as error:
        return f"raises {type(error).__name__}: {error}"
    seconds = time.process_time() - started
    for one in results:
        reasons["parsed" if isinstance(one, Parsed) else one.reason] += 1
        if not isinstance(one, Parsed) and one.reason is Reason.STAGE_FAILED:
            return one.detail
    if any(
        category(character) == "Cc" and character not in "\n\t" for one in parsed for character in one.dispatch.body
    ):
        return "control character in the body"
    return f"takes {seconds:.1f} s" if seconds > SLOW_SECONDS else None


def main() -> None:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200_000, help="inputs (default 200000)")
    parser.add_argument("--first", type=int, default=0, help="number of the first one (default 0)")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    corpus = [(sample.payload(NOON), sample.content_type) for sample in samples()]
    reasons: Counter[str] = Counter()
    finds = 0
    for number in track(
        range(arguments.first, arguments.first + arguments.count), "mutating", disable=not sys.stderr.isatty()
    ):
        payload, content_type = mutated(arguments.seed, number, corpus)
        found = fault(payload, content_type, reasons)
        if found:
            finds += 1
            print(f"seed {arguments.seed} number {number} ({content_type}, {len(payload)} bytes): {found}")
    came_to = ", ".join(f"{reason} {count}" for reason, count in reasons.most_common())
    print(f"{arguments.count} inputs, {finds} finds: {came_to}")
    sys.exit(1 if finds else 0)


if __name__ == "__main__":
    main()
