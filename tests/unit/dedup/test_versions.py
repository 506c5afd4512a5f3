"""Rulings on versions of one story: order, changes, links, takes, ids that fold into one."""

from itertools import permutations

import pytest

from schemas.words import Outcome, Reason, Relation, Signal, Warning


def outcomes(decisions):
    return [decision.entry.outcome for decision in decisions]


def test_a_new_version_is_published_as_the_next_of_its_story(desk, text):
    first = desk.send(id="a", version="1", created=0)
    second = desk.send(id="a", version="2", created=5, body=text.replace("3.5", "3.6"), headline="Elvik shuts berths")
    assert second.entry.outcome is Outcome.PUBLISHED
    assert second.record.story_id == first.record.story_id
    assert (first.record.version, second.record.version) == (1, 2)
    assert (first.record.relation, second.record.relation) == (Relation.NEW, Relation.REPLACES)
    assert second.record.related.supersedes == first.record.id
    assert second.record.changed.headline is True
    assert second.record.changed.figures is True
    assert second.record.changed.paragraphs == [2]
    assert first.record.changed is None


def test_versions_3_5_2_1_4_publish_two_and_leave_the_rest_stale(desk, text):
    decisions = [desk.send(id="a", version=str(n), body=f"{text} Version {n}.") for n in (3, 5, 2, 1, 4)]
    assert outcomes(decisions) == [Outcome.PUBLISHED] * 2 + [Outcome.STALE] * 3
    assert [d.entry.version for d in decisions[:2]] == [1, 2]
    assert {d.entry.reason for d in decisions[2:]} == {Reason.OLDER_VERSION}
    assert {d.entry.duplicate_of for d in decisions[2:]} == {decisions[1].record.id}


def test_4_is_stale_also_where_it_would_have_linked_what_3_and_5_could_not_know(desk, text):
    three = desk.send(id="c", created=3, body=f"{text} Three.")
    five = desk.send(id="e", created=5, body=f"{text} Five.", follows=("d",))
    four = desk.send(id="d", created=4, body=f"{text} Four.", follows=("c",))
    assert outcomes([three, five, four]) == [Outcome.PUBLISHED, Outcome.PUBLISHED, Outcome.STALE]


def test_version_created_goes_before_the_number(desk, text):
    desk.send(id="a", version="10", created=10, body=f"{text} Ten.")
    late = desk.send(id="a", version="999999999", created=5, body=f"{text} Nine digits.")
    newer = desk.send(id="a", version="2", created=15, body=f"{text} Two.")
    assert outcomes([late, newer]) == [Outcome.STALE, Outcome.PUBLISHED]


def test_the_number_decides_where_times_are_equal(desk, text):
    desk.send(id="a", version="10", created=0, body=f"{text} Ten.")
    assert desk.send(id="a", version="9", created=0, body=f"{text} Nine.").entry.outcome is Outcome.STALE
    assert desk.send(id="a", version="11", created=0, body=f"{text} Eleven.").entry.outcome is Outcome.PUBLISHED


def test_same_id_and_version_and_all_equal_is_a_duplicate(desk):
    first = desk.send(id="a", version="1", created=0)
    again = desk.send(id="a", version="1", created=0)
    assert again.entry.outcome is Outcome.DUPLICATE
    assert again.entry.reason is Reason.SAME_ID_AND_VERSION
    assert again.entry.duplicate_of == first.record.id


@pytest.mark.parametrize(
    "change",
    [{"headline": None}, {"headline": "ELVIK  CLOSES BERTHS"}, {"body": "x"}, {"created": 30}],
    ids=["headline absent", "case and space", "white space in the body", "another time stamp"],
)
def test_an_absent_headline_and_white_space_are_nothing(desk, text, change):
    first = desk.send(id="a", version="1", created=0)
    if change.get("body"):
        change = {"body": text.replace(" ", "  ").replace("\n\n", "\n\n \n\n")}
    again = desk.send(**({"id": "a", "version": "1", "created": 0} | change))
    assert again.entry.outcome is Outcome.DUPLICATE
    assert again.entry.duplicate_of == first.record.id


@pytest.mark.parametrize(
    "change",
    [{"headline": "Elvik closes two berths"}, {"body": "Other words."}, {"pub_status": "withheld"}, {"embargo": 0.5}],
    ids=["headline", "body", "pub_status", "embargo"],
)
def test_same_id_and_version_changed_is_the_next_version_with_a_warning(desk, change):
    desk.send(id="a", version="1", created=0)
    changed = desk.send(**({"id": "a", "version": "1", "created": 0} | change))
    assert changed.entry.outcome is Outcome.PUBLISHED
    assert changed.record.version == 2
    assert changed.record.relation is Relation.REPLACES
    assert Warning.SAME_VERSION_CHANGED in changed.record.warnings


