"""Which routed topics a record goes to."""

from collections.abc import Sequence

from pipeline.settings import Route
from schemas.record import Record
from schemas.words import PubStatus, Signal


def routes_for(record: Record, routes: Sequence[Route]) -> list[str]:
    """Names of the routes whose every non-empty list the record meets, in the order of the settings.

    A canceled record, and a hold, goes to every route: whoever has the story has to hear of it.
    """
    if record.pub_status is PubStatus.CANCELED or Signal.HOLD in record.signals:
        return [route.name for route in routes]
    return [route.name for route in routes if _matches(record, route)]


def _matches(record: Record, route: Route) -> bool:
    topics = {topic.code for topic in record.topics if topic.confidence >= route.minimum_confidence}
    return (
        _meets(route.topics, topics | {code.removeprefix("medtop:") for code in topics})
        and _meets(route.regions, {focus.code for focus in record.regions.focus})
        and _meets(route.feeds, {record.feed})
        and _meets(route.agencies, {record.agency})
        and _meets(route.languages, {record.language, (record.language or "").split("-")[0]})
    )


def _meets(wanted: Sequence[str], present: set[str] | set[str | None]) -> bool:
    return not wanted or not present.isdisjoint(wanted)
