"""A dispatch as plain JSON: dpa digitalwires, and the shape that aggregators such as Fingerpost send."""

import re
from collections.abc import Iterator
from typing import Any

from pipeline.errors import BadInput
from pipeline.formats import digitalwires
from pipeline.formats.json_fields import objects, status_of, text_field, texts
from pipeline.formats.json_repair import unescaped
from pipeline.formats.markup import read_html
from pipeline.formats.payload import Payload
from pipeline.formats.vocabularies import split_qcode
from pipeline.text import bylines, notes, urgency
from pipeline.text.clean import line
from pipeline.text.dateline import OPENS
from pipeline.text.draft import Draft
from pipeline.text.paragraphs import paragraphs
from schemas.dispatch import Code
from schemas.words import Reason

_MARKS = re.compile(r'"(?:source-feed|article_html)"\s*:|"format"\s*:\s*"digitalwires')
_TAG = re.compile(r"</?(?:p|br|div|table|ul|ol|li|h[1-6]|span|strong|b|em|i|a)\b[^<>]{0,500}>", re.IGNORECASE)
_LISTS = ("entries", "items", "results")
_CODES = {"subjects": "subject", "destinations": "destination", "organisation": "organisation"}
SNIFFED_CHARACTERS = 65536


def sniff(payload: Payload) -> bool:
    """JSON with a field that only these shapes have; told without parsing, for it may need repair."""
    return payload.is_json and bool(_MARKS.search(payload.text[:SNIFFED_CHARACTERS]))


def read(payload: Payload) -> Iterator[Draft | BadInput]:
    """One draft an object; a `BadInput` for one that holds no text."""
    for item in _items(payload.json):
        try:
            if not isinstance(item, dict):
                raise BadInput(Reason.UNREADABLE, "an item that is not a JSON object")
            yield digitalwires.draft_of(item) if digitalwires.is_entry(item) else _draft(item)
        except BadInput as error:
            yield error


def _items(value: object) -> list[object]:
    if isinstance(value, dict):
        several = next((value[name] for name in _LISTS if isinstance(value.get(name), list)), None)
        return several if several is not None and "headline" not in value else [value]
    return value if isinstance(value, list) else []


def _draft(item: dict[str, Any]) -> Draft:
    pub_status, embargoed = status_of(item.get("status") or item.get("pubstatus"))
    body = unescaped(text_field(item, "body_text", "body_html", "body", "text", raw=True) or "")
    content = read_html(body) if _TAG.search(body) else None
    draft = Draft(
        pub_status=pub_status,
        embargoed=embargoed,
        provider=text_field(item, "source-feed", "source", "provider"),
        language=text_field(item, "language"),
        urgency=urgency.read(item.get("priority") or item.get("urgency")),
        slugline=text_field(item, "slug", "slugline"),
        headline=text_field(item, "headline", "title"),
        subhead=text_field(item, "subhead"),
        summary=_summary(item),
        byline=bylines.read_field(text_field(item, "byline")),
        dateline_line=text_field(item, "location", "dateline"),
        first_created=text_field(item, "firstVersion", "firstCreated"),
        version_created=text_field(item, "versionCreated", "version_created"),
        embargoed_until=text_field(item, "embargoed", "embargo"),
        blocks=content.blocks if content else paragraphs(body, starts_anew=OPENS),
        links=content.links if content else [],
        copyright_holder=text_field(item, "copyrightHolder"),
        copyright_notice=text_field(item, "copyrightNotice"),
        usage_terms=text_field(item, "usage"),
        keywords=texts(item.get("keywords")),
        codes=_codes(item),
    )
    _read_ids(draft, item)
    if note := text_field(item, "ednote"):
        note = line(unescaped(note))
        draft.notes.append(note)
        draft.change_note = note if notes.is_change(note) else None
    if not draft.headline and not draft.blocks:
        raise BadInput(Reason.NO_TEXT, "an object without headline and body")
    return draft


def _summary(item: dict[str, Any]) -> str | None:
    abstract = text_field(item, "abstract")
    return abstract if abstract and " " in abstract else None  # some feeds put a code here


def _read_ids(draft: Draft, item: dict[str, Any]) -> None:
    """`usn` is the same for all versions of a story; `uri` names one version."""
    ids = draft.ids
    ids.usn, ids.uri, ids.version = text_field(item, "usn"), text_field(item, "uri"), text_field(item, "version")
    ids.guid = text_field(item, "guid", "id") or ids.uri
    ids.stable_id = ids.usn or ids.guid


def _codes(item: dict[str, Any]) -> list[Code]:
    codes: list[Code] = []
    for name, role in _CODES.items():
        for holder in [item[name]] if isinstance(item.get(name), dict) else objects(item.get(name)):
            for printed in texts(holder.get("code") or holder.get("symbols")):
                scheme, code = split_qcode(printed)
                codes.append(Code(scheme=scheme, code=code, role=role))
    if category := text_field(item, "mediaCatCodes"):
        codes.append(Code(scheme="mediaCatCodes", code=category, role="category"))
    return codes
