"""How a process ends when something is wrong: at once, nothing committed, the reason logged."""

import os
import sys
from typing import NoReturn

import structlog

from pipeline.errors import Fatal, Misconfigured

log = structlog.get_logger(__name__)


def die(reason: BaseException) -> NoReturn:
    """Log the reason and end the process, without any clean-up: the next fence settles what was open."""
    code = reason.exit_code if isinstance(reason, Fatal) else Fatal.exit_code
    if isinstance(reason, Fatal):
        log.critical("process ends", exit_code=code, reason=str(reason))
    else:
        log.critical("process ends", exit_code=code, exc_info=reason)
    sys.stderr.flush()
    os._exit(code)


def offset_lost(room: str, group: str, found: str) -> Misconfigured:
    """A committed offset is absent or outside the log: it is never guessed, an operator decides."""
    return Misconfigured(
        f"group {group} {found}. Stop the workers, then take up from the log's start with "
        f"`wirefeed topics settle {room} start` (what was published before is published again) or skip what is "
        f"there with `wirefeed topics settle {room} end`"
    )
