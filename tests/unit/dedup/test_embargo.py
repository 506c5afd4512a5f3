"""Rulings on embargoes: held, released on time, replaced, lifted or killed while held."""

from schemas.rooms import Held, Notice
from schemas.words import Outcome, PubStatus, Reason, Relation


def ended(decisions):
    return [(one.entry.id, one.entry.outcome, one.entry.reason) for one in decisions if one.entry.released]


def test_an_embargo_ahead_of_receipt_is_held_and_released_at_its_time(desk, text):
    held = desk.send(id="a", embargo=60, received=10)
    assert (held.entry.outcome, held.entry.reason) == (Outcome.HELD, Reason.EMBARGO)
    [(key, hold)] = held.holds
    assert isinstance(hold, Held)
    assert hold.story_id == held.entry.story_id
    assert desk.book.held_count == 1
    before = desk.send_all(id="x", body="Another.", headline="X", received=59)
    assert ended(before) == []
    [release, _] = desk.send_all(id="y", body="Yet another.", headline="Y", received=60)
    assert (release.entry.outcome, release.entry.released) == (Outcome.PUBLISHED, True)
    assert (release.record.body, release.record.relation, release.record.version) == (text, Relation.NEW, 1)
    assert release.record.story_id == held.record.story_id
    assert release.holds == [(key, None)]
    assert desk.book.held_count == 0


def test_the_clock_releases_on_an_idle_line_in_order_of_time(desk, at):
    late = desk.send(id="a", embargo=60, body="First text.", headline="A")
    early = desk.send(id="b", embargo=30, body="Second text.", headline="B")
    assert desk.book.release_due(now=at(29)) == []
    released = desk.book.release_due(now=at(61))
    assert [one.entry.id for one in released] == [early.entry.id, late.entry.id]
    assert {one.entry.parsed_offset for one in released} == {-1}
    assert desk.book.release_due(now=at(61)) == []


def test_an_embargo_already_past_is_published(desk):
    assert desk.send(id="a", embargo=5, received=10).entry.outcome is Outcome.PUBLISHED


def test_a_received_time_ahead_of_the_brokers_clock_does_not_break_an_embargo(desk):
    early = desk.send(id="a", embargo=120, received=10_000, kafka_minutes=10)
    assert early.entry.outcome is Outcome.HELD


def test_an_embargo_without_time_is_held_until_lifted(desk, at, text):
    held = desk.send(id="a", version="1", embargo_without_time=True)
    assert held.entry.reason is Reason.EMBARGO_WITHOUT_TIME
    assert desk.book.release_due(now=at(60 * 24 * 365)) == []
    decisions = desk.send_all(id="a", version="2", body=f"{text} Free.")
    assert decisions[0].entry.outcome is Outcome.PUBLISHED
    assert ended(decisions) == [(held.entry.id, Outcome.STALE, Reason.REPLACED_WHILE_HELD)]
    assert decisions[1].entry.duplicate_of == decisions[0].record.id
    assert decisions[0].record.story_id == held.record.story_id
    assert desk.book.held_count == 0


def test_a_newer_held_version_makes_the_older_one_stale(desk, text):
    first = desk.send(id="a", version="1", embargo=60)
    decisions = desk.send_all(id="a", version="2", embargo=90, body=f"{text} More.")
    assert decisions[0].entry.outcome is Outcome.HELD
    assert decisions[0].entry.story_id == first.entry.story_id
    assert ended(decisions) == [(first.entry.id, Outcome.STALE, Reason.REPLACED_WHILE_HELD)]
    assert desk.book.held_count == 1


def test_the_same_id_and_version_with_the_embargo_lifted_is_published(desk):
    held = desk.send(id="a", version="1", embargo=60)
    decisions = desk.send_all(id="a", version="1")
    assert decisions[0].entry.outcome is Outcome.PUBLISHED
    assert ended(decisions) == [(held.entry.id, Outcome.STALE, Reason.REPLACED_WHILE_HELD)]


def test_a_version_older_than_the_held_one_is_stale(desk, text):
    desk.send(id="a", version="2", embargo=60, body=f"{text} More.")
    older = desk.send(id="a", version="1")
    assert older.entry.outcome is Outcome.STALE
    assert older.entry.duplicate_of is None


