"""The metadata of a NewsML-G2 item: itemMeta, contentMeta, rightsInfo, as far as a dispatch has fields for it."""

from collections.abc import Iterator

from lxml.etree import _Element

from pipeline.formats.markup import local_name, read_element, text_of
from pipeline.formats.vocabularies import code_of_uri, genre, split_qcode
from pipeline.text import bylines, urgency
from pipeline.text.agencies import agency_named
from pipeline.text.clean import line_or_none
from pipeline.text.dateline import place_named
from pipeline.text.draft import Draft
from schemas.dispatch import Author, Code, Link, SourceLink
from schemas.words import PubStatus, Signal

MAX_CODES = 2000
_STATUS = {
    "usable": PubStatus.USABLE,
    "withheld": PubStatus.WITHHELD,
    "canceled": PubStatus.CANCELED,
    "cancelled": PubStatus.CANCELED,
}
_SIGNALS = {
    "sig:update": Signal.UPDATE,
    "sig:correction": Signal.CORRECTION,
    "sig:flash": Signal.FLASH,
    "sig:alert": Signal.ALERT,
    "sig:urgent": Signal.URGENT,
    "sig:advisory": Signal.ADVISORY,
    "sig:repeat": Signal.REPEAT,
    "edstat:u": Signal.UPDATE,
    "edstat:c": Signal.CORRECTION,
    "update:append-major-content": Signal.ADD,
}
_ID_TYPES = frozenset({"usn", "iptc7901id", "textid"})  # of altId: other names of the same story
_PREDECESSORS = frozenset({"derivedfrom", "updatesof", "evolvedfrom", "previousversion", "corrects", "updates"})


def medium(item: _Element) -> str | None:
    """The item's class without its scheme (text, picture, composite ...); None where it is not told."""
    for one in _named(item, "itemclass"):
        code = (
            split_qcode(one.get("qcode") or "")[1]
            if one.get("qcode")
            else (one.get("uri") or "").rstrip("/").rpartition("/")[2]
        )
        return code.lower() or None
    return None


def read(item: _Element, draft: Draft) -> None:
    """Fill the draft from everything but the content."""
    ids = draft.ids
    ids.guid = ids.stable_id = line_or_none(item.get("guid"))
    ids.version = line_or_none(item.get("version")) or "1"  # the standard's default
    draft.language = _language(item)
    for section in item:
        name = local_name(section)
        if name == "itemmeta":
            _item_meta(section, draft)
        elif name == "contentmeta":
            _content_meta(section, draft)
        elif name == "rightsinfo":
            _rights(section, draft)
    _finish(draft)


def _language(item: _Element) -> str | None:
    """What contentMeta says, else the item's own xml:lang."""
    tag = next((one.get("tag") for one in _named(item, "language") if one.get("tag")), None)
    return line_or_none(tag) or line_or_none(item.get("{http://www.w3.org/XML/1998/namespace}lang"))


def _named(element: _Element, name: str) -> Iterator[_Element]:
    """Grandchildren (members of the meta sections) of that name."""
    return (one for section in element for one in section if local_name(one) == name)


def _text(element: _Element) -> str | None:
    return line_or_none(text_of(element))


def _name(element: _Element) -> str | None:
    """The name of a concept: its own `name`, the first; else the literal."""
    names = [text for child in element if local_name(child) == "name" and (text := _text(child))]
    return names[0] if names else line_or_none(element.get("literal"))


def _code(element: _Element) -> tuple[str | None, str] | None:
    if qcode := line_or_none(element.get("qcode")):
        return split_qcode(qcode)
    if uri := line_or_none(element.get("uri")):
        return code_of_uri(uri)
    literal = line_or_none(element.get("literal"))
    return (None, literal) if literal else None


