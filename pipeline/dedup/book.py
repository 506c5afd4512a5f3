"""The story book: the dedup room's state for one partition, and the decisions that come of it.

Event-sourced: `apply` and `apply_hold` alone change the state, live and when ledger and holds are read back. The state
is a function of the entries of the window and of the holds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from pipeline.dedup.draft import entry_of
from pipeline.dedup.holds import HeldItem, HeldShelf, Kills, killed_key
from pipeline.dedup.item import item_of, signature_of
from pipeline.dedup.matches import find_matches
from pipeline.dedup.notices import rule_notice
from pipeline.dedup.publish import publish, record_of
from pipeline.dedup.ruling import Case, DomainState, Ended, Ruling
from pipeline.dedup.texts import rule_text
from pipeline.settings import Settings
from schemas.record import Record
from schemas.rooms import Held, Killed, LedgerEntry, Parsed
from schemas.words import Outcome

CLOCK_ALLOWANCE = timedelta(minutes=5)  # how far `received_at` may run ahead of the broker's clock
NO_OFFSET = -1


@dataclass(slots=True, frozen=True)
class Decision:
    """One outcome of the dedup room, and what has to be written with it."""

    entry: LedgerEntry  # to wire.ledger
    record: Record  # untagged; also where it is not published
    holds: list[tuple[str, Held | Killed | None]]  # to wire.holds, in order; None: a tombstone


class StoryBook:
    """The stories of one partition. Not safe for threads; its owner holds the partition's lock."""

    def __init__(self, settings: Settings, *, releases: bool = True) -> None:
        """`releases`: whether stream time lets held dispatches go; a run over files keeps them held."""
        self._settings = settings
        self._releases = releases
        self._domains: dict[str, DomainState] = {}
        self._time: datetime | None = None
        self._kill_life = timedelta(days=settings.kill_days)

    @property
    def held_count(self) -> int:
        """Dispatches under embargo now."""
        return sum(len(state.held) for state in self._domains.values())

    @property
    def story_count(self) -> int:
        """Stories in the windows."""
        return sum(state.window.story_count for state in self._domains.values())

    def apply(self, entry: LedgerEntry) -> None:
        """Take up one decision: as it is made, or as it is read back."""
        item = item_of(entry)
        self._move_time(item.stream_time)
        if entry.outcome in (Outcome.PUBLISHED, Outcome.DUPLICATE):
            self._state(entry.domain).window.add(item, signature_of(entry.fingerprint))

    def apply_hold(self, key: str, hold: Held | Killed | None) -> None:
        """Take up one record of wire.holds; None lets go."""
        domain, kind, _ = key.rsplit("|", 2)
        state = self._state(domain)
        shelf: HeldShelf | Kills = state.held if kind == "held" else state.kills
        if hold is None:
            shelf.drop(key)
        elif isinstance(hold, Held):
            state.held.put(key, hold)
        else:
            state.kills.put(key, hold)

    def decide(self, parsed: Parsed, *, offset: int, now: datetime) -> list[Decision]:
        """Decide one dispatch: what falls due before it, then itself, then the held ones that it ends.

        `offset` is that of its frame on wire.parsed, `now` becomes `processed_at`.
        """
        received = received_at(parsed)
        time = max(self._time, received) if self._time else received
        decisions = self._release(time, offset=offset, now=now) if self._releases else []
        self._move_time(time)
        state = self._state(parsed.domain)
        run_out: list[tuple[str, Held | Killed | None]] = []
        for key in state.kills.run_out(time - self._kill_life):
            self.apply_hold(key, None)
            run_out.append((key, None))
        entry = entry_of(parsed, offset=offset, stream_time=time)
        case = Case(parsed, entry, item_of(entry), state, received)
        ruling = self._rule(case)
        ruling.holds[:0] = run_out
        decisions.append(self._settle(case, ruling, now))
        decisions += [self._end(ended, case, now) for ended in ruling.ended]
        return decisions

    def release_due(self, *, now: datetime) -> list[Decision]:
        """Let go what is held until now, in the order of its times."""
        return self._release(now, offset=NO_OFFSET, now=now)

    def _rule(self, case: Case) -> Ruling:
        kind = case.asks
        brings_text = kind == "reinstated" and case.item.body != 0
        return rule_text(case) if kind is None or brings_text else rule_notice(case, kind)

    def _settle(self, case: Case, ruling: Ruling, now: datetime, *, released: bool = False) -> Decision:
        """Make the ruling's entry and record, and take them up."""
        pub_status = ruling.pub_status or case.entry.pub_status
        signals = list(dict.fromkeys([*case.entry.signals, *ruling.signals]))
        entry = replace(
            case.entry,
            outcome=ruling.outcome,
            reason=ruling.reason,
            duplicate_of=ruling.duplicate_of,
            of_held=ruling.of_held,
            story_id=ruling.story_id,
            version=ruling.version,
            pub_status=pub_status,
            signals=signals,
            measures=ruling.measures,
            matched=ruling.matched,
            matched_as=ruling.matched_as,
            form=ruling.form,
            relation=ruling.relation,
            notice=ruling.notice,
            cancels=ruling.related.cancels or ruling.withheld,
            story_aliases=ruling.story_aliases,
            released=released,
        )
        holds = list(ruling.holds)
        if ruling.killed:
            holds.append((killed_key(entry.domain, entry.story_id), replace(ruling.killed, entry=entry)))
        decision = Decision(entry, record_of(case.parsed.dispatch, entry, ruling, now), holds)
        self._take_up(decision)
        return decision

    def _end(self, ended: Ended, case: Case, now: datetime) -> Decision:
        """A held dispatch will never be let go: it is stale."""
        held = ended.held
        entry = entry_of(held.hold.parsed, offset=case.entry.parsed_offset, stream_time=case.item.stream_time)
        ruling = Ruling(
            outcome=Outcome.STALE,
            reason=ended.reason,
            story_id=held.item.story_id,
            version=max(case.state.window.story(held.item.story_id).version, 1),
            duplicate_of=ended.duplicate_of,
            holds=[(held.key, None)],
        )
        return self._settle(self._case(held, entry, case.received), ruling, now, released=True)

    def _release(self, until: datetime, *, offset: int, now: datetime) -> list[Decision]:
        decisions = []
        while first := min(self._due(until), default=None):
            due, key, held = first[0], first[1], first[2]
            # The embargo's own time: a replay's clock is far ahead of its stream
            entry = entry_of(held.hold.parsed, offset=offset, stream_time=max(self._time or due, due))
            case = self._case(held, entry, until)
            ruling = publish(case, held.item.story_id, find_matches(case))
            ruling.holds.append((key, None))
            decisions.append(self._settle(case, ruling, now, released=True))
        return decisions

    def _due(self, until: datetime) -> Iterator[tuple[datetime, str, HeldItem]]:
        for state in self._domains.values():
            held = state.held.next_due(until)
            if held and held.hold.due:
                yield held.hold.due, held.key, held

    def _case(self, held: HeldItem, entry: LedgerEntry, received: datetime) -> Case:
        return Case(held.hold.parsed, entry, item_of(entry), self._state(entry.domain), received)

    def _take_up(self, decision: Decision) -> None:
        self.apply(decision.entry)
        for key, hold in decision.holds:
            self.apply_hold(key, hold)

    def _state(self, domain: str) -> DomainState:
        if domain not in self._domains:
            self._domains[domain] = DomainState(self._settings.domain_named(domain))
        return self._domains[domain]

    def _move_time(self, time: datetime) -> None:
        if self._time is None or time > self._time:
            self._time = time
            for state in self._domains.values():
                state.window.expire(time - timedelta(hours=state.domain.window_hours))


def received_at(parsed: Parsed) -> datetime:
    """When it came in; a feed's clock may not run further ahead of the broker's than a few minutes."""
    received = parsed.dispatch.received_at
    if not parsed.raw.time_ms:
        return received
    return min(received, datetime.fromtimestamp(parsed.raw.time_ms / 1000, UTC) + CLOCK_ALLOWANCE)
