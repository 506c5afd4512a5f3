"""What two texts that share shingles are to each other: the same again, a version, look-alikes, or part of a wrap-up.

Rules from measured wire copy: containment tells the same story better than resemblance does, and figures and names
tell versions from serials, which resemble each other no less. Only what equals in every figure is ever dropped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from pipeline.dedup.facts import Balance, compare_figures, compare_moments, compare_names, same_figures
from pipeline.dedup.item import Item
from schemas.words import Signal

LEAST_CONTAINMENT = 0.7
LEAST_CONTAINMENT_OF_A_TITLE = 0.6  # where headline or mark say that it is the same story
LEAST_JACCARD = 0.2  # below, chance and boilerplate
DUPLICATE_JACCARD = 0.8
EDITED_JACCARD = 0.65  # a short text under the same headline, a few words of it edited
UNREAD_JACCARD = 0.9  # no names can be told: capitals throughout, or a script without capitals
FEW_SHINGLES = 8  # by which the lengths of duplicates may differ; less than a sentence
EDITED_SHINGLES = 12
ADDED_SHINGLES = 3  # longer by so much, and nothing else altered: something was added
ADDED_CONTAINMENT = 0.97
SHORT_SHINGLES = 40  # mostly template
LONG_SHINGLES = 150  # no template is so long
TRIM_CONTAINMENT = 0.9
TRIM_RATIO = 1.15
CORRECTION_TIME = timedelta(hours=6)
UPDATE_TIME = timedelta(hours=12)
MARKED_TIME = timedelta(hours=24)

_CHANGE_MARKS = frozenset({Signal.CORRECTION, Signal.UPDATE, Signal.LEAD, Signal.WRITETHRU, Signal.REFILE})


class Kind(Enum):
    """What the later of two texts is to the earlier."""

    DUPLICATE = "duplicate"
    VERSION = "version"  # takes its place
    OTHER_LENGTH = "other length"  # a trim, or an expansion
    LOOK_ALIKE = "look-alike"  # a serial, or another story


@dataclass(frozen=True, slots=True)
class Comparison:
    """The measures of two texts."""

    item: Item
    other: Item
    jaccard: float  # estimated
    marked: bool  # the later one says that it changes something
    repeated: bool  # it says that it comes again
    standing_title: bool  # many stories come under this headline: it tells nothing
    figures: Balance
    names: Balance

    @property
    def containment(self) -> float:
        """Estimated part of the shorter text's shingles that the longer one has."""
        return contained(self.jaccard, self.item.shingles, self.other.shingles)

    @property
    def ratio(self) -> float:
        """Of the longer text to the shorter."""
        counts = (self.item.shingles, self.other.shingles)
        return max(counts) / min(counts)

    @property
    def apart(self) -> timedelta:
        """Time between the two."""
        return abs(self.item.received_at - self.other.received_at)

    @property
    def same_title(self) -> bool:
        """The same headline; where neither has any, the same first paragraph; where one has none, the same slugline."""
        item, other = self.item, self.other
        if item.headline and other.headline:
            return item.headline == other.headline and not self.standing_title
        if item.headline or other.headline:
            return item.names.slugline == other.names.slugline != 0
        return item.paragraphs[:1] == other.paragraphs[:1]

    @property
    def other_moment(self) -> bool:
        """Each gives a date or a time of day that the other does not: the next of a serial."""
        moments = compare_moments(self.item.figures, self.other.figures)
        return not moments.nested

    @property
    def same_language(self) -> bool:
        """As far as both are known; what is told of a text of figures is often wrong."""
        return not self.item.language or not self.other.language or self.item.language == self.other.language

    @property
    def measures(self) -> dict[str, float]:
        """For the duplicate record and for explanations."""
        return {
            "jaccard": round(self.jaccard, 3),
            "containment": round(self.containment, 3),
            "figures": float(self.figures.mine + self.figures.theirs),
            "names": float(self.names.mine + self.names.theirs),
        }


def contained(jaccard: float, mine: int, theirs: int) -> float:
    """Containment of the shorter set of shingles in the longer, from their resemblance and their sizes."""
    return min(1.0, jaccard / (1 + jaccard) * (mine + theirs) / min(mine, theirs))


