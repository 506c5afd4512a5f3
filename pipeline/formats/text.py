"""Plain text: wire copy without a format of its own, and copy scraped off a web page. The last resort of sniffing."""

import re
from collections.abc import Iterator

from pipeline.errors import BadInput
from pipeline.formats.payload import Payload
from pipeline.text import notes, sign_offs
from pipeline.text.dateline import starts
from pipeline.text.draft import Draft
from pipeline.text.paragraphs import LineTest, paragraphs
from schemas.words import Reason

# no text: control bytes of framed wires and of binary files (a form feed or a DOS end of file is none)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_MAIL_HEADER = re.compile(
    r"(?:received|return-path|delivered-to|mime-version|message-id|from|to|date|subject|x-[\w-]+)\s*:", re.IGNORECASE
)
_WIRE_HEADER = re.compile(r"ZCZC\b|[a-z]{3} ?\d{2,5} \d [a-z]{1,3}\b(?: \d{1,5})?(?: |\r?\n|$)")


def sniff(payload: Payload) -> bool:
    """Decodable text without control bytes that is not mark-up, JSON, mail or a framed wire."""
    if payload.root is not None or payload.is_json or _CONTROL.search(payload.text):
        return False
    return not (_WIRE_HEADER.match(payload.head) or _is_mail(payload.head))


def _starts_anew(line: str) -> bool:
    return starts(line) or notes.is_separator(line) or sign_offs.is_line(line) or notes.find(line) is not None


_OPENS = LineTest(_starts_anew)


def _is_mail(head: str) -> bool:
    lines = head.splitlines()[:3]
    return len(lines) > 1 and all(_MAIL_HEADER.match(line) or line[:1] in " \t" for line in lines[:2])


def read(payload: Payload) -> Iterator[Draft | BadInput]:
    """The one dispatch of a text."""
    blocks = paragraphs(payload.text.rstrip("\x1a"), starts_anew=_OPENS)
    if not blocks:
        raise BadInput(Reason.EMPTY, "nothing but white space")
    yield Draft(blocks=blocks, is_plain=True)
