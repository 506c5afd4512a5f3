"""The phrase lexicon: which words speak for which topic, found in one pass over the text.

`lexicon/*.toml` holds one table for each topic code with three lists: `strong` (nearly settles the topic), `plain`,
and `weak` (said in many stories). Phrases are lower case; a plural or genitive "s" behind one is understood.
"""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import ahocorasick_rs

from pipeline.topics.vocabulary import TopicCode

WEIGHTS = {"strong": 2.0, "plain": 1.0, "weak": 0.25}

Meaning = tuple[TopicCode, float]


class Lexicon:
    """Phrases with their topics and weights."""

    def __init__(self, meanings: dict[str, list[Meaning]]) -> None:
        self._phrases = list(meanings)
        self._meanings = list(meanings.values())
        self._automaton = ahocorasick_rs.AhoCorasick(self._phrases, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def find(self, lowered: str) -> Iterator[tuple[int, int]]:
        """(phrase number, position) of every whole-word phrase in lower-cased text."""
        length = len(lowered)
        for number, start, end in self._automaton.find_matches_as_indexes(lowered):
            if start and lowered[start - 1].isalnum():
                continue
            if end < length and lowered[end].isalnum():
                plural = lowered[end] == "s" and (end + 1 == length or not lowered[end + 1].isalnum())
                if not plural:
                    continue
            yield number, start

    def meanings(self, number: int) -> list[Meaning]:
        """What a phrase speaks for."""
        return self._meanings[number]

    def phrase(self, number: int) -> str:
        """The phrase itself, for explanations."""
        return self._phrases[number]


@cache
def lexicon() -> Lexicon:
    """The shipped lexicon, built once."""
    meanings: dict[str, list[Meaning]] = {}
    folder = files("pipeline.topics").joinpath("lexicon")
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        for code, lists in tomllib.loads(file.read_text("utf-8")).items():
            for strength, phrases in lists.items():
                for phrase in phrases:
                    meanings.setdefault(phrase, []).append((code, WEIGHTS[strength]))
    return Lexicon(meanings)
