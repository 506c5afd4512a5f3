"""Rulings on kills, holds and reinstatements: whom they mean, and what they do to it."""

from collections.abc import Iterable

from msgspec.structs import replace

from pipeline.dedup.holds import killed_key
from pipeline.dedup.item import Item
from pipeline.dedup.names import ANY_AGENCY, handle
from pipeline.dedup.ruling import Case, Ended, Ruling, repeats
from pipeline.dedup.target import Target, find_target, references, target_names
from pipeline.dedup.texts import MAX_BOUND, after_kill
from schemas.record import Related
from schemas.rooms import Held, Killed, NoticeKind
from schemas.words import Outcome, PubStatus, Reason, Relation, Signal, Warning

SHORT_NOTE_WORDS = 60  # a longer body of a dispatch killed by its status is the killed text itself


def rule_notice(case: Case, kind: NoticeKind) -> Ruling:
    """What becomes of a notice, and of the stories that it is about."""
    reason = Reason.SAME_KILL if kind == "kill" else Reason.SAME_TEXT
    before = case.state.window.record(case.item.id)
    if before:
        return repeats(case, before, reason)  # the very bytes come again: no news, whatever came since
    target = find_target(case)
    repeated = _repeated(case, kind, target)
    if repeated:
        return repeats(case, repeated, reason)
    if kind == "kill":
        return _kill(case, target)
    return _withhold(case, target) if kind == "hold" else _lift(case, target)


def _repeated(case: Case, kind: NoticeKind, target: Target) -> Item | None:
    """The same notice word for word, unless there is something to do for it now."""
    before = case.state.window.same_notice(case.item)
    if before is None or before.notice != kind:
        return None
    if kind == "kill":
        return before if target.uncertain or all(map(case.state.kills.of_story, target.stories)) else None
    return before if case.state.window.story(before.story_id).last_published() == before else None


def _kill(case: Case, target: Target) -> Ruling:
    kills = case.state.kills
    live = [story_id for story_id in target.stories if not kills.of_story(story_id)]
    killed = next((killed for story_id in target.stories if (killed := kills.of_story(story_id))), None)
    if killed and not live:
        return Ruling(
            outcome=Outcome.DUPLICATE,
            reason=Reason.SAME_KILL,
            story_id=killed.entry.story_id,
            version=killed.entry.version,
            duplicate_of=killed.entry.id,
            notice="kill",
        )
    stories = _with_kin(case, live)
    ruling = _withdrawal(case, stories, kind="kill")
    ruling.pub_status = PubStatus.CANCELED
    ruling.signals = [Signal.KILL]
    ruling.related = replace(ruling.related, cancels=_record_ids(_records(case, stories)))
    if target.uncertain:
        ruling.warnings = [Warning.KILL_TARGET_UNCERTAIN]
    if not target.candidates:
        held = [held for story_id in stories for held in case.state.held.of(story_id)]
        ruling.ended = [Ended(one, Reason.KILLED_WHILE_HELD, case.item.id) for one in held]
        ruling.killed = _tombstone(case, [ruling.story_id, *stories], waiting=not stories)
    return ruling


def _with_kin(case: Case, stories: list[str]) -> list[str]:
    """The stories, and those that turned out to be the same."""
    window = case.state.window
    known = list(stories)
    for story_id in known:  # grows as it goes: kin of kin
        kin = window.get(handle("kin", story_id))
        found = [alias for item in window.story(story_id) for alias in item.story_aliases]
        found += [kin.story_id] if kin else []
        known += [one for one in dict.fromkeys(found) if one not in known and not case.state.kills.of_story(one)]
    return known


def _records(case: Case, stories: Iterable[str]) -> list[Item]:
    """Their records but for earlier kills, also those that are known only by what repeats them."""
    known = (item for story_id in stories for item in case.state.window.story(story_id))
    return [item for item in known if item.notice != "kill" and not item.of_held]


def _record_ids(items: Iterable[Item]) -> list[str]:
    return list(dict.fromkeys(item.record_id for item in items))


