"""Topics from the words of a dispatch: phrase weights added up, and turned into confidences."""

from math import exp, log

from pipeline.topics.lexicon import lexicon
from pipeline.topics.vocabulary import TopicCode, vocabulary

HEADLINE = 3.0
LEAD = 1.5
BODY = 1.0
LEAD_LENGTH = 350  # characters of the body
MAX_LENGTH = 100_000  # characters of the body that are read: the topic of a longer text is clear by then

CERTAIN_ENOUGH = 0.5  # further top levels are given from here
FURTHER = 2  # how many of them at most

# Confidence of the best: logistic in the logarithm of its evidence and in its share of all evidence, fitted so that of
# the topics given with .7 about seven in ten are right, in whole articles as in headlines (benchmarks/score_topics.py).
BASE, BY_EVIDENCE, BY_SHARE = -2.7, 0.3, 6.3
UNSEEN = 3.0  # evidence that the words of no lexicon would have given: one phrase alone settles little
# Confidence of others: in the ratio to the best; set by hand, there are no articles with all their topics to fit it on.
FURTHER_BASE, FURTHER_BY_EVIDENCE, FURTHER_BY_RATIO = -4.2, 0.55, 5.0


def topics_of_text(headline: str, body: str) -> dict[TopicCode, float]:
    """Topic -> confidence: the best top level however weak, others from 0.5. Empty without any evidence."""
    evidence = weigh(headline, body)
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
    return confidences


def weigh(headline: str, body: str) -> dict[TopicCode, float]:
    """Topic -> evidence, rolled up to the ancestors: weight of the phrase x its best place x (1 + ln of its count)."""
    words = lexicon()
    places: dict[int, float] = {}
    counts: dict[int, int] = {}
    body_start = len(headline) + 1
    lead_end = body_start + LEAD_LENGTH
    for number, start in words.find(f"{headline}\n{body[:MAX_LENGTH]}".lower()):
        if number in counts:
            counts[number] += 1
        else:  # the first place is the best one
            counts[number] = 1
            places[number] = HEADLINE if start < body_start else LEAD if start < lead_end else BODY
    evidence: dict[TopicCode, float] = {}
    for number, count in counts.items():
        for code, weight in words.meanings(number):
            score = weight * places[number] * (1 + log(count))
            for at in vocabulary().line(code):
                evidence[at] = evidence.get(at, 0.0) + score
    return evidence


def _confidence_of_best(score: float, total: float) -> float:
    return _logistic(BASE + BY_EVIDENCE * log(score) + BY_SHARE * score / (total + UNSEEN))


def _confidence_of_further(score: float, best: float) -> float:
    return _logistic(FURTHER_BASE + FURTHER_BY_EVIDENCE * log(score) + FURTHER_BY_RATIO * score / best)


def _logistic(value: float) -> float:
    return 1 / (1 + exp(-value))
