"""Lines to paragraphs: hard-wrapped, indented, one line each, or a table."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from pipeline.errors import BadInput
from pipeline.text.clean import characters, line
from pipeline.text.draft import Block
from schemas.words import Reason

MAX_COPY_CHARACTERS = 2_000_000
MAX_LINES = 50_000
MAX_BRACKET_LINES = 12
WRAP_WIDTH = 100  # lines longer than this are whole paragraphs
_GAP = re.compile(r"[^\s.!?:] {2,}\S|\S {3,}\S|\S\t+\S")
_RULE = re.compile(r"^\s*(?:[-=_]{5,}|(?:\* ?){3,})\s*$")
_TABLE_SIGNS = ("  ", "\t", "--", "==", "__", "*")  # copy without any of them has no columns and no rules
_COLUMNS = re.compile(r" {2,}|\t+")
_RETURNS = re.compile(r"^ {2,}\S[^\n]*\n ?\S", re.MULTILINE)  # an indented line, then a flush one
_BEFORE_INDENT = re.compile(r"\n(?=  )")
_LINE_SIGNS = "\t*=_"  # of columns and rules
_LINE_ENDS = frozenset({"", " ", "-"})  # blank lines, compounds that go on
_SUSPENDED = ("und ", "oder ", "and ", "or ", "et ", "ou ", "y ", "o ", "e ", "to ")


@dataclass(frozen=True, slots=True)
class LineTest:
    """Which lines begin a paragraph whatever stands before them. `signs`: each of these lines has one of them."""

    holds: Callable[[str], bool]
    signs: tuple[str, ...] = ("",)

    def holds_in(self, text: str) -> bool:
        """Whether it holds for one of the lines of a text."""
        return any(sign in text for sign in self.signs) and any(map(self.holds, text.split("\n")))


def paragraphs(text: str, *, starts_anew: LineTest | None = None, in_markup: bool = False) -> list[Block]:
    """Blocks of a plain text. A line for which `starts_anew` holds always begins a paragraph.

    `in_markup`: the text of one element, where a line end is white space unless indents or blank lines part the text.
    Raises `BadInput(TOO_LARGE)`.
    """
    if len(text) > MAX_COPY_CHARACTERS or text.count("\n") + text.count("\r") > MAX_LINES:
        raise BadInput(Reason.TOO_LARGE, "more copy than one dispatch can have")
    text = characters(text)
    if not in_markup and (found := _indented_copy(text, starts_anew)):
        return found
    lines = [_indented(one).rstrip() for one in text.split("\n")]
    chunks = _chunks(lines)
    if all(len(chunk) == 1 for chunk in chunks):
        return [Block(line(chunk[0])) for chunk in chunks]
    width = None if in_markup else _wrap_width(lines)
    layout = _Layout(width, _is_indented(chunks, in_markup), starts_anew)
    return [block for chunk in chunks for block in _chunk_blocks(chunk, layout)]


def _indented_copy(text: str, starts_anew: LineTest | None) -> list[Block] | None:
    """Copy in which an indent begins each paragraph and nothing else is to be told: taken whole, not line by line."""
    if any(sign in text for sign in _LINE_SIGNS) or "--" in text or "  (" in text or not _RETURNS.search(text):
        return None
    if not _LINE_ENDS.isdisjoint([one[-1:] for one in text.strip("\n").split("\n")]):
        return None
    pieces = [piece.strip() for piece in _BEFORE_INDENT.split(text)]
    together = "\n".join(pieces)
    if "  " in together or "\n " in together:
        return None
    if starts_anew and starts_anew.holds_in("\n".join(piece.partition("\n")[2] for piece in pieces)):
        return None
    return [Block(piece.replace("\n", " ")) for piece in pieces]


def _indented(one: str) -> str:
    return "    " + one.lstrip("\t") if one[:1] == "\t" else one


@dataclass(frozen=True, slots=True)
class _Layout:
    width: int | None  # None: a line end is white space
    indented: bool  # an indented line begins a paragraph
    starts_anew: LineTest | None


def _chunks(lines: list[str]) -> list[list[str]]:
    """Lines between blank lines."""
    chunks: list[list[str]] = [[]]
    for one in lines:
        if one:
            chunks[-1].append(one)
        elif chunks[-1]:
            chunks.append([])
    return [chunk for chunk in chunks if chunk]


def _is_indented(chunks: list[list[str]], in_markup: bool) -> bool:
    """Whether indents mark paragraphs: an indented line is followed by a flush one. Mark-up has stray indents."""
    depths: set[int] = set()
    returns = 0
    for number, chunk in enumerate(chunks):
        indents = [_indent(one) for one in chunk]
        # the first line may follow a tag: its indent says nothing
        depths.update(indents if number else indents[1:])
        if len(indents) > 1:
            returns += sum(before > 1 >= after for before, after in pairwise(indents))
    return returns >= 2 and len(depths - {0, 1}) == 1 if in_markup else returns >= 1


def _indent(one: str) -> int:
    return len(one) - len(one.lstrip())


def _wrap_width(lines: list[str]) -> int:
    """The column at which a text was wrapped; 0 where its lines are whole paragraphs."""
    lengths = [len(one.lstrip()) for one in lines]
    if 2 * sum(size for size in lengths if size > WRAP_WIDTH) > sum(lengths):
        return 0
    return max((size for size in map(len, lines) if size <= WRAP_WIDTH), default=0)


def _chunk_blocks(chunk: list[str], layout: _Layout) -> list[Block]:
    if is_tabular(chunk):
        return [Block(table_text(chunk), "table")]
    if len(chunk) == 1:
        return [Block(line(chunk[0]))]
    return [Block(text) for text in _unwrap(chunk, layout)]


def is_tabular(lines: list[str]) -> bool:
    """Whether most of four or more lines have columns."""
    if len(lines) < 4:
        return False
    bare = [one.strip()[:300] for one in lines]
    together = "\n".join(bare)
    if not any(sign in together for sign in _TABLE_SIGNS):
        return False
    columned = sum(1 for one in bare if _GAP.search(one) or _RULE.match(one))
    return 2 * columned >= len(lines)


def table_text(lines: list[str]) -> str:
    """Rows of a table: cells parted by a tab, rules dropped."""
    rows = (_COLUMNS.sub("\t", one.strip()) for one in lines if not _RULE.match(one[:300]))
    return "\n".join(rows)


def _unwrap(chunk: list[str], layout: _Layout) -> list[str]:
    found: list[list[str]] = []
    indented = layout.indented and any(one.startswith("  ") for one in chunk)
    before = ""
    for one in chunk:
        bare = one.lstrip()
        if layout.starts_anew is not None and layout.starts_anew.holds(bare):
            fresh = True
        elif indented:
            fresh = len(one) - len(bare) > 1
        else:
            fresh = not _continues(before, bare, layout.width)
        if not found or (fresh and not _is_open(found[-1])):
            found.append([bare])
        else:
            found[-1].append(bare)
        before = one
    return [join_lines(lines) for lines in found]


def _is_open(lines: list[str]) -> bool:
    """Whether a paragraph began with a bracket that is still open: credits run over lines."""
    if not lines[0].startswith("(") or len(lines) > MAX_BRACKET_LINES:
        return False
    return sum(one.count("(") - one.count(")") for one in lines) > 0


def _continues(before: str, after: str, width: int | None) -> bool:
    """Whether the line broke because the next word did not fit."""
    if width is None:
        return True
    return len(before) + 1 + len(after.split(" ", 1)[0]) > width - 2 and width > 30


def join_lines(lines: list[str]) -> str:
    """The lines of one paragraph joined; a compound broken at its hyphen is made whole."""
    if not any(one.endswith("-") for one in lines):
        return line(" ".join(lines))
    parts = [line(lines[0])]
    for one in lines[1:]:
        before, after = parts[-1], line(one)
        compound = (
            len(before) > 1 and before[-1] == "-" and before[-2].isalpha() and after[:1].islower()
            and not after.startswith(_SUSPENDED)
        )  # fmt: skip
        parts.append(after if compound else " " + after)
    return "".join(parts)
