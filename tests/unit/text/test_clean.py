"""Characters and white space: what is left of a text, and how its words are counted."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.clean import characters, line, word_count

TEXTS = (
    st.text(alphabet=st.sampled_from("ab \t\n\r\u00a0\u1680\u3000\u200b\ufeff\u0085é\u0301<&-"), max_size=40)
    | st.text()
)


@given(TEXTS)
def test_a_line_is_its_words_parted_by_one_space_and_nothing_else(text: str) -> None:
    assert line(text) == " ".join(characters(text).split())


@given(TEXTS)
def test_characters_have_no_controls_and_are_composed(text: str) -> None:
    clean = characters(text)
    assert clean == unicodedata.normalize("NFC", clean)
    assert not [one for one in clean if one not in "\n\t" and unicodedata.category(one) == "Cc"]
    assert characters(clean) == clean


@given(st.lists(TEXTS.map(line).filter(bool), max_size=5))
def test_words_are_counted_as_splitting_counts_them(paragraphs: list[str]) -> None:
    body = "\n\n".join(paragraphs)
    assert word_count(body) == len(body.split())
