"""National teams: a text that says who beat whom is about these countries, more than about where they played."""

from collections.abc import Sequence

from pipeline.regions.senses import Meant

RESULTS = (
    "beat", "beats", "beaten by", "defeat", "defeats", "defeated", "thrash", "thrashed", "crush", "crushed", "edge", "edged", "edge past", "down", "downed",
    "v", "v.", "vs", "vs.", "versus", "draw with", "drew with", "drew against", "draw against", "lose to", "lost to", "win over", "won against", "knock out",
    "knocked out", "eliminate", "eliminated", "rout", "routed", "outplay", "outplayed", "hold", "held", "stun", "stunned", "overcome", "overcame", "bowled out",
)  # fmt: skip
LONGEST = max(map(len, RESULTS)) + 2


def teams_in(text: str, meant: Sequence[Meant], until: int) -> set[str]:
    """Countries of the teams that the text names as opponents, before the position `until`."""
    teams: set[str] = set()
    for one, other in zip(meant, meant[1:], strict=False):
        if one.start >= until:
            break
        if other.start - one.end > LONGEST or not (_is_team(one) and _is_team(other)):
            continue
        if text[one.end : other.start].strip().lower() in RESULTS and one.place.country != "" and one.place != other.place:
            teams |= {one.place.country, other.place.country}
    return teams


def _is_team(one: Meant) -> bool:
    home_nation = one.place.subdivision is not None and one.place.subdivision.startswith("GB-")
    return one.place.kind == "country" or (one.place.kind == "subdivision" and home_nation)
