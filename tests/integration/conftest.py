"""A real Apache Kafka for the integration tests: KAFKA_BOOTSTRAP's where it is set, else one of our own."""

import os
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from agents.topics import create
from cli.kafka import LocalKafka
from pipeline.settings import Settings

MakeSettings = Callable[..., Settings]


@dataclass(frozen=True)
class Kafka:
    """The cluster under test."""

    bootstrap_servers: str


@pytest.fixture(scope="session")
def kafka() -> Iterator[Kafka]:
    """A cluster that lives as long as the session."""
    given = os.environ.get("KAFKA_BOOTSTRAP")
    if given:
        yield Kafka(given)
        return
    with LocalKafka() as local:
        yield Kafka(local.bootstrap_servers)


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
