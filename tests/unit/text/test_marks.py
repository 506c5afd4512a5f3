"""Signals, takes, notes, bylines, embargo phrases and sign-offs are known by the marks that agencies use."""

import pytest

from pipeline.text import bylines, embargo, furniture, headings, inline, language, notes, rights, sign_offs, signals
from pipeline.text.dates import read_time
from pipeline.text.draft import Block
from schemas.dispatch import Take
from schemas.words import Signal


@pytest.mark.parametrize(
    ("headline", "wanted"),
    [
        ("UPDATE 1-Norwegian ferry line orders ships", {Signal.UPDATE}),
        ("CORRECTED-UPDATE 2-Ferry line orders ships", {Signal.CORRECTION, Signal.UPDATE}),
        ("SOCCER-UPDATE 1-Bergen beat Oslo", {Signal.UPDATE}),
        ("WRAPUP 2-Ports reopen", {Signal.WRAPUP}),
        ("REFILE-Ferry line orders ships", {Signal.REFILE}),
        ("RPT-Ferry line orders ships", {Signal.REPEAT}),
        ("AMP.- El puerto de Corinto", {Signal.UPDATE}),
        ("Correction: Harbor Fire story", {Signal.CORRECTION}),
        ("URGENT: Hafen gesperrt", {Signal.URGENT}),
        ("APNewsAlert", {Signal.ALERT}),
        ("Correction officers strike in Ohio", set()),
        ("Flash floods hit Lisbon", set()),
        ("UPDATES to the harbour law are urgent", set()),
        ("Urgent talks on ports begin", set()),
        ("EU leaders wrap up summit", set()),
    ],
)
def test_headline_prefixes(headline: str, wanted: set[Signal]) -> None:
    assert signals.from_headline(headline) == wanted


@pytest.mark.parametrize(
    ("slug", "wanted"),
    [
        ("BC-PT--Harbor Fire, 1st Ld-Writethru", {Signal.LEAD, Signal.WRITETHRU}),
        ("NORWAY-FERRY/ (UPDATE 1, PIX)", {Signal.UPDATE}),
        ("US-SYRIA-CRISIS (CORRECTED)", {Signal.CORRECTION}),
        ("PORTUGAL-FLASH-FLOODS", set()),
        ("FLASH", {Signal.FLASH}),
        ("BC-US--APNewsAlert", {Signal.ALERT}),
        ("BC-PT--Harbor Fire,1st Add", {Signal.ADD}),
    ],
)
def test_slug_marks(slug: str, wanted: set[Signal]) -> None:
    assert signals.from_slug(slug) == wanted


def test_refile_in_a_headline_wins_over_corrected_in_a_slug() -> None:
    headline = signals.from_headline("REFILE-Ferry line orders ships")
    assert signals.refile_wins(headline | signals.from_slug("FERRY (CORRECTED)"), headline) == {Signal.REFILE}


@pytest.mark.parametrize(
    ("slug", "take"),
    [
        ("PORTS=2", Take(number=2)),
        ("Ports (take 2 of 3)", Take(number=2, total=3)),
        ("BC-Ports,1st Add", Take(number=2)),
        ("NORWAY-FERRY/", None),
        ("Ports (take 0)", None),
    ],
)
def test_takes(slug: str, take: Take | None) -> None:
    assert signals.take_of(slug) == take


@pytest.mark.parametrize(
    ("text", "note", "changes"),
    [
        ("(Adds shares, analyst)", "Adds shares, analyst", True),
        (
            "(In May 3 story, corrects name of ferry in paragraph 2)",
            "In May 3 story, corrects name of ferry in paragraph 2",
            True,
        ),
        ("Eds: UPDATES: With quotes.", "Eds: UPDATES: With quotes.", True),
        ("EDITOR'S NOTE _ This is the first of two parts.", "EDITOR'S NOTE _ This is the first of two parts.", False),
        ("AP Photo ABC101", "AP Photo ABC101", False),
    ],
)
def test_notes_to_editors(text: str, note: str, changes: bool) -> None:
    assert notes.find(text) == notes.Note(note, changes)


