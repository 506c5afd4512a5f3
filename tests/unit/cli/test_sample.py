"""The sample feed: the manifest and the files agree, every known outcome comes, topics and countries are all there."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.sample import FEEDS, samples
from cli.sample.check import Result, Seen, differences
from pipeline.line import Line
from pipeline.settings import Settings
from schemas.record import Record
from schemas.rooms import RawPosition
from schemas.words import Format, Outcome, Reason

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
EXPECTED = [part for sample in samples() for part in sample.parts]
LABELS = [part.label for part in EXPECTED]


@pytest.fixture(scope="module")
def results() -> list[Result]:
    """The whole sample feed through the line, without a broker."""
    line = Line(Settings())
    found: list[Result] = []
    for number, sample in enumerate(samples()):
        parts = list(
            line.take(
                sample.payload(NOW),
                feed=sample.feed,
                content_type=sample.content_type,
                received_at=NOW,
                raw=RawPosition(sample.path, 0, number),
            )
        )
        assert [one.part for one in parts] == list(range(len(sample.parts))), sample.path
        found += [
            Result(
                expected=expected,
                seen=[Seen(outcome=one.outcome, record=one.record, reason=one.reason, duplicate_of=one.duplicate_of)],
            )
            for expected, one in zip(sample.parts, parts, strict=True)
        ]
    return found


def published(results: list[Result]) -> list[Record]:
    return [seen.record for one in results for seen in one.seen if seen.record and seen.outcome is Outcome.PUBLISHED]


def test_every_file_is_sent_and_every_file_sent_exists() -> None:
    files = {file.relative_to(FEEDS).as_posix() for file in FEEDS.rglob("*") if file.is_file()}
    assert {sample.path for sample in samples()} == files
    assert all(Path(sample.path).parts[0] == sample.feed for sample in samples())


def test_labels_are_unique_and_references_point_backwards() -> None:
    assert [label for label, count in Counter(LABELS).items() if count > 1] == []
    for number, part in enumerate(EXPECTED):
        for label in (part.story, part.duplicate_of, part.similar):
            assert label is None or LABELS.index(label) < number, part.label
    for sample in samples():
        if sample.after:
            assert LABELS.index(sample.after) < LABELS.index(sample.parts[0].label)


def test_what_depends_on_another_feed_waits_for_it() -> None:
    feed_of = {part.label: sample.feed for sample in samples() for part in sample.parts}
    for sample in samples():
        needed = {label for part in sample.parts for label in (part.story, part.duplicate_of, part.similar) if label}
        assert {label for label in needed if feed_of[label] != sample.feed} <= {sample.after}, sample.path


def test_times_relative_to_the_start_are_filled_in() -> None:
    payloads = {sample.path: sample.payload(NOW) for sample in samples()}
    assert b"2026-11-24T09:00:20Z" in payloads["nordsyn/norway-results-embargo.json"]
    assert not [path for path, payload in payloads.items() if b"@{" in payload]


def test_it_holds_what_a_demo_should_show(results: list[Result]) -> None:
    assert len(published(results)) >= 66
    assert len({sample.feed for sample in samples()}) >= 8
    formats = {record.format for record in published(results)}
    assert formats == {Format.TEXT, Format.HTML, Format.RSS, Format.NINJS, Format.NEWSML_G2}
    assert {part.outcome for part in EXPECTED} == set(Outcome)
    assert {part.reason for part in EXPECTED} >= {
        Reason.SAME_TEXT,
        Reason.OLDER_VERSION,
        Reason.AFTER_KILL,
        Reason.EMBARGO,
        Reason.PACKAGE_WITHOUT_TEXT,
        Reason.EMPTY,
        Reason.UNREADABLE,
    }


def test_the_known_outcomes_come(results: list[Result]) -> None:
    assert differences(results, released=False) == []


def test_no_page_furniture_gets_into_a_body(results: list[Result]) -> None:
    furniture = (
        "ADVERTISEMENT",
        "PUBLICITÉ",
        "All rights reserved",
        "newsletter",
        "Rocket fails",
        "Comet probe",
        "frost",
    )
    for record in published(results):
        if record.feed in ("afp-web", "courier-html", "mirror-site"):
            assert not [words for words in furniture if words in record.body], record.headline


def test_every_top_level_topic_and_thirty_countries_occur(results: list[Result]) -> None:
    records = published(results)
    tops = {topic.code for record in records for topic in record.topics if topic.code.endswith("000000")}
    assert tops == {f"medtop:{number:02}000000" for number in range(1, 18)}
    assert len({focus.code for record in records for focus in record.regions.focus}) >= 30
