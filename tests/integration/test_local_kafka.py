"""The local broker is a real Apache Kafka: it starts, keeps what it should, survives SIGKILL, and never outlives us."""

import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition

from cli.kafka import LocalKafka, archive, java
from cli.kafka.config import is_free
from pipeline.errors import Fatal, Misconfigured


def records(bootstrap_servers: str, topic: str) -> list[bytes]:
    consumer = KafkaConsumer(bootstrap_servers=bootstrap_servers, isolation_level="read_committed")
    try:
        place = TopicPartition(topic, 0)
        consumer.assign([place])
        consumer.seek_to_beginning()
        end = consumer.end_offsets([place])[place]
        values: list[bytes] = []
        while consumer.position(place) < end:
            values += [record.value for batch in consumer.poll(1000).values() for record in batch]
        return values
    finally:
        consumer.close()


def write(bootstrap_servers: str, topic: str, value: bytes) -> None:
    producer = KafkaProducer(bootstrap_servers=bootstrap_servers, acks="all")
    try:
        producer.send(topic, value).get(30)
    finally:
        producer.close()


def make_topic(bootstrap_servers: str, topic: str, replicas: int) -> None:
    admin = KafkaAdminClient(bootstrap_servers=bootstrap_servers)
    try:
        admin.create_topics({topic: {"num_partitions": 1, "replication_factor": replicas}}, wait_for_metadata=True)
    finally:
        admin.close()


def all_end(processes: list[psutil.Process]) -> bool:
    _, left = psutil.wait_procs(processes, timeout=10)
    # An orphan that ended stays a zombie where the container's first process does not collect it
    return all(process.status() == psutil.STATUS_ZOMBIE for process in left)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "kafka"


def test_data_folder_outlives_the_broker_and_sigkill(data: Path) -> None:
    with LocalKafka(data=data) as kafka:
        first = kafka.bootstrap_servers
        make_topic(first, "kept", replicas=1)
        write(first, "kept", b"before the kill")
        kafka.kill()
        assert not kafka.is_running()
        kafka.restart()
        assert kafka.is_running()
        write(first, "kept", b"after the kill")
    with LocalKafka(data=data) as kafka:
        assert kafka.bootstrap_servers == first
        assert records(first, "kept") == [b"before the kill", b"after the kill"]
        assert f"Kafka version: {kafka.version}" in kafka.log_file.read_text(encoding="utf-8")


def test_temporary_data_is_gone_afterwards_and_topics_are_not_made_by_themselves() -> None:
    with LocalKafka() as kafka:
        folder = kafka.log_file.parent
        admin = KafkaAdminClient(bootstrap_servers=kafka.bootstrap_servers)
        try:
            admin.describe_topics(["never-made"])
            assert admin.list_topics() == []
        finally:
            admin.close()
    assert not folder.exists()


def test_three_brokers_replicate_and_lose_one_without_losing_a_record(data: Path) -> None:
    with LocalKafka(brokers=3, data=data) as kafka:
        make_topic(kafka.bootstrap_servers, "replicated", replicas=3)
        write(kafka.bootstrap_servers, "replicated", b"with three")
        kafka.kill(0)
        write(kafka.bootstrap_servers, "replicated", b"with two")
        assert records(kafka.bootstrap_servers, "replicated") == [b"with three", b"with two"]
        kafka.restart(0)
        assert kafka.is_running()
    with pytest.raises(Misconfigured, match="--brokers 3"), LocalKafka(data=data):
        pass


def test_a_taken_port_is_named(data: Path) -> None:
    with LocalKafka() as kafka:
        port = int(kafka.bootstrap_servers.rpartition(":")[2])
        with pytest.raises(Misconfigured, match=f"port {port} on 127.0.0.1 is taken"), LocalKafka(data=data, port=port):
            pass


def test_a_java_that_fails_is_reported_with_its_words_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "bin" / "java"
    broken.parent.mkdir()
    broken.write_text('#!/bin/sh\necho \'version "21" or rather: out of order\' >&2\n[ "$1" = -version ]\n')
    broken.chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    (tmp_path / "temporary").mkdir()
    with pytest.raises(Fatal, match="out of order"), LocalKafka():
        pass
    assert list((tmp_path / "temporary").iterdir()) == []


HOLDER = """
import sys, time
from cli.kafka import LocalKafka
with LocalKafka() as kafka:
    print(kafka.bootstrap_servers, flush=True)
    time.sleep(600)
"""


def test_no_java_is_left_when_its_parent_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))  # nobody is left to remove the broker's folder
    holder = subprocess.Popen([sys.executable, "-c", HOLDER], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    with holder.stdout as lines:
        address = lines.readline().strip()
    children = psutil.Process(holder.pid).children(recursive=True)
    assert any("kafka.Kafka" in child.cmdline() for child in children)
    holder.kill()
    holder.wait()
    assert all_end(children)
    assert is_free(int(address.rpartition(":")[2]))


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_the_command_prints_its_address_and_stops_cleanly(stop: signal.Signals, data: Path) -> None:
    command = [sys.executable, "-m", "cli.main", "kafka", "--data", str(data)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    make_topic(address, "made", replicas=1)
    children = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(stop)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 0, errors
    assert all_end(children)
    assert (data / "broker-1" / ".kafka_cleanshutdown").is_file()


def test_a_first_run_leaves_a_class_archive_that_the_next_starts_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "classes.jsa"
    monkeypatch.setattr(archive, "archive_file", lambda _java: kept)
    with LocalKafka():
        assert not kept.exists()
    can = archive.can_record(java.find_java() or Path())
    assert list(tmp_path.iterdir()) == ([kept] if can else []), "and nothing else; nothing by a Java that cannot"
    with LocalKafka() as kafka:
        commands = [child.cmdline() for child in psutil.Process().children(recursive=True)]
        assert any(f"-XX:SharedArchiveFile={kept}" in command for command in commands) == can
        make_topic(kafka.bootstrap_servers, "served", replicas=1)
