"""The parse room: raw bytes to dispatches, rejected ones to the dead letters. It keeps no state."""

from collections.abc import Sequence
from importlib.metadata import version

from aiokafka.structs import RecordMetadata
from faust.events import Event

from agents import metrics
from agents.headers import envelope, for_dead_letter, for_frame
from agents.names import topic_names
from agents.outbox import Message
from agents.room import Work
from pipeline.parse import parse
from pipeline.settings import Settings
from pipeline.text import language
from schemas.frames import encode_frames
from schemas.rooms import Parsed, Rejection
from schemas.words import Outcome


class ParseWork(Work):
    """What a batch of raw messages comes to."""

    def __init__(self) -> None:
        super().__init__()
        self.rejections: list[Rejection] = []
        self.beyond_first = 0


class ParseStage:
    """Reads raw messages; needs nothing but the settings."""

    room = "parse"

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._names = topic_names(settings)
        self._version = version("wirefeed")
        language.warm_up()

    async def recover(self, partition: int, committed: int) -> None:
        """Nothing to recover."""

    def work(self, partition: int, events: Sequence[Event]) -> ParseWork:
        """Frames for wire.parsed, by the partition of each domain; dead letters for what cannot be read."""
        work = ParseWork()
        by_domain_partition: dict[int, list[Parsed]] = {}
        for event in events:
            feed_name, content_type, received_at, raw = envelope(event.message)
            feed = self._settings.feed_named(feed_name)
            results = parse(
                event.message.value or b"",
                feed=feed,
                raw=raw,
                content_type=content_type,
                received_at=received_at,
                max_payload_bytes=self._settings.max_payload_bytes,
            )
            work.beyond_first += len(results) - 1
            for result in results:
                if isinstance(result, Parsed):
                    target = self._settings.domain_named(result.domain).partition
                    by_domain_partition.setdefault(target, []).append(result)
                else:
                    work.rejections.append(result)
                    headers = for_dead_letter(event.message, raw, result, self._version)
                    dead_letter = event.message.value or b""
                    work.messages.append(
                        Message(self._names.dead_letters, dead_letter, event.message.key, headers=headers)
                    )
        for target, parsed in by_domain_partition.items():
            work.messages += [
                Message(self._names.parsed, frame.value, partition=target, headers=for_frame(frame.count))
                for frame in encode_frames(parsed)
            ]
        return work

    def revoked(self, partition: int) -> None:
        """Nothing to let go."""

    def due(self, partition: int) -> None:
        """Nothing waits here."""

    def committed(self, partition: int, work: ParseWork, placed: Sequence[RecordMetadata]) -> None:
        """Count what is settled."""
        metrics.split.inc(work.beyond_first)
        for rejection in work.rejections:
            metrics.outcomes.labels(Outcome.REJECTED).inc()
            metrics.dead_letters.labels(rejection.reason).inc()
