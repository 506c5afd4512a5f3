"""Proves which routes a record takes: all lists of a route at once, confidence, and kills and holds everywhere."""

from datetime import UTC, datetime
from typing import Any

import pytest

from pipeline.routes import routes_for
from pipeline.settings import Route
from schemas.record import Focus, Record, Regions, Topic
from schemas.words import Format, Origin, PubStatus, Signal

NOW = datetime(2026, 3, 1, tzinfo=UTC)
POLITICS = Topic(code="medtop:11000000", name="politics", confidence=0.6, origin=Origin.TEXT)
SPORT = Topic(code="medtop:15000000", name="sport", confidence=0.3, origin=Origin.TEXT)
PERU = Focus(code="PE", name="Peru", score=0.9, origin=Origin.TEXT)


def _record(**parts: Any) -> Record:
    usual = {
        "agency": "AFP",
        "language": "en-GB",
        "topics": [POLITICS, SPORT],
        "regions": Regions(focus=[PERU]),
    }
    return Record(
        id="one",
        feed="afp-en",
        format=Format.TEXT,
        story_id="one",
        version=1,
        received_at=NOW,
        processed_at=NOW,
        **(usual | parts),
    )


@pytest.mark.parametrize(
    ("lists", "matches"),
    [
        ({}, True),
        ({"topics": ("medtop:11000000",)}, True),
        ({"topics": ("11000000",)}, True),
        ({"topics": ("medtop:15000000",)}, False),
        ({"topics": ("medtop:15000000",), "minimum_confidence": 0.3}, True),
        ({"topics": ("medtop:15000000", "medtop:11000000")}, True),
        ({"regions": ("PE",)}, True),
        ({"regions": ("CL",)}, False),
        ({"feeds": ("afp-en",)}, True),
        ({"feeds": ("afp",)}, False),
        ({"agencies": ("AFP", "AP")}, True),
        ({"agencies": ("AP",)}, False),
        ({"languages": ("en",)}, True),
        ({"languages": ("en-GB",)}, True),
        ({"languages": ("en-US",)}, False),
        ({"topics": ("medtop:11000000",), "regions": ("CL",)}, False),
        ({"topics": ("medtop:11000000",), "regions": ("PE",), "agencies": ("AFP",)}, True),
    ],
)
def test_a_route_wants_something_of_each_of_its_lists(lists: dict[str, Any], matches: bool) -> None:
    assert routes_for(_record(), [Route(name="one", **lists)]) == (["one"] if matches else [])


@pytest.mark.parametrize(
    "parts", [{"pub_status": PubStatus.CANCELED}, {"pub_status": PubStatus.WITHHELD, "signals": [Signal.HOLD]}]
)
def test_kills_and_holds_go_to_every_route(parts: dict[str, Any]) -> None:
    routes = [Route(name="sport", topics=("medtop:15000000",)), Route(name="chile", regions=("CL",))]
    assert routes_for(_record(**parts), routes) == ["sport", "chile"]


def test_a_record_under_embargo_or_without_facts_goes_only_where_it_belongs() -> None:
    bare = _record(agency=None, language=None, topics=[], regions=Regions(), pub_status=PubStatus.WITHHELD)
    routes = [Route(name="afp", agencies=("AFP",)), Route(name="english", languages=("en",)), Route(name="all")]
    assert routes_for(bare, routes) == ["all"]
