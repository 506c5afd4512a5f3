"""One room, one process: told by the supervisor to go, reports to it on standard output, ends when its pipe closes."""

import asyncio
import os
import signal
import sys
import time
from typing import Any

import orjson
import structlog
from faust.types import TP

from agents import faust_adapter, metrics
from agents.exits import die
from agents.room import Room, Stage
from pipeline.settings import Settings

log = structlog.get_logger(__name__)

REPORT_SECONDS = 0.25
STOP_SECONDS = 8.0  # of the ten that a worker has to end


async def run(settings: Settings, stage: Stage[Any]) -> None:
    """Run a room, once told to, until SIGTERM, SIGINT or the end of standard input; then end with status 0."""
    go, stop = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    loop.add_reader(sys.stdin.fileno(), _on_stdin, go, stop)
    metrics.initialise(stage.room)
    room = Room(settings, stage)
    reporting = asyncio.create_task(_report(room))
    await _first_of(go, stop)
    try:
        if go.is_set():
            await room.start()
    except Exception as error:
        die(error)
    await stop.wait()
    reporting.cancel()
    try:
        async with asyncio.timeout(STOP_SECONDS):
            await room.stop()
    except Exception as error:
        # Nothing is half done: what is not committed is read again. Only the group learns of it later.
        log.warning("did not leave the consumer group in good order", room=room.name, error=repr(error))
    log.info("room closed", room=room.name)
    sys.stderr.flush()
    os._exit(0)


def _on_stdin(go: asyncio.Event, stop: asyncio.Event) -> None:
    # A line: the topics are as they should be. The end: the supervisor is gone
    if os.read(sys.stdin.fileno(), 1024):
        go.set()
    else:
        asyncio.get_running_loop().remove_reader(sys.stdin.fileno())
        stop.set()


async def _first_of(*events: asyncio.Event) -> None:
    waiting = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()


async def _report(room: Room[Any]) -> None:
    while True:
        ready, why = room.readiness()
        _observe_lag(room)
        status = {"ready": ready, "why": why, "partitions": sorted(room.outbox.partitions)}
        print(orjson.dumps(status).decode(), flush=True)  # noqa: T201 - the supervisor reads it
        await asyncio.sleep(REPORT_SECONDS)


def _observe_lag(room: Room[Any]) -> None:
    oldest = 0.0
    for number in room.outbox.partitions:
        place = TP(room.topic, number)
        waiting = faust_adapter.waiting_in_log(room.app, place) + faust_adapter.in_work(room.app, place)
        metrics.lag_records.labels(room.name, number).set(waiting)
        if waiting and number in room.last_event_time:
            oldest = max(oldest, time.time() - room.last_event_time[number])
    metrics.lag_seconds.labels(room.name).set(oldest)
