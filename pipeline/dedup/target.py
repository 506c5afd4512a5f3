"""Whom a notice means: the stories that a kill, hold or reinstatement is about."""

from dataclasses import dataclass

from pipeline.dedup.fingerprint import normalise, text_hash
from pipeline.dedup.item import Names, names_of
from pipeline.dedup.names import MAX_NAME_LENGTH
from pipeline.dedup.ruling import Case


@dataclass(slots=True, frozen=True)
class Target:
    """The stories that a notice is about; none and not `uncertain`: one still to come, known by its id."""

    stories: list[str]
    uncertain: bool  # the names fit none, or more than one
    candidates: list[str]  # among which they do not decide


def find_target(case: Case) -> Target:
    """By reference, then headline, then slugline, within the agency."""
    ids = references(case)
    stories = list(dict.fromkeys(story_id for id_ in ids for story_id in _stories_of(case, id_)))
    if stories:
        return Target(stories, uncertain=False, candidates=[])
    stories = _stories_by_name(case)
    can_wait = bool(case.entry.identity.targets) or (bool(ids) and not case.names_target)
    if len(stories) == 1:
        return Target(stories, uncertain=False, candidates=[])
    return Target([], uncertain=bool(stories) or not can_wait, candidates=stories)


def references(case: Case) -> list[str]:
    """Ids that it gives: of its target, its own, and the number that a text notice cites (a USN is such an id)."""
    owner = case.item.issuer or case.parsed.dispatch.feed
    cited = case.parsed.notice.transref if case.parsed.notice else None
    numbers = [f"{owner}:{cited[:MAX_NAME_LENGTH]}"] if cited else []
    return [*case.entry.identity.targets, *numbers, *case.item.ids, *case.item.follows]


def _stories_of(case: Case, id_: str) -> list[str]:
    state = case.state
    killed = state.kills.of_ids([id_])
    items = (state.window.of_story(id_), state.held.of_story(id_))
    return [*(item.story_id for item in items if item), *(killed.stories if killed else ())]


def _stories_by_name(case: Case) -> list[str]:
    """One story, or those among which the names do not decide."""
    pool: list[str] = []
    for name in target_names(case).given():
        found = _stories_named(case, name)
        found = [story_id for story_id in found if story_id in pool] or pool or found
        if len(found) == 1:
            return found
        pool = found
    return pool


def target_names(case: Case) -> Names:
    """What the notice calls its target; a dispatch killed by its status calls it by its own names.

    A notice mostly carries the slugline of what it is about.
    """
    notice = case.parsed.notice
    if notice is None or not case.names_target:
        return case.item.names
    return names_of(
        case.item.issuer,
        notice.transref,
        text_hash(normalise(notice.headline or "")),
        notice.slugline or case.entry.slugline,
    )


def _stories_named(case: Case, name: int) -> list[str]:
    killed = case.state.kills.named(name)
    if killed and case.asks != "reinstated" and (killed.waiting or killed.at < case.edge):
        killed = None  # names come again; only a reinstatement looks back further
    items = (*case.state.window.named(name), *case.state.held.named(name))
    return list(dict.fromkeys([*(item.story_id for item in items), *(killed.stories[:1] if killed else ())]))
