"""Rulings on dispatches that bring text: identity first, then exact copies, then links, then a story of its own."""

from collections.abc import Iterator
from datetime import timedelta

from msgspec.structs import replace

from pipeline.dedup.holds import killed_key
from pipeline.dedup.item import Item
from pipeline.dedup.likeness import Kind
from pipeline.dedup.matches import Matches, find_matches
from pipeline.dedup.names import handle
from pipeline.dedup.publish import form_of, hold, publish
from pipeline.dedup.ruling import Case, Ruling, older, repeats
from pipeline.dedup.target import find_target
from pipeline.dedup.versions import age, unchanged
from schemas.rooms import Killed
from schemas.words import Outcome, Reason, Signal, Warning

FLASH_TO_STORY = timedelta(hours=6)
WRAPUP_TO_WRAPUP = timedelta(hours=24)
MAX_BOUND = 2000  # ids that one kill binds


def rule_text(case: Case) -> Ruling:
    """What becomes of a dispatch that is not a notice."""
    killed = binding_kill(case)
    if case.asks == "reinstated" and not case.state.window.record(case.item.id):
        return _reinstate(case, killed) or _by_identity(case)
    return after_kill(case, killed) if killed else _by_identity(case)


def _by_identity(case: Case) -> Ruling:
    matches = find_matches(case)
    ruling = _decide(case, matches)
    match = matches.own or matches.similar or matches.look_alike
    if match and ruling.reason in (None, Reason.NEAR_TEXT):
        ruling.matched, ruling.matched_as = match.item.record_id, match.kind.value
        ruling.measures = match.told.measures
    return ruling


def _decide(case: Case, matches: Matches) -> Ruling:
    ids, take = case.item.ids, case.item.take
    known = case.state.held.of_id(ids, take) or case.state.window.of_id(ids, take)
    if known and _stands(case, known):
        return _next_version(case, known, matches)
    copied = _copied(case)
    if copied and _says_the_same(case, copied):
        return repeats(case, copied, Reason.SAME_TEXT)
    stories = [copied.story_id] if copied else []
    stories += [story_id for story_id in _tied_stories(case) if story_id not in stories]
    near = matches.own
    if near and not stories:
        if near.kind is Kind.DUPLICATE and _says_the_same(case, near.item):
            return repeats(case, near.item, Reason.NEAR_TEXT)
        stories = [near.item.story_id]
    if not stories:
        return _publish_or_hold(case, case.entry.story_id, matches)
    form = form_of(case, stories[0], matches)
    if _late_original(case) or _is_older(case, stories[0], form):
        return older(case, stories[0], form)
    return _publish_or_hold(case, stories[0], matches, aliases=stories[1:])


def _next_version(case: Case, known: Item, matches: Matches) -> Ruling:
    """The agency's id is known: newer, the same, or older than what came last under it."""
    newer = age(case.item, known, same_id=True)
    same_number = case.item.source_version == known.source_version
    same = (same_number and case.item.source_version is not None) or newer == 0
    if same and unchanged(case.item, known):
        return repeats(case, known, Reason.SAME_ID_AND_VERSION)
    if newer < 0 or _is_older(case, known.story_id, known.form):
        return older(case, known.story_id, known.form)
    before = case.state.window.record(case.item.id)
    if before:
        # the very bytes come again: no news, whatever came since
        return repeats(case, before, Reason.SAME_ID_AND_VERSION)
    copied = _copied(case)
    if copied and not _share_id(case.item, copied) and _is_current(case, copied) and _says_the_same(case, copied):
        return repeats(case, copied, Reason.SAME_TEXT)  # as another service of the agency sent it already
    near = matches.own
    if near and near.kind is Kind.DUPLICATE and _came_elsewhere(case, near.item, since=known):
        return repeats(case, near.item, Reason.NEAR_TEXT)
    warnings = [Warning.SAME_VERSION_CHANGED] if same and same_number else []
    aliases = [story_id for story_id in _tied_stories(case) if story_id != known.story_id]
    return _publish_or_hold(case, known.story_id, matches, aliases=aliases, warnings=warnings)


def _came_elsewhere(case: Case, item: Item, *, since: Item) -> bool:
    """Whether the story's present text came under another id, after the last one under this: a service lags behind."""
    return (
        item.story_id == since.story_id
        and item.stream_time > since.stream_time
        and not _share_id(case.item, item)
        and _is_current(case, item)
        and _says_the_same(case, item)
    )


def _stands(case: Case, known: Item) -> bool:
    """Not so where it only repeats a held dispatch that was never let go."""
    state = case.state
    held = any(one.item.id == known.record_id for one in state.held.of(known.story_id))
    return held or not known.of_held or state.window.record(known.record_id) is not None


def _publish_or_hold(
    case: Case,
    story_id: str,
    matches: Matches,
    *,
    aliases: list[str] | None = None,
    warnings: list[Warning] | None = None,
) -> Ruling:
    reason = case.embargo
    ruling = hold(case, story_id, reason) if reason else publish(case, story_id, matches)
    ruling.story_aliases = aliases or []
    ruling.warnings += warnings or []
    return ruling


