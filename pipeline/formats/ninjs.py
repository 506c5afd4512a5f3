"""ninjs 1.x, 2.x and 3.x (IPTC), with Superdesk's additions. Names are read without regard to case and number."""

from collections.abc import Iterator
from typing import Any

from pipeline.errors import BadInput
from pipeline.formats.markup import Content, read_html
from pipeline.formats.payload import Payload
from pipeline.formats.vocabularies import code_of_uri, genre
from pipeline.text import bylines, urgency
from pipeline.text.clean import line_or_none
from pipeline.text.dateline import OPENS, place_named
from pipeline.text.draft import Draft, Ids
from pipeline.text.paragraphs import paragraphs
from schemas.dispatch import Author, Code, Genre, Media, SourceLink
from schemas.words import PubStatus, Reason, Signal

Item = dict[str, Any]

_OF_OTHER_FORMATS = frozenset({"source-feed", "article_html", "digitalwires", "data", "rss"})
_CONTENT = ("headline", "headlines", "bodies", "versioncreated", "pubstatus", "descriptions", "evolvedfrom")
_TEXT_TYPES = frozenset({"text", "", "article", "story"})
_STATUS = {
    "usable": PubStatus.USABLE,
    "withheld": PubStatus.WITHHELD,
    "canceled": PubStatus.CANCELED,
    "cancelled": PubStatus.CANCELED,
}
_SIGNALS = {
    "update": Signal.UPDATE,
    "correction": Signal.CORRECTION,
    "flash": Signal.FLASH,
    "alert": Signal.ALERT,
    "urgent": Signal.URGENT,
}
_SUBJECTS = (
    ("subject", "subjects"),
    ("place", "places"),
    ("person", "people"),
    ("organisation", "organisations"),
    ("object", "objects"),
    ("event", "events"),
    ("service", "services"),
    ("product", "products"),
    ("category", "categories"),
)
_SUBJECT_NAMES = frozenset(name for names in _SUBJECTS for name in names)
MAX_LIST = 500


def sniff(payload: Payload) -> bool:
    """A JSON object (or a list of them) with a ninjs identifier and content of its own."""
    return payload.is_json and all(map(_is_item, _items(payload.json)[:3] or [None]))


def _items(value: object) -> list[object]:
    if isinstance(value, dict):
        several = value.get("_items", value.get("items"))
        return several if isinstance(several, list) and "uri" not in value else [value]
    return value if isinstance(value, list) else []


