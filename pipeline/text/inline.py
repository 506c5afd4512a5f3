"""Mark-up of the body: what may stay in it, and cutting text off a paragraph without breaking elements."""

import re
from html import escape, unescape

import nh3

from pipeline.errors import BadInput
from schemas.words import Reason

TAGS = frozenset(["p", "h2", "h3", "ul", "ol", "li", "table", "tr", "th", "td", "a", "blockquote", "em", "strong"])
MAX_REFERENCES = 50_000  # the sanitiser's time grows with their square
_SCHEMES = {"http", "https", "mailto"}

_TOKEN = re.compile(r"<[^<>]*>|&#?\w{1,31};|\s+|[^<&\s]+|[<&]")


def _ink(text: str) -> int:
    """How many characters are not white space: what mark-up and clean text agree on."""
    return len("".join(text.split()))


def _is_tag(token: str) -> bool:
    return token.startswith("<") and len(token) > 1


def without_head(html: str, head: str) -> str:
    """The mark-up without the text `head` at its beginning; its elements stay balanced."""
    left = _ink(head)
    tags: list[str] = []
    for token in _TOKEN.finditer(html):
        if left <= 0 and not token[0].isspace():
            return "".join(tags) + html[token.start() :]
        if _is_tag(token[0]):
            tags.append(token[0])
            continue
        ink = _ink(unescape(token[0]))
        if ink > left > 0:
            return "".join(tags) + token[0][left:] + html[token.end() :]
        left -= ink
    return "".join(tags)


def without_tail(html: str, rest: str) -> str:
    """The mark-up up to the end of the text `rest`, its elements closed."""
    left = _ink(rest)
    kept: list[str] = []
    for token in _TOKEN.finditer(html):
        if _is_tag(token[0]):
            # after the last character only what closes may follow
            if left > 0 or token[0].startswith("</"):
                kept.append(token[0])
        elif left > 0:
            ink = _ink(unescape(token[0]))
            kept.append(token[0] if ink <= left else token[0][:left])
            left -= ink
    return "".join(kept)


def plain(text: str) -> str:
    """Text as mark-up."""
    return escape(text, quote=False) if "&" in text or "<" in text or ">" in text else text


def sanitised(html: str) -> str:
    """Mark-up with the elements of `body_html` and nothing else. Raises `BadInput(TOO_LARGE)`."""
    if html.count("&") > MAX_REFERENCES:
        raise BadInput(Reason.TOO_LARGE, "more character references than one dispatch can have")
    return nh3.clean(html, tags=set(TAGS), attributes={"a": {"href"}}, url_schemes=_SCHEMES, link_rel=None)
