"""The topics of the line: their names, their policies, making and checking them.

A worker checks every topic before it starts: one that is missing would leave it idle for ever, and one that the
broker makes by itself has the wrong policy.
"""

from dataclasses import dataclass
from typing import Any, Literal

from kafka import KafkaAdminClient, KafkaProducer, TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType, OffsetSpec
from kafka.errors import (
    InvalidConfigurationError,
    InvalidReplicationFactorError,
    InvalidTopicError,
    KafkaError,
    PolicyViolationError,
    TopicAlreadyExistsError,
)

from agents.names import ROOMS, group_id, input_topic, topic_names
from agents.offsets import READY_SECONDS, Action, Finding, RoomOffsets, admin_client, log_offsets
from pipeline.errors import Misconfigured, Transient
from pipeline.settings import Domain, Settings
from schemas.frames import encode_entry
from schemas.rooms import Settled

HEADER_BYTES = 64 * 1024  # room for headers beside a payload
MAX_REQUEST_BYTES = 64 * 1024 * 1024  # the largest record that a worker's producer sends
HOUR_MS = 3_600_000


@dataclass(frozen=True)
class TopicPlan:
    """How a topic should be: what `create` makes and `check` compares with."""

    name: str
    partitions: int
    policy: dict[str, str]
    partitions_setting: str  # the setting that holds the count
    needs_retention: bool = False  # kept shorter, it loses state


def plan(settings: Settings) -> list[TopicPlan]:
    """Every topic of the line with its partitions and policies, in the order of the flow."""
    names = topic_names(settings)
    window_hours = max([Domain(name="default").window_hours, *(domain.window_hours for domain in settings.domain)])
    raw_bytes = settings.max_payload_bytes + HEADER_BYTES
    common = {
        "cleanup.policy": "delete",
        "retention.ms": str(settings.retention_hours * HOUR_MS),
        # A parsed dispatch holds its text in several forms
        "max.message.bytes": str(max(MAX_REQUEST_BYTES, 4 * settings.max_payload_bytes)),
        "min.insync.replicas": str(max(1, settings.replication_factor - 1)),
    }
    raw = common | {"max.message.bytes": str(raw_bytes)}
    # Whatever came in can go out again, with the reason in headers
    dead_letters = common | {"max.message.bytes": str(raw_bytes + HEADER_BYTES)}
    ledger = common | {
        "retention.ms": str((window_hours + 24) * HOUR_MS),
        "message.timestamp.type": "LogAppendTime",  # never a time that a dispatch claims
    }
    holds = {key: value for key, value in common.items() if key != "retention.ms"} | {"cleanup.policy": "compact"}

    def topic(name: str, count: str, policy: dict[str, str] = common) -> TopicPlan:
        return TopicPlan(name, getattr(settings, count), policy, count, needs_retention=policy is ledger)

    return [
        topic(names.raw, "raw_partitions", raw),
        topic(names.parsed, "parsed_partitions"),
        topic(names.ledger, "parsed_partitions", ledger),
        topic(names.holds, "parsed_partitions", holds),
        topic(names.unique, "unique_partitions"),
        topic(names.enriched, "output_partitions"),
        *(topic(names.route(route.name), "output_partitions") for route in settings.route),
        topic(names.duplicates, "output_partitions"),
        topic(names.dead_letters, "output_partitions", dead_letters),
    ]


def create(settings: Settings) -> list[Action]:
    """Make the topics that are missing and commit the first offsets. Running it again does nothing.

    An offset that exists is never touched. Where a room has worked before but its group has no offset left, none is
    committed: `check` reports it and `settle` mends it. Raises `Misconfigured`, `Transient`.
    """
    wanted = plan(settings)
    with admin_client(settings) as admin:
        existing = set(admin.list_topics())
        missing = [topic for topic in wanted if topic.name not in existing]
        _make(admin, missing, settings.replication_factor)
        admin.wait_for_topics([topic.name for topic in wanted])
        actions = [Action("topic", topic.name, f"{topic.partitions} partitions") for topic in missing]
        for topic in wanted:
            log_offsets(admin, topic.name, OffsetSpec.EARLIEST)  # every leader knows its topics now
        for room in ROOMS:
            offsets = room_offsets(admin, settings, room)
            if offsets.committed or not _has_worked(admin, settings, room):
                actions += offsets.commit(admin, {place: offsets.start[place] for place in offsets.absent})
    return actions


def settle(settings: Settings, room: str, at: Literal["start", "end"]) -> list[Action]:
    """Commit an offset for each input partition of `room` whose offset is absent or outside the log.

    `start`: all that is still in the log is delivered, again where it was delivered before. `end`: what is there now
    is skipped. Good offsets stay. The room's workers must be stopped. Raises `Misconfigured`, `Transient`.
    """
    with admin_client(settings) as admin:
        offsets = room_offsets(admin, settings, room)
        log = offsets.start if at == "start" else offsets.end
        wanted = {place: log[place] for place in offsets.absent + offsets.outside}
        offsets.require_stopped(admin)
        if room == "dedup":
            _settle_ledger(settings, wanted)
        return offsets.commit(admin, wanted)


