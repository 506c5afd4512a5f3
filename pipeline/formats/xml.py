"""XML from outside, safely: no DTD is read, no entity refers out, nothing is fetched, growth and depth are bounded.

The DOCTYPE is taken off before the parser sees the text. HTML's named entities come from Python's table, a document's
own simple entities are put in by hand within a bound.
"""

import re
from html.entities import html5
from typing import Any

from lxml import etree
from lxml.etree import _Element

from pipeline.errors import BadInput
from pipeline.formats.payload import Payload
from schemas.words import Reason

MAX_DOCTYPE = 64 * 1024  # characters
MAX_EXPANSION = 1024 * 1024  # characters that a document's own entities may add
MAX_ATTRIBUTES = 200_000  # in one document
_PROLOG = re.compile(r"\s+|<\?[^>]*>|<!--")
_SUBSET_TOKEN = re.compile(r"\"[^\"]*\"|'[^']*'|<!--|\[|\]|>")
_ENTITY = re.compile(
    r"<!ENTITY\s+(?P<parameter>%\s+)?(?P<name>[\w.-]{1,100})\s+(?:(?P<outside>SYSTEM|PUBLIC)\b"
    r"|\"(?P<value>[^\"]*)\"|'(?P<value2>[^']*)')"
)
_REFERENCE = re.compile(r"&([A-Za-z_][\w.-]{0,99});")
_BARE_AMPERSAND = re.compile(r"&(?!(?:#\d{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z_][\w.-]{0,99});)")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,400}\?>")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ILLEGAL_REFERENCE = re.compile(r"&#(?:x[0-9A-Fa-f]{1,6}|\d{1,7});")
_OTHER_REFERENCE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z_][\w.-]{0,99});")  # XML has these five itself
_OPTIONS: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
_PARSER = etree.XMLParser(encoding="utf-8", **_OPTIONS)
_NAMESPACE_ERRORS = range(200, 206)  # of libxml2: an undeclared prefix breaks nothing


def parse(payload: Payload) -> _Element:
    """The root of the payload's XML. Raises `BadInput`: too deep, entity expansion, too large, unreadable."""
    return parse_text(payload.text)


def parse_text(text: str) -> _Element:
    """The root of an XML text (see `parse`)."""
    text, entities = _without_doctype(_DECLARATION.sub("", text.lstrip("\ufeff \t\r\n"), count=1).lstrip())
    if "&" in text:
        text = _expanded(text, entities)
    text = _ILLEGAL.sub("", text)
    if text.count("=") > 5 * MAX_ATTRIBUTES:
        raise BadInput(Reason.TOO_LARGE, "more attributes than the limit")
    return _tree(text)


def _tree(text: str) -> _Element:
    try:
        return etree.fromstring(text.encode(), _PARSER)
    except etree.XMLSyntaxError as error:
        message = str(error)
        if "depth" in message.lower():
            raise BadInput(Reason.TOO_DEEP, "XML nested deeper than the limit") from None
        if "Resource limit" in message or "too long" in message:
            raise BadInput(Reason.TOO_LARGE, "a text node over the XML parser's limit") from None
        if getattr(error, "code", 0) in _NAMESPACE_ERRORS and (tree := _recovered(text)) is not None:
            return tree
        line, column = error.position
        raise BadInput(Reason.UNREADABLE, f"not well-formed XML at line {line}, column {column}") from None


def _recovered(text: str) -> _Element | None:
    """The tree where nothing but namespace prefixes is wrong."""
    parser = etree.XMLParser(encoding="utf-8", recover=True, **_OPTIONS)
    tree = etree.fromstring(text.encode(), parser)
    wrong = any(entry.type not in _NAMESPACE_ERRORS for entry in parser.error_log)
    return None if wrong else tree


def _without_doctype(text: str) -> tuple[str, dict[str, str]]:
    """The text without its DOCTYPE, and the entities that it declares."""
    position = 0
    while found := _PROLOG.match(text, position):
        if found[0] == "<!--":
            end = text.find("-->", found.end())
            if end < 0:
                return text, {}
            position = end + 3
        else:
            position = found.end()
    if text[position : position + 9].upper() != "<!DOCTYPE":
        return text, {}
    end = _doctype_end(text, position)
    return text[:position] + text[end:], _entities(text[position:end])


def _doctype_end(text: str, start: int) -> int:
    limit, position, inside = min(len(text), start + MAX_DOCTYPE), start, False
    while token := _SUBSET_TOKEN.search(text, position, limit):
        position = token.end()
        if token[0] == "<!--":
            position = text.find("-->", position, limit) + 3
            if position < 3:
                break
        elif token[0] == "[":
            inside = True
        elif token[0] == "]":
            inside = False
        elif token[0] == ">" and not inside:
            return position
    raise BadInput(Reason.UNREADABLE, "a DOCTYPE without an end within the limit")


def _entities(doctype: str) -> dict[str, str]:
    if doctype.count("<!ENTITY") > 1000:
        raise BadInput(Reason.ENTITY_EXPANSION, "more entity declarations than the limit")
    entities: dict[str, str] = {}
    for found in _ENTITY.finditer(doctype):
        if found["parameter"]:
            continue  # a part of the DTD, which is never read
        if found["outside"]:
            raise BadInput(Reason.ENTITY_EXPANSION, "an entity that refers outside the document")
        entities.setdefault(found["name"], found["value"] or found["value2"] or "")
    return entities


def _expanded(text: str, entities: dict[str, str]) -> str:
    """The text with HTML's and its own entities as characters and stray ampersands escaped."""
    if any(name in _references(value) for value in entities.values() for name in entities):
        raise BadInput(Reason.ENTITY_EXPANSION, "entities made of entities")
    used = sum(len(entities.get(name, "")) for name in _REFERENCE.findall(text)) if entities else 0
    if used > MAX_EXPANSION:
        raise BadInput(Reason.ENTITY_EXPANSION, "entities that grow beyond the limit")
    if "<![CDATA[" not in text:
        return _without_references(text, entities)
    parts, position = [], 0
    while (start := text.find("<![CDATA[", position)) >= 0:
        end = text.find("]]>", start)
        if end < 0:
            break
        # inside CDATA an ampersand is just that
        parts += [_without_references(text[position:start], entities), text[start : end + 3]]
        position = end + 3
    return "".join([*parts, _without_references(text[position:], entities)])


def _references(value: str) -> set[str]:
    return set(_REFERENCE.findall(value))


def _without_references(text: str, entities: dict[str, str]) -> str:
    def character(found: re.Match[str]) -> str:
        name = found[1]
        if name in entities:
            return _BARE_AMPERSAND.sub("&amp;", entities[name])
        known = html5.get(name + ";")
        return known.replace("&", "&amp;").replace("<", "&lt;") if known else f"&amp;{name};"

    return _ILLEGAL_REFERENCE.sub(_legal, _OTHER_REFERENCE.sub(character, _BARE_AMPERSAND.sub("&amp;", text)))


def _legal(found: re.Match[str]) -> str:
    """A numeric reference; C1 numbers as the cp1252 characters that are meant, impossible ones dropped."""
    digits = found[0][2:-1]
    number = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    if 0x80 <= number <= 0x9F:
        return bytes([number]).decode("cp1252", "replace").replace("\ufffd", "")
    legal = (
        number in (9, 10, 13) or 0x20 <= number <= 0xD7FF or 0xE000 <= number <= 0xFFFD or 0x10000 <= number <= 0x10FFFF
    )
    return found[0] if legal else ""