@pytest.mark.parametrize(
    "text",
    [
        "(The company declined to comment.)",
        "Editors at the paper walked out on Monday.",
        "He adds (again) a note.",
        "Note the date.",
    ],
)
def test_copy_is_no_note(text: str) -> None:
    assert notes.find(text) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Kari Nilsen", "Kari Nilsen"),
        ("By ANNA REED and PAULO COSTA", "ANNA REED and PAULO COSTA"),
        ("By Ann de la Cruz, AP Sports Writer", "Ann de la Cruz"),
        ("By Jens Holm, dpa =", "Jens Holm"),
        ("Von Jens Holm", "Jens Holm"),
    ],
)
def test_bylines(text: str, names: str) -> None:
    assert bylines.find(text) == names


@pytest.mark.parametrize(
    "text", ["By Friday the harbour was open.", "By 2030 ports will be electric", "By and by the ships came in"]
)
def test_sentences_that_begin_like_bylines(text: str) -> None:
    assert bylines.find(text) is None


@pytest.mark.parametrize(
    ("phrase", "until"),
    [
        ("EMBARGOED UNTIL 0001 GMT TUESDAY 4 MAY 2027", "2027-05-04T00:01:00+00:00"),
        ("Sperrfrist: 12.10.2022, 06:00 Uhr MESZ", "2022-10-12T04:00:00+00:00"),
        ("NOT FOR RELEASE UNTIL May 4, 2027 at 10:30 EDT", "2027-05-04T14:30:00+00:00"),
    ],
)
def test_embargo_phrases_tell_the_time(phrase: str, until: str) -> None:
    time, _ = read_time(embargo.time_of(phrase), None)
    assert time is not None
    assert (embargo.is_told(phrase), time.isoformat()) == (True, until)


def test_an_embargo_phrase_without_a_time_still_holds() -> None:
    assert embargo.is_told("HOLD FOR RELEASE")
    assert embargo.time_of("HOLD FOR RELEASE") is None


@pytest.mark.parametrize(
    "text", ["UN lifts arms embargo on Somalia", "Oil embargo bites", "Der Embargo-Beschluss", "hold the release valve"]
)
def test_the_bare_word_is_no_embargo(text: str) -> None:
    assert not embargo.is_told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Embargoed for decades, the island has learned to mend its ships.",
        "Die Sperrfrist für betrunkene Autofahrer wird verlängert, teilte das Ministerium in Kiel am Dienstag mit.",
        "Embargo: what the union wants, and what it will get from the talks that begin on Monday in the port.",
    ],
)
def test_a_story_about_an_embargo_is_no_embargo_line(text: str) -> None:
    assert not embargo.in_headline(text)
    assert not embargo.opens(text)


@pytest.mark.parametrize(
    "text", ["Embargo: 4 May 2027 10:30 GMT", "SPERRFRIST 06.00 Uhr", "Sperrfrist: Mittwoch", "HOLD FOR RELEASE"]
)
def test_embargo_lines_above_the_copy(text: str) -> None:
    assert embargo.opens(text)


