"""Proves the rules of the user's own: what their conditions meet, what they add to the topics, what is refused."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.topics.conditions import Text
from pipeline.topics.rules import MOST_BYTES, Rules, UnusableRules, load_rules, rules_from
from pipeline.topics.text import topics_of_text

HEADLINE = "Harbour court clears ferry owner"
LEAD = "The supreme court in the port town ruled on Monday. "
BODY = LEAD + "Nothing more was said. " * 20 + "The lighthouse keeper left."


def _rules(when: str, more: str = "") -> Rules:
    return rules_from(tomllib.loads(f'[[rule]]\ntopic = "02000000"\nwhen = {when}\n{more}'))


def _met(when: str, headline: str = HEADLINE, body: str = BODY) -> bool:
    return bool(list(_rules(when).matching(Text.of(headline, body), "en")))


@pytest.mark.parametrize(
    ("when", "met"),
    [
        ('"court"', True),
        ('"COURT"', True),
        ('"courtyard"', False),
        ('"cour"', False),
        ('"cour*"', True),
        ('"supreme court"', True),
        ('{ all = ["ferry", "lighthouse"] }', True),
        ('{ all = ["ferry", "volcano"] }', False),
        ('{ any = ["volcano", "ferry"] }', True),
        ('{ any = ["volcano", "ferry"], at_least = 2 }', False),
        ('{ any = ["court", "ferry", "volcano"], at_least = 2 }', True),
        ('{ any = ["lighthouse"], in = "headline" }', False),
        ('{ any = ["lighthouse"], in = "lead" }', False),
        ('{ any = ["lighthouse"], in = "body" }', True),
        ('{ any = ["port"], in = "lead" }', True),
        ('{ any = ["ferry"], in = "body" }', False),
        ('{ all = [{ any = ["ferry"], in = "headline" }, "lighthouse"] }', True),
        ('{ all = ["court", { not = "volcano" }] }', True),
        ('{ all = ["court", { not = "ferry" }] }', False),
        ('{ all = ["court", { not = { any = ["ferry"], in = "body" } }] }', True),
        ('{ near = ["supreme", "court"], within = 1 }', True),
        ('{ near = ["court", "port"], within = 3 }', True),
        ('{ near = ["port", "court"], within = 3 }', True),
        ('{ near = ["court", "port"], within = 2 }', False),
        ('{ near = ["court", "lighthouse"] }', False),
        ('{ near = ["court", "supreme", "port"], within = 3 }', True),
        ('{ near = ["court", "supreme", "monday"], within = 3 }', False),
        ('{ all = ["ferry", { any = ["volcano", { near = ["port", "town"] }] }] }', True),
    ],
)
def test_what_meets_a_condition(when: str, met: bool) -> None:
    assert _met(when) is met


def test_a_rule_adds_a_topic_by_its_weight_and_place() -> None:
    plain = "The lighthouse keeper left."
    assert topics_of_text("", plain) == {}
    weak, strong = (_rules('"lighthouse"', f"weight = {weight}") for weight in (0.5, 5))
    assert list(topics_of_text("", plain, rules=weak)) == ["02000000"]
    told = [topics_of_text(*text, rules=rules)["02000000"] for text, rules in (
        (("", plain), weak), (("", plain), strong), (("Lighthouse", plain), strong)
    )]  # fmt: skip
    assert told == sorted(told)
    assert told[0] < told[2]


def test_a_weight_below_nothing_speaks_against_a_topic() -> None:
    text = ("Rebels win the cup", "The Rebels beat the Bulls in the final of the league.")
    assert "16000000" in topics_of_text(*text)
    against = rules_from(
        tomllib.loads('[[rule]]\ntopic = "16000000"\nweight = -20.0\nwhen = { all = ["rebels", "league"] }')
    )
    topics = topics_of_text(*text, rules=against)
    assert "16000000" not in topics
    assert next(iter(topics)) == "15000000"


def test_a_rule_of_a_language_leaves_others_alone() -> None:
    rules = _rules('"die"', 'language = "en"')
    assert topics_of_text("", "Die Fähre", "de", rules) == {}
    assert topics_of_text("", "They die", "en-GB", rules)
    assert topics_of_text("", "Vuurtoren", "nl", _rules('"vuurtoren"'))  # for all languages, without a lexicon too


def test_a_topic_below_the_top_brings_its_top() -> None:
    rules = rules_from({"rule": [{"topic": "medtop:20000574", "when": "hustings", "weight": 10.0}]})
    topics = topics_of_text("Hustings tonight", "", rules=rules)
    assert topics["11000000"] >= topics["20000574"] >= 0.5


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("[[rule]]\ntopic = '1'\nwhen = 'a'", "regex"),
        ("[[rule]]\ntopic = '99999999'\nwhen = 'a'", "no Media Topic"),
        ("[[rule]]\ntopic = '20000162'\nwhen = 'a'", "no Media Topic in force"),
        ("[[rule]]\ntopic = '02000000'", "when"),
        ("[[rule]]\ntopic = '02000000'\nwhen = 'a'\nwieght = 2", "wieght"),
        ("[[rule]]\ntopic = '02000000'\nwhen = 'a'\nweight = 0", "does nothing"),
        ("[[rule]]\ntopic = '02000000'\nwhen = 'a'\nweight = 1000", "weight"),
        ("[[rule]]\ntopic = '02000000'\nwhen = 'a'\nlanguage = 'English'", "language"),
        ("[[rule]]\ntopic = '02000000'\nwhen = ''", "no term"),
        ("[[rule]]\ntopic = '02000000'\nwhen = '*'", "no term"),
        ("[[rule]]\ntopic = '02000000'\nwhen = 'a*b'", "no term"),
        ("[[rule]]\ntopic = '02000000'\nwhen = 7", "wants a term"),
        ("[[rule]]\ntopic = '02000000'\nwhen = []", "wants a term"),
        ("[[rule]]\ntopic = '02000000'\nwhen = {}", "wants a term"),
        ("[[rule]]\ntopic = '02000000'\nwhen = {all = ['a'], any = ['b']}", "one of"),
        ("[[rule]]\ntopic = '02000000'\nwhen = {all = []}", "something in it"),
        ("[[rule]]\ntopic = '02000000'\nwhen = {all = 'a'}", "wants a list"),
        ("[[rule]]\ntopic = '02000000'\nwhen = {all = ['a'], within = 3}", "within"),
        ("[[rule]]\ntopic = '02000000'\nwhen = {any = ['a'], at_least = 0}", "at_least"),
        ("[[rule]]\ntopic = '02000000'\nwhen = {any = ['a'], at_least = true}", "at_least"),
        ("[[rule]]\ntopic = '02000000'\nwhen = {near = ['a']}", "two terms"),
        ("[[rule]]\ntopic = '02000000'\nwhen = {near = ['a', {not = 'b'}]}", "no term"),
        ("[[rule]]\ntopic = '02000000'\nwhen = {not = 'a'}", "must not be there"),
        ("[[rule]]\ntopic = '02000000'\nwhen = {any = ['a', {not = 'b'}]}", "must not be there"),
        ("[[rule]]\ntopic = '02000000'\nwhen = {all = ['a'], in = 'title'}", "headline"),
        ("[[rule]]\nname = 'deep'\ntopic = '02000000'\nwhen = " + "{not = " * 9 + "'a'" + "}" * 9, "deep: nested"),
        ("[[example]]\nexpect = ['12345678']", "no Media Topic"),
        ("[[rules]]\ntopic = '02000000'", "rules"),
        ("rule = 3", "array"),
        ("[[rule", "not TOML"),
        ("\x00", "not TOML"),
    ],
)
def test_a_bad_file_is_refused_with_its_name_and_the_reason(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(content, "utf-8")
    with pytest.raises(UnusableRules, match=reason) as refused:
        load_rules(path)
    assert str(path) in str(refused.value)


def test_what_is_no_text_too_large_or_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    for content in (b"\xff\xfe", b"#" * (MOST_BYTES + 1), b"a=" + b"[" * 100_000):
        path.write_bytes(content)
        with pytest.raises(UnusableRules):
            load_rules(path)
    with pytest.raises(UnusableRules, match="nowhere"):
        load_rules(tmp_path / "nowhere")


conditions = st.recursive(
    st.sampled_from(["a", "b*", "c d", ""]) | st.integers() | st.none(),
    lambda inner: (
        st.fixed_dictionaries({"all": st.lists(inner, max_size=3)}, optional={"in": st.sampled_from(["lead", "x"])})
        | st.fixed_dictionaries({"any": st.lists(inner, max_size=3)}, optional={"at_least": st.integers(0, 3)})
        | st.fixed_dictionaries({"near": st.lists(inner, max_size=3)}, optional={"within": st.integers(0, 3)})
        | st.fixed_dictionaries({"not": inner})
    ),
    max_leaves=12,
)


@given(conditions, st.text("ab cd\n", max_size=60), st.text("ab cd\n", max_size=200))
def test_any_condition_is_refused_or_says_where_it_is_met(when: Any, headline: str, body: str) -> None:
    try:
        rules = rules_from({"rule": [{"topic": "02000000", "when": when}]})
    except ValueError:
        return
    text = Text.of(headline, body)
    for _, at in rules.matching(text, "en"):
        assert 0 <= at < len(text.lowered)
