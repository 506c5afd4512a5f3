"""Signatures: alike where texts share shingles, the same on every machine, none for what is too short."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.dedup.signature import MAX_SIGNED_BYTES, MIN_SHINGLES, SLOTS, sign


def equal_slots(one, other):
    return float(np.mean(np.frombuffer(one.slots, "<u2") == np.frombuffer(other.slots, "<u2")))


def words(first, last):
    return " ".join(f"w{n}" for n in range(first, last))


@pytest.mark.parametrize("last", [25, 60, 400])
def test_shingles_are_runs_of_five_words_counted_once_each(last):
    assert sign(words(0, last)).shingles == last - 4
    assert sign(f"{words(0, last)} {words(0, last)}").shingles == last  # and four across the joint


@pytest.mark.parametrize("text", ["", "a", "a b c d"])
def test_less_than_five_words_have_no_shingle(text):
    assert sign(text) == (0, b"")


def test_a_text_under_twenty_shingles_has_no_signature():
    assert sign(words(0, MIN_SHINGLES + 3)).slots == b""
    assert len(sign(words(0, MIN_SHINGLES + 4)).slots) == 2 * SLOTS


@pytest.mark.parametrize(("shared", "jaccard"), [(0, 0.0), (300, 0.333), (500, 0.714), (600, 1.0)])
def test_equal_slots_estimate_the_part_that_is_shared(shared, jaccard):
    one, other = sign(words(0, 600)), sign(words(600 - shared, 1200 - shared))
    assert equal_slots(one, other) == pytest.approx(jaccard, abs=0.1)


def test_order_of_paragraphs_hardly_matters_order_of_words_does():
    one = sign(words(0, 300))
    assert equal_slots(one, sign(f"{words(150, 300)} {words(0, 150)}")) > 0.9
    assert equal_slots(one, sign(" ".join(reversed(words(0, 300).split())))) == 0


def test_a_signature_is_the_same_for_ever():
    """What lies on the ledger was signed by another process: change SIGNATURE_VERSION where this has to change."""
    assert sign(words(0, 40)).slots[:12].hex() == "64a300455e70c6d04f133b9b"


def test_of_a_very_long_text_the_beginning_is_signed():
    long = words(0, 60_000)
    assert len(long) > MAX_SIGNED_BYTES
    assert sign(long) == sign(f"{long} and more")
    assert sign("x" * (MAX_SIGNED_BYTES + 10)) == (0, b"")


@given(st.text(), st.integers(0, 40))
def test_signing_never_fails(text, repeats):
    normal = " ".join((f"{text} " * repeats).split())
    assert sign(normal).shingles <= max(0, len(normal.split(" ")) - 4)
    sign("\udcff " * repeats)