def _add_code(element: _Element, role: str, draft: Draft) -> None:
    found = _code(element)
    if found is None or len(draft.codes) >= MAX_CODES:
        return
    draft.codes.append(Code(scheme=found[0], code=found[1], name=_name(element), role=role))
    for child in element:
        # an agency's own scheme says which common code is meant
        if local_name(child) == "sameas" and (same := _code(child)) and len(draft.codes) < MAX_CODES:
            draft.codes.append(Code(scheme=same[0], code=same[1], name=_name(child), role="sameAs"))


def _item_meta(section: _Element, draft: Draft) -> None:
    for one in section:
        name = local_name(one)
        if name == "versioncreated":
            draft.version_created = draft.version_created or _text(one)
        elif name == "firstcreated":
            draft.first_created = draft.first_created or _text(one)
        elif name == "embargoed":
            draft.embargoed_until = _text(one)
        elif name == "pubstatus":
            status = (line_or_none(one.get("qcode")) or line_or_none(one.get("uri")) or "").lower()
            draft.pub_status = _STATUS.get(status.rpartition(":")[2].rpartition("/")[2], PubStatus.USABLE)
        elif name == "provider":
            draft.provider = _provider(one)
        elif name == "ednote":
            _ed_note(one, draft)
        elif name == "signal":
            _signal(one, draft)
        elif name == "link":
            _link(one, draft)
        elif name == "service":
            _service(one, draft)
        elif name in ("memberof", "instanceof"):
            _add_code(one, "memberOf" if name == "memberof" else "instanceOf", draft)


def _provider(element: _Element) -> str | None:
    code = _code(element)
    known = agency_named(code[1]) if code else None
    return known.name if known else _name(element) or (code[1] if code else None)


def _signal(element: _Element, draft: Draft) -> None:
    code = (element.get("qcode") or "").strip().lower()
    if signal := _SIGNALS.get(code):
        draft.signals.add(signal)
    _add_code(element, "signal", draft)


def _service(element: _Element, draft: Draft) -> None:
    code = _code(element)
    if code:
        draft.ids.service = draft.ids.service or code[1]
        _add_code(element, "service", draft)


def _ed_note(element: _Element, draft: Draft) -> None:
    """A note; closing lines are sign-offs, non-public blocks and contacts are private."""
    role = (element.get("role") or "").lower().rpartition(":")[2]
    constraint = (element.get("pubconstraint") or "").lower()
    if role == "closingline":
        draft.sign_off = draft.sign_off or _text(element)
        return
    private = "nonpublic" in constraint or role in ("private", "dpacontacts", "contacts", "nonpublic")
    if not len(element):
        if text := _text(element):
            (draft.private_notes if private else draft.notes).append(text)
        return
    hidden = [one for one in element.iter() if _is_private(one)]
    closing = [one for one in element.iter() if "closingline" in (one.get("class") or "")]
    for text in _note_lines(element, frozenset([*hidden, *closing])):
        (draft.private_notes if private else draft.notes).append(text)
    for one in hidden:
        draft.private_notes.extend(_note_lines(one, frozenset()))
    if closing:
        draft.sign_off = draft.sign_off or _text(closing[0])


def _is_private(element: _Element) -> bool:
    words = (element.get("class") or "").lower()
    return "nonpublic" in words or "non-public" in words


def _note_lines(element: _Element, skip: frozenset[_Element]) -> list[str]:
    return [block.text for block in read_element(element, skip=skip).blocks]


def _link(element: _Element, draft: Draft) -> None:
    rel = line_or_none(element.get("rel"))
    kind = (rel or "").lower().rpartition(":")[2]
    named = line_or_none(element.get("residref")) or line_or_none(element.get("guidref"))
    if href := line_or_none(element.get("href")):
        title = next((_text(one) for one in element if local_name(one) == "title"), None)
        draft.links.append(Link(href=href, title=title, rel=rel))
    usn = next((value for name, value in element.attrib.items() if str(name).endswith("}id")), None)
    for one in filter(None, (named, line_or_none(usn))):
        draft.ids.links.append(SourceLink(rel=rel or "link", id=one))
        if kind in _PREDECESSORS:
            draft.ids.follows.append(one)


