"""AP Media API JSON: the metadata of an item, and its body where the NITF rendition stands inside.

AP delivers the body apart (`renditions.nitf.href`); nothing is fetched, and a summary never stands in for it.
"""

from collections.abc import Iterator
from typing import Any

from lxml.etree import _Element

from pipeline.errors import BadInput
from pipeline.formats import nitf, nitf_body, xml
from pipeline.formats.countries import country_code
from pipeline.formats.markup import descendants
from pipeline.formats.payload import Payload
from pipeline.text import bylines, urgency
from pipeline.text.agencies import agency_named
from pipeline.text.clean import line_or_none
from pipeline.text.draft import Draft, Ids
from schemas.dispatch import Author, Code, Dateline, Link, Media, SourceLink
from schemas.words import PubStatus, Reason, Signal

Item = dict[str, Any]

MAX_LIST = 500
_STATUS = {
    "usable": PubStatus.USABLE,
    "withheld": PubStatus.WITHHELD,
    "canceled": PubStatus.CANCELED,
    "cancelled": PubStatus.CANCELED,
}
_EDITORIAL_TYPES = {
    "lead": Signal.LEAD,
    "add": Signal.ADD,
    "writethru": Signal.WRITETHRU,
    "correction": Signal.CORRECTION,
    "corrective": Signal.CORRECTION,
    "advisory": Signal.ADVISORY,
    "alert": Signal.ALERT,
    "newsalert": Signal.ALERT,
    "flash": Signal.FLASH,
    "urgent": Signal.URGENT,
    "update": Signal.UPDATE,
}
_PRIORITY = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5, "w": 6, "a": 7, "s": 8}  # ANPA letters
_CODED = ("subject", "place", "person", "organisation", "company", "event", "audiences")


def sniff(payload: Payload) -> bool:
    """A JSON object whose item has AP's alternative ids."""
    # the names first: broken JSON of others is theirs to mend
    return payload.is_json and '"altids"' in payload.text and any(_is_item(item) for item, _, _ in _items(payload.json))


def read(payload: Payload) -> Iterator[Draft | BadInput]:
    """One draft an item; a `BadInput` for one that is no text."""
    for item, meta, rendition in _items(payload.json):
        try:
            if not _is_item(item):
                raise BadInput(Reason.UNREADABLE, "an item without AP's ids")
            yield _draft(item, meta, rendition)
        except BadInput as error:
            yield error


def _is_item(item: object) -> bool:
    ids = item.get("altids") if isinstance(item, dict) else None
    return isinstance(ids, dict) and ("itemid" in ids or "etag" in ids)


def _items(value: object) -> list[tuple[Any, Any, Any]]:
    """Item, meta and NITF rendition of each: a content answer, a feed's list of them, or a bare item."""
    if not isinstance(value, dict):
        return []
    inner = value.get("data")
    data: Item = inner if isinstance(inner, dict) else value
    members = data.get("items")
    if isinstance(members, list):
        return [
            (one.get("item", one), one.get("meta"), one.get("nitf")) if isinstance(one, dict) else (one, None, None)
            for one in members
        ]
    item = data.get("item", data)
    within = item.get("nitf") if isinstance(item, dict) else None
    return [(item, data.get("meta"), value.get("nitf") or data.get("nitf") or within)]


def _draft(item: Item, meta: object, rendition: object) -> Draft:
    kind = str(item.get("type") or "text").lower()
    if kind == "composite":
        raise BadInput(Reason.PACKAGE_WITHOUT_TEXT, "a composite item: it refers to texts and has none")
    if kind != "text":
        raise BadInput(Reason.NO_DISPATCH, "an item that is no text but another medium")
    status = str(item.get("pubstatus") or "").lower()
    draft = Draft(
        ids=_ids(item, meta),
        provider="AP",
        pub_status=_STATUS.get(status, PubStatus.USABLE),
        embargoed=status == "embargoed",
        embargoed_until=_text(item, "embargoed") or _text(item, "embargodate"),
        language=_text(item, "language"),
        urgency=urgency.read(item.get("urgency")) or _PRIORITY.get(str(item.get("editorialpriority") or "").lower()),
        slugline=_text(item, "slugline") or _text(item, "title"),
        headline=_text(item, "headline"),
        summary=_text(item, "description_summary") or _text(item, "headline_extended"),
        first_created=_text(item, "firstcreated"),
        version_created=_text(item, "versioncreated"),
        copyright_notice=_text(item, "copyrightnotice"),
        usage_terms=" ".join(_texts(item, "usageterms")) or None,
        keywords=_texts(item, "keywords"),
        codes=_codes(item),
        media=_media(item),
        links=_links(item),
    )
    draft.signals = {
        _EDITORIAL_TYPES[kind] for one in _texts(item, "editorialtypes") if (kind := one.lower()) in _EDITORIAL_TYPES
    }
    if (_text(item, "profile") or "").lower() == "agate":
        draft.signals.add(Signal.PRESERVED)
    draft.notes = _texts(item, "ednote")
    _credit(draft, item)
    _locate(draft, item)
    _relate(draft, item)
    _body(draft, rendition)
    return draft


def _text(item: Item, name: str) -> str | None:
    return line_or_none(item.get(name))