def test_one_silent_digit_shows_in_changed(desk, text):
    desk.send(id="a", version="1")
    fixed = desk.send(id="a", version="2", body=text.replace("3.5", "35"))
    assert (fixed.record.changed.headline, fixed.record.changed.figures) == (False, True)
    assert fixed.record.changed.paragraphs == [2]


def test_an_update_under_a_new_id_that_follows_is_one_story(desk, text):
    first = desk.send(id="a", created=0)
    update = desk.send(id="b", created=60, follows=("a",), body=f"{text} More.")
    assert update.record.story_id == first.record.story_id
    assert update.record.version == 2
    assert update.record.related.supersedes == first.record.id


def test_an_older_dispatch_after_the_newer_one_that_follows_it_is_stale(desk, text):
    update = desk.send(id="b", created=60, follows=("a",), body=f"{text} More.")
    late = desk.send(id="a", created=0)
    assert late.entry.outcome is Outcome.STALE
    assert late.entry.story_id == update.record.story_id


def test_a_late_original_without_times_is_stale_too(desk, text):
    desk.send(id="b", follows=("a",), body=f"{text} More.")
    assert desk.send(id="a").entry.outcome is Outcome.STALE


def test_a_correction_of_the_original_after_its_update_is_the_next_version(desk, text):
    desk.send(id="a", version="1", created=0)
    desk.send(id="b", version="1", created=10, follows=("a",), body=f"{text} More.")
    corrected = desk.send(id="a", version="2", created=20, body=f"{text} More than 4 boats.")
    assert corrected.record.version == 3
    in_between = desk.send(id="a", version="3", created=15, body=f"{text} Something else.")
    assert in_between.entry.outcome is Outcome.STALE


def test_ids_of_several_services_fold_into_one_story(desk, text):
    first = desk.send(id="urn-1", aliases=("dpa-0815",), version="1", created=0)
    second = desk.send(id="dpa-0815", version="2", created=9, body=f"{text} More.")
    assert second.record.story_id == first.record.story_id
    assert second.record.version == 2


def test_the_next_version_of_a_copy_belongs_to_the_story_that_it_repeats(desk, text):
    first = desk.send(id="a", created=0)
    copy = desk.send(id="other-service", created=1)
    update = desk.send(id="other-service", created=9, body=f"{text} More.")
    assert copy.entry.outcome is Outcome.DUPLICATE
    assert (update.record.story_id, update.record.version) == (first.record.story_id, 2)
    assert update.record.related.supersedes == first.record.id
    same_update = desk.send(id="a", created=10, body=f"{text} More.")
    assert same_update.entry.outcome is Outcome.DUPLICATE
    assert same_update.entry.duplicate_of == update.record.id


def test_two_stories_found_to_be_one_keep_their_ids(desk, text):
    one = desk.send(id="a", created=0)
    other = desk.send(id="b", created=1, body="A text of another kind.", headline="Other")
    both = desk.send(id="a", created=9, follows=("b",), body=f"{text} More.")
    assert both.record.story_id == one.record.story_id
    assert both.record.story_aliases == [other.record.story_id]


def test_takes_are_additions_and_never_stale_by_order(desk, text):
    second = desk.send(id="a2", take=2, created=9, follows=("a1",), body=f"{text} Second take.")
    first = desk.send(id="a1", take=1, created=5, body=f"{text} First take.")
    third = desk.send(id="a3", take=3, created=7, follows=("a1",), body=f"{text} Third take.")
    assert outcomes([second, first, third]) == [Outcome.PUBLISHED] * 3
    assert [d.record.relation for d in (second, third)] == [Relation.ADD] * 2
    assert second.record.related.supersedes is None
    assert len({d.record.story_id for d in (second, first, third)}) == 1
    assert [d.record.version for d in (second, first, third)] == [1, 2, 3]


def test_a_take_sent_again_under_its_id_replaces_that_take_only(desk, text):
    first = desk.send(id="s", take=1, version="1", body=f"{text} First take.")
    second = desk.send(id="s", take=2, version="1", body=f"{text} Second take.")
    fixed = desk.send(id="s", take=2, version="2", body=f"{text} Second take, right.")
    newer = desk.send(id="s", take=1, version="2", body=f"{text} First take, right.")
    assert fixed.record.related.supersedes == second.record.id
    assert newer.record.related.supersedes == first.record.id


