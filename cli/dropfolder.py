"""A drop folder: each file once, when it no longer grows, then out of the way."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import NamedTuple

import structlog

LOOK_SECONDS = 1.0
DONE = "done"
FAILED = "failed"
UNFINISHED = (".part", ".tmp")  # what uploaders call a file that still grows

log = structlog.get_logger(__name__)


class Look(NamedTuple):
    """What tells whether a file still grows."""

    mtime_ns: int
    size: int


def watch(folder: Path, send: Callable[[Path], bool], stop: Event) -> None:
    """Send files until `stop`, oldest first. `send` tells whether all of a file is on Kafka now.

    A file is moved only after that, so a crash in between sends it twice, never not at all; the second is a duplicate
    by its bytes. What `send` raises ends the watch with the file in place.
    """
    (folder / DONE).mkdir(exist_ok=True)
    before: dict[Path, Look] = {}
    while not stop.is_set():
        now = look_at(folder)
        for file in sorted((file for file in now if before.get(file) == now[file]), key=lambda file: (now[file], file)):
            sent = send(file)
            if look_at_file(file) == now[file]:  # else it grew on: the whole of it is sent later
                moved = move(file, folder / (DONE if sent else FAILED))
                log.info("file sent" if sent else "file cannot be sent", file=file.name, moved_to=str(moved))
            if stop.is_set():
                return
        before = now
        stop.wait(LOOK_SECONDS)


def look_at(folder: Path) -> dict[Path, Look]:
    """The files that may be sent, symbolic links and unfinished names left out."""
    names = (file for file in folder.iterdir() if not file.name.startswith(".") and file.suffix not in UNFINISHED)
    return {file: look for file in names if (look := look_at_file(file))}


def look_at_file(file: Path) -> Look | None:
    """None for what is not a regular file, or no longer there."""
    try:
        found = file.lstat()
    except FileNotFoundError:
        return None
    return Look(found.st_mtime_ns, found.st_size) if stat.S_ISREG(found.st_mode) else None


def move(file: Path, folder: Path) -> Path:
    """Move into a folder of the same volume, under a name that nothing there has yet."""
    folder.mkdir(exist_ok=True)
    number = 0
    while True:
        target = folder / (file.name if number == 0 else f"{file.stem}-{number}{file.suffix}")
        try:
            os.close(os.open(target, os.O_CREAT | os.O_EXCL))  # the name is ours now, whoever else moves files
            return file.replace(target)
        except FileExistsError:
            number += 1
