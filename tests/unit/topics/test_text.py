"""Proves topics from text: the lexicon's size and form, one best topic, further ones, none without evidence."""

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.topics.lexicon import lexicon
from pipeline.topics.text import topics_of_text

TERMS_WANTED = 60


def _lexicon_files() -> dict[str, list[str]]:
    terms: dict[str, list[str]] = {}
    for file in files("pipeline.topics").joinpath("lexicon").iterdir():
        for code, lists in tomllib.loads(file.read_text("utf-8")).items():
            terms[code] = [term for given in lists.values() for term in given]
    return terms


def test_each_top_level_has_terms_enough_and_all_are_well_formed() -> None:
    terms = _lexicon_files()
    assert set(terms) >= {f"{number:02}000000" for number in range(1, 18)}
    for code, given_terms in terms.items():
        assert len(given_terms) >= TERMS_WANTED, code
        assert len(set(given_terms)) == len(given_terms), code
        assert all(term == term.lower().strip() for term in given_terms), code


@pytest.mark.parametrize(
    ("top", "text"),
    [
        ("01", "The film director won best picture at the festival; critics praised the actress and the soundtrack."),
        (
            "02",
            "Prosecutors charged the suspect with murder, and the judge ordered him held in custody until the trial.",
        ),
        ("03", "Rescue workers searched the rubble for survivors after the earthquake; the death toll rose to 40."),
        ("04", "Shares fell after the central bank raised interest rates; the company's net profit missed forecasts."),
        ("05", "Pupils will sit the new exam next year, the headteacher told parents at the secondary school."),
        (
            "06",
            "Greenhouse gas emissions must halve to slow global warming, conservationists and climate activists said.",
        ),
        ("07", "Doctors reported 30 cases of measles and urged parents to have children vaccinated at the clinic."),
        ("08", "The lottery winner celebrated her 100th birthday with triplets named after her and a stray dog."),
        ("09", "The trade union called a strike over wages after talks on redundancies at the plant failed."),
        ("10", "The celebrity chef's recipe for vegetarian holidaymakers pairs wine with cheese at a boutique hotel."),
        ("11", "The prime minister lost a vote in parliament and the opposition leader called for an early election."),
        ("12", "The archbishop led prayers in the cathedral as pilgrims waited for the pope."),
        ("13", "Astronomers used a space telescope to study the galaxy; software on the spacecraft sorts the data."),
        ("14", "Campaigners against racism said ethnic minorities face discrimination in housing and welfare."),
        ("15", "The striker scored twice as his team won the semi-final of the tournament on penalties."),
        ("16", "Rebels shelled the town hours after the ceasefire; troops and militia fought at the front line."),
        ("17", "Forecasters expect heavy rain and gales, with snowfall in the hills and temperatures below freezing."),
    ],
)
def test_the_best_topic_of_a_plain_story(top: str, text: str) -> None:
    assert next(iter(topics_of_text("", text))) == f"{top}000000"


def test_no_evidence_no_topic() -> None:
    assert topics_of_text("", "") == {}
    assert topics_of_text("Nothing of note", "Somebody sat there for a bit and left again.") == {}


def test_the_best_is_given_however_weak_and_says_so() -> None:
    topics = topics_of_text("", "She put it on the screen.")
    assert list(topics) == ["13000000"]
    assert topics["13000000"] < 0.5


def test_more_evidence_gives_more_confidence() -> None:
    weak = topics_of_text("", "The ceasefire holds.")
    strong = topics_of_text("Ceasefire holds", "Rebels and troops kept the ceasefire; no shelling, no air strikes.")
    assert strong["16000000"] > weak["16000000"]


def test_two_topics_of_one_story() -> None:
    body = (
        "The foreign minister met the prime minister before the summit, and the ministry urged parliament to back "
        "sanctions.\n\nRebels and troops shelled each other after the ceasefire; an air strike hit the front line."
    )
    assert set(topics_of_text("Minister urges sanctions as rebels break ceasefire", body)) == {"11000000", "16000000"}


def test_the_headline_outweighs_the_end() -> None:
    body = "Nothing else happened. " * 30 + "A tennis match was on."
    assert next(iter(topics_of_text("Earthquake destroys village", body))) == "03000000"


def test_whole_words_and_plurals() -> None:
    found = {lexicon().phrase(number) for number, _ in lexicon().find("warden of the earthquakes, the warlord's wars")}
    assert "earthquake" in found
    assert "warlord" in found
    assert "war" not in {lexicon().phrase(number) for number, _ in lexicon().find("warden wardrobe")}


@given(st.text(max_size=400), st.text(max_size=2000))
def test_any_text_gives_probabilities_and_one_best(headline: str, body: str) -> None:
    topics = topics_of_text(headline, body)
    confidences = list(topics.values())
    assert confidences == sorted(confidences, reverse=True)
    assert all(0 <= confidence <= 1 for confidence in confidences)
    assert all(confidence >= 0.5 for confidence in confidences[1:])