def _settle_ledger(settings: Settings, offsets: dict[TopicPartition, int]) -> None:
    """Tell the ledger, whose last position a dedup room compares with its committed offset."""
    producer = KafkaProducer(bootstrap_servers=settings.bootstrap_servers.split(","), acks="all")
    try:
        for place, offset in offsets.items():
            value = encode_entry(Settled(parsed_offset=offset - 1))
            producer.send(topic_names(settings).ledger, value, partition=place.partition).get(READY_SECONDS)
    except KafkaError as error:
        raise Transient(f"the ledger takes no record: {error}") from error
    finally:
        producer.close()


def check(settings: Settings) -> list[Finding]:
    """What a worker needs of the cluster and does not find; empty where all is well. Raises `Transient`."""
    wanted = plan(settings)
    with admin_client(settings) as admin:
        described = {topic["name"]: topic for topic in admin.describe_topics([topic.name for topic in wanted])}
        there = [topic for topic in wanted if described[topic.name]["error_code"] == 0]
        policies = _policies(admin, there)
        findings = [
            Finding("error", f"topic {topic.name} does not exist", "`wirefeed topics create`")
            for topic in wanted
            if topic not in there
        ]
        for topic in there:
            findings += _check_partitions(topic, described[topic.name]["partitions"], settings.replication_factor)
            findings += _check_policies(topic, policies[topic.name])
        for room in ROOMS:
            if input_topic(settings, room) in policies:
                findings += room_offsets(admin, settings, room).findings()
    return findings


def room_offsets(admin: KafkaAdminClient, settings: Settings, room: str) -> RoomOffsets:
    """Where the group of `room` stands on its input."""
    return RoomOffsets.read(admin, room, group_id(settings, room), input_topic(settings, room))


def _has_worked(admin: KafkaAdminClient, settings: Settings, room: str) -> bool:
    names = topic_names(settings)
    outputs = {
        "parse": (names.parsed, names.dead_letters),
        "dedup": (names.ledger,),
        "tag": (names.enriched,),
    }[room]
    return any(end > 0 for topic in outputs for end in log_offsets(admin, topic, OffsetSpec.LATEST).values())


def _make(admin: KafkaAdminClient, topics: list[TopicPlan], replication_factor: int) -> None:
    wanted = {
        topic.name: {
            "num_partitions": topic.partitions,
            "replication_factor": replication_factor,
            "configs": topic.policy,
        }
        for topic in topics
    }
    if not wanted:
        return
    try:
        admin.create_topics(wanted)
    except TopicAlreadyExistsError:
        pass  # another `create` at the same time
    except InvalidReplicationFactorError as error:
        raise Misconfigured(
            f"the cluster has fewer than {replication_factor} brokers: add brokers, or set `replication_factor` "
            "(WIREFEED_REPLICATION_FACTOR) to 1 where a lost disk may lose dispatches"
        ) from error
    except (InvalidConfigurationError, InvalidTopicError, PolicyViolationError) as error:
        raise Misconfigured(f"the cluster refuses the topics: {error}") from error


def _policies(admin: KafkaAdminClient, topics: list[TopicPlan]) -> dict[str, dict[str, str]]:
    if not topics:
        return {}
    resources = [ConfigResource(ConfigResourceType.TOPIC, topic.name, list(topic.policy)) for topic in topics]
    answer = admin.describe_configs(resources, config_filter="all")["topic"]
    return {name: {key: entry["value"] for key, entry in configs.items()} for name, configs in answer.items()}


def _check_partitions(topic: TopicPlan, found: list[dict[str, Any]], replication_factor: int) -> list[Finding]:
    findings = []
    if len(found) != topic.partitions:
        findings.append(
            Finding(
                "error",
                f"topic {topic.name} has {len(found)} partitions, the settings say {topic.partitions}",
                f"set `{topic.partitions_setting}` to the number that the topics were made with; another number needs "
                "a new set of topics (another `prefix`) and a replay",
            )
        )
    replicas = min((len(partition["replica_nodes"]) for partition in found), default=0)
    if replicas < replication_factor:
        findings.append(
            Finding(
                "warning",
                f"topic {topic.name} has {replicas} replicas, the settings say {replication_factor}",
                "reassign its partitions to more brokers, or set `replication_factor` to what you mean",
            )
        )
    return findings


def _check_policies(topic: TopicPlan, found: dict[str, str]) -> list[Finding]:
    return [
        Finding(
            severity,
            f"topic {topic.name} has {key}={found.get(key)}, it should be {wanted}",
            f"`kafka-configs.sh --alter --entity-type topics --entity-name {topic.name} --add-config {key}={wanted}`",
        )
        for key, wanted in topic.policy.items()
        if (severity := _judge(topic, key, wanted, found.get(key)))
    ]


def _judge(topic: TopicPlan, key: str, wanted: str, found: str | None) -> Literal["error", "warning"] | None:
    """Whether a policy loses something (error), is merely another choice (warning), or will do."""
    if found == wanted:
        return None
    if found is None or key in ("cleanup.policy", "message.timestamp.type"):
        return "error"
    enough = int(found) >= int(wanted) or (key == "retention.ms" and found == "-1")
    if key == "max.message.bytes":
        return None if enough else "error"
    if key == "retention.ms" and topic.needs_retention:
        return None if enough else "error"
    return "warning"
