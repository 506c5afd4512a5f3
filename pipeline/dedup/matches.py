"""Which texts of the window a dispatch matches: its own story, another agency's copy, the parts of a wrap-up."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.dedup.item import Item, signature_of
from pipeline.dedup.likeness import LEAST_CONTAINMENT_OF_A_TITLE, Comparison, Kind, compare, contained, kind_of
from pipeline.dedup.near import Likeness, shared_slots
from pipeline.dedup.ruling import Case
from schemas.rooms import Killed

TEMPLATE_STORIES = 3  # so many look-alikes make a template
ALIKE_JACCARD = 0.5
PART_RATIO = 1.3  # of a wrap-up to each of its parts
PART_CONTAINMENT = 0.5  # of a part in a wrap-up: the estimate is coarse where the whole is much longer
OTHER_PART_JACCARD = 0.3  # from here on two parts are the same story
MAX_PARTS = 20
MAX_COMPARED = 12  # the most alike; of a template there may be any number

_RANK = {Kind.DUPLICATE: 0, Kind.VERSION: 1, Kind.OTHER_LENGTH: 2, Kind.LOOK_ALIKE: 3}


class Near(NamedTuple):
    """A text of the window that shares something with the dispatch."""

    item: Item
    like: Likeness


@dataclass(frozen=True, slots=True)
class Match:
    """A text of the window and what the dispatch is to it."""

    told: Comparison
    kind: Kind

    @property
    def item(self) -> Item:
        """The earlier text."""
        return self.told.other


@dataclass(frozen=True, slots=True)
class Matches:
    """What the window has that resembles a dispatch."""

    own: Match | None = None  # of its agency: the same story
    similar: Match | None = None  # the same copy, of another named agency
    killed: Killed | None = None  # the kill of a text that it resembles
    look_alike: Match | None = None  # the nearest that is another story
    contains: list[str] = field(default_factory=list)  # records that this wrap-up swallows


def find_matches(case: Case) -> Matches:
    """Compare a dispatch with what shares shingles or paragraphs with it."""
    if not case.item.is_signed:
        return Matches()
    found = [Near(*one) for one in case.state.window.like(case.item, signature_of(case.entry.fingerprint))]
    found = [one for one in found if _comparable(case.item, one.item)]
    killed = next((kill for one in found if (kill := _kill_of(case, one))), None)
    alive = [one for one in found if not case.state.kills.of_story(one.item.story_id)]
    standing = _has_standing_title(case) if alive else False
    nearest = sorted(alive, key=lambda one: -one.like.jaccard)[:MAX_COMPARED]
    told = [_match(case, one, standing_title=standing) for one in nearest]
    told = _without_template(sorted(told, key=lambda match: (_RANK[match.kind], -match.told.jaccard)))
    mine = [match for match in told if _same_agency(case, match.item)]
    parts = _parts(case, [one for one in alive if _same_agency(case, one.item)])
    own = next((match for match in mine if match.kind is not Kind.LOOK_ALIKE and _stands_for_story(case, match)), None)
    if parts and own and own.kind is Kind.OTHER_LENGTH:
        own = None  # not an expansion of its longest part
    return Matches(
        own=own,
        similar=next((match for match in told if match not in mine and match.kind is not Kind.LOOK_ALIKE), None),
        killed=killed,
        look_alike=next((match for match in mine if match.kind is Kind.LOOK_ALIKE), None),
        contains=parts,
    )


def _comparable(item: Item, other: Item) -> bool:
    return item.take == other.take and item.id != other.id


def _same_agency(case: Case, other: Item) -> bool:
    mine, theirs = case.item.agency, other.agency
    return not mine or not theirs or mine == theirs or case.state.domain.cross_agency == "duplicate"


def _has_standing_title(case: Case) -> bool:
    """Several stories of the agency came under this headline: URGENT - WEATHER MESSAGE."""
    title = case.item.names.headline
    return len({item.story_id for item in case.state.window.named(title)}) >= TEMPLATE_STORIES if title else False


def _match(case: Case, one: Near, *, standing_title: bool) -> Match:
    told = compare(case.item, one.item, one.like.jaccard, case.entry.signals, standing_title=standing_title)
    return Match(told, kind_of(told))


def _kill_of(case: Case, one: Near) -> Killed | None:
    """A substitute shows by a good part of the killed text."""
    killed = case.state.kills.of_story(one.item.story_id)
    close = contained(one.like.jaccard, case.item.shingles, one.item.shingles) >= LEAST_CONTAINMENT_OF_A_TITLE
    return killed if close and _same_agency(case, one.item) else None


def _without_template(matches: list[Match]) -> list[Match]:
    """Where many texts are alike but for their figures, one more of them is no version, unless it says so."""
    alike = {match.item.ids[:1] or match.item.id for match in matches if _fits_template(match)}
    if len(alike) < TEMPLATE_STORIES:
        return matches
    kept = [match for match in matches if match.kind is Kind.DUPLICATE or _says_so(match.told)]
    return [*kept, *(Match(match.told, Kind.LOOK_ALIKE) for match in matches if match not in kept)]


def _fits_template(match: Match) -> bool:
    other = match.kind is Kind.LOOK_ALIKE or not match.told.figures.nested
    return other and match.told.jaccard >= ALIKE_JACCARD


def _says_so(told: Comparison) -> bool:
    return told.marked or told.repeated or (told.same_title and told.figures.nested)


def _stands_for_story(case: Case, match: Match) -> bool:
    """A version is compared with the story's first and latest text only: else the story drifts from one to the next."""
    if match.kind is Kind.DUPLICATE:
        return True
    story = case.state.window.story(match.item.story_id)
    return match.item in (story.text(match.item.take, match.item.form), story.root())


def _parts(case: Case, found: list[Near]) -> list[str]:
    """Two or more stories that this one holds, each for the most part."""
    parts: dict[str, Near] = {}
    for one in _contained(case.item, found):
        known = any(shared_slots(one.like, other.like) >= OTHER_PART_JACCARD for other in parts.values())
        if one.item.story_id not in parts and not known:
            parts[one.item.story_id] = one
    return [one.item.record_id for one in list(parts.values())[:MAX_PARTS]] if len(parts) > 1 else []


def _contained(item: Item, found: list[Near]) -> Iterator[Near]:
    for one in found:
        by_words = contained(one.like.jaccard, item.shingles, one.item.shingles)
        if item.shingles >= PART_RATIO * one.item.shingles and by_words >= PART_CONTAINMENT:
            yield one
