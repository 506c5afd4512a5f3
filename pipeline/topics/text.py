"""Topics from the words of a dispatch: phrase and rule weights added up, and turned into confidences."""

from collections.abc import Iterator
from math import exp, log

from msgspec import Struct

from pipeline.topics.conditions import Field, Text
from pipeline.topics.lexicon import languages, lexicon
from pipeline.topics.rules import Rules
from pipeline.topics.vocabulary import TopicCode, vocabulary

PLACES: dict[Field, float] = {"headline": 3.0, "lead": 1.5, "body": 1.0}
MAX_LENGTH = 100_000  # characters of the body that are read: the topic of a longer text is clear by then

CERTAIN_ENOUGH = 0.5  # further top levels, and all below them, are given from here
FURTHER = 2  # how many further top levels at most
DEEPER = 4  # how many topics below one top level at most
DEEPER_SHARE = 0.25  # of the evidence for its top level that a topic below it needs
DEEPER_TERMS = 2  # that speak for it, if none is in the headline

# Confidence of the best: logistic in the logarithm of its evidence and in its share of all evidence, fitted so that of
# the topics given with .7 about seven in ten are right, in whole articles as in headlines (benchmarks/score_topics.py).
BASE, BY_EVIDENCE, BY_SHARE = -2.7, 0.3, 6.3
UNSEEN = 3.0  # evidence that the words of no lexicon would have given: one phrase alone settles little
# Confidence of others: in the ratio to the best; set by hand, there are no articles with all their topics to fit it on.
FURTHER_BASE, FURTHER_BY_EVIDENCE, FURTHER_BY_RATIO = -4.2, 0.55, 5.0


class Heard(Struct, frozen=True):
    """A phrase of the lexicon or a rule, as heard in a text: what it speaks for, by which weight."""

    term: str  # the phrase, or the name of the rule
    place: Field  # the best one
    count: int
    topics: list[tuple[TopicCode, float]]  # with their ancestors; each weight is before place and count
    is_rule: bool = False

    @property
    def factor(self) -> float:
        """What place and count make of a weight."""
        return PLACES[self.place] * (1 + log(self.count))


def reads(language: str | None) -> bool:
    """Whether there is a lexicon for the language; a text that tells none is taken for English."""
    return _primary(language) in languages()


def topics_of_text(
    headline: str, body: str, language: str | None = None, rules: Rules | None = None
) -> dict[TopicCode, float]:
    """Topic -> confidence: the best top level however weak, other topics from 0.5. Empty without any evidence.

    Top levels come first, the best at the front.
    """
    return confidences_of(list(listen(headline, body, language, rules)))


def listen(headline: str, body: str, language: str | None = None, rules: Rules | None = None) -> Iterator[Heard]:
    """Every phrase and rule that speaks for a topic. Nothing for a language without a lexicon, but for the rules."""
    text = Text.of(headline, body[:MAX_LENGTH])
    primary = _primary(language)
    if primary in languages():
        words = lexicon(primary)
        counts: dict[int, int] = {}
        first: dict[int, int] = {}
        for number, start in words.find(text.lowered):
            counts[number] = counts.get(number, 0) + 1
            first.setdefault(number, start)  # the first place is the best one
        for number, count in counts.items():
            yield Heard(words.phrases[number], text.field_at(first[number]), count, words.meanings(number))
    if rules is not None:
        for rule, start in rules.matching(text, primary):
            topics = [(code, rule.weight) for code in vocabulary().line(rule.topic)]
            yield Heard(rule.name, text.field_at(start), 1, topics, is_rule=True)


def weigh(heard: list[Heard]) -> dict[TopicCode, float]:
    """Topic -> evidence, that of its descendants included; topics without any are left out."""
    evidence: dict[TopicCode, float] = {}
    for one in heard:
        factor = one.factor
        for code, weight in one.topics:
            evidence[code] = evidence.get(code, 0.0) + weight * factor
    return {code: score for code, score in evidence.items() if score > 0}


def confidences_of(heard: list[Heard]) -> dict[TopicCode, float]:
    """Topic -> confidence, as `topics_of_text` gives it."""
    evidence = weigh(heard)
    tops = {code: score for code, score in evidence.items() if code.endswith("000000")}
    if not tops:
        return {}
    ranked = sorted(tops, key=lambda code: (-tops[code], code))
    best = ranked[0]
    confidences = {best: _confidence_of_best(tops[best], sum(tops.values()))}
    for code in ranked[1 : FURTHER + 1]:
        confidence = min(_confidence_of_further(tops[code], tops[best]), confidences[best])
        if confidence >= CERTAIN_ENOUGH:
            confidences[code] = confidence
    return confidences | _deeper(confidences, evidence, heard)


def _deeper(
    tops: dict[TopicCode, float], evidence: dict[TopicCode, float], heard: list[Heard]
) -> dict[TopicCode, float]:
    """Topics below the given top levels, of which enough is heard to be sure."""
    found: dict[TopicCode, float] = {}
    for top, confidence in tops.items():
        if confidence < CERTAIN_ENOUGH:
            continue
        sure = {}
        for code, score in evidence.items():
            below = code != top and score >= DEEPER_SHARE * evidence[top] and top in vocabulary().line(code)
            if below and confidence * score / (score + UNSEEN) >= CERTAIN_ENOUGH and _is_clear(code, heard):
                sure[code] = confidence * score / (score + UNSEEN)
        for code in sorted(sure, key=lambda code: (-sure[code], code))[:DEEPER]:
            found[code] = sure[code]
    return found


def _is_clear(code: TopicCode, heard: list[Heard]) -> bool:
    places = [one.place for one in heard if any(code == at and weight > 0 for at, weight in one.topics)]
    return len(places) >= DEEPER_TERMS or "headline" in places


def _confidence_of_best(score: float, total: float) -> float:
    return _logistic(BASE + BY_EVIDENCE * log(score) + BY_SHARE * score / (total + UNSEEN))


def _confidence_of_further(score: float, best: float) -> float:
    return _logistic(FURTHER_BASE + FURTHER_BY_EVIDENCE * log(score) + FURTHER_BY_RATIO * score / best)


def _logistic(value: float) -> float:
    return 1 / (1 + exp(-value))


def _primary(language: str | None) -> str:
    return (language or "en").partition("-")[0].lower()
