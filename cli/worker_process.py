"""A worker as a child process that never outlives its parent, for the demo and the tests."""

import os
import subprocess
import sys
import time
from contextlib import closing
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from typing import Self

from cli.kafka.server import WATCHED
from pipeline.errors import Fatal
from pipeline.settings import Settings

READY_SECONDS = 60.0
STOP_SECONDS = 15.0
POLL_SECONDS = 0.1
LOG_TAIL_LINES = 15


class WorkerProcess:
    """`wirefeed worker` with all rooms, for the length of a `with` block; leaving it stops the worker in order."""

    def __init__(self, settings: Settings, settings_file: Path | None, log_file: Path) -> None:
        self.log_file = log_file
        self._host, self._port = settings.http_host, settings.http_port
        self.page = f"http://{self._host}:{self._port}"
        self._environment = os.environ | {
            "WIREFEED_BOOTSTRAP_SERVERS": settings.bootstrap_servers,
            "WIREFEED_REPLICATION_FACTOR": str(settings.replication_factor),
            "WIREFEED_PREFIX": settings.prefix,
            "WIREFEED_HTTP_PORT": str(settings.http_port),
            "WIREFEED_LOG_FORMAT": "json",
        }
        self._options = ["--settings", str(settings_file)] if settings_file else []

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "cli.main", *self._options, "worker", "--create-topics"]
        with self.log_file.open("wb") as log:
            self._process = subprocess.Popen(
                ["/bin/sh", "-c", WATCHED, "wirefeed-worker", *command],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for the parent, which then stops the worker
                env=self._environment,
            )
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def await_ready(self) -> None:
        """Return once every room works. Raises `Fatal` with the end of the log where that does not happen."""
        deadline = time.monotonic() + READY_SECONDS
        while not self._is_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise Fatal(f"the worker did not get ready; the end of its log:\n{self.log_tail()}")
            time.sleep(POLL_SECONDS)

    def stop(self) -> int:
        """Let it commit what it has in hand and end; its exit status. Killed after 15 s."""
        if self._process.poll() is None:
            self._process.terminate()
        try:
            status = self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            status = self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()
        return status

    def log_tail(self) -> str:
        """The last lines of its log."""
        return "\n".join(self.log_file.read_text("utf-8", "replace").splitlines()[-LOG_TAIL_LINES:])

    def _is_ready(self) -> bool:
        with closing(HTTPConnection(self._host, self._port, timeout=1)) as connection:
            try:
                connection.request("GET", "/readyz")
                return connection.getresponse().status == HTTPStatus.OK
            except OSError:
                return False
