"""The IPTC Media Topics: names, parents, retired concepts, and where the old subject codes went."""

from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

TopicCode = str  # eight digits, without `medtop:`
Match = Literal["exact", "close", "ancestor"]


class Concept(msgspec.Struct, frozen=True, array_like=True):
    """One Media Topic. `parent` is null for a top level, and for a few whose place in the tree is not known."""

    parent: TopicCode | None
    name: str
    retired: bool


class Subject(msgspec.Struct, frozen=True, array_like=True):
    """Where an IPTC Subject Code went: to a topic by IPTC's own mapping, or to that of its nearest ancestor."""

    topic: TopicCode
    match: Match


class Vocabulary(msgspec.Struct, frozen=True):
    """The whole tree. Source and licence are in the asset itself."""

    topics: dict[TopicCode, Concept]
    subjects: dict[str, Subject]

    def line(self, code: TopicCode) -> list[TopicCode]:
        """The topic and its ancestors, the topic itself first. Empty for an unknown code."""
        found: list[TopicCode] = []
        at: TopicCode | None = code
        while at is not None and at in self.topics and at not in found:
            found.append(at)
            at = self.topics[at].parent
        return found

    def in_force(self, code: TopicCode) -> TopicCode | None:
        """The topic itself, or for a retired one its nearest ancestor in force; null where there is none."""
        return next((at for at in self.line(code) if not self.topics[at].retired), None)


@cache
def vocabulary() -> Vocabulary:
    """The shipped vocabulary, read once."""
    return msgspec.json.decode(files("pipeline.topics").joinpath("media-topics.json").read_bytes(), type=Vocabulary)
