"""The ledger is the state: a dedup room goes on where it ends, or says why it does not."""

import re
from typing import Any

import orjson
from kafka import KafkaAdminClient, TopicPartition
from kafka.structs import OffsetAndMetadata

from agents.names import group_id, topic_names
from agents.topics import check, settle
from pipeline.settings import Domain, Feed, Settings
from tests.conftest import MakeSettings
from tests.faults.line import FAST_GROUP, assert_each_has_one_outcome, kill_with_rooms, send_raw, working
from tests.integration.processes import committed_records, eventually

STORY = {
    "guid": "urn:example:harbour:1",
    "version": "1",
    "type": "text",
    "versioncreated": "2026-03-04T12:00:00Z",
    "headline": "Ferry line across the strait reopens after nine weeks",
    "body_text": "The ferry across the strait runs again from Monday, the port authority said on Wednesday.",
    "language": "en",
}


def story(**fields: Any) -> tuple[str, str, bytes]:
    return ("nordsyn", "application/json", orjson.dumps(STORY | fields))


def records(settings: Settings, topic: str) -> list[Any]:
    return [orjson.loads(record.value) for record in committed_records(settings, getattr(topic_names(settings), topic))]


def set_offset(settings: Settings, room: str, topic: str, offset: int) -> None:
    admin = KafkaAdminClient(bootstrap_servers=settings.bootstrap_servers)
    admin.alter_group_offsets(group_id(settings, room), {TopicPartition(topic, 0): OffsetAndMetadata(offset, "", -1)})
    admin.close()


def one_story_then_killed(settings: Settings) -> dict[str, int]:
    """A worker takes one story and is killed; what its raw position should come to."""
    with working(settings) as worker:
        worker.await_ready()
        expected = send_raw(settings, [story()])
        assert_each_has_one_outcome(settings, expected)
        kill_with_rooms(worker)
    return expected


def test_rule_7_a_new_owner_knows_every_story_of_the_old_one(make_settings: MakeSettings) -> None:
    settings = make_settings(**FAST_GROUP)
    expected = one_story_then_killed(settings)
    with working(settings) as second:
        second.await_ready()
        update = story(version="2", versioncreated="2026-03-04T13:00:00Z", headline="Ferry line reopens early")
        expected |= send_raw(settings, [story(), update])
        assert_each_has_one_outcome(settings, expected)
    published = records(settings, "enriched")
    assert [record["version"] for record in published] == [1, 2]
    assert published[1]["story_id"] == published[0]["story_id"]
    assert published[1]["related"]["supersedes"] == published[0]["id"]
    (duplicate,) = records(settings, "duplicates")
    assert duplicate["duplicate_of"] == published[0]["id"]


def test_rule_6_a_ledger_that_does_not_end_at_the_committed_offset_ends_the_room_with_78(
    make_settings: MakeSettings,
) -> None:
    settings = make_settings(**FAST_GROUP)
    names = topic_names(settings)
    expected = one_story_then_killed(settings)
    eventually(lambda: _is_empty(settings, "dedup"), "the dead member to leave the group")
    set_offset(settings, "dedup", names.parsed, 0)  # as an operator's mistake would: everything once more
    with working(settings) as worker:
        assert worker.process.wait() == 78
        remedy = re.search(r"--to-offset (\d+)", worker.process.log)
        assert remedy, worker.process.log[-2000:]
    eventually(lambda: _is_empty(settings, "dedup"), "the room to leave the group")
    set_offset(settings, "dedup", names.parsed, int(remedy[1]))
    with working(settings) as worker:
        worker.await_ready()
        expected |= send_raw(settings, [story(version="2", versioncreated="2026-03-04T13:00:00Z", headline="New")])
        assert_each_has_one_outcome(settings, expected)


def test_rule_10_settling_a_lost_dedup_offset_lets_the_room_start_again(make_settings: MakeSettings) -> None:
    settings = make_settings(**FAST_GROUP)
    expected = one_story_then_killed(settings)
    eventually(lambda: _is_empty(settings, "dedup"), "the dead member to leave the group")
    admin = KafkaAdminClient(bootstrap_servers=settings.bootstrap_servers)
    admin.delete_groups([group_id(settings, "dedup")])
    admin.close()
    assert [finding.severity for finding in check(settings)] == ["error"]
    settle(settings, "dedup", "end")
    assert check(settings) == []
    with working(settings) as worker:
        worker.await_ready()
        update = story(version="2", versioncreated="2026-03-04T13:00:00Z", headline="Ferry line reopens early")
        expected |= send_raw(settings, [update])
        assert_each_has_one_outcome(settings, expected)
    assert [record["version"] for record in records(settings, "enriched")] == [1, 2], "the ledger is still the state"


def test_rule_17_a_domain_has_the_partition_of_its_setting_and_no_other_domain_sees_it(
    make_settings: MakeSettings,
) -> None:
    settings = make_settings(
        parsed_partitions=3,
        domain=(Domain(name="north", partition=2), Domain(name="south", partition=1)),
        feed=(Feed(name="n", domain="north"), Feed(name="n2", domain="north"), Feed(name="s", domain="south")),
        **FAST_GROUP,
    )
    same = story()[1:]
    with working(settings) as worker:
        worker.await_ready()
        expected: dict[str, int] = {}
        for feed in ("n", "n2", "s"):
            expected |= send_raw(settings, [(feed, *same)])
            assert_each_has_one_outcome(settings, expected)
    assert sorted(record["feed"] for record in records(settings, "enriched")) == ["n", "s"]
    (duplicate,) = records(settings, "duplicates")
    assert duplicate["record"]["feed"] == "n2"
    ledger = committed_records(settings, topic_names(settings).ledger)
    assert sorted(record.partition for record in ledger) == [1, 2, 2]


def _is_empty(settings: Settings, room: str) -> bool:
    admin = KafkaAdminClient(bootstrap_servers=settings.bootstrap_servers)
    try:
        return not admin.describe_groups([group_id(settings, room)])[group_id(settings, room)]["members"]
    finally:
        admin.close()
