"""Why a dispatch became what it became: its ledger entry in words."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from pipeline.topics.explanation import Explained
from schemas.rooms import LedgerEntry
from schemas.words import Outcome, Reason, Relation

_REASONS = {
    Reason.SAME_ID_AND_VERSION: "the agency's id and version came before, and nothing in it has changed",
    Reason.SAME_TEXT: "the same text, figure for figure, came before",
    Reason.NEAR_TEXT: "nothing that a reader would notice is different: every figure, name and sentence is there",
    Reason.SAME_KILL: "the same notice came before",
    Reason.OLDER_VERSION: "subscribers have a newer version of the story",
    Reason.AFTER_KILL: "its story was killed, and this is not the substitute",
    Reason.KILLED_WHILE_HELD: "it was killed before its embargo ended",
    Reason.REPLACED_WHILE_HELD: "a newer version came before its embargo ended",
    Reason.EMBARGO: "it is under embargo",
    Reason.EMBARGO_WITHOUT_TIME: "it is under embargo and says no time: held until the agency lifts it or kills it",
}
_RELATIONS = {
    Relation.NEW: "no dispatch of this story was known",
    Relation.REPLACES: "it takes the place of the story's last text",
    Relation.ADD: "it goes on where an earlier take ends",
    Relation.ALTERNATE: "it is the same story in another length",
    Relation.NOTICE: "it is a word about the story, not its text",
}
_NOTICES = {
    "kill": "it kills the story",
    "hold": "it puts the story on hold",
    "reinstated": "it takes back a kill or a hold",
}
_MATCHES = {
    "duplicate": "the same again, but news all the same: another agency's copy, or back after another version",
    "version": "a version of the same story: headline, names or marks say so, and few figures differ",
    "other length": "the same story, trimmed or expanded",
    "look-alike": "another story: figures, times or names differ on both sides, as in serials, or too little is shared",
}


class Earlier(Struct, frozen=True, kw_only=True):
    """A dispatch that was decided before."""

    id: str
    outcome: Outcome
    story_id: str
    version: int
    relation: Relation
    agency: str | None
    headline: str | None
    received_at: datetime


class Match(Struct, frozen=True, kw_only=True):
    """The nearest text of the window, and what the dispatch is to it. `decided`: None where it is not known."""

    id: str
    what: str
    why: str
    decided: Earlier | None
    measures: dict[str, float]


class Explanation(Struct, frozen=True, kw_only=True):
    """One decision."""

    decision: Earlier
    raw: str
    part: int
    rule: str
    reason: Reason | None
    repeats: Earlier | None
    match: Match | None
    story: list[Earlier]
    topics: list[Explained] = []  # why it has each; not told of what the ledger alone knows


def explain(entry: LedgerEntry, others: Iterable[LedgerEntry]) -> Explanation:
    """Put a decision into words. `others`: what else is known of its story and of what it matched, in ledger order."""
    earlier = [one for one in others if (one.id, one.released) != (entry.id, entry.released)]
    by_id = {one.id: _earlier(one) for one in earlier}
    match = None
    if entry.matched and entry.matched_as:
        match = Match(
            id=entry.matched,
            what=entry.matched_as,
            why=_MATCHES[entry.matched_as],
            decided=by_id.get(entry.matched),
            measures=entry.measures,
        )
    return Explanation(
        decision=_earlier(entry),
        raw=str(entry.raw),
        part=entry.part,
        rule=rule_of(entry),
        reason=entry.reason,
        repeats=by_id.get(entry.duplicate_of or ""),
        match=match,
        story=[_earlier(one) for one in earlier if one.story_id == entry.story_id and one.outcome is Outcome.PUBLISHED],
    )


def rule_of(entry: LedgerEntry) -> str:
    """The rule that decided, in a sentence."""
    if entry.reason is not None:
        until = f" until {entry.embargoed_until:%Y-%m-%d %H:%M}Z" if entry.reason is Reason.EMBARGO else ""
        return _REASONS[entry.reason] + until
    if entry.notice is not None:
        return _NOTICES[entry.notice]
    told = _RELATIONS[entry.relation]
    if entry.relation is Relation.NEW or entry.matched_as in (None, "look-alike"):
        return told if entry.relation is Relation.NEW else f"{told}, by the agency's ids, links or sluglines"
    return f"{told}, by its text"


def _earlier(entry: LedgerEntry) -> Earlier:
    return Earlier(
        id=entry.id,
        outcome=entry.outcome,
        story_id=entry.story_id,
        version=entry.version,
        relation=entry.relation,
        agency=entry.agency,
        headline=entry.headline,
        received_at=entry.received_at,
    )
