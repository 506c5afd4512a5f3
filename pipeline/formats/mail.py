"""E-mail (RFC 822, MIME): the plain text, else the HTML; attachments in a wire format are dispatches of their own."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import Message
from email.utils import parsedate_to_datetime

from pipeline.errors import BadInput
from pipeline.formats import mail_text
from pipeline.formats.encoding import decode
from pipeline.formats.framing import bounded
from pipeline.formats.markup import Content, read_html
from pipeline.formats.payload import Payload
from pipeline.text.agencies import agency_named
from pipeline.text.clean import line, line_or_none
from pipeline.text.dateline import OPENS
from pipeline.text.draft import Draft
from pipeline.text.paragraphs import paragraphs
from schemas.dispatch import SourceLink
from schemas.words import Format, Reason

_NAME = re.compile(r"[A-Za-z][\w-]{1,60}[ \t]*:")
_KNOWN = re.compile(
    r"^(?:received|return-path|delivered-to|mime-version|message-id|from|to|date|subject|content-type|reply-to"
    r"|x-[\w-]{1,40})[ \t]*:", re.IGNORECASE | re.MULTILINE,
)  # fmt: skip
_OPENS_PART = re.compile(rb"boundary\s*=|message/(?:rfc822|partial)", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_LETTERS = frozenset({Format.EMAIL, Format.HTML, Format.TEXT})  # as an attachment no dispatch of its own
_BLANK_LINE = re.compile(rb"\n\r?\n")
_ADDRESS = re.compile(r"[^\s<>@]{1,64}@(?P<domain>[\w.-]{1,200})")
SNIFFED_LINES = 3
MIN_KNOWN = 2  # header names that a mail has, within its first lines
MAX_PARTS = 200
MAX_DEPTH = 20
MAX_NESTED = 60  # containers: the parser goes one call deeper for each
MAX_DELIMITERS = 2000
MAX_HEADER_BYTES = 256 * 1024
MAX_HEADER_CHARACTERS = 8000


def sniff(payload: Payload) -> bool:
    """Header lines as mail has them; blank padding may come first."""
    if payload.root is not None or payload.is_json or not _NAME.match(payload.head):
        return False
    lines = payload.head.split("\n")
    first = [one for one in lines[: SNIFFED_LINES + 1] if one[:1] not in " \t"]
    if not all(_NAME.match(one) for one in first[:2]):
        return False
    header = payload.head.replace("\r\n", "\n").partition("\n\n")[0]
    return len({found[0].lower() for found in _KNOWN.finditer(header)}) >= MIN_KNOWN


def read(payload: Payload) -> Iterator[Draft | BadInput]:
    """The mail's own text, then what its attachments hold. Raises `BadInput` over the limits."""
    data = payload.data.lstrip()
    _check_bounds(data)
    message = message_from_bytes(data, policy=policy.default)
    parts = list(_leaves(message, 0))
    if len(parts) > MAX_PARTS:
        raise BadInput(Reason.TOO_MANY_ITEMS, f"more than {MAX_PARTS} parts in a mail")
    attached = [one for part in parts if _is_attachment(part) for one in _dispatches(part, payload)]
    draft = _draft(message, [part for part in parts if not _is_attachment(part)])
    if draft.blocks or not attached:
        yield draft
    yield from attached


def _check_bounds(data: bytes) -> None:
    """What the library's parser takes too long for, or too many calls: told before it runs."""
    if len(_OPENS_PART.findall(data)) > MAX_NESTED:
        raise BadInput(Reason.TOO_DEEP, f"more than {MAX_NESTED} containers in a mail")
    if data.count(b"\n--") > MAX_DELIMITERS:
        raise BadInput(Reason.TOO_MANY_ITEMS, f"more than {MAX_DELIMITERS} lines that part a mail")
    blank = _BLANK_LINE.search(data)
    if (blank.start() if blank else len(data)) > MAX_HEADER_BYTES:
        raise BadInput(Reason.TOO_LARGE, f"mail headers of more than {MAX_HEADER_BYTES} bytes")


