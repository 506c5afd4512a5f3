"""What the local broker needs on this machine: looked for, and downloaded with a progress bar where it is missing."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from cli.kafka.jars import KAFKA_VERSION, Jar, fetch, missing_jars
from cli.kafka.java import RUNTIME_SIZE_MB, find_java, install_java


def install() -> Path:
    """Kafka's jars in the cache and a `java` to run them; both are fetched at the same time where they are missing.

    Returns the `java`. Raises `Transient`, `Misconfigured` or `Fatal` with the reason.
    """
    jars, java = missing_jars(), find_java()
    if not jars and java:
        return java
    with ThreadPoolExecutor() as pool, _progress() as progress:
        fetching = pool.submit(_fetch_jars, jars, progress)
        java = java or _install_java(progress)
        fetching.result()
    return java


def _fetch_jars(jars: list[Jar], progress: Progress) -> None:
    if not jars:
        return
    task = progress.add_task(f"Apache Kafka {KAFKA_VERSION}", total=sum(jar.size for jar in jars))
    fetch(jars, lambda piece: progress.advance(task, piece))


def _install_java(progress: Progress) -> Path:
    size = RUNTIME_SIZE_MB * 1_000_000
    task = progress.add_task("Java runtime", total=None)  # pip tells no one how far it is
    java = install_java()
    progress.update(task, total=size, completed=size)
    return java


def _progress() -> AbstractContextManager[Progress]:
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    return Progress(*columns, console=Console(stderr=True))
