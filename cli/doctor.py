"""`wirefeed doctor`: what is wrong with settings, cluster, topics and machine, and how to mend it. Reads only."""

import logging
import shutil
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from urllib.error import HTTPError

import typer
from kafka import KafkaAdminClient
from kafka.errors import KafkaError

from agents.names import ROOMS, group_id
from agents.offsets import Finding, admin_client, patiently
from agents.topics import check, room_offsets
from cli.findings import exit_code, show, show_json
from cli.kafka.jars import KAFKA_VERSION, cache_folder, missing_jars
from cli.kafka.java import OLDEST_JAVA, RUNTIME_SIZE_MB, find_java
from pipeline.errors import Misconfigured, Transient
from pipeline.settings import Settings, load_settings

UNREACHABLE = 1
PROVED_VERSION = (4, 0)
CLOCK_SECONDS = 5.0  # embargoes are let go by the worker's clock, where it agrees with the cluster's
LOCAL_FREE_BYTES = 1_000_000_000
BROKER_FREE_SHARE = 0.1
LIVE_SECONDS = 5.0
BROKER_SECONDS = 5.0


@dataclass(frozen=True)
class Fact:
    """Something that was looked at and is well."""

    about: str
    found: str


Answer = Fact | Finding


def doctor(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
    live: Annotated[
        bool, typer.Option("--live", help="Ask the worker on this machine only, for health checks.")
    ] = False,
) -> None:
    """Look at settings, brokers, topics, groups, clocks, disks and Java; say what is wrong and how to mend it.

    Exit status 0 well (warnings may be left), 1 no broker answers, 78 an operator has to act. Changes nothing. With
    --live: 0 the worker's /livez is good, 1 it is not.

    Examples: `wirefeed doctor`, `wirefeed doctor --json`, `wirefeed doctor --live`
    """
    if live:
        _ask_worker(load_settings(context.obj))
        return
    logging.getLogger("kafka").setLevel(logging.CRITICAL)  # what it cannot reach, the findings say
    answers, code = examine(context.obj)
    facts = [answer for answer in answers if isinstance(answer, Fact)]
    findings = [answer for answer in answers if isinstance(answer, Finding)]
    if as_json:
        show_json({"well": facts, "findings": findings})
    else:
        for fact in facts:
            typer.echo(f"{'ok':<9}{fact.about}: {fact.found}")
        show(findings)
    raise typer.Exit(code or exit_code(findings))


def _ask_worker(settings: Settings) -> None:
    host = "127.0.0.1" if settings.http_host == "0.0.0.0" else settings.http_host
    address = f"http://{host}:{settings.http_port}/livez"
    try:
        with urllib.request.urlopen(address, timeout=LIVE_SECONDS):
            typer.echo(f"{address}: live")
    except OSError as error:
        if isinstance(error, HTTPError):
            error.close()  # it is the answer, too
        raise Transient(f"{address}: {error}") from error


def examine(settings_file: Path | None) -> tuple[list[Answer], int]:
    """Everything that was looked at, and the exit status where no broker answers (else 0)."""
    answers = list(_machine())
    try:
        settings = load_settings(settings_file)
    except Misconfigured as error:
        return [*answers, Finding("error", str(error), "mend that line, or the variable of that name")], 0
    answers.append(Fact("settings", f"{len(settings.feed)} feeds, {len(settings.route)} routes, {settings.prefix}.*"))
    try:
        with admin_client(settings, timeout_seconds=BROKER_SECONDS) as admin:
            for look in (_brokers, _clock, _broker_disks):
                answers += _guarded(look, admin)
            answers += _topics(settings)
            answers += _groups(admin, settings)
    except Transient as error:
        remedy = "start it, or set `bootstrap_servers` (KAFKA_BOOTSTRAP); `wirefeed kafka` runs one on this machine"
        return [*answers, Finding("error", str(error), remedy)], UNREACHABLE
    except Misconfigured as error:
        answers.append(Finding("error", str(error), "see the cluster's ACLs"))
    return answers, 0


def _guarded(look: Callable[[KafkaAdminClient], Iterator[Answer]], admin: KafkaAdminClient) -> Iterator[Answer]:
    """What a cluster does not let us see is no reason to stop looking."""
    try:
        yield from look(admin)
    except KafkaError as error:
        name = look.__name__.strip("_").replace("_", " ")
        yield Finding("warning", f"cannot see the cluster's {name}: {error}", "grant DESCRIBE on the cluster")


