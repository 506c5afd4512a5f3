"""Rulings on kills, holds and reinstatements, in any order and by any name."""

from itertools import permutations

import pytest

from schemas.rooms import Killed, Notice
from schemas.words import Outcome, PubStatus, Reason, Relation, Signal, Warning

CANCELED = PubStatus.CANCELED


def notice(kind="kill", **names):
    return Notice(kind=kind, **names)


def test_a_kill_is_published_as_canceled_without_text(desk, text):
    first = desk.send(id="a", version="1")
    second = desk.send(id="a", version="2", body=f"{text} More.")
    kill = desk.send(id="a", version="3", pub_status=CANCELED, body="", ednote="Withdrawn: the source was wrong.")
    record = kill.record
    assert kill.entry.outcome is Outcome.PUBLISHED
    assert (record.pub_status, record.body, record.body_html, record.word_count) == (CANCELED, "", None, 0)
    assert record.relation is Relation.REPLACES
    assert record.ednote == "Withdrawn: the source was wrong."
    assert (record.story_id, record.version) == (first.record.story_id, 3)
    assert record.related.supersedes == second.record.id
    assert record.related.cancels == [first.record.id, second.record.id]
    assert Signal.KILL in record.signals
    assert record.warnings == []


def test_a_kill_never_republishes_the_killed_text(desk, text):
    desk.send(id="a", version="1", body="Short and wrong.")
    kill = desk.send(id="a", version="2", pub_status=CANCELED, body="Short and wrong.\n\nPlease do not use.")
    assert kill.record.ednote == "Please do not use."
    long = desk.send(id="b", version="2", pub_status=CANCELED, body=f"{text} {text}", headline="Other")
    assert long.record.body == ""
    assert long.record.ednote is None


def test_a_kill_of_an_unknown_story_waits_for_it(desk):
    kill = desk.send(id="a", version="7", created=9, pub_status=CANCELED, body="")
    assert kill.entry.outcome is Outcome.PUBLISHED
    assert kill.record.relation is Relation.REPLACES
    assert kill.record.related.supersedes is None
    late = desk.send(id="a", version="5", created=0)
    assert (late.entry.outcome, late.entry.reason) == (Outcome.STALE, Reason.AFTER_KILL)
    assert late.entry.duplicate_of == kill.record.id
    assert late.entry.story_id == kill.entry.story_id


def test_a_kill_binds_ids_links_and_exact_copies(desk, text):
    desk.send(id="a", version="1", aliases=("a-alias",))
    desk.send(id="b", follows=("a",), body=f"{text} More.")
    desk.send(id="a", version="9", pub_status=CANCELED, body="")
    for facts in (
        {"id": "a", "version": "10", "body": "New text."},
        {"id": "a-alias", "body": "New text."},
        {"id": "b", "version": "2", "body": "New text."},
        {"id": "c", "follows": ("b",), "body": "New text."},
        {"id": "copy"},
    ):
        after = desk.send(**facts)
        assert (after.entry.outcome, after.entry.reason) == (Outcome.STALE, Reason.AFTER_KILL), facts


def test_a_kill_binds_the_late_original_of_what_it_kills(desk, text):
    desk.send(id="b", follows=("a",), body=f"{text} More.")
    desk.send(id="b", version="9", pub_status=CANCELED, body="")
    assert desk.send(id="a", body="Earlier text.").entry.reason is Reason.AFTER_KILL


def test_the_id_of_a_copy_that_came_after_the_kill_is_bound_too(desk):
    desk.send(id="a")
    desk.send(id="a", version="9", pub_status=CANCELED, body="")
    desk.send(id="copy")
    assert desk.send(id="copy", version="2", body="Mended text.").entry.outcome is Outcome.STALE


