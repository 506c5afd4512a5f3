"""The tag room: topics, regions, routes; publishes. Nothing is rejected here: the ledger says published already."""

from collections.abc import Sequence
from datetime import UTC, datetime

from aiokafka.structs import RecordMetadata
from faust.events import Event
from msgspec.structs import replace

from agents import metrics
from agents.headers import for_record
from agents.names import topic_names
from agents.outbox import Message
from agents.room import Work
from pipeline.routes import routes_for
from pipeline.settings import Settings
from pipeline.tag import tag_or_warn, warm_up
from pipeline.topics import TopicFinder
from schemas.frames import decode_frame
from schemas.record import to_json
from schemas.rooms import Unique
from schemas.words import Outcome


class TagWork(Work):
    """What a batch of frames comes to."""

    def __init__(self) -> None:
        super().__init__()
        self.raw_times_ms: list[int] = []


class TagStage:
    """Tags and publishes; keeps no state but the tables and the topic model that it tags with."""

    room = "tag"

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._names = topic_names(settings)
        self._topics = TopicFinder.of(settings)
        warm_up()

    async def recover(self, partition: int, committed: int) -> None:
        """Nothing to recover."""

    def work(self, partition: int, events: Sequence[Event]) -> TagWork:
        """One record a message for wire.enriched and for each route that it matches, keyed by story."""
        work = TagWork()
        for event in events:
            for unique in decode_frame(Unique, event.message.value):
                default_country = self._settings.feed_named(unique.record.feed).default_country
                tagged = tag_or_warn(unique.record, default_country=default_country, topics=self._topics)
                record = replace(tagged, processed_at=datetime.now(UTC))
                value, key = to_json(record), record.story_id.encode()
                headers = for_record(record, unique.raw, record.schema)
                routed = [self._names.route(name) for name in routes_for(record, self._settings.route)]
                work.messages += [
                    Message(topic, value, key, headers=headers) for topic in (self._names.enriched, *routed)
                ]
                work.raw_times_ms.append(unique.raw.time_ms)
        return work

    def revoked(self, partition: int) -> None:
        """Nothing to let go."""

    def due(self, partition: int) -> None:
        """Nothing waits here; a topic model that has changed is taken up."""
        self._topics.refresh()

    def committed(self, partition: int, work: TagWork, placed: Sequence[RecordMetadata]) -> None:
        """Count what is published, and how long it took since wire.raw."""
        metrics.outcomes.labels(Outcome.PUBLISHED).inc(len(work.raw_times_ms))
        now_ms = datetime.now(UTC).timestamp() * 1000
        for raw_time_ms in work.raw_times_ms:
            metrics.end_to_end_seconds.observe(max(0.0, (now_ms - raw_time_ms) / 1000))
