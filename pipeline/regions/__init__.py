"""Where a dispatch is about, and every place that it names: gazetteer, matcher, ranker."""

from pipeline.regions.areas import areas_of, desks_of
from pipeline.regions.feed import focus_of_feed
from pipeline.regions.focus import ORGANISATION, SEATS, SIDE, Evidence, rank
from pipeline.regions.gazetteer import country_names, subdivision_names
from pipeline.regions.mentions import mentions_of
from pipeline.regions.reading import Reading, read
from pipeline.regions.teams import teams_in
from schemas.record import Focus, Record, Regions
from schemas.words import Origin

__all__ = ["find_regions", "focus_of_reading"]

SIDES = ("-led", "-backed", "-based", "-born", "-made")  # the country stands beside the story
SUBDIVISION_KEPT = 0.25  # share of all that is said of subdivisions


def find_regions(record: Record, *, default_country: str | None = None) -> Regions:
    """Focus, subdivisions, areas, desks and mentions of the record.

    `default_country` is evidence for the focus where the text names no country of its own; never a mention.
    """
    reading = read(record)
    countries, subdivisions = focus_of_feed(record.codes)
    countries += focus_of_reading(reading, default_country)
    countries.sort(key=lambda one: -one.score)
    subdivisions += _subdivisions(reading, {one.code for one in countries})
    codes = list(dict.fromkeys(one.code for one in countries))
    return Regions(
        focus=countries,
        subdivisions=subdivisions,
        areas=areas_of(codes),
        desks=desks_of(codes),
        mentions=mentions_of(reading),
    )


def focus_of_reading(reading: Reading, default_country: str | None = None) -> list[Focus]:
    """Countries that the text is about, best first."""
    teams = teams_in(reading.text, reading.meant, reading.lead_end)
    evidence = _evidence(reading)
    if default_country in country_names() and not any(one.plain or one.dateline for one in evidence.values()):
        evidence[default_country] = Evidence(default=True)
    return [
        Focus(code=code, name=country_names()[code], score=round(score, 3), origin=Origin.TEXT)
        for code, score in rank(evidence, teams)
    ]


def _evidence(reading: Reading) -> dict[str, Evidence]:
    evidence: dict[str, Evidence] = {}
    for one in reading.meant:
        country = evidence.setdefault(one.place.country, Evidence())
        weight = 1.0
        if one.organisation:
            weight = ORGANISATION
        else:
            country.plain = True
            if reading.text.startswith(SIDES, one.end):
                weight = SIDE
        if one.start < reading.body_start:
            country.title += weight
        elif one.start < reading.lead_end:
            country.lead += weight
        else:
            country.rest += weight
    if reading.dateline is not None:
        seat = reading.dateline_name is not None and reading.dateline_name.title() in SEATS
        evidence.setdefault(reading.dateline.country, Evidence()).dateline = 0.5 if seat else 1.0
    return evidence


def _subdivisions(reading: Reading, countries: set[str]) -> list[Focus]:
    """Subdivisions of the focus countries that the text names or lies its places in, the most named first."""
    counts: dict[str, float] = {}
    for one in reading.meant:
        code = one.place.subdivision
        if code is None or one.organisation or one.place.country not in countries:
            continue
        if one.place.kind in ("subdivision", "city"):
            counts[code] = counts.get(code, 0.0) + (2.0 if one.start < reading.lead_end else 1.0)
    if reading.dateline is not None and reading.dateline.subdivision and reading.dateline.country in countries:
        code = reading.dateline.subdivision
        counts[code] = counts.get(code, 0.0) + 2.0
    total = sum(counts.values())
    names = subdivision_names()
    return [
        Focus(code=code, name=names[code], score=round(counts[code] / total, 3), origin=Origin.TEXT)
        for code in sorted(counts, key=lambda code: (-counts[code], code))
        if code in names and counts[code] >= SUBDIVISION_KEPT * total
    ]
