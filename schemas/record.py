"""The enriched record and the duplicate record: what subscribers see, and nothing else.

Field by field meaning: docs/record.md. Times are RFC 3339 in UTC with a `Z`.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
import orjson
from msgspec import Meta, Struct, field

from schemas.dispatch import Dispatch, Text
from schemas.words import Origin, Reason, Relation

Confidence = Annotated[float, Meta(ge=0, le=1)]


class Changed(Struct, frozen=True, kw_only=True):
    """What differs from the superseded record, also where the agency says nothing."""

    headline: bool
    figures: bool
    paragraphs: Annotated[list[int], Meta(description="Numbers of new or altered paragraphs, from 1")]


class Topic(Struct, frozen=True, kw_only=True):
    """An IPTC Media Topic of the record."""

    code: Annotated[str, Meta(pattern=r"^medtop:\d{8}$")]
    name: str
    confidence: Confidence
    origin: Origin


class Focus(Struct, frozen=True, kw_only=True):
    """A country (ISO 3166-1 alpha-2, XK, EU) or subdivision (ISO 3166-2) that the story is about."""

    code: str
    name: str
    score: float
    origin: Origin


class Area(Struct, frozen=True, kw_only=True):
    """A UN M49 area (three digits) or a newsroom desk."""

    code: str
    name: str


class Mention(Struct, frozen=True, kw_only=True):
    """A place found, once for each printed form."""

    name: str
    country: Text = None
    kind: Literal["place", "demonym", "organisation"]
    places: list[Literal["headline", "dateline", "lead", "body"]] = field(name="in", default_factory=list)
    geonames_id: int | None = None
    lat: float | None = None
    lon: float | None = None
    count: Annotated[int, Meta(ge=1)] = 1


class Regions(Struct, frozen=True, kw_only=True):
    """Where the story is about, and every place that it names."""

    focus: list[Focus] = field(default_factory=list)
    subdivisions: list[Focus] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    desks: list[Area] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)


class Related(Struct, frozen=True, kw_only=True):
    """Ids of other records."""

    supersedes: Annotated[str | None, Meta(description="The one record that this one replaces")] = None
    cancels: list[str] = field(default_factory=list)
    reinstates: list[str] = field(default_factory=list)
    similar: list[str] = field(default_factory=list)
    replaces_killed: list[str] = field(default_factory=list)
    contains: list[str] = field(default_factory=list)
    translations: list[str] = field(default_factory=list)


class Record(Dispatch, frozen=True, kw_only=True):
    """One enriched dispatch: its facts, its place in the story's chain, its topics and regions."""

    schema: Literal["wirefeed.record/1"] = "wirefeed.record/1"
    story_id: Annotated[str, Meta(min_length=1, description="The same for every version of one story")]
    version: Annotated[int, Meta(ge=1, description="Place in the story's chain")]
    relation: Relation = Relation.NEW
    changed: Changed | None = None
    topics: list[Topic] = field(default_factory=list)
    regions: Regions = field(default_factory=Regions)
    related: Related = field(default_factory=Related)
    story_aliases: list[str] = field(default_factory=list)
    processed_at: datetime


class Duplicate(Struct, frozen=True, kw_only=True):
    """A dispatch that was not published, and why."""

    schema: Literal["wirefeed.duplicate/1"] = "wirefeed.duplicate/1"
    outcome: Literal["duplicate", "stale"]
    duplicate_of: Annotated[str | None, Meta(description="Id of the published record that it repeats")]
    reason: Reason
    measures: dict[str, float] = field(default_factory=dict)
    record: Record


def to_plain(value: Struct) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """Plain dicts and lists for `orjson`; times stay `datetime`, which it writes itself."""
    return msgspec.to_builtins(value, builtin_types=(datetime,))


def to_json(value: object) -> bytes:
    """JSON as published: UTF-8, times in UTC with a `Z`."""
    plain = to_plain(value) if isinstance(value, Struct) else value
    return orjson.dumps(plain, option=orjson.OPT_UTC_Z)


def record_from(dispatch: Dispatch, **decision: Any) -> Record:  # noqa: ANN401 - the fields of Record
    """The record of a dispatch, with the fields that a decision adds."""
    facts = {name: getattr(dispatch, name) for name in Dispatch.__struct_fields__}
    return Record(**(facts | decision))
