"""From focus countries up: UN M49 areas, and what newsrooms call parts of the world (`desks.toml`)."""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import msgspec

from pipeline.regions.gazetteer import asset
from schemas.record import Area

EUROPE = "150"
OF_ITS_OWN = {"EU": EUROPE, "XK": "039"}  # not in M49: the bloc counts for Europe, Kosovo goes with its neighbours
NOT_GIVEN = "001"  # the world


class Desk(msgspec.Struct, frozen=True):
    """A newsroom's part of the world."""

    name: str
    countries: frozenset[str]


def areas_of(countries: Sequence[str]) -> list[Area]:
    """All M49 areas above the countries but the world, the smaller before the larger, in the order of the countries."""
    known = asset().areas
    codes: dict[str, None] = {}
    for country in countries:
        at = OF_ITS_OWN.get(country) or (asset().countries[country].area if country in asset().countries else None)
        while at is not None and at != NOT_GIVEN:
            codes[at] = None
            at = known[at].parent
    return [Area(code=code, name=known[code].name) for code in codes]


def desks_of(countries: Sequence[str]) -> list[Area]:
    """The desks that have one of the countries, in the order of the table."""
    wanted = frozenset(countries)
    return [Area(code=code, name=desk.name) for code, desk in _desks().items() if desk.countries & wanted]


@cache
def _desks() -> dict[str, Desk]:
    return msgspec.toml.decode(files("pipeline.regions").joinpath("desks.toml").read_bytes(), type=dict[str, Desk])
