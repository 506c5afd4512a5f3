"""The dedup room: one writer for each deduplication domain. Its ledger is its state."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime

import structlog
from aiokafka import ConsumerRecord, TopicPartition
from aiokafka.partitioner import murmur2
from aiokafka.structs import RecordMetadata
from faust.events import Event

from agents import metrics
from agents.headers import for_frame, for_record
from agents.names import topic_names
from agents.outbox import Message
from agents.reader import read_back
from agents.room import Work
from pipeline.dedup.book import Decision, StoryBook
from pipeline.errors import Misconfigured
from pipeline.settings import Settings
from schemas.frames import decode_frame, decode_hold, decode_ledger_entry, encode_entry, encode_frames
from schemas.record import Duplicate, to_json
from schemas.rooms import Parsed, Settled, Unique
from schemas.words import Outcome

log = structlog.get_logger(__name__)


class DedupWork(Work):
    """What a batch of frames comes to."""

    def __init__(self) -> None:
        super().__init__()
        self.decisions: list[Decision] = []


class Domains:
    """The state of one partition: the stories of its domains, and how far its logs are read."""

    def __init__(self, settings: Settings) -> None:
        self.book = StoryBook(settings)
        self.ledger_next = 0
        self.holds_next = 0
        self.decided_to = -1  # last offset of wire.parsed with a decision on the ledger

    def apply_ledger(self, record: ConsumerRecord) -> None:
        """One record of wire.ledger."""
        entry = decode_ledger_entry(record.value)
        if isinstance(entry, Settled):
            self.decided_to = entry.parsed_offset
            return
        self.decided_to = max(self.decided_to, entry.parsed_offset)
        self.book.apply(entry)

    def apply_hold(self, record: ConsumerRecord) -> None:
        """One record of wire.holds; a tombstone lets go."""
        self.book.apply_hold(record.key.decode(), decode_hold(record.value) if record.value else None)


class DedupStage:
    """Decides what each dispatch is to its story. State changes only under the partition's lock."""

    room = "dedup"

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._names = topic_names(settings)
        self._domains: dict[int, Domains] = {}

    async def recover(self, partition: int, committed: int) -> None:
        """Read holds and ledger back, from where this process left them.

        Raises `Misconfigured` where the ledger does not end at the committed offset: then the two were not written
        together, and going on would publish twice or never.
        """
        started = time.perf_counter()
        domains = self._domains.setdefault(partition, Domains(self._settings))
        holds = TopicPartition(self._names.holds, partition)
        ledger = TopicPartition(self._names.ledger, partition)
        domains.holds_next = await read_back(self._settings, holds, domains.holds_next, domains.apply_hold)
        domains.ledger_next = await read_back(self._settings, ledger, domains.ledger_next, domains.apply_ledger)
        metrics.read_back_seconds.set(time.perf_counter() - started)
        never_written = domains.decided_to < 0
        if domains.decided_to + 1 != committed and not never_written:
            raise Misconfigured(
                f"{ledger.topic} {partition} ends with the decision on offset {domains.decided_to}, but the group's "
                f"committed offset on {self._names.parsed} is {committed}: something else has moved it. Stop the "
                "workers, then put it back with Kafka's own tool: kafka-consumer-groups.sh --reset-offsets --execute "
                f"--group {self._settings.prefix}-dedup --topic {self._names.parsed}:{partition} "
                f"--to-offset {domains.decided_to + 1}"
            )
        self._show_size(partition)
        log.info("state read back", partition=partition, ledger=domains.ledger_next, decided_to=domains.decided_to)

    def work(self, partition: int, events: Sequence[Event]) -> DedupWork:
        """Decide in order; what is published goes on, all else ends here, and every decision goes to the ledger."""
        work = DedupWork()
        book = self._domains[partition].book
        for event in events:
            for parsed in decode_frame(Parsed, event.message.value):
                work.decisions += book.decide(parsed, offset=event.message.offset, now=datetime.now(UTC))
        self._put(work, partition)
        return work

    def revoked(self, partition: int) -> None:
        """Keep the state: where the partition comes back, only what was written since is read."""
        metrics.held.labels(partition).set(0)
        metrics.state_stories.labels(partition).set(0)

    def due(self, partition: int) -> DedupWork | None:
        """Let go what is held until now."""
        work = DedupWork()
        work.decisions = self._domains[partition].book.release_due(now=datetime.now(UTC))
        self._put(work, partition)
        return work if work.decisions else None

    def _put(self, work: DedupWork, partition: int) -> None:
        onward: dict[int, list[Unique]] = {}
        for decision in work.decisions:
            entry = decision.entry
            key = entry.story_id.encode()
            # wire.ledger first: `committed` finds its offsets in front
            work.messages.append(Message(self._names.ledger, encode_entry(entry), key, partition))
            for hold_key, hold in decision.holds:
                value = encode_entry(hold) if hold is not None else None
                work.messages.append(Message(self._names.holds, value, hold_key.encode(), partition))
            if entry.outcome is Outcome.PUBLISHED:
                target = (murmur2(key) & 0x7FFFFFFF) % self._settings.unique_partitions
                onward.setdefault(target, []).append(Unique(record=decision.record, raw=entry.raw))
            elif entry.outcome is not Outcome.HELD:
                work.messages.append(self._duplicate(decision))
        for target, uniques in onward.items():
            work.messages += [
                Message(self._names.unique, frame.value, partition=target, headers=for_frame(frame.count))
                for frame in encode_frames(uniques)
            ]

    def _duplicate(self, decision: Decision) -> Message:
        entry = decision.entry
        assert entry.reason is not None, "whatever is not published has a reason"
        duplicate = Duplicate(
            outcome="duplicate" if entry.outcome is Outcome.DUPLICATE else "stale",
            duplicate_of=entry.duplicate_of,
            reason=entry.reason,
            measures=entry.measures,
            record=decision.record,
        )
        headers = for_record(decision.record, entry.raw, duplicate.schema)
        return Message(self._names.duplicates, to_json(duplicate), entry.story_id.encode(), headers=headers)

    def committed(self, partition: int, work: DedupWork, placed: Sequence[RecordMetadata]) -> None:
        """Remember how far our own writing goes, so that the next read-back begins behind it; count."""
        domains = self._domains[partition]
        for message, place in zip(work.messages, placed, strict=True):
            if message.topic == self._names.ledger:
                domains.ledger_next = place.offset + 1
            elif message.topic == self._names.holds:
                domains.holds_next = place.offset + 1
        for decision in work.decisions:
            domains.decided_to = max(domains.decided_to, decision.entry.parsed_offset)
            if decision.entry.released:
                metrics.released.inc()
            if decision.entry.outcome is not Outcome.PUBLISHED:
                metrics.outcomes.labels(decision.entry.outcome).inc()
        self._show_size(partition)

    def _show_size(self, partition: int) -> None:
        book = self._domains[partition].book
        metrics.held.labels(partition).set(book.held_count)
        metrics.state_stories.labels(partition).set(book.story_count)
