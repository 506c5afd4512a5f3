"""What the dedup room remembers of a dispatch: made from its ledger entry and nothing else."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from xxhash import xxh3_128_hexdigest

from pipeline.dedup.fingerprint import normalise
from pipeline.dedup.names import ANY_AGENCY, handle, slug_name
from schemas.rooms import Identity, LedgerEntry, Parsed
from schemas.words import Outcome, PubStatus, Relation, Signal, Warning

LONG_TEXT_SHINGLES = 20  # from here on the same body alone makes two texts the same
MAX_IDS = 100  # aliases and links of one dispatch that are followed
_OPENERS = frozenset({Signal.FLASH, Signal.ALERT, Signal.URGENT})


class Names(NamedTuple):
    """Handles by which a notice can name a dispatch; 0: it has none such."""

    transref: int
    headline: int
    slugline: int

    def given(self) -> list[int]:
        """Those that it has, the surest first."""
        return [name for name in self if name]


@dataclass(slots=True, frozen=True, kw_only=True, eq=False)
class Item:
    """One decided dispatch. Hashes: 0 where absent."""

    id: str
    story_id: str
    version: int
    outcome: Outcome
    record_id: str  # of the record that subscribers have: its own, or the one that it repeats
    relation: Relation
    notice: str | None
    ids: tuple[str, ...]  # identity key and aliases
    follows: tuple[str, ...]
    take: int
    source_version: str | None
    version_created: datetime | None
    received_at: datetime
    stream_time: datetime
    pub_status: PubStatus
    embargoed_until: datetime | None
    embargo_without_time: bool
    agency: str | None
    issuer: str | None  # whose notices can be about it
    headline: int
    body: int
    text: int  # headline and body as one: what copies under other ids share
    notice_words: int
    numerals: int
    paragraphs: Sequence[int]
    names: Names
    opener: int  # handle of the slugline under which the story that follows a flash, or the next wrap-up, is tied to it
    cancels: tuple[str, ...]
    story_aliases: tuple[str, ...]

    @property
    def is_text(self) -> bool:
        """Whether it brings the story's text, not a word about it."""
        return self.notice is None and self.relation is not Relation.NOTICE

    def handles(self) -> Iterator[int]:
        """Everything that a later dispatch may know this one by, names apart."""
        for id_ in self.ids:
            yield id_handle(id_, self.take)
            if self.take:
                yield handle("part", id_)
        for id_ in self.follows:
            yield handle("followed", id_)
        for story_id in self.story_aliases:
            yield handle("kin", story_id)
        if self.outcome is Outcome.PUBLISHED:
            if self.text and self.is_text:
                yield handle("text", self.text, self.agency)
                yield handle("text", self.text, ANY_AGENCY)
            if self.notice and self.notice_words:
                yield handle("notice", self.notice_words, self.agency)
            if self.opener:
                yield self.opener


def id_handle(id_: str, take: int) -> int:
    """Of an identity key; the takes of a story have chains of their own."""
    return handle("id", id_, take or None)


def names_of(issuer: str | None, transref: str | None, headline: str | None, slugline: str | None) -> Names:
    """The handles of what a dispatch is called, or a notice calls it, within one agency."""
    folded = (normalise(transref or ""), normalise(headline or ""), slug_name(slugline))
    kinds = ("transref", "headline", "slugline")
    return Names(*(handle(kind, issuer, name) if name else 0 for kind, name in zip(kinds, folded, strict=True)))


def item_of(entry: LedgerEntry) -> Item:
    """What is remembered of one decision."""
    print_ = entry.fingerprint
    issuer = entry.provider or entry.agency
    names = names_of(issuer, entry.transref, entry.headline, entry.slugline)
    identity = entry.identity
    return Item(
        id=entry.id,
        story_id=entry.story_id,
        version=entry.version,
        outcome=entry.outcome,
        record_id=entry.duplicate_of or entry.id,
        relation=entry.relation,
        notice=entry.notice,
        ids=ids_of(identity),
        follows=tuple(identity.follows[:MAX_IDS]),
        take=entry.take,
        source_version=entry.source_version,
        version_created=entry.version_created,
        received_at=entry.received_at,
        stream_time=entry.stream_time or entry.received_at,
        pub_status=entry.pub_status,
        embargoed_until=entry.embargoed_until,
        embargo_without_time=entry.embargo_without_time,
        agency=entry.agency,
        issuer=issuer,
        headline=print_.headline,
        body=print_.body,
        text=_text_of(entry),
        notice_words=entry.notice_words,
        numerals=print_.numerals,
        paragraphs=array("Q", print_.paragraphs),
        names=names,
        opener=_opener_of(entry, names.slugline),
        cancels=tuple(entry.cancels),
        story_aliases=tuple(entry.story_aliases),
    )


def _opener_of(entry: LedgerEntry, slugline: int) -> int:
    if not slugline or Signal.PRESERVED in entry.signals:
        return 0
    if Signal.WRAPUP in entry.signals:
        return handle("wrapup", slugline)
    first = entry.relation is Relation.NEW and _OPENERS.intersection(entry.signals)
    return handle("flash", slugline) if first else 0


def ids_of(identity: Identity) -> tuple[str, ...]:
    """The identity key, then its aliases."""
    key = (identity.key,) if identity.key else ()
    return (*key, *(alias for alias in identity.aliases[:MAX_IDS] if alias != identity.key))


def _text_of(entry: LedgerEntry) -> int:
    """A long body speaks for itself; a short one only together with its headline."""
    headline, body = entry.fingerprint.headline, entry.fingerprint.body
    if entry.fingerprint.shingles >= LONG_TEXT_SHINGLES or headline in (0, body):
        return body
    return handle("short", headline, body) if body else headline


def entry_of(parsed: Parsed, *, offset: int, stream_time: datetime) -> LedgerEntry:
    """The ledger entry of a dispatch before anything is decided: a new story, published."""
    dispatch = parsed.dispatch
    said = normalise(f"{dispatch.headline or ''} {dispatch.ednote or ''} {dispatch.body}") if parsed.notice else ""
    return LedgerEntry(
        parsed_offset=offset,
        raw=parsed.raw,
        part=parsed.part,
        domain=parsed.domain,
        id=dispatch.id,
        outcome=Outcome.PUBLISHED,
        story_id=new_story_id(parsed),
        version=1,
        pub_status=dispatch.pub_status,
        signals=dispatch.signals,
        agency=dispatch.agency,
        provider=dispatch.provider,
        identity=parsed.identity,
        source_version=dispatch.source.version,
        version_created=dispatch.version_created,
        received_at=dispatch.received_at,
        embargoed_until=dispatch.embargoed_until,
        embargo_without_time=parsed.embargo_without_time,
        transref=dispatch.source.transref,
        headline=dispatch.headline,
        slugline=dispatch.slugline,
        headline_absent=dispatch.headline is None or Warning.HEADLINE_FROM_TEXT in dispatch.warnings,
        fingerprint=parsed.fingerprint,
        stream_time=stream_time,
        notice_words=handle("words", said) if said else 0,
        take=dispatch.take.number if dispatch.take and dispatch.take.number > 1 else 0,
    )


def new_story_id(parsed: Parsed) -> str:
    """Of the agency's id, so that a kill after the window still names the story; else the dispatch's own."""
    identity = parsed.identity
    key = (identity.targets[0] if parsed.notice and identity.targets else None) or identity.key
    if key is None:
        return parsed.dispatch.id
    return xxh3_128_hexdigest(f"{parsed.domain}\x1f{key}".encode("utf-8", "surrogatepass"))
