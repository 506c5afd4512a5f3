"""XHTML, HTML and NITF content to blocks: paragraphs, headings, lists, tables, with inline children and tails kept."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from html import escape, unescape

from lxml import html as lxml_html
from lxml.etree import ParserError, _Element

from pipeline.errors import BadInput
from pipeline.text.clean import characters, ends_sentence, line
from pipeline.text.draft import Block
from pipeline.text.escaped import has_tags
from pipeline.text.inline import plain
from pipeline.text.paragraphs import MAX_COPY_CHARACTERS, paragraphs
from schemas.dispatch import Link, Media
from schemas.words import Reason

_PARSER = lxml_html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
MAX_DEPTH = 200
MAX_BLOCKS = 20_000
MAX_ELEMENTS = 100_000
MAX_LINKS = 200
MAX_MEDIA = 50
_DROPPED = frozenset([
    "script", "style", "head", "title", "meta", "link", "noscript", "template", "iframe", "object", "embed",
    "svg", "math", "form", "button", "input", "select", "textarea", "nav", "map", "canvas", "video", "audio",
    "source", "media", "body.end",
])  # fmt: skip
_BLOCKS = frozenset([
    "p", "div", "section", "article", "main", "header", "footer", "aside", "address", "center", "pre", "body",
    "html", "dl", "dt", "dd", "hr", "blockquote", "caption", "fieldset", "details", "summary", "td", "th",
    "tr", "thead", "tbody", "tfoot", "table", "ul", "ol", "li", "block", "body.content", "body.head",
    "hedline", "bq",
])  # fmt: skip
_HEADINGS = {"h1": "h2", "h2": "h2", "hl1": "h2", "hl2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
_INLINE = {"em": "em", "i": "em", "strong": "strong", "b": "strong"}
_CELL_BLOCKS = frozenset(["p", "div", "table", "ul", "ol", "blockquote", "h1", "h2", "h3", "article", "section"])
_PARTED = frozenset(["blockquote", "ul", "ol"])  # what a `p` inside is still part of
_BLANK = " \t\r\n\x00\xa0"
_BREAK = "\x00"  # a <br> among the pieces; cannot come with the text
MAX_BOLD_HEADING_WORDS = 10


def local_name(element: _Element) -> str:
    """The element's name without its namespace, in lower case; empty for comments and the like."""
    tag = element.tag
    return _local(tag) if isinstance(tag, str) else ""


@lru_cache(maxsize=4096)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2].lower()


def descendants(element: _Element, *names: str) -> Iterator[_Element]:
    """The element and those inside it that have one of these names, in document order.

    In any namespace, and in capitals or small letters too. Much faster than a look at the name of each.
    """
    return element.iter(*_spellings(names))


@cache
def _spellings(names: tuple[str, ...]) -> list[str]:
    return sorted({f"{{*}}{one}" for name in names for one in (name, name.lower(), name.upper())})


def text_of(element: _Element) -> str:
    """All text in an element, as it stands."""
    return "".join(map(str, element.itertext()))


@dataclass(slots=True)
class Content:
    """What an element holds."""

    blocks: list[Block] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    media: list[Media] = field(default_factory=list)


def read_element(element: _Element, *, skip: frozenset[_Element] = frozenset()) -> Content:
    """The content of an element; subtrees in `skip` are left out. Raises `BadInput(TOO_DEEP)`."""
    walk = _Walk(skip)
    walk.children(element, 0)
    walk.flush()
    return walk.content


def read_html(markup: str) -> Content:
    """The content of an HTML fragment, also one that was escaped twice. Raises `BadInput(TOO_DEEP)`."""
    if "<" not in markup and "&lt;" in markup and has_tags(unescaped := unescape(markup)):
        markup = unescaped
    if "<" not in markup:
        return Content([Block(block.text, block.kind) for block in paragraphs(unescape(markup))])
    if (texts := _bare_paragraphs(markup)) is not None:
        walk = _Walk()
        for text in texts:
            walk.leaf(unescape(text) if "&" in text else text)
        return walk.content
    root = html_tree(markup)
    return read_element(root) if root is not None else Content()


