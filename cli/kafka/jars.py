"""Apache Kafka's jars: fetched once from Maven by jgo, checked against pinned SHA-256 sums, kept in the cache."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from pipeline.errors import Fatal, Transient

KAFKA_VERSION = "4.3.1"
PARALLEL_DOWNLOADS = 8
HTTP_TIMEOUT_SECONDS = 60

Progress = Callable[[int], None]  # told of each further piece, in bytes


@dataclass(frozen=True)
class Jar:
    """One pinned jar."""

    sha256: str
    size: int  # bytes
    group: str
    artifact: str
    version: str

    @property
    def file_name(self) -> str:
        """Its name in the cache."""
        return f"{self.artifact}-{self.version}.jar"


def pinned_jars() -> list[Jar]:
    """All jars of the server, from `jars.txt` beside this module."""
    lines = files("cli.kafka").joinpath("jars.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split() for line in lines if line and not line.startswith("#"))
    return [Jar(sha256, int(size), *coordinate.split(":")) for sha256, size, coordinate in rows]


def cache_folder() -> Path:
    """Where downloads are kept: `$XDG_CACHE_HOME/wirefeed`, else `~/.cache/wirefeed`."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "wirefeed"


def jar_folder() -> Path:
    """The cache folder of this version's jars."""
    return cache_folder() / f"kafka-{KAFKA_VERSION}"


def missing_jars() -> list[Jar]:
    """Pinned jars that the cache lacks or holds damaged (each is hashed again)."""
    return [jar for jar in pinned_jars() if not _is_good(jar, jar_folder() / jar.file_name)]


def fetch(jars: list[Jar], progress: Progress) -> None:
    """Download jars into the cache. Raises `Transient` where Maven does not answer, `Fatal` on a wrong checksum."""
    jar_folder().mkdir(parents=True, exist_ok=True)
    # A folder of our own: a broken download, or another process at the same time, leaves no half jar behind
    with tempfile.TemporaryDirectory(dir=jar_folder()) as scratch:
        download = _downloader(Path(scratch), progress)
        with ThreadPoolExecutor(PARALLEL_DOWNLOADS) as pool:
            for jar, path in zip(jars, pool.map(download, jars), strict=True):
                if not _is_good(jar, path):
                    raise Fatal(f"{jar.file_name} from Maven does not have its pinned SHA-256 sum; it was not used")
                path.replace(jar_folder() / jar.file_name)


def _downloader(folder: Path, progress: Progress) -> Callable[[Jar], Path]:
    from jgo.maven import MavenContext, PythonResolver  # heavy, and needed only the first time
    from requests import RequestException

    @contextmanager
    def follow(_name: str, _size: int) -> Iterator[Progress]:
        yield progress

    maven = MavenContext(PythonResolver(progress_callback=follow), repo_cache=folder, timeout=HTTP_TIMEOUT_SECONDS)

    def download(jar: Jar) -> Path:
        try:
            return maven.project(jar.group, jar.artifact).at_version(jar.version).artifact().resolve()
        except (RequestException, RuntimeError, OSError) as error:
            raise Transient(f"{jar.file_name} could not be downloaded from Maven: {error}") from error

    return download


def _is_good(jar: Jar, path: Path) -> bool:
    if not path.is_file() or path.stat().st_size != jar.size:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == jar.sha256
