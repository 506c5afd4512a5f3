"""Every place that a record names, once for each printed form."""

from typing import Literal

from pipeline.regions.gazetteer import Place
from pipeline.regions.reading import Reading
from schemas.record import Mention

Section = Literal["headline", "dateline", "lead", "body"]
SECTIONS: tuple[Section, ...] = ("headline", "dateline", "lead", "body")


def mentions_of(reading: Reading) -> list[Mention]:
    """Mentions in the order in which they are first printed, the dateline's behind the headline's."""
    seen: dict[str, tuple[Place, str, set[Section], int]] = {}
    for name, place, kind, section in _occurrences(reading):
        known = seen.get(name)
        if known is None:
            seen[name] = (place, kind, {section}, 1)
        else:
            known[2].add(section)
            seen[name] = (*known[:3], known[3] + 1)
    return [_mention(name, *rest) for name, rest in seen.items()]


def _occurrences(reading: Reading) -> "list[tuple[str, Place, str, Section]]":
    found: list[tuple[str, Place, str, Section]] = []
    dateline_pending = reading.dateline is not None and reading.dateline_name is not None
    for one in reading.meant:
        if dateline_pending and one.start >= reading.body_start:
            found.append(_dateline(reading))
            dateline_pending = False
        section: Section = "headline" if one.start < reading.body_start else "lead" if one.start < reading.lead_end else "body"
        kind = "organisation" if one.organisation else "demonym" if one.place.kind == "demonym" else "place"
        found.append((one.name, one.place, kind, section))
    if dateline_pending:
        found.append(_dateline(reading))
    return found


def _dateline(reading: Reading) -> "tuple[str, Place, str, Section]":
    assert reading.dateline is not None and reading.dateline_name is not None
    return reading.dateline_name, reading.dateline, "place", "dateline"


def _mention(name: str, place: Place, kind: str, sections: set[Section], count: int) -> Mention:
    return Mention(
        name=name,
        country=place.country,
        kind=kind,  # type: ignore[arg-type]
        places=[section for section in SECTIONS if section in sections],
        geonames_id=place.geonames_id,
        lat=place.lat,
        lon=place.lon,
        count=count,
    )
