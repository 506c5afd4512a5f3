"""`wirefeed doctor` and `wirefeed topics` on a real Kafka: what they say, and the exit status that scripts rely on."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kafka import TopicPartition

from agents.names import topic_names
from agents.offsets import admin_client
from pipeline.settings import Settings

MakeSettings = Callable[..., Settings]


def wirefeed(settings: Settings, folder: Path, *arguments: str) -> tuple[int, Any]:
    """The exit status and the JSON of a command."""
    file = folder / "settings.toml"
    file.write_text(
        f'bootstrap_servers = "{settings.bootstrap_servers}"\nprefix = "{settings.prefix}"\nreplication_factor = 1\n'
    )
    command = [sys.executable, "-m", "cli.main", "--settings", str(file), *arguments, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


def whats(answer: dict[str, Any], severity: str) -> list[str]:
    return [finding["what"] for finding in answer["findings"] if finding["severity"] == severity]


def test_doctor_names_what_is_missing_and_after_create_only_the_workers_are(
    make_settings: MakeSettings, tmp_path: Path
) -> None:
    settings = make_settings(topics=False)
    status, answer = wirefeed(settings, tmp_path, "doctor")
    assert status == 78
    assert f"topic {settings.prefix}.raw does not exist" in whats(answer, "error")

    status, actions = wirefeed(settings, tmp_path, "topics", "create")
    assert status == 0
    assert f"{settings.prefix}.raw" in [action["name"] for action in actions]
    assert wirefeed(settings, tmp_path, "topics", "check") == (0, [])

    status, answer = wirefeed(settings, tmp_path, "doctor")
    assert status == 0
    assert whats(answer, "error") == []
    assert [what for what in whats(answer, "warning") if what.startswith("nothing works")] == [
        f"nothing works in room {room}: 0 workers, at most 0 records behind" for room in ("parse", "dedup", "tag")
    ]
    well = {fact["about"]: fact["found"] for fact in answer["well"]}
    assert well["brokers"].startswith("Apache Kafka 4.")
    assert "clock" in well
    assert well["topics"] == "as they should be"


def test_lost_offsets_end_with_78_and_settle_mends_them(make_settings: MakeSettings, tmp_path: Path) -> None:
    settings = make_settings()
    raw = topic_names(settings).raw
    with admin_client(settings) as admin:
        admin.delete_group_offsets(f"{settings.prefix}-parse", [TopicPartition(raw, 2)])
    status, findings = wirefeed(settings, tmp_path, "topics", "check")
    assert (status, [finding["what"] for finding in findings]) == (
        78,
        [f"group {settings.prefix}-parse has no committed offset on {raw}-2"],
    )
    assert wirefeed(settings, tmp_path, "topics", "settle", "parse", "start") == (
        0,
        [{"kind": "offset", "name": f"{settings.prefix}-parse", "detail": f"{raw}-2 at 0"}],
    )
    assert wirefeed(settings, tmp_path, "topics", "check") == (0, [])


def test_no_broker_ends_with_1_and_says_how_to_get_one(tmp_path: Path) -> None:
    status, answer = wirefeed(Settings(bootstrap_servers="127.0.0.1:1"), tmp_path, "doctor")
    assert status == 1
    assert whats(answer, "error") == ["no Kafka broker answers at 127.0.0.1:1"]
    assert any("wirefeed kafka" in finding["remedy"] for finding in answer["findings"])


def test_broken_settings_end_with_78_and_name_the_line(tmp_path: Path) -> None:
    status, answer = wirefeed(Settings(prefix="wire").model_copy(update={"prefix": "NO GOOD"}), tmp_path, "doctor")
    assert status == 78
    assert "prefix" in whats(answer, "error")[0]
