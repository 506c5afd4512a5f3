"""`wirefeed feed`: files to wire.raw, once or from a drop folder."""

import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.progress import track

from agents.names import topic_names
from cli.clients import raw_producer
from cli.dropfolder import watch
from cli.inputs import Payload, Unusable, expand, read
from cli.sending import Report, Sending
from pipeline.settings import Settings, load_settings


class Tally:
    """Counts the reports of a run and shows them."""

    def __init__(self, as_json: bool) -> None:
        self.sent = 0
        self.unsent = 0
        self._as_json = as_json

    def add(self, report: Report) -> None:
        """One input: to standard output as JSON, or to standard error where it was not sent."""
        if report.error is None:
            self.sent += 1
        else:
            self.unsent += 1
        if self._as_json:
            sys.stdout.write(msgspec.json.encode(report).decode() + "\n")
            sys.stdout.flush()
        elif report.error is not None:
            typer.echo(f"wirefeed: {report.path}, item {report.item}: {report.error}", err=True)


def feed(
    context: typer.Context,
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, folders, .jsonl envelopes, - (stdin).")],
    feed: Annotated[str, typer.Option(help="The feed's name; an envelope's own name wins.")] = "default",
    content_type: Annotated[str | None, typer.Option(help="Of every file; without it, by the file's suffix.")] = None,
    watching: Annotated[bool, typer.Option("--watch", help="Take files as they are put into a folder.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object for each input, with its place.")] = False,
) -> None:
    """Send files to Kafka, bytes unchanged, and wait until the brokers have every one of them.

    Exit status 1 where an input was not sent; its name is on standard error. With --watch: each file once it no longer
    grows, moved to done/ when the brokers have it, or to failed/ when it cannot be sent; names with a leading dot or
    ending in .part or .tmp wait. Ctrl-C ends it.

    Examples: `wirefeed feed inbox/ --feed afp`, `wirefeed feed drop/ --feed dpa --watch`
    """
    settings = load_settings(context.obj)
    if watching and (len(paths) != 1 or not Path(paths[0]).is_dir()):
        raise typer.BadParameter("--watch takes one folder that exists")
    files = [] if watching else expand(paths)
    tally = Tally(as_json)
    with raw_producer(settings) as producer:
        sending = Sending(producer, settings, tally.add)

        def send(files: list[str]) -> bool:
            before = tally.unsent
            sending.send_all(_inputs(files, feed, content_type, settings, tally), feed)
            return tally.unsent == before

        if watching:
            watch(Path(paths[0]), lambda file: send([str(file)]), _stop_signal())
        else:
            send(files)
    if not as_json:
        typer.echo(f"{tally.sent} sent to {topic_names(settings).raw}, {tally.unsent} not sent")
    if tally.unsent and not watching:
        raise typer.Exit(1)


def _inputs(
    files: list[str], feed: str, content_type: str | None, settings: Settings, tally: Tally
) -> Iterator[Payload | Unusable]:
    console = Console(stderr=True)
    for file in track(files, "sending", console=console, disable=not console.is_terminal, transient=True):
        try:
            yield from read(file, settings.max_payload_bytes, content_type)
        except OSError as error:
            tally.add(Report(path=file, item=0, feed=feed, error=error.strerror or type(error).__name__))


def _stop_signal() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop
