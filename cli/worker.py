"""`wirefeed worker`: the three rooms, or some of them, until told to stop."""

import asyncio
import os
import tempfile
from pathlib import Path
from typing import Annotated

import structlog
import typer

from pipeline.errors import Misconfigured
from pipeline.settings import Settings, load_settings

log = structlog.get_logger(__name__)


def worker(
    context: typer.Context,
    agents: Annotated[str, typer.Option(help="Rooms to run, by comma.")] = "parse,dedup,tag",
    parse: Annotated[int, typer.Option(min=1, help="Processes of the parse room.")] = 1,
    tag: Annotated[int, typer.Option(min=1, help="Processes of the tag room.")] = 1,
    create_topics: Annotated[
        bool, typer.Option(help="Make missing topics first, as `wirefeed topics create`.")
    ] = False,
) -> None:
    """Run the rooms of the line as child processes, restart them when they end, answer on one port.

    Ends with 0 on SIGTERM once the work in hand is committed, with 78 where an operator has to act.

    Examples: `wirefeed worker`, `wirefeed worker --agents parse --parse 4`
    """
    file: Path | None = context.obj
    settings = load_settings(file)
    counts = {"parse": parse, "dedup": 1, "tag": tag}
    rooms = [name.strip() for name in agents.split(",")]
    unknown = [name for name in rooms if name not in counts]
    if unknown:
        raise typer.BadParameter(f"there is no room {unknown[0]!r}; the rooms are {', '.join(counts)}")
    with tempfile.TemporaryDirectory(prefix="wirefeed-metrics-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder  # before prometheus_client is imported; the rooms inherit it
        code = asyncio.run(_run(settings, file, [room for room in rooms for _ in range(counts[room])], create_topics))
    raise typer.Exit(code)


async def _run(settings: Settings, file: Path | None, rooms: list[str], create_topics: bool) -> int:
    from agents.supervisor import Supervisor
    from agents.web import serve

    supervisor = Supervisor(settings, file, rooms, create_topics=create_topics)
    try:
        runner, port = await serve(supervisor, settings)
    except OSError as error:
        raise Misconfigured(
            f"cannot listen on {settings.http_host}:{settings.http_port} ({error.strerror}); set WIREFEED_HTTP_PORT"
        ) from error
    log.info("worker starts", rooms=rooms, page=f"http://{settings.http_host}:{port}/", settings=settings.model_dump())
    try:
        return await supervisor.run()
    finally:
        await runner.cleanup()
