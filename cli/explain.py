"""`wirefeed explain`: which record a dispatch matched, by which rule, with the measures; where its tags come from."""

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from kafka import TopicPartition
from msgspec import Struct
from msgspec.structs import replace
from rich.console import Console
from rich.progress import Progress
from rich.text import Text

from agents.names import topic_names
from cli.clients import committed_reader
from cli.explanations import Earlier, Explanation
from cli.explanations import explain as put_into_words
from cli.inputs import Unusable, expand, read
from cli.show import OUTCOME_STYLES, plain
from pipeline.errors import WirefeedError
from pipeline.line import Line, Result
from pipeline.settings import Settings, load_settings
from pipeline.topics.explanation import Explained, explain_topics
from pipeline.topics.finder import TopicFinder
from schemas.frames import decode_ledger_entry
from schemas.record import Record, to_json
from schemas.rooms import LedgerEntry, RawPosition
from schemas.words import Outcome, Reason

POLL_MS = 500
RECORDS_AT_ONCE = 5000
LEAST_ID = 6  # characters
MAX_REASONS = 6  # shown for each topic


class Refusal(Struct, frozen=True, kw_only=True):
    """A dispatch of a file that could not be read."""

    outcome: Outcome = Outcome.REJECTED
    path: str
    part: int
    reason: Reason


class NotFound(WirefeedError):
    """No decision with that id."""


def explain(
    context: typer.Context,
    target: Annotated[
        str,
        typer.Argument(metavar="ID|FILE|FOLDER", help="Id of a dispatch or a story, or the agency's own; or files."),
    ],
    feed: Annotated[str, typer.Option(help="The feed that the files came in on.")] = "default",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object for each decision.")] = False,
) -> None:
    """Say what became of a dispatch and why: the rule, the record that it matched, the measures.

    An ID is looked up on the ledger, which holds the decisions of the window (72 hours unless set otherwise). A FILE or
    FOLDER is run through the whole line in order, without a broker.

    Examples: `wirefeed explain 6f1b0a...`, `wirefeed explain --json urn:newsml:afp.com:20261124:ferry | jq .rule`,
    `wirefeed explain --feed afp inbox/`
    """
    settings = load_settings(context.obj)
    console = Console(soft_wrap=not sys.stdout.isatty(), markup=False, highlight=False)
    found = _of_files(target, feed, settings) if Path(target).exists() else _of_ledger(target, settings)
    for told, record in found:
        if as_json:
            sys.stdout.buffer.write(to_json(told) + b"\n")
            continue
        for line in _lines(told, record) if isinstance(told, Explanation) else [_refusal(told)]:
            console.print(line)
        console.print()
    sys.stdout.buffer.flush()


def _of_files(target: str, feed: str, settings: Settings) -> Iterator[tuple[Explanation | Refusal, Record | None]]:
    line, finder = Line(settings), TopicFinder.of(settings)
    known: list[LedgerEntry] = []
    for file in expand([target]):
        for one in read(file, settings.max_payload_bytes):
            if isinstance(one, Unusable):
                yield Refusal(path=one.path, part=0, reason=one.fault.reason), None
                continue
            received_at = one.received_at or datetime.now(UTC)
            raw = RawPosition(one.path, 0, one.item)
            results = line.take(
                one.data, feed=one.feed or feed, content_type=one.content_type, received_at=received_at, raw=raw
            )
            for result in results:
                yield _of_result(result, one.path, known, finder), result.record


def _of_result(result: Result, path: str, known: list[LedgerEntry], finder: TopicFinder) -> Explanation | Refusal:
    if result.entry is None:
        assert result.reason is not None, "what has no decision was rejected, with a reason"
        return Refusal(path=path, part=result.part, reason=result.reason)
    told = put_into_words(result.entry, known)
    known.append(result.entry)
    if result.record is None or not result.record.topics:
        return told
    return replace(told, topics=explain_topics(result.record, finder))


def _refusal(told: Refusal) -> Text:
    where = f"{plain(told.path)}, dispatch {told.part}"
    return Text.assemble((f"{told.outcome} ", OUTCOME_STYLES[told.outcome]), f"{where}: {told.reason}, never compared")


def _of_ledger(wanted: str, settings: Settings) -> Iterator[tuple[Explanation, None]]:
    if len(wanted) < LEAST_ID:
        raise NotFound(f"{wanted!r} is neither a file nor an id: an id has {LEAST_ID} characters or more")
    entries = list(_search(settings, [wanted], lambda entry: _is_meant(entry, wanted)))
    if not entries:
        topic = topic_names(settings).ledger
        raise NotFound(f"no file, and no decision on {wanted!r} on {topic}, which holds those of the window")
    ids = {id_ for entry in entries for id_ in (entry.story_id, entry.matched, entry.duplicate_of) if id_}
    around = list(_search(settings, sorted(ids), lambda entry: entry.id in ids or entry.story_id in ids))
    for entry in entries:
        # by id: the same bytes may have come again
        before = [one for one in around if (one.parsed_offset, one.part) != (entry.parsed_offset, entry.part)]
        yield put_into_words(entry, before), None


