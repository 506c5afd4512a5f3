"""The whole line on Apache Kafka, its workers killed, stopped and restarted: every dispatch has exactly one outcome."""

import signal
import time

import orjson
import psutil

from agents.names import topic_names
from agents.offsets import admin_client
from cli.kafka import LocalKafka
from schemas.words import Reason
from tests.conftest import MakeSettings
from tests.faults.line import (
    FAST_GROUP,
    assert_each_has_one_outcome,
    kill_with_rooms,
    outcomes,
    send_raw,
    signal_all,
    traffic,
    working,
)
from tests.integration.processes import committed_records, eventually
from tests.published import producers_validator

RECOVERY_SECONDS = 20.0
ENDS = ("published", "duplicate", "stale", "rejected")


def test_5000_dispatches_two_workers_three_kills_and_a_sleeper(make_settings: MakeSettings) -> None:
    """The acceptance run: lost 0, doubled 0, the sum adds up."""
    settings = make_settings(raw_partitions=4, unique_partitions=4, **FAST_GROUP)
    messages = traffic(5000)
    expected: dict[str, int] = {}
    with working(settings) as steady:
        steady.await_ready()
        for fifth in range(3):
            with working(settings) as victim:
                victim.await_ready()
                expected |= send_raw(settings, messages[fifth * 1000 : (fifth + 1) * 1000])
                kill_with_rooms(victim)
        with working(settings) as other:
            other.await_ready()
            expected |= send_raw(settings, messages[3000:4000])
            sleeping = signal_all(steady, signal.SIGSTOP)
            expected |= send_raw(settings, messages[4000:])
            eventually(
                lambda: outcomes(settings).total() == sum(expected.values()),
                "the other worker to do it all",
                seconds=120,
                state=lambda: (outcomes(settings).total(), sum(expected.values()), str(other)),
            )
            for process in sleeping:
                process.send_signal(signal.SIGCONT)
            steady.await_ready()
            assert_each_has_one_outcome(settings, expected, steady)


def test_two_workers_share_parse_and_tag_and_the_survivor_takes_over(make_settings: MakeSettings) -> None:
    settings = make_settings(raw_partitions=4, unique_partitions=4)  # session timeout as delivered: 10 s
    with working(settings) as first, working(settings) as second:
        for room in ("parse", "tag"):
            eventually(
                lambda room=room: len(first.room(room)["partitions"]) == 2 == len(second.room(room)["partitions"]),
                f"both to share {room}",
            )
        first.await_ready()
        second.await_ready()
        kill_with_rooms(first)
        started = time.monotonic()
        expected = send_raw(settings, traffic(200))
        eventually(
            lambda: outcomes(settings).total() == sum(expected.values()), "the survivor", seconds=RECOVERY_SECONDS
        )
        assert time.monotonic() - started < RECOVERY_SECONDS
        assert_each_has_one_outcome(settings, expected, second)


def test_sigterm_drains_within_ten_seconds_and_nothing_is_redelivered(make_settings: MakeSettings) -> None:
    settings = make_settings(**FAST_GROUP)
    with working(settings) as worker:
        worker.await_ready()
        expected = send_raw(settings, traffic(1000))
        eventually(lambda: outcomes(settings).total() > 0, "work under way")
        started = time.monotonic()
        worker.process.signal(signal.SIGTERM)
        assert worker.process.wait() == 0, worker.process.log[-3000:]
        assert time.monotonic() - started < 10
    with working(settings) as worker:
        assert_each_has_one_outcome(settings, expected, worker)


def test_rule_12_a_room_that_dies_is_started_again_and_rooms_die_with_their_supervisor(
    make_settings: MakeSettings,
) -> None:
    settings = make_settings(**FAST_GROUP)
    with working(settings) as worker:
        worker.await_ready()
        pid = worker.room("tag")["pid"]
        psutil.Process(pid).kill()
        eventually(lambda: worker.room("tag")["pid"] not in (None, pid), "a new tag room")
        assert worker.ask("/livez")[0] == 200, "a restart is no reason to be restarted"
        worker.await_ready()
        metrics = worker.ask("/metrics")[1].decode()
        assert 'wirefeed_room_restarts_total{room="tag"} 1.0' in metrics
        rooms = psutil.Process(worker.process.process.pid).children(recursive=True)
        worker.process.signal(signal.SIGKILL)
        gone, alive = psutil.wait_procs(rooms, timeout=15)
        assert (len(gone), alive) == (3, [])


