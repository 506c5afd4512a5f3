"""What the framed wires (ANPA 1312, IPTC 7901) have in common: messages in a transmission, two-digit years."""

import re
from collections.abc import Iterator

from pipeline.errors import BadInput
from pipeline.text.paragraphs import MAX_COPY_CHARACTERS, MAX_LINES
from schemas.words import Reason

_PADDING = "\x00\x16\x7f\x04\x0c \t\r\n"
_CENTURY_BREAK = 70


def messages(text: str) -> Iterator[str]:
    """The messages of a transmission, each up to its end-of-transmission byte, with `\\n` at the ends of lines."""
    for message in text.replace("\r\n", "\n").replace("\r", "\n").split("\x04"):
        if told := message.strip(_PADDING):
            yield told


def bounded(message: str) -> str:
    """The message itself. Raises `BadInput(TOO_LARGE)` where it has more copy than one dispatch can have."""
    if len(message) > MAX_COPY_CHARACTERS or message.count("\n") > MAX_LINES:
        raise BadInput(Reason.TOO_LARGE, "more copy than one dispatch can have")
    return message


def printed_time(found: re.Match[str], month: str, zone: str | None) -> str:
    """The time of a footer that gives `year`, `day`, `hour` and `minute`, in ISO 8601 with its zone as printed."""
    told = (zone or "").upper()
    end = ":00Z" if told in ("GMT", "UTC", "Z") else f" {told}".rstrip()
    return f"{two_digit_year(found['year'])}-{month}-{found['day']}T{found['hour']}:{found['minute']}{end}"


def two_digit_year(printed: str) -> int:
    """The year of two digits: 70 to 99 are of the last century; four digits stand as they are."""
    year = int(printed)
    if len(printed) > 2:
        return year
    return year + (1900 if year >= _CENTURY_BREAK else 2000)
