"""One Kafka server as a child process that never outlives its parent."""

import signal
import subprocess
import time
from pathlib import Path

from cli.kafka.archive import Recording, can_record, reading
from cli.kafka.config import HOST, Cluster, Node, java_command
from pipeline.errors import Fatal

STARTED = "Kafka Server started"
START_SECONDS = 90.0
STOP_SECONDS = 15.0
POLL_SECONDS = 0.02
LOG_TAIL_LINES = 15

# The child's standard input is a pipe of ours that closes when we end, however we end; a watcher in the child's own
# process group (so that the number is not given away) then kills it. No signal of the terminal reaches the group.
WATCHED = 'exec 3<&0 </dev/null; (read -r _ <&3; kill -9 $$) 2>/dev/null & exec 3<&- "$@"'


class Server:
    """A node's Java process: started and ended as often as wanted; data and ports stay."""

    def __init__(self, java: Path, node: Node, properties: Path, log_file: Path) -> None:
        self.node = node
        self.log_file = log_file
        self._java = java
        self._properties = properties
        self._recording: Recording | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._log_start = 0

    def start(self) -> None:
        """Start the process; `await_started` waits until it serves."""
        self.kill()  # lets go of one that ended by itself
        options = reading(self._java)
        if not options and self.node.id == 1 and can_record(self._java):
            self._recording = Recording(self._java)
            options = self._recording.options
        command = java_command(self._java, self.node, "kafka.Kafka", str(self._properties), options=options)
        with self.log_file.open("ab") as log:
            self._log_start = log.tell()
            self._process = subprocess.Popen(
                ["/bin/sh", "-c", WATCHED, "wirefeed-kafka", *command],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def await_started(self) -> None:
        """Return once the server's log says that it started. Raises `Fatal` with the end of its log where it fails."""
        deadline = time.monotonic() + START_SECONDS
        while not self._says_started():
            if not self.is_running():
                raise Fatal(f"Kafka ended while starting; the end of {self.log_file}:\n{self._log_tail()}")
            if time.monotonic() > deadline:
                self.kill()
                raise Fatal(f"Kafka did not start in {START_SECONDS:.0f} s; {self.log_file}:\n{self._log_tail()}")
            time.sleep(POLL_SECONDS)

    @property
    def leaves_archive(self) -> bool:
        """Whether an orderly end makes the next start a faster one."""
        return self._recording is not None and self.is_running()

    def is_running(self) -> bool:
        """Whether the process lives."""
        return self._process is not None and self._process.poll() is None

    def send_stop(self) -> None:
        """Ask for an orderly end."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)

    def await_stopped(self) -> None:
        """Wait for the end, and enforce it after 15 s."""
        if self._process is None:
            return
        try:
            self._process.wait(STOP_SECONDS)
            if self._recording is not None:
                self._recording.keep()
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._release()

    def kill(self) -> None:
        """SIGKILL: nothing is flushed, nobody is told."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._release()

    def _release(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
        if self._recording is not None:
            self._recording.drop()
        self._process = self._recording = None

    def _says_started(self) -> bool:
        return (
            f"broker-{self.node.id} KafkaRaftServer: [KafkaRaftServer nodeId={self.node.id}] {STARTED}" in self._log()
        )

    def _log_tail(self) -> str:
        return "\n".join(self._log().splitlines()[-LOG_TAIL_LINES:])

    def _log(self) -> str:
        with self.log_file.open("rb") as log:
            log.seek(self._log_start)
            return log.read().decode("utf-8", "replace")


def format_storage(java: Path, node: Node, cluster: Cluster, properties: Path) -> None:
    """Give a node's log folder its identity; one that has it is left alone. Raises `Fatal`."""
    voters = ",".join(f"{one.id}@{HOST}:{one.controller_port}:{one.directory_id}" for one in cluster.nodes)
    arguments = ["format", "--config", str(properties), "--cluster-id", cluster.id, "--initial-controllers", voters]
    done = subprocess.run(
        java_command(java, node, "kafka.tools.StorageTool", *arguments, "--ignore-formatted", options=reading(java)),
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode != 0:
        raise Fatal(f"Kafka could not format its log folder:\n{done.stdout}{done.stderr}".strip())
