"""A copying room that ends after so many events and reports what Faust still keeps of them: `books_room.py COUNT`."""

import asyncio
import json
import sys

from agents import logs
from agents.names import input_topic
from agents.room import Room
from pipeline.settings import Settings, load_settings
from tests.integration.echo_room import EchoStage


async def run(settings: Settings, count: int) -> None:
    stage = EchoStage(settings)
    room = Room(settings, stage)
    await room.start()
    while stage.copied < count:
        await asyncio.sleep(0.1)
    consumer = room.app.consumer
    books = {
        "topic": input_topic(settings, "tag"),
        "acked": sum(map(len, consumer._acked.values())) + sum(map(len, consumer._acked_index.values())),
        "gaps": sum(map(len, consumer._gap.values())),
        "unacked": len(consumer.unacked),
        "isolation": consumer._thread._consumer._isolation_level,
        "producer_started": room.app.producer.started,
        "assignor": consumer._thread._assignor.name,
    }
    print(json.dumps(books), flush=True)
    await room.stop()


if __name__ == "__main__":
    settings = load_settings()
    logs.configure(settings)
    asyncio.run(run(settings, int(sys.argv[1])))
