"""RSS 0.9x to 2.0 and Atom, read by feedparser from bytes that were made safe before; it never fetches."""

from collections.abc import Iterator
from html import unescape
from io import BytesIO
from typing import Any

import feedparser
from lxml import etree

from pipeline.errors import BadInput
from pipeline.formats import xml
from pipeline.formats.markup import Content, read_html
from pipeline.formats.payload import MAX_ITEMS, Payload
from pipeline.formats.vocabularies import code_of_uri
from pipeline.text import bylines
from pipeline.text.agencies import agency_in, agency_named
from pipeline.text.clean import line, line_or_none
from pipeline.text.draft import Draft, Ids
from pipeline.text.escaped import has_tags
from schemas.dispatch import Author, Code, Link, Media
from schemas.words import Reason

Entry = dict[str, Any]

_ROOTS = frozenset({"rss", "feed", "RDF"})
# extension elements that carry the text, best first: (lead, body) as feedparser names them
_BODY_EXTENSIONS = (("wenn_cm_first_line", "wenn_cm_body"), (None, "body"), (None, "fulltext"), (None, "content_full"))
MAX_PER_ENTRY = 100


def sniff(payload: Payload) -> bool:
    """XML whose root is that of RSS or Atom."""
    return payload.root in _ROOTS


def read(payload: Payload) -> Iterator[Draft | BadInput]:
    """One draft an entry, in the feed's order."""
    # our own parser first: it refuses entities, depth and broken XML; feedparser gets what is left, without a DOCTYPE
    clean = etree.tostring(xml.parse(payload), encoding="utf-8", xml_declaration=True)
    feed = feedparser.parse(BytesIO(clean), sanitize_html=False, resolve_relative_uris=False)
    if len(feed.entries) > MAX_ITEMS:
        raise BadInput(Reason.TOO_MANY_ITEMS, f"more than {MAX_ITEMS} entries in one feed")
    for entry in feed.entries:
        try:
            # plain dicts: feedparser's own let `updated` fall back to `published`
            yield _draft(dict(entry), dict(feed.feed))
        except BadInput as error:
            yield error


def _draft(entry: Entry, feed: Entry) -> Draft:
    content, from_summary = _content(entry)
    summary = None if from_summary else _plain(entry.get("summary"))
    published, updated = line_or_none(entry.get("published")), line_or_none(entry.get("updated"))
    draft = Draft(
        ids=_ids(entry),
        language=_language(entry) or line_or_none(feed.get("language")),
        headline=_plain(entry.get("title")),
        summary=summary,
        byline=bylines.read_field(_author(entry)),
        first_created=published,
        version_created=updated or published,  # no date stays no date: "now" would change at every poll
        blocks=content.blocks,
        copyright_notice=line_or_none(entry.get("rights")) or line_or_none(feed.get("rights")),
        keywords=[term for tag in entry.get("tags", [])[:MAX_PER_ENTRY] if (term := line_or_none(tag.get("term")))],
        codes=_codes(entry),
        media=[*content.media, *_media(entry)],
        links=[*_links(entry), *content.links],
    )
    _credit(draft, entry, feed)
    if draft.summary and draft.blocks and draft.summary == draft.blocks[0].text:
        draft.summary = None
    return draft


def _plain(markup: object) -> str | None:
    """A title or teaser without mark-up, however often it was escaped."""
    if not isinstance(markup, str) or not markup.strip():
        return None
    if has_tags(markup) or has_tags(unescape(markup)):
        return line(unescape(" ".join(block.text for block in read_html(markup).blocks))) or None
    return line_or_none(unescape(unescape(markup)))


def _content(entry: Entry) -> tuple[Content, bool]:
    """The body by best first, and whether it is only the description."""
    for lead, body in _BODY_EXTENSIONS:
        if isinstance(text := entry.get(body), str) and text.strip():
            first = entry.get(lead) if lead else None
            return read_html(f"{first}\n\n{text}" if isinstance(first, str) else text), False
    values = [one.get("value") for one in entry.get("content", []) if isinstance(one.get("value"), str)]
    longest = max(values, key=len, default="")
    if longest.strip():
        return read_html(longest), False
    summary = entry.get("summary")
    return (read_html(summary), True) if isinstance(summary, str) and summary.strip() else (Content(), False)


def _ids(entry: Entry) -> Ids:
    guid, link = line_or_none(entry.get("id")), line_or_none(entry.get("link"))
    return Ids(stable_id=guid or link, guid=guid or link, uri=link)


def _language(entry: Entry) -> str | None:
    details = [entry.get("title_detail"), *entry.get("content", [])]
    return next((text for one in details if one and (text := line_or_none(one.get("language")))), None)


def _author(entry: Entry) -> str | None:
    """The author, but not a desk's address or the agency itself."""
    name = line_or_none((entry.get("author_detail") or {}).get("name")) or line_or_none(entry.get("author"))
    return None if name is None or "@" in name or agency_named(name) else name


def _credit(draft: Draft, entry: Entry, feed: Entry) -> None:
    source = (entry.get("source") or {}).get("title")
    for name in (source, entry.get("publisher"), entry.get("author"), feed.get("publisher")):
        text = line_or_none(name)
        if text and (known := agency_named(text)):
            draft.credits.append(known.name)
    title = line_or_none(feed.get("title"))
    if not draft.credits and title and (known := agency_named(title) or agency_in(title)):
        draft.credits.append(known.name)
    for one in entry.get("authors", [])[:MAX_PER_ENTRY]:
        if (name := line_or_none(one.get("name"))) and "@" not in name and not agency_named(name):
            draft.authors.append(Author(name=name))


def _codes(entry: Entry) -> list[Code]:
    codes = []
    for tag in entry.get("tags", [])[:MAX_PER_ENTRY]:
        if term := line_or_none(tag.get("term")):
            scheme, code = code_of_uri(term)
            codes.append(
                Code(
                    scheme=line_or_none(tag.get("scheme")) or scheme,
                    code=code,
                    name=line_or_none(tag.get("label")),
                    role="category",
                )
            )
    return codes


def _links(entry: Entry) -> list[Link]:
    return [
        Link(href=href, title=line_or_none(one.get("title")), rel=line_or_none(one.get("rel")))
        for one in entry.get("links", [])[:MAX_PER_ENTRY]
        if one.get("rel") != "enclosure" and (href := line_or_none(one.get("href")))
    ]


def _media(entry: Entry) -> list[Media]:
    enclosed = [one for one in entry.get("links", []) if one.get("rel") == "enclosure"]
    return [
        Media(type=(line_or_none(one.get("type")) or "").partition("/")[0] or line_or_none(one.get("medium")), uri=uri)
        for one in [*enclosed, *entry.get("media_content", [])][:MAX_PER_ENTRY]
        if (uri := line_or_none(one.get("href") or one.get("url")))
    ]
