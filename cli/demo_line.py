"""What the demo does while its broker starts and after: a worker, the sample feed, and what comes of it."""

import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any, NamedTuple

import psutil
from rich.console import Console
from rich.table import Table

from agents.names import topic_names
from cli.clients import committed_reader, raw_producer
from cli.inputs import Payload
from cli.kafka import LocalKafka
from cli.outcomes import Outcomes, Part
from cli.sample import Expected, samples
from cli.sample.check import Result, differences
from cli.sending import Report, Sending
from cli.show import OUTCOME_STYLES, held_line, output_line
from cli.worker_process import WorkerProcess
from pipeline.errors import Fatal
from pipeline.settings import Settings, load_settings
from schemas.rooms import LedgerEntry, Settled
from schemas.words import Outcome

OUTCOMES_SECONDS = 60.0
POLL_MS = 200
LAST_POLL_MS = 1_000


class Known(NamedTuple):
    """A dispatch of the sample feed that was sent."""

    part: Part
    expected: Expected


def run_line(bootstrap_servers: str, starting: Future[LocalKafka], settings_file: Path | None, once: bool) -> bool:
    """Worker, sample feed, sum; whether the sum adds up and every known outcome came.

    The worker starts beside the broker, waits for it, and makes the topics.
    """
    console = Console(soft_wrap=not sys.stdout.isatty(), markup=False, highlight=False)
    with tempfile.TemporaryDirectory(prefix="wirefeed-demo-") as folder:
        settings = load_settings(settings_file, bootstrap_servers=bootstrap_servers, replication_factor=1)
        settings = settings.model_copy(update={"http_port": free_port(settings)})
        worker = WorkerProcess(settings, settings_file, Path(folder) / "worker.log")
        outcomes = Outcomes(topic_names(settings))
        with ExitStack() as stack:
            stack.enter_context(worker)
            kafka = starting.result()
            console.print(f"Apache Kafka {kafka.version} at {kafka.bootstrap_servers}")
            worker.await_ready()
            console.print(f"The worker's page: {worker.page}/  its metrics: {worker.page}/metrics")
            stack.enter_context(following(settings, outcomes, console))
            known = send_samples(settings, outcomes)
            wanted = {one.part: 2 if one.expected.then else 1 for one in known}
            outcomes.await_outcomes(wanted, OUTCOMES_SECONDS)
            if not once:
                console.print(invitation(settings))
                wait_for_interrupt()
            worker.stop()
        good = sum_up(settings, outcomes, console)
    return report_differences(known, outcomes, console) and good


def free_port(settings: Settings) -> int:
    """The settings' port where it is free, else another."""
    for port in (settings.http_port, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings.http_host, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise Fatal(f"no port is free on {settings.http_host}")


@contextmanager
def following(settings: Settings, outcomes: Outcomes, console: Console) -> Iterator[None]:
    """Read the output topics beside the block and print a line for each message; after it, read what is left."""
    stop = Event()

    def follow() -> None:
        with committed_reader(settings, outcomes.topics, from_start=True) as consumer:
            while not stop.is_set():
                _show(consumer.poll(timeout_ms=POLL_MS), outcomes, console)
            while messages := consumer.poll(timeout_ms=LAST_POLL_MS):
                _show(messages, outcomes, console)

    with ThreadPoolExecutor(1) as pool:
        followed = pool.submit(follow)
        try:
            yield
        finally:
            stop.set()
        followed.result()


def _show(messages: dict[Any, list[Any]], outcomes: Outcomes, console: Console) -> None:
    for batch in messages.values():
        for message in batch:
            one = outcomes.take(message)
            if isinstance(one, LedgerEntry):
                if one.outcome is Outcome.HELD:
                    console.print(held_line(one))
            elif not isinstance(one, Settled):
                console.print(output_line(one))


def send_samples(settings: Settings, outcomes: Outcomes) -> list[Known]:
    """Send the sample feed in its order; all is acked on return."""
    started_at = datetime.now(UTC)
    known: list[Known] = []
    reports: list[Report] = []
    with raw_producer(settings) as producer:
        sending = Sending(producer, settings, reports.append)
        for sample in samples():
            if sample.after:
                before = next(one.part for one in known if one.expected.label == sample.after)
                outcomes.await_outcomes({before: 1}, OUTCOMES_SECONDS)
            payload = Payload(path=sample.path, data=sample.payload(started_at), content_type=sample.content_type)
            sending.send_all([payload], sample.feed)
            place = reports[-1]
            raw = f"{place.topic}:{place.partition}:{place.offset}"
            known += [Known((raw, number), expected) for number, expected in enumerate(sample.parts)]
    return known


def invitation(settings: Settings) -> str:
    """What to try while the demo runs."""
    wirefeed = Path(sys.executable).with_name("wirefeed")
    server = f"WIREFEED_BOOTSTRAP_SERVERS={settings.bootstrap_servers}"
    return (
        "\nThat was the sample feed. In another terminal:\n"
        f"  {server} {wirefeed} feed YOUR-FILE --feed mine\n"
        f"  {server} {wirefeed} tail dead-letters --from-start\n"
        "Ctrl-C ends the demo.\n"
    )


def wait_for_interrupt() -> None:
    """Until Ctrl-C."""
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        return


def sum_up(settings: Settings, outcomes: Outcomes, console: Console) -> bool:
    """Print the outcomes; whether they add up: acked in + split = published + duplicate + stale + rejected + held."""
    acked = messages_on(settings, topic_names(settings).raw)
    split = sum(count - 1 for count in outcomes.dispatches().values())
    ends = sum(outcomes.counts[outcome] for outcome in Outcome)
    table = Table(title="What became of them", title_justify="left")
    table.add_column("outcome")
    table.add_column("dispatches", justify="right")
    for outcome in Outcome:
        name = "held now" if outcome is Outcome.HELD else str(outcome)
        table.add_row(name, str(outcomes.counts[outcome]), style=OUTCOME_STYLES[outcome])
    table.add_section()
    table.add_row("together", str(ends))
    table.add_row("acked in + split", f"{acked} + {split} = {acked + split}")
    console.print(table)
    good = acked + split == ends
    console.print("The sum adds up." if good else "The sum does not add up.", style="green" if good else "red")
    return good


def report_differences(known: list[Known], outcomes: Outcomes, console: Console) -> bool:
    """Print what is not as the sample feed's manifest says; whether all is."""
    results = [Result(expected=one.expected, seen=outcomes.seen(*one.part)) for one in known]
    faults = differences(results, released=True)
    for fault in faults:
        console.print(f"not as known: {fault}", style="red")
    if not faults:
        console.print("Every known outcome of the sample feed came.", style="green")
    if outcomes.first_record_at:
        seconds = outcomes.first_record_at - psutil.Process().create_time()
        console.print(f"The first record came {seconds:.1f} s after the command.")
    return not faults


def messages_on(settings: Settings, topic: str) -> int:
    """How many messages a topic that is written without transactions has got."""
    with committed_reader(settings, [topic], from_start=True) as consumer:
        places = consumer.assignment()
        starts, ends = consumer.beginning_offsets(places), consumer.end_offsets(places)
        return sum(ends[place] - starts[place] for place in places)
