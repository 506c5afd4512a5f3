"""NewsML-G2 (IPTC): newsItem, newsMessage with several items, packageItem (which has no text of its own)."""

from collections.abc import Iterator

from lxml.etree import _Element

from pipeline.errors import BadInput
from pipeline.formats import g2_content, g2_meta, xml
from pipeline.formats.markup import descendants, local_name
from pipeline.formats.payload import Payload
from pipeline.text.draft import Draft
from schemas.words import Reason

_ROOTS = frozenset({"newsMessage", "newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem"})
_ITEMS = ("newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem")


def sniff(payload: Payload) -> bool:
    """XML whose root is a NewsML-G2 item or message (names of NewsML 1 begin with a capital)."""
    return payload.root in _ROOTS


def read(payload: Payload) -> Iterator[Draft | BadInput]:
    """One draft a news item; a `BadInput` for a package or an item that is no text."""
    root = xml.parse(payload)
    is_item = local_name(root) in map(str.lower, _ITEMS)
    items = [root] if is_item else list(descendants(root, *_ITEMS))
    for item in items:
        try:
            yield _draft(item)
        except BadInput as error:
            yield error


def _draft(item: _Element) -> Draft:
    kind = local_name(item)
    if kind == "packageitem":
        raise BadInput(Reason.PACKAGE_WITHOUT_TEXT, "a package item: it refers to texts and has none")
    if kind != "newsitem":
        raise BadInput(Reason.NO_DISPATCH, f"a {kind} is no dispatch")
    medium = g2_meta.medium(item)
    if medium == "composite":
        raise BadInput(Reason.PACKAGE_WITHOUT_TEXT, "a composite item: it refers to texts and has none")
    if medium not in (None, "text"):
        raise BadInput(Reason.NO_DISPATCH, "a news item that is no text but another medium")
    draft = Draft()
    g2_meta.read(item, draft)
    g2_content.read(item, draft)
    return draft