def _content_meta(section: _Element, draft: Draft) -> None:
    for one in section:
        name = local_name(one)
        text = _text(one)
        if name == "urgency":
            draft.urgency = urgency.read(text)
        elif name == "headline":
            _headline(one, text, draft)
        elif name == "slugline" and text:
            draft.slugline = draft.slugline or text
        elif name == "by" and text:
            draft.byline = draft.byline or bylines.read_field(text)
        elif name == "creditline" and text:
            draft.credits.insert(0, text.strip("–- "))
        elif name == "infosource" and (source := _name(one)):
            draft.credits.append(source)
        elif name == "dateline" and text:
            draft.dateline_line = draft.dateline_line or text
        elif name == "located":
            _located(one, draft)
        elif name == "altid" and text:
            _alt_id(one, text, draft)
        elif name == "description" and text:
            _description(one, text, draft)
        elif name == "keyword" and text:
            draft.keywords.append(text)
        elif name == "genre":
            _genre(one, draft)
        elif name in ("creator", "contributor"):
            _person(one, name, draft)
        elif name in ("subject", "audience"):
            _add_code(one, name, draft)


def _headline(element: _Element, text: str | None, draft: Draft) -> None:
    role = (element.get("role") or "").lower()
    if "sub" in role:
        draft.subhead = draft.subhead or text
    elif draft.headline is None:
        draft.headline = text


def _description(element: _Element, text: str, draft: Draft) -> None:
    # a caption repeats slug and headline (Reuters)
    role = (element.get("role") or "").lower().rpartition(":")[2]
    if role != "caption":
        draft.summary = draft.summary or text


def _located(element: _Element, draft: Draft) -> None:
    broader = [code for one in element.iter() if local_name(one) == "broader" and (code := _code(one))]
    country = next(
        (code for scheme, code in broader if scheme and scheme.lower().startswith("iso3166") and len(code) == 2), None
    )
    if (name := _name(element)) and (place := place_named(name, country)):
        draft.located = draft.located or place
    _add_code(element, "located", draft)


def _alt_id(element: _Element, text: str, draft: Draft) -> None:
    kind = (element.get("type") or "").lower().rpartition(":")[2]
    if kind == "usn":
        draft.ids.usn = draft.ids.usn or text
    if kind in _ID_TYPES:
        draft.ids.aliases.append(text)
    elif kind in ("otr", "transmissionreference", "transref"):
        draft.ids.transref = draft.ids.transref or text


def _genre(element: _Element, draft: Draft) -> None:
    code = _code(element)
    if found := genre(":".join(filter(None, code)) if code else None, _name(element)):
        draft.genres.append(found)


def _person(element: _Element, role: str, draft: Draft) -> None:
    """A creator who is a person, not an agency: a name of two words or more."""
    name = _name(element)
    if name and " " in name and agency_named(name) is None and not name.isupper():
        title = line_or_none(element.get("jobtitle"))
        draft.authors.append(Author(name=name, role=title or role))


def _rights(section: _Element, draft: Draft) -> None:
    language = (draft.language or "").partition("-")[0].lower()
    for one in section:
        name, text = local_name(one), _text(one)
        tag = (one.get("{http://www.w3.org/XML/1998/namespace}lang") or "").partition("-")[0].lower()
        if name == "copyrightholder":
            draft.copyright_holder = draft.copyright_holder or _name(one) or text
        elif name == "copyrightnotice" and text and (draft.copyright_notice is None or tag == language):
            draft.copyright_notice = text
        elif name == "usageterms" and text and (draft.usage_terms is None or tag == language):
            draft.usage_terms = text


def _finish(draft: Draft) -> None:
    known = agency_named(draft.provider)
    if known and known.located_is_desk:
        draft.located = None
    if draft.copyright_holder:
        draft.credits.append(draft.copyright_holder)
