"""What `wirefeed doctor` makes of a worker's probe, of clocks that differ, and of full disks."""

import gc
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from agents.offsets import Finding
from cli import doctor
from cli.main import main


@contextmanager
def worker_that_answers(status: int) -> Iterator[int]:
    class Probe(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/livez" else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Probe) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1)])
def test_live_is_the_workers_own_word(status: int, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with worker_that_answers(status) as port:
        monkeypatch.setenv("WIREFEED_HTTP_PORT", str(port))
        with pytest.raises(SystemExit) as end:
            main(["doctor", "--live"])
    assert (end.value.code or 0) == code
    del end
    gc.collect()  # an answer that was not closed shows now


class Cluster:
    """Answers of a cluster's admin interface, as kafka-python gives them."""

    def __init__(self, clock: Callable[[], float] = time.time, usable_bytes: int = 0) -> None:
        self._clock = clock
        self._usable_bytes = usable_bytes

    def describe_metadata_quorum(self) -> dict[str, Any]:
        follower = {"replica_id": 1, "last_caught_up_timestamp": 0}
        leader = {"replica_id": 2, "last_caught_up_timestamp": int(self._clock() * 1000)}
        return {"topics": [{"partitions": [{"leader_id": 2, "current_voters": [follower, leader]}]}]}

    def describe_log_dirs(self) -> list[dict[str, Any]]:
        folder = {"log_dir": "/data", "total_bytes": 1000, "usable_bytes": self._usable_bytes}
        return [{"broker": 7, "log_dirs": [folder, {"log_dir": "/old", "total_bytes": -1, "usable_bytes": -1}]}]


@pytest.mark.parametrize(("seconds", "said"), [(60, "60.0 s ahead of"), (-60, "60.0 s behind"), (0, None)])
def test_a_clock_that_differs_is_a_warning_with_its_direction(seconds: int, said: str | None) -> None:
    [answer] = doctor._clock(Cluster(clock=lambda: time.time() + seconds))
    if said is None:
        assert isinstance(answer, doctor.Fact)
    else:
        assert isinstance(answer, Finding)
        assert said in answer.what


@pytest.mark.parametrize(("usable", "warned"), [(99, True), (100, False)])
def test_a_broker_with_less_than_a_tenth_of_its_disk_is_warned_of(usable: int, warned: bool) -> None:
    [answer] = doctor._broker_disks(Cluster(usable_bytes=usable))
    assert isinstance(answer, Finding) is warned
