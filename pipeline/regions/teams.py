"""National teams: a text that says who beat whom is about these countries, more than about where they played."""

from collections.abc import Sequence
from itertools import pairwise

from pipeline.regions.senses import Meant

RESULTS = frozenset(
    {
        *("beat", "beats", "beaten by", "defeat", "defeats", "defeated", "thrash", "thrashed", "crush", "crushed"),
        *("edge", "edged", "edge past", "down", "downed", "rout", "routed", "stun", "stunned", "outplay", "outplayed"),
        *("v", "v.", "vs", "vs.", "versus", "draw with", "drew with", "draw against", "drew against", "hold", "held"),
        *("lose to", "lost to", "win over", "won against", "overcome", "overcame", "eliminate", "eliminated"),
        *("knock out", "knocked out", "bowled out"),
    }
)
LONGEST = max(map(len, RESULTS)) + 2


def teams_in(text: str, meant: Sequence[Meant], until: int) -> set[str]:
    """Countries of the teams that the text names as opponents, before the position `until`."""
    teams: set[str] = set()
    for one, other in pairwise(meant):
        if one.start >= until:
            break
        if other.start - one.end > LONGEST or not (_is_team(one) and _is_team(other)):
            continue
        if one.place != other.place and text[one.end : other.start].strip().lower() in RESULTS:
            teams |= {one.place.country, other.place.country}
    return teams


def _is_team(one: Meant) -> bool:
    home_nation = one.place.subdivision is not None and one.place.subdivision.startswith("GB-")
    return one.place.kind == "country" or (one.place.kind == "subdivision" and home_nation)
