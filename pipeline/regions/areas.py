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
    return list(dict.fromkeys(area for country in countries for area in _areas_above(country)))


def desks_of(countries: Sequence[str]) -> list[Area]:
    """The desks that have one of the countries, in the order of the countries and of the table."""
    return list(dict.fromkeys(desk for country in countries for desk in _desks().get(country, ())))


@cache
def _areas_above(country: str) -> tuple[Area, ...]:
    known = asset()
    at = OF_ITS_OWN.get(country) or (known.countries[country].area if country in known.countries else None)
    above = []
    while at is not None and at != NOT_GIVEN:
        above.append(Area(code=at, name=known.areas[at].name))
        at = known.areas[at].parent
    return tuple(above)


@cache
def _desks() -> dict[str, list[Area]]:
    """Country -> its desks."""
    table = msgspec.toml.decode(files("pipeline.regions").joinpath("desks.toml").read_bytes(), type=dict[str, Desk])
    desks: dict[str, list[Area]] = {}
    for code, desk in table.items():
        for country in desk.countries:
            desks.setdefault(country, []).append(Area(code=code, name=desk.name))
    return desks
