"""What is deployed fits the code: the dashboard asks for metrics that exist, compose runs the Kafka that is tested."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from prometheus_client import Counter, Gauge, Histogram

from agents import metrics
from cli.kafka.jars import KAFKA_VERSION

ROOT = Path(__file__).parents[3]
DASHBOARDS = sorted((ROOT / "deploy" / "grafana" / "dashboards").glob("*.json"))


def series() -> set[str]:
    """The names under which Prometheus stores a worker's metrics."""
    names = set()
    for metric in vars(metrics).values():
        if isinstance(metric, Counter | Gauge | Histogram):
            [family] = metric.describe()
            suffixes = {"counter": ["_total"], "gauge": [""], "histogram": ["_bucket", "_sum", "_count"]}[family.type]
            names |= {family.name + suffix for suffix in suffixes}
    return names


def test_every_panel_asks_for_metrics_that_a_worker_has() -> None:
    assert DASHBOARDS
    for file in DASHBOARDS:
        dashboard = json.loads(file.read_text(encoding="utf-8"))
        for panel in dashboard["panels"]:
            asked = {name for target in panel["targets"] for name in re.findall(r"wirefeed_\w+", target["expr"])}
            assert asked, panel["title"]
            assert asked <= series(), panel["title"]


def test_dashboards_can_be_provisioned_anywhere() -> None:
    for file in DASHBOARDS:
        dashboard = json.loads(file.read_text(encoding="utf-8"))
        assert dashboard["uid"]
        assert "id" not in dashboard
        assert {panel["datasource"]["uid"] for panel in dashboard["panels"]} == {"${datasource}"}


def test_compose_runs_the_kafka_that_is_tested() -> None:
    assert f"image: apache/kafka:{KAFKA_VERSION}\n" in (ROOT / "docker-compose.yml").read_text(encoding="utf-8")


def test_locks_name_no_index_and_hash_everything() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "cli/kafka/java.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(r"https?://|--index|--extra-index|--find-links", text), name
        pins = re.findall(r"^[A-Za-z0-9_.-]+==.*\n.*", text, re.MULTILINE)
        assert pins
        assert all("--hash=sha256:" in pin for pin in pins), name


@pytest.mark.parametrize(
    ("target", "lock"), [("install", "requirements.lock"), ("install-dev", "requirements-dev.lock")]
)
def test_make_installs_from_the_lock_by_hash_and_nothing_else(target: str, lock: str) -> None:
    commands = subprocess.run(
        ["make", "--dry-run", "--always-make", target], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    installs = [line for line in commands.splitlines() if "pip" in line and " install " in line]
    assert any("--require-hashes" in line and line.endswith(f" {lock}") for line in installs)
    assert all("--require-hashes" in line or "--no-index" in line for line in installs)