def _brokers(admin: KafkaAdminClient) -> Iterator[Answer]:
    brokers = admin.describe_cluster()["brokers"]
    version: tuple[int, ...] = admin.get_broker_version_data(brokers[0]["broker_id"]).broker_version
    found = f"Apache Kafka {'.'.join(map(str, version))}, {len(brokers)} of them"
    if version < PROVED_VERSION:
        yield Finding("warning", f"the brokers are {found}", "wirefeed is tested on Apache Kafka 4")
    else:
        yield Fact("brokers", found)


def _clock(admin: KafkaAdminClient) -> Iterator[Answer]:
    asked = time.time()
    quorum = admin.describe_metadata_quorum()["topics"][0]["partitions"][0]
    between = (asked + time.time()) / 2
    # The leader of the quorum has always caught up with itself: that is its clock
    leader = next(voter for voter in quorum["current_voters"] if voter["replica_id"] == quorum["leader_id"])
    ahead = leader["last_caught_up_timestamp"] / 1000 - between
    if abs(ahead) > CLOCK_SECONDS:
        yield Finding(
            "warning",
            f"the cluster's clock is {abs(ahead):.1f} s {'ahead of' if ahead > 0 else 'behind'} this machine's",
            "let NTP set both: embargoes are let go by these clocks",
        )
    else:
        yield Fact("clock", f"within {abs(ahead):.1f} s of the cluster's")


def _broker_disks(admin: KafkaAdminClient) -> Iterator[Answer]:
    folders = [(broker["broker"], folder) for broker in admin.describe_log_dirs() for folder in broker["log_dirs"]]
    for broker, folder in folders:
        total, usable = folder.get("total_bytes", -1), folder.get("usable_bytes", -1)
        if total <= 0:
            continue  # a broker older than 3.3 does not tell
        found = f"{usable / 1e9:.1f} GB of {total / 1e9:.1f} GB free in {folder['log_dir']}"
        if usable < BROKER_FREE_SHARE * total:
            yield Finding("warning", f"broker {broker}: {found}", "give it more, or lower `retention_hours`")
        else:
            yield Fact(f"disk of broker {broker}", found)


def _topics(settings: Settings) -> list[Answer]:
    return [*check(settings)] or [Fact("topics", "as they should be")]


def _groups(admin: KafkaAdminClient, settings: Settings) -> Iterator[Answer]:
    groups = [group_id(settings, room) for room in ROOMS]
    described = patiently(lambda: admin.describe_groups(groups))
    for room, group in zip(ROOMS, groups, strict=True):
        members = len(described[group]["members"])
        try:
            behind = sum(room_offsets(admin, settings, room).lag.values())
        except KafkaError:
            continue  # its topic is missing, which was said already
        found = f"{members} workers, at most {behind} records behind"  # control records count, too
        if members:
            yield Fact(f"group {group}", found)
        else:
            yield Finding("warning", f"nothing works in room {room}: {found}", f"`wirefeed worker --agents {room}`")


def _machine() -> Iterator[Answer]:
    java = find_java()
    if java:
        yield Fact("Java for a local broker", str(java))
    else:
        yield Finding(
            "warning",
            f"no Java {OLDEST_JAVA} or newer for a local broker",
            f"`wirefeed kafka` installs one ({RUNTIME_SIZE_MB} MB) at its first run; a cluster elsewhere needs none",
        )
    missing = sum(jar.size for jar in missing_jars()) / 1e6
    yield Fact(f"Apache Kafka {KAFKA_VERSION}", f"{missing:.0f} MB to download at the first run" if missing else "here")
    cache = next(folder for folder in (cache_folder(), *cache_folder().parents) if folder.exists())
    for folder in {cache, Path(tempfile.gettempdir())}:
        free = shutil.disk_usage(folder).free
        if free < LOCAL_FREE_BYTES:
            remedy = "a local broker and its downloads want 1 GB: make room, or set XDG_CACHE_HOME and TMPDIR"
            yield Finding("warning", f"{free / 1e9:.1f} GB free in {folder}", remedy)
        else:
            yield Fact(f"disk at {folder}", f"{free / 1e9:.1f} GB free")