def test_a_kill_reaches_every_story_that_turned_out_to_be_the_same(desk, text):
    one = desk.send(id="a")
    other = desk.send(id="b", body="Another text.", headline="Other")
    both = desk.send(id="c", follows=("a", "b"), body=f"{text} More.")
    kill = desk.send(id="b", version="9", pub_status=CANCELED, body="")
    assert set(kill.record.related.cancels) == {one.record.id, other.record.id, both.record.id}
    assert desk.send(id="a", version="3", body="New.").entry.outcome is Outcome.STALE


def test_a_kill_by_reference_carries_its_own_id(desk):
    first = desk.send(id="doc.a")
    kill = desk.send(id="doc.b", targets=("doc.a",), pub_status=CANCELED, body="")
    assert kill.record.related.cancels == [first.record.id]
    assert kill.record.story_id == first.record.story_id
    assert desk.send(id="doc.a", version="2", body="New.").entry.outcome is Outcome.STALE


def test_a_kill_by_reference_before_its_story(desk):
    kill = desk.send(id="doc.b", targets=("doc.a",), pub_status=CANCELED, body="")
    late = desk.send(id="doc.a")
    assert late.entry.outcome is Outcome.STALE
    assert late.entry.story_id == kill.entry.story_id


def test_a_text_notice_finds_its_target_by_number_then_headline_then_slugline(desk, text):
    stories = {
        "transref": desk.send(transref="bc-4711", headline="One", body=f"{text} One.", slugline="harbour-one"),
        "headline": desk.send(transref="bc-4712", headline="Two", body=f"{text} Two.", slugline="harbour-two"),
        "slugline": desk.send(transref="bc-4713", headline="Three", body=f"{text} Three.", slugline="harbour-three"),
    }
    names = {"transref": "BC4711", "headline": "two", "slugline": "BC-Harbour-Three"}
    for by, name in names.items():
        sentence = f"EDITORS: Please kill the item {name}."
        kill = desk.send(headline="KILL", body="", ednote=sentence, pub_status=CANCELED, notice=notice(**{by: name}))
        assert kill.record.related.cancels == [stories[by].record.id], by
        assert kill.record.story_id == stories[by].record.story_id
        assert kill.record.ednote == sentence
        assert kill.record.warnings == []


def test_a_text_notice_may_cite_a_usn(desk):
    first = desk.send(id="tag-1", aliases=("L4N1AB2CD",), created=0)
    kill = desk.send(headline="KILL", body="", notice=notice(transref="L4N1AB2CD"))
    assert kill.record.related.cancels == [first.record.id]
    assert kill.record.warnings == []


def test_a_notice_under_the_slugline_of_its_target(desk, text):
    first = desk.send(headline="One", slugline="BC-XX--Harbor Fire", body=f"{text} One.")
    desk.send(headline="Two", slugline="BC-XX--Ferry", body=f"{text} Two.")
    kill = desk.send(headline="KILL", body="", slugline="BC-XX--Harbor Fire, KILL", notice=notice(transref="not-known"))
    assert kill.record.related.cancels == [first.record.id]


def test_a_notice_speaks_for_its_own_agency_only(desk):
    desk.send(headline="Elvik closes berths", agency="Norvik")
    kill = desk.send(
        headline="KILL", body="", ednote="Kill.", agency="Sudpress", notice=notice(headline="Elvik closes berths")
    )
    assert kill.record.related.cancels == []
    assert Warning.KILL_TARGET_UNCERTAIN in kill.record.warnings


def test_an_ambiguous_notice_is_published_with_a_warning_and_kills_nothing(desk, story):
    desk.send(id="a", headline="Weather", body=story(1), slugline="weather")
    desk.send(id="b", headline="Weather", body=story(2), slugline="weather")
    kill = desk.send(body="", headline="KILL", ednote="Kill.", notice=notice(headline="Weather", slugline="weather"))
    assert kill.entry.outcome is Outcome.PUBLISHED
    assert (kill.record.pub_status, kill.record.body) == (CANCELED, "")
    assert kill.record.warnings == [Warning.KILL_TARGET_UNCERTAIN]
    assert kill.record.related.cancels == []
    assert desk.send(id="a", version="2", body="New.").entry.outcome is Outcome.PUBLISHED


