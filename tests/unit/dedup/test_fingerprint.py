"""Fingerprints: what a reader would not notice is folded away, what is a correction is kept."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.dedup.fingerprint import MAX_PARAGRAPHS, fingerprint, normalise
from schemas.dispatch import Dispatch
from schemas.words import Format, Warning


def dispatch(body, headline="Elvik closes berths", warnings=()):
    return Dispatch(
        id="x",
        feed="norvik",
        format=Format.TEXT,
        headline=headline,
        body=body,
        received_at=datetime(2026, 3, 2, tzinfo=UTC),
        warnings=list(warnings),
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kari said: “It’s  over” – for now…", 'KARI SAID: "It\'s over" - for now...'),
        ("the ``old'' pier _ closed", "the “old” pier — closed"),
        ("caf\u00e9", "cafe\u0301"),
        ("soft\u00adhyphen and zero\u200bwidth", "softhyphen and zerowidth"),
        ("non\u00a0breaking", "non breaking"),
        ("Ｆｕｌｌ width", "full width"),
        ("up 3.5, then 4", "up 3.5 then 4."),
        ("down −4 degrees", "down -4 degrees"),
    ],
)
def test_what_a_reader_would_not_notice_is_folded(one, other):
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3.5 million", "35 million"),
        ("1,500", "1.500"),
        ("$5", "€5"),
        ("5%", "5"),
        ("fell to -3", "fell to 3"),
        ("कि", "का"),
        ("resume", "résumé"),
    ],
)
def test_what_is_a_correction_is_kept(one, other):
    assert normalise(one) != normalise(other)


def test_paragraphs_answer_to_those_of_the_body():
    before = fingerprint(dispatch("One thing.\n\n* * *\n\nAnother thing."))
    after = fingerprint(dispatch("One  thing\n\n* * *\n\nA third thing."))
    assert len(before.paragraphs) == 3
    assert before.paragraphs[0] == after.paragraphs[0]
    assert before.paragraphs[1] == 0
    assert before.paragraphs[2] != after.paragraphs[2]


def test_the_headline_repeated_over_the_body_is_left_out_of_it():
    plain = fingerprint(dispatch("Two berths shut.\n\nRepairs follow."))
    repeated = fingerprint(dispatch("ELVIK CLOSES BERTHS\n\nTwo berths shut.\n\nRepairs follow."))
    assert repeated.body == plain.body
    assert repeated.headline == plain.headline


@pytest.mark.parametrize("body", ["Harbour shut.\n\nRepairs follow.", "Repairs follow."], ids=["copied", "moved"])
def test_a_headline_made_from_the_text_is_absent_and_its_words_stay_text(body):
    made = fingerprint(dispatch(body, headline="Harbour shut", warnings=[Warning.HEADLINE_FROM_TEXT]))
    absent = fingerprint(dispatch("Harbour shut. \n\nRepairs follow.", headline=None))
    assert made.headline == absent.headline == 0
    assert made.body == absent.body


def test_numerals_are_a_multiset_of_headline_and_body():
    one = fingerprint(dispatch("From 3 to 4.5 and 4.5", headline="7 die"))
    other = fingerprint(dispatch("At 4.5, then 7, then 4.5", headline="3 die"))
    fewer = fingerprint(dispatch("At 4.5, then 7", headline="3 die"))
    assert one.numerals == other.numerals
    assert one.numerals != fewer.numerals


def test_nothing_is_zero():
    empty = fingerprint(dispatch("", headline=None))
    assert (empty.headline, empty.body, empty.numerals, empty.paragraphs, empty.shingles) == (0, 0, 0, [], 0)
    assert fingerprint(dispatch("* * *", headline="--")).body == 0


def test_shingles_are_counted_once_each():
    assert fingerprint(dispatch("a b c d")).shingles == 0
    assert fingerprint(dispatch("a b c d e f")).shingles == 2
    assert fingerprint(dispatch("a b c d e " * 50)).shingles == 5


def test_a_text_of_very_many_paragraphs_is_bounded_and_its_end_still_counts():
    many = ["word"] * 5 * MAX_PARAGRAPHS
    one = fingerprint(dispatch("\n\n".join([*many, "end"])))
    other = fingerprint(dispatch("\n\n".join([*many, "other end"])))
    assert len(one.paragraphs) == MAX_PARAGRAPHS
    assert one.paragraphs[:-1] == other.paragraphs[:-1]
    assert one.paragraphs[-1] != other.paragraphs[-1]


@given(st.text())
def test_normalising_never_fails_and_is_stable(text):
    once = normalise(text)
    assert once == " ".join(once.split())
    assert normalise(f"  {text}\n") == once
    fingerprint(dispatch(text, headline=text))
