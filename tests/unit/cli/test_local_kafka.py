"""What the local broker is made of: pinned jars, a new enough Java, free ports, a cluster that stays the same."""

import hashlib
import json
import socket
from pathlib import Path

import pytest

from cli.kafka import jars, java
from cli.kafka.config import HOST, cluster_of, free_ports, is_free, kafka_uuid, write_properties
from pipeline.errors import Fatal, Misconfigured


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    jars.jar_folder().mkdir(parents=True)
    return jars.jar_folder()


def a_java(folder: Path, version: str, status: int = 0) -> Path:
    folder.mkdir(parents=True)
    program = folder / "java"
    program.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2025-01-01' >&2\nexit {status}\n")
    program.chmod(0o755)
    return program


def test_all_of_kafka_is_pinned_in_one_version() -> None:
    pinned = jars.pinned_jars()
    assert len({jar.file_name for jar in pinned}) == len(pinned) > 40
    versions = {jar.version for jar in pinned if jar.group == "org.apache.kafka"}
    assert versions == {jars.KAFKA_VERSION}
    assert all(len(bytes.fromhex(jar.sha256)) == 32 and jar.size > 0 for jar in pinned)


def test_a_jar_that_is_damaged_or_absent_is_missing(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = b"a jar"
    sha256 = hashlib.sha256(content).hexdigest()
    whole, damaged, absent = (jars.Jar(sha256, len(content), "g", name, "1") for name in ("whole", "damaged", "absent"))
    monkeypatch.setattr(jars, "pinned_jars", lambda: [whole, damaged, absent])
    (cache / whole.file_name).write_bytes(content)
    (cache / damaged.file_name).write_bytes(b"A jar")
    assert jars.missing_jars() == [damaged, absent]


def test_a_download_with_the_wrong_checksum_is_refused_and_not_kept(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forged(folder: Path, _progress: jars.Progress) -> object:
        def download(jar: jars.Jar) -> Path:
            (folder / jar.file_name).write_bytes(b"forged")
            return folder / jar.file_name

        return download

    monkeypatch.setattr(jars, "_downloader", forged)
    with pytest.raises(Fatal, match="SHA-256"):
        jars.fetch([jars.Jar("0" * 64, 6, "g", "a", "1")], lambda _: None)
    assert list(cache.iterdir()) == []


@pytest.mark.parametrize(
    ("version", "usable"), [("17.0.15", True), ("25.0.2", True), ("26-ea", True), ("11.0.9", False), ("1.8.0", False)]
)
def test_java_is_taken_from_seventeen_on(
    version: str, usable: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = a_java(tmp_path / "home" / "bin", version)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert java.system_java() == (program if usable else None)


def test_a_java_that_does_not_run_is_passed_over_for_the_one_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_java(tmp_path / "home" / "bin", "21", status=1)
    program = a_java(tmp_path / "path", "21")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    assert java.system_java() == program


def test_free_ports_are_different_and_below_the_ephemeral_ones() -> None:
    ports = free_ports(6)
    assert len(set(ports)) == 6
    assert max(ports) < 32_768
    assert all(is_free(port) for port in ports)


def test_a_folder_keeps_its_cluster_and_a_port_given_later_wins(tmp_path: Path) -> None:
    first = cluster_of(tmp_path, 3, None)
    assert cluster_of(tmp_path, 3, None) == first
    [port] = free_ports(1)
    moved = cluster_of(tmp_path, 3, port)
    assert [node.port for node in moved.nodes] == [port, port + 1, port + 2]
    assert [node.controller_port for node in moved.nodes] == [node.controller_port for node in first.nodes]
    assert moved.id == first.id


def test_another_number_of_brokers_and_a_damaged_folder_are_refused(tmp_path: Path) -> None:
    cluster_of(tmp_path, 1, None)
    with pytest.raises(Misconfigured, match="give --brokers 1"):
        cluster_of(tmp_path, 3, None)
    (tmp_path / "cluster.json").write_text(json.dumps({"nodes": [{}]}))
    with pytest.raises(Misconfigured, match="damaged"):
        cluster_of(tmp_path, 1, None)


def test_a_taken_port_is_refused(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Misconfigured, match=f"port {port} "):
            cluster_of(tmp_path, 1, port)


def test_three_brokers_hold_internal_topics_threefold_and_one_broker_once(tmp_path: Path) -> None:
    for brokers, replicas, in_sync in ((1, 1, 1), (3, 3, 2)):
        folder = tmp_path / str(brokers)
        folder.mkdir()
        cluster = cluster_of(folder, brokers, None)
        text = write_properties(cluster.nodes[0], cluster, folder).read_text(encoding="utf-8")
        properties = dict(line.split("=", 1) for line in text.splitlines())
        assert properties["auto.create.topics.enable"] == "false"
        assert properties["offsets.topic.replication.factor"] == str(replicas)
        assert properties["transaction.state.log.min.isr"] == str(in_sync)


def test_kafka_ids_are_no_options() -> None:
    assert not any(kafka_uuid().startswith("-") for _ in range(1000))
