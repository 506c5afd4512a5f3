"""`wirefeed demo`: a broker, a worker and the sample feed on this machine."""

import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Annotated

import typer

from cli.kafka import LocalKafka
from cli.kafka.config import HOST, free_ports


def demo(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="End by itself; 0 only if the known outcomes came.")] = False,
) -> None:
    """Start a local Apache Kafka and a worker, send the bundled sample feed, and watch the records come out.

    Nothing is kept. Without --once it goes on until Ctrl-C, so that you can feed dispatches of your own.

    Examples: `wirefeed demo`, `wirefeed demo --once`
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it otherwise
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # an exception: everything is cleaned up
    with ExitStack() as stack, ThreadPoolExecutor(1) as pool:
        (port,) = free_ports(1)
        starting = pool.submit(stack.enter_context, LocalKafka(port=port))
        from cli.demo_line import run_line  # its Kafka clients take a while to import: meanwhile the broker starts

        good = run_line(f"{HOST}:{port}", starting, context.obj, once)
    if not good:
        raise typer.Exit(1)