def test_headline_and_slugline_decide_together_where_one_is_ambiguous(desk, story):
    desk.send(id="a", headline="Weather", body=story(1), slugline="weather-north")
    south = desk.send(id="b", headline="Weather", body=story(2), slugline="weather-south")
    kill = desk.send(body="", headline="KILL", notice=notice(headline="Weather", slugline="weather-south"))
    assert kill.record.related.cancels == [south.record.id]


def test_a_named_kill_before_its_story_stops_only_what_was_made_before_it(desk):
    desk.send(body="", headline="KILL", created=30, notice=notice(headline="Elvik closes berths"))
    assert desk.send(id="late", created=10).entry.outcome is Outcome.STALE
    assert desk.send(id="new", created=40, body="A new account.").entry.outcome is Outcome.PUBLISHED


def test_the_same_kill_again_is_a_duplicate(desk):
    desk.send(id="a", version="1")
    kill = desk.send(id="a", version="2", pub_status=CANCELED, body="")
    again = desk.send(id="a", version="2", pub_status=CANCELED, body="")
    other_id = desk.send(id="x", targets=("a",), pub_status=CANCELED, body="")
    for repeat in (again, other_id):
        assert (repeat.entry.outcome, repeat.entry.reason) == (Outcome.DUPLICATE, Reason.SAME_KILL)
        assert repeat.entry.duplicate_of == kill.record.id


def test_a_repeated_text_notice_does_not_kill_the_substitute(desk):
    desk.send(id="a", created=0)
    words = {"body": "", "headline": "KILL", "ednote": "Kill it.", "notice": notice(headline="Elvik closes berths")}
    kill = desk.send(**words)
    substitute = desk.send(id="b", created=9, body="A new account of the harbour.")
    again = desk.send(**words, created=10)
    assert substitute.entry.outcome is Outcome.PUBLISHED
    assert again.entry.outcome is Outcome.DUPLICATE
    assert again.entry.duplicate_of == kill.record.id
    reworded = desk.send(**words | {"ednote": "Kill it, please."})
    assert reworded.record.related.cancels == []
    assert desk.send(id="b", version="2", body="Still usable.").entry.outcome is Outcome.PUBLISHED


def test_a_kill_that_came_too_early_works_when_it_is_repeated(desk):
    words = {"body": "", "headline": "KILL", "ednote": "Kill it.", "notice": notice(headline="Elvik closes berths")}
    desk.send(**words, created=1)
    first = desk.send(id="a", created=None)
    assert first.entry.outcome is Outcome.PUBLISHED  # it has no times: it may be the substitute
    again = desk.send(**words, created=9)
    assert again.record.related.cancels == [first.record.id]


def test_two_notices_of_one_headline_are_not_the_same_notice(desk, text):
    desk.send(headline="One", body=f"{text} One.")
    two = desk.send(headline="Two", body=f"{text} Two.")
    desk.send(headline="KILL", body="", ednote="Kill One.", notice=notice(headline="One"))
    second = desk.send(headline="KILL", body="", ednote="Kill Two.", notice=notice(headline="Two"))
    assert second.record.related.cancels == [two.record.id]


def test_a_substitute_is_a_new_story_that_tells_of_the_killed_one(desk):
    first = desk.send(id="a", slugline="harbour")
    desk.send(id="a", version="2", pub_status=CANCELED, body="", slugline="harbour")
    substitute = desk.send(id="b", body="A new account.", headline="Elvik harbour open", slugline="BC-Harbour")
    assert substitute.entry.outcome is Outcome.PUBLISHED
    assert substitute.record.story_id != first.record.story_id
    assert (substitute.record.relation, substitute.record.version) == (Relation.NEW, 1)
    assert substitute.record.related.replaces_killed == [first.record.id]
    assert Warning.RESEMBLES_KILLED in substitute.record.warnings


