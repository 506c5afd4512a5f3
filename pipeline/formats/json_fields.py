"""Reading fields of JSON objects of which nothing is certain: names, types and numbers are the sender's."""

from typing import Any

from pipeline.text.clean import line_or_none
from schemas.words import PubStatus

MAX_LIST = 500
_STATUS = {
    "withheld": PubStatus.WITHHELD, "canceled": PubStatus.CANCELED, "cancelled": PubStatus.CANCELED,
    "killed": PubStatus.CANCELED,
}  # fmt: skip


def text_field(item: dict[str, Any], *names: str, raw: bool = False) -> str | None:
    """The first of the named fields that holds text: one clean line, or as it stands (`raw`)."""
    for name in names:
        value = item.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and not raw:
            value = str(value)
        if isinstance(value, str) and (text := (value if value.strip() else None) if raw else line_or_none(value)):
            return text
    return None


def texts(value: object) -> list[str]:
    """The texts of a list, or of a single value."""
    members = value[:MAX_LIST] if isinstance(value, list) else [value]
    return [text for one in members if (text := line_or_none(one))]


def objects(value: object) -> list[dict[str, Any]]:
    """The objects of a list."""
    return [one for one in value[:MAX_LIST] if isinstance(one, dict)] if isinstance(value, list) else []


def status_of(value: object) -> tuple[PubStatus, bool]:
    """Publication status, and whether the word was "embargoed"; no word is usable."""
    word = (line_or_none(value) or "").lower().rpartition(":")[2]
    return _STATUS.get(word, PubStatus.USABLE), word == "embargoed"
