"""`python -m agents ROOM [SETTINGS_FILE]`: one room's process. The supervisor calls it."""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import structlog

from agents import logs, process
from agents.dedup import DedupStage
from agents.exits import die
from agents.parse import ParseStage
from agents.room import Stage
from agents.tag import TagStage
from pipeline.errors import Misconfigured
from pipeline.settings import Settings, load_settings

STAGES: dict[str, Callable[[Settings], Stage[Any]]] = {"parse": ParseStage, "dedup": DedupStage, "tag": TagStage}


def main(room: str, settings_file: Path | None) -> None:
    """Run the room until it is told to stop."""
    try:
        settings = load_settings(settings_file)
    except Misconfigured as error:
        die(error)
    logs.configure(settings)
    structlog.contextvars.bind_contextvars(room=room)
    asyncio.run(process.run(settings, STAGES[room](settings)))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]) if len(sys.argv) > 2 else None)
