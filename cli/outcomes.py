"""What has become of raw messages, as the output topics tell it: no metrics, only what readers can read."""

import time
from collections import Counter, defaultdict
from threading import Condition
from typing import Any

from agents.names import TopicNames
from cli.outputs import Output, open_message
from cli.sample.check import Seen
from schemas.frames import decode_ledger_entry
from schemas.record import Duplicate, Record
from schemas.rooms import LedgerEntry, Settled
from schemas.words import Outcome, Reason

Part = tuple[str, int]  # place of the raw message, number of the dispatch in it


class Outcomes:
    """Collects the messages of the enriched, duplicates, dead-letter and ledger topics; threads may wait for one."""

    def __init__(self, names: TopicNames) -> None:
        self.topics = [names.enriched, names.duplicates, names.dead_letters, names.ledger]
        self.counts: Counter[Outcome] = Counter()  # messages on the topics; held: those not let go yet
        self.first_record_at: float | None = None  # epoch seconds
        self._names = names
        self._decisions: defaultdict[Part, list[LedgerEntry]] = defaultdict(list)
        self._rejections: dict[Part, Reason] = {}
        self._records: dict[tuple[str, str], Record] = {}  # by place of the raw message and id
        self._changed = Condition()

    def take(self, message: Any) -> Output | LedgerEntry | Settled:  # noqa: ANN401 - kafka is untyped
        """Count one message; returns what it holds. Raises `NotAnOutput`."""
        with self._changed:
            held = self._take_decision(message) if message.topic == self._names.ledger else self._take_output(message)
            self._changed.notify_all()
        return held

    def _take_decision(self, message: Any) -> LedgerEntry | Settled:  # noqa: ANN401 - as above
        entry = decode_ledger_entry(message.value)
        if isinstance(entry, LedgerEntry):
            self._decisions[str(entry.raw), entry.part].append(entry)
            self.counts[Outcome.HELD] += (entry.outcome is Outcome.HELD) - entry.released
        return entry

    def _take_output(self, message: Any) -> Output:  # noqa: ANN401 - as above
        one = open_message(message, self._names)
        if isinstance(one, Record | Duplicate):
            raw = dict(message.headers)["wirefeed-raw"].decode()
            record = one if isinstance(one, Record) else one.record
            self._records[raw, record.id] = record
            if self.first_record_at is None and isinstance(one, Record):
                self.first_record_at = time.time()
            self.counts[Outcome.PUBLISHED if isinstance(one, Record) else Outcome(one.outcome)] += 1
        else:
            self._rejections[one.raw, one.item] = Reason(one.reason)
            self.counts[Outcome.REJECTED] += 1
        return one

    def seen(self, raw: str, part: int) -> list[Seen]:
        """The outcomes of one dispatch so far, in order; one whose record is still under way is left out."""
        with self._changed:
            return self._seen(raw, part)

    def _seen(self, raw: str, part: int) -> list[Seen]:
        if (raw, part) in self._rejections:
            return [Seen(outcome=Outcome.REJECTED, reason=self._rejections[raw, part])]
        return [
            Seen(
                outcome=entry.outcome,
                record=self._records.get((raw, entry.id)),
                reason=entry.reason,
                duplicate_of=entry.duplicate_of,
            )
            for entry in self._decisions.get((raw, part), [])
            if entry.outcome is Outcome.HELD or (raw, entry.id) in self._records
        ]

    def await_outcomes(self, wanted: dict[Part, int], timeout_seconds: float) -> bool:
        """Wait until so many outcomes of each dispatch are seen; whether that came in time."""

        def came() -> bool:
            return all(len(self._seen(*part)) >= count for part, count in wanted.items())

        with self._changed:
            return self._changed.wait_for(came, timeout_seconds)

    def dispatches(self) -> dict[str, int]:
        """How many dispatches each raw message was found to hold."""
        with self._changed:
            return Counter(raw for raw, _ in {*self._decisions, *self._rejections})
