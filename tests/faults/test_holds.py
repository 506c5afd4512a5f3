"""Rule 21: a held dispatch outlives any crash, and is let go once, on time, on an idle line; a kill ends it."""

from datetime import UTC, datetime, timedelta

from agents.headers import RAW_HEADER
from agents.names import topic_names
from pipeline.settings import Settings
from tests.conftest import MakeSettings
from tests.faults.line import FAST_GROUP, kill_with_rooms, send_raw, working
from tests.faults.test_ledger import records, story
from tests.integration.processes import committed_records, eventually

ON_TIME = timedelta(seconds=5)


def in_seconds(seconds: float) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_it_is_let_go_once_by_whoever_owns_the_partition_then(make_settings: MakeSettings) -> None:
    settings = make_settings(**FAST_GROUP)
    embargo = in_seconds(20)
    with working(settings) as first:
        first.await_ready()
        send_raw(settings, [story(embargoed=embargo)])
        eventually(lambda: committed_records(settings, topic_names(settings).holds), "the hold")
        assert records(settings, "enriched") == []
        kill_with_rooms(first)
    with working(settings) as second:
        second.await_ready()
        ready_at = datetime.now(UTC)
        eventually(lambda: records(settings, "enriched"), "the release, with no further dispatch on the line")
        released_at = datetime.now(UTC)
        due = datetime.fromisoformat(embargo)
        assert due <= released_at < max(due, ready_at) + ON_TIME
        kill_with_rooms(second)
    with working(settings) as third:
        third.await_ready()
        update = story(version="2", versioncreated="2026-03-04T13:00:00Z", headline="Ferry line reopens early")
        send_raw(settings, [update])
        eventually(lambda: len(records(settings, "enriched")) == 2, "the update")
    published = records(settings, "enriched")
    assert [record["version"] for record in published] == [1, 2]
    holds = committed_records(settings, topic_names(settings).holds)
    assert [record.value is None for record in holds] == [False, True], "put up, then a tombstone under the same key"
    assert holds[0].key == holds[1].key
    (released, _) = committed_records(settings, topic_names(settings).enriched)
    assert dict(released.headers)[RAW_HEADER] == f"{topic_names(settings).raw}:{_raw_place(settings)}".encode()


def _raw_place(settings: Settings) -> str:
    first = min(committed_records(settings, topic_names(settings).raw), key=lambda record: record.offset)
    return f"{first.partition}:{first.offset}"


def test_a_kill_ends_it_for_good(make_settings: MakeSettings) -> None:
    settings = make_settings(**FAST_GROUP)
    with working(settings) as worker:
        worker.await_ready()
        send_raw(settings, [story(embargoed=in_seconds(6))])
        eventually(lambda: committed_records(settings, topic_names(settings).holds), "the hold")
        kill = story(version="2", versioncreated="2026-03-04T13:00:00Z", pubstatus="canceled", ednote="Kill.")
        send_raw(settings, [kill])
        eventually(lambda: records(settings, "duplicates"), "the held one's end")
        (stale,) = records(settings, "duplicates")
        assert (stale["outcome"], stale["reason"]) == ("stale", "killed-while-held")
        eventually(lambda: records(settings, "enriched"), "the kill")
        assert [record["pub_status"] for record in records(settings, "enriched")] == ["canceled"]
        # past the embargo, a later dispatch comes through and the killed one does not
        eventually(lambda: datetime.now(UTC) > datetime.fromisoformat(stale["record"]["embargoed_until"]), "its time")
        send_raw(
            settings,
            [
                story(
                    guid="urn:example:harbour:2",
                    headline="Harbour master retires after 30 years",
                    body_text="The harbour master retires.",
                )
            ],
        )
        eventually(lambda: len(records(settings, "enriched")) == 2, "the later dispatch")
        assert [record["pub_status"] for record in records(settings, "enriched")].count("usable") == 1
