"""A real Apache Kafka for the integration tests: KAFKA_BOOTSTRAP's where it is set, else one of our own."""

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import pytest

from agents.offsets import admin_client
from agents.topics import create
from cli.kafka import LocalKafka
from pipeline.settings import Settings

MakeSettings = Callable[..., Settings]


@dataclass(frozen=True)
class Kafka:
    """The cluster under test."""

    bootstrap_servers: str
    version: str


KAFKA = pytest.StashKey[Kafka]()


@pytest.fixture(scope="session")
def kafka(pytestconfig: pytest.Config) -> Iterator[Kafka]:
    """A cluster that lives as long as the session; the summary names it."""
    given = os.environ.get("KAFKA_BOOTSTRAP")
    with nullcontext() if given else LocalKafka() as local:
        servers = local.bootstrap_servers if local else str(given)
        found = Kafka(servers, local.version if local else broker_version(servers))
        pytestconfig.stash[KAFKA] = found
        yield found


def broker_version(bootstrap_servers: str) -> str:
    """The version that a broker's protocol tells: major and minor."""
    with admin_client(Settings(bootstrap_servers=bootstrap_servers)) as admin:
        node = admin.describe_cluster()["brokers"][0]["broker_id"]
        return ".".join(map(str, admin.get_broker_version_data(node).broker_version))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what the tests ran on."""
    if KAFKA in config.stash:
        found = config.stash[KAFKA]
        terminalreporter.write_line(f"Apache Kafka {found.version} at {found.bootstrap_servers}")


@pytest.fixture
def make_settings(kafka: Kafka) -> MakeSettings:
    """Settings with a prefix that no other test has, its topics made; each call makes another line."""

    def make(*, topics: bool = True, **overrides: Any) -> Settings:
        settings = Settings(
            **{
                "bootstrap_servers": kafka.bootstrap_servers,
                "prefix": f"t{uuid.uuid4().hex[:12]}",
                "replication_factor": 1,
                "http_port": 0,
                **overrides,
            }
        )
        if topics:
            create(settings)
        return settings

    return make
