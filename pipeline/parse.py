"""The parse stage: the bytes of one message to the dispatches in it. Pure, and never raises for any bytes."""

import traceback
from datetime import datetime
from hashlib import blake2b
from itertools import islice

from pipeline.dedup.fingerprint import fingerprint
from pipeline.errors import BadInput
from pipeline.formats import registry
from pipeline.formats.payload import MAX_ITEMS, Payload
from pipeline.settings import Feed
from pipeline.text import stage
from pipeline.text.clean import word_count
from pipeline.text.draft import Draft
from schemas.dispatch import Dispatch, Source
from schemas.rooms import Identity, Parsed, RawPosition, Rejection
from schemas.words import Format, PubStatus, Reason, Signal

SIGNAL_ORDER = {signal: number for number, signal in enumerate(Signal)}


def parse(
    payload: bytes,
    *,
    feed: Feed,
    raw: RawPosition,
    content_type: str | None,
    received_at: datetime,
    max_payload_bytes: int,
) -> list[Parsed | Rejection]:
    """One entry for each dispatch found, in order, `part` counted from 0; a bad one among good ones is a `Rejection`.

    An unreadable payload is one `Rejection`. A fault of a reader is `Reason.STAGE_FAILED` with its class and place,
    never with text of the dispatch.
    """
    try:
        if not payload.strip():
            raise BadInput(Reason.EMPTY, "no bytes" if not payload else "nothing but white space")
        if len(payload) > max_payload_bytes:
            raise BadInput(Reason.TOO_LARGE, f"{len(payload)} bytes; the limit is {max_payload_bytes}")
        view = Payload(payload, feed, content_type)
        format_ = registry.sniff(view)
        drafts = list(islice(registry.READERS[format_].read(view), MAX_ITEMS + 1))
        if not drafts:
            raise BadInput(Reason.NO_DISPATCH, f"well-formed {format_} without a dispatch")
        if len(drafts) > MAX_ITEMS:
            raise BadInput(Reason.TOO_MANY_ITEMS, f"more than {MAX_ITEMS} dispatches in one message")
    except Exception as error:
        return [_rejection(0, error)]
    return [_settle(draft, part, view, format_, raw=raw, received_at=received_at) for part, draft in enumerate(drafts)]


def _settle(
    draft: Draft | BadInput, part: int, view: Payload, format_: Format, *, raw: RawPosition, received_at: datetime
) -> Parsed | Rejection:
    if isinstance(draft, BadInput):
        return _rejection(part, draft)
    try:
        for warning in view.warnings:
            draft.warn(warning)
        return _parsed(draft, part, view, format_, raw=raw, received_at=received_at)
    except Exception as error:
        return _rejection(part, error)


def _rejection(part: int, error: Exception) -> Rejection:
    if isinstance(error, BadInput):
        return Rejection(part=part, reason=error.reason, detail=error.detail)
    place = traceback.extract_tb(error.__traceback__)[-1:]
    where = f"{place[0].name}, line {place[0].lineno}" if place else "an unknown place"
    return Rejection(part=part, reason=Reason.STAGE_FAILED, detail=f"{type(error).__name__} in {where}")


def _parsed(
    draft: Draft, part: int, view: Payload, format_: Format, *, raw: RawPosition, received_at: datetime
) -> Parsed:
    facts = stage.settle(draft, feed=view.feed, received_at=received_at)
    if not (draft.headline or facts.body or draft.notice) and draft.pub_status is PubStatus.USABLE:
        raise BadInput(Reason.NO_TEXT, "neither headline nor body")
    dispatch = _dispatch(draft, facts, part, view, format_, received_at)
    return Parsed(
        dispatch=dispatch,
        raw=raw,
        part=part,
        domain=view.feed.domain,
        identity=_identity(draft, facts.owner or view.feed.name),
        fingerprint=fingerprint(dispatch),
        notice=draft.notice,
        embargo_without_time=facts.embargo_without_time,
    )


def dispatch_id(payload: bytes, part: int) -> str:
    """The id of a dispatch: a hash of the payload's bytes and its number in it, of nothing else."""
    return blake2b(payload, digest_size=16, salt=part.to_bytes(8, "big")).hexdigest()


def _identity(draft: Draft, owner: str) -> Identity:
    def key(stable_id: str) -> str:
        return f"{owner}:{stable_id}"

    ids = draft.ids
    own = key(ids.stable_id) if ids.stable_id else None
    return Identity(
        key=own,
        aliases=[one for one in dict.fromkeys(map(key, ids.aliases)) if one != own],
        follows=[one for one in dict.fromkeys(map(key, ids.follows)) if one != own],
        targets=list(dict.fromkeys(map(key, ids.targets))),
    )


def _source(draft: Draft) -> Source:
    ids = draft.ids
    return Source(
        guid=ids.guid, version=ids.version, usn=ids.usn, uri=ids.uri, service=ids.service, transref=ids.transref,
        products=ids.products, links=ids.links,
    )  # fmt: skip


def _dispatch(
    draft: Draft, facts: stage.Facts, part: int, view: Payload, format_: Format, received_at: datetime
) -> Dispatch:
    language = stage.detected_language(draft, view.feed, facts.body)
    notes = [*draft.notes, *(draft.private_notes if view.feed.keep_private_notes else ())]
    return Dispatch(
        id=dispatch_id(view.data, part),
        feed=view.feed.name,
        format=format_,
        pub_status=draft.pub_status,
        signals=sorted(draft.signals, key=SIGNAL_ORDER.__getitem__),
        agency=facts.agency,
        provider=facts.provider,
        source=_source(draft),
        language=language,
        urgency=draft.urgency,
        slugline=draft.slugline,
        headline=draft.headline,
        subhead=draft.subhead,
        summary=draft.summary,
        byline=draft.byline,
        authors=draft.authors,
        take=draft.take,
        dateline=draft.dateline,
        first_created=facts.first_created,
        version_created=facts.version_created,
        embargoed_until=facts.embargoed_until,
        expires_at=facts.expires_at,
        body=facts.body,
        body_html=facts.body_html,
        headings=facts.headings,
        ednote="\n".join(dict.fromkeys(notes)) or None,
        change_note=draft.change_note,
        sign_off=draft.sign_off,
        copyright_holder=draft.copyright_holder,
        copyright_notice=draft.copyright_notice,
        usage_terms=draft.usage_terms,
        word_count=word_count(facts.body),
        genres=draft.genres,
        keywords=draft.keywords,
        codes=draft.codes,
        media=draft.media,
        links=draft.links,
        received_at=received_at,
        warnings=draft.warnings,
    )
