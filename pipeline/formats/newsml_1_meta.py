"""The metadata of a NewsML 1 item: identification, management, news lines, administrative and descriptive metadata.

Elements are found by name wherever they stand around the text, nearest to it first: agencies nest components to any
depth, misspell wrappers and write text where an attribute is due (TASS).
"""

import re
from collections.abc import Callable, Iterable

from lxml.etree import _Element
from msgspec.structs import replace

from pipeline.formats.countries import country_code
from pipeline.formats.markup import local_name, text_of
from pipeline.formats.vocabularies import genre
from pipeline.text import bylines, cantons, sign_offs, signals, urgency
from pipeline.text.agencies import agency_named
from pipeline.text.clean import line_or_none
from pipeline.text.dateline import place_named
from pipeline.text.draft import Draft
from schemas.dispatch import Author, Code, Dateline, Link, SourceLink
from schemas.words import PubStatus, Signal

MAX_CODES = 2000
_REVISION = re.compile(r":\d{1,10}[NUA]?$")
_STATUS = {
    "usable": PubStatus.USABLE,
    "withheld": PubStatus.WITHHELD,
    "canceled": PubStatus.CANCELED,
    "cancelled": PubStatus.CANCELED,
}
_IDS = frozenset({"publicidentifier", "newsitemid", "providerid", "dateid", "guid"})
_SUBHEAD_IS_SLUG = frozenset({"EFE"})
_KEYWORD_LINES = frozenset({"catchword", "catchline", "keyword", "keywordline"})
_NOTE_LINES = frozenset({"advisoryline", "productline", "advisory", "editorsnote", "ednote"})


def value(element: _Element) -> str | None:
    """A controlled value: the attribute, else the element's text (TASS)."""
    return line_or_none(element.get("FormalName")) or line_or_none(element.get("Value")) or _text(element)


def _text(element: _Element) -> str | None:
    return line_or_none(text_of(element))


def story_key(public_identifier: str) -> str:
    """A public identifier without its revision: the same for every revision of the item."""
    return (
        _REVISION.sub("", public_identifier)
        if public_identifier.lower().startswith("urn:newsml:")
        else public_identifier
    )


def read(elements: list[_Element], envelope: Iterable[_Element], draft: Draft) -> None:
    """Fill the draft from an item's elements, nearest to the text first, and those of the message's envelope."""
    for one in elements:
        if read_one := _READERS.get(local_name(one)):
            read_one(one, draft)
    _identify(elements, draft)
    _place(draft)
    for one in envelope:
        _envelope(one, draft)
    known = agency_named(draft.provider)
    if known and known.name in _SUBHEAD_IS_SLUG and draft.subhead:
        draft.slugline, draft.subhead = draft.slugline or draft.subhead, None


def _envelope(element: _Element, draft: Draft) -> None:
    """What the message says of all its items."""
    name = local_name(element)
    if name == "transmissionid":
        draft.ids.transref = draft.ids.transref or _text(element)
    elif name == "newsservice":
        draft.ids.service = draft.ids.service or value(element)
    elif name == "newsproduct" and (product := value(element)):
        draft.ids.products.append(product)
    elif name == "priority":
        draft.urgency = draft.urgency or urgency.read(value(element))
    elif name == "dateandtime":
        draft.version_created = draft.version_created or _text(element)
    elif name == "party" and draft.provider is None:
        draft.provider = value(element)


def _field(name: str, read_it: Callable[[_Element], str | None] = _text) -> Callable[[_Element, Draft], None]:
    """A reader that sets a text field of the draft where it is not set yet."""

    def set_it(element: _Element, draft: Draft) -> None:
        if getattr(draft, name) is None:
            setattr(draft, name, read_it(element))

    return set_it


def _revision(element: _Element, draft: Draft) -> None:
    draft.ids.version = draft.ids.version or _text(element)
    if (element.get("Update") or "").strip().upper() == "U":
        draft.signals.add(Signal.UPDATE)


