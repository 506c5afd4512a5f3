"""Proves what makes a country the focus: dateline, headline, count, teams, default; no organisation comes first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.regions import find_regions
from pipeline.regions.focus import Evidence, rank
from schemas.dispatch import Dateline
from tests.unit.regions.conftest import RecordOf


def _focus(record_of: RecordOf, body: str, **parts: object) -> list[str]:
    return [one.code for one in find_regions(record_of(body, **parts)).focus]


def test_a_dateline_is_focus_though_the_text_names_no_place(record_of: RecordOf) -> None:
    dateline = Dateline(text="NAIROBI, Feb 2 (Wire)", city="Nairobi", country="KE")
    assert _focus(record_of, "Shares closed higher in thin trade.", dateline=dateline) == ["KE"]


def test_the_city_of_a_dateline_is_enough(record_of: RecordOf) -> None:
    dateline = Dateline(text="TIMISOARA, Feb 2 -", city="TIMISOARA")
    assert _focus(record_of, "Workers at the plant walked out.", dateline=dateline) == ["RO"]


def test_passing_mentions_are_no_focus(record_of: RecordOf) -> None:
    body = (
        "Peru's congress sacked the cabinet on Monday. Peruvian lawmakers will vote again in Lima on Friday.\n\n"
        + "Talks went on all night, and nobody would say how they had gone. " * 6
        + "\n\nA similar crisis in Italy was over in a week."
    )
    assert _focus(record_of, body, headline="Peru congress sacks cabinet") == ["PE"]


def test_two_countries_of_one_story_are_both_focus(record_of: RecordOf) -> None:
    body = "Norway and Sweden signed a pact on fish on Tuesday. Norwegian boats may now land their catch in Sweden."
    assert set(_focus(record_of, body, headline="Norway, Sweden sign pact on fish")) == {"NO", "SE"}


def test_an_organisation_never_outranks_a_plain_place(record_of: RecordOf) -> None:
    headline = "Bank of Scotland, Bank of Ireland, Singapore Airlines buy jets"
    focus = _focus(record_of, "Singapore Airlines buys jets from Brazil.", headline=headline)
    assert focus[0] == "BR"


def test_teams_outrank_the_venue_and_its_dateline(record_of: RecordOf) -> None:
    dateline = Dateline(text="LYON, June 3 (Wire)", city="Lyon", country="FR")
    focus = _focus(record_of, "Late goals settled it.", headline="England beat Germany", dateline=dateline)
    assert set(focus[:2]) == {"GB", "DE"}


def test_the_default_country_counts_where_no_country_is_named(record_of: RecordOf) -> None:
    record = record_of("The council will vote on parking fees.")
    assert [one.code for one in find_regions(record).focus] == []
    regions = find_regions(record, default_country="IE")
    assert [one.code for one in regions.focus] == ["IE"]
    assert regions.mentions == []


@pytest.mark.parametrize("default", ["IE", "ZZ"])
def test_the_default_country_yields_to_any_that_is_named(record_of: RecordOf, default: str) -> None:
    record = record_of("Portugal's council of state will vote on parking fees.")
    assert [one.code for one in find_regions(record, default_country=default).focus] == ["PT"]


def test_a_country_beside_the_story_comes_behind(record_of: RecordOf) -> None:
    assert _focus(record_of, "The US-led coalition left its base near Mosul on Monday.")[0] == "IQ"


@given(
    st.dictionaries(
        st.sampled_from(["FR", "DE", "US", "XK"]),
        st.builds(Evidence, title=st.floats(0, 9), lead=st.floats(0, 9), rest=st.floats(0, 99)),
    )
)
def test_scores_are_probabilities_best_first(evidence: dict[str, Evidence]) -> None:
    scores = [score for _, score in rank(evidence, set())]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