def compare(
    item: Item, other: Item, jaccard: float, signals: Sequence[Signal], *, standing_title: bool = False
) -> Comparison:
    """Measure a text against an earlier one. `signals` and `standing_title`: of the later one."""
    return Comparison(
        item,
        other,
        jaccard,
        marked=not _CHANGE_MARKS.isdisjoint(signals),
        repeated=Signal.REPEAT in signals,
        standing_title=standing_title,
        figures=compare_figures(item.figures, other.figures),
        names=compare_names(item.proper_names, other.proper_names),
    )


def kind_of(told: Comparison) -> Kind:
    """What the later text is to the earlier."""
    if told.jaccard < LEAST_JACCARD and not told.same_title:
        return Kind.LOOK_ALIKE
    least = LEAST_CONTAINMENT_OF_A_TITLE if told.marked or told.same_title else LEAST_CONTAINMENT
    if told.containment < least:
        return Kind.LOOK_ALIKE
    if not told.same_language and not (told.marked or told.same_title):
        return Kind.LOOK_ALIKE  # a table in translation
    if _is_duplicate(told):
        return Kind.DUPLICATE
    if not _is_same_story(told):
        return Kind.LOOK_ALIKE
    is_other_length = (
        not told.marked and told.figures.nested and told.containment >= TRIM_CONTAINMENT and told.ratio >= TRIM_RATIO
    )
    return Kind.OTHER_LENGTH if is_other_length else Kind.VERSION


def _is_duplicate(told: Comparison) -> bool:
    """Nothing that a reader would notice: every figure and name is there, no sentence more or less."""
    item, other = told.item, told.other
    if told.marked or not told.same_language or not same_figures(item.figures, other.figures):
        return False
    if _is_added_to(told):
        return False
    if told.same_title:
        if not told.names.shared:
            return told.jaccard >= UNREAD_JACCARD
        edited = max(item.shingles, other.shingles) * (1 - told.containment)
        few = edited <= EDITED_SHINGLES and told.jaccard >= EDITED_JACCARD
        return (
            told.names.nested
            and told.names.mine + told.names.theirs <= 1
            and (few or told.jaccard >= DUPLICATE_JACCARD)
        )
    return told.names.equal and told.names.shared > 0 and told.jaccard >= DUPLICATE_JACCARD


def _is_added_to(told: Comparison) -> bool:
    """One has a sentence more, or a few words more and nothing altered."""
    longer = abs(told.item.shingles - told.other.shingles)
    mine, theirs = ({paragraph for paragraph in one.paragraphs if paragraph} for one in (told.item, told.other))
    one_has_all = told.containment >= ADDED_CONTAINMENT or mine < theirs or theirs < mine
    return longer > FEW_SHINGLES or (longer >= ADDED_SHINGLES and one_has_all)


def _is_same_story(told: Comparison) -> bool:
    if (told.marked or told.repeated) and told.apart <= MARKED_TIME:
        return True
    if told.figures.nested:
        return _grows(told)
    if told.other_moment:
        return False
    if told.same_title and told.apart <= CORRECTION_TIME:
        changed = min(told.figures.mine, told.figures.theirs)
        return changed <= max(1, told.figures.shared // 3)
    shortest = min(told.item.shingles, told.other.shingles)
    return shortest >= LONG_SHINGLES and told.apart <= UPDATE_TIME


def _grows(told: Comparison) -> bool:
    """All figures of one are in the other: unless only the template is the same, it is the same story."""
    shortest = min(told.item.shingles, told.other.shingles)
    if _is_next_of_serial(told) and shortest < LONG_SHINGLES:
        return False
    if told.same_title:
        return True
    if shortest < SHORT_SHINGLES:
        return told.containment >= TRIM_CONTAINMENT and told.names.nested
    return told.names.nested or shortest >= LONG_SHINGLES


def _is_next_of_serial(told: Comparison) -> bool:
    """As long as the last one, a day later, and a figure is new."""
    same_body = told.item.body == told.other.body
    return not same_body and not told.figures.equal and told.ratio < TRIM_RATIO and told.apart > UPDATE_TIME
