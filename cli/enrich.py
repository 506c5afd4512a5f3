"""`wirefeed enrich`: the whole line over files, without a broker."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from msgspec import Struct
from rich.console import Console
from rich.progress import track

from cli.inputs import Payload, Unusable, expand, read
from pipeline.line import Line
from pipeline.settings import load_settings
from schemas.record import Record, to_json
from schemas.rooms import RawPosition
from schemas.words import Outcome, Reason


class Place(Struct, frozen=True, kw_only=True):
    """Where a dispatch came from."""

    path: str
    item: int  # line of an envelope file, from 0
    part: int  # number of the dispatch within its payload, from 0


class OutputLine(Struct, frozen=True, kw_only=True):
    """One line of output: what became of one dispatch."""

    outcome: Outcome
    record: Record | None
    duplicate_of: str | None = None
    reason: Reason | None = None
    source: Place


def enrich(
    context: typer.Context,
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, folders, .jsonl envelopes, - (stdin).")],
    feed: Annotated[str, typer.Option(help="The feed that they came in on, where an envelope names none.")] = "default",
    topics_model: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Topic model made by `wirefeed topics train`.")
    ] = None,
) -> None:
    """Run dispatches through the whole line, without a broker, and print one JSON object a line.

    Paths are taken in order, as one stream: a second version, a copy or a kill is seen as such. Nothing is kept
    between two runs. Exit status 0 when every dispatch got an outcome.

    Examples: `wirefeed enrich story.xml`, `wirefeed enrich --feed afp inbox/ | jq .record.headline`
    """
    settings = load_settings(context.obj, **({} if topics_model is None else {"topics_model": topics_model}))
    files = expand(paths)
    line = Line(settings)
    console = Console(stderr=True)
    unread = 0
    for file in track(files, "enriching", console=console, disable=not console.is_terminal, transient=True):
        try:
            for one in read(file, settings.max_payload_bytes):
                for output in _outputs(one, line, feed):
                    sys.stdout.buffer.write(to_json(output) + b"\n")
        except OSError as error:
            typer.echo(f"wirefeed: {file}: {error.strerror}", err=True)
            unread += 1
    sys.stdout.buffer.flush()
    if unread:
        raise typer.Exit(1)


def _outputs(one: Payload | Unusable, line: Line, default_feed: str) -> Iterator[OutputLine]:
    if isinstance(one, Unusable):
        place = Place(path=one.path, item=one.item, part=0)
        yield OutputLine(outcome=Outcome.REJECTED, record=None, reason=one.fault.reason, source=place)
        return
    results = line.take(
        one.data,
        feed=one.feed or default_feed,
        content_type=one.content_type,
        received_at=one.received_at or datetime.now(UTC),
        raw=RawPosition(one.path, 0, one.item),
    )
    for result in results:
        yield OutputLine(
            outcome=result.outcome,
            record=result.record,
            duplicate_of=result.duplicate_of,
            reason=result.reason,
            source=Place(path=one.path, item=one.item, part=result.part),
        )
