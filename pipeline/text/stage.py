"""The text stage: from what a reader found in the bytes to the facts of a dispatch, the same for all formats."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipeline.settings import Feed
from pipeline.text import (
    agencies,
    dateline,
    embargo,
    escaped,
    head,
    headings,
    inline,
    language,
    lead,
    notes,
    notices,
    rights,
    signals,
    tail,
)
from pipeline.text.clean import ends_sentence
from pipeline.text.dates import read_time
from pipeline.text.draft import Block, Draft
from schemas.words import PubStatus, Signal, Warning

MAX_AHEAD = timedelta(days=1)  # of a version date, over the time of receipt
MAX_STAND_IN = 200  # characters of a headline made from the text


@dataclass(slots=True)
class Facts:
    """What the text stage settles beyond the draft's own fields."""

    agency: str | None
    provider: str | None
    owner: str | None  # of the ids, from the header alone: the same for a kill that has no text
    first_created: datetime | None
    version_created: datetime | None
    embargoed_until: datetime | None
    embargo_without_time: bool
    expires_at: datetime | None
    body: str
    body_html: str | None
    headings: list[str]


def settle(draft: Draft, *, feed: Feed, received_at: datetime) -> Facts:
    """Move everything to its place in the draft and settle the facts."""
    escaped.lift(draft)
    structural = _agency(draft, feed)
    clock = _Clock(draft, feed, structural)
    version_created = clock.read(draft.version_created)
    reference = (version_created or received_at).date()
    if draft.is_plain:
        reference = _site_date(draft, reference)
        head.lift(draft, reference)
        version_created = version_created or clock.read(draft.version_created)
    site_date = lead.lift(draft, reference)
    draft.is_page = draft.is_page or site_date is not None
    agency = _credited(draft, structural)
    clock.agency = agency
    tail.lift(draft, _form(agency))
    headings.mark(draft.blocks)
    notices.lift(draft)
    if draft.pub_status is PubStatus.CANCELED and draft.notice is None:
        notices.close_status_kill(draft)
    _stand_in(draft)
    until, timeless = _embargo(draft, clock)
    _mark(draft, agency)
    _rights(draft)
    provider = _provider(draft, agency)
    return Facts(
        agency=agency,
        provider=provider,
        owner=_owner(draft, structural),
        first_created=clock.read(draft.first_created),
        version_created=_capped(draft, version_created, received_at),
        embargoed_until=until,
        embargo_without_time=timeless,
        expires_at=clock.read(draft.expires_at),
        body="\n\n".join(block.text for block in draft.blocks),
        body_html=_body_html(draft),
        headings=headings.of(draft.blocks),
    )


class _Clock:
    """Reads printed times in the feed's zone, else the agency's home zone, and notes what was odd."""

    def __init__(self, draft: Draft, feed: Feed, agency: str | None) -> None:
        self.draft, self.feed, self.agency = draft, feed, agency

    def read(self, printed: str | None) -> datetime | None:
        if printed is None:
            return None
        time, odd = read_time(printed, self._home())
        for warning in odd:
            self.draft.warn(warning)
        return time

    def _home(self) -> tzinfo | None:
        if self.feed.time_zone:
            try:
                return ZoneInfo(self.feed.time_zone)
            except (ZoneInfoNotFoundError, ValueError):
                return None
        return agencies.home_zone(self.agency) or agencies.home_zone(self.draft.provider)


def _agency(draft: Draft, feed: Feed) -> str | None:
    """Whose copy the header says that it is: the first credit, else the provider, else the feed's setting."""
    for name in (*draft.credits, draft.provider, feed.agency):
        if name and (known := agencies.agency_named(name)):
            return known.name
    notice = draft.copyright_notice or draft.copyright_holder
    if not draft.credits and notice and (known := agencies.agency_in(notice)):
        return known.name
    # a site that carries a story is not its agency
    return next(filter(None, (*draft.credits, feed.agency, None if draft.is_page else draft.provider)), None)


def _credited(draft: Draft, structural: str | None) -> str | None:
    """The agency: the credit of the dateline wins over the header."""
    credit = draft.dateline.credit if draft.dateline else None
    if credit:
        known = agencies.agency_named(credit)
        return known.name if known else credit
    if structural:
        return structural
    for name in draft.credits:
        if known := agencies.agency_named(name):
            return known.name
    for text in (draft.copyright_notice, *(block.text for block in draft.blocks[-3:] if rights.is_notice(block.text))):
        if text and (known := agencies.agency_in(text)):
            return known.name
    return None


def _provider(draft: Draft, agency: str | None) -> str | None:
    known = agencies.agency_named(draft.provider)
    name = known.name if known else draft.provider
    return None if name == agency else name


def _owner(draft: Draft, structural: str | None) -> str | None:
    known = agencies.agency_named(draft.provider)
    return known.name if known else draft.provider or structural


def _form(agency: str | None) -> str | None:
    known = agencies.agency_named(agency)
    return known.signs if known else None


