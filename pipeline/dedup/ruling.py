"""What the rules work with: the case of one dispatch, and the ruling that they give."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pipeline.dedup.holds import HeldItem, HeldShelf, Kills
from pipeline.dedup.item import Item
from pipeline.dedup.window import Window
from pipeline.settings import Domain
from schemas.record import Changed, Related
from schemas.rooms import Held, Killed, LedgerEntry, NoticeKind, Parsed
from schemas.words import Outcome, PubStatus, Reason, Relation, Signal, Warning


@dataclass(slots=True, frozen=True)
class DomainState:
    """All that is known of one deduplication domain."""

    domain: Domain
    window: Window = field(default_factory=Window)
    held: HeldShelf = field(default_factory=HeldShelf)
    kills: Kills = field(default_factory=Kills)


@dataclass(slots=True, frozen=True)
class Case:
    """One dispatch before its ruling. `entry` and `item` are drafts: a new story, published."""

    parsed: Parsed
    entry: LedgerEntry
    item: Item
    state: DomainState
    received: datetime  # no later than the broker's clock allows

    @property
    def asks(self) -> NoticeKind | None:
        """Whether it is a kill, a hold or a reinstatement: by notice grammar, or by its status."""
        if self.parsed.notice:
            return self.parsed.notice.kind
        if self.item.pub_status is PubStatus.CANCELED:
            return "kill"
        return "reinstated" if Signal.REINSTATED in self.entry.signals else None

    @property
    def names_target(self) -> bool:
        """Whether it is a note about another dispatch, which it names by number, headline or slugline."""
        notice = self.parsed.notice
        return notice is not None and any((notice.transref, notice.headline, notice.slugline))

    @property
    def edge(self) -> datetime:
        """The beginning of the window that ends with it."""
        return self.item.stream_time - timedelta(hours=self.state.domain.window_hours)

    @property
    def embargo(self) -> Reason | None:
        """Why it has to be held, if it has to."""
        if self.item.embargoed_until:
            return Reason.EMBARGO if self.item.embargoed_until > self.received else None
        return Reason.EMBARGO_WITHOUT_TIME if self.item.embargo_without_time else None


@dataclass(slots=True, frozen=True)
class Ended:
    """A held dispatch that will not be let go: what ended it."""

    held: HeldItem
    reason: Reason
    duplicate_of: str | None


@dataclass(slots=True, kw_only=True)
class Ruling:
    """What becomes of a dispatch."""

    outcome: Outcome
    story_id: str
    version: int
    reason: Reason | None = None
    duplicate_of: str | None = None
    of_held: bool = False
    form: int = 0
    matched: str | None = None  # the record of a near text that decided, or came nearest
    matched_as: str | None = None
    measures: dict[str, float] = field(default_factory=dict)
    relation: Relation = Relation.NEW
    related: Related = field(default_factory=Related)
    changed: Changed | None = None
    story_aliases: list[str] = field(default_factory=list)
    warnings: list[Warning] = field(default_factory=list)
    signals: list[Signal] = field(default_factory=list)  # to be added
    pub_status: PubStatus | None = None  # None: as the agency says
    notice: NoticeKind | None = None  # it is a word about the story, not its text
    note: str | None = None  # what a kill or hold says; the body gives way to it
    withheld: list[str] = field(default_factory=list)  # records that a hold is about
    killed: Killed | None = None  # what a kill binds; its entry is still the draft
    holds: list[tuple[str, Held | Killed | None]] = field(default_factory=list)
    ended: list[Ended] = field(default_factory=list)


def repeats(case: Case, of: Item, reason: Reason) -> Ruling:
    """A duplicate of a published or held dispatch."""
    return Ruling(
        outcome=Outcome.DUPLICATE,
        reason=reason,
        story_id=of.story_id,
        version=max(case.state.window.story(of.story_id).version, 1),
        duplicate_of=of.record_id,
        notice=of.notice,
        of_held=of.of_held or case.state.held.holds(of),
        form=of.form,
    )


def older(case: Case, story_id: str, form: int = 0) -> Ruling:
    """Stale: subscribers (or the embargo shelf) have something newer."""
    story = case.state.window.story(story_id)
    current = story.current(case.item.take, form)
    return Ruling(
        outcome=Outcome.STALE,
        reason=Reason.OLDER_VERSION,
        story_id=story_id,
        version=max(story.version, 1),
        duplicate_of=current.record_id if current else None,
    )
