"""Whether the known outcomes of the sample feed came: one line for each that did not."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from cli.sample import Expected
from schemas.record import Record
from schemas.words import Outcome, Reason

BEGINS_NO_STORY = (Outcome.DUPLICATE, Outcome.STALE, Outcome.REJECTED)


class Seen(Struct, frozen=True, kw_only=True):
    """One outcome that was seen."""

    outcome: Outcome
    record: Record | None = None
    reason: Reason | None = None
    duplicate_of: str | None = None


class Result(Struct, frozen=True, kw_only=True):
    """A dispatch of the sample feed, and the outcomes that were seen of it, in order."""

    expected: Expected
    seen: list[Seen]


def differences(results: Sequence[Result], *, released: bool) -> list[str]:
    """What is not as the manifest says, in its order. `released`: holds had the time to be let go."""
    ids = {result.expected.label: _record_id(result) for result in results}
    stories = {
        result.expected.label: story
        for result in results
        if (story := _story_id(result)) and result.expected.story is None and _begins_story(result.expected)
    }
    found = [
        f"{result.expected.label}: {fault}" for result in results for fault in _faults(result, ids, stories, released)
    ]
    if len(set(stories.values())) < len(stories):
        found += [f"one story for {', '.join(labels)}" for labels in _shared(stories)]
    return found


def _faults(result: Result, ids: dict[str, str | None], stories: dict[str, str], released: bool) -> Iterator[str]:
    expected = result.expected
    outcomes = [seen.outcome for seen in result.seen]
    known = [expected.outcome, *([expected.then] if expected.then and released else [])]
    if outcomes != known:
        yield f"outcome {' then '.join(outcomes) or 'missing'}, not {' then '.join(known)}"
        return
    first, last = result.seen[0], result.seen[-1]
    if expected.reason and first.reason != expected.reason:
        yield f"reason {first.reason}, not {expected.reason}"
    if expected.duplicate_of and first.duplicate_of != ids[expected.duplicate_of]:
        yield f"duplicate of {first.duplicate_of}, not of {expected.duplicate_of} ({ids[expected.duplicate_of]})"
    if last.record is not None:
        yield from _record_faults(expected, last.record, ids, stories)


def _record_faults(
    expected: Expected, record: Record, ids: dict[str, str | None], stories: dict[str, str]
) -> Iterator[str]:
    for name in ("version", "relation", "pub_status"):
        known, found = getattr(expected, name), getattr(record, name)
        if known is not None and found != known:
            yield f"{name} {found}, not {known}"
    for name in ("signals", "warnings"):
        missing = [word for word in getattr(expected, name) if word not in getattr(record, name)]
        if missing:
            yield f"{name} without {', '.join(missing)}"
    if expected.story and record.story_id != stories.get(expected.story):
        yield f"not of the story of {expected.story}"
    if expected.similar and ids[expected.similar] not in record.related.similar:
        yield f"not similar to {expected.similar}"


def _begins_story(expected: Expected) -> bool:
    return expected.outcome not in BEGINS_NO_STORY


def _record_id(result: Result) -> str | None:
    return next((seen.record.id for seen in reversed(result.seen) if seen.record), None)


def _story_id(result: Result) -> str | None:
    return next((seen.record.story_id for seen in reversed(result.seen) if seen.record), None)


def _shared(stories: dict[str, str]) -> Iterator[list[str]]:
    for story in set(stories.values()):
        labels = [label for label, of in stories.items() if of == story]
        if len(labels) > 1:
            yield labels
