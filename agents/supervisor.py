"""The supervisor: starts a worker's rooms as processes, starts them again when they end, answers for them."""

import asyncio
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import structlog
from prometheus_client import multiprocess

from agents import metrics
from agents.topics import check, create
from pipeline.errors import Misconfigured, Transient
from pipeline.settings import Settings

log = structlog.get_logger(__name__)

FIRST_BACKOFF_SECONDS = 0.5
LONGEST_BACKOFF_SECONDS = 30.0
CALM_SECONDS = 60.0  # a room that ran this long starts again at once
SILENT_SECONDS = 30.0  # a room that reports nothing for so long is stuck
STOP_SECONDS = 9.0
BROKER_RETRY_SECONDS = 2.0


@dataclass
class Child:
    """One room's process and what it last reported."""

    room: str
    number: int
    process: Process | None = None
    ready: bool = False
    why: str = "not started"
    partitions: list[int] = field(default_factory=list)
    heard_at: float = field(default_factory=time.monotonic)
    restarts: int = 0

    def status(self) -> dict[str, Any]:
        """As the probes and the page show it."""
        return {
            "room": self.room,
            "number": self.number,
            "pid": self.process.pid if self.process else None,
            "ready": self.ready,
            "why": self.why,
            "partitions": self.partitions,
            "restarts": self.restarts,
        }


class Supervisor:
    """The rooms of one worker."""

    def __init__(
        self, settings: Settings, settings_file: Path | None, rooms: Sequence[str], *, create_topics: bool = False
    ) -> None:
        counts: dict[str, int] = {}
        self.children: list[Child] = []
        for room in rooms:
            self.children.append(Child(room, counts.get(room, 0)))
            counts[room] = counts.get(room, 0) + 1
            metrics.restarts.labels(room)  # zero from the start
        self._settings = settings
        self._settings_file = settings_file
        self._create_topics = create_topics
        self._go = asyncio.Event()  # the topics are as they should be
        self._stop = asyncio.Event()
        self._exit_code = 0

    async def run(self) -> int:
        """Until SIGTERM or SIGINT (0), or until a room says that only an operator can help (78)."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop.set)
        # The rooms import what they need meanwhile
        async with asyncio.TaskGroup() as tasks:
            for child in self.children:
                tasks.create_task(self._keep(child))
            tasks.create_task(self._check_topics())
        return self._exit_code

    def is_live(self) -> tuple[bool, str]:
        """Only a room that is stuck is not live: never an absent broker, a rebalance or a restart."""
        now = time.monotonic()
        stuck = [child.room for child in self.children if child.process and now - child.heard_at > SILENT_SECONDS]
        return (False, f"no word from {', '.join(stuck)} for {SILENT_SECONDS:.0f} s") if stuck else (True, "")

    def is_ready(self) -> tuple[bool, str]:
        """Every room works on all that it owns."""
        if self._stop.is_set():
            return False, "stopping"
        if not self._go.is_set():
            return False, "waiting for the broker"
        faults = [f"{child.room}: {child.why}" for child in self.children if not child.ready]
        return not faults, "; ".join(faults)

    async def _check_topics(self) -> None:
        while not self._stop.is_set():
            try:
                if self._create_topics:
                    await asyncio.to_thread(create, self._settings)
                findings = await asyncio.to_thread(check, self._settings)
            except Transient as error:
                log.warning("waiting for the broker", reason=str(error))
                await self._sleep(BROKER_RETRY_SECONDS)
                continue
            except Misconfigured as error:
                self._give_up(str(error))
                return
            for finding in findings:
                report = log.error if finding.severity == "error" else log.warning
                report(finding.what, remedy=finding.remedy)
            errors = [finding for finding in findings if finding.severity == "error"]
            if errors:
                self._give_up("the worker cannot start as the topics are")
            else:
                self._go.set()
            return

    async def _keep(self, child: Child) -> None:
        backoff = FIRST_BACKOFF_SECONDS
        while not self._stop.is_set():
            started = time.monotonic()
            code = await self._run_once(child)
            if self._stop.is_set():
                return
            if code == Misconfigured.exit_code:
                self._give_up(f"the {child.room} room cannot go on without an operator")
                return
            if time.monotonic() - started > CALM_SECONDS:
                backoff = FIRST_BACKOFF_SECONDS
            child.restarts += 1
            metrics.restarts.labels(child.room).inc()
            log.error("a room ended; starting it again", room=child.room, exit_code=code, in_seconds=backoff)
            await self._sleep(backoff)
            backoff = min(backoff * 2, LONGEST_BACKOFF_SECONDS)

    async def _run_once(self, child: Child) -> int:
        arguments = [sys.executable, "-m", "agents", child.room]
        if self._settings_file is not None:
            arguments.append(str(self._settings_file))
        # Its standard input closes when this process ends, however it ends: then the room ends too
        child.process = await asyncio.create_subprocess_exec(*arguments, stdin=PIPE, stdout=PIPE)
        child.why, child.heard_at = "starting", time.monotonic()
        listening = asyncio.create_task(self._listen(child))
        telling = asyncio.create_task(self._tell_to_go(child.process))
        stopping = asyncio.create_task(self._stop.wait())
        ended = asyncio.create_task(child.process.wait())
        try:
            await asyncio.wait({stopping, ended}, return_when=asyncio.FIRST_COMPLETED)
            if not ended.done():
                await self._end(child.process)
            return await ended
        except asyncio.CancelledError:
            child.process.kill()
            raise
        finally:
            telling.cancel()
            stopping.cancel()
            await listening
            multiprocess.mark_process_dead(child.process.pid)  # type: ignore[no-untyped-call] # prometheus-client's
            child.process, child.ready, child.why, child.partitions = None, False, "not running", []

    async def _tell_to_go(self, process: Process) -> None:
        await self._go.wait()
        assert process.stdin is not None
        process.stdin.write(b"go\n")

    def _give_up(self, why: str) -> None:
        log.critical("the worker ends", why=why)
        self._exit_code = Misconfigured.exit_code
        self._stop.set()

    async def _end(self, process: Process) -> None:
        process.terminate()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await process.wait()
        except TimeoutError:
            log.error("a room did not end in time; killed. Nothing is lost: it had committed all or nothing")
            process.kill()

    async def _listen(self, child: Child) -> None:
        assert child.process is not None
        assert child.process.stdout is not None
        async for line in child.process.stdout:
            try:
                report = orjson.loads(line)
            except orjson.JSONDecodeError:
                log.warning("a room wrote something else than a report on its standard output", room=child.room)
                continue
            child.ready, child.why, child.partitions = report["ready"], report["why"], report["partitions"]
            child.heard_at = time.monotonic()

    async def _sleep(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stop.wait()
        except TimeoutError:
            pass
