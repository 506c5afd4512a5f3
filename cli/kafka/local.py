"""A real Apache Kafka on this machine, for the demo, the tests and trying things out: no container, no root."""

import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self

from cli.kafka.config import HOST, Node, cluster_of, write_properties
from cli.kafka.install import install
from cli.kafka.jars import KAFKA_VERSION
from cli.kafka.server import Server, format_storage

LOG_NAME = "kafka.log"


class LocalKafka:
    """`brokers` servers as child processes for the length of a `with` block.

    `data`: a folder that keeps topics and records from one run to the next; without it all is temporary. `port`: of
    the first broker; without it free ports are taken. Entering downloads what is missing (Kafka, and Java where there
    is none), and raises `Transient`, `Misconfigured` or `Fatal` with the reason.
    """

    version = KAFKA_VERSION

    def __init__(
        self, brokers: int = 1, data: Path | None = None, port: int | None = None, log_file: Path | None = None
    ) -> None:
        self._brokers = brokers
        self._data = data
        self._port = port
        self._log_file = log_file
        self._servers: list[Server] = []

    def __enter__(self) -> Self:
        java = install()
        self._folder = self._data or Path(tempfile.mkdtemp(prefix="wirefeed-kafka-"))
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._start(java)
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    @property
    def bootstrap_servers(self) -> str:
        """`host:port` of every broker, joined by commas."""
        return ",".join(f"{HOST}:{server.node.port}" for server in self._servers)

    @property
    def log_file(self) -> Path:
        """Where all brokers log to; each line names its broker."""
        return self._log_file or self._folder / LOG_NAME

    def is_running(self) -> bool:
        """Whether every broker lives."""
        return all(server.is_running() for server in self._servers)

    def kill(self, i: int = 0) -> None:
        """SIGKILL broker `i`, from 0."""
        self._servers[i].kill()

    def restart(self, i: int = 0) -> None:
        """Start broker `i` again on its data and ports; returns once it serves."""
        self._servers[i].start()
        self._servers[i].await_started()

    def _start(self, java: Path) -> None:
        cluster = cluster_of(self._folder, self._brokers, self._port)
        self.log_file.parent.mkdir(parents=True, exist_ok=True)
        self.log_file.write_bytes(b"")

        def prepare(node: Node) -> Server:
            properties = write_properties(node, cluster, self._folder)
            format_storage(java, node, cluster, properties)
            return Server(java, node, properties, self.log_file)

        with ThreadPoolExecutor() as pool:
            self._servers = list(pool.map(prepare, cluster.nodes))
        for server in self._servers:
            server.start()
        for server in self._servers:
            server.await_started()

    def _end(self) -> None:
        if self._data is None:
            # Nothing is kept, so nothing need be flushed; but a first run leaves the class archive
            for server in self._servers:
                if server.leaves_archive:
                    server.send_stop()
                    server.await_stopped()
                server.kill()
            shutil.rmtree(self._folder, ignore_errors=True)
            return
        for server in self._servers:
            server.send_stop()
        for server in self._servers:
            server.await_stopped()
