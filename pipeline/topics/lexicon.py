"""The phrase lexicon: which words speak for which topic, found in one pass over the text.

`lexicon/<language>/*.toml` holds one table for each topic code with up to three lists: `strong` (nearly settles the
topic), `plain`, and `weak` (said in many stories). Phrases are lower case. A plural or genitive "s" behind one is
understood; a `*` at its end stands for any ending ("wahlkampf*").
"""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import ahocorasick_rs

from pipeline.topics.vocabulary import TopicCode, vocabulary

WEIGHTS = {"strong": 2.0, "plain": 1.0, "weak": 0.25}
ANY_ENDING = "*"


class Phrases:
    """Phrases, and every whole-word place of them in a text."""

    def __init__(self, phrases: list[str], *, overlapping: bool = False) -> None:
        """`overlapping`: "court" is found in "supreme court" too, where both are phrases."""
        self.phrases = [phrase.removesuffix(ANY_ENDING) for phrase in phrases]
        self._open = [phrase.endswith(ANY_ENDING) for phrase in phrases]
        self._overlapping = overlapping
        kind = ahocorasick_rs.MatchKind.Standard if overlapping else ahocorasick_rs.MatchKind.LeftmostLongest
        self._automaton = ahocorasick_rs.AhoCorasick(self.phrases, matchkind=kind)

    def find(self, lowered: str) -> Iterator[tuple[int, int]]:
        """(phrase number, position) of every phrase in lower-cased text, by position of its end."""
        length = len(lowered)
        for number, start, end in self._automaton.find_matches_as_indexes(lowered, overlapping=self._overlapping):
            if start and lowered[start - 1].isalnum():
                continue
            if end < length and lowered[end].isalnum() and not self._open[number]:
                plural = lowered[end] == "s" and (end + 1 == length or not lowered[end + 1].isalnum())
                if not plural:
                    continue
            yield number, start


class Lexicon(Phrases):
    """Phrases with what they speak for: topics and their ancestors, each with a weight."""

    def __init__(self, meanings: dict[str, dict[TopicCode, float]]) -> None:
        super().__init__(list(meanings))
        self._meanings = [_rolled_up(by_topic) for by_topic in meanings.values()]

    def meanings(self, number: int) -> list[tuple[TopicCode, float]]:
        """What a phrase speaks for."""
        return self._meanings[number]


def _rolled_up(by_topic: dict[TopicCode, float]) -> list[tuple[TopicCode, float]]:
    rolled: dict[TopicCode, float] = {}
    for code, weight in by_topic.items():
        for at in vocabulary().line(code):
            rolled[at] = max(rolled.get(at, 0.0), weight)
    return list(rolled.items())


@cache
def languages() -> frozenset[str]:
    """The languages that there is a lexicon for."""
    return frozenset(folder.name for folder in files("pipeline.topics").joinpath("lexicon").iterdir())


@cache
def lexicon(language: str = "en") -> Lexicon:
    """The shipped lexicon of one of `languages`, built once."""
    meanings: dict[str, dict[TopicCode, float]] = {}
    folder = files("pipeline.topics").joinpath("lexicon").joinpath(language)
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        for code, lists in tomllib.loads(file.read_text("utf-8")).items():
            for strength, phrases in lists.items():
                for phrase in phrases:
                    meanings.setdefault(phrase, {})[code] = WEIGHTS[strength]
    return Lexicon(meanings)
