"""Focus from the feed's own place codes (ISO 3166)."""

from collections.abc import Iterable
from functools import cache

from pipeline.regions.gazetteer import asset, country_names, subdivision_names
from schemas.dispatch import Code
from schemas.record import Focus
from schemas.words import Origin

SCORE = 0.95
FILED_FROM = (
    "located",
    "dateline",
    "created",
    "origin",
)  # roles that say where a dispatch was made, not what it is about


def focus_of_feed(codes: Iterable[Code]) -> tuple[list[Focus], list[Focus]]:
    """Countries and subdivisions that the feed says it is about, in its order; a subdivision's country too."""
    countries: dict[str, Focus] = {}
    subdivisions: dict[str, Focus] = {}
    for code in codes:
        scheme = (code.scheme or "").lower().replace("-", "").replace(" ", "")
        if "iso3166" not in scheme or any(role in (code.role or "").lower() for role in FILED_FROM):
            continue
        given = code.code.strip().rpartition(":")[2].upper()
        country = _alpha2().get(given.partition("-")[0])
        if country is None:
            continue
        countries[country] = Focus(code=country, name=country_names()[country], score=SCORE, origin=Origin.FEED)
        if given in subdivision_names():
            subdivisions[given] = Focus(code=given, name=subdivision_names()[given], score=SCORE, origin=Origin.FEED)
    return list(countries.values()), list(subdivisions.values())


@cache
def _alpha2() -> dict[str, str]:
    """Alpha-2 and alpha-3 codes -> alpha-2."""
    alpha3 = {country.alpha3: code for code, country in asset().countries.items() if country.alpha3}
    return {code: code for code in country_names()} | {
        three: code for three, code in alpha3.items() if code in country_names()
    }
