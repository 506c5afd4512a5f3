"""Crossheads: AFP's `- Two words -`, and short lines in capitals between paragraphs."""

import re

from pipeline.text.clean import ends_sentence
from pipeline.text.draft import HEADING_KINDS, Block

MAX_WORDS = 10
_DASHED = re.compile(r"^[-–—]\s*(?P<words>[^-–—\s].{0,78}?)\s*[-–—]$")
_CAPITALS_WORDS = 8


def mark(blocks: list[Block]) -> None:
    """Turn crossheads into headings, without AFP's dashes."""
    for number, block in enumerate(blocks):
        if block.kind != "p" or number + 1 >= len(blocks) or len(block.text) > 100:
            continue
        if dashed := _DASHED.match(block.text):
            block.text, block.kind, block.html = dashed["words"], "h2", None
        elif number and _is_capitals(block.text) and blocks[number + 1].kind == "p":
            block.kind = "h2"


def _is_capitals(text: str) -> bool:
    words = text.split()
    letters = sum(character.isalpha() for character in text)
    return (
        text.isupper() and len(words) <= _CAPITALS_WORDS and letters >= 4 and 2 * letters > len(text)
        and not ends_sentence(text) and not text.endswith((":", ",", ";", '"', ")")) and "\n" not in text
    )  # fmt: skip


def of(blocks: list[Block]) -> list[str]:
    """The crossheads in order."""
    return [block.text for block in blocks if block.kind in HEADING_KINDS]
