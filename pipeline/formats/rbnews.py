"""RBNews XML (Ritzau): one dispatch, or a list of them in a SOAP-like answer. Times are Copenhagen's, with no zone."""

import re
from collections.abc import Iterator

from lxml.etree import _Element

from pipeline.errors import BadInput
from pipeline.formats import xml
from pipeline.formats.markup import MAX_MEDIA, descendants, local_name, read_html, text_of
from pipeline.formats.payload import PROLOG_CHARACTERS, Payload
from pipeline.text import bylines, urgency
from pipeline.text.clean import line_or_none
from pipeline.text.dateline import place_named
from pipeline.text.draft import Draft, Ids
from schemas.dispatch import Code, Dateline, Media, SourceLink
from schemas.words import PubStatus, Signal, Warning

_LISTS = frozenset({"XMLNewsQueuedResponse", "XMLNewsQueuedResult", "ListOfRBNews", "ArrayOfRBNews", "Envelope"})
_FLAGS = {"nyversion": Signal.UPDATE, "korrektion": Signal.CORRECTION, "infoflash": Signal.FLASH}
_STRAPLINE_MARKS = {
    "NU": Signal.FLASH,
    "FLASH": Signal.FLASH,
    "PRESSEMEDDELELSE": Signal.PRESS_RELEASE,
    "RETTELSE": Signal.CORRECTION,
}
_VIA = re.compile(r"via\s+ritzau", re.IGNORECASE)
_TWICE = re.compile(r"&amp;(?=(?:#\d{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z]\w{1,20});)")
_MOJIBAKE = re.compile("\u00c2([\u00a0-\u00bf])")  # UTF-8 read as Latin-1; no Danish word has that letter
MAX_CODES = 500


def sniff(payload: Payload) -> bool:
    """XML whose root is `RBNews`, or a list that holds one."""
    if payload.root == "RBNews":
        return True
    return payload.root in _LISTS and "<RBNews" in payload.text[:PROLOG_CHARACTERS]


def read(payload: Payload) -> Iterator[Draft | BadInput]:
    """One draft an `RBNews` element; a `BadInput` for one that cannot be read."""
    for item in descendants(xml.parse(payload), "RBNews"):
        try:
            yield _draft(item)
        except BadInput as error:
            yield error


def _draft(item: _Element) -> Draft:
    fields = {local_name(one): one for one in reversed(item)}

    def told(name: str) -> str | None:
        one = fields.get(name)
        return _clean(text_of(one)) if one is not None else None

    def is_true(name: str) -> bool:
        return (told(name) or "").lower() in ("true", "1")

    draft = Draft(
        ids=_ids(told("newsid"), told("version"), told("histid")),
        provider="Ritzau",
        credits=["Ritzau"],
        urgency=urgency.read(told("priority")),
        slugline=told("strapline"),
        headline=told("headline"),
        subhead=_plain(told("subtitle")),
        byline=bylines.read_field(told("byline")),
        version_created=told("publishdate"),
    )
    _place(draft, told("town"), told("origin"))
    _replaced(draft, [one for name in ("replaces", "replacedid") if (one := told(name))], killed=is_true("annuleret"))
    draft.signals |= {signal for name, signal in _FLAGS.items() if is_true(name)}
    _strapline(draft)
    if note := _plain(told("tilredaktionen")):
        draft.notes.append(note)
    draft.private_notes = [one for name in ("bylineemail", "bylinephone") if (one := told(name))]
    _codes(draft, fields)
    _media(draft, fields.get("multimedielist"))
    _content(draft, fields.get("content"))
    return draft


def _clean(text: str) -> str | None:
    return line_or_none(_MOJIBAKE.sub(r"\1", text))


def _plain(markup: str | None) -> str | None:
    """The text of a field that may hold HTML."""
    return " ".join(block.text for block in read_html(_TWICE.sub("&", markup)).blocks) or None if markup else None


def _ids(news_id: str | None, version: str | None, history: str | None) -> Ids:
    return Ids(stable_id=news_id, guid=news_id, version=version, usn=history)


def _place(draft: Draft, town: str | None, origin: str | None) -> None:
    """Town and origin make the dateline; what comes via Ritzau is somebody else's release."""
    if origin and _VIA.search(origin):
        draft.signals.add(Signal.PRESS_RELEASE)
    place = place_named(town) if town else None
    if place is None:
        return
    credit = None if origin is None or _VIA.search(origin) else origin.strip(" /") or None
    draft.dateline = Dateline(
        text=f"{town} {origin}" if credit else place.text,
        city=place.city,
        subdivision=place.subdivision,
        country=place.country,
        credit=credit,
    )


def _replaced(draft: Draft, ids: list[str], *, killed: bool) -> None:
    """The story in whose place it comes; of a kill the one that it kills."""
    ids = [one for one in dict.fromkeys(ids) if one.lower() not in ("true", "false", "0", draft.ids.stable_id)]
    draft.ids.links = [SourceLink(rel="replaces", id=one) for one in ids]
    if killed:
        draft.pub_status = PubStatus.CANCELED
        draft.ids.targets = ids
    else:
        draft.ids.follows = ids


def _strapline(draft: Draft) -> None:
    """Marks in the strapline; one that is nothing else names no story."""
    words = [part.strip(" -").upper() for part in (draft.slugline or "").split("/")]
    draft.signals |= {_STRAPLINE_MARKS[word] for word in words if word in _STRAPLINE_MARKS}
    if all(word in _STRAPLINE_MARKS for word in words):
        draft.slugline = None


def _codes(draft: Draft, fields: dict[str, _Element]) -> None:
    """Subject codes (numbers that lost their leading zero), section, format, securities; keywords."""
    for one in _members(fields.get("iptclist")):
        code = one.zfill(8) if one.isascii() and one.isdigit() else one
        draft.codes.append(Code(scheme="iptc", code=code, role="subject"))
    for one in _members(fields.get("isin")):
        draft.codes.append(Code(scheme="isin", code=one, role="isin"))
    draft.keywords = _members(fields.get("subjectkeyword"))
    for name, named in (("sectionid", "section"), ("formatid", "format")):
        numbers, words = _members(fields.get(name)), _members(fields.get(named))
        if numbers:
            draft.codes.append(Code(scheme=named, code=numbers[0], name=words[0] if words else None, role=named))


def _members(element: _Element | None) -> list[str]:
    """The texts of a list's members; of a plain field its text."""
    if element is None:
        return []
    texts = [text_of(one) for one in element] if len(element) else [text_of(element)]
    return [text for one in texts[:MAX_CODES] if (text := _clean(one))]


def _media(draft: Draft, element: _Element | None) -> None:
    for one in element if element is not None else ():
        parts = {local_name(part): text for part in one if (text := _clean(text_of(part)))}
        uri = next((text for text in parts.values() if text.startswith(("http://", "https://"))), None)
        title = parts.get("caption") or parts.get("title") or parts.get("headline")
        if (uri or title) and len(draft.media) < MAX_MEDIA:
            draft.media.append(Media(type=parts.get("type"), id=parts.get("id"), uri=uri, title=title))


def _content(draft: Draft, element: _Element | None) -> None:
    """Escaped HTML, some of it escaped twice."""
    if element is None:
        return
    markup = text_of(element)
    mended = _MOJIBAKE.sub(r"\1", markup)
    if mended != markup:
        draft.warn(Warning.CHARSET_MISMATCH)
    found = read_html(_TWICE.sub("&", mended))
    draft.blocks, draft.links, draft.media = found.blocks, found.links, [*draft.media, *found.media]
