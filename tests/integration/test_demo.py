"""`wirefeed demo`, Kafka and worker included: the known outcomes come, the sum adds up, Ctrl-C ends it in order."""

import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cli.kafka import KAFKA_VERSION
from cli.sample import samples

SECONDS = 180.0
DISPATCHES = sum(len(sample.parts) for sample in samples())


@contextmanager
def demo(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A demo that does not outlive the test, whatever the test finds: its broker and worker end with it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "cli.main", "demo", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,  # no settings file of the checkout
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def test_once_ends_by_itself_when_the_known_outcomes_came(tmp_path: Path) -> None:
    with demo(tmp_path, "--once") as process:
        out, err = process.communicate(timeout=SECONDS)
    assert "not as known" not in out, out
    assert "The sum adds up." in out, out + err
    assert process.returncode == 0, out + err
    assert f"Apache Kafka {KAFKA_VERSION}" in out
    # the embargo's end was watched: held first, published later
    lines = [line for line in out.splitlines() if "Norwegian salmon farmer" in line]
    assert [line.split()[1] for line in lines] == ["held", "published"]
    counts = dict(re.findall(r"│ (published|duplicate|stale|held now|rejected) +│ +(\d+) │", out))
    assert sum(map(int, counts.values())) == DISPATCHES
    assert "The first record came" in out


def test_without_once_it_goes_on_until_ctrl_c(tmp_path: Path) -> None:
    with demo(tmp_path) as process:
        assert process.stdout is not None
        shown = ""
        while "Ctrl-C ends the demo." not in shown:
            line = process.stdout.readline()
            assert line, "the demo ended by itself"
            shown += line
        (metrics,) = re.findall(r"its metrics: (\S+)", shown)
        with urllib.request.urlopen(metrics, timeout=10) as answer:
            assert b"wirefeed_dispatches_total" in answer.read()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=SECONDS)
    assert "The sum adds up." in out, out + err
    assert process.returncode == 0, out + err
