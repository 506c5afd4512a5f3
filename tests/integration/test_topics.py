"""Topics and first offsets on a real Kafka: made once, never overwritten, and every fault named with its remedy."""

from collections.abc import Callable

import pytest
from kafka import KafkaProducer, TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType
from kafka.structs import OffsetAndMetadata

from agents.names import ROOMS, group_id, input_topic, topic_names
from agents.offsets import Finding, admin_client
from agents.topics import check, create, plan, room_offsets, settle
from pipeline.errors import Misconfigured, Transient
from pipeline.settings import Domain, Route, Settings

MakeSettings = Callable[..., Settings]


def errors(findings: list[Finding]) -> list[str]:
    return [finding.what for finding in findings if finding.severity == "error"]


def send(settings: Settings, topic: str, count: int = 1, partition: int = 0) -> None:
    producer = KafkaProducer(bootstrap_servers=settings.bootstrap_servers, acks="all")
    try:
        for sent in [producer.send(topic, b"x", partition=partition) for _ in range(count)]:
            sent.get(30)
    finally:
        producer.close()


def commit(settings: Settings, room: str, partition: int, offset: int) -> None:
    place = TopicPartition(input_topic(settings, room), partition)
    with admin_client(settings) as admin:
        admin.alter_group_offsets(group_id(settings, room), {place: OffsetAndMetadata(offset, "", -1)})


def committed(settings: Settings, room: str) -> dict[int, int]:
    with admin_client(settings) as admin:
        offsets = room_offsets(admin, settings, room).committed
        return {place.partition: offset for place, offset in offsets.items()}


def test_every_topic_is_made_with_its_policy_and_every_group_has_its_first_offsets(make_settings: MakeSettings) -> None:
    settings = make_settings(
        topics=False,
        raw_partitions=3,
        parsed_partitions=2,
        domain=(Domain(name="default", window_hours=100),),
        route=(Route(name="sport"),),
    )
    assert {finding.what for finding in check(settings)} == {
        f"topic {topic.name} does not exist" for topic in plan(settings)
    }

    made = create(settings)

    assert {action.name for action in made if action.kind == "topic"} == {topic.name for topic in plan(settings)}
    assert check(settings) == []
    assert committed(settings, "parse") == {0: 0, 1: 0, 2: 0}
    assert committed(settings, "dedup") == {0: 0, 1: 0}
    names = topic_names(settings)
    with admin_client(settings) as admin:
        resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in (names.ledger, names.holds)]
        found = admin.describe_configs(resources)["topic"]
    assert found[names.ledger]["retention.ms"]["value"] == str((100 + 24) * 3_600_000)
    assert found[names.ledger]["message.timestamp.type"]["value"] == "LogAppendTime"
    assert found[names.holds]["cleanup.policy"]["value"] == "compact"


def test_creating_again_does_nothing_and_touches_no_offset(make_settings: MakeSettings) -> None:
    settings = make_settings()
    send(settings, topic_names(settings).raw, 5)
    commit(settings, "parse", partition=0, offset=3)
    assert create(settings) == []
    assert committed(settings, "parse")[0] == 3


def test_a_first_offset_is_the_start_of_what_was_sent_before_any_worker_ran(make_settings: MakeSettings) -> None:
    settings = make_settings()
    with admin_client(settings) as admin:
        admin.delete_groups([group_id(settings, room) for room in ROOMS])
    send(settings, topic_names(settings).raw, 5)
    create(settings)
    assert committed(settings, "parse")[0] == 0


def test_the_lost_offsets_of_a_room_that_worked_are_not_guessed(make_settings: MakeSettings) -> None:
    settings = make_settings(raw_partitions=1)
    names = topic_names(settings)
    send(settings, names.raw, 5)
    send(settings, names.parsed)
    with admin_client(settings) as admin:
        admin.delete_groups([group_id(settings, "parse")])

    assert create(settings) == []
    lost = [finding for finding in check(settings) if finding.severity == "error"]

    assert [finding.what for finding in lost] == [
        f"group {group_id(settings, 'parse')} has no committed offset on {names.raw}-0"
    ]
    assert "wirefeed topics settle parse start" in lost[0].remedy
    assert "wirefeed topics settle parse end" in lost[0].remedy
    settle(settings, "parse", "end")
    assert committed(settings, "parse") == {0: 5}
    assert check(settings) == []


def test_an_offset_that_retention_overtook_is_an_error_until_the_operator_decides(make_settings: MakeSettings) -> None:
    settings = make_settings()
    raw = topic_names(settings).raw
    send(settings, raw, 5)
    commit(settings, "parse", partition=0, offset=1)
    with admin_client(settings) as admin:
        admin.delete_records({TopicPartition(raw, 0): 4})
    assert errors(check(settings)) == [
        f"group {group_id(settings, 'parse')} stands at 1 on {raw}-0, where the log holds 4 to 5"
    ]
    settle(settings, "parse", "start")
    assert committed(settings, "parse")[0] == 4
    assert check(settings) == []


@pytest.mark.parametrize(
    ("made", "wanted", "topics"),
    [
        ({"raw_partitions": 2}, {"raw_partitions": 3}, ["raw"]),
        ({}, {"parsed_partitions": 2}, ["parsed", "ledger", "holds"]),
    ],
)
def test_another_number_of_partitions_is_an_error(
    make_settings: MakeSettings, made: dict[str, int], wanted: dict[str, int], topics: list[str]
) -> None:
    settings = make_settings(**made)
    other = settings.model_copy(update=wanted)
    assert [what.split()[1] for what in errors(check(other))] == [f"{settings.prefix}.{topic}" for topic in topics]


def test_a_route_without_its_topic_is_an_error(make_settings: MakeSettings) -> None:
    settings = make_settings()
    other = settings.model_copy(update={"route": (Route(name="new"),)})
    assert errors(check(other)) == [f"topic {settings.prefix}.enriched.new does not exist"]


def test_a_policy_that_would_lose_something_is_an_error_and_mere_taste_a_warning(make_settings: MakeSettings) -> None:
    settings = make_settings()
    names = topic_names(settings)
    changes = {
        names.holds: {"cleanup.policy": "delete"},
        names.ledger: {"retention.ms": "3600000"},
        names.dead_letters: {"max.message.bytes": "1000"},
        names.enriched: {"retention.ms": "-1"},
        names.raw: {"max.message.bytes": "90000000"},
    }
    with admin_client(settings) as admin:
        admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, name, new) for name, new in changes.items()])
    found = {(finding.severity, finding.what.partition(", it should")[0]) for finding in check(settings)}
    assert found == {
        ("error", f"topic {names.holds} has cleanup.policy=delete"),
        ("error", f"topic {names.ledger} has retention.ms=3600000"),
        ("error", f"topic {names.dead_letters} has max.message.bytes=1000"),
        ("warning", f"topic {names.enriched} has retention.ms=-1"),
    }


def test_more_replicas_than_brokers_names_the_setting(make_settings: MakeSettings) -> None:
    settings = make_settings(topics=False, replication_factor=100)
    with pytest.raises(Misconfigured, match="WIREFEED_REPLICATION_FACTOR"):
        create(settings)


def test_no_broker_is_transient_and_named() -> None:
    settings = Settings(bootstrap_servers="127.0.0.1:1")
    with pytest.raises(Transient, match=r"127\.0\.0\.1:1"), admin_client(settings, timeout_seconds=0.5):
        pass