def test_a_repeat_of_a_held_dispatch_is_a_duplicate_of_it(desk):
    held = desk.send(id="a", version="1", embargo=60)
    again = desk.send(id="a", version="1", embargo=60)
    copy = desk.send(id="b", embargo=60)
    for repeat in (again, copy):
        assert repeat.entry.outcome is Outcome.DUPLICATE
        assert repeat.entry.duplicate_of == held.entry.id


def test_a_repeat_of_what_was_never_let_go_is_not_lost(desk, text):
    desk.send(id="a", version="1", embargo=60)
    desk.send(id="copy", embargo=60)
    lifted = desk.send(id="a", version="2", body=f"{text} More.")
    assert lifted.record.related.supersedes is None
    copy = desk.send(id="copy", created=1)
    assert copy.entry.outcome is Outcome.PUBLISHED


def test_a_kill_while_held(desk, at):
    held = desk.send(id="a", version="1", embargo=60)
    decisions = desk.send_all(id="a", version="2", pub_status=PubStatus.CANCELED, body="")
    kill = decisions[0]
    assert kill.entry.outcome is Outcome.PUBLISHED
    assert kill.entry.story_id == held.entry.story_id
    assert kill.record.related.cancels == []
    assert ended(decisions) == [(held.entry.id, Outcome.STALE, Reason.KILLED_WHILE_HELD)]
    assert decisions[1].entry.duplicate_of == kill.record.id
    assert desk.book.release_due(now=at(61)) == []
    assert desk.send(id="copy").entry.reason is Reason.AFTER_KILL


def test_a_kill_notice_by_headline_finds_a_held_dispatch(desk):
    held = desk.send(embargo=60)
    decisions = desk.send_all(headline="KILL", body="", notice=Notice(kind="kill", headline="Elvik closes berths"))
    assert ended(decisions) == [(held.entry.id, Outcome.STALE, Reason.KILLED_WHILE_HELD)]


def test_a_hold_notice_keeps_a_held_dispatch_past_its_time(desk, at):
    held = desk.send(embargo=60)
    desk.send(headline="HOLD", body="", notice=Notice(kind="hold", headline="Elvik closes berths"))
    assert desk.book.release_due(now=at(61)) == []
    desk.send(headline="Go", body="", notice=Notice(kind="reinstated", headline="Elvik closes berths"))
    [release] = desk.book.release_due(now=at(62))
    assert release.entry.id == held.entry.id


def test_a_new_version_of_a_published_story_can_be_held(desk, text):
    first = desk.send(id="a", version="1")
    held = desk.send(id="a", version="2", embargo=60, body=f"{text} More.")
    assert (held.entry.outcome, held.entry.story_id) == (Outcome.HELD, first.entry.story_id)
    [release, _] = desk.send_all(id="x", body="Another.", headline="X", received=61)
    assert release.record.related.supersedes == first.record.id
    assert (release.record.version, release.record.relation) == (2, Relation.REPLACES)
    assert release.record.changed.paragraphs == [2]


def test_held_outlives_the_window(desk):
    held = desk.send(id="a", version="1", embargo=60 * 24 * 20)
    again = desk.send(id="a", version="1", embargo=60 * 24 * 20, received=60 * 24 * 10)
    assert again.entry.duplicate_of == held.entry.id


def test_a_run_over_files_never_releases_but_keeps_the_order(new_desk, text):
    desk = new_desk(releases=False)
    held = desk.send(id="a", version="1", embargo=60)
    decisions = desk.send_all(id="x", body="Another.", headline="X", received=90)
    assert [one.entry.outcome for one in decisions] == [Outcome.PUBLISHED]
    [update, stale] = desk.send_all(id="a", version="2", body=f"{text} More.")
    assert update.entry.outcome is Outcome.PUBLISHED
    assert stale.entry.id == held.entry.id


def test_stream_order_releases_before_the_next_version_is_decided(desk, text):
    desk.send(id="a", version="1", embargo=60)
    [release, update] = desk.send_all(id="a", version="2", body=f"{text} More.", received=61)
    assert (release.entry.outcome, release.record.version) == (Outcome.PUBLISHED, 1)
    assert (update.entry.outcome, update.record.version) == (Outcome.PUBLISHED, 2)
    assert update.record.related.supersedes == release.record.id
