"""The window: what expires by stream time, what bounds the state against hostile input."""

import gc
import tracemalloc

from schemas.rooms import Notice
from schemas.words import Outcome, PubStatus, Relation

HOUR = 60


def test_a_copy_within_the_window_is_a_duplicate_after_it_a_new_record(new_desk):
    desk = new_desk(window_hours=10)
    desk.send(id="a", received=0)
    assert desk.send(id="b", received=10 * HOUR).entry.outcome is Outcome.DUPLICATE
    assert desk.send(id="c", received=21 * HOUR).entry.outcome is Outcome.PUBLISHED


def test_a_repeat_keeps_its_story_known(new_desk, text):
    desk = new_desk(window_hours=10)
    first = desk.send(id="a", received=0)
    desk.send(id="a", received=9 * HOUR)
    update = desk.send(id="a", version="2", received=18 * HOUR, body=f"{text} More.")
    assert (update.record.story_id, update.record.version) == (first.record.story_id, 2)
    assert (update.record.relation, update.record.related.supersedes) == (Relation.REPLACES, first.record.id)


def test_nothing_is_left_of_an_expired_window(new_desk):
    desk = new_desk(window_hours=10)
    for number in range(50):
        desk.send(id=str(number), headline=f"Headline {number}", body=f"Body {number}.", slugline="weather")
    desk.send(id="last", headline="Last", body="Last.", received=100 * HOUR)
    assert desk.book.story_count == 1


def test_memory_does_not_grow_once_the_window_is_full(new_desk, story):
    desk = new_desk(window_hours=1)
    facts = {"slugline": "weather", "transref": "x1"}

    def send_hours(first, last):
        for minute in range(first * HOUR, last * HOUR):
            decision = desk.send(id=f"i{minute}", received=minute, body=story(minute), **facts)
            assert decision.entry.outcome is Outcome.PUBLISHED
        desk.decisions.clear()
        gc.collect()

    tracemalloc.start()
    send_hours(0, 3)
    before = tracemalloc.get_traced_memory()[0]
    send_hours(3, 11)
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert after - before < 50_000  # 480 dispatches would take a megabyte
    assert desk.book.story_count <= 62


def test_stream_time_is_a_running_maximum(new_desk):
    desk = new_desk(window_hours=10)
    desk.send(id="a", received=0)
    desk.send(id="b", headline="B", body="B.", received=20 * HOUR)
    late = desk.send(id="c", received=1)
    assert late.entry.stream_time == desk.send(id="b", headline="B", body="B.", received=2).entry.stream_time
    assert late.entry.outcome is Outcome.PUBLISHED  # the window had moved on


def test_a_clock_ahead_of_the_broker_does_not_empty_the_window(new_desk):
    desk = new_desk(window_hours=10)
    desk.send(id="a", received=0, kafka_minutes=0)
    desk.send(id="b", headline="B", body="B.", received=1000 * HOUR, kafka_minutes=1)
    assert desk.send(id="c", received=2, kafka_minutes=2).entry.outcome is Outcome.DUPLICATE


def test_a_domain_that_rests_is_forgotten_too(desk):
    desk.send(id="a", domain="sport")
    desk.send(id="b", received=100 * HOUR)
    assert desk.book.story_count == 1


def test_ids_and_names_are_bounded_in_the_ledger(desk, story):
    decision = desk.send(
        id="a" * 100_000,
        follows=tuple(str(number) for number in range(5000)),
        headline="h" * 100_000,
        slugline="s" * 100_000,
    )
    entry = decision.entry
    assert len(entry.identity.key) < 500
    assert len(entry.identity.follows) == 100
    assert len(entry.headline) == len(entry.slugline) == 1000
    other = desk.send(id="a" * 100_001, body=story(1))
    assert other.record.story_id != decision.record.story_id


def test_a_very_long_story_is_still_decided_and_killed(desk, text):
    for number in range(2, 1200):
        desk.send(id=f"t{number}", take=number, follows=("root",), body=f"{text} {number}.")
    kill = desk.send(id="root", pub_status=PubStatus.CANCELED, body="")
    assert len(kill.record.related.cancels) == 1198
    assert desk.send(id="t1199", take=1199, body="New.").entry.outcome is Outcome.STALE


def test_a_name_that_thousands_share_is_ambiguous(desk, text):
    for number in range(1500):
        desk.send(id=str(number), body=f"{text} {number}.", headline=f"Headline {number}", slugline="weather")
    kill = desk.send(body="", headline="KILL", notice=Notice(kind="kill", slugline="weather"))
    assert kill.record.related.cancels == []


def test_a_domain_name_may_hold_any_character(desk, at):
    held = desk.send(id="a", embargo=60, domain="odd|held|name")
    [release] = desk.book.release_due(now=at(61))
    assert release.entry.id == held.entry.id
    assert desk.book.held_count == 0