def _bare_paragraphs(markup: str) -> list[str] | None:
    """The texts of mark-up that is nothing but `<p>...</p>`, as most bodies are: no tree is needed for it."""
    if markup.startswith("<p>") and markup.endswith("</p>"):
        texts = markup[3:-4].split("</p><p>")
        if markup.count("<") == 2 * len(texts):
            return texts
    *paragraphs_, rest = markup.split("</p>")
    if rest.strip() or markup.count("<") != 2 * len(paragraphs_):
        return None
    opened = [one.lstrip() for one in paragraphs_]
    return [one[3:] for one in opened] if all(one.startswith("<p>") for one in opened) else None


def html_tree(markup: str) -> _Element | None:
    """A tree of HTML, however broken; None where nothing is in it. Never fetches."""
    try:
        tree: _Element = lxml_html.document_fromstring(characters(markup).encode(), parser=_PARSER)
    except ParserError:
        return None
    return tree


class _Walk:
    """One walk over a tree, collecting blocks."""

    def __init__(self, skip: frozenset[_Element] = frozenset()) -> None:
        self.content = Content()
        self.skip = skip
        self.kind = "p"
        self.characters = 0
        self.elements = 0
        self.text: list[str] = []
        self.html: list[str] = []

    def children(self, element: _Element, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise BadInput(Reason.TOO_DEEP, f"elements nested over {MAX_DEPTH} deep")
        self._add(element.text)
        apart = _is_row_of_spans(element)
        for child in element:
            if child not in self.skip:
                self._element(child, depth + 1)
            self._add(" " if apart else child.tail)

    def _element(self, element: _Element, depth: int) -> None:
        name = local_name(element)
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise BadInput(Reason.TOO_LARGE, "more elements than one dispatch can have")
        if name == "p" and not len(element):
            self.leaf(element.text or "")
            return
        if not name or name in _DROPPED:
            return
        if name == "br":
            self._break()
        elif name in ("figure", "img"):
            self._picture(element)
        elif name == "table" and _is_data(element):
            self._table(element)
        elif name in _HEADINGS:
            self._block(element, _HEADINGS[name], depth)
        elif name in _BLOCKS:
            self._block(element, _kind(element, name, self.kind), depth)
        else:
            self._inline(element, name, depth)

    def _block(self, element: _Element, kind: str, depth: int) -> None:
        self.flush()
        before, self.kind = self.kind, kind
        self.children(element, depth)
        self.flush()
        self.kind = before

    def leaf(self, text: str) -> None:
        """A `p` of nothing but text, as most paragraphs are."""
        if self.text:
            self.flush()
        text = text.strip(_BLANK)
        before, self.kind = self.kind, self.kind if self.kind in _PARTED else "p"
        if "\n" in text:
            self._add(text)
            self.flush()
        elif told := line(text):
            self._count(text)
            self.content.blocks.append(Block(told, self.kind, plain(told)))
        self.kind = before

    def _inline(self, element: _Element, name: str, depth: int) -> None:
        href = (element.get("href") or "").strip() if name == "a" else ""
        tag = _INLINE.get(name) or ("a" if href else None)
        if tag:
            self.html.append(f'<a href="{escape(href)}">' if tag == "a" else f"<{tag}>")
        start = len(self.text)
        self.children(element, depth)
        if tag:
            self.html.append(f"</{tag}>")
        if href.startswith(("http://", "https://")) and len(self.content.links) < MAX_LINKS:
            title = line("".join(self.text[start:]).replace(_BREAK, " "))
            self.content.links.append(Link(href=href, title=title or None))

    def _add(self, text: str | None) -> None:
        if text:
            self.text.append(text)
            self.html.append(plain(text))

    def _break(self) -> None:
        inked = next((piece for piece in reversed(self.text) if piece.strip(" \t\r\n")), "")
        if inked == _BREAK:
            self.flush()
        else:
            self.text.append(_BREAK)
            self.html.append(_BREAK)

    def _picture(self, element: _Element) -> None:
        picture = element if local_name(element) == "img" else next(element.iter("{*}img"), None)
        source = picture.get("src") if picture is not None else None
        if picture is None or not source or source.startswith("data:") or len(self.content.media) >= MAX_MEDIA:
            return
        caption = next(element.iter("{*}figcaption"), None)
        title = line(text_of(caption) if caption is not None else picture.get("alt") or "")
        self.content.media.append(Media(type="picture", uri=source, title=title or None))

    def _table(self, element: _Element) -> None:
        self.flush()
        rows = [_cells(row) for row in element.iter("{*}tr")]
        told = [row for row in rows if any(text for _, text in row)]
        if told:
            html = "".join(f"<tr>{''.join(f'<{tag}>{plain(text)}</{tag}>' for tag, text in row)}</tr>" for row in told)
            self.content.blocks.append(
                Block("\n".join("\t".join(text for _, text in row) for row in told), "table", html)
            )

    def flush(self) -> None:
        """Close the paragraph that is open."""
        if not self.text:
            return
        text, html = "".join(self.text), "".join(self.html)
        self.text, self.html = [], []
        if not text.strip(_BLANK):
            return
        self._count(text)
        for piece, inner in _pieces(text, html):
            self.content.blocks.extend(self._blocks(piece, inner))

    def _count(self, text: str) -> None:
        self.characters += len(text)
        if self.characters > MAX_COPY_CHARACTERS or len(self.content.blocks) > MAX_BLOCKS:
            raise BadInput(Reason.TOO_LARGE, "more copy than one dispatch can have")

    def _blocks(self, text: str, html: str) -> list[Block]:
        """One paragraph, or several where indents, blank lines or columns part its text."""
        found = paragraphs(text, in_markup=True) if "\n" in text.strip() else [Block(line(text))]
        found = [block for block in found if block.text]
        if len(found) == 1 and found[0].kind == "p":
            (block,) = found
            block.html = line(html) if "<" in html else plain(block.text)
            is_heading = self.kind == "p" and bool(self.content.blocks) and _is_bold_heading(block)
            block.kind, block.html = ("h3", plain(block.text)) if is_heading else (self.kind, block.html)
            return found
        for block in found:
            if block.kind == "p":
                block.kind, block.html = self.kind, plain(block.text)
        return found


def _pieces(text: str, html: str) -> list[tuple[str, str]]:
    """The paragraph, or its parts where line breaks end sentences or columns."""
    if _BREAK not in text:
        return [(text, html)]
    texts, htmls = text.split(_BREAK), html.split(_BREAK)
    inked = [(one, two) for one, two in zip(texts, htmls, strict=True) if one.strip()]
    if len(inked) > 1 and all(ends_sentence(one.rstrip()) for one, _ in inked[:-1]):
        return inked
    if len(inked) >= 4:
        blocks = paragraphs("\n".join(" ".join(one.split("\n")) for one, _ in inked), in_markup=True)
        if any(block.kind == "table" for block in blocks):
            return [("\n".join(" ".join(one.split("\n")) for one, _ in inked), "")]
    return [(" ".join(one for one, _ in inked), " ".join(two for _, two in inked))]


def _is_row_of_spans(element: _Element) -> bool:
    """A block of nothing but spans, set apart by style sheet: section and credit, place and date."""
    if local_name(element) != "div" or len(element) < 2 or (element.text or "").strip():
        return False
    return all(local_name(child) == "span" and not (child.tail or "").strip() for child in element)


def _kind(element: _Element, name: str, around: str) -> str:
    if name == "li":
        parent = element.getparent()
        return "ol" if parent is not None and local_name(parent) == "ol" else "ul"
    if name in ("blockquote", "bq"):
        return "blockquote"
    if name in ("p", "dt", "dd"):
        return around if around in _PARTED else "p"
    return around if around != "h2" and around != "h3" else "p"


def _is_data(table: _Element) -> bool:
    """A table of figures, not one that lays out a page."""
    if any(local_name(child) in _CELL_BLOCKS for cell in table.iter("{*}td", "{*}th") for child in cell):
        return False
    return any(len(_cells(row)) > 1 for row in table.iter("{*}tr"))


def _cells(row: _Element) -> list[tuple[str, str]]:
    return [(local_name(cell), line(text_of(cell))) for cell in row if local_name(cell) in ("td", "th")]


def _is_bold_heading(block: Block) -> bool:
    html = (block.html or "").strip()
    return (
        html.startswith("<strong>") and html.endswith("</strong>") and html.count("<strong>") == 1
        and len(block.text.split()) <= MAX_BOLD_HEADING_WORDS and not ends_sentence(block.text)
    )  # fmt: skip
