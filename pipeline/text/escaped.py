"""Mark-up that was escaped once too often: it comes as characters of the text, where no tag may stay."""

import re
from html import unescape

from pipeline.text import inline
from pipeline.text.clean import line
from pipeline.text.draft import Block, Draft

_ENDS = r"p|br|div|li|ul|ol|tr|td|th|table|h[1-6]|hr|blockquote|section|article|body|html|block|hl2|body\.content"
_OTHERS = r"span|b|i|u|a|em|strong|font|small|sup|sub|tbody|thead|img|figure|figcaption|script|style|center|pre|nitf"
# the name alone or with attributes: "<b and c>" is no tag
_TAG = re.compile(rf"</?(?:{_ENDS}|{_OTHERS})(?:\s[^<>=]{{0,60}}=[^<>]{{0,300}})?\s?/?>", re.IGNORECASE)
_END = re.compile(rf"</?(?:{_ENDS})\b[^<>]{{0,362}}>", re.IGNORECASE)
_REFERENCES = re.compile(rf"&lt;/?(?:{_ENDS}|{_OTHERS})(?:\s[^<>&]{{0,300}})?\s?/?&gt;", re.IGNORECASE)
MAX_ROUNDS = 3  # how often a text may have been escaped
MAX_PIECES = 500


def has_tags(text: str) -> bool:
    """Whether a text holds tags of HTML; a "<" alone is none."""
    return "<" in text and _TAG.search(text) is not None


def lift(draft: Draft) -> None:
    """Take tags out of the copy, the headline and the lines beside it; their paragraphs become blocks."""
    if any(("<" in block.text or "&lt;" in block.text) and _is_marked(block.text) for block in draft.blocks):
        draft.blocks = [piece for block in draft.blocks for piece in _pieces(block)]
    for name in ("headline", "subhead", "summary"):
        text = getattr(draft, name)
        if text and _is_marked(text):
            setattr(draft, name, line(_without_tags(text)) or None)


def _is_marked(text: str) -> bool:
    return has_tags(text) or ("&lt;" in text and _REFERENCES.search(text) is not None)


def _pieces(block: Block) -> list[Block]:
    if not _is_marked(block.text):
        return [block]
    if block.kind == "table":
        rows = (_without_tags(row) for row in block.text.split("\n"))
        return [Block("\n".join("\t".join(map(line, row.split("\t"))) for row in rows), "table")]
    marked = block.text if has_tags(block.text) else unescape(block.text)
    texts = [text for piece in _END.split(marked, MAX_PIECES) if (text := line(_without_tags(piece)))]
    is_html = block.html is not None
    return [Block(text, block.kind, inline.plain(text) if is_html else None) for text in texts]


def _without_tags(text: str) -> str:
    for _ in range(MAX_ROUNDS):
        text = unescape(_TAG.sub(_gap, text))
        if not _is_marked(text):
            return text
    return text.replace("<", "").replace("&lt;", "")


def _gap(tag: re.Match[str]) -> str:
    return " " if _END.match(tag[0]) else ""