def _list(item: Item, name: str) -> list[Any]:
    value = item.get(name)
    return value[:MAX_LIST] if isinstance(value, list) else [value] if value else []


def _texts(item: Item, name: str) -> list[str]:
    return [text for one in _list(item, name) if (text := line_or_none(one))]


def _objects(item: Item, name: str) -> list[Item]:
    return [one for one in _list(item, name) if isinstance(one, dict)]


def _number(value: object) -> str | None:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else line_or_none(value)


def _ids(item: Item, meta: object) -> Ids:
    """`itemid` names the story; each version has an `etag` of its own, `version` may stay as it was."""
    given = item["altids"]
    itemid, etag = line_or_none(given.get("itemid")), line_or_none(given.get("etag"))
    stable = itemid or (etag or "").rpartition("_")[0] or etag
    products = _objects(meta, "products") if isinstance(meta, dict) else []
    return Ids(
        stable_id=stable,
        guid=stable,
        version=etag or _number(item.get("version")),
        uri=_text(item, "uri"),
        transref=line_or_none(given.get("transref")),
        products=[one for product in products if (one := _number(product.get("id")))],
        links=[SourceLink(rel="referenceid", id=one) for one in [line_or_none(given.get("referenceid"))] if one],
    )


def _credit(draft: Draft, item: Item) -> None:
    """Whose copy it is (AP carries partners'), and who wrote it."""
    draft.credits = [text for one in _objects(item, "infosource") if (text := _text(one, "name"))]
    if provider := _text(item, "provider"):
        draft.credits.append(provider)
    names = []
    for one in _objects(item, "bylines"):
        if name := bylines.read_field(_text(one, "by")):
            if agency_named(name) is None:
                names.append(name)
                draft.authors.append(Author(name=name, role=_text(one, "title")))
            else:
                draft.credits.append(name)
    draft.byline = ", ".join(names) or None


def _locate(draft: Draft, item: Item) -> None:
    draft.dateline_line = _text(item, "located")
    place = item.get("datelinelocation")
    if not isinstance(place, dict) or not (city := _text(place, "city")):
        return
    country, area = country_code(_text(place, "countrycode")), _text(place, "countryareacode")
    draft.located = Dateline(
        text=draft.dateline_line or city,
        city=city,
        subdivision=f"{country}-{area}" if country in ("US", "CA", "AU") and area else None,
        country=country,
    )


def _relate(draft: Draft, item: Item) -> None:
    """What it refers to: of a kill its target, else the item from which it was derived."""
    for name in ("refersto", "derivedfrom"):
        for one in filter(None, map(_reference, _list(item, name))):
            draft.ids.links.append(SourceLink(rel=name, id=one))
            if draft.pub_status is PubStatus.CANCELED:
                draft.ids.targets.append(one)
            elif name == "derivedfrom":
                draft.ids.follows.append(one)


def _reference(value: object) -> str | None:
    if not isinstance(value, dict):
        return line_or_none(value)
    ids = value.get("altids")
    inner = line_or_none(ids.get("itemid")) if isinstance(ids, dict) else None
    return inner or _text(value, "itemid") or _text(value, "id")


def _codes(item: Item) -> list[Code]:
    """Every code, unaltered; the role says so where a machine assigned it."""
    codes = []
    for name in _CODED:
        for one in _objects(item, name):
            if code := _number(one.get("code")):
                role = "category" if "category" in _texts(one, "rels") else name
                machine = ":machine" if str(one.get("creator") or "").lower() == "machine" else ""
                codes.append(Code(scheme=_text(one, "scheme"), code=code, name=_text(one, "name"), role=role + machine))
    for name in ("editorialpriority", "profile", "editorialrole"):
        if value := _text(item, name):
            codes.append(Code(scheme=name, code=value, role=name))
    return codes


def _media(item: Item) -> list[Media]:
    members = item.get("associations")
    several = list(members.values()) if isinstance(members, dict) else members if isinstance(members, list) else []
    media = []
    for one in several[:MAX_LIST]:
        if isinstance(one, dict):
            ids = one.get("altids")
            itemid = line_or_none(ids.get("itemid")) if isinstance(ids, dict) else None
            media.append(Media(type=_text(one, "type"), id=itemid, uri=_text(one, "uri"), title=_text(one, "headline")))
    return media


def _links(item: Item) -> list[Link]:
    return [
        Link(href=href, title=_text(one, "title"), rel=_text(one, "rel"))
        for one in _objects(item, "links")
        if (href := _text(one, "href")) and href.startswith(("http://", "https://"))
    ]


def _body(draft: Draft, rendition: object) -> None:
    """The NITF rendition: a document, or the copy of one in `body_html`."""
    if isinstance(rendition, dict):
        rendition = rendition.get("body_html") or rendition.get("body") or rendition.get("content")
    if not isinstance(rendition, str) or not rendition.strip():
        return
    tree = _tree(rendition)
    document = next(descendants(tree, "nitf"), None)
    if document is not None:
        nitf.fill(document, draft)
    else:
        nitf_body.read_content(tree, draft)


def _tree(markup: str) -> _Element:
    opens = markup.lstrip("\ufeff \r\n\t")
    alone = opens.startswith(("<?xml", "<!DOCTYPE", "<nitf"))
    return xml.parse_text(markup if alone else f"<body.content>{markup}</body.content>")
