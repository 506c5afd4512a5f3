"""What passes between the rooms: positions, parsed dispatches, rejections, ledger entries, holds."""

from datetime import datetime
from typing import Literal

from msgspec import Struct, field

from schemas.dispatch import Dispatch
from schemas.record import Record
from schemas.words import Outcome, PubStatus, Reason, Relation, Signal

FINGERPRINT_VERSION = 1


class RawPosition(Struct, frozen=True, order=True):
    """Where the raw message lies; without a broker: path and item."""

    topic: str
    partition: int
    offset: int
    time_ms: int = 0  # the message's Kafka time, epoch milliseconds; 0: not from Kafka

    def __str__(self) -> str:
        return f"{self.topic}:{self.partition}:{self.offset}"


class Identity(Struct, frozen=True, kw_only=True):
    """The agency's own name for a story, and where it points.

    All keys are `<provider, else agency, else feed>:<stable id>`, the stable id free of any revision.
    """

    key: str | None = None
    aliases: list[str] = field(default_factory=list)  # the same story under other ids (altId, USN)
    follows: list[str] = field(default_factory=list)  # stories of which this is the update
    targets: list[str] = field(default_factory=list)  # what a kill, hold or reinstatement is about


NoticeKind = Literal["kill", "hold", "reinstated"]


class Notice(Struct, frozen=True, kw_only=True):
    """What a notice to editors asks for, by the agency's notice grammar or a status field."""

    kind: NoticeKind
    transref: str | None = None
    headline: str | None = None
    slugline: str | None = None


class Fingerprint(Struct, frozen=True, kw_only=True):
    """Hashes of the normalised text (digits kept), for comparison without the text. xxh3; 0: absent."""

    algorithm: int = FINGERPRINT_VERSION
    headline: int = 0
    body: int = 0
    paragraphs: list[int] = field(default_factory=list)
    numerals: int = 0  # of the sorted numerals of headline and body
    headline_numerals: int = 0  # of the headline's numerals that the body does not have
    shingles: int = 0  # how many 5-word shingles the body has
    signature: bytes = b""  # MinHash of these; empty where they are too few, and for tables
    signature_version: int = 0  # 0: none. Other versions' signatures are not compared
    figures: bytes = b""  # of headline and body: their sum, then hashes of each
    proper_names: bytes = b""  # hashes of the words with a capital within a sentence


class Parsed(Struct, frozen=True, kw_only=True):
    """One dispatch on its way from parse to dedup."""

    dispatch: Dispatch
    raw: RawPosition
    part: int  # its number within the raw message, from 0
    domain: str
    identity: Identity
    fingerprint: Fingerprint
    notice: Notice | None = None
    embargo_without_time: bool = False


class Rejection(Struct, frozen=True, kw_only=True):
    """One dispatch that cannot be read: to the dead letters, bytes unchanged."""

    part: int
    reason: Reason
    detail: str  # one sentence for the operator; never text of the dispatch


class LedgerEntry(Struct, frozen=True, kw_only=True, tag="decision"):
    """One decision of the dedup room: whatever its rules need to decide the next the same way."""

    parsed_offset: int  # of the frame on wire.parsed; -1 for a release by the clock
    raw: RawPosition
    part: int
    domain: str
    id: str
    outcome: Outcome
    reason: Reason | None = None
    duplicate_of: str | None = None
    measures: dict[str, float] = field(default_factory=dict)
    story_id: str
    version: int
    pub_status: PubStatus
    signals: list[Signal] = field(default_factory=list)
    agency: str | None = None
    identity: Identity
    source_version: str | None = None
    version_created: datetime | None = None
    received_at: datetime
    embargoed_until: datetime | None = None
    transref: str | None = None
    headline: str | None = None  # as printed: kill notices name their target by it
    slugline: str | None = None
    headline_absent: bool = False  # true too where it was made from the text
    fingerprint: Fingerprint
    cancels: list[str] = field(default_factory=list)  # records that a kill cancels or a hold withholds
    released: bool = False  # the second entry of a dispatch that was held
    stream_time: datetime | None = None  # the partition's running time once this was decided
    provider: str | None = None
    relation: Relation = Relation.NEW
    notice: NoticeKind | None = None  # a word about the story, not its text
    of_held: bool = False  # `duplicate_of` was not published yet: it was held
    notice_words: int = 0  # hash of what a notice says to editors; 0: not a notice
    take: int = 0  # number of a further take of the story; 0: its main text
    embargo_without_time: bool = False
    story_aliases: list[str] = field(default_factory=list)
    language: str | None = None
    form: int = 0  # other lengths of the story's copy have chains of their own: which one it belongs to; 0: the first
    matched: str | None = None  # the record of a near text that decided, or came nearest; `measures` are of it
    matched_as: str | None = None  # what this one is to it


class Settled(Struct, frozen=True, kw_only=True, tag="settled"):
    """On wire.ledger: an operator has set the dedup room's offset; what lies before it was not decided."""

    parsed_offset: int  # the last one before the offset that was set


class Held(Struct, frozen=True, kw_only=True, tag="held"):
    """On wire.holds under `<domain>|held|<id>`: a dispatch under embargo, whole."""

    parsed: Parsed
    story_id: str
    due: datetime | None = None  # None: held until lifted or killed


class Killed(Struct, frozen=True, kw_only=True, tag="killed"):
    """On wire.holds under `<domain>|killed|<story_id>`: a kill that outlives the window."""

    entry: LedgerEntry  # of the kill itself
    keys: list[str]  # the identities that it binds
    bodies: list[int]  # handles of the killed texts, each with its agency
    at: datetime  # stream time
    names: list[int] = field(default_factory=list)  # handles of their headlines, sluglines, transmission numbers
    stories: list[str] = field(default_factory=list)  # ids of the stories that it kills
    waiting: bool = False  # nothing was killed yet: the story was not known


class Unique(Struct, frozen=True, kw_only=True):
    """One record on its way from dedup to tag: not tagged yet."""

    record: Record
    raw: RawPosition
