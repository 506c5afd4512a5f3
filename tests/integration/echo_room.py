"""A room that copies each event of its input to wire.enriched: the delivery of agents/ without the work of pipeline/.

Run as a process: `python echo_room.py`; settings come from the environment. An event whose value begins with
`slow:` takes a second; one that is `crash` raises.
"""

import asyncio
import time
from collections.abc import Sequence

import structlog
from aiokafka.structs import RecordMetadata
from faust.events import Event

from agents import logs, process
from agents.names import topic_names
from agents.outbox import Message
from agents.room import Work
from pipeline.settings import Settings, load_settings

log = structlog.get_logger(__name__)


class EchoStage:
    """Copies, under the same key."""

    room = "tag"

    def __init__(self, settings: Settings) -> None:
        self._names = topic_names(settings)
        self.copied = 0

    async def recover(self, partition: int, committed: int) -> None:
        pass

    def work(self, partition: int, events: Sequence[Event]) -> Work:
        work = Work()
        for event in events:
            if event.message.value.startswith(b"slow:"):
                log.info("working slowly")
                time.sleep(1)
            if event.message.value == b"crash":
                raise RuntimeError("told to crash")
            work.messages.append(Message(self._names.enriched, event.message.value, event.message.key))
        return work

    def revoked(self, partition: int) -> None:
        pass

    def due(self, partition: int) -> None:
        pass

    def committed(self, partition: int, work: Work, placed: Sequence[RecordMetadata]) -> None:
        self.copied += len(work.messages)


if __name__ == "__main__":
    settings = load_settings()
    logs.configure(settings)
    asyncio.run(process.run(settings, EchoStage(settings)))
