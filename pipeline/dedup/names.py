"""Handles: short hashes under which dispatches are found again, and the slugline as a name."""

import re

from xxhash import xxh3_64_intdigest

from pipeline.dedup.fingerprint import normalise

ANY_AGENCY = "*"
MAX_NAME_LENGTH = 1000  # of a headline, slugline or number, where it is looked up

_CYCLES = frozenset({"bc", "am", "pm", "ap"})
_SEQUENCE_WORDS = frozenset(
    {"apnewsalert", "newsalert", "advisory"}
    | {"ld", "lead", "leadall", "writethru", "add", "urgent", "flash", "alert", "update", "corrected", "correction"}
    | {"refile", "rpt", "repeat", "wrapup", "kill", "pix", "net", "optional", "abridged"}
)
_ORDINAL = re.compile(r"\d{1,3}(st|nd|rd|th)?")


def handle(kind: str, *parts: str | int | None) -> int:
    """A 64-bit hash of what is looked up: `kind` keeps ids, texts and names apart."""
    text = "\x1f".join([kind, *["" if part is None else str(part) for part in parts]])
    return xxh3_64_intdigest(text.encode("utf-8", "surrogatepass"))


def slug_name(slugline: str | None) -> str:
    """The slugline without cycle (BC-, AM-), sequence (1st Ld, UPDATE 2) and kind words: what stays over updates.

    Empty where nothing else is left: such a slug (APNewsAlert) names no story.
    """
    words = normalise(slugline or "").split()
    while words and (words[0] in _CYCLES or _is_sequence(words[0])):
        del words[0]
    while words and _is_sequence(words[-1]):
        del words[-1]
    return " ".join(words)


def _is_sequence(word: str) -> bool:
    return word in _SEQUENCE_WORDS or _ORDINAL.fullmatch(word) is not None
