"""`python -m agents ROOM [SETTINGS_FILE]`: one room's process. The supervisor calls it."""

import asyncio
import sys
from pathlib import Path
from typing import Any

import structlog

from agents import logs, process
from agents.exits import die
from agents.room import Stage
from pipeline.errors import Misconfigured
from pipeline.settings import Settings, load_settings


def make_stage(room: str, settings: Settings) -> Stage[Any]:
    """The stage of a room; the others are not imported, which halves the time to start."""
    if room == "parse":
        from agents.parse import ParseStage

        return ParseStage(settings)
    if room == "dedup":
        from agents.dedup import DedupStage

        return DedupStage(settings)
    from agents.tag import TagStage

    return TagStage(settings)


def main(room: str, settings_file: Path | None) -> None:
    """Run the room until it is told to stop."""
    try:
        settings = load_settings(settings_file)
    except Misconfigured as error:
        die(error)
    logs.configure(settings)
    structlog.contextvars.bind_contextvars(room=room)
    asyncio.run(process.run(settings, make_stage(room, settings)))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]) if len(sys.argv) > 2 else None)
