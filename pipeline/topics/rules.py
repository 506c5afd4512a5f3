"""Rules of the user's own, beside the lexicon: what has to stand in a text, and where, to speak for a topic.

A rule has a `topic`, a `when`, and maybe a `name`, a `weight` and a `language`. `when` is a term, or one of the tables
`{all = [...]}`, `{any = [...], at_least = 1}`, `{near = ["a", "b"], within = 5}`, `{not = ...}`, each maybe with
`in = "headline"`, "lead" or "body". They nest. The parts are those of IPTC's EXTRA rules.
"""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from pipeline.errors import WirefeedError
from pipeline.topics.conditions import Condition, Text, condition, is_positive
from pipeline.topics.lexicon import Phrases
from pipeline.topics.vocabulary import TopicCode, vocabulary

MOST_BYTES = 4 * 1024 * 1024
MOST_RULES = 5_000
MOST_WEIGHT = 20.0
WEIGHT = 2.0  # as much as a strong phrase of the lexicon


class UnusableRules(WirefeedError):
    """The file holds no rules that can be used; the message says where and why."""


Code = Annotated[str, Meta(pattern=r"^(medtop:)?[0-9]{8}$")]


class Given(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule as written."""

    topic: Code
    when: Any
    name: str | None = None
    weight: Annotated[float, Meta(ge=-MOST_WEIGHT, le=MOST_WEIGHT)] = WEIGHT  # below 0: speaks against the topic
    language: Annotated[str, Meta(pattern=r"^[a-z]{2,3}$")] | None = None  # None: all


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A dispatch and the topics that it has to have, and not to have, at confidence 0.5."""

    headline: str = ""
    body: str = ""
    language: str = "en"
    name: str | None = None
    expect: tuple[Code, ...] = ()
    reject: tuple[Code, ...] = ()


class RulesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a rules file holds."""

    rule: Annotated[list[Given], Meta(max_length=MOST_RULES)] = []
    example: Annotated[list[Example], Meta(max_length=MOST_RULES)] = []


class Rule(msgspec.Struct, frozen=True):
    """A rule ready for use."""

    name: str
    topic: TopicCode
    weight: float
    language: str | None
    when: Condition


class Rules:
    """The rules of one file."""

    def __init__(self, rules: list[Rule], terms: list[str], examples: list[Example]) -> None:
        self.rules = rules
        self.examples = examples
        self._phrases = Phrases(terms, overlapping=True)

    def matching(self, text: Text, language: str) -> Iterator[tuple[Rule, int]]:
        """The rules that the text meets, each with the place of its first term in the text."""
        places: dict[int, list[int]] = {}
        for term, start in self._phrases.find(text.lowered):
            places.setdefault(term, []).append(start)
        for rule in self.rules:
            if rule.language in (None, language):
                at = rule.when.first(text, places)
                if at is not None:
                    yield rule, at


def load_rules(path: Path) -> Rules:
    """The rules of a file. Raises `UnusableRules` with the reason."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UnusableRules(f"{path}: {error.strerror}") from error
    if len(content) > MOST_BYTES:
        raise UnusableRules(f"{path}: larger than {MOST_BYTES} bytes")
    try:
        return rules_from(tomllib.loads(content.decode("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnusableRules(f"{path}: not TOML: {error}") from error
    except (msgspec.ValidationError, ValueError) as error:
        raise UnusableRules(f"{path}: {error}") from error


def rules_from(content: Mapping[str, Any]) -> Rules:
    """The rules of a parsed file. Raises `ValueError` (of which `msgspec.ValidationError` is one) with the reason."""
    written = msgspec.convert(content, RulesFile)
    terms: dict[str, int] = {}
    rules = [_rule(number, given, terms) for number, given in enumerate(written.rule, 1)]
    for number, example in enumerate(written.example, 1):
        for code in (*example.expect, *example.reject):
            _known(code, f"example {example.name or number}")
    return Rules(rules, list(terms), written.example)


def _rule(number: int, given: Given, terms: dict[str, int]) -> Rule:
    name = given.name or f"rule {number}"
    when = condition(given.when, terms, name)
    if not is_positive(when):
        raise ValueError(f"{name}: only says what must not be there")
    if not given.weight:
        raise ValueError(f"{name}: a weight of 0 does nothing")
    return Rule(name, _known(given.topic, name), given.weight, given.language, when)


def _known(code: str, where: str) -> TopicCode:
    number = code.removeprefix("medtop:")
    concept = vocabulary().topics.get(number)
    if concept is None or concept.retired:
        raise ValueError(f"{where}: {code} is no Media Topic in force")
    return number
