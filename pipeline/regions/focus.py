"""Which countries a text is about: a logistic ranker over what the text and its dateline say of each."""

from math import exp, log1p

from msgspec import Struct

LEAD_LENGTH = 350  # characters of the body
ORGANISATION = 0.5  # weight of a place that is part of an organisation's name
SIDE = 0.5  # of "US" in "US-led"
SEATS = frozenset({"Brussels", "Geneva", "The Hague", "Vienna"})  # seats of bodies: a dateline there says less
KEPT = 0.40
BEST_KEPT = 0.20  # the best one may be this weak

# Weights found on wire copy of one agency; see benchmarks/score_regions.py.
BASE = -5.84
IN_TITLE = 1.80
IN_DATELINE = 2.83
PER_LEAD = 0.25
PER_REST = 0.04
SHARE_OF_MOST = 1.67
LOG_COUNT = 0.85
EARLY = 0.53
ONLY = 0.85
DATELINE_AND_TITLE = -2.17
DATELINE_WITHOUT_BODY = 1.83
DATELINE_WITH_BODY = 1.00
NOTHING_ELSE = 2.14
DEFAULT_WITH_OWN_DATELINE = 1.10
DEFAULT_WITHOUT_DATELINE = 1.85


class Evidence(Struct):
    """What a text says of one country. Counts are weighted: organisations half."""

    title: float = 0.0
    lead: float = 0.0
    rest: float = 0.0
    dateline: float = 0.0  # 1, or a half at the seat of a body
    default: bool = False
    plain: bool = False  # named otherwise than in an organisation's name


def rank(evidence: dict[str, Evidence], teams: set[str]) -> list[tuple[str, float]]:
    """Countries with the probability that the text is about them, best first; the improbable left out.

    `teams`: countries whose national teams play; no other, such as the venue, comes before them.
    """
    most = max((one.title + one.lead + one.rest for one in evidence.values()), default=0.0)
    any_dateline = any(one.dateline for one in evidence.values())
    chances = {
        code: _chance(one, most, only=len(evidence) == 1, any_dateline=any_dateline) for code, one in evidence.items()
    }
    _place_organisations_last(evidence, chances)
    if teams:
        least = min(chances[code] for code in teams)
        chances |= {code: min(chance, least * 0.99) for code, chance in chances.items() if code not in teams}
    ranked = sorted(chances, key=lambda code: (-chances[code], code))
    return [
        (code, chances[code])
        for place, code in enumerate(ranked)
        if chances[code] >= (KEPT if place else BEST_KEPT)
    ]


def _chance(one: Evidence, most: float, *, only: bool, any_dateline: bool) -> float:
    count = one.title + one.lead + one.rest
    in_body = one.lead + one.rest
    sum_ = BASE + IN_TITLE * min(one.title, 1) + IN_DATELINE * one.dateline
    sum_ += PER_LEAD * one.lead + PER_REST * one.rest + LOG_COUNT * log1p(count)
    if most:
        sum_ += SHARE_OF_MOST * count / most
    if one.title or one.lead:
        sum_ += EARLY
    if only:
        sum_ += ONLY
    if one.dateline:
        sum_ += one.dateline * (DATELINE_WITH_BODY if in_body else DATELINE_WITHOUT_BODY)
        sum_ += DATELINE_AND_TITLE * bool(one.title) + NOTHING_ELSE * (not most)
    if one.default:
        sum_ += DEFAULT_WITH_OWN_DATELINE if one.dateline else 0 if any_dateline else DEFAULT_WITHOUT_DATELINE
        sum_ += NOTHING_ELSE * (not most)
    return 1 / (1 + exp(-sum_))


def _place_organisations_last(evidence: dict[str, Evidence], chances: dict[str, float]) -> None:
    """A country known only from organisations' names never outranks one with a dateline or a plain place."""
    plain = [chances[code] for code, one in evidence.items() if one.plain or one.dateline]
    if not plain:
        return
    best = max(plain)
    for code, one in evidence.items():
        if not (one.plain or one.dateline or one.default):
            chances[code] = min(chances[code], best * 0.99)
