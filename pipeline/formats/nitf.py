"""NITF (IPTC), namespaced or bare: document data, subjects and rights of the head; the body is `nitf_body`'s."""

from collections.abc import Iterator

from lxml.etree import _Element

from pipeline.errors import BadInput
from pipeline.formats import nitf_body, xml
from pipeline.formats.markup import local_name
from pipeline.formats.payload import Payload
from pipeline.formats.vocabularies import genre
from pipeline.text import urgency
from pipeline.text.clean import line_or_none
from pipeline.text.dates import read_time
from pipeline.text.draft import Draft
from schemas.dispatch import Code, SourceLink, Take
from schemas.rooms import Notice
from schemas.words import PubStatus, Signal

MAX_CODES = 2000
_STATUS = {
    "usable": PubStatus.USABLE,
    "withheld": PubStatus.WITHHELD,
    "canceled": PubStatus.CANCELED,
    "cancelled": PubStatus.CANCELED,
}
_SLUG_NAMES = frozenset({"anpa-keyword", "slug", "slugline", "slug-line"})  # of meta
_SERVICE_NAMES = frozenset({"service", "anpa-service"})
_SLUG_IN_TITLE = frozenset({"PA", "Press Association", "PA Sport"})  # credits of agencies whose title is the slugline


def sniff(payload: Payload) -> bool:
    """XML whose root is `nitf`."""
    return (payload.root or "").lower() == "nitf"


def read(payload: Payload) -> Iterator[Draft | BadInput]:
    """The one dispatch of the document."""
    draft = Draft()
    fill(xml.parse(payload), draft)
    yield draft


def fill(nitf: _Element, draft: Draft) -> None:
    """Fill what the draft has not yet from an `nitf` element, alone or inside another format."""
    draft.language = draft.language or _language(nitf)
    for section in nitf:
        if local_name(section) == "head":
            for one in section:
                _HEAD.get(local_name(one), _ignored)(one, draft)
    nitf_body.read(nitf, draft)
    _finish(nitf, draft)


def _language(nitf: _Element) -> str | None:
    named = (one.get("{http://www.w3.org/XML/1998/namespace}lang") for one in nitf.iter())
    return line_or_none(nitf.get("baselang")) or next((tag for tag in named if tag), None)


def _ignored(element: _Element, draft: Draft) -> None:
    """Of no use to a record."""


def _add_code(draft: Draft, scheme: str | None, code: str | None, role: str, name: str | None = None) -> None:
    text = line_or_none(code)
    if text is None or len(draft.codes) >= MAX_CODES:
        return
    found = Code(scheme=scheme, code=text, name=line_or_none(name), role=role)
    if found not in draft.codes[-50:]:
        draft.codes.append(found)


def _meta(element: _Element, draft: Draft) -> None:
    name, content = line_or_none(element.get("name")), line_or_none(element.get("content"))
    if name is None or content is None:
        return
    if name.lower() in _SLUG_NAMES:
        draft.slugline = draft.slugline or content
    elif name.lower() == "anpa-sequence":
        draft.ids.transref = draft.ids.transref or content
    else:
        if name.lower() in _SERVICE_NAMES:
            draft.ids.service = draft.ids.service or content
        _add_code(draft, name, content, "meta")


def _tobject(element: _Element, draft: Draft) -> None:
    for one in element:
        if local_name(one) == "tobject.property":
            if found := genre(None, line_or_none(one.get("tobject.property.type"))):
                draft.genres.append(found)
        elif local_name(one) == "tobject.subject":
            owner = line_or_none(one.get("tobject.subject.ipr")) or "IPTC"
            scheme = "tobject.subject.refnum" if owner.upper() == "IPTC" else owner
            names = (one.get(f"tobject.subject.{part}") for part in ("detail", "matter", "type"))
            _add_code(
                draft,
                scheme,
                one.get("tobject.subject.refnum"),
                "subject",
                next((name for name in names if name), None),
            )


def _pubdata(element: _Element, draft: Draft) -> None:
    draft.ids.transref = draft.ids.transref or line_or_none(element.get("id"))
    for area in (element.get("edition.area") or "").split():
        _add_code(draft, "edition.area", area, "product")


def _docdata(element: _Element, draft: Draft) -> None:
    for one in element.iter():
        name = local_name(one)
        if name == "doc-id":
            _doc_id(one, draft)
        elif name == "urgency":
            draft.urgency = draft.urgency or urgency.read(one.get("ed-urg"))
        elif name == "date.issue":
            draft.version_created = draft.version_created or line_or_none(one.get("norm"))
        elif name == "ed-msg" and (note := line_or_none(one.get("info"))):
            draft.notes.append(note)
        elif name == "evloc":
            _event_place(one, draft)
        elif name in ("doc.copyright", "doc.rights"):
            _copyright(one, draft)
        elif name == "keyword" and (word := line_or_none(one.get("key"))):
            draft.keywords.append(word)
        else:
            _other_data(one, name, draft)
    _status(element, draft)


def _doc_id(element: _Element, draft: Draft) -> None:
    ids = draft.ids
    own = line_or_none(element.get("id-string"))
    if ids.stable_id is None:
        ids.guid, ids.stable_id = own, own
    source = line_or_none(element.get("regsrc"))
    draft.provider = draft.provider or source


