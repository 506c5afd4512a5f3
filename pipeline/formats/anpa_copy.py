"""The copy of an ANPA message: paragraphs, `^` lines, table rows, and the typography of old wires."""

import re

from pipeline.text.clean import line
from pipeline.text.draft import Block
from pipeline.text.paragraphs import WRAP_WIDTH, LineTest, paragraphs, table_text
from pipeline.text.sign_offs import is_line

_HALF = re.compile(r"\{(?=;|\s*$)")
_BANDS = ("\x10", "\x1e", "\x1f")  # space band or row end, thin and en spaces
_SIGN_OFF = LineTest(is_line)
_QUOTES = (("```", "“'"), ("``", "“"), ("'''", "'”"), ("''", "”"), ("`", "'"))
MAX_FOOTER = 80  # characters
_FOOTER = re.compile(r"\s*[A-Z]{2,6}-\w{1,4}-\d\d-\d\d-\d\d\s+\d{4}\s?[A-Z]{0,5}<?\s*")


def typography(text: str) -> str:
    """Quotes and dashes of the old wires as they are meant."""
    if "`" in text or "''" in text:
        for old, new in _QUOTES:
            text = text.replace(old, new)
    return text.replace(" _ ", " — ")


def _spaced(text: str) -> str:
    for band in _BANDS:
        text = text.replace(band, " ")
    return text


def caret_line(lines: list[str], number: int) -> tuple[str, int]:
    """A `^` line, with the lines over which it was wrapped up to its `<`, and the number of the line after it."""
    first = lines[number].strip(" \t\x02")
    after = lines[number + 1] if number + 1 < len(lines) else ""
    wrapped = not first.endswith(("<", "=")) and after.rstrip().endswith("<") and after[:1] not in "^\t \x08"
    return (f"{first} {after.strip()}", number + 2) if wrapped else (first, number + 1)


def blocks(lines: list[str]) -> list[Block]:
    """Copy to blocks: a TAB begins a paragraph, BS a row; a line without either is still text."""
    found: list[Block] = []
    text: list[str] = []
    rows: list[str] = []
    number = 0
    while number < len(lines):
        one = lines[number]
        is_row, is_caret = one.lstrip(" \t").startswith("\x08"), one.startswith("^")
        if rows and not is_row:
            found.append(Block("\n".join(rows), "table"))
            rows = []
        if (is_row or is_caret) and text:
            found += _paragraphs(text)
            text = []
        if is_row:
            rows.append(_row(one))
        elif is_caret:
            printed, number = caret_line(lines, number)
            if crosshead := typography(line(printed.lstrip("^").rstrip("<="))):
                found.append(Block(crosshead, "h3"))
            continue
        else:
            text.append(one)
        number += 1
    if rows:
        found.append(Block("\n".join(rows), "table"))
    return found + (_paragraphs(text) if text else [])


def _row(printed: str) -> str:
    cells = _HALF.sub("½", _spaced(printed).strip(" \t\x08").removeprefix("^").rstrip("<= "))
    return "\t".join(line(cell) for cell in cells.split(";"))


def _paragraphs(lines: list[str]) -> list[Block]:
    spaced = _spaced("\n".join(one for one in lines if len(one) > MAX_FOOTER or not _FOOTER.fullmatch(one)))
    lines = [one.rstrip() for one in spaced.split("\n")]
    ink = sum(map(len, lines))
    whole = 2 * sum(len(one) for one in lines if len(one) > WRAP_WIDTH) > ink  # each line a paragraph, no wrapping
    if whole and all(one.startswith("\t") for one in lines if one):  # as most copy is
        copy = typography("\n".join(lines)).split("\n")
        return [Block(text) for one in copy if (text := line(one.strip("\t").rstrip("<=")))]
    parted: list[str] = []
    for one in lines:
        if one.startswith("\t"):
            parted.append("")
        shown = one.rstrip("<=").rstrip() if one.endswith(("<", "=")) else one
        parted.append(shown.lstrip() if whole else shown)
        if one.endswith("<"):
            parted.append("")
    found = paragraphs(typography("\n".join(parted)), starts_anew=_SIGN_OFF)
    return [block for block in found if block.text]


def table(text: str) -> list[Block]:
    """Copy that the header calls a table."""
    lines = [one for one in _spaced(text).split("\n") if one.strip()]
    return [Block(table_text(lines), "table")] if lines else []
