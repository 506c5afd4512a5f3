"""Why a record has its topics: the terms, rules, codes and model features behind each, with what they weigh."""

from typing import Literal

from msgspec import Struct

from pipeline.topics.conditions import Field
from pipeline.topics.feed import topics_of_feed
from pipeline.topics.finder import TopicFinder
from pipeline.topics.model import LinearModel
from pipeline.topics.tagger import WatchedModel
from pipeline.topics.text import listen
from pipeline.topics.vocabulary import TopicCode, vocabulary
from schemas.record import Record, Topic
from schemas.words import Origin

MOST_FEATURES = 10  # of a model, for one label


class Reason(Struct, frozen=True, kw_only=True):
    """One thing that speaks for a topic, or against it where `score` is below 0."""

    source: Literal["feed", "lexicon", "rule", "model", "plug-in"]
    term: str  # a code, a phrase, the name of a rule, a word or pair of words; of a plug-in the topic that it told
    score: float  # lexicon, rule: weight x place x (1 + ln count); model: share of the label's score; else confidence
    weight: float | None = None
    place: Field | None = None  # the best one
    count: int | None = None


class Explained(Struct, frozen=True, kw_only=True):
    """A topic of the record with its reasons, the strongest first."""

    topic: Topic
    reasons: list[Reason]


def explain_topics(record: Record, finder: TopicFinder) -> list[Explained]:
    """The topics that the finder gives the record, best first, each with its reasons."""
    by_feed, by_text = _of_feed(record), _of_text(record, finder)
    explained = []
    for topic in finder.find(record):
        reasons = (by_feed if topic.origin is Origin.FEED else by_text).get(topic.code.removeprefix("medtop:"), [])
        explained.append(Explained(topic=topic, reasons=sorted(reasons, key=lambda reason: -abs(reason.score))))
    return explained


Reasons = dict[TopicCode, list[Reason]]


def _add(reasons: Reasons, code: TopicCode, reason: Reason) -> None:
    for at in vocabulary().line(code):
        reasons.setdefault(at, []).append(reason)


def _of_feed(record: Record) -> Reasons:
    reasons: Reasons = {}
    for code in record.codes:
        term = f"{code.scheme}:{code.code}" if code.scheme else code.code
        for topic, confidence in topics_of_feed([code]).items():
            _add(reasons, topic, Reason(source="feed", term=term, score=confidence))
    return reasons


def _of_text(record: Record, finder: TopicFinder) -> Reasons:
    reasons: Reasons = {}
    headline, body = record.headline or "", record.body
    for heard in listen(headline, body, record.language, finder.rules):
        for code, weight in heard.topics:  # ancestors are among them
            reason = Reason(
                source="rule" if heard.is_rule else "lexicon",
                term=heard.term,
                score=weight * heard.factor,
                weight=weight,
                place=heard.place,
                count=heard.count,
            )
            reasons.setdefault(code, []).append(reason)
    told = finder.told(headline, body, record.language)
    tagger = finder.tagger.model if isinstance(finder.tagger, WatchedModel) else finder.tagger
    for code, confidence in told.items():
        if not isinstance(tagger, LinearModel):
            _add(reasons, code, Reason(source="plug-in", term=code, score=confidence))
            continue
        for term, score in tagger.contributions(code, headline, body, MOST_FEATURES):
            _add(reasons, code, Reason(source="model", term=term, score=score))
    return reasons
