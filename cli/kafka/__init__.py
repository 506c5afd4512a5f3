"""A real Apache Kafka as a child process: `LocalKafka` for the demo and the tests, `command` for `wirefeed kafka`."""

from cli.kafka.command import command
from cli.kafka.jars import KAFKA_VERSION
from cli.kafka.local import LocalKafka

__all__ = ["KAFKA_VERSION", "LocalKafka", "command"]
