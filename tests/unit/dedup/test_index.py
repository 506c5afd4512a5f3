"""The near index: what it finds, what expires, and that its size never shows in what it finds."""

from dataclasses import dataclass
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.dedup.near import MAX_CANDIDATES, NearIndex
from pipeline.dedup.signature import SLOTS


@dataclass(eq=False)
class Signed:
    """As much of an item as the index looks at."""

    number: int
    signature: bytes
    paragraphs: list[int]


def signed(number, *, like=None, share=0.0, paragraphs=()):
    random = np.random.default_rng(number)
    slots = random.integers(0, 1 << 16, SLOTS, dtype=np.uint16)
    if like is not None:
        same = random.permutation(SLOTS)[: round(SLOTS * share)]
        slots[same] = np.frombuffer(like.signature, "<u2")[same]
    return Signed(number, slots.tobytes(), [random.integers(1, 1 << 62).item(), *paragraphs])


def add(index, item):
    index.add(item.number, item.signature, item.paragraphs)


def like(index, item):
    return [(found.number, found.jaccard) for found in index.like(item.signature, item.paragraphs)]


def numbers(index, item):
    return [number for number, _ in like(index, item)]


def test_nine_in_ten_of_texts_that_share_half_their_shingles_are_found():
    index = NearIndex()
    bases = [signed(n) for n in range(300)]
    for base in bases:
        add(index, base)
    hits = [base.number in numbers(index, signed(1000 + base.number, like=base, share=0.5)) for base in bases]
    assert sum(hits) > 290


def test_the_estimate_is_the_part_of_equal_slots():
    index, base = NearIndex(), signed(1)
    add(index, base)
    [(number, jaccard)] = like(index, signed(2, like=base, share=0.75))
    assert number == base.number
    assert jaccard == pytest.approx(0.75, abs=0.01)


def test_strangers_are_not_found():
    index = NearIndex()
    for n in range(2000):
        add(index, signed(n))
    assert [numbers(index, signed(n)) for n in range(5000, 5200)] == [[]] * 200


def test_a_text_is_found_by_its_first_paragraph():
    index = NearIndex()
    part = signed(1, paragraphs=[77, 78])
    add(index, part)
    lead, second = part.paragraphs[:2]
    assert numbers(index, signed(2, paragraphs=[5, 6, 7, lead])) == [1]
    assert numbers(index, signed(3, paragraphs=[0, second])) == []


def test_what_has_expired_is_not_found():
    index = NearIndex()
    items = [signed(n) for n in range(3000)]
    for item in items:
        add(index, item)
    for _ in range(2500):
        index.drop_oldest()
    assert len(index) == 500
    assert [numbers(index, item) for item in items] == [[]] * 2500 + [[n] for n in range(2500, 3000)]


def test_of_a_template_the_newest_are_found():
    index, base = NearIndex(), signed(0)
    for n in range(1, 500):
        add(index, signed(n, like=base, share=0.95))
    assert numbers(index, base) == list(range(499, 499 - MAX_CANDIDATES, -1))


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 1000), live=st.sampled_from([1, 40, 4000, 4200]))
def test_an_index_that_has_grown_and_rolled_finds_what_a_new_one_finds(seed, live):
    random, old, kept = Random(seed), NearIndex(), []
    for n in range(live + 4500):
        near = random.choice(kept[-50:]) if kept and random.random() < 0.3 else None
        kept.append(signed(seed * 10_000 + n, like=near, share=random.random()))
        add(old, kept[-1])
        if len(old) > live:
            old.drop_oldest()
    new = NearIndex()
    for item in kept[-live:]:
        add(new, item)
    for item in kept[-40:]:
        assert like(old, item) == like(new, item)


def test_memory_follows_the_window():
    index = NearIndex()
    for n in range(10_000):
        add(index, signed(n))
    for _ in range(9990):
        index.drop_oldest()
    assert len(index._links) < 5000