def _site_date(draft: Draft, reference: date) -> date:
    """The date that a web site prints behind a dateline tells its year."""
    for block in draft.blocks[: head.SEARCHED_BLOCKS]:
        found = dateline.find(block.text, reference)
        if found and found.site_date:
            return found.site_date
    return reference


def _capped(draft: Draft, time: datetime | None, received_at: datetime) -> datetime | None:
    latest = received_at.astimezone(UTC) + MAX_AHEAD
    if time is None or time <= latest:
        return time
    draft.warn(Warning.FUTURE_VERSION_DATE)
    return latest


def _embargo(draft: Draft, clock: _Clock) -> tuple[datetime | None, bool]:
    """Until when, and whether it is under embargo with no time told. A field wins over a phrase."""
    until = clock.read(draft.embargoed_until)
    told = [note for note in draft.notes if embargo.is_told(note)]
    told += [text for text in (draft.headline, draft.slugline) if text and embargo.in_headline(text)]
    for text in told if until is None else ():
        until = until or clock.read(embargo.time_of(text))
    # a field that cannot be read still forbids
    timeless = until is None and bool(told or draft.embargoed or draft.embargoed_until)
    if until or timeless:
        draft.signals.add(Signal.EMBARGO)
    return until, timeless


def _mark(draft: Draft, agency: str | None) -> None:
    """Signals of headline, slug, notes, tables and releases; the take."""
    from_headline = signals.from_headline(draft.headline)
    found = draft.signals | from_headline | signals.from_slug(draft.slugline)
    change = draft.change_note or next((note for note in draft.notes if notes.is_change(note)), None)
    if change:
        draft.change_note = change
        found |= signals.from_change(change)
    if agency in agencies.RELEASE_AGENCIES:
        found.add(Signal.PRESS_RELEASE)
    if _is_tabular(draft.blocks):
        found.add(Signal.PRESERVED)
    draft.signals = signals.refile_wins(found, from_headline)
    draft.take = draft.take or signals.take_of(draft.slugline)


def _is_tabular(blocks: list[Block]) -> bool:
    tables = sum(len(block.text) for block in blocks if block.kind == "table")
    return tables > 0 and 2 * tables > sum(len(block.text) for block in blocks)


def _rights(draft: Draft) -> None:
    if draft.copyright_holder is None and draft.copyright_notice:
        draft.copyright_holder = rights.holder_of(draft.copyright_notice)


def _stand_in(draft: Draft) -> None:
    """No headline in the bytes: the first line of the text, with a warning."""
    if draft.headline or not draft.blocks:
        return
    block = next((one for one in draft.blocks if one.kind != "table"), draft.blocks[0])
    first = block.text.split("\n")[0].replace("\t", " ")
    draft.headline = first if len(first) <= MAX_STAND_IN else _first_words(first)
    draft.warn(Warning.HEADLINE_FROM_TEXT)


def _first_words(text: str) -> str:
    cut = text[:MAX_STAND_IN].rsplit(" ", 1)[0]
    stop = max(cut.rfind(". "), cut.rfind("! "), cut.rfind("? "))
    sentence = cut[: stop + 1]
    return sentence if stop > 40 and ends_sentence(sentence) else cut


def _body_html(draft: Draft) -> str | None:
    """The body's mark-up, only where the feed gave mark-up."""
    if not any(block.html is not None for block in draft.blocks):
        return None
    texts = [block.html for block in draft.blocks if block.kind == "p" and block.html is not None]
    if len(texts) == len(draft.blocks) and not any("<" in text for text in texts):
        return f"<p>{'</p><p>'.join(texts)}</p>"  # as most are: escaped text between elements of ours
    parts: list[str] = []
    open_list: str | None = None
    for block in draft.blocks:
        inner = block.html if block.html is not None else inline.plain(block.text)
        kind = block.kind if block.kind in ("ul", "ol") else None
        if kind != open_list:
            parts.append((f"</{open_list}>" if open_list else "") + (f"<{kind}>" if kind else ""))
            open_list = kind
        parts.append(f"<li>{inner}</li>" if kind else _element(block, inner))
    html = "".join(parts) + (f"</{open_list}>" if open_list else "")
    return inline.sanitised(html) if any(block.html and "<" in block.html for block in draft.blocks) else html


def _element(block: Block, inner: str) -> str:
    if block.kind == "table" and block.html is None:
        rows = (
            f"<tr>{''.join(f'<td>{inline.plain(cell)}</td>' for cell in row.split(chr(9)))}</tr>"
            for row in block.text.split("\n")
        )
        return f"<table>{''.join(rows)}</table>"
    return f"<{block.kind}>{inner}</{block.kind}>"


def detected_language(draft: Draft, feed: Feed, body: str) -> str | None:
    """The feed's tag, else the feed's setting, else what the text reads like."""
    if draft.language:
        if tag := language.read_tag(draft.language):
            return tag
        draft.warn(Warning.UNKNOWN_LANGUAGE)
    if feed.language:
        return feed.language
    return language.detect(body if len(body) > 200 else f"{draft.headline or ''} {body}")
