"""Proves the tag room: pure, deterministic, ancestors with every topic, and the first real dispatch read rightly."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.tag import tag
from schemas.dispatch import Code, Dateline
from schemas.record import Record, to_json
from schemas.words import Format, Origin

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def _record(**parts: Any) -> Record:
    given_parts = {"id": "one", "feed": "test", "format": Format.TEXT, "story_id": "one", "version": 1} | parts
    return Record(received_at=NOW, processed_at=NOW, **given_parts)


def test_tagging_changes_nothing_but_topics_and_regions() -> None:
    record = _record(headline="Quake hits Chile", body="The earthquake shook Santiago.", language="en")
    tagged = tag(record)
    assert record.topics == []
    assert [topic.code for topic in tagged.topics] == ["medtop:03000000", "medtop:20000148"]
    assert [focus.code for focus in tagged.regions.focus] == ["CL"]
    assert msgspec.structs.replace(tagged, topics=record.topics, regions=record.regions) == record


def test_a_topic_of_the_feed_brings_its_ancestors_and_stands_beside_that_of_the_text() -> None:
    codes = [Code(scheme="medtop", code="20000065"), Code(scheme="desk", code="16000000")]
    topics = tag(_record(headline="Civil war", body="Rebels broke the ceasefire.", codes=codes)).topics
    feed = {topic.code: topic.confidence for topic in topics if topic.origin is Origin.FEED}
    assert set(feed) >= {"medtop:20000065", "medtop:16000000"}
    assert set(feed.values()) == {0.95}
    assert "medtop:16000000" in {topic.code for topic in topics if topic.origin is Origin.TEXT}


def test_a_record_without_text_has_no_tags() -> None:
    tagged = tag(_record(headline=None, body=""))
    assert tagged.topics == []
    assert tagged.regions.focus == tagged.regions.mentions == []


def test_the_english_lexicon_reads_no_other_language() -> None:
    body = "Das war gut. Die Lage in Deutschland ist ruhig."
    tagged = tag(_record(headline="Es war einmal", body=body, language="de-AT"))
    assert tagged.topics == []
    assert [one.code for one in tagged.regions.focus] == ["DE"]


def test_small_words_of_a_language_without_names_of_its_own_are_no_places() -> None:
    tagged = tag(_record(body="Van de Man zei: Die is Male. Most ging naar Berlin.", language="nl"))
    assert [one.name for one in tagged.regions.mentions] == ["Berlin"]


def test_the_default_country_reaches_the_focus() -> None:
    assert [one.code for one in tag(_record(body="It rained."), default_country="NL").regions.focus] == ["NL"]


@given(
    headline=st.none() | st.text(max_size=200),
    body=st.text(max_size=1000) | st.text("UKRAINE, rus.iFrancGeorgia \n-'Jdl", max_size=600),
    city=st.none() | st.text(max_size=40),
    codes=st.lists(st.builds(Code, scheme=st.none() | st.text(max_size=30), code=st.text(max_size=20)), max_size=4),
    language=st.none() | st.sampled_from(["en", "de-AT", "zh", "x", ""]),
)
def test_any_record_can_be_tagged_and_published(
    headline: str | None, body: str, city: str | None, codes: list[Code], language: str | None
) -> None:
    dateline = None if city is None else Dateline(text=f"{city} (X)", city=city)
    record = _record(headline=headline, body=body, dateline=dateline, codes=codes, language=language)
    tagged = tag(record)
    assert tag(record) == tagged
    assert msgspec.json.decode(to_json(tagged), type=Record) == tagged
    confidences = [topic.confidence for topic in tagged.topics]
    assert confidences == sorted(confidences, reverse=True)
    assert len({(topic.code, topic.origin) for topic in tagged.topics}) == len(tagged.topics)
    assert len({mention.name for mention in tagged.regions.mentions}) == len(tagged.regions.mentions)


def _seed() -> tuple[Record, dict[str, Any]]:
    """The seed dispatch's headline, dateline and body, and what its record should hold."""
    folder = os.environ.get("WIREFEED_TEST_DATA")
    if folder is None:
        pytest.skip("WIREFEED_TEST_DATA names no folder of real dispatches")
    seed = Path(folder) / "seed"
    wanted = orjson.loads((seed / "expected.json").read_bytes())["record"]
    text = (seed / "spacewar-afp.txt").read_text("utf-8")
    body = text[text.index(wanted["body"]["first"]) : text.index(wanted["body"]["last"]) + len(wanted["body"]["last"])]
    parts = wanted["dateline"]
    dateline = Dateline(text=parts["text"]["prefix"], city=parts["city"], country=parts["country"])
    return _record(headline=wanted["headline"], body=body, dateline=dateline, language="en"), wanted


def test_the_seed_dispatch_is_about_the_right_countries() -> None:
    record, wanted = _seed()
    regions = tag(record).regions
    focus = {one.code for one in regions.focus}
    assert focus >= set(wanted["regions"]["focus_must"])
    assert focus.isdisjoint(wanted["regions"]["focus_must_not"])
    assert {area.code for area in regions.areas} >= set(wanted["regions"]["areas_must"])
    mentions = {(one.name, one.country) for one in regions.mentions}
    assert mentions >= {(one["name"], one["country"]) for one in wanted["regions"]["mentions_must"]}


def test_the_seed_dispatch_has_the_right_topics() -> None:
    record, wanted = _seed()
    sure = {topic.code.removeprefix("medtop:") for topic in tag(record).topics if topic.confidence >= 0.5}
    tops = {code for code in sure if code.endswith("000000")}
    assert tops >= set(wanted["topics_top"]["must"])
    assert tops.isdisjoint(wanted["topics_top"]["must_not"])
