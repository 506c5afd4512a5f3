"""Rulings on near duplicates: the same story again, its versions and lengths, serials, wrap-ups, other agencies."""

import pytest

from schemas.words import Outcome, PubStatus, Reason, Relation, Signal, Warning

HEADLINE = "Sundvik council sells its ferry line"
LEAD = (
    "The town council of Sundvik voted 21 to 14 on Tuesday to sell its ferry line to the shipping group Halden Lines."
)
STORY = [
    LEAD,
    "The buyer will pay 48.5 million kroner for four ships and the quay at Bergsund, the mayor, Ingrid Solheim, said.",
    "Halden Lines has promised to keep all 112 jobs for five years and to run the winter service to the outer islands.",
    "The opposition called the price too low. Its leader, Per Aasen, said that the ships alone had been valued higher "
    "by an auditor whom the council itself had asked in January.",
    "The sale needs the consent of the county, which is expected to decide before the summer.",
]
REPO = (
    "The Norvik central bank entered the money market to arrange {amount} billion crowns of customer repurchase "
    "agreements, a spokesman said. Dealers said overnight funds were trading at {rate} per cent when the bank began "
    "its temporary and indirect supply of reserves to the banking system."
)
METALS = (
    "Prices on the Elvik metal exchange at {time} in dollars a tonne, with the change since the opening: copper grade "
    "A cash {copper}, three months 9,455, steady. Lead cash 2,044, three months 2,061, quiet. Zinc cash {zinc}, three "
    "months 2,702, steady. Nickel cash 16,120, three months 16,355, quiet. Tin cash 28,900, three months 28,750, idle."
)


def body(*paragraphs):
    return "\n\n".join(paragraphs)


def told(**replaced):
    text = body(*STORY)
    for old, new in replaced.values():
        assert old in text
        text = text.replace(old, new)
    return text


def is_own_story(decision, other):
    record = decision.record
    linked = [*record.related.similar, *record.related.contains, record.related.supersedes]
    return (
        decision.entry.outcome is Outcome.PUBLISHED
        and record.story_id != other.record.story_id
        and record.relation is Relation.NEW
        and other.record.id not in linked
    )


@pytest.fixture
def first(desk):
    return desk.send(id="a", headline=HEADLINE, body=told())


@pytest.mark.parametrize(
    ("headline", "text"),
    [
        (HEADLINE, told(spelling=("shipping group", "shiping group"))),
        (HEADLINE, told(style=("four ships", "4 ships"))),
        (HEADLINE, told(day=("on Tuesday", "yesterday"))),
        ("Halden to buy Sundvik ferries", told(word=("promised to keep", "pledged to keep"))),
        ("SUNDVIK COUNCIL SELLS FERRY LINE", told()),
    ],
    ids=["spelling", "four or 4", "date words of the next day", "headline and a word", "headline alone"],
)
def test_what_differs_in_nothing_that_a_reader_would_notice_is_a_duplicate(desk, first, headline, text):
    again = desk.send(id="b", headline=headline, body=text)
    assert again.entry.outcome is Outcome.DUPLICATE
    assert (again.entry.duplicate_of, again.entry.story_id) == (first.record.id, first.record.story_id)
    assert again.entry.reason in (Reason.NEAR_TEXT, Reason.SAME_TEXT)


def test_a_near_duplicate_tells_its_measures(desk, first):
    again = desk.send(id="b", headline=HEADLINE, body=told(spelling=("shipping group", "shiping group")))
    assert (again.entry.matched, again.entry.matched_as) == (first.record.id, "duplicate")
    assert again.entry.measures["jaccard"] > 0.8
    assert again.entry.measures["figures"] == again.entry.measures["names"] == 0


def test_a_date_that_a_next_day_re_send_gives_is_no_numeral_that_differs(desk, first):
    again = desk.send(id="b", headline=HEADLINE, body=told(day=("on Tuesday", "on March 3")), received=20 * 60)
    assert again.entry.duplicate_of == first.record.id


def test_two_dates_that_differ_are_no_duplicate(desk):
    desk.send(id="a", headline=HEADLINE, body=told(day=("on Tuesday", "on March 3")))
    other = desk.send(id="b", headline=HEADLINE, body=told(day=("on Tuesday", "on March 4")))
    assert other.entry.outcome is Outcome.PUBLISHED


