"""A dispatch as parsed from the wire: every fact that the bytes hold, before any decision about it."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct, field

from schemas.words import Format, PubStatus, Signal, Warning

Text = str | None


class SourceLink(Struct, frozen=True):
    """A reference to another dispatch, as the feed gave it."""

    rel: str
    id: str


class Source(Struct, frozen=True, kw_only=True):
    """Identifiers exactly as the feed gave them."""

    guid: Text = None
    version: Text = None
    usn: Text = None
    uri: Text = None
    service: Text = None
    transref: Annotated[str | None, Meta(description="Transmission number that kills and desks cite")] = None
    products: list[str] = field(default_factory=list)
    links: list[SourceLink] = field(default_factory=list)


class Author(Struct, frozen=True, kw_only=True):
    """A person whom the feed credits."""

    name: str
    role: Text = None
    location: Text = None


class Take(Struct, frozen=True, kw_only=True):
    """Place among the takes of a story."""

    number: Annotated[int, Meta(ge=1)]
    total: Annotated[int, Meta(ge=1)] | None = None


class Dateline(Struct, frozen=True, kw_only=True):
    """Where and when a dispatch was filed, as printed and in parts."""

    text: str
    city: Text = None
    subdivision: Annotated[str | None, Meta(description="ISO 3166-2")] = None
    country: Annotated[str | None, Meta(description="ISO 3166-1 alpha-2")] = None
    date: Annotated[str | None, Meta(description="YYYY-MM-DD")] = None
    credit: Annotated[str | None, Meta(description="The agency as printed")] = None


class Genre(Struct, frozen=True, kw_only=True):
    """IPTC genre where it maps, else the feed's word."""

    code: Text = None
    name: Text = None
    origin: str = "feed"


class Code(Struct, frozen=True, kw_only=True):
    """A code of the feed, unaltered."""

    scheme: Text = None
    code: str
    name: Text = None
    role: Text = None


class Media(Struct, frozen=True, kw_only=True):
    """A picture, graphic or video that the dispatch refers to; never fetched."""

    type: Text = None
    id: Text = None
    uri: Text = None
    title: Text = None
    credit: Text = None


class Link(Struct, frozen=True, kw_only=True):
    """A hyperlink of the dispatch."""

    href: str
    title: Text = None
    rel: Text = None


class Dispatch(Struct, frozen=True, kw_only=True):
    """What the bytes of one dispatch say, in the record's terms."""

    id: Annotated[str, Meta(description="Hash of the payload's bytes and the dispatch's number in it", min_length=1)]
    feed: Annotated[str, Meta(description="The configured feed that it came in on")]
    format: Format
    pub_status: PubStatus = PubStatus.USABLE
    signals: list[Signal] = field(default_factory=list)
    agency: Annotated[str | None, Meta(description="Whose copy it is, by its usual short name")] = None
    provider: Annotated[
        str | None, Meta(description="Whose service and identifiers these are, where it is not the agency")
    ] = None
    source: Source = field(default_factory=Source)
    language: Annotated[str | None, Meta(description="BCP 47")] = None
    urgency: Annotated[int, Meta(ge=1, le=9, description="IPTC urgency; 1 is flash")] | None = None
    slugline: Text = None
    headline: Text = None
    subhead: Text = None
    summary: Annotated[str | None, Meta(description="Teaser or extended headline; never part of body")] = None
    byline: Text = None
    authors: list[Author] = field(default_factory=list)
    take: Take | None = None
    dateline: Dateline | None = None
    first_created: datetime | None = None
    version_created: datetime | None = None
    embargoed_until: datetime | None = None
    expires_at: datetime | None = None
    body: Annotated[str, Meta(description="Clean text; paragraphs parted by one blank line")] = ""
    body_html: Annotated[str | None, Meta(description="The body with a few elements of mark-up")] = None
    headings: Annotated[list[str], Meta(description="Section crossheads, in order")] = field(default_factory=list)
    ednote: Annotated[str | None, Meta(description="All notes to editors, joined")] = None
    change_note: Annotated[str | None, Meta(description="The agency's words on what changed")] = None
    sign_off: Text = None
    copyright_holder: Text = None
    copyright_notice: Text = None
    usage_terms: Text = None
    word_count: Annotated[int, Meta(ge=0, description="Words in body")] = 0
    genres: list[Genre] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    codes: Annotated[list[Code], Meta(description="Every code of the feed, unaltered")] = field(default_factory=list)
    media: list[Media] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    received_at: datetime
    warnings: Annotated[list[Warning], Meta(description="What was odd but not fatal")] = field(default_factory=list)
