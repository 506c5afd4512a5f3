"""What a web page says of its article beside the text: JSON-LD, meta tags, canonical link. Hints, not the copy."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import orjson
from lxml.etree import _Element

from pipeline.formats.markup import local_name
from pipeline.text import bylines
from pipeline.text.agencies import agency_named
from pipeline.text.clean import line_or_none
from pipeline.text.draft import Draft
from schemas.dispatch import Author

_ARTICLE_TYPES = frozenset({
    "newsarticle", "article", "reportagenewsarticle", "liveblogposting", "blogposting", "analysisnewsarticle",
    "backgroundnewsarticle",
})  # fmt: skip
MAX_SCRIPTS = 20
MAX_SCRIPT_CHARACTERS = 500_000
MAX_LIST = 50


def read(elements: list[_Element], draft: Draft) -> None:
    """Fill the draft with what the page's head says."""
    meta = _meta(elements)
    article = next(_articles(elements), {})
    draft.headline = line_or_none(article.get("headline")) or meta.get("og:title") or _title(elements)
    draft.summary = line_or_none(article.get("description")) or meta.get("og:description") or meta.get("description")
    draft.first_created = line_or_none(article.get("datePublished")) or meta.get("article:published_time")
    draft.version_created = (
        line_or_none(article.get("dateModified")) or meta.get("article:modified_time") or draft.first_created
    )
    draft.language = next((tag for one in elements[:3] if (tag := one.get("lang"))), None) or line_or_none(
        article.get("inLanguage")
    )
    draft.keywords = _keywords(article, meta)
    uri = _canonical(elements) or meta.get("og:url") or line_or_none(article.get("url"))
    if uri and uri.startswith(("http://", "https://")):
        draft.ids.uri = draft.ids.stable_id = draft.ids.guid = uri
        draft.provider = _name(article.get("publisher")) or meta.get("og:site_name") or _host(uri)
    _people(article, meta, draft)


def _meta(elements: list[_Element]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in elements:
        if local_name(one) == "meta":
            name, content = one.get("property") or one.get("name"), line_or_none(one.get("content"))
            if name and content:
                found.setdefault(name.strip().lower(), content)
    return found


def _title(elements: list[_Element]) -> str | None:
    """The page's title without the site's name behind it."""
    title = next((line_or_none(one.text) for one in elements if local_name(one) == "title"), None)
    for mark in (" | ", " – ", " — ", " - "):
        if title and mark in title:
            return title.rpartition(mark)[0].strip() or title
    return title


def _canonical(elements: list[_Element]) -> str | None:
    links = (one for one in elements if local_name(one) == "link" and (one.get("rel") or "").lower() == "canonical")
    return next((href for one in links if (href := line_or_none(one.get("href")))), None)


def _host(uri: str) -> str | None:
    try:
        return (urlsplit(uri).hostname or "").removeprefix("www.") or None
    except ValueError:
        return None


def _articles(elements: list[_Element]) -> Iterator[dict[str, Any]]:
    scripts = [one for one in elements if local_name(one) == "script" and "ld+json" in (one.get("type") or "").lower()]
    for script in scripts[:MAX_SCRIPTS]:
        try:
            value = orjson.loads((script.text or "")[:MAX_SCRIPT_CHARACTERS])
        except orjson.JSONDecodeError:
            continue
        members = value if isinstance(value, list) else value.get("@graph", [value]) if isinstance(value, dict) else []
        for member in members[:MAX_LIST] if isinstance(members, list) else []:
            if isinstance(member, dict) and _types(member) & _ARTICLE_TYPES:
                yield member


def _types(member: dict[str, Any]) -> set[str]:
    kind = member.get("@type")
    return {str(one).lower() for one in (kind if isinstance(kind, list) else [kind])}


def _name(value: object) -> str | None:
    if isinstance(value, list) and value:
        value = value[0]
    return line_or_none(value.get("name")) if isinstance(value, dict) else line_or_none(value)


def _keywords(article: dict[str, Any], meta: dict[str, str]) -> list[str]:
    told = article.get("keywords") or meta.get("news_keywords") or meta.get("keywords") or []
    several = told if isinstance(told, list) else str(told).split(",")
    return [text for one in several[:MAX_LIST] if (text := line_or_none(one))]


def _people(article: dict[str, Any], meta: dict[str, str], draft: Draft) -> None:
    """Authors; an agency among them is the credit."""
    told = article.get("author")
    several = told if isinstance(told, list) else [told] if told else []
    names = [name for one in several[:MAX_LIST] if (name := _name(one))] or [
        name for name in (meta.get("author"),) if name
    ]
    for name in names:
        if known := agency_named(name):
            draft.credits.append(known.name)
        elif name != draft.provider:
            draft.authors.append(Author(name=name))
    if draft.authors:
        draft.byline = bylines.read_field(", ".join(one.name for one in draft.authors))