def _leaves(part: Message, depth: int) -> Iterator[Message]:
    if depth > MAX_DEPTH:
        raise BadInput(Reason.TOO_DEEP, f"mail parts nested over {MAX_DEPTH} deep")
    # of a single part the library would decode the text, in whatever charset it names
    members = part.get_payload() if part.is_multipart() else None
    if isinstance(members, list):
        for member in members[: MAX_PARTS + 1]:
            if isinstance(member, Message):
                yield from _leaves(member, depth + 1)
    else:
        yield part


def _raw(message: Message, name: str) -> str:
    """A header as it stands, unfolded; empty where it is missing or too long to be parsed safely."""
    value = next((str(value) for key, value in message.raw_items() if key.lower() == name), "")
    if len(value) > MAX_HEADER_CHARACTERS:
        return ""
    if not value.isascii():  # bytes that should have been encoded words
        value = decode(value.encode("utf-8", "surrogateescape"))[0]
    return line(value)


def _header(message: Message, name: str) -> str | None:
    """A header with its encoded words decoded."""
    raw = _raw(message, name)
    if "=?" not in raw:
        return line_or_none(raw)
    try:
        return line_or_none(str(message[name]))
    except Exception:  # the library's header grammar fails in many ways on hostile input
        return line_or_none(raw)


def _is_attachment(part: Message) -> bool:
    if "attachment" in _raw(part, "content-disposition").lower():
        return True
    return _content_type(part) not in ("text/plain", "text/html")


def _content_type(part: Message) -> str:
    printed = _raw(part, "content-type").partition(";")[0].strip().lower()
    return printed or "text/plain"


def _bytes(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _text(part: Message) -> str:
    declared = _CHARSET.search(_raw(part, "content-type"))
    return decode(_bytes(part), declared=declared[1] if declared else None)[0]


def _draft(message: Message, parts: list[Message]) -> Draft:
    content = _content(parts)
    draft = Draft(
        headline=_header(message, "subject"),
        version_created=_date(message),
        blocks=content.blocks,
        links=content.links,
        media=content.media,
    )
    guid = _raw(message, "message-id").strip("<> ") or None
    draft.ids.stable_id = draft.ids.guid = guid
    if parent := _raw(message, "in-reply-to").strip("<> "):
        draft.ids.links.append(SourceLink(rel="in-reply-to", id=parent))
    draft.provider = _provider(_header(message, "from") or "")
    return draft


def _provider(sender: str) -> str | None:
    """The agency that the sender's name or domain tells."""
    address = _ADDRESS.search(sender)
    known = agency_named(sender.partition("<")[0].strip(' "')) or agency_named(address["domain"] if address else None)
    return known.name if known else None


def _date(message: Message) -> str | None:
    """The date header in a form that `dates.read_time` reads; as it stands where it is none."""
    raw = _raw(message, "date")
    try:
        return parsedate_to_datetime(raw).isoformat() if raw else None
    except (ValueError, TypeError, OverflowError):
        return raw[:60]


def _content(parts: list[Message]) -> Content:
    for part in parts:
        if _content_type(part) == "text/plain" and (text := mail_text.own(bounded(_text(part)))):
            return Content(paragraphs(text, starts_anew=OPENS))
    for part in parts:
        if _content_type(part) == "text/html" and (content := read_html(mail_text.own_markup(_text(part)))).blocks:
            return content
    return Content()


def _dispatches(part: Message, payload: Payload) -> list[Draft | BadInput]:
    """The dispatches of an attachment; empty where it is in no wire format (a picture, a table, a letter)."""
    from pipeline.formats.registry import READERS

    data = _bytes(part)
    if not data.strip():
        return []
    view = Payload(data, payload.feed.model_copy(update={"format": None, "encoding": None}), _content_type(part))
    try:
        reader = next((one for name, one in READERS.items() if name not in _LETTERS and one.sniff(view)), None)
        return list(reader.read(view)) if reader else []
    except BadInput as error:
        return [error]
