"""NewsML 1.0, 1.1 and 1.2 (IPTC): every NewsItem of a file; the text at any depth of its components."""

from collections.abc import Iterator

from lxml.etree import _Element

from pipeline.errors import BadInput
from pipeline.formats import g2_content, newsml_1_meta, nitf, xml
from pipeline.formats.encoding import base64_text
from pipeline.formats.markup import MAX_MEDIA, descendants, local_name, read_element, text_of
from pipeline.formats.newsml_1_meta import value
from pipeline.formats.payload import Payload
from pipeline.text.clean import line_or_none
from pipeline.text.draft import Draft
from schemas.dispatch import Media
from schemas.words import PubStatus, Reason

_OTHER_MEDIA = frozenset({"photo", "picture", "image", "graphic", "video", "audio", "animation", "multimedia"})
DECODED_HEAD = 4096  # characters in which a decoded document names its root
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def sniff(payload: Payload) -> bool:
    """XML whose root is `NewsML` (a NewsML-G2 root begins with a small letter)."""
    return (payload.root or "").lower() == "newsml"


def read(payload: Payload) -> Iterator[Draft | BadInput]:
    """One draft a NewsItem; a `BadInput` for one without text."""
    root = xml.parse(payload)
    envelope = [one for part in root if local_name(part) == "newsenvelope" for one in part.iter()]
    for item in descendants(root, "NewsItem"):
        try:
            yield _draft(item, envelope)
        except BadInput as error:
            yield error


def _draft(item: _Element, envelope: list[_Element]) -> Draft:
    inside = list(_own(item))
    contents = [one for one in inside if local_name(one) == "contentitem"]
    text = next((one for one in contents if _is_text(one)), None)
    draft = Draft(language=None)
    around = _around(text, item) if text is not None else [one for one in inside if _is_metadata(one, contents)]
    newsml_1_meta.read(around, envelope, draft)
    if text is None:
        _check(inside, contents, draft)
    else:
        _read_text(text, draft)
    start = text if text is not None else item
    tags = (one.get(_LANGUAGE) for one in (start, *start.iterancestors()))
    draft.language = draft.language or next((tag for tag in tags if tag), None)
    for one in contents:
        if one is not text:
            _medium(one, draft)
    return draft


def _own(item: _Element) -> Iterator[_Element]:
    """The elements of an item, without those of items inside it and without content."""
    for child in item:
        name = local_name(child)
        if name == "newsitem":
            continue
        yield child
        if name != "datacontent":
            yield from _own(child)


def _around(text: _Element, item: _Element) -> list[_Element]:
    """The metadata that hold for a text: what stands beside it and beside each component around it, nearest first."""
    found: list[_Element] = []
    for place in text.iterancestors():
        for child in place:
            if local_name(child) not in ("newscomponent", "newsitem", "contentitem"):
                found.append(child)
                found.extend(_own(child))
        if place is item:
            break
    return found


def _is_metadata(element: _Element, contents: list[_Element]) -> bool:
    return local_name(element) != "contentitem" and all(place not in contents for place in element.iterancestors())


def _check(inside: list[_Element], contents: list[_Element], draft: Draft) -> None:
    """An item without text: a kill and a bare headline are dispatches, packages and pictures are none."""
    if draft.pub_status is not PubStatus.USABLE:
        return
    if any(local_name(one) == "newsitemref" for one in inside):
        raise BadInput(Reason.PACKAGE_WITHOUT_TEXT, "a news item that refers to texts and has none")
    if contents:
        raise BadInput(Reason.NO_DISPATCH, "a news item that is no text but another medium")


def _first(element: _Element, name: str) -> _Element | None:
    return next(descendants(element, name), None)


def _is_text(content: _Element) -> bool:
    kind, data = _first(content, "MediaType"), _first(content, "DataContent")
    if data is None or (kind is not None and (value(kind) or "").lower() in _OTHER_MEDIA):
        return False
    if _notations(data):
        return _decoded(data) is not None
    return len(data) > 0 or bool(text_of(data).strip())


def _notations(data: _Element) -> list[str]:
    """How the data are encoded: the `Encoding` elements around them, the inmost first."""
    return [(one.get("Notation") or "").lower() for one in data.iterancestors() if local_name(one) == "encoding"]


def _decoded(data: _Element) -> str | None:
    """Text that was sent as base64; None where it is encoded otherwise or is no text."""
    notations = _notations(data)
    return base64_text(text_of(data)) if len(notations) == 1 and "base64" in notations[0] else None


def _read_text(content: _Element, draft: Draft) -> None:
    data = _first(content, "DataContent")
    if data is None:
        return
    if _notations(data):
        _read_decoded(_decoded(data) or "", draft)
    elif (inner := _first(data, "nitf")) is not None:
        nitf.fill(inner, draft)
    elif len(data):
        body = _first(data, "body.content")
        body = body if body is not None else _first(data, "body")
        found = read_element(body if body is not None else data)
        draft.blocks, draft.links = found.blocks, [*draft.links, *found.links]
        draft.media.extend(found.media)
    else:
        g2_content.read_text(text_of(data), draft)


def _read_decoded(text: str, draft: Draft) -> None:
    if "<nitf" in text[:DECODED_HEAD] and local_name(root := xml.parse_text(text)) == "nitf":
        nitf.fill(root, draft)
    else:
        g2_content.read_text(text, draft)


def _medium(content: _Element, draft: Draft) -> None:
    """A picture or the like beside the text: one for each component, however many sizes of it there are."""
    component = content.getparent()
    kind = _first(content, "MediaType")
    if component is None or kind is None or (value(kind) or "").lower() not in _OTHER_MEDIA:
        return
    if len(draft.media) >= MAX_MEDIA or _first(component, "ContentItem") is not content:
        return
    titles = descendants(component, "HeadLine", "Caption")
    credits = descendants(component, "CreditLine", "ByLine")
    draft.media.append(
        Media(
            type="picture"
            if (value(kind) or "").lower() in ("photo", "picture", "image")
            else (value(kind) or "").lower(),
            id=line_or_none(component.get("Duid")),
            uri=line_or_none(content.get("Href")),
            title=next((line_or_none(text_of(one)) for one in titles), None),
            credit=next((line_or_none(text_of(one)) for one in credits), None),
        )
    )
