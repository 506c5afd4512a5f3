"""Feed `parse` with mutated dispatches: `python -m benchmarks.fuzz_parse [--count 200000] [--seed 1] [--first 0]`.

Every input is a payload of `benchmarks/corpus` (each wire format, by the beginning of the file's name) or of the sample
feed, damaged by `benchmarks.mutations`; one in ten comes on a feed that fixes some format or encoding. A find is an
exception, a `stage-failed`, no outcome, an id that is not of the bytes alone, a second parse that differs from the
first, mark-up or a control character in the text, or an input that takes over a second; each is printed with the seed
and number that make it again, and ends the run with status 1. What is found becomes a test. A table at the end says
how many inputs were read as each format.
"""

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from unicodedata import category

from rich.progress import track

from benchmarks.mutations import MUTATIONS
from cli.sample import samples
from pipeline.parse import dispatch_id, parse
from pipeline.settings import Feed
from pipeline.text import language
from schemas.dispatch import Dispatch
from schemas.frames import encode_frames
from schemas.rooms import Parsed, RawPosition, Rejection
from schemas.words import Format, Reason

CORPUS = Path(__file__).parent / "corpus"
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SLOW_SECONDS = 1.0
FIXED_SHARE = 0.1  # of inputs that come on a feed with a format or encoding of its own
MAX_BYTES = 1 << 20
_TAG = re.compile(
    r"</?(?:p|br|div|span|b|i|em|strong|a|ul|li|table|td|tr|h[1-6]|script|block|body|html)(?:\s[^<>=\n]{0,60}=[^<>\n]{0,200})?/?>"
)
_ALLOWED = re.compile(r"</?(?:p|h2|h3|ul|ol|li|table|tr|th|td|a|blockquote|em|strong)[ >]")
_ANY_TAG = re.compile(r"</?[A-Za-z][^<>]*>")

Case = tuple[str, bytes, str | None]  # name, payload, content type


@dataclass(slots=True)
class Tally:
    """What the inputs came to."""

    reasons: Counter[str] = field(default_factory=Counter)
    made_from: Counter[str] = field(default_factory=Counter)  # inputs by the format of what was mutated
    read_as: Counter[str] = field(default_factory=Counter)  # inputs by the format that they were read as
    dispatches: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, int] = (0.0, 0)  # seconds of CPU, number of the input


def corpus() -> list[Case]:
    """The payloads that are mutated."""
    own = [(path.name, path.read_bytes(), None) for path in sorted(CORPUS.iterdir())]
    return [*own, *((one.path, one.payload(NOON), one.content_type) for one in samples())]


def format_of(name: str) -> str:
    """The format by which a file of the corpus is named."""
    return next((one.value for one in Format if name.startswith(f"{one.value}-")), "sample feed")


def mutated(seed: int, number: int, cases: Sequence[Case]) -> Case:
    """The input of that number, the same for the same seed on any machine. Each format of the corpus comes as often."""
    random = Random(f"{seed}-{number}")
    own = [one for one in cases if format_of(one[0]) != "sample feed"]
    if random.random() < 0.75:
        wanted = random.choice(list(Format))
        name, payload, content_type = random.choice([one for one in own if format_of(one[0]) == wanted])
    else:
        name, payload, content_type = random.choice(cases)
    for _ in range(random.choice((1, 1, 1, 2, 2, 3))):
        payload = random.choice(MUTATIONS)(random, payload or b"x", random.choice(cases)[1] or b"x")[:MAX_BYTES]
    return name, payload, content_type


def feed_of(seed: int, number: int) -> Feed:
    """The feed on which the input of that number comes."""
    random = Random(f"feed-{seed}-{number}")
    if random.random() >= FIXED_SHARE:
        return Feed(name="fuzz")
    return Feed(
        name="fuzz",
        format=random.choice((None, *Format)),
        encoding=random.choice((None, "utf-8", "utf-16", "cp1252", "cp1251", "shift_jis")),
        time_zone=random.choice((None, "Asia/Tokyo")),
        keep_private_notes=random.random() < 0.5,
    )


def results_of(payload: bytes, content_type: str | None, feed: Feed) -> list[Parsed | Rejection]:
    """What `parse` makes of it."""
    return parse(
        payload,
        feed=feed,
        raw=RawPosition("fuzz", 0, 0),
        content_type=content_type,
        received_at=NOON,
        max_payload_bytes=MAX_BYTES,
    )


