"""dpa digitalwires: one entry as JSON, with mark-up, notes by role and QCodes."""

from typing import Any

from pipeline.errors import BadInput
from pipeline.formats.json_fields import objects, status_of, text_field, texts
from pipeline.formats.markup import read_html
from pipeline.formats.vocabularies import genre, split_qcode
from pipeline.text import bylines, notes, urgency
from pipeline.text.clean import line_or_none
from pipeline.text.draft import Draft
from schemas.dispatch import Code
from schemas.words import Reason, Signal

_SIGNALS = {
    "update": Signal.UPDATE, "correction": Signal.CORRECTION, "flash": Signal.FLASH, "alert": Signal.ALERT,
    "urgent": Signal.URGENT, "kill": Signal.KILL,
}  # fmt: skip
_CONTACT_ROLES = frozenset({"dpacontacts", "contacts", "contact"})


def is_entry(item: dict[str, Any]) -> bool:
    """Whether an object is of this format."""
    return str(item.get("format") or "").startswith("digitalwires") or "article_html" in item


def draft_of(item: dict[str, Any]) -> Draft:
    """The draft of an entry. Raises `BadInput` for one that holds no text."""
    article = text_field(item, "article_html", raw=True) or ""
    content = read_html(article) if article else None
    infobox = text_field(item, "infobox_html", raw=True)
    more = read_html(infobox) if infobox else None
    headline = text_field(item, "headline")
    pub_status, embargoed = status_of(item.get("pubstatus"))
    if not headline and not (content and content.blocks):
        raise BadInput(Reason.NO_TEXT, "an entry without headline and article")
    draft = Draft(
        pub_status=pub_status,
        embargoed=embargoed,
        language=text_field(item, "language"),
        urgency=urgency.read(item.get("urgency")),
        headline=headline,
        subhead=text_field(item, "subhead", "kicker"),
        summary=text_field(item, "teaser"),
        byline=bylines.read_field(text_field(item, "byline")),
        dateline_line=text_field(item, "dateline"),
        first_created=text_field(item, "content_created"),
        version_created=text_field(item, "version_created"),
        embargoed_until=text_field(item, "embargoed"),
        copyright_notice=text_field(item, "copyrightnotice"),
        usage_terms=text_field(item, "usageterms"),
        keywords=texts(item.get("keyword_names")),
    )
    for one in (content, more):
        if one is not None:
            draft.blocks += one.blocks
            draft.links += one.links
            draft.media += one.media
    if linkbox := text_field(item, "linkbox_html", raw=True):
        draft.links += read_html(linkbox).links
    _read_ids(draft, item)
    _read_notes(draft, item)
    _read_categories(draft, item)
    signal = (text_field(item, "signal") or "").rpartition(":")[2].lower()
    if signal in _SIGNALS:
        draft.signals.add(_SIGNALS[signal])
    return draft


def _read_ids(draft: Draft, item: dict[str, Any]) -> None:
    urn = text_field(item, "urn")
    version = item.get("version")
    draft.ids.stable_id = draft.ids.guid = draft.ids.uri = urn
    draft.ids.version = str(version) if isinstance(version, int | str) and str(version).strip() else None
    if credit := text_field(item, "creditline"):
        draft.credits.append(credit)


def _read_notes(draft: Draft, item: dict[str, Any]) -> None:
    for one in objects(item.get("ednotes")):
        role = (text_field(one, "role") or "").rpartition(":")[2]
        text = text_field(one, "ednote")
        if not text:
            continue
        if role == "closingline":
            draft.sign_off = text
        elif role in _CONTACT_ROLES or one.get("is_publishable") is False:
            draft.private_notes.append(text)
        else:
            draft.notes.append(text)
            draft.change_note = draft.change_note or (text if notes.is_change(text) else None)
    notepad = item.get("notepad")
    if not draft.notes and isinstance(notepad, dict):
        draft.notes += _lines(notepad, "public_html")
    if not draft.private_notes and isinstance(notepad, dict):
        draft.private_notes += _lines(notepad, "nonpublic_html")


def _lines(notepad: dict[str, Any], name: str) -> list[str]:
    markup = text_field(notepad, name, raw=True)
    return [block.text for block in read_html(markup).blocks] if markup else []


def _read_categories(draft: Draft, item: dict[str, Any]) -> None:
    """Every category unaltered as a code; genres and the provider besides."""
    for one in objects(item.get("categories")):
        role = (text_field(one, "type") or "").rpartition(":")[2] or None
        name, qcode = text_field(one, "name"), line_or_none(one.get("qcode"))
        if role == "genre" and (found := genre(qcode, name)):
            draft.genres.append(found)
        elif role == "provider" and name:
            draft.provider = name
        if printed := qcode or name:
            scheme, code = split_qcode(printed) if qcode else (None, printed)
            draft.codes.append(Code(scheme=scheme, code=code, name=name, role=role))
