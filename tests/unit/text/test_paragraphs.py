"""Lines become paragraphs as they were meant: wrapped, indented, one a line, or a table."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.paragraphs import paragraphs

TEXT = "the harbour of Lisbon stayed shut for a second day after a fire in a container crane the port authority said"
WORDS = TEXT.split()


def wrapped(words: list[str], width: int) -> str:
    lines = [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


def test_blank_lines_part_and_wrapped_lines_join() -> None:
    text = f"{wrapped(WORDS, 40)}\n\n{wrapped(WORDS, 40)}"
    assert [block.text for block in paragraphs(text)] == [" ".join(WORDS)] * 2


def test_a_line_that_ended_early_ends_its_paragraph() -> None:
    text = f"Crane fire\nBy Ann Reed\n{wrapped(WORDS, 60)}"
    assert [block.text for block in paragraphs(text)] == ["Crane fire", "By Ann Reed", " ".join(WORDS)]


def test_indents_begin_paragraphs() -> None:
    text = "     First paragraph of copy that is\nwrapped flush.\n     Second paragraph of copy, also\nwrapped."
    assert [block.text for block in paragraphs(text)] == [
        "First paragraph of copy that is wrapped flush.", "Second paragraph of copy, also wrapped.",
    ]  # fmt: skip


def test_long_lines_are_paragraphs_each() -> None:
    text = "\n".join([" ".join(WORDS * 2), " ".join(WORDS * 3)])
    assert len(paragraphs(text)) == 2


def test_a_compound_broken_at_its_hyphen_is_made_whole() -> None:
    text = "This is a line of copy that was broken off at the word Kurdish-\nled and then went on to the very end"
    assert "Kurdish-led" in paragraphs(text)[0].text


def test_columns_are_a_table_of_tabbed_cells() -> None:
    (block,) = paragraphs(
        "Bergen    2  Oslo    1\nTromso    0  Bode    0\n-----------\nMolde     3  Hamar   2\nVik       1  Os      4"
    )
    assert (block.kind, block.text) == (
        "table", "Bergen\t2\tOslo\t1\nTromso\t0\tBode\t0\nMolde\t3\tHamar\t2\nVik\t1\tOs\t4",
    )  # fmt: skip


def test_stray_indents_of_pretty_printed_markup_are_white_space() -> None:
    text = "\n      The harbour of Lisbon\n      stayed shut\n        on Tuesday\n      again.\n    "
    assert [block.text for block in paragraphs(text, in_markup=True)] == [
        "The harbour of Lisbon stayed shut on Tuesday again."
    ]


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=10), min_size=8, max_size=60), st.integers(40, 90))
def test_wrapping_loses_no_word(words: list[str], width: int) -> None:
    blocks = paragraphs(wrapped(words, width))
    assert " ".join(block.text for block in blocks).split() == words


@given(st.text("ab. \n\t", max_size=400))
def test_no_ink_is_lost(text: str) -> None:
    assert "".join("".join(block.text for block in paragraphs(text)).split()) == "".join(text.split())


@given(st.lists(st.tuples(st.integers(0, 4), st.text("ab. (-*", min_size=1, max_size=12)), min_size=1, max_size=12))
def test_words_of_a_paragraph_are_parted_by_one_space(lines: list[tuple[int, str]]) -> None:
    text = "\n".join(" " * indent + line for indent, line in lines)
    for block in paragraphs(text):
        if block.kind == "p":
            assert block.text == " ".join(block.text.split())