def fault(case: Case, feed: Feed, number: int, tally: Tally) -> str | None:
    """What is wrong with how `parse` takes this input; counts what it came to."""
    name, payload, content_type = case
    started = time.process_time()
    try:
        results = results_of(payload, content_type, feed)
        seconds = time.process_time() - started
        parsed = [one for one in results if isinstance(one, Parsed)]
        list(encode_frames(parsed))
        again = results_of(bytes(bytearray(payload)), content_type, feed)
    except Exception as error:
        return f"raises {type(error).__name__}: {error}"
    _count(tally, name, results, number, seconds)
    for one in results:
        if isinstance(one, Rejection) and one.reason is Reason.STAGE_FAILED:
            return one.detail
    if not results or [one.part for one in results] != list(range(len(results))):
        return "no outcome, or parts out of order"
    if again != results:
        return "a second parse gives something else"
    wrong = next(filter(None, (_wrong(one, payload) for one in parsed)), None)
    return wrong or (f"takes {seconds:.1f} s" if seconds > SLOW_SECONDS else None)


def _count(tally: Tally, name: str, results: list[Parsed | Rejection], number: int, seconds: float) -> None:
    tally.made_from[format_of(name)] += 1
    tally.slowest = max(tally.slowest, (seconds, number))
    formats = [one.dispatch.format for one in results if isinstance(one, Parsed)]
    tally.read_as.update(set(formats))
    tally.dispatches.update(formats)
    tally.reasons.update("parsed" if isinstance(one, Parsed) else one.reason for one in results)


def _wrong(parsed: Parsed, payload: bytes) -> str | None:
    dispatch = parsed.dispatch
    if dispatch.id != dispatch_id(payload, parsed.part):
        return "the id is not of the bytes and the part alone"
    if dispatch.word_count != len(dispatch.body.split()):
        return "words miscounted: white space that no clean body has"
    if any(_is_control(one) for one in dispatch.body if one not in "\n\t"):
        return "control character in the body"
    if tag := _TAG.search(dispatch.body):
        return f"mark-up in the body: {tag[0][:40]}"
    if any(not _ALLOWED.match(tag[0]) for tag in _ANY_TAG.finditer(dispatch.body_html or "")):
        return "an element in body_html that is not allowed"
    if any(_is_control(one) for text in _lines(dispatch) for one in text):
        return "control character in a line"
    return None


def _is_control(character: str) -> bool:
    return category(character) in ("Cc", "Cs")


def _lines(dispatch: Dispatch) -> list[str]:
    fields = (dispatch.headline, dispatch.subhead, dispatch.slugline, dispatch.byline, dispatch.summary)
    line = dispatch.dateline.text if dispatch.dateline else None
    return [text for text in (*fields, line, *dispatch.keywords, *(one.code for one in dispatch.codes)) if text]


def main() -> None:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200_000, help="inputs (default 200000)")
    parser.add_argument("--first", type=int, default=0, help="number of the first one (default 0)")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    language.warm_up()
    cases, tally, finds = corpus(), Tally(), 0
    numbers = range(arguments.first, arguments.first + arguments.count)
    for number in track(numbers, "mutating", disable=not sys.stderr.isatty()):
        case = mutated(arguments.seed, number, cases)
        if found := fault(case, feed_of(arguments.seed, number), number, tally):
            finds += 1
            print(f"seed {arguments.seed} number {number} ({case[0]}, {len(case[1])} bytes): {found}", flush=True)
    _report(tally, arguments.count, finds)
    sys.exit(1 if finds else 0)


def _report(tally: Tally, count: int, finds: int) -> None:
    print(f"{'format':<14}{'made from':>12}{'read as':>12}{'dispatches':>12}")
    for name in (*(one.value for one in Format), "sample feed"):
        print(f"{name:<14}{tally.made_from[name]:>12,}{tally.read_as[name]:>12,}{tally.dispatches[name]:>12,}")
    came_to = ", ".join(f"{reason} {number}" for reason, number in tally.reasons.most_common())
    print(f"slowest: {tally.slowest[0]:.2f} s, number {tally.slowest[1]}")
    print(f"{count} inputs, {finds} finds: {came_to}")


if __name__ == "__main__":
    main()
