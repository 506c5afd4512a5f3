"""Every place that a record names, once for each printed form."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from pipeline.regions.gazetteer import Place
from pipeline.regions.reading import Reading
from schemas.record import Mention

Section = Literal["headline", "dateline", "lead", "body"]
Kind = Literal["place", "demonym", "organisation"]
SECTIONS: tuple[Section, ...] = ("headline", "dateline", "lead", "body")


class Occurrence(Struct, frozen=True):
    """One place in one section, as printed."""

    name: str
    place: Place
    kind: Kind
    section: Section


def mentions_of(reading: Reading) -> list[Mention]:
    """Mentions in the order in which they are first printed, the dateline's first."""
    seen: dict[str, list[Occurrence]] = {}
    for one in _occurrences(reading):
        seen.setdefault(one.name, []).append(one)
    return [_mention(same) for same in seen.values()]


def _occurrences(reading: Reading) -> Iterator[Occurrence]:
    if reading.dateline is not None and reading.dateline_name is not None:
        yield Occurrence(reading.dateline_name, reading.dateline, "place", "dateline")
    for one in reading.meant:
        kind: Kind = "organisation" if one.organisation else "demonym" if one.place.kind == "demonym" else "place"
        section: Section = (
            "headline" if one.start < reading.body_start else "lead" if one.start < reading.lead_end else "body"
        )
        yield Occurrence(one.name, one.place, kind, section)


def _mention(same: list[Occurrence]) -> Mention:
    first = same[0]
    sections = {one.section for one in same}
    return Mention(
        name=first.name,
        country=first.place.country,
        kind=first.kind,
        places=[section for section in SECTIONS if section in sections],
        geonames_id=first.place.geonames_id,
        lat=first.place.lat,
        lon=first.place.lon,
        count=len(same),
    )
