"""`wirefeed tail`: records as they come out, without touching any consumer group."""

import sys
from collections.abc import Iterator
from typing import Annotated, Any

import typer
from msgspec import Struct
from rich.console import Console

from agents.names import TopicNames, topic_names
from cli.clients import committed_reader
from cli.outputs import DeadLetter, Output, open_message
from cli.show import LEAST_CONFIDENCE, output_line
from pipeline.settings import load_settings
from schemas.record import Duplicate, Record, to_json

POLL_MS = 500
SHORT_NAMES = ("enriched", "duplicates", "dead-letters")


class Wanted(Struct, frozen=True, kw_only=True):
    """Which records to show. What is None lets all through."""

    feed: str | None = None
    topic_code: str | None = None
    region: str | None = None

    def lets(self, record: Record) -> bool:
        """Whether a record passes every filter."""
        codes = {topic.code for topic in record.topics if topic.confidence >= LEAST_CONFIDENCE}
        regions = record.regions
        places = {focus.code for focus in (*regions.focus, *regions.subdivisions)} | {
            area.code for area in regions.areas
        }
        return (
            self.feed in (None, record.feed)
            and (self.topic_code is None or self.topic_code in codes)
            and (self.region is None or self.region in places)
        )


def tail(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="[TOPIC]", help=f"{', '.join(SHORT_NAMES)}, or the full name of a route's topic.")
    ] = "enriched",
    topic: Annotated[str | None, typer.Option(help="Media Topic code: medtop:16000000, or its digits.")] = None,
    region: Annotated[str | None, typer.Option(help="Country, subdivision or M49 area: SY, US-WY, 145.")] = None,
    feed: Annotated[str | None, typer.Option(help="One feed.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Stop after so many.")] = None,
    from_start: Annotated[bool, typer.Option("--from-start", help="All that the topic still holds, first.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Whole records, one JSON object a line.")] = False,
) -> None:
    """Show records as they come out, one line each, until Ctrl-C. Only what is committed is shown.

    Examples: `wirefeed tail --region FR --topic 15000000`, `wirefeed tail dead-letters --from-start --json`
    """
    settings = load_settings(context.obj)
    names = topic_names(settings)
    full_name = f"{settings.prefix}.{name}" if name in SHORT_NAMES else name
    if full_name == names.dead_letters and (topic or region):
        raise typer.BadParameter("dead letters have no topics and no regions")
    code = f"medtop:{topic.removeprefix('medtop:')}" if topic else None
    wanted = Wanted(feed=feed, topic_code=code, region=region.upper() if region else None)
    console = Console(soft_wrap=not sys.stdout.isatty(), markup=False, highlight=False)
    shown = 0
    try:
        with committed_reader(settings, [full_name], from_start=from_start) as consumer:
            for one in _passing(consumer, names, wanted):
                if as_json:
                    sys.stdout.buffer.write(to_json(one) + b"\n")
                    sys.stdout.buffer.flush()
                else:
                    console.print(output_line(one))
                shown += 1
                if shown == limit:
                    return
    except KeyboardInterrupt:
        return


def _passing(consumer: Any, names: TopicNames, wanted: Wanted) -> Iterator[Output]:  # noqa: ANN401 - kafka is untyped
    while True:
        for messages in consumer.poll(timeout_ms=POLL_MS).values():
            for message in messages:
                one = open_message(message, names)
                feed_fits = wanted.feed in (None, one.feed) if isinstance(one, DeadLetter) else True
                record = one.record if isinstance(one, Duplicate) else one
                if feed_fits and (isinstance(record, DeadLetter) or wanted.lets(record)):
                    yield one
