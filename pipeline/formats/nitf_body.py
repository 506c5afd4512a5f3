"""The body of NITF (IPTC): headline, byline, dateline, copy, pictures, tagline. Other formats carry it inside them."""

from collections.abc import Iterator

from lxml.etree import _Element

from pipeline.formats.countries import country_code
from pipeline.formats.markup import MAX_MEDIA, descendants, local_name, read_element, text_of
from pipeline.text import bylines, sign_offs
from pipeline.text.agencies import agency_named
from pipeline.text.clean import line, line_or_none
from pipeline.text.dateline import place_named
from pipeline.text.draft import Draft
from schemas.dispatch import Author, Dateline, Media

_NOT_A_NAME = frozenset({"byttl", "virtloc"})  # in a byline: title and place behind the name


def read(nitf: _Element, draft: Draft) -> None:
    """Fill what the draft has not yet from an `nitf` or `body` element. Raises `BadInput`: too deep, too large."""
    body = next(descendants(nitf, "body"), nitf)
    parts = {local_name(one): one for one in reversed(body)}  # the first of each name; notes have bodies of their own
    head, content = parts.get("body.head"), parts.get("body.content")
    for one in head if head is not None else ():
        _HEAD.get(local_name(one), _ignored)(one, draft)
    if content is not None:
        read_content(content, draft)
    else:
        read_content(body, draft, skip=frozenset() if head is None else frozenset([head]))
    for one in descendants(nitf, "tagline"):
        if draft.sign_off is None:
            draft.sign_off = line_or_none(text_of(one))


def read_content(content: _Element, draft: Draft, *, skip: frozenset[_Element] = frozenset()) -> None:
    """The copy of a `body.content`, or of blocks that stand alone: its paragraphs, notes, links and media."""
    notes = list(descendants(content, "note"))
    for one in notes:
        _note(one, draft)
    found = read_element(content, skip=skip | frozenset(notes))
    if not draft.blocks:
        draft.blocks = found.blocks
    draft.links.extend(found.links)
    draft.media.extend(found.media)
    _media(content, draft)


def _ignored(element: _Element, draft: Draft) -> None:
    """Of no use to a record."""


def _hedline(element: _Element, draft: Draft) -> None:
    lines = [(local_name(one), line_or_none(text_of(one))) for one in element]
    main = next((text for name, text in lines if name == "hl1" and text), None)
    draft.headline = draft.headline or main or line_or_none(text_of(element))
    below = next((text for name, text in lines if name == "hl2" and text), None)
    if draft.subhead is None and below not in (main, draft.headline, draft.slugline):
        draft.subhead = below


def _byline(element: _Element, draft: Draft) -> None:
    printed = line("".join(_name_pieces(element)))
    if sign_offs.is_line(printed):  # EFE: the desk's initials
        draft.sign_off = draft.sign_off or printed
        return
    names = bylines.read_field(printed)
    if names is None:
        return
    if known := agency_named(names):  # "By The Associated Press" names nobody
        draft.credits.append(known.name)
        return
    if draft.byline is None:
        draft.byline = names
    elif names not in draft.byline:
        draft.byline = f"{draft.byline}, {names}"
    title = next((line_or_none(text_of(one)) for one in element if local_name(one) == "byttl"), None)
    place = next((line_or_none(text_of(one)) for one in element if local_name(one) == "virtloc"), None)
    persons = [name for one in element if local_name(one) == "person" and (name := line_or_none(text_of(one)))]
    for name in persons or ([names] if title else []):
        draft.authors.append(Author(name=name, role=title, location=place))


def _name_pieces(element: _Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if local_name(child) not in _NOT_A_NAME:
            yield text_of(child)
        yield f" {child.tail or ''}"


def _dateline(element: _Element, draft: Draft) -> None:
    """Its place as printed; with a country's code of its own as a structured place."""
    printed = line("".join(_without_norm_date(element))).strip(" ,-–—")
    location = next((one for one in element if local_name(one) == "location"), element)
    country = next((code for one in location.iter() if (code := country_code(one.get("iso-cc")))), None)
    city = next((line_or_none(text_of(one)) for one in location if local_name(one) == "city"), None)
    if printed and country and city:
        place = place_named(printed, country)
        draft.located = draft.located or place or Dateline(text=printed, city=city, country=country)
    draft.dateline_line = draft.dateline_line or printed or None
    if draft.version_created is None:
        norms = (one.get("norm") for one in element if local_name(one) == "story.date")
        draft.version_created = next((norm for norm in norms if norm), None)


def _without_norm_date(element: _Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        text = text_of(child)
        # a date as printed ("Oct. 3") belongs to the dateline, one for machines does not
        if local_name(child) != "story.date" or not text.strip()[:4].isdigit():
            yield text
        yield child.tail or ""


def _distributor(element: _Element, draft: Draft) -> None:
    if name := line_or_none(text_of(element)):
        draft.credits.append(name)


def _abstract(element: _Element, draft: Draft) -> None:
    text = " ".join(block.text for block in read_element(element).blocks)
    if text and draft.summary is None and text != draft.headline:
        draft.summary = text


def _note(element: _Element, draft: Draft) -> None:
    kind = (element.get("noteclass") or "").lower()
    text = " ".join(block.text for block in read_element(element).blocks)
    if not text:
        return
    if kind == "copyright":
        draft.copyright_notice = draft.copyright_notice or text
    else:
        draft.notes.append(text)


def _rights(element: _Element, draft: Draft) -> None:
    owner = next((line_or_none(text_of(one)) for one in element if local_name(one) == "rights.owner"), None)
    draft.copyright_holder = draft.copyright_holder or owner
    if owner:
        draft.credits.append(owner)
    elif text := line_or_none(text_of(element)):
        draft.usage_terms = draft.usage_terms or text


_HEAD = {
    "hedline": _hedline, "byline": _byline, "dateline": _dateline, "distributor": _distributor,
    "abstract": _abstract, "note": _note, "rights": _rights,
}  # fmt: skip


def _media(content: _Element, draft: Draft) -> None:
    for media in descendants(content, "media"):
        if len(draft.media) >= MAX_MEDIA:
            continue
        parts = {local_name(one): one for one in reversed(media)}
        reference = parts.get("media-reference")
        if reference is None:
            continue
        kind = media.get("media-type") or (reference.get("mime-type") or "").partition("/")[0]
        draft.media.append(
            Media(
                type="picture" if kind in ("image", "photo") else kind or None,
                id=line_or_none(reference.get("id")),
                uri=line_or_none(reference.get("source")),
                title=_text(parts.get("media-caption")) or line_or_none(reference.get("alternate-text")),
                credit=_text(parts.get("media-producer")),
            )
        )


def _text(element: _Element | None) -> str | None:
    return line_or_none(text_of(element)) if element is not None else None