@pytest.mark.parametrize(
    ("form", "text", "rest", "sign_off"),
    [
        ("initials", "burs-ab/cde", "", "burs-ab/cde"),
        ("initials", "ab/cd/ef", "", "ab/cd/ef"),
        ("dpa", "dpa abc yyxx n1 def", "", "dpa abc yyxx n1 def"),
        ("efe", "Nueve barcos esperan. EFE", "Nueve barcos esperan.", "EFE"),
        ("reuters", "It fell. (Reporting by A; Editing by B)", "It fell.", "Reporting by A; Editing by B"),
        ("reuters", "Reporting by A in Oslo; Editing by B", "", "Reporting by A in Oslo; Editing by B"),
        (
            "reuters",
            "(Additional reporting by A (in Oslo); Editing by B)",
            "",
            "Additional reporting by A (in Oslo); Editing by B",
        ),
        ("kyodo", "==Kyodo", "", "==Kyodo"),
        ("ritzau", "Skibe venter. /ritzau/", "Skibe venter.", "/ritzau/"),
        ("xinhua", "It fell. Enditem", "It fell.", "Enditem"),
        ("ends", "ends", "", "ends"),
        ("swiss", "(SDA/ab)", "", "(SDA/ab)"),
    ],
)
def test_sign_offs(form: str, text: str, rest: str, sign_off: str) -> None:
    assert sign_offs.find(text, form) == sign_offs.Ending(rest, sign_off)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("initials", "It ends and/or begins"),
        ("initials", "AB/CD"),
        ("reuters", "He left (and came back)."),
        ("reuters", "He left (he said)"),
        ("dpa", "dpa reported it on Monday"),
        (None, "ab/cd"),
        ("kyodo", "ab/cd"),
    ],
)
def test_copy_is_no_sign_off(form: str | None, text: str) -> None:
    assert sign_offs.find(text, form) is None


def test_rights_notices_and_their_holders() -> None:
    assert rights.is_notice("All rights reserved. Copyright Agence France-Presse. You may not copy.")
    assert rights.holder_of("(c) Copyright Thomson Reuters 2014. Click For Restrictions") == "Thomson Reuters"
    assert rights.holder_of("Copyright 2022, dpa (www.dpa.de). Alle Rechte vorbehalten") == "dpa"
    assert not rights.is_notice("Copyright suits against search engines are rising, lawyers say.")


def test_crossheads_become_headings_without_dashes() -> None:
    blocks = [
        Block("Copy one."),
        Block("- Ships wait -"),
        Block("Copy two."),
        Block("STILL SHUT"),
        Block("Copy three."),
    ]
    headings.mark(blocks)
    assert headings.of(blocks) == ["Ships wait", "STILL SHUT"]


def test_page_furniture_ends_at_its_heading() -> None:
    blocks = [
        Block("Copy one is a sentence."),
        Block("ADVERTISEMENT"),
        Block("Copy two."),
        Block("Related Links"),
        Block("Other news"),
    ]
    kept, cut = furniture.cut(blocks)
    assert [block.text for block in kept] == ["Copy one is a sentence.", "Copy two."]
    assert [block.text for block in cut] == ["Related Links", "Other news"]


def test_text_is_cut_off_markup_without_breaking_it() -> None:
    html = "<strong>OSLO</strong> (Reuters) - Ships &amp; <em>boats</em> wait."
    assert inline.without_head(html, "OSLO (Reuters) - ") == "<strong></strong>Ships &amp; <em>boats</em> wait."
    assert inline.without_tail("It <em>fell. (Editing)</em>", "It fell.") == "It <em>fell.</em>"


def test_only_the_elements_of_the_contract_stay_in_markup() -> None:
    dirty = '<p onclick="x()">A <a href="javascript:x()">b</a><script>c</script><img src=x><em>d</em></p>'
    assert inline.sanitised(dirty) == "<p>A <a>b</a><em>d</em></p>"


@pytest.mark.parametrize(
    ("printed", "tag"),
    [("en_US", "en-US"), ("eng", "en"), ("zh-hant-tw", "zh-Hant-TW"), ("Deutsch", "de"), ("??", None)],
)
def test_language_tags(printed: str, tag: str | None) -> None:
    assert language.read_tag(printed) == tag


def test_language_is_detected_from_enough_text_only() -> None:
    assert language.detect("Nach einem Brand an einem Kran ist der Hafen von Kiel geschlossen geblieben.") == "de"
    assert language.detect("12 - 34 : 1") is None
    assert language.detect("Storm kills seven in Peru, mayor says") is None  # a kill has no more than its headline
    assert language.detect("新华社北京11月24日电 港口因起火关闭至早晨") == "zh"
