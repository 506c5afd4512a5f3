"""A dispatch's place in its story: version, relation, what it replaces, what it ends; or its place on the shelf."""

from datetime import datetime

from pipeline.dedup.holds import HeldItem, held_key
from pipeline.dedup.item import Item
from pipeline.dedup.likeness import Kind
from pipeline.dedup.matches import Matches
from pipeline.dedup.names import handle
from pipeline.dedup.ruling import Case, Ended, Ruling
from pipeline.dedup.versions import changes
from pipeline.dedup.window import Story
from schemas.dispatch import Dispatch
from schemas.record import Record, Related, record_from
from schemas.rooms import Held, LedgerEntry
from schemas.words import Outcome, Reason, Relation, Signal, Warning

MAX_NOTICE_SHINGLES = 80  # of a corrective notice; what is longer is a story


def publish(case: Case, story_id: str, matches: Matches) -> Ruling:
    """The next record of a story."""
    story = case.state.window.story(story_id)
    form = form_of(case, story_id, matches)
    before = story.current(case.item.take, form)
    relation = _relation(case, story, before, form)
    replaced = before if relation is Relation.REPLACES else None
    text = story.text(case.item.take, form) if replaced else None
    similar = _similar(case, matches)
    killed = _resembled_kill(case, matches) if not story.version else []
    return Ruling(
        outcome=Outcome.PUBLISHED,
        story_id=story_id,
        version=story.version + 1,
        relation=relation,
        form=form,
        related=Related(
            supersedes=replaced.record_id if replaced else None,
            similar=[similar.record_id] if similar else [],
            replaces_killed=killed,
            contains=[id_ for id_ in matches.contains if id_ != case.item.id],
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


def form_of(case: Case, story_id: str, matches: Matches) -> int:
    """Which of the story's lengths it is a version of: that of its own id, else of the text that it matches."""
    own = case.state.window.of_id(case.item.ids, case.item.take)
    if own and own.story_id == story_id:
        return own.form
    near = matches.own
    if near is None or near.item.story_id != story_id:
        return 0
    return handle("form", case.item.id) if near.kind is Kind.OTHER_LENGTH else near.item.form


def _relation(case: Case, story: Story, before: Item | None, form: int) -> Relation:
    """What came before under its own id makes it a version, never an addition."""
    signals = case.entry.signals
    own = case.state.window.of_id(case.item.ids, case.item.take)
    if not own and (case.item.take or (Signal.ADD in signals and story.version)):
        return Relation.ADD
    if before is None and form:
        return Relation.ALTERNATE
    if before is None:
        return Relation.ADD if case.item.take else Relation.NEW
    return Relation.NOTICE if _is_word_about(case, story.text(case.item.take, form)) else Relation.REPLACES


def _is_word_about(case: Case, text: Item | None) -> bool:
    """An advisory, or a correction that says what was wrong and is no rewrite: short, with none of the paragraphs."""
    if Signal.ADVISORY in case.entry.signals:
        return True
    if Signal.CORRECTION not in case.entry.signals or text is None:
        return False
    item = case.item
    is_short = item.shingles <= MAX_NOTICE_SHINGLES and 2 * item.shingles < text.shingles
    return is_short and {one for one in item.paragraphs if one}.isdisjoint(text.paragraphs)


def _similar(case: Case, matches: Matches) -> Item | None:
    """The same text of another named agency: rights, credit and kills differ, so both are published."""
    other = case.state.window.elsewhere(case.item)
    if other and other.agency and case.item.agency and other.agency != case.item.agency:
        return other
    return matches.similar.item if matches.similar else None


def _resembled_kill(case: Case, matches: Matches) -> list[str]:
    """Records killed lately that it names, or resembles by headline, slugline or text: it may be the substitute."""
    kills = case.state.kills
    found = [kills.of_ids(case.entry.identity.targets)]
    found += [kills.named(name) for name in (case.item.names.headline, case.item.names.slugline) if name]
    found.append(matches.killed)
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