@pytest.mark.parametrize(
    ("old", "new"), [("48.5", "45.8"), ("21 to 14", "21 to 13"), ("four ships", "five ships"), ("48.5", "48,5")]
)
def test_a_numeral_that_differs_is_the_next_version_never_a_duplicate(desk, first, old, new):
    fixed = desk.send(id="b", headline=HEADLINE, body=told(digit=(old, new)))
    assert fixed.entry.outcome is Outcome.PUBLISHED
    assert (fixed.record.story_id, fixed.record.version) == (first.record.story_id, 2)
    assert (fixed.record.relation, fixed.record.related.supersedes) == (Relation.REPLACES, first.record.id)


def test_the_silent_fix_of_a_digit_shows_in_changed(desk, first):
    fixed = desk.send(id="b", headline=HEADLINE, body=told(digit=("48.5", "45.8")))
    assert (fixed.record.changed.headline, fixed.record.changed.figures) == (False, True)
    assert fixed.record.changed.paragraphs == [2]


def test_a_marked_correction_is_a_version_also_where_only_a_word_is_corrected(desk, first):
    fixed = desk.send(
        id="b",
        headline="CORRECTED-Sundvik council sells its ferry line",
        body=told(word=("mayor", "deputy mayor")),
        signals=(Signal.CORRECTION,),
    )
    assert fixed.entry.outcome is Outcome.PUBLISHED
    assert fixed.record.related.supersedes == first.record.id


def test_an_unchanged_repeat_is_a_duplicate(desk, first):
    again = desk.send(
        id="b",
        headline=f"RPT-{HEADLINE}",
        body=told(spelling=("shipping group", "shiping group")),
        signals=(Signal.REPEAT,),
    )
    assert again.entry.duplicate_of == first.record.id


def test_another_name_is_no_duplicate(desk, first):
    other = desk.send(id="b", headline=HEADLINE, body=told(name=("Per Aasen", "Olav Rustad")))
    assert other.entry.outcome is Outcome.PUBLISHED


def test_a_statement_added_is_no_duplicate(desk, first):
    more = desk.send(id="b", headline=HEADLINE, body=body(told(), "The union said it would strike."))
    assert more.entry.outcome is Outcome.PUBLISHED
    assert more.record.story_id == first.record.story_id


def test_a_trim_is_another_length_of_the_story(desk, first):
    trim = desk.send(id="b", headline="Ferry line sold", body=body(*STORY[:2]))
    assert trim.entry.outcome is Outcome.PUBLISHED
    assert (trim.record.story_id, trim.record.version) == (first.record.story_id, 2)
    assert (trim.record.relation, trim.record.related.supersedes) == (Relation.ALTERNATE, None)


def test_an_expansion_is_another_length_of_the_story(desk):
    short = desk.send(id="b", headline="Ferry line sold", body=body(*STORY[:2]))
    whole = desk.send(id="a", headline=HEADLINE, body=told())
    assert (whole.record.story_id, whole.record.relation) == (short.record.story_id, Relation.ALTERNATE)


def test_each_length_of_a_story_has_its_own_versions(desk, first):
    trim = desk.send(id="b", headline="Ferry line sold", body=body(*STORY[:2]))
    new_trim = desk.send(id="b", version="2", headline="Ferry line sold", body=body(*STORY[:2], "It needs consent."))
    new_whole = desk.send(id="a", version="2", headline=HEADLINE, body=told(digit=("48.5", "48.7")))
    assert (new_trim.record.relation, new_trim.record.related.supersedes) == (Relation.REPLACES, trim.record.id)
    assert (new_whole.record.relation, new_whole.record.related.supersedes) == (Relation.REPLACES, first.record.id)
    assert [one.record.version for one in (first, trim, new_trim, new_whole)] == [1, 2, 3, 4]


def test_a_kill_takes_every_length_with_it(desk, first):
    trim = desk.send(id="b", headline="Ferry line sold", body=body(*STORY[:2]))
    kill = desk.send(id="a", pub_status=PubStatus.CANCELED, body="")
    assert set(kill.record.related.cancels) == {first.record.id, trim.record.id}
    assert desk.send(id="b", version="2", body="New text.").entry.outcome is Outcome.STALE


