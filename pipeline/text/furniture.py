"""Page furniture of scrapes: banners, share buttons, link lists, what surrounds a story on a web page."""

import re

from pipeline.text.clean import ends_sentence
from pipeline.text.draft import Block

_DOMAIN = re.compile(
    r"\b[\w-]{2,40}\.(?:com|org|net|info|news|co\.[a-z]{2}|com\.[a-z]{2}|de|fr|es|it|eu|uk|ch|at)\b", re.IGNORECASE
)
_NAVIGATION = re.compile(
    r"^(?:skip to|issued on|(?:first |last )?(?:created|modified)\b|source:|editor:|\d+ min(?:utes?)?$|menu"
    r"|home\b.{0,80}[>»|/]|sign in|log ?in|subscribe|search|you are here|breaking news"
    r"|latest news|top stories|news$|world$"
    r"|world news$|sections|print$|e-?mail$|share|tweet|facebook|advertis|anzeige|publicit|werbung|published"
    r"|posted|updated|last updated"
    r"|by staff writers?$|\d+ min(?:ute)?s? read|reading time|photo:|image:|file photo|navigation)",
    re.IGNORECASE,
)
_JUNK_LINE = re.compile(
    r"^(?:x|f|\W|advertisement|advertising|ad|anzeige|werbung|publicité|publicidad|sponsored(?: content)?"
    r"|share(?: this)?(?: (?:article|story|page))?"
    r"|tweet|facebook|twitter|whatsapp|linkedin|reddit|telegram|pinterest|e-?mail|print|copy link|save|comments?"
    r"|\d+ comments?"
    r"|story continues below(?: advertisement)?|continue reading(?: below)?|article continues after.{0,40}"
    r"|loading\.*|read more\.*|learn more\.*"
    r"|click here.{0,60}|follow us.{0,60}|back to top|teilen|merken|drucken|partager|imprimer|compartir)$",
    re.IGNORECASE,
)
_INLINE_LINK = re.compile(
    r"^(?:read (?:more|also|next)|also read|related|see also|watch|lire aussi|à lire aussi|mehr zum thema"
    r"|lesen sie auch|lea también|leggi anche)"
    r"\s*[:>»].{1,140}$",
    re.IGNORECASE,
)
_TAIL_OPENS = re.compile(
    r"^(?:follow (?:ap|the ap|afp|reuters)\b|follow .{2,40} on (?:twitter|x|facebook|instagram)\b"
    r"|related (?:links?|stories|articles|news|topics|content|coverage)|more (?:on|from|news|stories"
    r"|headlines)\b|most (?:read|popular|viewed|shared)"
    r"|read (?:more|also|next)\b|see also|also read|you may (?:also )?like|recommended|trending|top stories"
    r"|latest (?:news|stories|headlines)"
    r"|\d+/\d+ .{0,40}coverage|subscribe\b|sign up\b|newsletter|about us|contact us|privacy policy|terms (?:of"
    r"|and)|cookie|follow us|tags:|topics:"
    r"|filed under|in this article|editors?['’] picks?|what(?:'|’)s hot|popular (?:now|stories)|our standards"
    r"|thanks for (?:being|reading)"
    r"|lire aussi|à lire aussi|sur le même sujet|mehr zum thema|lesen sie auch|das könnte sie|meistgelesen"
    r"|lea también|más noticias|te puede interesar"
    r"|leggi anche|potrebbe interessarti|.{1,60} news coverage$|.{1,40} news from \S+\.\w{2,4}$)",
    re.IGNORECASE,
)
MAX_LINK_WORDS = 22  # a headline in a list of links


def is_banner(text: str) -> bool:
    """The name of a site or a line of its navigation above the headline."""
    if len(text) > 120:
        return False
    return bool(
        _DOMAIN.search(text) or _NAVIGATION.match(text) or text.count("|") >= 1 or text.count(" > ") >= 1
        or text.count("»") >= 2 or _JUNK_LINE.match(text)
    )  # fmt: skip


def is_junk(text: str) -> bool:
    """A button or a mark for advertisements: never part of a story."""
    if len(text) <= 80 and _JUNK_LINE.match(text):
        return True
    return len(text) <= 160 and not ends_sentence(text) and bool(_INLINE_LINK.match(text))


def opens_tail(text: str) -> bool:
    """A line with which the part after a story begins."""
    return len(text) <= 100 and bool(_TAIL_OPENS.match(text)) and not _is_prose(text)


def cut(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """The story's blocks and the furniture after it, for a page without a sign-off."""
    kept: list[Block] = []
    for number, block in enumerate(blocks):
        if is_junk(block.text):
            continue
        if number >= 1 and opens_tail(block.text) and not any(map(_is_long_prose, blocks[number + 1 : number + 41])):
            return _trimmed(kept), blocks[number:]
        kept.append(block)
    return _trimmed(kept), []


def _trimmed(blocks: list[Block]) -> list[Block]:
    """Without the headlines that a list of links leaves at the end."""
    end = len(blocks)
    while end > 1 and blocks[end - 1].kind not in ("table", "ul", "ol") and not ends_sentence(blocks[end - 1].text):
        end -= 1
    # a whole story of lines without full stops (results, agate) is no list of links
    return blocks[:end] if 2 * end >= len(blocks) or end >= 5 else blocks


def _is_prose(text: str) -> bool:
    return ends_sentence(text) and len(text.split()) >= 8


def _is_long_prose(block: Block) -> bool:
    return ends_sentence(block.text) and len(block.text.split()) > MAX_LINK_WORDS
