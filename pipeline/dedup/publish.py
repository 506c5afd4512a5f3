"""A dispatch's place in its story: version, relation, what it replaces, what it ends; or its place on the shelf."""

from datetime import datetime

from pipeline.dedup.holds import HeldItem, held_key
from pipeline.dedup.item import Item
from pipeline.dedup.ruling import Case, Ended, Ruling
from pipeline.dedup.versions import changes
from pipeline.dedup.window import Story
from schemas.dispatch import Dispatch
from schemas.record import Record, Related, record_from
from schemas.rooms import Held, LedgerEntry
from schemas.words import Outcome, Reason, Relation, Signal, Warning


def publish(case: Case, story_id: str) -> Ruling:
    """The next record of a story."""
    story = case.state.window.story(story_id)
    before = story.current(case.item.take)
    relation = _relation(case, story, before)
    replaced = before if relation is Relation.REPLACES else None
    text = story.text(case.item.take) if replaced else None
    similar = _similar(case)
    killed = _resembled_kill(case) if not story.version else []
    return Ruling(
        outcome=Outcome.PUBLISHED,
        story_id=story_id,
        version=story.version + 1,
        relation=relation,
        related=Related(
            supersedes=replaced.record_id if replaced else None,
            similar=[similar.record_id] if similar else [],
            replaces_killed=killed,
        ),
        changed=changes(case.item, text) if text else None,
        warnings=[Warning.RESEMBLES_KILLED] if killed else [],
        signals=[Signal.REINSTATED] if case.asks == "reinstated" else [],
        ended=[Ended(held, Reason.REPLACED_WHILE_HELD, case.item.id) for held in _replaced(case, story_id)],
    )


def hold(case: Case, story_id: str, reason: Reason) -> Ruling:
    """Keep it until its time, or until it is lifted or killed."""
    due = case.item.embargoed_until
    kept = Held(parsed=case.parsed, story_id=story_id, due=due)
    return Ruling(
        outcome=Outcome.HELD,
        reason=reason,
        story_id=story_id,
        version=case.state.window.story(story_id).version + 1,
        holds=[(held_key(case.parsed.domain, case.item.id), kept)],
        ended=[Ended(held, Reason.REPLACED_WHILE_HELD, None) for held in _replaced(case, story_id)],
    )


def record_of(dispatch: Dispatch, entry: LedgerEntry, ruling: Ruling, now: datetime) -> Record:
    """The record of a decided dispatch; what is withdrawn loses its text."""
    decided = {
        "story_id": entry.story_id,
        "version": entry.version,
        "relation": entry.relation,
        "pub_status": entry.pub_status,
        "signals": entry.signals,
        "related": ruling.related,
        "changed": ruling.changed,
        "story_aliases": entry.story_aliases,
        "warnings": list(dict.fromkeys([*dispatch.warnings, *ruling.warnings])),
        "processed_at": now,
    }
    if ruling.outcome is Outcome.PUBLISHED and ruling.notice in ("kill", "hold"):
        decided |= {"body": "", "body_html": None, "headings": [], "word_count": 0, "ednote": ruling.note}
        decided |= {"subhead": None, "summary": None}  # they are the story's text too
    return record_from(dispatch, **decided)


def _relation(case: Case, story: Story, before: Item | None) -> Relation:
    """What came before under its own id makes it a version, never an addition."""
    signals = case.entry.signals
    own = case.state.window.of_id(case.item.ids, case.item.take)
    if not own and (case.item.take or (Signal.ADD in signals and story.version)):
        return Relation.ADD
    if before is None:
        return Relation.ADD if case.item.take else Relation.NEW
    return Relation.NOTICE if Signal.ADVISORY in signals else Relation.REPLACES


def _similar(case: Case) -> Item | None:
    """The same text of another named agency: rights, credit and kills differ, so both are published."""
    other = case.state.window.elsewhere(case.item)
    if other and other.agency and case.item.agency and other.agency != case.item.agency:
        return other
    return None


def _resembled_kill(case: Case) -> list[str]:
    """Records killed lately under the same headline or slugline, or named by this one: it may be the substitute."""
    kills = case.state.kills
    found = [kills.of_ids(case.entry.identity.targets)]
    found += [kills.named(name) for name in (case.item.names.headline, case.item.names.slugline) if name]
    killed = next((killed for killed in found if killed and killed.at >= case.edge), None)
    return (killed.entry.cancels or [killed.entry.id]) if killed else []


def _replaced(case: Case, story_id: str) -> list[HeldItem]:
    """Held versions to which this one puts an end; of further takes only the same one."""
    own = held_key(case.parsed.domain, case.item.id)
    return [
        held
        for held in case.state.held.of(story_id)
        if held.item.take == case.item.take
        and held.key != own
        and (not case.item.take or not set(held.item.ids).isdisjoint(case.item.ids))
    ]
