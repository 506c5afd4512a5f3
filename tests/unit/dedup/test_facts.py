"""Figures and names: what is compared where shingles are blind."""

import pytest

from pipeline.dedup.facts import compare_figures, compare_moments, compare_names, figures, names, same_figures
from pipeline.dedup.fingerprint import normalise


def of(text, headline=""):
    return figures(normalise(headline), normalise(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It fell 3.5 per cent to 17", "To 17, by 3.5 per cent"),
        ("four ships and 12 men", "4 ships and twelve men"),
        ("vier Schiffe", "4 Schiffe"),
        ("trois navires", "3 navires"),
        ("said today", "said on March 3"),
        ("am 3. März", "heute"),
        ("no figure", "none at all"),
    ],
)
def test_figures_that_are_the_same(one, other):
    assert same_figures(of(one), of(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3.5 million", "3.6 million"),
        ("3.5 and 3.5", "3.5"),
        ("four ships", "five ships"),
        ("1,500", "1.500"),
        ("-4 degrees", "4 degrees"),
        ("on March 3", "on March 4"),
        ("at 1200 GMT", "at 1230 GMT"),
        ("at 1200 GMT", "today"),
        ("a figure", "a figure of 7"),
    ],
)
def test_figures_that_differ(one, other):
    assert not same_figures(of(one), of(other))


def test_a_figure_of_the_headline_counts_only_where_the_body_lacks_it():
    assert same_figures(of("up 22 per cent", headline="Up 22 per cent"), of("up 22 per cent"))
    assert not same_figures(of("up 22 per cent", headline="Up 23 per cent"), of("up 22 per cent"))


def test_balance_counts_each_figure_as_often_as_it_occurs():
    balance = compare_figures(of("3 and 3 and 4"), of("3 and 5 and 6"))
    assert (balance.shared, balance.mine, balance.theirs) == (1, 2, 2)
    assert not balance.nested


def test_long_lists_are_compared_by_a_sample_that_both_keep():
    many = " ".join(str(n) for n in range(1000))
    balance = compare_figures(of(many), of(f"{many} 5000"))
    assert balance.mine == 0
    assert balance.shared > 50
    assert not same_figures(of(many), of(f"{many} 5000"))
    other = compare_figures(of(many), of(" ".join(str(n) for n in range(500, 1500))))
    assert other.mine > 10 < other.theirs


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("at 1200 GMT", "at 1230 GMT"),
        ("March 3", "March 4"),
        ("at the opening", "at the closing"),
        ("noon", "midnight"),
    ],
)
def test_moments_that_differ(one, other):
    assert not compare_moments(of(one), of(other)).nested
    assert compare_moments(of(one), of("nothing")).nested


def test_names_are_words_with_a_capital_within_a_sentence_and_the_first_word():
    mine = names("Halden bought the ferry from Ingrid Solheim. The price was low, Per Aasen said on Tuesday.")
    theirs = names("Sundvik bought the ferry from Ingrid Solheim. A price was high, Per Aasen said on Monday.")
    balance = compare_names(mine, theirs)
    assert (balance.shared, balance.mine, balance.theirs) == (4, 1, 1)  # days are no names


def test_a_text_in_capitals_has_no_names():
    assert names("HALDEN BOUGHT THE FERRY FROM INGRID SOLHEIM") == b""


def test_facts_are_bounded():
    many = " ".join(f"{n} Name{n}" for n in range(5000))
    assert len(of(many)) == 8 + 4 * 64
    assert len(names(f"so {many}")) == 2 * 64
