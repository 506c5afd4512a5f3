"""Proves the shipped Media Topics: the 17 top levels, lines of ancestors, retired concepts, the licence line."""

from importlib.resources import files

from pipeline.topics.vocabulary import vocabulary


def test_there_are_seventeen_top_levels() -> None:
    tops = {code for code, one in vocabulary().topics.items() if one.parent is None and code.endswith("000000")}
    assert tops == {f"{number:02}000000" for number in range(1, 18)}
    assert vocabulary().topics["16000000"].name == "conflict, war and peace"


def test_every_active_topic_leads_to_a_top_level_without_a_circle() -> None:
    known = vocabulary()
    stray = {
        code for code, one in known.topics.items() if not one.retired and not known.line(code)[-1].endswith("000000")
    }
    assert len(stray) == 7  # newer than the release, their place in the tree is not known


def test_the_line_begins_with_the_topic_itself() -> None:
    line = vocabulary().line("20000065")
    assert line[0] == "20000065"
    assert line[-1] == "16000000"
    assert vocabulary().line("99999999") == []


def test_a_retired_topic_gives_its_nearest_ancestor_in_force() -> None:
    assert vocabulary().topics["20000162"].retired
    assert vocabulary().in_force("20000162") == "03000000"
    assert vocabulary().in_force("16000000") == "16000000"


def test_the_asset_carries_its_licence() -> None:
    head = files("pipeline.topics").joinpath("media-topics.json").read_text("utf-8")[:500]
    assert "CC BY 4.0" in head
    assert "IPTC" in head
