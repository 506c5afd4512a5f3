"""Characters: what may stay in a text, and white space."""

import unicodedata

_C1 = {code: bytes([code]).decode("cp1252", "replace").replace("�", "") for code in range(0x80, 0xA0)}
_DROPPED = [
    *range(0x00, 0x09), *range(0x0E, 0x20), 0x7F,
    0xAD, 0x200B, 0x2060, 0xFEFF,  # soft hyphen, zero width
    0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A),  # direction marks and overrides
    *range(0xFFF9, 0xFFFC), *range(0xD800, 0xE000),
]  # fmt: skip
_LINE_ENDS = {0x0B: "\n", 0x0C: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"}
_SPACES = dict.fromkeys((160, 5760, *range(8192, 8203), 8239, 8287, 12288), " ")
_PLAIN = bytes([0x09, 0x0A, *range(0x20, 0x7F)])
_TABLE: dict[int, str | None] = {**dict.fromkeys(_DROPPED), **_C1, **_LINE_ENDS, **_SPACES}

SENTENCE_END = (
    ".",
    "!",
    "?",
    '."',
    '!"',
    '?"',
    ".”",
    "!”",
    "?”",
    '".',
    "”.", ".'", ".’", "'.", "’.", "»", ".)", "…", "...", "。",
)  # fmt: skip


def characters(text: str) -> str:
    """NFC text without control, zero-width and direction characters; lines end in `\\n`, spaces are plain."""
    if text.isascii() and text.isprintable():
        return text  # one plain line, as most are
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii() and not text.encode("ascii").translate(None, _PLAIN):
        return text
    return unicodedata.normalize("NFC", text.translate(_TABLE))


def line(text: str) -> str:
    """One line of clean text: `characters`, white space folded."""
    is_plain = text.isascii() and text.isprintable()
    if not is_plain:
        text = characters(text)
        is_plain = text.isprintable()
    # the space is the only white space that is printable
    return text.strip(" ") if is_plain and "  " not in text else " ".join(text.split())


def line_or_none(text: object) -> str | None:
    """A clean line; None where it is no text or nothing is left."""
    return (line(text) or None) if isinstance(text, str) else None


def word_count(body: str) -> int:
    """Words of a clean body: one white space between two words, two line ends between two paragraphs."""
    if not body or "\t" in body:
        return len(body.split())  # a table has empty cells
    return body.count(" ") + body.count("\n") - body.count("\n\n") + 1


def ends_sentence(text: str) -> bool:
    """Whether a paragraph ends as sentences do."""
    return text.endswith(SENTENCE_END)
