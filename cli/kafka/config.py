"""What a local broker is configured with: ports, `server.properties`, the JVM's command line."""

import json
import random
import socket
import uuid
from base64 import urlsafe_b64encode
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from cli.kafka.jars import jar_folder
from pipeline.errors import Misconfigured

HOST = "127.0.0.1"
# Below the ephemeral ports: there, a client that retries while its broker is down can connect to itself
FREE_PORTS = range(20_000, 32_000)
CLUSTER_FILE = "cluster.json"


@dataclass(frozen=True)
class Node:
    """One server of the local cluster, broker and controller in one."""

    id: int  # from 1
    directory_id: str  # of its log folder, in Kafka's form
    port: int
    controller_port: int


@dataclass(frozen=True)
class Cluster:
    """What a data folder was made with. The quorum remembers it, so a later run must use the same."""

    id: str
    nodes: list[Node]


def cluster_of(folder: Path, brokers: int, port: int | None) -> Cluster:
    """The cluster of a data folder, or a new one on free ports. With `port`, its brokers listen there and after it.

    Raises `Misconfigured` where the folder is of another number of brokers or a port is taken.
    """
    file = folder / CLUSTER_FILE
    cluster = _read(file) if file.exists() else _new(brokers)
    if len(cluster.nodes) != brokers:
        raise Misconfigured(f"{folder} holds a cluster of {len(cluster.nodes)}: give --brokers {len(cluster.nodes)}")
    if port is not None:
        cluster = Cluster(cluster.id, [replace(node, port=port + i) for i, node in enumerate(cluster.nodes)])
    for wanted in (number for node in cluster.nodes for number in (node.port, node.controller_port)):
        if not is_free(wanted):
            raise Misconfigured(f"port {wanted} on {HOST} is taken: end what uses it, or give another --port")
    file.write_text(json.dumps(asdict(cluster), indent=2), encoding="utf-8")
    return cluster


def _read(file: Path) -> Cluster:
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
        return Cluster(stored["id"], [Node(**node) for node in stored["nodes"]])
    except (ValueError, KeyError, TypeError) as error:
        raise Misconfigured(f"{file} is damaged: give another --data folder") from error


def _new(brokers: int) -> Cluster:
    ports = iter(free_ports(2 * brokers))
    nodes = [Node(i + 1, kafka_uuid(), port=next(ports), controller_port=next(ports)) for i in range(brokers)]
    return Cluster(kafka_uuid(), nodes)


def kafka_uuid() -> str:
    """A random UUID as Kafka writes it: URL-safe base64, without the leading dash that its tools take for an option."""
    while True:
        written = urlsafe_b64encode(uuid.uuid4().bytes).rstrip(b"=").decode()
        if not written.startswith("-"):
            return written


def free_ports(count: int) -> list[int]:
    """Different ports that nothing listens on now."""
    shuffled = random.sample(FREE_PORTS, len(FREE_PORTS))
    free = (port for port in shuffled if is_free(port))
    return [next(free) for _ in range(count)]


def is_free(port: int) -> bool:
    """Whether a server could listen on the port."""
    with socket.socket() as probe:
        # As Java does: a connection that lingers from an earlier run does not count
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def write_properties(node: Node, cluster: Cluster, folder: Path) -> Path:
    """Write the node's `server.properties` into the cluster's folder, where its log folder is too."""
    log_folder = folder / f"broker-{node.id}"
    file = folder / f"broker-{node.id}.properties"
    file.write_text(_server_properties(node, cluster, log_folder), encoding="utf-8")
    return file


def _server_properties(node: Node, cluster: Cluster, log_folder: Path) -> str:
    """The node's `server.properties`: few and small internal topics, short waits, nothing made by itself."""
    replicas = min(3, len(cluster.nodes))
    in_sync = max(1, replicas - 1)
    properties = {
        "process.roles": "broker,controller",
        "node.id": node.id,
        "controller.quorum.bootstrap.servers": ",".join(f"{HOST}:{one.controller_port}" for one in cluster.nodes),
        "controller.listener.names": "CONTROLLER",
        "inter.broker.listener.name": "PLAINTEXT",
        "listeners": f"PLAINTEXT://{HOST}:{node.port},CONTROLLER://{HOST}:{node.controller_port}",
        "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "log.dirs": log_folder,
        # A topic that came into being by itself has the wrong policy
        "auto.create.topics.enable": "false",
        "default.replication.factor": replicas,
        "min.insync.replicas": in_sync,
        "offsets.topic.replication.factor": replicas,
        "offsets.topic.num.partitions": 4,
        "transaction.state.log.replication.factor": replicas,
        "transaction.state.log.min.isr": in_sync,
        "transaction.state.log.num.partitions": 4,
        "share.coordinator.state.topic.replication.factor": replicas,
        "share.coordinator.state.topic.min.isr": in_sync,
        "share.coordinator.state.topic.num.partitions": 1,
        "group.initial.rebalance.delay.ms": 0,
        "group.min.session.timeout.ms": 1000,
        # A killed broker is missed, and may come back, within seconds
        "broker.heartbeat.interval.ms": 500,
        "broker.session.timeout.ms": 3000,
        # The compactor's buffer: 128 MB of heap by default
        "log.cleaner.dedupe.buffer.size": 8 * 1024 * 1024,
    }
    return "".join(f"{key}={value}\n" for key, value in properties.items())


def java_command(java: Path, node: Node, main_class: str, *arguments: str, options: list[str]) -> list[str]:
    """The command line that runs a class of Kafka's: little memory, quick to start. `options` are of Java."""
    log_config = Path(__file__).with_name("log4j2.xml")
    return [
        str(java),
        *options,
        "-Xmx512m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        "-XX:+ExitOnOutOfMemoryError",
        f"-Dlog4j2.configurationFile={log_config}",
        f"-Dwirefeed.node={node.id}",
        "-cp",
        f"{jar_folder()}/*",
        main_class,
        *arguments,
    ]