def test_rule_11_a_worker_without_its_topics_ends_with_78_and_makes_none(make_settings: MakeSettings) -> None:
    settings = make_settings(topics=False)
    with working(settings) as worker:
        assert worker.process.wait() == 78
        assert "wirefeed topics create" in worker.process.log
    with admin_client(settings) as admin:
        assert not [name for name in admin.list_topics() if name.startswith(settings.prefix)]


def test_metrics_and_probes_tell_the_truth(make_settings: MakeSettings) -> None:
    settings = make_settings(**FAST_GROUP)
    with working(settings) as worker:
        worker.await_ready()
        expected = send_raw(settings, traffic(300))
        assert_each_has_one_outcome(settings, expected, worker)

        def counted() -> dict[str, float]:
            lines = worker.ask("/metrics")[1].decode().splitlines()
            return {line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1]) for line in lines if line[0] != "#"}

        def adds_up() -> bool:
            now = counted()
            came = now['wirefeed_dispatches_consumed_total{room="parse"}'] + now["wirefeed_split_total"]
            went = sum(now[f'wirefeed_dispatches_total{{outcome="{o}"}}'] for o in ENDS)
            return bool(came == went == sum(expected.values()))

        eventually(adds_up, "the sum", state=counted)
        now = counted()
        names = topic_names(settings)
        assert now['wirefeed_dispatches_total{outcome="published"}'] == len(committed_records(settings, names.enriched))
        assert now["wirefeed_end_to_end_seconds_count"] == len(committed_records(settings, names.enriched))
        eventually(
            lambda: all(value == 0 for name, value in counted().items() if name.startswith("wirefeed_consumer_lag")),
            "no lag on an idle line",
        )
        assert b"wirefeed worker" in worker.ask("/")[1]


def test_everything_published_keeps_to_the_published_schemas(make_settings: MakeSettings) -> None:
    settings = make_settings(**FAST_GROUP)
    names = topic_names(settings)
    with working(settings) as worker:
        worker.await_ready()
        expected = send_raw(settings, traffic(200))
        assert_each_has_one_outcome(settings, expected, worker)
    for topic, name in ((names.enriched, "record"), (names.duplicates, "duplicate")):
        records = committed_records(settings, topic)
        validator = producers_validator(name)
        assert records
        for record in records:
            published = orjson.loads(record.value)
            validator.validate(published)
            story_id = published.get("story_id") or published["record"]["story_id"]
            assert record.key.decode() == story_id, "a kill stays behind its story"


def test_the_broker_killed_under_load_loses_and_doubles_nothing(make_settings: MakeSettings) -> None:
    with LocalKafka() as kafka:
        settings = make_settings(bootstrap_servers=kafka.bootstrap_servers, commit_timeout_seconds=6.0, **FAST_GROUP)
        with working(settings) as worker:
            worker.await_ready()
            expected = send_raw(settings, traffic(1000))
            eventually(lambda: outcomes(settings).total() > 0, "work under way")
            kafka.kill()
            eventually(lambda: worker.ask("/readyz")[0] == 503, "the worker to say that it is not ready")
            assert worker.ask("/livez")[0] == 200, "an absent broker is no reason to be restarted"
            kafka.restart()
            assert_each_has_one_outcome(settings, expected, worker)
            assert worker.process.process.poll() is None, worker.process.log[-3000:]


def test_bad_input_becomes_a_dead_letter_with_its_bytes_unchanged_and_the_line_goes_on(
    make_settings: MakeSettings,
) -> None:
    settings = make_settings(**FAST_GROUP)
    broken = [b"", b"\x00\x9f\x92\x96" * 50, b"<newsItem><unclosed", b'{"headline": ', bytes(range(256)) * 100]
    messages = [("broken", "application/octet-stream", payload) for payload in broken]
    with working(settings) as worker:
        worker.await_ready()
        expected = send_raw(settings, [*messages, *traffic(3)])
        assert_each_has_one_outcome(settings, expected, worker)
    names = topic_names(settings)
    dead = committed_records(settings, names.dead_letters)
    assert sorted(record.value for record in dead) == sorted(broken)
    for record in dead:
        headers = dict(record.headers)
        assert Reason(headers["wire.error.class"].decode())
        assert headers["ce_source"] == b"broken", "the original headers stay"
        assert record.key == b"broken"
    assert len(committed_records(settings, names.enriched)) == 3