def test_a_slugline_alone_never_makes_anything_stale(desk):
    desk.send(id="a", slugline="harbour", headline="One")
    desk.send(body="", headline="KILL", notice=notice(slugline="harbour"))
    same_slug = desk.send(id="b", slugline="harbour", headline="Two", body="Another matter.")
    assert same_slug.entry.outcome is Outcome.PUBLISHED


def test_what_does_not_resemble_the_killed_story_has_no_warning(desk):
    desk.send(id="a", slugline="harbour")
    desk.send(id="a", version="2", pub_status=CANCELED, body="")
    other = desk.send(id="b", slugline="ferry", headline="Ferry late", body="Another matter.")
    foreign = desk.send(id="c", agency="Sudpress", slugline="harbour", body="Their own account.")
    for decision in (other, foreign):
        assert decision.record.related.replaces_killed == []
        assert decision.record.warnings == []


def test_another_agencys_copy_of_a_killed_text_is_not_killed(desk):
    desk.send(id="a", agency="Norvik")
    desk.send(id="a", version="2", agency="Norvik", pub_status=CANCELED, body="")
    assert desk.send(id="a", agency="Sudpress").entry.outcome is Outcome.PUBLISHED


def test_a_reinstatement_with_text_brings_the_story_back(desk, text):
    first = desk.send(id="a", version="1")
    kill = desk.send(id="a", version="2", pub_status=CANCELED, body="")
    back = desk.send(id="a", version="3", signals=(Signal.REINSTATED,))
    assert back.entry.outcome is Outcome.PUBLISHED
    assert (back.record.pub_status, back.record.body) == (PubStatus.USABLE, text)
    assert back.record.related.reinstates == [first.record.id]
    assert back.record.related.supersedes == kill.record.id
    assert (back.record.story_id, back.record.version) == (first.record.story_id, 3)
    assert Signal.REINSTATED in back.record.signals
    update = desk.send(id="a", version="4", body=f"{text} More.")
    assert (update.entry.outcome, update.record.version) == (Outcome.PUBLISHED, 4)


def test_a_notice_of_reinstatement_lets_the_story_stand_again(desk, text):
    first = desk.send(id="a", version="1")
    desk.send(body="", headline="KILL", notice=notice(headline="Elvik closes berths"))
    back = desk.send(
        body="",
        headline="REINSTATED",
        ednote="Use it again.",
        notice=notice("reinstated", headline="Elvik closes berths"),
    )
    assert (back.record.pub_status, back.record.relation) == (PubStatus.USABLE, Relation.NOTICE)
    assert back.record.related.reinstates == [first.record.id]
    update = desk.send(id="a", version="2", body=f"{text} More.")
    assert update.entry.outcome is Outcome.PUBLISHED
    assert update.record.related.supersedes == first.record.id
    assert update.record.version == 4


def test_a_killed_and_reinstated_story_can_be_killed_again_in_the_same_words(desk):
    first = desk.send(id="a", version="1")
    words = {"body": "", "headline": "KILL", "ednote": "Kill it.", "notice": notice(headline="Elvik closes berths")}
    kill = desk.send(**words, created=1)
    desk.send(body="", headline="Again", notice=notice("reinstated", headline="Elvik closes berths"))
    redelivered = desk.send(**words, created=1)
    assert redelivered.entry.duplicate_of == kill.record.id
    second = desk.send(**words, created=9)
    assert second.entry.outcome is Outcome.PUBLISHED
    assert first.record.id in second.record.related.cancels


def test_a_hold_withholds_without_text_and_binds_nothing(desk, text):
    first = desk.send(id="a", version="1")
    hold = desk.send(body="Please hold.", headline="HOLD", notice=notice("hold", headline="Elvik closes berths"))
    assert (hold.record.pub_status, hold.record.body) == (PubStatus.WITHHELD, "")
    assert Signal.HOLD in hold.record.signals
    assert hold.record.related.supersedes == first.record.id
    assert hold.record.related.cancels == []
    assert hold.record.ednote == "Please hold."
    update = desk.send(id="a", version="2", body=f"{text} More.")
    assert update.record.related.supersedes == hold.record.id
    assert update.record.version == 3


