"""A class archive (JEP 350), left by the first run that ends in order: with it the broker starts in half the time.

Java itself checks that an archive is of this very runtime and these very jars, and does without it where it is not.
"""

import hashlib
from pathlib import Path
from uuid import uuid4

from cli.kafka.jars import jar_folder

QUIET = "-Xlog:cds*=off"  # what it may say of an archive it does without


def archive_file(java: Path) -> Path:
    """Where the archive of this `java` is kept."""
    found = java.resolve()
    told = f"{found} {found.stat().st_mtime_ns}".encode()
    return jar_folder() / f"classes-{hashlib.blake2b(told, digest_size=8).hexdigest()}.jsa"


def can_record(java: Path) -> bool:
    """Whether this Java has the archive of its own classes on which ours builds; the packaged runtime has none."""
    return (java.resolve().parent.parent / "lib" / "server" / "classes.jsa").is_file()


def reading(java: Path) -> list[str]:
    """Options that use the archive; none where there is none yet."""
    file = archive_file(java)
    return [f"-XX:SharedArchiveFile={file}", QUIET] if file.exists() else []


class Recording:
    """An archive in the making: taken at the end of one run, kept where that end was in order."""

    def __init__(self, java: Path) -> None:
        self._file = archive_file(java)
        # a name of its own: two runs may end at the same time
        self._draft = self._file.with_name(f".{uuid4().hex}.jsa")

    @property
    def options(self) -> list[str]:
        """What makes Java leave it."""
        return [f"-XX:ArchiveClassesAtExit={self._draft}", QUIET]

    def keep(self) -> None:
        """Put a finished archive in its place."""
        if self._draft.exists():
            self._draft.replace(self._file)

    def drop(self) -> None:
        """Leave nothing of an unfinished one."""
        self._draft.unlink(missing_ok=True)
