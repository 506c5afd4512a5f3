"""The state is a function of ledger and holds: a book read back at any point decides all the rest as the live one."""

from datetime import timedelta

from hypothesis import given, settings, target
from hypothesis import strategies as st

from pipeline.dedup.book import StoryBook
from pipeline.settings import Domain, Settings
from schemas.frames import decode_hold, decode_ledger_entry, encode_entry
from schemas.rooms import Notice
from schemas.words import Outcome, PubStatus, Signal

WINDOW_HOURS = 48
SETTINGS = Settings(domain=(Domain(name="default", window_hours=WINDOW_HOURS),), kill_days=4)
HEADLINES = ["Elvik closes berths", "Sundvik ferry late", None]
SLUGS = ["harbour", "BC-Ferry, 1st Ld", None]
LONG = (
    " ".join(f"word{'abcdefghijklmnopqrstuvwxyz'[n % 26] * (n // 26 + 1)}" for n in range(60))
    + " ended at 3.5 million."
)
NEAR = [LONG, LONG.replace("wordc", "wordsc"), LONG.replace("3.5", "3.6"), f"{LONG}\n\n{LONG.upper()}x", LONG[:200]]
BODIES = [*NEAR, "one " * 30 + "ends.", "Short.", ""]
IDS = st.sampled_from(["a", "b", "c", "d"])
links = st.lists(IDS, max_size=2, unique=True).map(tuple)

notices = st.builds(
    Notice,
    kind=st.sampled_from(["kill", "hold", "reinstated"]),
    headline=st.sampled_from(HEADLINES),
    slugline=st.sampled_from(SLUGS),
    transref=st.sampled_from([None, "x1"]),
)
dispatches = st.fixed_dictionaries(
    {
        "id": st.none() | IDS,
        "version": st.none() | st.sampled_from(["1", "2", "3"]),
        "created": st.none() | st.integers(0, 5),
        "headline": st.sampled_from(HEADLINES),
        "slugline": st.sampled_from(SLUGS),
        "body": st.sampled_from(BODIES),
        "agency": st.sampled_from(["Norvik", "Norvik", "Sudpress", None]),
        "transref": st.sampled_from([None, "x1"]),
        "follows": links,
        "aliases": links,
        "take": st.sampled_from([None, None, None, 1, 2]),
        "embargo_without_time": st.integers(0, 9).map(lambda n: n == 0),
        "signals": st.sampled_from([(), (), (Signal.FLASH,), (Signal.WRAPUP,), (Signal.ADD,), (Signal.REINSTATED,)]),
        "pub_status": st.sampled_from([PubStatus.USABLE] * 4 + [PubStatus.WITHHELD, PubStatus.CANCELED]),
        "targets": st.just(()) | links,
        "notice": st.none() | st.none() | notices,
    }
)
# minutes since the last one, minutes until the embargo's end, the dispatch, whether the clock releases afterwards
steps = st.lists(
    st.tuples(
        st.sampled_from([-3, 0, 1, 60, 600, 2000, 5000]),
        st.none() | st.none() | st.sampled_from([30, 700, 4000]),
        dispatches,
        st.booleans(),
    ),
    min_size=2,
    max_size=16,
)


class Logs:
    """wire.ledger and the compacted wire.holds, as bytes."""

    def __init__(self):
        self.ledger = []
        self.holds = {}

    def write(self, decisions):
        for decision in decisions:
            self.ledger.append(encode_entry(decision.entry))
            for key, hold in decision.holds:
                self.holds.pop(key, None)  # a compacted topic keeps the last record where it was written
                if hold is not None:
                    self.holds[key] = encode_entry(hold)

    def read_back(self):
        book = StoryBook(SETTINGS)
        for key, value in self.holds.items():
            book.apply_hold(key, decode_hold(value))
        entries = [decode_ledger_entry(value) for value in self.ledger]
        edge = max((entry.stream_time for entry in entries), default=None)
        for entry in entries:
            if entry.stream_time >= edge - timedelta(hours=WINDOW_HOURS):  # what is older, retention has deleted
                book.apply(entry)
        return book


def run(book, steps, at, parsed, minute, first):
    """Decisions on each step, and the minute at which it ends."""
    for number, (pause, embargo, facts, clock) in enumerate(steps, start=first):
        minute += pause
        until = None if embargo is None else minute + embargo
        one = parsed(**facts, received=minute, embargo=until, number=number)
        decisions = book.decide(one, offset=number, now=at(minute))
        if clock:
            decisions += book.release_due(now=at(minute + 40))
        yield minute, decisions


@settings(max_examples=100, deadline=None)
@given(steps=steps, data=st.data())
def test_a_book_read_back_decides_the_rest_alike(steps, data, at, parsed):
    cut = data.draw(st.integers(1, len(steps) - 1))
    live, logs, minute = StoryBook(SETTINGS), Logs(), 0
    for ended_at, decisions in run(live, steps[:cut], at, parsed, minute, 0):
        minute = ended_at
        logs.write(decisions)
    read_back = logs.read_back()
    assert read_back.held_count == live.held_count
    assert read_back.story_count == live.story_count
    expected = [decisions for _, decisions in run(live, steps[cut:], at, parsed, minute, cut)]
    assert [decisions for _, decisions in run(read_back, steps[cut:], at, parsed, minute, cut)] == expected
    target(float(len({one.entry.reason for decisions in expected for one in decisions})))


@settings(max_examples=100, deadline=None)
@given(steps=steps)
def test_every_dispatch_has_one_outcome_and_what_is_published_is_consistent(steps, at, parsed):
    book = StoryBook(SETTINGS)
    held, published = set(), {}
    for _, decisions in run(book, steps, at, parsed, 0, 0):
        assert sum(not one.entry.released for one in decisions) == 1
        for one in decisions:
            entry, record = one.entry, one.record
            if entry.released:
                held.remove((entry.raw.offset, entry.id))
            if entry.outcome is Outcome.HELD:
                held.add((entry.raw.offset, entry.id))
            elif entry.outcome is Outcome.PUBLISHED:
                pointed = [record.related.supersedes, *record.related.cancels, *record.related.similar]
                assert {id_ for id_ in pointed if id_} <= set(published)
                last = published.get(entry.id)
                assert last is None or entry.stream_time - last > timedelta(hours=WINDOW_HOURS)
                published[entry.id] = entry.stream_time
            elif entry.duplicate_of is not None or entry.outcome is Outcome.DUPLICATE:
                assert entry.duplicate_of in {*published, *(id_ for _, id_ in held)}
    assert book.held_count == len(held)