def _tombstone(case: Case, stories: list[str], *, waiting: bool) -> Killed:
    """What the kill binds: ids, links, exact copies; and the names by which a substitute shows."""
    window, held = case.state.window, case.state.held
    bound = [item for story_id in stories for item in (*window.story(story_id), *(h.item for h in held.of(story_id)))]
    ids = (*references(case), *(id_ for item in reversed(bound) for id_ in (*item.ids, *item.follows)))
    texts = [item for item in reversed(bound) if item.text and item.is_text]
    bodies = (handle("text", item.text, agency) for item in texts for agency in (item.agency, ANY_AGENCY))
    names = (name for item in (case.item, *reversed(bound)) for name in item.names.given())
    return Killed(
        entry=case.entry,
        keys=list(dict.fromkeys(ids))[:MAX_BOUND],
        bodies=list(dict.fromkeys(bodies))[:MAX_BOUND],
        at=case.item.stream_time,
        names=list(dict.fromkeys((*target_names(case).given(), *names)))[:MAX_BOUND],
        stories=list(dict.fromkeys(stories)),
        waiting=waiting,
    )


def _withdrawal(case: Case, stories: list[str], *, kind: NoticeKind) -> Ruling:
    """A record without text in the place of the story's last one."""
    story_id = stories[0] if stories else case.entry.story_id
    story = case.state.window.story(story_id)
    last = story.current(0) or story.last()
    return Ruling(
        outcome=Outcome.PUBLISHED,
        story_id=story_id,
        version=story.version + 1,
        relation=Relation.REPLACES,
        related=Related(supersedes=last.record_id if last else None),
        notice=kind,
        note=_note(case, stories),
    )


def _note(case: Case, stories: list[str]) -> str | None:
    """The agency's words to editors, never the withdrawn text."""
    dispatch = case.parsed.dispatch
    paragraphs = dispatch.body.split("\n\n") if dispatch.body else []
    if not case.names_target:
        if dispatch.ednote or dispatch.word_count > SHORT_NOTE_WORDS:
            return dispatch.ednote
        withdrawn = {hash_ for item in _records(case, stories) for hash_ in item.paragraphs}
        hashes = case.item.paragraphs
        paragraphs = [text for text, hash_ in zip(paragraphs, hashes, strict=False) if hash_ not in withdrawn]
    return "\n".join(text for text in (dispatch.ednote, *paragraphs) if text) or None


def _withhold(case: Case, target: Target) -> Ruling:
    killed = next((killed for one in target.stories if (killed := case.state.kills.of_story(one))), None)
    if killed:
        return after_kill(case, killed)
    stories = target.stories
    ruling = _withdrawal(case, stories, kind="hold")
    ruling.pub_status = PubStatus.WITHHELD
    ruling.signals = [Signal.HOLD]
    ruling.withheld = _record_ids(item for item in _records(case, stories) if item.is_text)
    ruling.warnings = [Warning.KILL_TARGET_UNCERTAIN] if target.uncertain else []
    for held in (held for story_id in stories for held in case.state.held.of(story_id)):
        ruling.holds.append((held.key, replace(held.hold, due=None)))
    return ruling


def _lift(case: Case, target: Target) -> Ruling:
    """A note that a kill or hold is taken back; the story's text stands again as it was."""
    state = case.state
    killed = next((killed for one in target.stories if (killed := state.kills.of_story(one))), None)
    story_id = killed.entry.story_id if killed else next(iter(target.stories), case.entry.story_id)
    story = state.window.story(story_id)
    ruling = Ruling(
        outcome=Outcome.PUBLISHED,
        story_id=story_id,
        version=max(story.version, killed.entry.version if killed else 0) + 1,
        relation=Relation.NOTICE,
        related=Related(reinstates=(killed.entry.cancels or [killed.entry.id]) if killed else story.withheld()),
        notice="reinstated",
        pub_status=PubStatus.USABLE,
        signals=[Signal.REINSTATED],
        warnings=[Warning.KILL_TARGET_UNCERTAIN] if target.uncertain else [],
    )
    if killed:
        ruling.holds.append((killed_key(case.parsed.domain, killed.entry.story_id), None))
    for held in (held for one in target.stories for held in state.held.of(one)):
        ruling.holds.append((held.key, _on_its_time(case, held.hold)))
    return ruling


def _on_its_time(case: Case, hold: Held) -> Held:
    """A held dispatch that is released: when its own embargo ends, else now."""
    return replace(hold, due=hold.parsed.dispatch.embargoed_until or case.item.stream_time)
