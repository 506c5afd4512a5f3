"""The planned topics follow the settings: names, counts that must be equal, limits that fit into each other."""

import pytest

from agents.names import ROOMS, group_id, input_topic, topic_names, transactional_id
from agents.topics import TopicPlan, plan
from pipeline.settings import Domain, Route, Settings


def by_name(settings: Settings) -> dict[str, TopicPlan]:
    return {topic.name: topic for topic in plan(settings)}


def test_names_begin_with_the_prefix_and_routes_with_the_enriched_topic() -> None:
    settings = Settings(prefix="replay.2", route=(Route(name="sport"), Route(name="gulf")))
    assert list(by_name(settings)) == [
        "replay.2.raw",
        "replay.2.parsed",
        "replay.2.ledger",
        "replay.2.holds",
        "replay.2.unique",
        "replay.2.enriched",
        "replay.2.enriched.sport",
        "replay.2.enriched.gulf",
        "replay.2.duplicates",
        "replay.2.dead-letters",
    ]
    assert group_id(settings, "tag") == "replay.2-tag"
    assert transactional_id(settings, "tag", 4) == "replay.2-tag-4"
    assert [input_topic(settings, room) for room in ROOMS] == ["replay.2.raw", "replay.2.parsed", "replay.2.unique"]


def test_parsed_ledger_and_holds_have_one_count() -> None:
    settings = Settings(parsed_partitions=3)
    names = topic_names(settings)
    assert {by_name(settings)[name].partitions for name in (names.parsed, names.ledger, names.holds)} == {3}


def test_the_ledger_is_kept_a_day_longer_than_the_longest_window() -> None:
    for domains, hours in [((), 72 + 24), ((Domain(name="a", window_hours=200), Domain(name="b")), 200 + 24)]:
        settings = Settings(domain=domains)
        ledger = by_name(settings)[topic_names(settings).ledger]
        assert int(ledger.policy["retention.ms"]) == hours * 3_600_000


def test_holds_never_expire() -> None:
    settings = Settings()
    holds = by_name(settings)[topic_names(settings).holds]
    assert holds.policy["cleanup.policy"] == "compact"
    assert "retention.ms" not in holds.policy


@pytest.mark.parametrize("max_payload_bytes", [1024, 16 * 1024 * 1024, 40 * 1024 * 1024])
def test_whatever_comes_in_fits_into_every_topic_after_it(max_payload_bytes: int) -> None:
    settings = Settings(max_payload_bytes=max_payload_bytes)
    names = topic_names(settings)
    limits = {name: int(topic.policy["max.message.bytes"]) for name, topic in by_name(settings).items()}
    assert limits[names.raw] > max_payload_bytes
    assert limits[names.dead_letters] == limits[names.raw] + 64 * 1024
    assert all(limit >= limits[names.raw] for limit in limits.values())


def test_one_replica_may_be_away_where_there_are_several() -> None:
    for replicas, in_sync in ((1, "1"), (2, "1"), (3, "2")):
        topics = plan(Settings(replication_factor=replicas))
        assert {topic.policy["min.insync.replicas"] for topic in topics} == {in_sync}
