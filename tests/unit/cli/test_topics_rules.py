"""`wirefeed topics test`: a rules file is tried on its own examples, and the status says whether they hold."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli.main import main

RULE = """
[[rule]]
topic = "20000574"
weight = 8.0
when = { all = ["hustings", { not = "academy" }] }
"""
HOLDS = """
[[example]]
headline = "Hustings tonight"
expect = ["medtop:20000574", "11000000"]
reject = ["15000000"]
"""
FAILS = """
[[example]]
name = "of the academy"
headline = "Academy hustings tonight"
expect = ["20000574"]

[[example]]
headline = "Hustings again"
reject = ["20000574"]
"""


@pytest.fixture
def try_rules(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Any:
    """Run the command on this text; its status, its output, its standard error."""

    def run(content: str, *options: str) -> tuple[Any, str, str]:
        path = tmp_path / "rules.toml"
        path.write_text(content, "utf-8")
        with pytest.raises(SystemExit) as ended:
            main(["topics", "test", str(path), *options])
        shown = capsys.readouterr()
        return ended.value.code, shown.out, shown.err

    return run


def test_all_hold(try_rules: Any) -> None:
    status, out, _ = try_rules(RULE + HOLDS)
    assert status == 0
    assert "1 rules, 1 examples, 1 hold" in out


def test_some_do_not_hold_and_why(try_rules: Any) -> None:
    status, out, _ = try_rules(RULE + HOLDS + FAILS)
    assert status == 1
    assert "missing: 20000574 election" in out
    assert "unwanted: 20000574 election" in out
    status, out, _ = try_rules(RULE + HOLDS + FAILS, "--json")
    assert status == 1
    told = json.loads(out)
    assert (told["rules"], told["examples"], told["hold"]) == (1, 3, 1)
    assert [one["holds"] for one in told["tried"]] == [True, False, False]
    assert told["tried"][1] == {
        "name": "of the academy", "holds": False, "missing": ["20000574"], "unwanted": [], "given": {},
    }  # fmt: skip


def test_examples_without_rules_try_the_lexicon(try_rules: Any) -> None:
    example = '[[example]]\nheadline = "Waffenruhe hält"\nbody = "Die Rebellen"\nlanguage = "de"\nexpect = ["16000000"]'
    assert try_rules(example)[0] == 0


def test_no_examples_or_a_bad_file_is_1(try_rules: Any) -> None:
    assert try_rules(RULE)[0] == 1
    status, _, err = try_rules(RULE.replace("20000574", "1"))
    assert status == 1
    assert "rules.toml" in err