def _identify(elements: list[_Element], draft: Draft) -> None:
    """The stable id: the public identifier without its revision, else what it would be made of, else a guid (TASS)."""
    named = {name: text for one in reversed(elements) if (name := local_name(one)) in _IDS and (text := _text(one))}
    ids = draft.ids
    if public := named.get("publicidentifier"):
        ids.guid, ids.stable_id = public, story_key(public)
        if ids.version is None and (found := _REVISION.search(public)):
            ids.version = found[0][1:]
    elif item := named.get("newsitemid"):
        ids.guid = item
        ids.stable_id = ":".join(filter(None, ("urn:newsml", named.get("providerid"), named.get("dateid"), item)))
    else:
        ids.guid = ids.stable_id = named.get("guid")


def _provider_id(element: _Element, draft: Draft) -> None:
    """A domain name; the agency's by its longest ending that is known."""
    domain = _text(element)
    parts = (domain or "").split(".")
    endings = (".".join(parts[number:]) for number in range(len(parts) - 1))
    known = next((found for one in endings if (found := agency_named(one))), None)
    draft.provider = draft.provider or (known.name if known else domain)


def _party(element: _Element, draft: Draft) -> None:
    """A party by the element around it: provider and source are credits, a creator may be a person or initials."""
    around, name = element.getparent(), value(element)
    role = local_name(around) if around is not None else ""
    if name is None:
        return
    if role in ("provider", "source"):
        draft.credits.insert(0 if role == "source" else len(draft.credits), name)
    elif role in ("creator", "contributor", "author"):
        if sign_offs.is_line(name):
            draft.sign_off = draft.sign_off or name
        elif agency_named(name) is None and " " in name:
            draft.authors.append(Author(name=name, role=role))


def _urgency(element: _Element, draft: Draft) -> None:
    draft.urgency = draft.urgency or urgency.read(value(element))


def _status(element: _Element, draft: Draft) -> None:
    around = element.getparent()
    if around is not None and local_name(around) == "newsmanagement":
        told = (value(element) or "").lower()
        draft.pub_status = _STATUS.get(told, PubStatus.USABLE)
        draft.embargoed = told == "embargoed"


def _status_will_change(element: _Element, draft: Draft) -> None:
    """When an embargo ends, or a usable item is to be withdrawn."""
    future = next((value(one) for one in element if local_name(one) == "futurestatus"), None)
    time = next((_text(one) for one in element if local_name(one) == "dateandtime"), None)
    if (future or "").lower() == "usable":
        draft.embargoed_until = draft.embargoed_until or time
    elif (future or "").lower() in ("canceled", "cancelled"):
        draft.expires_at = draft.expires_at or time


def _slug_line(element: _Element, draft: Draft) -> None:
    """A slugline; one that is nothing but a mark (`URGENT`) names no story."""
    text = _text(element)
    if text and (marks := signals.of_line(text)):
        draft.signals |= marks
    else:
        draft.slugline = draft.slugline or text


def _credit_line(element: _Element, draft: Draft) -> None:
    if text := _text(element):
        draft.credits.append(text)


def _byline(element: _Element, draft: Draft) -> None:
    printed = _text(element)
    if printed and sign_offs.is_line(printed):
        draft.sign_off = draft.sign_off or printed
    elif draft.byline is None:
        draft.byline = bylines.read_field(printed)


def _keyword(element: _Element, draft: Draft) -> None:
    if text := value(element):
        draft.keywords.append(text)


def _advisory(element: _Element, draft: Draft) -> None:
    if text := _text(element):
        draft.notes.append(text)


def _news_line(element: _Element, draft: Draft) -> None:
    """A line of the agency's own type: words for editors, catchwords, marks such as 2NDLEAD; others are codes."""
    kind = next((value(one) for one in element if local_name(one) == "newslinetype"), None)
    for text in (_text(one) for one in element if local_name(one) == "newslinetext"):
        if text is None:
            continue
        draft.signals |= signals.of_line(text)
        if (kind or "").lower() in _NOTE_LINES:
            draft.notes.append(text)
        elif (kind or "").lower() in _KEYWORD_LINES:
            draft.keywords.append(text)
        else:
            _add_code(draft, kind, text, "newsLine")


def _add_code(draft: Draft, scheme: str | None, code: str | None, role: str, name: str | None = None) -> None:
    if code and len(draft.codes) < MAX_CODES:
        found = Code(scheme=scheme, code=code, name=name, role=role)
        if found not in draft.codes[-50:]:
            draft.codes.append(found)


