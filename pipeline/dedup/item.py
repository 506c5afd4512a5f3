"""What the dedup room remembers of a dispatch: made from its ledger entry and nothing else."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from msgspec import Struct

from pipeline.dedup.fingerprint import normalise, text_hash
from pipeline.dedup.names import ANY_AGENCY, MAX_NAME_LENGTH, handle, slug_name
from pipeline.dedup.signature import SIGNATURE_VERSION
from schemas.rooms import Fingerprint, Identity, LedgerEntry, NoticeKind
from schemas.words import Outcome, PubStatus, Relation, Signal

LONG_TEXT_SHINGLES = 20  # from here on the same body alone makes two texts the same
_OPENERS = frozenset({Signal.FLASH, Signal.ALERT, Signal.URGENT})


class Names(NamedTuple):
    """Handles by which a notice can name a dispatch; 0: it has none such."""

    transref: int
    headline: int
    slugline: int

    def given(self) -> list[int]:
        """Those that it has, the surest first."""
        return [name for name in self if name]


class Item(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """One decided dispatch. Hashes: 0 where absent."""

    id: str
    story_id: str
    version: int
    outcome: Outcome
    repeats: str | None  # the record that it repeats
    of_held: bool  # the one that it repeats was held, not published
    relation: Relation
    notice: NoticeKind | None
    ids: tuple[str, ...]  # identity key and aliases
    follows: tuple[str, ...]
    take: int
    source_version: str | None
    version_created: datetime | None
    received: datetime | None  # None: at the stream's time
    stream_time: datetime
    pub_status: PubStatus
    embargoed_until: datetime | None
    embargo_without_time: bool
    agency: str | None
    provider: str | None
    headline: int
    body: int
    whole: int  # headline and body as one; 0: the body says it all
    notice_words: int
    numerals: int
    paragraphs: tuple[int, ...]
    language: str  # empty where not known
    shingles: int
    is_signed: bool  # whether the near index has it
    figures: bytes
    proper_names: bytes
    form: int
    names: Names
    cancels: tuple[str, ...]
    story_aliases: tuple[str, ...]
    handles: tuple[int, ...]  # everything that a later dispatch may know it by, names apart

    @property
    def record_id(self) -> str:
        """Of the record that subscribers have: its own, or the one that it repeats."""
        return self.repeats or self.id

    @property
    def received_at(self) -> datetime:
        """When it came in."""
        return self.received or self.stream_time

    @property
    def issuer(self) -> str | None:
        """Whose notices can be about it."""
        return self.provider or self.agency

    @property
    def text(self) -> int:
        """What copies under other ids share."""
        return self.whole or self.body

    @property
    def is_text(self) -> bool:
        """Whether it brings the story's text, not a word about it."""
        return self.notice is None and self.relation is not Relation.NOTICE


def id_handle(id_: str, take: int) -> int:
    """Of an identity key; the takes of a story have chains of their own."""
    return handle("id", id_, take or None)


def names_of(issuer: str | None, transref: str | None, headline: int, slugline: str | None) -> Names:
    """The handles of what a dispatch is called, or a notice calls it, within one agency. `headline`: its hash."""
    number = normalise((transref or "")[:MAX_NAME_LENGTH]).replace(" ", "")
    slug = slug_name((slugline or "")[:MAX_NAME_LENGTH])
    return Names(
        handle("transref", issuer, number) if number else 0,
        handle("headline", issuer, headline) if headline else 0,
        handle("slugline", issuer, slug) if slug else 0,
    )


def item_of(entry: LedgerEntry) -> Item:
    """What is remembered of one decision."""
    print_ = entry.fingerprint
    issuer = entry.provider or entry.agency
    # a headline made from the text is none in comparisons, but a notice may name it
    headline = print_.headline or text_hash(normalise(entry.headline or ""))
    names = names_of(issuer, entry.transref, headline, entry.slugline)
    ids = ids_of(entry.identity)
    stream_time, text = entry.stream_time or entry.received_at, text_of(print_)
    is_text = entry.notice is None and entry.relation is not Relation.NOTICE
    return Item(
        id=entry.id,
        story_id=entry.story_id,
        version=entry.version,
        outcome=entry.outcome,
        repeats=entry.duplicate_of,
        of_held=entry.of_held,
        relation=entry.relation,
        notice=entry.notice,
        ids=ids,
        follows=tuple(entry.identity.follows),
        take=entry.take,
        source_version=entry.source_version,
        version_created=entry.version_created,
        received=None if entry.received_at == stream_time else entry.received_at,
        stream_time=stream_time,
        pub_status=entry.pub_status,
        embargoed_until=entry.embargoed_until,
        embargo_without_time=entry.embargo_without_time,
        agency=entry.agency,
        provider=entry.provider,
        headline=print_.headline,
        body=print_.body,
        whole=0 if text == print_.body else text,
        notice_words=entry.notice_words,
        numerals=print_.numerals,
        paragraphs=tuple(print_.paragraphs),
        language=(entry.language or "").partition("-")[0].lower(),
        shingles=print_.shingles,
        is_signed=is_text and entry.outcome is Outcome.PUBLISHED and bool(signature_of(print_)),
        figures=print_.figures,
        proper_names=print_.proper_names,
        form=entry.form,
        names=names,
        cancels=tuple(entry.cancels),
        story_aliases=tuple(entry.story_aliases),
        handles=tuple(_handles(entry, ids, names.slugline)),
    )


def signature_of(print_: Fingerprint) -> bytes:
    """Empty where there is none that can be compared."""
    return print_.signature if print_.signature_version == SIGNATURE_VERSION else b""


def _handles(entry: LedgerEntry, ids: tuple[str, ...], slugline: int) -> Iterator[int]:
    for id_ in ids:
        yield id_handle(id_, entry.take)
        if entry.take:
            yield handle("part", id_)
    for id_ in entry.identity.follows:
        yield handle("followed", id_)
    for story_id in entry.story_aliases:
        yield handle("kin", story_id)
    if entry.outcome is Outcome.PUBLISHED:
        yield handle("record", entry.id)
        yield from _words_handles(entry)
        yield from _opener_handles(entry, slugline)


def _words_handles(entry: LedgerEntry) -> Iterator[int]:
    text = text_of(entry.fingerprint)
    if entry.notice and entry.notice_words:
        yield handle("notice", entry.notice_words, entry.agency)
    elif not entry.notice and entry.relation is not Relation.NOTICE and text:
        yield handle("text", text, entry.agency)
        yield handle("text", text, ANY_AGENCY)


def _opener_handles(entry: LedgerEntry, slugline: int) -> Iterator[int]:
    """Under which the story that follows a flash finds it, or the next wrap-up its forerunner."""
    if not slugline or Signal.PRESERVED in entry.signals:
        return
    if Signal.WRAPUP in entry.signals:
        yield handle("wrapup", slugline)
    elif entry.relation is Relation.NEW and _OPENERS.intersection(entry.signals):
        yield handle("flash", slugline)


def ids_of(identity: Identity) -> tuple[str, ...]:
    """The identity key, then its aliases."""
    key = (identity.key,) if identity.key else ()
    return (*key, *(alias for alias in identity.aliases if alias != identity.key))


def text_of(print_: Fingerprint) -> int:
    """A long body speaks for itself, but for figures that only the headline has; a short one together with it."""
    headline, body = print_.headline, print_.body
    if not body or headline in (0, body):
        return body or headline
    if print_.shingles < LONG_TEXT_SHINGLES:
        return handle("short", headline, body)
    return handle("long", body, print_.headline_numerals) if print_.headline_numerals else body
