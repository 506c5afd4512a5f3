"""In whatever order versions, corrections, copies and a kill of one story arrive, the same stands at the end."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.rooms import Notice
from schemas.words import Outcome, PubStatus, Reason, Signal

LEAD = (
    "The harbour board of Elvik closed two of its nine berths on Monday after divers had found cracks in the piles, "
    "and said that repairs would cost {cost} million kroner and last until the autumn."
)
REST = (
    "Ferries to the islands sail from the fish quay until then. The mayor, Kari Nilsen, called the closure a heavy "
    "blow for the town and asked the county for help with the cost of the work."
)
HEADLINE = "Elvik closes berths"


def version(number):
    """One numbered version; every second is a correction of a digit, the others say more."""
    signals = (Signal.CORRECTION,) if number % 2 == 0 else ()
    body = f"{LEAD.format(cost=f'3.{number}')}\n\n{REST}" + " More is known." * (number % 3)
    return {
        "id": "a",
        "version": str(number),
        "created": number,
        "headline": HEADLINE,
        "body": body,
        "signals": signals,
    }


def near_copy(number):
    """The same version by another service of the agency, a word of it misspelt."""
    facts = version(number)
    return facts | {"id": "service-b", "body": facts["body"].replace("Ferries", "Feries")}


KILL = {"id": "a", "version": "99", "created": 99, "pub_status": PubStatus.CANCELED, "headline": HEADLINE, "body": ""}
NAMED_KILL = {
    "created": 99,
    "headline": "KILL",
    "body": "Please kill the story of the Elvik berths.",
    "notice": Notice(kind="kill", headline=HEADLINE),
}
numbers = st.lists(st.integers(1, 9), min_size=1, max_size=6)


@settings(max_examples=200, deadline=None)
@given(numbers=numbers, data=st.data(), timed=st.booleans())
def test_any_order_leaves_the_same_last_text(numbers, data, timed, new_desk):
    desk = new_desk()
    order = data.draw(st.permutations(numbers))
    sent = [desk.send(**(version(n) | ({} if timed else {"created": None}))) for n in order]
    published = [one for one in sent if one.entry.outcome is Outcome.PUBLISHED]
    assert published[-1].record.body == version(max(numbers))["body"]
    assert [one.record.version for one in published] == list(range(1, len(published) + 1))
    assert len({one.record.story_id for one in sent}) == 1
    texts = [one.entry.source_version for one in published]
    assert texts == sorted(texts)


@settings(max_examples=200, deadline=None)
@given(numbers=numbers, data=st.data())
def test_any_order_leaves_the_same_kill_state(numbers, data, new_desk):
    desk = new_desk()
    order = data.draw(st.permutations([*map(version, numbers), KILL]))
    sent = [desk.send(**facts) for facts in order]
    published = [one for one in sent if one.entry.outcome is Outcome.PUBLISHED]
    assert published[-1].record.pub_status is PubStatus.CANCELED
    assert published[-1].record.body == ""
    after = [one for one in sent[order.index(KILL) + 1 :] if one.entry.outcome is not Outcome.DUPLICATE]
    assert {one.entry.reason for one in after} <= {Reason.AFTER_KILL}
    for n in (max(numbers), 50):
        assert desk.send(**version(n)).entry.outcome is Outcome.STALE
        assert desk.send(**(version(n) | {"id": "b", "follows": ("a",)})).entry.outcome is Outcome.STALE


@settings(max_examples=200, deadline=None)
@given(numbers=numbers, copies=numbers, data=st.data())
def test_near_copies_of_another_service_change_nothing_of_the_last_text(numbers, copies, data, new_desk):
    desk = new_desk()
    copies = [n for n in copies if n <= max(numbers)]
    order = data.draw(st.permutations([*map(version, numbers), *map(near_copy, copies)]))
    sent = [desk.send(**facts) for facts in order]
    published = [one for one in sent if one.entry.outcome is Outcome.PUBLISHED]
    assert len({one.record.story_id for one in sent}) == 1
    assert published[-1].record.body.replace("Feries", "Ferries") == version(max(numbers))["body"]


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_a_kill_by_headline_kills_what_is_there_and_what_was_made_before(desk, place):
    order = [version(1), version(2), version(3)]
    order.insert(place, NAMED_KILL)
    sent = [desk.send(**facts) for facts in order]
    published = [one for one in sent if one.entry.outcome is Outcome.PUBLISHED]
    assert published[-1].record.pub_status is PubStatus.CANCELED
    assert desk.send(**version(4)).entry.outcome is Outcome.STALE
