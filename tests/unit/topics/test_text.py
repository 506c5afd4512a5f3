"""Proves topics from text: one best topic, further ones, deeper ones where it is clear, none without evidence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.topics.text import topics_of_text
from pipeline.topics.vocabulary import vocabulary


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
    topics = topics_of_text("Minister urges sanctions as rebels break ceasefire", body)
    assert set(list(topics)[:2]) == {"11000000", "16000000"}
    assert set(topics) >= {"20000638", "20000056"}
    assert all(vocabulary().line(code)[-1] in {"11000000", "16000000"} for code in topics)


def test_the_headline_outweighs_the_end() -> None:
    body = "Nothing else happened. " * 30 + "A tennis match was on."
    assert next(iter(topics_of_text("Earthquake destroys village", body))) == "03000000"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (
            "20000574",
            "Voters went to the polls; turnout at polling stations was high, the electoral commission said.",
        ),
        (
            "20000106",
            "The supreme court heard that the defendant pleaded not guilty; prosecutors called a witness.",
        ),
        ("20000148", "An earthquake of magnitude 7 set off a tsunami warning; aftershocks shook the rubble."),
        (
            "20000344",
            "The central bank raised interest rates as inflation rose and gross domestic product fell.",
        ),
        ("20000385", "The Dow Jones closed higher on Wall Street; crude oil futures fell and bond yields rose."),
        ("20000418", "Greenhouse gas emissions drive global warming; the climate summit agreed on net zero."),
        ("20000524", "Rail workers on strike set up a picket line after pay talks failed; the walkout lasts a week."),
        (
            "20000073",
            "Peace talks on a ceasefire resumed; peacekeepers watch the truce under the peace agreement.",
        ),
        (
            "20001065",
            "The striker scored from a penalty kick, the goalkeeper saw a red card in injury time.",
        ),
    ],
)
def test_topics_below_the_top_level_where_the_text_is_clear(code: str, text: str) -> None:
    topics = topics_of_text("", text)
    assert topics[code] >= 0.5
    top = vocabulary().line(code)[-1]
    assert topics[code] <= topics[top]


def test_one_word_in_the_body_is_not_enough_for_a_topic_below() -> None:
    topics = topics_of_text("", "The prime minister met the mayor and the cabinet. " * 3 + "One ballot was lost.")
    assert "20000574" not in topics
    assert topics["11000000"] > 0.5


@given(st.text(max_size=400), st.text(max_size=2000))
def test_any_text_gives_probabilities_and_one_best(headline: str, body: str) -> None:
    topics = topics_of_text(headline, body)
    tops = [confidence for code, confidence in topics.items() if code.endswith("000000")]
    assert tops == sorted(tops, reverse=True)
    assert list(topics.values())[: len(tops)] == tops
    assert all(0 <= confidence <= 1 for confidence in topics.values())
    assert all(confidence >= 0.5 for confidence in list(topics.values())[1:])
    for code, confidence in topics.items():
        assert confidence <= topics[vocabulary().line(code)[-1]]