def _event_place(element: _Element, draft: Draft) -> None:
    """Where it happened: what the story is about, not where it was filed."""
    country = line_or_none(element.get("iso-cc"))
    if country:
        _add_code(draft, "iso3166-1a2" if len(country) == 2 else "iso3166-1a3", country, "evloc")
    for part in ("city", "county-dist", "state-prov"):
        _add_code(draft, part, element.get(part), "evloc")


def _copyright(element: _Element, draft: Draft) -> None:
    holder, year = line_or_none(element.get("holder")), line_or_none(element.get("year"))
    owner = holder or line_or_none(element.get("owner"))
    if owner:
        draft.copyright_holder = draft.copyright_holder or owner
        draft.credits.append(owner)
    if holder:
        draft.copyright_notice = draft.copyright_notice or " ".join(filter(None, ("(c)", year, holder)))
    draft.usage_terms = draft.usage_terms or line_or_none(element.get("limitations"))


def _other_data(element: _Element, name: str, draft: Draft) -> None:
    """Scopes, fixtures, classifiers and the people, places and organisations that the document was tagged with."""
    if name == "doc-scope":
        _add_code(draft, "doc-scope", element.get("scope"), "scope")
    elif name == "fixture":
        _add_code(draft, "fixture", element.get("fix-id"), "fixture")
    elif name == "from-src" and (source := line_or_none(element.get("src-name"))):
        draft.credits.append(source)
    elif name == "classifier":
        _add_code(draft, element.get("type"), element.get("value"), "classifier")
    elif name in ("location", "org", "person", "object.title", "event", "virtloc"):
        code = element.get("location-code") or element.get("value") or element.get("idsrc-value")
        _add_code(draft, element.get("code-source") or element.get("idsrc"), code, name)
    elif name == "series" and not element.get("series.name"):  # a named series is one of stories, not of takes
        draft.take = draft.take or _take(element.get("series.part"), element.get("series.totalpart"))
    elif name == "du-key":
        _du_key(element, draft)


def _take(part: str | None, total: str | None) -> Take | None:
    number, of = _number(part), _number(total)
    return Take(number=number, total=of) if number and (number > 1 or (of or 0) > 1) else None


def _number(printed: str | None) -> int | None:
    text = (printed or "").strip()
    return int(text) or None if text.isascii() and text.isdigit() and len(text) <= 4 else None


def _du_key(element: _Element, draft: Draft) -> None:
    draft.ids.version = draft.ids.version or line_or_none(element.get("version"))
    draft.take = draft.take or _take(element.get("part"), None)
    if key := line_or_none(element.get("key")):
        draft.ids.links.append(SourceLink(rel="du-key", id=key))
        # made anew each day, the same for all versions of a story through that day
        draft.ids.aliases.append(f"du-key:{key}:{_day(element)}")


def _day(element: _Element) -> str:
    around = element.getparent()
    norms = (one.get("norm") for one in (around if around is not None else ()) if local_name(one) == "date.issue")
    return "".join(next((norm for norm in norms if norm), "").split("T")[0].split("-"))


def _status(element: _Element, draft: Draft) -> None:
    """Its own status, and that of another document: a kill may name what it kills and have an id of its own."""
    own = (element.get("management-status") or "").strip().lower()
    other = line_or_none(element.get("management-doc-idref"))
    theirs = (element.get("management-idref-status") or "").strip().lower()
    if draft.pub_status is PubStatus.USABLE:
        draft.pub_status = _STATUS.get(own, PubStatus.USABLE)
    draft.embargoed = draft.embargoed or own == "embargoed"
    if other:
        draft.ids.links.append(SourceLink(rel="management-doc-idref", id=other))
        if own != "usable" and _STATUS.get(theirs) in (PubStatus.CANCELED, PubStatus.WITHHELD):
            _notice(draft, _STATUS[theirs], other)
        elif own in ("canceled", "cancelled"):
            draft.ids.targets.append(other)
        else:
            draft.ids.follows.append(other)  # usable copy in the place of another document
    if draft.pub_status is not PubStatus.CANCELED:
        _release(element, draft, always=own == "embargoed")


def _notice(draft: Draft, status: PubStatus, target: str) -> None:
    """Another document is killed or withheld by this one."""
    draft.ids.targets.append(target)
    draft.pub_status = status
    if status is PubStatus.WITHHELD:
        draft.notice = Notice(kind="hold")
        draft.signals.add(Signal.HOLD)


def _release(element: _Element, draft: Draft, *, always: bool) -> None:
    """An embargo only where release lies after issue (AAP sets both alike), or the status says so."""
    times = {local_name(one): line_or_none(one.get("norm")) for one in element if "norm" in one.attrib}
    release = times.get("date.release")
    if release is None or draft.embargoed_until:
        return
    issued, _ = read_time(times.get("date.issue"), None)
    until, _ = read_time(release, None)
    if until is None or (always and issued is None) or (issued is not None and until > issued):
        draft.embargoed_until = release


_HEAD = {"meta": _meta, "tobject": _tobject, "pubdata": _pubdata, "docdata": _docdata}


def _finish(nitf: _Element, draft: Draft) -> None:
    title = next(
        (
            line_or_none("".join(map(str, one.itertext())))
            for part in nitf
            for one in part
            if local_name(one) == "title"
        ),
        None,
    )
    draft.headline = draft.headline or title
    if draft.slugline is None and title != draft.headline and _SLUG_IN_TITLE.intersection(draft.credits):
        draft.slugline = title
    published = next(
        (one.get("date.publication") for part in nitf for one in part if "date.publication" in one.attrib), None
    )
    draft.version_created = draft.version_created or line_or_none(published)
