"""Printed times come out in UTC; dates that do not exist come out as none, with a warning."""

# ruff: noqa: E501 - samples as on the wire

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.text.dates import read_time
from schemas.words import Warning


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("20190305T101500+0100", "2019-03-05T09:15:00"),
        ("2019-03-05T10:15:00Z", "2019-03-05T10:15:00"),
        ("2019-03-05T10:15:00.123456+01:00", "2019-03-05T09:15:00"),
        ("2014-07-16 15:53:10 GMT+00:00", "2014-07-16T15:53:10"),
        ("Tue, 03 Mar 2020 10:00:00 +0200", "2020-03-03T08:00:00"),
        ("Tue, 03 Mar 2020 10:00:00 +02:00", "2020-03-03T08:00:00"),
        ("Tue, 03 Mar 2020 10:00:00 EST", "2020-03-03T15:00:00"),
        ("12.10.2022, 06:00 Uhr MESZ", "2022-10-12T04:00:00"),
        ("March 14, 2025 10:22 PM EST", "2025-03-15T03:22:00"),
        ("14 mars 2025 10:22 GMT", "2025-03-14T10:22:00"),
        ("2019-03-05T10:15:60Z", "2019-03-05T10:15:59"),
    ],
)
def test_shapes(printed: str, wanted: str) -> None:
    assert read_time(printed, None) == (datetime.fromisoformat(wanted).replace(tzinfo=UTC), [])


@pytest.mark.parametrize(
    "printed",
    ["2019-02-30", "0000-01-01T00:00:00Z", "10000-01-01", "2019-03-05T10:15:00+9900", "2019-03-05T25:00:00Z", "yesterday",
     "9999-12-31T23:59:59-1200", "1" * 5000, "13:00 PM 4 May 2020"],
)  # fmt: skip
def test_impossible_dates_are_none_with_a_warning(printed: str) -> None:
    assert read_time(printed, None) == (None, [Warning.IMPOSSIBLE_DATE])


def test_a_naive_time_is_read_in_the_home_zone_else_in_utc_with_a_warning() -> None:
    assert read_time("2019-07-05T10:00:00", ZoneInfo("Europe/Helsinki")) == (datetime(2019, 7, 5, 7, tzinfo=UTC), [])
    assert read_time("2019-07-05T10:00:00", None) == (datetime(2019, 7, 5, 10, tzinfo=UTC), [Warning.NAIVE_TIME])


@given(st.datetimes(datetime(1950, 1, 1), datetime(2090, 1, 1)), st.integers(-720, 720))  # noqa: DTZ001 - zone follows
def test_iso_times_come_back(local: datetime, minutes: int) -> None:
    time = local.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    assert read_time(time.isoformat(), None) == (time.astimezone(UTC), [])


@given(st.text(max_size=80))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    time, _ = read_time(text, None)
    assert time is None or time.tzinfo is UTC