def _is_item(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    names = {str(name).lower() for name in value}
    if names & _OF_OTHER_FORMATS or str(value.get("format", "")).startswith("digitalwires"):
        return False
    return bool(names & {"uri", "guid"}) and any(
        name in names or name.startswith("body_") for name in (*_CONTENT, *names)
    )


def read(payload: Payload) -> Iterator[Draft | BadInput]:
    """One draft an item; a `BadInput` for an item that is no text."""
    for value in _items(payload.json):
        try:
            if not isinstance(value, dict):
                raise BadInput(Reason.UNREADABLE, "an item that is not a JSON object")
            yield _draft({str(name).lower(): one for name, one in value.items()})
        except BadInput as error:
            yield error


def _draft(item: Item) -> Draft:
    kind = str(item.get("type") or "").lower()
    content = _body(item)
    if kind == "composite" and not content.blocks:
        raise BadInput(Reason.PACKAGE_WITHOUT_TEXT, "a composite item without text")
    if kind not in _TEXT_TYPES and kind != "composite":
        raise BadInput(Reason.NO_DISPATCH, "an item that is no text but another medium")
    draft = Draft(
        ids=_ids(item),
        pub_status=_STATUS.get(str(item.get("pubstatus") or "").lower().removeprefix("stat:"), PubStatus.USABLE),
        embargoed=str(item.get("pubstatus") or "").lower() == "embargoed",
        language=line_or_none(item.get("language")),
        urgency=urgency.read(item.get("urgency")),
        slugline=_text(item, "slugline"),
        headline=_text(item, "headline") or _valued(item, "headlines", ("main", "headline", "")),
        subhead=_valued(item, "headlines", ("subhead", "subheadline", "sub", "subtitle")) or _text(item, "subheadline"),
        summary=_summary(item),
        byline=bylines.read_field(_text(item, "byline", "by")),
        first_created=_text(item, "firstcreated"),
        version_created=_text(item, "versioncreated"),
        embargoed_until=_text(item, "embargoed", "embargoeduntil"),
        expires_at=_text(item, "expires"),
        blocks=content.blocks,
        links=content.links,
        copyright_holder=_text(item, "copyrightholder"),
        copyright_notice=_text(item, "copyrightnotice"),
        usage_terms=_text(item, "usageterms"),
        keywords=_keywords(item),
        codes=_codes(item),
        media=[*content.media, *_media(item)],
    )
    if note := _text(item, "ednote"):
        draft.notes.append(note)
    _credit(draft, item)
    draft.signals |= _signals(item)
    draft.genres = [one for one in map(_genre, _list(item, "genre", "genres")) if one]
    return draft


def _text(item: Item, *names: str) -> str | None:
    for name in names:
        if (value := item.get(name)) and (text := line_or_none(value)):
            return text
    return None


def _list(item: Item, *names: str) -> list[Any]:
    """The members of a list property; a single value counts as one."""
    for name in names:
        value = item.get(name)
        if isinstance(value, list):
            return value[:MAX_LIST]
        if value:
            return [value]
    return []


def _objects(item: Item, *names: str) -> list[Item]:
    return [
        {str(name).lower(): value for name, value in one.items()}
        for one in _list(item, *names)
        if isinstance(one, dict)
    ]


def _valued(item: Item, name: str, roles: tuple[str, ...]) -> str | None:
    """The value of the member with one of these roles (ninjs 2 and 3)."""
    for one in _objects(item, name):
        if str(one.get("role") or "").lower() in roles and (text := line_or_none(one.get("value"))):
            return text
    return None


def _summary(item: Item) -> str | None:
    if text := _text(item, "description_text"):
        return text
    for one in _objects(item, "descriptions"):
        if str(one.get("role") or "").lower() not in ("caption", "keywords") and (
            text := line_or_none(one.get("value"))
        ):
            return text
    html = item.get("description_html")
    return " ".join(block.text for block in read_html(html).blocks) or None if isinstance(html, str) else None


def _body(item: Item) -> Content:
    """The body: mark-up before plain text, for it has the paragraphs."""
    marked, plain = [], []
    for one in _objects(item, "bodies"):
        kind = str(one.get("contenttype") or "").lower()
        value = one.get("value")
        if isinstance(value, str) and "html" in kind:
            marked.append(value)
        elif isinstance(value, str) and "xml" not in kind:
            plain.append(value)
    for name, value in item.items():
        if name.startswith("body_") and isinstance(value, str):
            (marked if "html" in name else plain).append(value)
    for markup in marked:
        if markup.strip() and (content := read_html(markup)).blocks:
            return content
    return next((Content(paragraphs(text, starts_anew=OPENS)) for text in plain if text.strip()), Content())


def _ids(item: Item) -> Ids:
    guid, uri = _text(item, "guid"), _text(item, "uri")
    follows = [text for one in _list(item, "evolvedfrom") if (text := line_or_none(one))]
    version = item.get("version")
    ids = Ids(
        stable_id=guid or uri,
        aliases=[uri] if uri and guid and uri != guid else [],
        follows=follows,
        guid=guid or uri,
        version=str(version) if isinstance(version, str | int) and str(version).strip() else None,
        uri=uri,
        usn=_text(item, "usn"),
        service=next((line_or_none(one.get("code")) for one in _objects(item, "service", "services")), None),
        products=[code for one in _objects(item, "products") if (code := line_or_none(one.get("code")))],
        links=[SourceLink(rel="evolvedfrom", id=one) for one in follows],
    )
    for one in _objects(item, "altids"):
        value = line_or_none(one.get("value"))
        if value and "transmissionreference" in str(one.get("role") or "").lower():
            ids.transref = ids.transref or value
    return ids


def _credit(draft: Draft, item: Item) -> None:
    """Who provides it, whose copy it is, who wrote it, where."""
    draft.provider = _text(item, "provider")
    named = [
        one if isinstance(one, str) else one.get("name")
        for one in _list(item, "infosources", "infosource")
        if isinstance(one, str | dict)
    ]
    for name in (item.get("creditline"), item.get("source"), *named, item.get("copyrightholder")):
        if text := line_or_none(name):
            draft.credits.append(text)
    for one in _objects(item, "authors", "author"):
        if name := line_or_none(one.get("name")):
            draft.authors.append(
                Author(name=name, role=line_or_none(one.get("role")), location=line_or_none(one.get("location")))
            )
    located = item.get("located")
    if isinstance(located, list) and located:
        located = located[0]
    name = located.get("name") if isinstance(located, dict) else located
    if text := line_or_none(name):
        draft.located = place_named(text)


def _signals(item: Item) -> set[Signal]:
    found = set()
    for one in _list(item, "signal", "signals"):
        code = one.get("qcode") or one.get("code") if isinstance(one, dict) else one
        if isinstance(code, str) and (signal := _SIGNALS.get(code.lower().rpartition(":")[2])):
            found.add(signal)
    return found


def _keywords(item: Item) -> list[str]:
    return [text for one in _list(item, "keywords", "keyword") if (text := line_or_none(one))]


def _codes(item: Item) -> list[Code]:
    """Every code of the item, unaltered; a Media Topic's URI as scheme and number."""
    codes: list[Code] = []
    if _SUBJECT_NAMES.isdisjoint(item):
        return codes
    for names in _SUBJECTS:
        for one in _objects(item, *names):
            scheme, code = (
                line_or_none(one.get("scheme")),
                line_or_none(one.get("code")) or line_or_none(one.get("qcode")),
            )
            if code is None and (uri := line_or_none(one.get("uri"))):
                scheme, code = code_of_uri(uri)
            elif code and scheme is None and ":" in code and "://" not in code:
                scheme, _, code = code.partition(":")
            code = code or line_or_none(one.get("literal"))
            if code:
                codes.append(Code(scheme=scheme, code=code, name=line_or_none(one.get("name")), role=names[0]))
    return codes


def _genre(one: object) -> Genre | None:
    if isinstance(one, str):
        return genre(None, one)
    if not isinstance(one, dict):
        return None
    code = line_or_none(one.get("code")) or line_or_none(one.get("literal")) or line_or_none(one.get("uri"))
    return genre(code, line_or_none(one.get("name")))


def _media(item: Item) -> list[Media]:
    """Pictures and the like that the item is associated with."""
    associated = item.get("associations")
    members = (
        associated.values() if isinstance(associated, dict) else associated if isinstance(associated, list) else ()
    )
    media = []
    for member in list(members)[:MAX_LIST]:
        if isinstance(member, dict):
            one = {str(name).lower(): value for name, value in member.items()}
            title = _text(one, "headline", "title", "description_text") or _valued(
                one, "headlines", ("main", "headline", "")
            )
            media.append(
                Media(
                    type=_text(one, "type"),
                    id=_text(one, "guid", "uri"),
                    uri=_text(one, "uri"),
                    title=title,
                    credit=_text(one, "byline", "by", "creditline", "source"),
                )
            )
    return media