def _is_meant(entry: LedgerEntry, wanted: str) -> bool:
    keys = [key for key in (entry.identity.key, *entry.identity.aliases) if key]
    return wanted in (entry.id, entry.story_id) or any(key == wanted or key.endswith(f":{wanted}") for key in keys)


def _search(settings: Settings, texts: list[str], fits: Callable[[LedgerEntry], bool]) -> Iterator[LedgerEntry]:
    """The entries of the ledger that hold one of these texts and fit, in order."""
    marks = [text.encode() for text in texts]
    for message in _whole(settings, topic_names(settings).ledger):
        # what does not hold the bytes is not decoded: a tenth of the time
        if any(mark in message.value for mark in marks):
            entry = decode_ledger_entry(message.value)
            if isinstance(entry, LedgerEntry) and fits(entry):
                yield entry


def _whole(settings: Settings, topic: str) -> Iterator[Any]:
    """Every committed message of a topic up to its present end, with a progress bar."""
    console = Console(stderr=True)
    with (
        committed_reader(settings, [topic], from_start=True) as consumer,
        Progress(console=console, transient=True, disable=not console.is_terminal) as progress,
    ):
        places: list[TopicPartition] = sorted(consumer.assignment())
        ends, starts = consumer.end_offsets(places), consumer.beginning_offsets(places)
        task = progress.add_task(topic, total=sum(ends[place] - starts[place] for place in places))
        while any(consumer.position(place) < ends[place] for place in places):
            for messages in consumer.poll(timeout_ms=POLL_MS, max_records=RECORDS_AT_ONCE).values():
                yield from messages
            progress.update(task, completed=sum(consumer.position(place) - starts[place] for place in places))


def _lines(told: Explanation, record: Record | None) -> Iterator[Text]:
    """The explanation as a person reads it."""
    decision = told.decision
    yield Text.assemble(
        (f"{decision.outcome} ", OUTCOME_STYLES[decision.outcome]),
        (plain(decision.headline or "(no headline)"), "bold"),
    )
    yield _row("dispatch", f"{decision.id}, {plain(decision.agency or 'no agency')}, received {_time(decision)}")
    yield _row("came as", f"{told.raw}, dispatch {told.part}")
    yield _row("because", told.rule + (f" ({told.reason})" if told.reason else ""))
    if told.repeats:
        yield _row("repeats", _earlier(told.repeats))
    if told.match:
        yield _row("nearest", _earlier(told.match.decided) if told.match.decided else told.match.id)
        yield _row("which is", told.match.why)
        yield _row("measures", ", ".join(f"{name} {value:g}" for name, value in told.match.measures.items()))
    yield _row("story", f"{decision.story_id}, version {decision.version}")
    for one in told.story:
        yield _row("", _earlier(one))
    if record:
        yield from _topic_lines(told.topics)
        yield from _region_lines(record)


def _topic_lines(topics: list[Explained]) -> Iterator[Text]:
    for told in topics:
        topic = told.topic
        yield _row("topic", f"{topic.code} {topic.name}, {topic.confidence:g} from {topic.origin}")
        for reason in told.reasons[:MAX_REASONS]:
            where = f" in the {reason.place}" if reason.place else ""
            times = f", {reason.count}x" if reason.count and reason.count > 1 else ""
            yield _row("", f"{reason.source}: {plain(reason.term)}{where}{times}, {reason.score:.2g}")


def _region_lines(record: Record) -> Iterator[Text]:
    for focus in (*record.regions.focus, *record.regions.subdivisions):
        yield _row("about", f"{focus.code} {focus.name}, {focus.score:g} from {focus.origin}")
    for mention in record.regions.mentions:
        where = ", ".join(mention.places)
        yield _row(
            "names",
            f"{plain(mention.name)} ({mention.kind}, {mention.country or 'no country'}) {mention.count}x in {where}",
        )


def _row(label: str, words: str) -> Text:
    return Text.assemble((f"  {label:<9} ", "dim"), words)


def _earlier(one: Earlier) -> str:
    headline = plain(one.headline or "(no headline)")
    return f"{one.id} v{one.version} {one.outcome} {_time(one)} {plain(one.agency or '-')}: {headline}"


def _time(one: Earlier) -> str:
    return f"{one.received_at.astimezone(UTC):%Y-%m-%d %H:%M:%S}Z"
