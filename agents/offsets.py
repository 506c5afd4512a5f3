"""The committed offsets of the rooms' consumer groups: read, judged, and committed where there is none.

A worker never guesses an offset: a guess loses what lies behind it or publishes everything again. So the first
offsets are committed when the topics are made, and a missing one is the operator's decision ever after.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal, Self, TypeVar

from kafka import KafkaAdminClient, TopicPartition
from kafka.admin import OffsetSpec
from kafka.errors import AuthorizationError, KafkaError, NoError, RetriableError
from kafka.structs import OffsetAndMetadata

from pipeline.errors import Misconfigured, Transient
from pipeline.settings import Settings

READY_SECONDS = 30.0
POLL_SECONDS = 0.1
RECONNECT_MS = 500  # a broker that starts is found soon

T = TypeVar("T")


@dataclass(frozen=True)
class Finding:
    """One fault of the cluster as the line needs it, and how to mend it. A worker does not start on an error."""

    severity: Literal["error", "warning"]
    what: str
    remedy: str


@dataclass(frozen=True)
class Action:
    """Something that was done: a topic made or an offset committed."""

    kind: Literal["topic", "offset"]
    name: str
    detail: str


@contextmanager
def admin_client(settings: Settings, timeout_seconds: float = 5.0) -> Iterator[KafkaAdminClient]:
    """An admin client of the settings' cluster. Raises `Transient` where no broker answers or one goes away."""
    try:
        admin = KafkaAdminClient(
            bootstrap_servers=settings.bootstrap_servers.split(","),
            client_id="wirefeed-admin",
            bootstrap_timeout_ms=int(timeout_seconds * 1000),
            reconnect_backoff_max_ms=RECONNECT_MS,
        )
    except KafkaError as error:
        raise Transient(f"no Kafka broker answers at {settings.bootstrap_servers}") from error
    try:
        yield admin
    except AuthorizationError as error:
        raise Misconfigured(f"the cluster refuses this user: {error}; grant it the missing right") from error
    except RetriableError as error:
        raise Transient(f"Kafka at {settings.bootstrap_servers}: {error}") from error
    finally:
        admin.close()


def patiently(ask: Callable[[], T]) -> T:
    """Ask until a young cluster is ready (a leader elected, a coordinator found), for 30 s at most."""
    deadline = time.monotonic() + READY_SECONDS
    while True:
        try:
            return ask()
        except RetriableError:
            if time.monotonic() >= deadline:
                raise
        time.sleep(POLL_SECONDS)


@dataclass(frozen=True)
class RoomOffsets:
    """Where a consumer group stands on its input: committed offsets beside the ends of the log."""

    room: str
    group: str
    start: dict[TopicPartition, int]
    end: dict[TopicPartition, int]
    committed: dict[TopicPartition, int]

    @classmethod
    def read(cls, admin: KafkaAdminClient, room: str, group: str, topic: str) -> Self:
        """The offsets of `group` on every partition of `topic`. Raises `kafka.errors.KafkaError`."""
        start = log_offsets(admin, topic, OffsetSpec.EARLIEST)
        found = patiently(lambda: admin.list_group_offsets({group: list(start)}))[group]
        committed = {place: at.offset for place, at in found.items() if at.offset >= 0}
        return cls(room, group, start, log_offsets(admin, topic, OffsetSpec.LATEST), committed)

    @property
    def absent(self) -> list[TopicPartition]:
        """Partitions without a committed offset."""
        return [place for place in self.start if place not in self.committed]

    @property
    def outside(self) -> list[TopicPartition]:
        """Partitions whose committed offset the log does not hold, or no longer."""
        return [place for place, offset in self.committed.items() if not self.start[place] <= offset <= self.end[place]]

    @property
    def lag(self) -> dict[TopicPartition, int]:
        """Records (control records too) between the committed offset and the log's end."""
        return {place: self.end[place] - offset for place, offset in self.committed.items()}

    def findings(self) -> list[Finding]:
        """What keeps a worker of this room from starting."""
        settle = (
            f"stop the workers, then `wirefeed topics settle {self.room} start` to deliver all that is still there "
            f"(again, where it was delivered before) or `wirefeed topics settle {self.room} end` to skip it"
        )
        absent = [
            Finding(
                "error",
                f"group {self.group} has no committed offset on {place.topic}-{place.partition}",
                f"`wirefeed topics create` if this room never ran; else {settle}",
            )
            for place in self.absent
        ]
        outside = [
            Finding(
                "error",
                f"group {self.group} stands at {self.committed[place]} on {place.topic}-{place.partition}, "
                f"where the log holds {self.start[place]} to {self.end[place]}",
                settle,
            )
            for place in self.outside
        ]
        return absent + outside

    def require_stopped(self, admin: KafkaAdminClient) -> None:
        """Raises `Misconfigured` where the group has members: its workers are running."""
        members = patiently(lambda: admin.describe_groups([self.group]))[self.group]["members"]
        if members:
            raise Misconfigured(f"group {self.group} has {len(members)} members: stop its workers")

    def commit(self, admin: KafkaAdminClient, offsets: dict[TopicPartition, int]) -> list[Action]:
        """Commit these offsets for the group. Raises `Misconfigured` where its workers are running."""
        if not offsets:
            return []
        wanted = {place: OffsetAndMetadata(offset, "", -1) for place, offset in offsets.items()}

        def commit_all() -> None:
            for error in admin.alter_group_offsets(self.group, wanted).values():
                if issubclass(error, RetriableError):
                    raise error
                if error is not NoError:
                    raise Misconfigured(f"group {self.group} takes no offset ({error.__name__}): stop its workers")

        patiently(commit_all)
        return [
            Action("offset", self.group, f"{place.topic}-{place.partition} at {offset}")
            for place, offset in sorted(offsets.items())
        ]


def log_offsets(admin: KafkaAdminClient, topic: str, spec: OffsetSpec) -> dict[TopicPartition, int]:
    """The first or last offset of each partition; each leader has answered, so each knows the topic."""

    def ask() -> dict[TopicPartition, int]:
        described: dict[str, Any] = admin.describe_topics([topic])[0]
        places = [TopicPartition(topic, part["partition_index"]) for part in described["partitions"]]
        answers = admin.list_partition_offsets(dict.fromkeys(places, spec))
        return {place: answers[place].offset for place in sorted(answers)}

    return patiently(ask)
