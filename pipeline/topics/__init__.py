"""What a dispatch is about, in IPTC Media Topics: from the feed's codes and from the words of the text."""

from pipeline.topics.explanation import explain_topics
from pipeline.topics.finder import TopicFinder
from pipeline.topics.tagger import Tagger

__all__ = ["Tagger", "TopicFinder", "explain_topics"]
