"""`wirefeed explain` over files: the rule, the matched record, the measures, the tags; for people and machines."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli import explanations
from cli.main import main
from schemas.words import Reason, Relation

STORY = """Ferry line across the strait reopens after nine weeks

OSLO, Nov 24 (Reuters) - The ferry line across the strait reopened on Monday after nine weeks, the port authority of
Oslo said on Tuesday in a statement. It carried 120 cars and 400 passengers on its first day, and unions welcomed the
step with a word of caution on the crews of the two ships that are to be sold.

Kari Nilsen, who has run the company since 2019, said the yards in Bergen and Gdansk share the work on the nine new
vessels, worth 410 million euros.
"""

Explain = Callable[..., tuple[Any, str, str]]


@pytest.fixture
def explain(capsys: pytest.CaptureFixture[str]) -> Explain:
    """Run the command; its status, its output, its standard error."""

    def run(*arguments: str) -> tuple[Any, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["explain", *arguments])
        shown = capsys.readouterr()
        return ended.value.code, shown.out, shown.err

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A story, one silent correction of a figure, the first again, and a file that is none."""
    for name, text in (
        ("1.txt", STORY),
        ("2.txt", STORY.replace("410 million", "420 million")),
        ("3.txt", STORY + "\n"),
        ("4.xml", "<newsItem><unclosed"),
    ):
        (tmp_path / name).write_text(text)
    return tmp_path


def test_each_decision_names_its_rule_its_match_and_the_measures(explain: Explain, folder: Path) -> None:
    status, out, _ = explain("--json", str(folder))
    assert status == 0
    first, corrected, again, broken = map(json.loads, out.splitlines())
    assert (first["decision"]["relation"], first["match"]) == ("new", None)
    assert corrected["decision"]["story_id"] == first["decision"]["story_id"]
    assert corrected["match"]["id"] == first["decision"]["id"]
    assert corrected["match"]["what"] == "version"
    assert corrected["match"]["decided"]["headline"] == first["decision"]["headline"]
    assert 0.2 < corrected["match"]["measures"]["jaccard"] < 1
    assert [one["id"] for one in corrected["story"]] == [first["decision"]["id"]]
    assert (again["decision"]["outcome"], again["reason"]) == ("duplicate", "same-text")
    assert again["repeats"]["id"] == first["decision"]["id"]
    assert (broken["outcome"], broken["reason"]) == ("rejected", "unreadable")


def test_for_people_it_says_the_same_and_where_the_tags_come_from(explain: Explain, folder: Path) -> None:
    status, out, _ = explain(str(folder))
    assert status == 0
    assert "no dispatch of this story was known" in out
    assert "the same text, figure for figure, came before (same-text)" in out
    assert "jaccard" in out
    assert "NO Norway" in out
    assert "lexicon: " in out, "each topic names its terms"
    assert "Gdansk (place, PL) 1x in body" in out
    assert "4.xml, dispatch 0: unreadable" in out


def test_what_is_neither_a_file_nor_an_id_is_told_so(explain: Explain) -> None:
    status, _, err = explain("abc")
    assert status == 1
    assert "neither a file nor an id" in err


def test_every_reason_and_every_relation_has_its_sentence() -> None:
    rejected = {reason for reason in Reason if reason not in explanations._REASONS}
    assert rejected == set(list(Reason)[: list(Reason).index(Reason.SAME_ID_AND_VERSION)])
    assert set(explanations._RELATIONS) == set(Relation)