def _is_older(case: Case, story_id: str, form: int) -> bool:
    """Older than the story's last text, published or held. A further take is never stale by order."""
    if case.item.take:
        return False
    current = case.state.window.story(story_id).text(0, form)
    latest = [held.item for held in case.state.held.of(story_id) if not held.item.take]
    latest += [current] if current else []
    return any(age(case.item, item, same_id=_share_id(case.item, item)) < 0 for item in latest)


def _share_id(item: Item, other: Item) -> bool:
    return not set(item.ids).isdisjoint(other.ids)


def _late_original(case: Case) -> bool:
    """An update of this story has come before it: it is stale, unless it was made after that update.

    A further take follows its story without being an update of it.
    """
    if case.item.take:
        return False
    followed = (handle("followed", id_) for id_ in case.item.ids)
    followers = [
        item for handle_ in followed for item in (case.state.window.get(handle_), case.state.held.get(handle_)) if item
    ]
    return any(age(case.item, follower, same_id=False) <= 0 for follower in followers if not follower.take)


def _copied(case: Case) -> Item | None:
    """The same text under another id: of the same agency, or of any where the domain makes no difference."""
    window, item = case.state.window, case.item
    copied = window.copy_of(item) or case.state.held.copy_of(item)
    if copied is None and case.state.domain.cross_agency == "duplicate":
        copied = window.elsewhere(item)
    return copied


def _says_the_same(case: Case, copied: Item) -> bool:
    """Whether a copy brings nothing new: neither another status nor, where one of the two is held, another embargo."""
    if case.item.pub_status != copied.pub_status:
        return False
    if case.state.held.holds(copied):
        return case.embargo is not None and case.item.embargoed_until == copied.embargoed_until
    return case.embargo is None


def _is_current(case: Case, item: Item) -> bool:
    """Whether its story still stands as it left it."""
    current = case.state.window.story(item.story_id).current(item.take, item.form)
    return case.state.held.holds(item) or (current is not None and current.record_id == item.record_id)


def _tied_stories(case: Case) -> list[str]:
    """Stories to which links, ids or a flash's slugline tie it, the surest first."""
    state = case.state
    found = [state.window.of_story(id_) or state.held.of_story(id_) for id_ in (*case.item.ids, *case.item.follows)]
    found += _openers(case) if not any(found) else []
    return list(dict.fromkeys(item.story_id for item in found if item))


def _openers(case: Case) -> Iterator[Item]:
    """The flash that it follows, or the wrap-up: by slugline, within hours, of the same agency."""
    signals = case.entry.signals
    if not case.item.names.slugline or Signal.PRESERVED in signals or Signal.ADVISORY in signals:
        return
    if Signal.WRAPUP in signals:
        kind, limit = "wrapup", WRAPUP_TO_WRAPUP
    elif Signal.FLASH in signals or Signal.ALERT in signals:
        return
    else:
        kind, limit = "flash", FLASH_TO_STORY
    opener = case.state.window.get(handle(kind, case.item.names.slugline))
    if opener is None:
        return
    mine = case.item.version_created or case.item.received_at
    theirs = opener.version_created or opener.received_at
    if abs(mine - theirs) <= limit and (kind == "wrapup" or mine.date() == theirs.date()):
        yield opener


def binding_kill(case: Case) -> Killed | None:
    kills, item = case.state.kills, case.item
    return kills.of_ids((*item.ids, *item.follows)) or kills.of_text(item) or _waiting_kill(case)


def _waiting_kill(case: Case) -> Killed | None:
    """A kill that named a story still to come by number or headline; what was made after it is not that story."""
    for name in (case.item.names.transref, case.item.names.headline):
        killed = case.state.kills.named(name) if name else None
        if killed and killed.waiting and case.item.version_created:
            made = killed.entry.version_created or killed.entry.received_at
            if case.item.version_created < made:
                return killed
    return None


def after_kill(case: Case, killed: Killed) -> Ruling:
    """Stale; and the kill binds its ids from now on."""
    ruling = Ruling(
        outcome=Outcome.STALE,
        reason=Reason.AFTER_KILL,
        story_id=killed.entry.story_id,
        version=killed.entry.version,
        duplicate_of=killed.entry.id,
    )
    bound = set(killed.keys)
    new_ids = [id_ for id_ in case.item.ids if id_ not in bound]
    if new_ids and len(killed.keys) < MAX_BOUND:
        key = killed_key(case.parsed.domain, killed.entry.story_id)
        ruling.holds.append((key, replace(killed, keys=[*killed.keys, *new_ids])))
    return ruling


def _reinstate(case: Case, killed: Killed | None) -> Ruling | None:
    """The agency takes its kill or hold back and sends the text again; None where there is neither."""
    target = find_target(case)
    kills = case.state.kills
    killed = killed or next((found for story_id in target.stories if (found := kills.of_story(story_id))), None)
    story_id = killed.entry.story_id if killed else next(iter(target.stories), case.entry.story_id)
    withheld = case.state.window.story(story_id).withheld()
    if not killed and not withheld:
        return None
    ruling = _publish_or_hold(case, story_id, find_matches(case))
    if ruling.outcome is Outcome.PUBLISHED:
        ruling.version = max(ruling.version, killed.entry.version + 1 if killed else 1)
        reinstates = (killed.entry.cancels or [killed.entry.id]) if killed else withheld
        ruling.related = replace(ruling.related, reinstates=reinstates)
    if killed:
        ruling.holds.append((killed_key(case.parsed.domain, story_id), None))
    return ruling
