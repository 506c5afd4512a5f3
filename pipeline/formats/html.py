"""A web page: the article out of its furniture by rules; JSON-LD and meta tags as hints.

What stays around the text (banner, date line, sign-off, related stories) is taken off by the text stage, as in a
plain scrape: a page and its copied text give the same dispatch.
"""

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree
from lxml.etree import _Element

from pipeline.errors import BadInput
from pipeline.formats import page_hints
from pipeline.formats.markup import html_tree, local_name, read_element, text_of
from pipeline.formats.payload import Payload
from pipeline.text import rights
from pipeline.text.agencies import agency_in
from pipeline.text.clean import line
from pipeline.text.draft import Draft
from schemas.words import Reason

_ROOTS = frozenset(
    {"html", "head", "body", "article", "div", "p", "section", "main", "h1", "h2", "table", "span", "center"}
)
_FURNITURE_TAGS = frozenset(
    {"nav", "footer", "aside", "form", "button", "script", "style", "noscript", "iframe", "select", "dialog"}
)
_FURNITURE_WORDS = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|footer|sidebar|side|related|promo|share|sharing|social|comments?"
    r"|advert\w*|ads?|newsletter"
    r"|subscribe|breadcrumbs?|cookie\w*|recommend\w*|recirc\w*|trending|most-?(?:read|popular)|tags|popup|modal"
    r"|paywall|toolbar|skip|widget|teaser)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_BODY_WORDS = re.compile(
    r"(?:^|[\s_-])(?:article-?body|story-?body|entry-?content|post-?content|article-?text|story-?text"
    r"|article__body|body-?text)(?:$|[\s_-])",
    re.I,
)
_CONTAINERS = frozenset({"article", "main", "section", "div", "td", "body", "center"})
MIN_BODY_CHARACTERS = 200  # of an element that is declared to hold the article
MAX_ABOVE = 60  # blocks above the headline
MAX_ELEMENTS = 200_000


def sniff(payload: Payload) -> bool:
    """Mark-up whose root is an element of HTML, or that says so in its DOCTYPE."""
    return payload.root is not None and (
        payload.root.lower() in _ROOTS or payload.head[:20].lower().startswith("<!doctype html")
    )


def read(payload: Payload) -> Iterator[Draft | BadInput]:
    """The one dispatch of a page."""
    root = html_tree(payload.text)
    if root is None:
        raise BadInput(Reason.NO_TEXT, "a page without text")
    elements = list(islice(root.iter(etree.Element), MAX_ELEMENTS + 1))
    if len(elements) > MAX_ELEMENTS:
        raise BadInput(Reason.TOO_LARGE, f"more than {MAX_ELEMENTS} elements in one page")
    draft = Draft(is_plain=True, is_page=True)
    page_hints.read(elements, draft)
    furniture = frozenset(one for one in elements if _is_furniture(one))
    container = _container(elements, furniture)
    heading = _heading(elements, furniture, draft)
    top, after = _from_heading(container, heading)
    content = read_element(top, skip=furniture | after)
    draft.blocks, draft.links, draft.media = content.blocks, content.links, content.media
    if heading is not None:
        _start_at(draft, line(text_of(heading)))
    if draft.summary and any(block.text.startswith(draft.summary[:80]) for block in draft.blocks):
        draft.summary = None  # a teaser cut from the copy
    draft.copyright_notice = _notice(elements)
    yield draft


def _is_furniture(element: _Element) -> bool:
    name = local_name(element)
    if name in _FURNITURE_TAGS:
        return True
    if name in ("html", "body", "article", "main", "p"):
        return False
    words = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}"[:300]
    return bool(_FURNITURE_WORDS.search(words)) and not _BODY_WORDS.search(words)


def _container(elements: list[_Element], furniture: frozenset[_Element]) -> _Element:
    """The element that holds the article: declared as such, else the one with most running text of its own."""
    own = _own_text(elements, furniture)
    scores = dict.fromkeys(own, 0.0)
    for element, size in own.items():
        scores[element] += size
        parent = element.getparent()
        while parent is not None and parent not in own:
            parent = parent.getparent()
        if parent is not None:
            scores[parent] += size / 2  # paragraphs that are each wrapped in an element of their own
    for one in elements:
        words = f"{one.get('class') or ''} {one.get('id') or ''}"[:300]
        declared = one.get("itemprop") == "articleBody" or bool(_BODY_WORDS.search(words))
        if declared and scores.get(one, 0.0) >= MIN_BODY_CHARACTERS:
            return one
    return max(scores, key=lambda one: scores[one], default=elements[0])


def _own_text(elements: list[_Element], furniture: frozenset[_Element]) -> dict[_Element, float]:
    """Characters of running text (not of links) that belong to each container and to none inside it."""
    own: dict[_Element, float] = {}
    owner: dict[_Element, _Element | None] = {}
    linked: set[_Element] = set()
    for element in elements:
        parent = element.getparent()
        around = owner.get(parent) if parent is not None else None
        if element in furniture or (parent is not None and parent in owner and around is None and parent not in own):
            owner[element] = None
            continue
        if parent in linked or local_name(element) == "a":
            linked.add(element)
        here = element if local_name(element) in _CONTAINERS else around
        owner[element] = here
        if here is not None:
            own.setdefault(here, 0.0)
            if element not in linked:
                own[here] += len((element.text or "").strip())
        if around is not None and parent not in linked:
            own[around] = own.get(around, 0.0) + len((element.tail or "").strip())
    return own


def _heading(elements: list[_Element], furniture: frozenset[_Element], draft: Draft) -> _Element | None:
    """The element of the headline, which settles the headline too."""
    told = _folded(draft.headline or "")
    headings = [
        (one, line(text_of(one))) for one in elements if local_name(one) in ("h1", "h2") and one not in furniture
    ]
    for one, text in headings:
        if len(_folded(text)) >= 8 and (_folded(text) in told or (told and told in _folded(text))):
            draft.headline = text
            return one
    first = next(((one, text) for one, text in headings if local_name(one) == "h1" and len(text.split()) >= 3), None)
    if first and not draft.headline:
        draft.headline = first[1]
    return first[0] if first and draft.headline == first[1] else None


def _folded(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _from_heading(container: _Element, heading: _Element | None) -> tuple[_Element, frozenset[_Element]]:
    """The nearest element around headline and article, and what in it comes after the article."""
    around = list(container.iterancestors())
    if heading is None or heading is container or container in heading.iterancestors():
        return container, frozenset()
    top = next((one for one in heading.iterancestors() if one in around), None)
    if top is None:
        return container, frozenset()
    after: set[_Element] = set()
    below = container
    while below is not top:
        after.update(below.itersiblings())
        parent = below.getparent()
        if parent is None:
            break
        below = parent
    # a headline that stands below the article is none of its own
    return (container, frozenset()) if heading in after else (top, frozenset(after))


def _start_at(draft: Draft, headline: str) -> None:
    """Drop what stands above the headline."""
    number = next((n for n, block in enumerate(draft.blocks[:MAX_ABOVE]) if block.text == headline), None)
    if number is not None:
        del draft.blocks[: number + 1]


def _notice(elements: list[_Element]) -> str | None:
    """The rights notice of the page: one that names an agency, else the first."""
    found = []
    for one in elements:
        if one.text and rights.is_notice(one.text.strip()[:400]):
            found.append(line(text_of(one))[: rights.MAX_NOTICE])
    return next((text for text in found if agency_in(text)), found[0] if found else None)
