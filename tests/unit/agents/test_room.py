"""A batch is cut so that one transaction holds about so many dispatches, in order, none left out."""

from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from agents.headers import count_of, for_frame
from agents.room import portions


def frame(number: int, count: int) -> Any:
    return SimpleNamespace(message=SimpleNamespace(offset=number, headers=for_frame(count)))


@given(st.lists(st.integers(min_value=1, max_value=200), max_size=40), st.integers(min_value=1, max_value=500))
def test_portions(counts: list[int], limit: int) -> None:
    events = [frame(number, count) for number, count in enumerate(counts)]
    cut = list(portions(events, limit))
    assert [event for portion in cut for event in portion] == events
    for portion in cut:
        assert portion
        size = sum(count_of(event.message) for event in portion)
        assert size <= limit or len(portion) == 1, "only a frame that is larger by itself goes over the limit"
