"""`wirefeed topics train`: labelled lines, unlabelled texts and dispatches make models; what cannot be used is said."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli.main import main
from cli.sample import FEEDS
from pipeline.topics.model_file import load
from tests.unit.topics.made import dispatches


@pytest.fixture
def train(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Any:
    """Run the command with --json; its status, what it says, its standard error."""

    def run(*arguments: str) -> tuple[Any, dict[str, Any], str]:
        with pytest.raises(SystemExit) as ended:
            main(["topics", "train", "--out", str(tmp_path / "out.model"), "--json", *arguments])
        shown = capsys.readouterr()
        return ended.value.code, json.loads(shown.out or "{}"), shown.err

    return run


def _lines(path: Path, *lines: dict[str, Any] | str) -> str:
    path.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines), "utf-8")
    return str(path)


def _labelled(count: int, prefix: str = "medtop:") -> list[dict[str, Any]]:
    return [
        {"text": f"{one.headline}\n{one.body}", "codes": [prefix + code for code in one.labels], "language": "en"}
        for one in dispatches(count)
    ]


def test_labelled_lines_make_a_model_and_enrich_uses_it(
    train: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts = _labelled(90)
    for line in texts:
        line["text"] += " zorbing zorbing" if line["codes"] == ["medtop:15000000"] else ""
    status, made, _ = train("--from-files", _lines(tmp_path / "l.jsonl", *texts))
    assert status == 0
    assert (made["labels_from"], made["texts"], made["labels"], made["languages"]) == ("examples", 90, 3, ["en"])
    assert made["metrics"]["micro_f1"] > 0.9
    assert load(Path(made["out"])).labels == ("04000000", "15000000", "17000000")
    assert Path(made["out"]).stat().st_size == made["bytes"]
    story = "OLDHAM, May 4 (Reuters) - They said on Monday that zorbing would be back, with zorbing for all of them."
    (tmp_path / "d.txt").write_text(f"Zorbing is back\n\n{story}", "utf-8")
    topics = []
    for options in ([], ["--topics-model", made["out"]]):
        with pytest.raises(SystemExit):
            main(["enrich", str(tmp_path / "d.txt"), *options])
        topics.append({one["code"] for one in json.loads(capsys.readouterr().out)["record"]["topics"]})
    assert topics == [set(), {"medtop:15000000"}]


def test_codes_below_the_top_train_their_ancestors_too(train: Any, tmp_path: Path) -> None:
    swapped = json.loads(json.dumps(_labelled(60)).replace("15000000", "20001065"))
    _, made, _ = train("--from-files", _lines(tmp_path / "l.jsonl", *swapped))
    assert set(load(Path(made["out"])).labels) == {"04000000", "15000000", "17000000", "20000822", "20001065"}


def test_labels_of_the_users_own_are_kept_as_they_are_but_enrich_refuses_them(
    train: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, made, _ = train("--from-files", _lines(tmp_path / "l.jsonl", *_labelled(60, prefix="own-")))
    assert load(Path(made["out"])).labels == ("own-04000000", "own-15000000", "own-17000000")
    with pytest.raises(SystemExit) as ended:
        main(["enrich", str(tmp_path / "l.jsonl"), "--topics-model", made["out"]])
    assert ended.value.code == 78
    assert "no Media Topics in force: own-04000000" in capsys.readouterr().err


def test_texts_without_labels_train_by_the_lexicon(train: Any, tmp_path: Path) -> None:
    texts = [{"headline": one.headline, "body": one.body} for one in dispatches(120)]
    status, made, _ = train("--from-files", _lines(tmp_path / "t.jsonl", *texts, texts[0], "no json", {"codes": []}))
    assert status == 0
    assert (made["labels_from"], made["texts"], made["left_out"]) == ("lexicon", 120, 3)
    assert made["metrics"]["agreement"] > 0.9


def test_records_and_lines_of_enrich_are_texts(train: Any, tmp_path: Path) -> None:
    records = []
    for number, one in enumerate(dispatches(80)):
        topics = [{"code": f"medtop:{code}", "origin": "feed", "confidence": 0.95} for code in one.labels]
        weak = [{"code": "medtop:12000000", "origin": "feed", "confidence": 0.7}]
        codes = [{"scheme": "desk", "code": "x"}]
        record = {"headline": one.headline, "body": one.body, "language": "en", "codes": codes, "topics": topics + weak}
        records.append({"outcome": "published", "record": record} if number % 2 else record)
    files = _lines(tmp_path / "r.jsonl", *records)
    assert train("--from-files", files)[1]["labels_from"] == "lexicon"
    _, made, _ = train("--from-files", files, "--feed-codes")
    assert (made["labels_from"], made["texts"]) == ("examples", 80)
    assert load(Path(made["out"])).labels == ("04000000", "15000000", "17000000")


def test_dispatches_of_any_format_and_envelopes_are_texts(train: Any, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    made_up = [f"{one.headline}\n\nOSLO, Nov 9 (Reuters) - {one.body}." for one in dispatches(90)]
    for number, text in enumerate(made_up[:60]):
        (folder / f"{number}.txt").write_text(text, "utf-8")
    _lines(folder / "e.jsonl", *({"payload": text} for text in made_up[60:]))
    (folder / "broken.json").write_bytes((FEEDS / "broken/cut-off.json").read_bytes())
    status, made, _ = train("--from-files", str(folder))
    assert status == 0
    assert (made["labels_from"], made["texts"], made["left_out"]) == ("lexicon", 90, 1)
    status, _, err = train("--from-files", str(FEEDS))
    assert status == 1
    assert "no topic has 20 texts" in err


def test_the_limit_takes_the_last(train: Any, tmp_path: Path) -> None:
    _, made, _ = train("--from-files", _lines(tmp_path / "l.jsonl", *_labelled(90)), "--limit", "30")
    assert made["texts"] == 30


@pytest.mark.parametrize(
    ("lines", "options", "reason"),
    [
        ([{"text": "a", "codes": ["x"]}], [], "1 examples are too few"),
        ([{"text": "Nothing of note"}], [], "lexicon"),
        (_labelled(30), ["--feed-codes"], "0 examples"),
    ],
)
def test_too_little_is_1_and_writes_nothing(
    train: Any, tmp_path: Path, lines: list[dict[str, Any]], options: list[str], reason: str
) -> None:
    status, made, err = train("--from-files", _lines(tmp_path / "l.jsonl", *lines), *options)
    assert (status, made) == (1, {})
    assert reason in err
    assert not (tmp_path / "out.model").exists()


def test_a_wrong_command_line_is_2_and_missing_paths_are_1(train: Any, tmp_path: Path) -> None:
    assert train()[0] == 2
    assert train("--from-topic", "--from-files", str(tmp_path))[0] == 2
    status, _, err = train("--from-files", str(tmp_path / "nowhere"))
    assert status == 1
    assert "nowhere" in err
    status, _, err = train("--from-files", _lines(tmp_path / "l.jsonl", *_labelled(30)), "--out", "/proc/none/m")
    assert status == 1
    assert "/proc/none/m" in err
    assert train("--from-files", str(tmp_path / "l.jsonl"), "--out", str(tmp_path))[0] == 2


def test_a_file_that_cannot_be_read_is_1_and_named(train: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cli.topics_train.expand", lambda _: [str(tmp_path / "gone.jsonl")])
    status, _, err = train("--from-files", "gone.jsonl")
    assert status == 1
    assert "gone.jsonl: No such file" in err


def test_a_line_beyond_all_bounds_is_left_out(train: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cli.examples.LONGEST_LINE", 1000)
    long = {"text": "x" * 2500, "codes": []}
    _, made, _ = train("--from-files", _lines(tmp_path / "l.jsonl", long, *_labelled(60)))
    assert made["texts"] == 60
    assert made["left_out"] == 3
