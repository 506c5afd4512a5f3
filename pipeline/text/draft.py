"""A dispatch in the making: what a format reader hands to the text stage.

A reader fills in what the bytes say, as they say it (times as printed, lists in order). The text stage settles the
rest: it moves datelines, bylines, notes and sign-offs out of the blocks, and reads times in their zones.
"""

from dataclasses import dataclass, field

from schemas.dispatch import Author, Code, Dateline, Genre, Link, Media, SourceLink, Take
from schemas.rooms import Notice
from schemas.words import PubStatus, Signal, Warning

HEADING_KINDS = frozenset({"h2", "h3"})


@dataclass(slots=True)
class Block:
    """One paragraph, heading, list item or table of the copy."""

    text: str  # a table: one row a line, cells parted by a tab
    kind: str = "p"  # of p h2 h3 ul ol (an item of one) table blockquote
    html: str | None = None  # inner mark-up, of a feed that gave mark-up


@dataclass(slots=True)
class Ids:
    """The feed's identifiers; stable ids are free of any revision."""

    stable_id: str | None = None
    aliases: list[str] = field(default_factory=list)
    follows: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    guid: str | None = None
    version: str | None = None
    usn: str | None = None
    uri: str | None = None
    service: str | None = None
    transref: str | None = None
    products: list[str] = field(default_factory=list)
    links: list[SourceLink] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """What one dispatch says, before the text stage."""

    ids: Ids = field(default_factory=Ids)
    pub_status: PubStatus = PubStatus.USABLE
    signals: set[Signal] = field(default_factory=set)
    provider: str | None = None  # whose service it is, as the feed names it
    credits: list[str] = field(default_factory=list)  # whose copy it is, the surest name first
    language: str | None = None
    urgency: int | None = None
    slugline: str | None = None
    headline: str | None = None
    subhead: str | None = None
    summary: str | None = None
    byline: str | None = None
    authors: list[Author] = field(default_factory=list)
    take: Take | None = None
    dateline: Dateline | None = None
    dateline_line: str | None = None  # a dateline element of the header
    located: Dateline | None = None  # a structured place of origin; may be only the desk
    first_created: str | None = None
    version_created: str | None = None
    embargoed_until: str | None = None
    embargoed: bool = False  # by a status word
    expires_at: str | None = None
    blocks: list[Block] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    private_notes: list[str] = field(default_factory=list)
    change_note: str | None = None
    sign_off: str | None = None
    copyright_holder: str | None = None
    copyright_notice: str | None = None
    usage_terms: str | None = None
    genres: list[Genre] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)
    media: list[Media] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    notice: Notice | None = None
    warnings: list[Warning] = field(default_factory=list)
    is_page: bool = False  # from a web page: banner and furniture may surround the copy
    is_plain: bool = False  # the headline is not a field but a line of the text

    def warn(self, warning: Warning) -> None:
        """Add a warning once."""
        if warning not in self.warnings:
            self.warnings.append(warning)
