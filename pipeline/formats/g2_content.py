"""The content of a NewsML-G2 item: XHTML, NITF or text inline, renditions that lie elsewhere."""

from lxml.etree import _Element

from pipeline.formats import nitf_body
from pipeline.formats.encoding import base64_text
from pipeline.formats.markup import descendants, local_name, read_element, read_html, text_of
from pipeline.text.clean import line, line_or_none
from pipeline.text.dateline import OPENS
from pipeline.text.draft import Draft
from pipeline.text.paragraphs import paragraphs
from schemas.dispatch import Media

_TEXT_TYPES = ("text/", "application/xhtml", "application/nitf", "xhtml")
MAX_REMOTE = 100
_IN_HEADER = frozenset({"ul", "time", "h1", "p"})  # of a <header> that says the metadata again


def read(item: _Element, draft: Draft) -> None:
    """Fill the draft's blocks, links and media."""
    content = next((child for child in item if local_name(child) == "contentset"), None)
    for part in content if content is not None else ():
        name = local_name(part)
        if name == "inlinexml" and not draft.blocks:
            _inline_xml(part, draft)
        elif name == "inlinedata" and not draft.blocks:
            _inline_data(part, draft)
        elif name == "remotecontent" and len(draft.media) < MAX_REMOTE:
            _remote(part, draft)


def _inline_xml(part: _Element, draft: Draft) -> None:
    if (nitf := next(descendants(part, "nitf"), None)) is not None:
        nitf_body.read(nitf, draft)
        return
    # what stands in the content's head: titles, a <header> with slug, time, genre and headline again
    repeated = frozenset(one for one in descendants(part, "header") if _is_metadata(one))
    body = next(descendants(part, "body.content"), None)
    body = body if body is not None else next(descendants(part, "body"), part)
    found = read_element(body, skip=repeated)
    draft.blocks, draft.links = found.blocks, [*draft.links, *found.links]
    draft.media.extend(found.media)


def _is_metadata(header: _Element) -> bool:
    return (
        len(header) > 0 and all(local_name(child) in _IN_HEADER for child in header) and header.getparent() is not None
    )


def _inline_data(part: _Element, draft: Draft) -> None:
    """Text, or HTML though text was declared."""
    text: str | None = text_of(part)
    if encoding := (part.get("encoding") or "").strip().lower():
        text = base64_text(text or "") if "base64" in encoding else None
    if text is not None:
        read_text(text, draft)


def read_text(text: str, draft: Draft) -> None:
    """Copy given as characters: HTML where it holds any, else plain text."""
    if "</" in text or "<p>" in text or "<br" in text:
        found = read_html(text)
        draft.blocks, draft.links = found.blocks, [*draft.links, *found.links]
        draft.media.extend(found.media)
    elif text.strip():
        draft.blocks = paragraphs(text, starts_anew=OPENS)


def _remote(part: _Element, draft: Draft) -> None:
    kind = part.get("contenttype") or ""
    if kind.startswith(_TEXT_TYPES):
        return
    uri = line_or_none(part.get("href")) or line_or_none(part.get("residref"))
    title = next((line(text_of(one)) for one in part if local_name(one) in ("alttitle", "title")), None)
    draft.media.append(
        Media(type=kind.partition("/")[0] or None, id=line_or_none(part.get("residref")), uri=uri, title=title or None)
    )
