"""What a dispatch is about, in IPTC Media Topics: from the feed's codes and from the words of the text."""

from pipeline.topics.feed import topics_of_feed
from pipeline.topics.text import topics_of_text
from pipeline.topics.vocabulary import TopicCode, vocabulary
from schemas.record import Record, Topic
from schemas.words import Origin

__all__ = ["find_topics"]

LEXICON_LANGUAGE = "en"  # "war" and "die" are other words elsewhere


def find_topics(record: Record) -> list[Topic]:
    """Topics of the record with all ancestors, one for each code and origin, best first."""
    found = _with_ancestors(topics_of_feed(record.codes), Origin.FEED)
    if (record.language or LEXICON_LANGUAGE).partition("-")[0].lower() == LEXICON_LANGUAGE:
        found += _with_ancestors(topics_of_text(record.headline or "", record.body), Origin.TEXT)
    return sorted(found, key=lambda topic: (-topic.confidence, topic.code, topic.origin))


def _with_ancestors(confidences: dict[TopicCode, float], origin: Origin) -> list[Topic]:
    known = vocabulary()
    rolled: dict[TopicCode, float] = {}
    for code, confidence in confidences.items():
        for at in known.line(code):
            rolled[at] = max(rolled.get(at, 0.0), confidence)
    return [
        Topic(code=f"medtop:{code}", name=known.topics[code].name, confidence=round(confidence, 3), origin=origin)
        for code, confidence in rolled.items()
    ]