def _subject(element: _Element, draft: Draft) -> None:
    scheme = line_or_none(element.get("Scheme")) or line_or_none(element.get("Vocabulary")) or "SubjectCode"
    _add_code(draft, scheme, value(element), "subject")
    _add_code(draft, "cat", line_or_none(element.get("cat")), "category")


def _interest(element: _Element, draft: Draft) -> None:
    _add_code(draft, line_or_none(element.get("Scheme")) or "OfInterestTo", value(element), "audience")


def _genre(element: _Element, draft: Draft) -> None:
    if found := genre(None, value(element)):
        draft.genres.append(found)


def _property(element: _Element, draft: Draft) -> None:
    """Keywords; a location's own properties are read with it, all others are codes."""
    around = element.getparent()
    name, told = line_or_none(element.get("FormalName")), line_or_none(element.get("Value"))
    if around is not None and local_name(around) in ("location", "party", "characteristics"):
        return
    if (name or "").lower() == "keyword" and told:
        draft.keywords.append(told)
    else:
        _add_code(draft, name, told, "property")


def _location(element: _Element, draft: Draft) -> None:
    """Origin is where it was filed; anything else what it is about."""
    how = line_or_none(element.get("HowPresent")) or "location"
    told = {(one.get("FormalName") or "").lower(): text for one in element if (text := line_or_none(one.get("Value")))}
    country = told.get("country")
    if country_code(country):
        _add_code(draft, "iso3166-1a2" if len(country or "") == 2 else "iso3166-1a3", country, how)
    elif country:
        _add_code(draft, "Country", country, how)
    for name in ("countryarea", "city", "worldregion", "subcountryarea"):
        _add_code(draft, name, told.get(name), how)
    city = told.get("city")
    if how.lower() == "origin" and city and draft.located is None:
        place = place_named(city, country_code(country)) or Dateline(text=city, city=city)
        draft.located = replace(place, country=country_code(country) or place.country)


def _place(draft: Draft) -> None:
    """Swiss copy names the canton behind a town: `GR` is Graubünden, not Greece."""
    known = agency_named(draft.provider) or next(filter(None, map(agency_named, draft.credits)), None)
    if known and known.name == "ATS" and draft.dateline_line and (place := cantons.read(draft.dateline_line)):
        draft.dateline, draft.dateline_line = place, None


def _associated(element: _Element, draft: Draft) -> None:
    if item := line_or_none(element.get("NewsItem")):
        rel = "derivedFrom" if local_name(element) == "derivedfrom" else "associatedWith"
        draft.ids.links.append(SourceLink(rel=rel, id=item))
        if rel == "derivedFrom":
            draft.ids.follows.append(story_key(item))


def _link(element: _Element, draft: Draft) -> None:
    if (href := _text(element)) and href.startswith(("http://", "https://")):
        draft.links.append(Link(href=href))


_READERS: dict[str, Callable[[_Element, Draft], None]] = {
    "revisionid": _revision,
    "providerid": _provider_id, "namelabel": _field("slugline"), "party": _party,
    "firstcreated": _field("first_created"), "thisrevisioncreated": _field("version_created"),
    "status": _status, "statuswillchange": _status_will_change, "urgency": _urgency,
    "associatedwith": _associated, "derivedfrom": _associated,
    "headline": _field("headline"), "subheadline": _field("subhead"), "slugline": _slug_line,
    "dateline": _field("dateline_line"), "byline": _byline, "creditline": _credit_line,
    "copyrightline": _field("copyright_notice"), "rightsline": _field("usage_terms"),
    "usagetype": _field("usage_terms"), "limitations": _field("usage_terms"),
    "copyrightholder": _field("copyright_holder"), "keywordline": _keyword, "item_keyword": _keyword,
    "advisoryline": _advisory, "newsline": _news_line, "morelink": _link,
    "language": _field("language", value), "genre": _genre, "location": _location, "property": _property,
    "ofinterestto": _interest,
    **dict.fromkeys(("subject", "subjectmatter", "subjectdetail", "subjectqualifier"), _subject),
}  # fmt: skip
