"""What the topics, consumer groups and transactional ids of a line are called: all begin with the prefix."""

from dataclasses import dataclass

from pipeline.settings import Settings

ROOMS = ("parse", "dedup", "tag")


@dataclass(frozen=True)
class TopicNames:
    """The topics of one line; all begin with the settings' `prefix`."""

    raw: str
    parsed: str
    unique: str
    enriched: str
    duplicates: str
    dead_letters: str
    ledger: str
    holds: str

    def route(self, name: str) -> str:
        """The topic of the route `name`."""
        return f"{self.enriched}.{name}"


def topic_names(settings: Settings) -> TopicNames:
    """The topics' names under the settings' prefix."""
    prefix = settings.prefix
    return TopicNames(
        raw=f"{prefix}.raw",
        parsed=f"{prefix}.parsed",
        unique=f"{prefix}.unique",
        enriched=f"{prefix}.enriched",
        duplicates=f"{prefix}.duplicates",
        dead_letters=f"{prefix}.dead-letters",
        ledger=f"{prefix}.ledger",
        holds=f"{prefix}.holds",
    )


def group_id(settings: Settings, room: str) -> str:
    """The consumer group of a room."""
    return f"{settings.prefix}-{room}"


def transactional_id(settings: Settings, room: str, partition: int) -> str:
    """One for each room and *input partition*: that is the fence against a zombie."""
    return f"{settings.prefix}-{room}-{partition}"


def input_topic(settings: Settings, room: str) -> str:
    """The topic that a room reads."""
    names = topic_names(settings)
    return {"parse": names.raw, "dedup": names.parsed, "tag": names.unique}[room]
