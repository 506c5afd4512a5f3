"""The pages for users name every field, word and command that there is, and point only to files that exist."""

import json
import re
from pathlib import Path

import msgspec
import pytest

from cli.main import COMMANDS, main
from cli.sample import samples
from schemas.record import Duplicate, Record
from schemas.words import Outcome, PubStatus, Reason, Relation, Signal, Warning

ROOT = Path(__file__).parents[3]
RECORD = (ROOT / "docs/record.md").read_text("utf-8")
COMMANDS_PAGE = (ROOT / "docs/commands.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
NAMED = set(re.findall(r"`([^`\n]+)`", RECORD))


def field_names(kind: type[msgspec.Struct]) -> set[str]:
    definitions = msgspec.json.schema(kind)["$defs"].values()
    return {name for definition in definitions for name in definition.get("properties", {})}


def test_the_record_page_names_every_field() -> None:
    assert sorted((field_names(Record) | field_names(Duplicate)) - NAMED) == []


@pytest.mark.parametrize("words", [Outcome, PubStatus, Relation, Signal, Warning, Reason])
def test_the_record_page_explains_every_word(words: type[Outcome]) -> None:
    assert sorted(set(words) - NAMED) == []


def test_the_commands_page_names_every_command() -> None:
    assert [name for name in [*COMMANDS, "version"] if f"`wirefeed {name}" not in COMMANDS_PAGE] == []


@pytest.mark.parametrize("name", ["demo", "enrich", "feed", "tail", "topics train", "topics test"])
def test_the_commands_page_names_every_option(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([*name.split(), "--help"])
    options = set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) - {"--help"}
    section = COMMANDS_PAGE.partition(f"### `wirefeed {name}")[2].partition("\n### ")[0].partition("\n## ")[0]
    assert sorted(option for option in options if option not in section) == []


@pytest.mark.parametrize("page", ["README.md", "docs/commands.md", "docs/record.md"])
def test_links_lead_somewhere(page: str) -> None:
    file = ROOT / page
    targets = re.findall(r"\]\(([^)#]+)\)", file.read_text("utf-8"))
    assert [target for target in targets if "://" not in target and not (file.parent / target).exists()] == []


def test_the_figures_of_the_sample_feed_are_right() -> None:
    messages, dispatches = len(samples()), sum(len(sample.parts) for sample in samples())
    feeds = len({sample.feed for sample in samples()})
    assert f"{messages} messages from {feeds} feeds, {dispatches} dispatches" in " ".join(COMMANDS_PAGE.split())
    assert f"{messages} invented messages from {feeds} feeds" in README


def test_the_example_of_topic_rules_holds(tmp_path: Path) -> None:
    (example,) = re.findall(r"```toml\n(\[\[rule.*?)```", COMMANDS_PAGE, re.DOTALL)
    (tmp_path / "rules.toml").write_text(example, "utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["topics", "test", str(tmp_path / "rules.toml")])
    assert ended.value.code == 0


def test_the_example_envelope_is_one() -> None:
    (example,) = re.findall(r'`(\{"feed".*?\})`', COMMANDS_PAGE)
    assert json.loads(example)["payload"] == "..."
