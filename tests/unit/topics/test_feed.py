"""Proves which codes of a feed are topics, and how sure of them wirefeed is."""

import pytest

from pipeline.topics.feed import topics_of_feed
from schemas.dispatch import Code


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        (Code(scheme="medtop", code="16000000"), {"16000000": 0.95}),
        (Code(scheme="medtop", code="medtop:16000000"), {"16000000": 0.95}),
        (Code(scheme=None, code="medtop:16000000"), {"16000000": 0.95}),
        (Code(scheme="http://cv.iptc.org/newscodes/mediatopic/", code="20000065"), {"20000065": 0.95}),
        (Code(scheme=None, code="http://cv.iptc.org/newscodes/mediatopic/20000065"), {"20000065": 0.95}),
        (Code(scheme="subj", code="15000000"), {"15000000": 0.95}),
        (Code(scheme="sttsubj", code="15000000"), {"15000000": 0.95}),  # STT's name for the same list
        (Code(scheme="subj", code="4000000"), {"04000000": 0.95}),
        (Code(scheme=None, code="01001000"), {"20000744": 0.95}),
        (Code(scheme="subj", code="01011007"), {"20000018": 0.8}),
        (Code(scheme="subj", code="15999999"), {"15000000": 0.8}),
        (Code(scheme="medtop", code="20000162"), {"03000000": 0.95}),
        (Code(scheme="medtop", code="16000000", role="machine-assigned"), {"16000000": 0.7}),
        (Code(scheme="medtop", code="99999999"), {}),
        (Code(scheme="desk", code="16000000"), {}),
        (Code(scheme="anpa-category", code="s"), {}),
        (Code(scheme=None, code="s"), {}),
        (Code(scheme="subj", code="12345678901234567890"), {}),
        (Code(scheme="subj", code="४४४४४४४४"), {}),
        (Code(scheme="subj", code=""), {}),
    ],
)
def test_codes_of_a_feed(code: Code, wanted: dict[str, float]) -> None:
    assert topics_of_feed([code]) == wanted


def test_of_two_codes_for_one_topic_the_surer_counts() -> None:
    codes = [Code(scheme="subj", code="15999999"), Code(scheme="medtop", code="15000000")]
    assert topics_of_feed(codes) == {"15000000": 0.95}