def test_a_substitute_for_a_killed_text_is_published_as_a_new_story_that_says_so(desk, first):
    kill = desk.send(id="a", pub_status=PubStatus.CANCELED, body="", headline="KILL")
    substitute = desk.send(id="b", headline="Sundvik sells ferries", body=told(name=("Per Aasen", "Olav Rustad")))
    assert substitute.entry.outcome is Outcome.PUBLISHED
    assert substitute.record.story_id != first.record.story_id
    assert substitute.record.related.replaces_killed == kill.record.related.cancels == [first.record.id]
    assert Warning.RESEMBLES_KILLED in substitute.record.warnings


def test_serials_of_two_days_are_two_stories(desk):
    one = desk.send(id="a", headline="Bank adds 1.4 billion in repos", body=REPO.format(amount="1.4", rate="6.25"))
    other = desk.send(
        id="b",
        headline="Bank adds 1.5 billion in repos",
        body=REPO.format(amount="1.5", rate="6.25"),
        received=24 * 60,
    )
    assert is_own_story(other, one)


def test_a_serial_under_one_headline_is_not_linked_the_next_day(desk):
    one = desk.send(id="a", headline="Bank adds reserves", body=REPO.format(amount="two", rate="6.25"))
    for day, (amount, rate) in enumerate([("1.5", "6.25"), ("two", "6 1/8"), ("2.5", "6.5")], start=1):
        other = desk.send(
            id=f"b{day}",
            headline="Bank adds reserves",
            body=REPO.format(amount=amount, rate=rate),
            received=day * 22 * 60,
        )
        assert is_own_story(other, one)
        one = other


@pytest.mark.parametrize("headline", ["Elvik metals", None])
def test_the_noon_and_the_half_past_twelve_prices_are_two_stories(desk, headline):
    noon = desk.send(id="a", headline=headline, body=METALS.format(time="12:00 GMT", copper="9,412", zinc="2,688"))
    half_past = desk.send(
        id="b", headline=headline, body=METALS.format(time="12:30 GMT", copper="9,415", zinc="2,688"), received=30
    )
    assert is_own_story(half_past, noon)


def test_opening_and_closing_prices_are_two_stories(desk):
    opening = desk.send(
        id="a", headline="Elvik metals", body=METALS.format(time="the opening", copper="9,412", zinc="2,688")
    )
    closing = desk.send(
        id="b",
        headline="Elvik metals",
        body=METALS.format(time="the closing", copper="9,415", zinc="2,690"),
        received=300,
    )
    assert is_own_story(closing, opening)


def test_two_funds_that_differ_in_name_alone_are_two_stories(desk):
    template = (
        "The trustees of the {} Fund declared a monthly dividend of 7.1 cents a share, the same as in the month "
        "before, payable on March 31 to holders of record on March 16, and said that the portfolio had not been "
        "changed since the last report, which can be had from the office of the trustees on weekdays."
    )
    one = desk.send(id="a", headline="Norvik Insured sets payout", body=template.format("Norvik Insured"))
    other = desk.send(id="b", headline="Norvik Highland sets payout", body=template.format("Norvik Highland"))
    assert is_own_story(other, one)


def test_a_template_that_comes_often_is_never_dropped_nor_linked(desk):
    sent = [
        desk.send(
            id=str(n),
            headline="Elvik metals",
            body=METALS.format(time="the last call", copper=f"9,{400 + 7 * n}", zinc=f"2,{600 + n}"),
            received=40 * n,
        )
        for n in range(12)
    ]
    assert all(one.entry.outcome is Outcome.PUBLISHED for one in sent)
    assert len({one.record.story_id for one in sent[3:]}) == len(sent[3:])


def test_tables_are_compared_word_for_word(desk):
    text = METALS.format(time="noon", copper="9,412", zinc="2,688")
    one = desk.send(id="a", headline="Elvik metals", body=text, signals=(Signal.PRESERVED,))
    near = desk.send(
        id="b", headline="Elvik metals", body=text.replace("steady", "steadier", 1), signals=(Signal.PRESERVED,)
    )
    same = desk.send(id="c", headline="Elvik metals", body=text, signals=(Signal.PRESERVED,))
    assert is_own_story(near, one)
    assert same.entry.duplicate_of == one.record.id


