"""Which countries a text is about: a logistic ranker over what the text and its dateline say of each."""

from math import exp, log1p

from msgspec import Struct

LEAD_LENGTH = 350  # characters of the body
ORGANISATION = 0.5  # weight of a place that is part of an organisation's name
SIDE = 0.5  # of "US" in "US-led"
SEATS = frozenset({"Brussels", "Geneva", "The Hague", "Vienna"})  # seats of bodies: a dateline there says less
KEPT = 0.5
BEST_KEPT = 0.3  # the best one may be this weak ...
AS_GOOD = 0.9  # ... and takes with it what has this share of its probability: two countries of a short text
TEAM = 0.6  # at least, for a country whose national team plays
DEFAULT_ALONE = 0.6  # probability of the feed's own country where the text names none

# Fitted on the earlier part of the dispatches that benchmarks/score_regions.py scores, with and without their datelines
BASE = -2.04
IN_TITLE = 1.16
PER_LEAD = 0.64  # of at most three
PER_REST = 0.09  # of at most eight
LOG_COUNT = 1.25
ONLY = 2.10  # no other country is named
IN_DATELINE = 4.58
DATELINE_AND_TITLE = -0.90
DATELINE_AND_BODY = -1.10
OTHER_DATELINE = -0.76  # filed from another country


class Evidence(Struct):
    """What a text says of one country. Counts are weighted: organisations half."""

    title: float = 0.0
    lead: float = 0.0
    rest: float = 0.0
    dateline: float = 0.0  # 1, or a half at the seat of a body
    default: bool = False  # the feed's own country, and nothing else is said of any
    plain: bool = False  # named otherwise than in an organisation's name


def rank(evidence: dict[str, Evidence], teams: set[str]) -> list[tuple[str, float]]:
    """Countries with the probability that the text is about them, best first; the improbable left out.

    `teams`: countries whose national teams play; no other, such as the venue, comes before them.
    """
    any_dateline = any(one.dateline for one in evidence.values())
    chances = {
        code: DEFAULT_ALONE if one.default else _chance(one, only=len(evidence) == 1, any_dateline=any_dateline)
        for code, one in evidence.items()
    }
    _place_organisations_last(evidence, chances)
    if teams:
        chances |= {code: max(chances[code], TEAM) for code in teams}
        least = min(chances[code] for code in teams)
        chances |= {code: min(chance, least * 0.99) for code, chance in chances.items() if code not in teams}
    ranked = sorted(chances, key=lambda code: (-chances[code], code))
    best = max(chances.values(), default=0.0)
    least_kept = min(KEPT, max(BEST_KEPT, AS_GOOD * best))
    return [(code, chances[code]) for code in ranked if chances[code] >= least_kept]


def _chance(one: Evidence, *, only: bool, any_dateline: bool) -> float:
    in_body = one.lead + one.rest
    evidence = BASE + IN_TITLE * min(one.title, 1) + PER_LEAD * min(one.lead, 3) + PER_REST * min(one.rest, 8)
    evidence += LOG_COUNT * log1p(one.title + in_body) + ONLY * only
    if one.dateline:
        evidence += one.dateline * (
            IN_DATELINE + DATELINE_AND_TITLE * bool(one.title) + DATELINE_AND_BODY * bool(in_body)
        )
    elif any_dateline:
        evidence += OTHER_DATELINE
    return 1 / (1 + exp(-evidence))


def _place_organisations_last(evidence: dict[str, Evidence], chances: dict[str, float]) -> None:
    """A country known only from organisations' names never outranks one with a dateline or a plain place."""
    plain = [chances[code] for code, one in evidence.items() if one.plain or one.dateline]
    if not plain:
        return
    best = max(plain)
    for code, one in evidence.items():
        if not (one.plain or one.dateline or one.default):
            chances[code] = min(chances[code], best * 0.99)
