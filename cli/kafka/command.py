"""`wirefeed kafka`: a local Apache Kafka until Ctrl-C."""

import signal
import threading
from pathlib import Path
from typing import Annotated

import typer

from cli.kafka.local import LocalKafka
from pipeline.errors import Fatal

POLL_SECONDS = 0.5


def command(
    port: Annotated[int | None, typer.Option(help="Port of the first broker; without it, a free one.")] = None,
    data: Annotated[Path | None, typer.Option(help="Folder that keeps the data; without it, all is temporary.")] = None,
    brokers: Annotated[int, typer.Option(help="How many brokers.", min=1, max=5)] = 1,
    log: Annotated[Path | None, typer.Option(help="Log file; without it, kafka.log in the data folder.")] = None,
) -> None:
    """Run a real Apache Kafka on this machine until Ctrl-C; its address goes to standard output.

    The first run downloads it (44 MB), and a Java runtime (104 MB) where the machine has no Java 17 or newer.

    Example: wirefeed kafka --data kafka-data --port 9092
    """
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with LocalKafka(brokers, data, port, log) as kafka:
        typer.echo(f"Apache Kafka {kafka.version}, log in {kafka.log_file}", err=True)
        typer.echo(kafka.bootstrap_servers)
        while not stop.wait(POLL_SECONDS):
            if not kafka.is_running():
                raise Fatal(f"a broker ended by itself; see {kafka.log_file}")