def test_short_items_are_compared_word_for_word(desk):
    words = "Sundvik council votes to sell its ferry line to the shipping group Halden Lines"
    one = desk.send(id="a", headline=None, body=f"{words} today")
    other = desk.send(id="b", headline=None, body=words)
    assert is_own_story(other, one)


def test_a_flash_is_not_tied_to_its_story_by_words_but_by_its_slugline(desk):
    flash = {"body": LEAD, "headline": None, "signals": (Signal.FLASH,)}
    alone = desk.send(id="f", **flash)
    story = desk.send(id="a", headline=HEADLINE, body=told())
    assert story.record.story_id != alone.record.story_id
    slugged = desk.send(id="g", slugline="BC-Ferry", **(flash | {"body": f"URGENT {LEAD}"}))
    other = desk.send(id="h", slugline="BC-Ferry, 1st Ld", headline="Other", body="A story of the ferry line's sale.")
    assert other.record.story_id == slugged.record.story_id


def test_the_same_copy_of_another_named_agency_is_linked_not_dropped(desk, first):
    other = desk.send(
        id="b", agency="Sudpress", headline=HEADLINE, body=told(spelling=("shipping group", "shiping group"))
    )
    assert is_own_story(other, first) is False  # linked ...
    assert other.record.story_id != first.record.story_id  # ... as a story of its own
    assert (other.record.relation, other.record.related.similar) == (Relation.NEW, [first.record.id])


def test_a_trim_by_another_named_agency_is_linked_too(desk, first):
    trim = desk.send(id="b", agency="Sudpress", headline="Ferry line sold", body=body(*STORY[:3]))
    assert trim.record.related.similar == [first.record.id]
    assert trim.record.story_id != first.record.story_id


def test_a_domain_may_drop_another_agencys_near_copy(new_desk):
    desk = new_desk(cross_agency="duplicate")
    one = desk.send(id="a", headline=HEADLINE, body=told())
    other = desk.send(
        id="b", agency="Sudpress", headline=HEADLINE, body=told(spelling=("shipping group", "shiping group"))
    )
    assert other.entry.duplicate_of == one.record.id


def test_the_same_agency_by_a_feed_that_names_none_is_a_duplicate(desk, first):
    other = desk.send(id="b", agency=None, headline=HEADLINE, body=told(spelling=("shipping group", "shiping group")))
    assert other.entry.duplicate_of == first.record.id


def test_a_wrap_up_is_a_story_of_its_own_that_names_what_it_holds(desk, first, story):
    second = desk.send(id="b", headline="Another thing", body=story(7))
    wrap = desk.send(id="w", headline="Norvik news in brief", body=body(told(), story(7), story(8)))
    assert wrap.record.story_id not in (first.record.story_id, second.record.story_id)
    assert (wrap.record.relation, set(wrap.record.related.contains)) == (
        Relation.NEW,
        {first.record.id, second.record.id},
    )


def test_two_versions_of_one_story_make_no_wrap_up(desk, first, story):
    desk.send(id="a", version="2", headline=HEADLINE, body=told(digit=("48.5", "48.7")))
    longer = desk.send(id="b", headline=HEADLINE, body=body(told(digit=("48.5", "48.7")), story(9)))
    assert longer.record.related.contains == []
    assert longer.record.story_id == first.record.story_id


def test_an_explicit_link_makes_a_version_of_a_near_copy(desk, first):
    update = desk.send(
        id="b", follows=("a",), headline=HEADLINE, body=told(spelling=("shipping group", "shiping group"))
    )
    assert update.entry.outcome is Outcome.PUBLISHED
    assert update.record.related.supersedes == first.record.id


def test_identity_goes_before_likeness(desk, first):
    second = desk.send(id="a", version="2", headline=HEADLINE, body=told(spelling=("shipping group", "shiping group")))
    assert second.entry.outcome is Outcome.PUBLISHED
    assert second.record.version == 2


def test_the_same_update_by_two_services_comes_once(desk, first):
    desk.send(id="b", headline=HEADLINE, body=told(spelling=("shipping group", "shiping group")))
    update = desk.send(id="a", version="2", headline=HEADLINE, body=told(digit=("48.5", "48.7")))
    text = told(digit=("48.5", "48.7"), spelling=("shipping group", "shiping group"))
    same = desk.send(id="b", version="2", headline=HEADLINE, body=text)
    assert same.entry.duplicate_of == update.record.id