def test_a_flash_and_the_story_that_follows_are_one_by_slugline_within_six_hours(desk, text):
    flash = desk.send(
        id="f", body="Elvik harbour closed.", headline=None, slugline="BC-Harbour", signals=(Signal.FLASH,)
    )
    story = desk.send(id="s", slugline="BC-Harbour, 1st Ld", body=text)
    assert story.record.story_id == flash.record.story_id
    assert story.record.relation is Relation.REPLACES
    other_agency = desk.send(id="t", slugline="Harbour", body="Another text.", agency="Sudpress")
    assert other_agency.record.story_id != flash.record.story_id


@pytest.mark.parametrize("minutes", [6 * 60 + 5, 17 * 60], ids=["after six hours", "next day"])
def test_a_flash_is_not_tied_later(desk, text, minutes):
    flash = desk.send(id="f", body="Elvik harbour closed.", headline=None, slugline="harbour", signals=(Signal.FLASH,))
    story = desk.send(id="s", slugline="harbour", body=text, received=minutes)
    assert story.record.story_id != flash.record.story_id


def test_words_alone_do_not_tie_a_flash_to_a_story(desk, text):
    flash = desk.send(id="f", body=text.split("\n\n")[0], headline=None, signals=(Signal.FLASH,))
    story = desk.send(id="s", body=text)
    assert story.record.story_id != flash.record.story_id


def test_wrapup_2_follows_wrapup_1_as_its_version(desk, text):
    first = desk.send(id="w1", slugline="NORWAY-HARBOUR (WRAPUP 1)", signals=(Signal.WRAPUP,), body=f"{text} One.")
    second = desk.send(id="w2", slugline="NORWAY-HARBOUR (WRAPUP 2)", signals=(Signal.WRAPUP,), body=f"{text} Two.")
    assert (second.record.story_id, second.record.version) == (first.record.story_id, 2)


def test_serials_with_other_figures_are_stories_of_their_own(desk):
    table = "Berth 1 open 2 closed 3 open 4 open 5 closed 6 open 7 open 8 open 9 closed depth {} metres wind {} knots"
    one = desk.send(id="t1", body=table.format(11, 4), headline="Berths", signals=(Signal.PRESERVED,))
    two = desk.send(id="t2", body=table.format(11, 5), headline="Berths", signals=(Signal.PRESERVED,))
    same = desk.send(id="t3", body=table.format(11, 5), headline="Berths", signals=(Signal.PRESERVED,))
    assert one.record.story_id != two.record.story_id
    assert two.record.relation is Relation.NEW
    assert same.entry.duplicate_of == two.record.id


def test_any_order_of_numbered_versions_leaves_the_newest_last(new_desk, text):
    for order in permutations(range(1, 6)):
        desk = new_desk()
        decisions = [desk.send(id="a", version=str(n), body=f"{text} Version {n}.") for n in order]
        published = [d for d in decisions if d.entry.outcome is Outcome.PUBLISHED]
        assert published[-1].entry.source_version == "5"
        assert [d.record.version for d in published] == list(range(1, len(published) + 1))
        assert sum(d.entry.outcome is Outcome.STALE for d in decisions) == 5 - len(published)


NOTICE = "In the story on the ferry line, the agency gave a wrong price for the ships. It is 420 million euros."


def test_a_corrective_notice_that_is_no_rewrite_is_a_word_about_the_story(desk, text):
    story = "\n\n".join(
        f"{text} In part {part} the board heard {part} speakers on berth {part}." for part in range(1, 6)
    )
    first = desk.send(id="a", version="1", body=story)
    notice = desk.send(id="a", version="2", body=NOTICE, signals=(Signal.CORRECTION,))
    assert (notice.record.relation, notice.record.version) == (Relation.NOTICE, 2)
    assert notice.record.related.supersedes is None, "subscribers keep the text"
    rewrite = desk.send(id="a", version="3", body=story.replace("berth 3", "berth 7"), signals=(Signal.CORRECTION,))
    assert rewrite.record.relation is Relation.REPLACES
    assert rewrite.record.related.supersedes == first.record.id


def test_a_correction_that_keeps_a_paragraph_or_is_as_long_takes_the_storys_place(desk, text):
    story = "\n\n".join(
        f"{text} In part {part} the board heard {part} speakers on berth {part}." for part in range(1, 6)
    )
    desk.send(id="a", version="1", body=story)
    cut = desk.send(id="a", version="2", body=story.partition("\n\n")[0], signals=(Signal.CORRECTION,))
    other = desk.send(
        id="a", version="3", body=f"{NOTICE} {text.upper()} {story.upper()}", signals=(Signal.CORRECTION,)
    )
    assert [one.record.relation for one in (cut, other)] == [Relation.REPLACES] * 2
