"""The command line as a whole: quick help, settings anywhere, exit statuses."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.main import COMMANDS, main, settings_first

HEAVY = ("faust", "kafka", "aiokafka", "pydantic", "rich.console", "lxml", "pipeline.settings")


def status_of(*arguments: str) -> int | str | None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return ended.value.code


def test_help_names_every_command_and_imports_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "from cli.main import main\n"
        "try:\n    main(['--help'])\n"
        "except SystemExit as end:\n    assert end.code == 0\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    *shown, loaded = done.stdout.splitlines()
    assert loaded == "[]"
    assert all(any(line.startswith(f"  {name} ") for line in shown) for name in [*COMMANDS, "version"])


@pytest.mark.parametrize("name", [*COMMANDS, "version"])
def test_the_help_of_each_command_gives_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of(name, "--help") == 0
    shown = capsys.readouterr().out
    assert "Example" in shown or "Commands:" in shown


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (["enrich", "a", "--settings", "s.toml", "b"], ["--settings", "s.toml", "enrich", "a", "b"]),
        (["enrich", "--settings=s.toml", "a"], ["--settings=s.toml", "enrich", "a"]),
        (["--settings", "s.toml", "enrich"], ["--settings", "s.toml", "enrich"]),
        (["enrich", "--", "--settings", "x"], ["enrich", "--", "--settings", "x"]),
        (["enrich", "--settings"], ["--settings", "enrich"]),
    ],
)
def test_settings_may_stand_behind_the_command(given: list[str], wanted: list[str]) -> None:
    assert settings_first(given) == wanted


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of("--version") == 0
    assert capsys.readouterr().out.startswith("wirefeed ")
    assert status_of("version", "--json") == 0
    assert set(json.loads(capsys.readouterr().out)) >= {"wirefeed", "python", "local-kafka"}


def test_a_wrong_command_line_is_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of("no-such-command") == 2
    assert status_of("enrich") == 2
    assert "no-such-command" in capsys.readouterr().err


def test_a_missing_path_is_1_and_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = str(tmp_path / "no-such-file.xml")
    assert status_of("enrich", missing) == 1
    shown = capsys.readouterr()
    assert missing in shown.err
    assert shown.out == ""


def test_missing_and_broken_settings_are_78(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "w.toml"
    assert status_of("--settings", str(file), "enrich", str(tmp_path)) == 78
    file.write_text('no_such_setting = "x"', "utf-8")
    assert status_of("enrich", str(tmp_path), "--settings", str(file)) == 78
    assert "no_such_setting" in capsys.readouterr().err


def test_a_fault_of_ours_is_70_and_shows_no_local_variables(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(_: object) -> None:
        text = "".join(["FLO", "OD"])
        raise ZeroDivisionError(len(text))

    monkeypatch.setattr("cli.enrich.expand", fault)
    assert status_of("enrich", str(tmp_path)) == 70
    shown = capsys.readouterr().err
    assert "please report it" in shown
    assert "FLOOD" not in shown


@pytest.mark.parametrize("arguments", [["feed", __file__], ["tail"]])
def test_no_broker_is_1_with_its_address(arguments: list[str]) -> None:
    # In a process of its own: kafka-python leaves sockets open where it cannot connect
    code = f"import cli.clients, cli.main\ncli.clients.BOOTSTRAP_MS = 200\ncli.main.main({arguments!r})"
    environment = os.environ | {"WIREFEED_BOOTSTRAP_SERVERS": "127.0.0.1:1"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 1
    assert "no Kafka broker answers at 127.0.0.1:1" in done.stderr