def test_an_older_version_after_a_newer_one_is_stale_also_under_another_id(desk):
    root = desk.send(id="a", created=0, headline=HEADLINE, body=told())
    newer = desk.send(id="b", created=2, headline=HEADLINE, body=told(digit=("48.5", "48.7")))
    late = desk.send(id="c", created=1, headline=HEADLINE, body=told(digit=("48.5", "47.1")))
    assert newer.record.story_id == root.record.story_id
    assert (late.entry.outcome, late.entry.reason) == (Outcome.STALE, Reason.OLDER_VERSION)
    assert late.entry.duplicate_of == newer.record.id


def test_a_story_does_not_drift_from_one_version_to_the_next(desk, story):
    """What resembles neither the first nor the latest text, only one in between, is not that story."""
    parts = [story(n) for n in range(6)]
    whole = [desk.send(id="a", version=str(n), headline="Fair", body=body(*parts[n : n + 2])) for n in range(3)]
    assert len({one.record.story_id for one in whole}) == 1
    other = desk.send(id="b", headline="Another", body=body(parts[1], parts[2], *(parts[4].split("\n\n")[:1])))
    assert other.record.story_id != whole[0].record.story_id


def test_a_translation_of_a_text_of_figures_is_a_story_of_its_own(desk):
    table = " ".join(f"Sundvik {n} {n * 7} {n * 11}" for n in range(1, 20))
    one = desk.send(id="a", headline="Results", body=f"{table} goals", language="en")
    other = desk.send(id="b", headline="Ergebnisse", body=f"{table} Tore", language="de")
    assert is_own_story(other, one)


def test_a_near_copy_after_the_window_is_published(new_desk):
    desk = new_desk(window_hours=10)
    desk.send(id="a", headline=HEADLINE, body=told(), received=0)
    near = told(spelling=("shipping group", "shiping group"))
    assert desk.send(id="b", headline=HEADLINE, body=near, received=9 * 60).entry.outcome is Outcome.DUPLICATE
    assert desk.send(id="c", headline=HEADLINE, body=near, received=20 * 60).entry.outcome is Outcome.PUBLISHED


def test_the_window_is_of_stream_time_not_of_the_agencys_clock(new_desk):
    desk = new_desk(window_hours=10)
    desk.send(id="a", headline=HEADLINE, body=told(), received=0, created=-100_000)
    near = told(spelling=("shipping group", "shiping group"))
    assert desk.send(id="b", headline=HEADLINE, body=near, received=60, created=5000).entry.outcome is Outcome.DUPLICATE


def test_a_withheld_near_copy_is_published_as_withheld(desk, first):
    near = told(spelling=("shipping group", "shiping group"))
    withheld = desk.send(id="b", headline=HEADLINE, body=near, pub_status=PubStatus.WITHHELD)
    assert withheld.entry.outcome is Outcome.PUBLISHED
    assert withheld.record.pub_status is PubStatus.WITHHELD


def test_a_held_trim_is_another_length_once_it_is_let_go(desk, first, at):
    held = desk.send(id="b", headline="Ferry line sold", body=body(*STORY[:2]), embargo=60)
    assert held.entry.outcome is Outcome.HELD
    [released] = desk.book.release_due(now=at(61))
    assert released.record.story_id == first.record.story_id
    assert released.record.relation is Relation.ALTERNATE


def test_signatures_of_other_versions_are_compared_by_exact_hash_only(desk, parsed, first):
    from msgspec.structs import replace

    near = parsed(id="b", headline=HEADLINE, body=told(spelling=("shipping group", "shiping group")), received=1)
    foreign = replace(near, fingerprint=replace(near.fingerprint, signature_version=1))
    [decision] = desk.take(foreign)
    assert decision.entry.outcome is Outcome.PUBLISHED
    same = parsed(id="c", headline=HEADLINE, body=told(), received=2)
    [copy] = desk.take(replace(same, fingerprint=replace(same.fingerprint, signature_version=1)))
    assert copy.entry.duplicate_of == first.record.id