def test_the_release_of_a_hold_reinstates_what_it_withheld(desk):
    first = desk.send(id="a", version="1")
    desk.send(body="", headline="HOLD", notice=notice("hold", headline="Elvik closes berths"))
    back = desk.send(body="", headline="Go", notice=notice("reinstated", headline="Elvik closes berths"))
    assert back.record.pub_status is PubStatus.USABLE
    assert back.record.related.reinstates == [first.record.id]
    assert Signal.REINSTATED in back.record.signals


def test_a_release_with_the_text_reinstates_too(desk, text):
    first = desk.send(id="a", version="1")
    hold = desk.send(body="", headline="HOLD", notice=notice("hold", headline="Elvik closes berths"))
    back = desk.send(id="a", version="2", body=f"{text} Checked.", signals=(Signal.REINSTATED,))
    assert back.record.related.reinstates == [first.record.id]
    assert back.record.related.supersedes == hold.record.id


def test_a_hold_of_a_killed_story_is_stale(desk):
    desk.send(id="a", version="1")
    desk.send(id="a", version="2", pub_status=CANCELED, body="")
    assert desk.send(id="x", targets=("a",), body="", notice=notice("hold")).entry.reason is Reason.AFTER_KILL


@pytest.mark.parametrize(("days", "outcome"), [(29, Outcome.STALE), (31, Outcome.PUBLISHED)])
def test_a_kill_outlives_the_window_but_not_its_days(desk, days, outcome):
    desk.send(id="a", version="1")
    desk.send(id="a", version="2", pub_status=CANCELED, body="")
    late = desk.send(id="a", version="3", body="New.", received=days * 24 * 60)
    assert late.entry.outcome is outcome
    if outcome is Outcome.PUBLISHED:
        assert [hold for _, hold in late.holds] == [None]  # the tombstone that clears wire.holds


def test_a_kill_after_the_window_still_names_the_story(desk):
    first = desk.send(id="a", version="1")
    kill = desk.send(id="a", version="2", pub_status=CANCELED, body="", received=100 * 60)
    assert kill.record.story_id == first.record.story_id


def test_a_record_known_only_by_its_repeat_is_killed_too(desk):
    first = desk.send(id="a", version="1", received=0)
    desk.send(id="a", version="1", received=60 * 60)
    kill = desk.send(id="a", version="2", pub_status=CANCELED, body="", received=100 * 60)
    assert kill.record.related.cancels == [first.record.id]
    assert kill.record.related.supersedes == first.record.id
    assert kill.record.version == 2


@pytest.mark.parametrize("order", list(permutations(["1", "2", "3", "kill"])), ids="-".join)
def test_any_order_of_versions_and_a_kill_leaves_the_story_killed(desk, text, order):
    for one in order:
        if one == "kill":
            kill = desk.send(id="a", version="4", created=4, pub_status=CANCELED, body="")
        else:
            desk.send(id="a", version=one, created=int(one), body=f"{text} Version {one}.")
    assert kill.entry.outcome is Outcome.PUBLISHED
    published = [d for d in desk.decisions if d.entry.outcome is Outcome.PUBLISHED]
    assert published[-1] is kill
    assert kill.record.related.cancels == [d.record.id for d in published[:-1]]
    assert desk.send(id="a", version="5", created=5).entry.outcome is Outcome.STALE


def test_what_a_kill_binds_goes_to_the_holds_topic(desk):
    desk.send(id="a", version="1")
    kill = desk.send(id="a", version="2", pub_status=CANCELED, body="")
    [(key, hold)] = kill.holds
    assert key == f"default|killed|{kill.entry.story_id}"
    assert isinstance(hold, Killed)
    assert hold.entry == kill.entry
    assert "Norvik:a" in hold.keys
