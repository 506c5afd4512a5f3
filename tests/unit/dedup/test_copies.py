"""Rulings on the same text under other ids: one agency, two agencies, short and long texts."""

import pytest

from schemas.words import Outcome, PubStatus, Reason, Relation, Warning


def test_the_same_text_under_another_id_is_a_duplicate(desk):
    first = desk.send(id="a", created=0)
    copy = desk.send(id="b", created=5)
    assert copy.entry.outcome is Outcome.DUPLICATE
    assert (copy.entry.reason, copy.entry.duplicate_of) == (Reason.SAME_TEXT, first.record.id)
    assert copy.entry.story_id == first.entry.story_id


def test_the_same_bytes_without_any_id_are_a_duplicate(desk):
    first = desk.send()
    again = desk.send()
    assert again.entry.outcome is Outcome.DUPLICATE
    assert again.entry.duplicate_of == first.record.id == again.record.id


def test_the_same_bytes_are_published_once_whatever_came_since(desk, text):
    first = desk.send(id="a")
    desk.send(id="a", body=f"{text} More.")
    again = desk.send(id="a")
    assert again.entry.outcome is Outcome.DUPLICATE
    assert again.entry.duplicate_of == first.record.id


def test_duplicate_of_is_a_published_record_never_a_duplicate(desk):
    first = desk.send(id="a")
    desk.send(id="b")
    third = desk.send(id="c")
    again = desk.send(id="b")
    assert (third.entry.duplicate_of, again.entry.duplicate_of) == (first.record.id, first.record.id)


def test_a_reworded_headline_over_the_same_long_body_is_a_duplicate(desk):
    first = desk.send(id="a")
    copy = desk.send(id="b", headline="Two berths closed in Elvik")
    assert copy.entry.duplicate_of == first.record.id


def test_a_numeral_that_differs_in_the_headline_is_never_a_duplicate(desk):
    first = desk.send(id="a", headline="Elvik berths 12:10")
    later = desk.send(id="b", headline="Elvik berths 12:20")
    assert later.entry.outcome is Outcome.PUBLISHED
    assert later.record.story_id != first.record.story_id
    known_figure = desk.send(id="c", headline="Elvik berths need 3.5 million")
    assert known_figure.entry.outcome is Outcome.PUBLISHED
    assert desk.send(id="d", headline="Elvik berths to cost 3.5 million").entry.duplicate_of == known_figure.record.id


def test_a_short_standing_body_under_different_headlines_is_two_stories(desk):
    body = "Full report will follow as soon as it is to hand."
    first = desk.send(id="a", body=body, headline="Elvik harbour")
    second = desk.send(id="b", body=body, headline="Sundvik ferry")
    assert second.entry.outcome is Outcome.PUBLISHED
    assert second.record.story_id != first.record.story_id
    assert desk.send(id="c", body=body, headline="Sundvik ferry").entry.duplicate_of == second.record.id


def test_an_alert_whose_headline_is_its_text_equals_the_one_with_a_headline_line(desk):
    words = "Elvik harbour closed after storm"
    first = desk.send(id="a", body=words, headline=words)
    second = desk.send(id="b", body=words, headline=words, warnings=(Warning.HEADLINE_FROM_TEXT,))
    third = desk.send(id="c", body="", headline=words)
    assert (second.entry.duplicate_of, third.entry.duplicate_of) == (first.record.id, first.record.id)


def test_two_named_agencies_are_two_records_the_later_linked(desk):
    first = desk.send(id="a", agency="Norvik")
    other = desk.send(id="a", agency="Sudpress")
    assert other.entry.outcome is Outcome.PUBLISHED
    assert other.record.related.similar == [first.record.id]
    assert other.record.relation is Relation.NEW
    assert other.record.story_id != first.record.story_id
    assert first.record.related.similar == []


def test_a_domain_may_call_it_a_duplicate(new_desk, text):
    desk = new_desk(cross_agency="duplicate")
    first = desk.send(id="a", agency="Norvik")
    other = desk.send(id="b", agency="Sudpress")
    assert other.entry.outcome is Outcome.DUPLICATE
    assert other.entry.duplicate_of == first.record.id


@pytest.mark.parametrize(("first_agency", "second_agency"), [("Norvik", None), (None, "Norvik"), (None, None)])
def test_where_one_names_no_agency_it_is_a_duplicate(desk, first_agency, second_agency):
    first = desk.send(id="a", agency=first_agency)
    second = desk.send(id="b", agency=second_agency)
    assert second.entry.duplicate_of == first.record.id


def test_domains_are_not_compared(desk):
    desk.send(id="a", domain="default")
    assert desk.send(id="a", domain="sport").entry.outcome is Outcome.PUBLISHED


def test_withheld_by_the_agency_is_published_as_withheld_with_its_text(desk, text):
    withheld = desk.send(id="a", pub_status=PubStatus.WITHHELD)
    assert withheld.entry.outcome is Outcome.PUBLISHED
    assert (withheld.record.pub_status, withheld.record.body) == (PubStatus.WITHHELD, text)
    usable = desk.send(id="b")
    assert usable.entry.outcome is Outcome.PUBLISHED
    assert usable.record.related.supersedes == withheld.record.id


def test_an_exact_copy_that_follows_is_a_duplicate(desk):
    first = desk.send(id="a", created=0)
    repeat = desk.send(id="b", created=30, follows=("a",))
    assert repeat.entry.duplicate_of == first.record.id


def test_a_copy_of_an_earlier_version_is_a_duplicate_of_that_version(desk, text):
    first = desk.send(id="a", version="1")
    desk.send(id="a", version="2", body=f"{text} More.")
    assert desk.send(id="b").entry.duplicate_of == first.record.id


def test_a_version_that_goes_back_to_an_earlier_text_is_published(desk, text):
    desk.send(id="a", version="1")
    desk.send(id="a", version="2", body=f"{text} More.")
    back = desk.send(id="a", version="3")
    assert back.entry.outcome is Outcome.PUBLISHED
    assert back.record.version == 3
