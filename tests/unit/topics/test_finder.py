"""Proves how lexicon, rules, models and plug-ins come together in a record's topics, and that each can be explained."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import Misconfigured
from pipeline.settings import Settings
from pipeline.topics import TopicFinder, explain_topics, tagger
from pipeline.topics.model_file import save
from pipeline.topics.rules import rules_from
from pipeline.topics.tagger import WatchedModel, load_tagger
from pipeline.topics.training import Example, train
from schemas.dispatch import Code
from schemas.record import Record
from schemas.words import Format, Origin
from tests.unit.topics.made import dispatches

NOW = datetime(2026, 3, 1, tzinfo=UTC)
EXAMPLE = "pipeline.topics.example_plugin:SlugTagger"


class Says:
    """A tagger that always says the same."""

    def __init__(self, **topics: float) -> None:
        self._topics = {code.removeprefix("t"): confidence for code, confidence in topics.items()}

    def reads(self, language: str | None) -> bool:
        return language != "de"

    def topics_of(self, headline: str, body: str) -> Mapping[str, float]:
        return self._topics


def _record(headline: str = "", body: str = "", **parts: Any) -> Record:
    return Record(
        id="one", feed="test", format=Format.TEXT, story_id="one", version=1, headline=headline, body=body,
        received_at=NOW, processed_at=NOW, **parts,
    )  # fmt: skip


def _topics(finder: TopicFinder, record: Record) -> dict[str, float]:
    return {topic.code.removeprefix("medtop:"): topic.confidence for topic in finder.find(record)}


WAR = _record("Rebels break ceasefire", "Troops and militia fought; artillery shelled the front line.")


def test_a_sure_tagger_stands_in_the_place_of_the_lexicon() -> None:
    assert "16000000" in _topics(TopicFinder(), WAR)
    assert _topics(TopicFinder(tagger=Says(t15000000=0.8)), WAR) == {"15000000": 0.8}


def test_what_the_lexicon_hears_below_the_taggers_topic_stays() -> None:
    topics = _topics(TopicFinder(tagger=Says(t16000000=0.7)), WAR)
    assert topics["16000000"] == 0.7
    assert 0.5 <= topics["20000056"] <= 0.7


def test_where_the_tagger_is_sure_of_nothing_the_lexicon_decides() -> None:
    assert _topics(TopicFinder(tagger=Says(t15000000=0.4)), WAR) == _topics(TopicFinder(), WAR)
    silent = _record("Qwrt", "Zxcv.")
    assert _topics(TopicFinder(tagger=Says(t15000000=0.4, t04000000=0.2)), silent) == {"15000000": 0.4}
    assert _topics(TopicFinder(tagger=Says()), silent) == {}


def test_a_language_that_the_tagger_does_not_read_is_the_lexicons() -> None:
    german = _record("Rebellen brechen Waffenruhe", "Truppen und Miliz kämpften.", language="de")
    assert next(iter(_topics(TopicFinder(tagger=Says(t15000000=0.9)), german))) == "16000000"


def test_a_topic_below_the_top_brings_its_ancestors_with_no_less_confidence() -> None:
    assert _topics(TopicFinder(tagger=Says(t20001065=0.9)), WAR) == {
        "20001065": 0.9,
        "20000822": 0.9,
        "15000000": 0.9,
    }


def test_what_a_tagger_says_is_checked() -> None:
    says = Says(t20000162=0.9, t99999999=0.9, tx=0.9, t15000000=7.0, t04000000=-1.0)
    assert _topics(TopicFinder(tagger=says), WAR) == {"03000000": 0.9, "15000000": 1.0}  # 20000162 is retired


def test_rules_hold_beside_a_model() -> None:
    rules = rules_from({"rule": [{"topic": "12000000", "when": "militia", "weight": 20.0}]})
    topics = _topics(TopicFinder(tagger=Says(t15000000=0.8), rules=rules), WAR)
    assert set(topics) == {"15000000", "12000000"}


@pytest.fixture(scope="module")
def model_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("model") / "topics.model"
    save(train(dispatches(90)), path)
    return path


def test_a_model_file_is_used_where_the_settings_name_it(model_file: Path) -> None:
    finder = TopicFinder.of(Settings(topics_model=model_file))
    one = dispatches(1, seed=8)[0]
    topics = _topics(finder, _record(one.headline, one.body))
    assert set(topics) & {"15000000", "04000000", "17000000"} == one.labels


def test_a_changed_model_is_taken_up_and_a_bad_one_is_not(
    model_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "m"
    path.write_bytes(model_file.read_bytes())
    clock = [100.0]
    monkeypatch.setattr(tagger.time, "monotonic", lambda: clock[0])
    watched = WatchedModel(path)
    one = dispatches(1, seed=8)[0]
    before = watched.topics_of(one.headline, one.body)
    other = [Example(made.headline, made.body, frozenset({"12000000"})) for made in dispatches(60)]
    path.write_bytes(b"broken")
    os.utime(path, (1, 1))
    clock[0] += 60
    watched.refresh()
    assert watched.topics_of(one.headline, one.body) == before
    nothing = [made._replace(labels=frozenset()) for made in dispatches(30)]
    save(train(other + nothing), path)
    watched.refresh()
    assert watched.topics_of(one.headline, one.body) == before  # it has only just looked
    clock[0] += 60
    watched.refresh()
    assert set(watched.topics_of(one.headline, one.body)) == {"12000000"}
    path.unlink()
    clock[0] += 60
    watched.refresh()
    assert set(watched.topics_of(one.headline, one.body)) == {"12000000"}


def test_what_cannot_be_used_is_the_operators_to_mend(tmp_path: Path) -> None:
    (tmp_path / "bad").write_text("[[rule", "utf-8")
    own = tmp_path / "own.model"
    save(train([one._replace(labels=frozenset({"goals"})) for one in dispatches(30)]), own)
    for settings, reason in (
        (Settings(topics_model=tmp_path / "nowhere"), "nowhere"),
        (Settings(topics_model=tmp_path / "bad"), "not a topic model"),
        (Settings(topics_model=own), "no Media Topics in force: goals"),
        (Settings(topics_rules=tmp_path / "bad"), "not TOML"),
        (Settings(topics_tagger="no.such.module:Thing"), "no.such.module"),
        (Settings(topics_tagger="no-such-entry-point"), "no-such-entry-point"),
        (Settings(topics_tagger="pipeline.topics.tagger:GROUP"), "cannot be loaded"),
        (Settings(topics_tagger="builtins:dict"), "no tagger"),
    ):
        with pytest.raises(Misconfigured, match=reason):
            TopicFinder.of(settings)
    with pytest.raises(ValueError, match="exclude"):
        Settings(topics_model=own, topics_tagger=EXAMPLE)


def test_the_example_plug_in() -> None:
    finder = TopicFinder.of(Settings(topics_tagger=EXAMPLE))
    assert set(_topics(finder, _record("SOCCER-Rovers sign a new coach", "The contract runs for two years."))) >= {
        "20001065",
        "15000000",
    }
    assert _topics(finder, WAR) == _topics(TopicFinder(), WAR)
    assert load_tagger(EXAMPLE).reads("en-GB")
    assert not load_tagger(EXAMPLE).reads("fr")


def test_every_topic_has_reasons_and_those_of_the_lexicon_add_up(model_file: Path) -> None:
    record = _record(
        WAR.headline or "", WAR.body, codes=[Code(scheme="medtop", code="20000065"), Code(scheme="desk", code="x")]
    )
    rules = rules_from({"rule": [{"name": "own", "topic": "20000056", "when": {"any": ["militia"]}}]})
    finder = TopicFinder(rules=rules)
    explained = explain_topics(record, finder)
    assert [one.topic for one in explained] == finder.find(record)
    assert all(one.reasons for one in explained)
    by_topic = {(one.topic.code, one.topic.origin): one.reasons for one in explained}
    (feed,) = by_topic["medtop:16000000", Origin.FEED]
    assert (feed.source, feed.term, feed.score) == ("feed", "medtop:20000065", 0.95)
    war = {reason.term: reason for reason in by_topic["medtop:16000000", Origin.TEXT]}
    assert war["ceasefire"].place == "headline"
    assert war["ceasefire"].score == war["ceasefire"].weight * 3  # type: ignore[operator]
    assert war["own"].source == "rule"
    assert war["militia"].place == "lead"
    assert [abs(reason.score) for reason in by_topic["medtop:16000000", Origin.TEXT]] == sorted(
        (abs(reason.score) for reason in war.values()), reverse=True
    )


def test_reasons_of_a_model_and_of_a_plug_in(model_file: Path) -> None:
    one = dispatches(1, seed=8)[0]
    record = _record(one.headline, one.body)
    explained = explain_topics(record, TopicFinder.of(Settings(topics_model=model_file)))
    of_model = [reason for reason in explained[0].reasons if reason.source == "model"]
    assert of_model
    assert all(reason.term in f"{one.headline} {one.body}" for reason in of_model)
    plugged = explain_topics(_record("SOCCER-Rovers"), TopicFinder.of(Settings(topics_tagger=EXAMPLE)))
    assert {reason.source for found in plugged for reason in found.reasons} >= {"plug-in"}
    assert {found.topic.code for found in plugged} >= {"medtop:15000000"}
