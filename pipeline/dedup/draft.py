"""The ledger entry of a dispatch as it comes in: its facts within limits, before anything is decided."""

from datetime import datetime

from xxhash import xxh3_128_hexdigest

from pipeline.dedup.fingerprint import normalise
from pipeline.dedup.names import MAX_NAME_LENGTH, handle
from schemas.rooms import Identity, LedgerEntry, Parsed
from schemas.words import Outcome, PubStatus, Warning

MAX_IDS = 100  # aliases, links or targets of one dispatch that are followed
MAX_ID_LENGTH = 400  # a longer id stands as its beginning and a hash


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
        language=dispatch.language,
        identity=_bounded(parsed.identity),
        source_version=dispatch.source.version,
        version_created=dispatch.version_created,
        received_at=dispatch.received_at,
        embargoed_until=dispatch.embargoed_until,
        embargo_without_time=parsed.embargo_without_time,
        transref=_cut(dispatch.source.transref),
        headline=_cut(dispatch.headline),
        slugline=_cut(dispatch.slugline),
        headline_absent=dispatch.headline is None or Warning.HEADLINE_FROM_TEXT in dispatch.warnings,
        fingerprint=parsed.fingerprint,
        stream_time=stream_time,
        notice_words=handle("words", said) if said else 0,
        take=dispatch.take.number if dispatch.take and dispatch.take.number > 1 else 0,
    )


def _cut(name: str | None) -> str | None:
    return name[:MAX_NAME_LENGTH] if name else name


def new_story_id(parsed: Parsed) -> str:
    """Of the agency's id, so that a kill after the window still names the story; else the dispatch's own."""
    identity = parsed.identity
    is_notice = parsed.notice is not None or parsed.dispatch.pub_status is PubStatus.CANCELED
    key = identity.targets[0] if is_notice and identity.targets else identity.key
    if key is None:
        return parsed.dispatch.id
    return xxh3_128_hexdigest(f"{parsed.domain}\x1f{key}".encode("utf-8", "surrogatepass"))


def _bounded(identity: Identity) -> Identity:
    """The same within limits: a feed may send any number of ids of any length."""
    return Identity(
        key=_short_id(identity.key) if identity.key else None,
        aliases=[_short_id(id_) for id_ in identity.aliases[:MAX_IDS]],
        follows=[_short_id(id_) for id_ in identity.follows[:MAX_IDS]],
        targets=[_short_id(id_) for id_ in identity.targets[:MAX_IDS]],
    )


def _short_id(id_: str) -> str:
    return id_ if len(id_) <= MAX_ID_LENGTH else f"{id_[:MAX_ID_LENGTH]}#{handle('long-id', id_):016x}"
