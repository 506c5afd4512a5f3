"""The line without a broker: payloads in, outcomes out in order, through parse, dedup and tag."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.line import Line
from pipeline.settings import Domain, Feed, Settings
from schemas.rooms import RawPosition
from schemas.words import Outcome, PubStatus, Reason, Relation, Warning

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def ninjs(**facts):
    story = {
        "guid": "urn:norvik:harbour-1",
        "version": "1",
        "type": "text",
        "pubstatus": "usable",
        "language": "en",
        "headline": "Elvik closes berths",
        "versioncreated": "2026-03-02T07:50:00+0000",
        "body_text": "The harbour board of Elvik, Norway, closed two of its nine berths on Monday after a storm.",
    }
    return json.dumps(story | facts).encode()


def take(line, payload, feed="norvik", minutes=0):
    return list(
        line.take(
            payload,
            feed=feed,
            content_type=None,
            received_at=START + timedelta(minutes=minutes),
            raw=RawPosition("a.json", 0, 0),
        )
    )


def test_versions_copies_and_a_kill_in_one_stream():
    line = Line(Settings())
    [first] = take(line, ninjs())
    [again] = take(line, ninjs())
    [update] = take(line, ninjs(version="2", versioncreated="2026-03-02T08:30:00Z", headline="Elvik closes harbour"))
    [kill] = take(line, ninjs(version="3", versioncreated="2026-03-02T09:00:00Z", pubstatus="canceled", body_text=""))
    [late] = take(line, ninjs(version="4", versioncreated="2026-03-02T09:10:00Z", headline="Elvik harbour open"))
    assert [r.outcome for r in (first, again, update, kill, late)] == [
        Outcome.PUBLISHED,
        Outcome.DUPLICATE,
        Outcome.PUBLISHED,
        Outcome.PUBLISHED,
        Outcome.STALE,
    ]
    assert again.duplicate_of == first.record.id
    assert update.record.relation is Relation.REPLACES
    assert (kill.record.pub_status, kill.record.body) == (PubStatus.CANCELED, "")
    assert kill.record.related.cancels == [first.record.id, update.record.id]
    assert late.reason is Reason.AFTER_KILL


def test_what_cannot_be_read_is_rejected_and_the_rest_goes_on():
    line = Line(Settings())
    [bad] = take(line, b"   ")
    [good] = take(line, ninjs())
    assert (bad.outcome, bad.record, bad.reason, bad.part) == (Outcome.REJECTED, None, Reason.EMPTY, 0)
    assert good.outcome is Outcome.PUBLISHED


def test_what_is_held_has_its_record_and_stays_held():
    line = Line(Settings())
    [held] = take(line, ninjs(embargoed="2026-03-02T10:00:00Z"))
    assert (held.outcome, held.reason) == (Outcome.HELD, Reason.EMBARGO)
    assert held.record.headline == "Elvik closes berths"
    [other] = take(line, ninjs(guid="urn:norvik:other", body_text="Another text."), minutes=600)
    assert other.outcome is Outcome.PUBLISHED


def test_what_is_published_is_tagged_with_the_feeds_country_as_evidence():
    feed = Feed(name="norvik", default_country="NO")
    [plain] = take(Line(Settings(feed=(feed,))), ninjs(body_text="The board met on Monday.", headline="Board meets"))
    assert [focus.code for focus in plain.record.regions.focus] == ["NO"]


def test_domains_of_feeds_are_kept_apart():
    settings = Settings(domain=(Domain(name="sport"),), feed=(Feed(name="goals", domain="sport"),))
    line = Line(settings)
    take(line, ninjs())
    [other] = take(line, ninjs(), feed="goals")
    assert other.outcome is Outcome.PUBLISHED


def test_a_fault_of_tagging_is_a_warning(monkeypatch):
    def fail(record, *, default_country):
        raise ZeroDivisionError

    monkeypatch.setattr("pipeline.tag.tag", fail)
    [result] = take(Line(Settings()), ninjs())
    assert result.outcome is Outcome.PUBLISHED
    assert Warning.TAGGING_FAILED in result.record.warnings


def _sequences():
    folder = os.environ.get("WIREFEED_TEST_DATA")
    if not folder:
        return [pytest.param(None, None, marks=pytest.mark.skip("WIREFEED_TEST_DATA is not set: no wire samples"))]
    wire = Path(folder) / "wire"
    sequences = json.loads((wire / "expected.json").read_bytes())["sequences"]
    return [pytest.param(wire, sequence, id=sequence["name"]) for sequence in sequences]


@pytest.mark.parametrize(("wire", "sequence"), _sequences())
def test_sequences_of_real_files(wire, sequence):
    line = Line(Settings())
    results = [one for path in sequence["paths"] for one in take(line, (wire / path).read_bytes())]
    assert [one.outcome for one in results] == sequence["outcomes"]
    if "version" in sequence:
        assert [one.record.version for one in results] == sequence["version"]
    if sequence.get("same_story"):
        assert len({one.record.story_id for one in results}) == 1
    for one, status in zip(results, sequence.get("pub_status", ()), strict=False):
        assert status in (None, one.record.pub_status)
