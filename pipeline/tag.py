"""The tag room's one step: a record in, the same record with its topics and regions out."""

import msgspec
import structlog

from pipeline.regions import find_regions
from pipeline.regions.gazetteer import capitals_matcher, dateline_cities, matcher
from pipeline.topics import TopicFinder
from pipeline.topics.lexicon import languages, lexicon
from schemas.record import Record
from schemas.words import Warning

log = structlog.get_logger(__name__)

SHIPPED = TopicFinder()


def warm_up() -> None:
    """Load the tables, which takes about a second: so that no dispatch has to wait for them."""
    for language in languages():
        lexicon(language)
    matcher("en")
    capitals_matcher()
    dateline_cities()


def tag(record: Record, *, default_country: str | None = None, topics: TopicFinder = SHIPPED) -> Record:
    """A copy of the record with `topics` and `regions`. Pure: the same record always gives the same tags.

    `topics` finds the topics: as shipped, or with a model or rules of the user's own. `default_country` (ISO 3166-1
    alpha-2, a setting of the feed) is evidence for the focus of a text that names no country of its own.
    """
    regions = find_regions(record, default_country=default_country)
    return msgspec.structs.replace(record, topics=topics.find(record), regions=regions)


def tag_or_warn(record: Record, *, default_country: str | None = None, topics: TopicFinder = SHIPPED) -> Record:
    """`tag`, but a fault of the tagger leaves the record untagged, with a warning: after dedup nothing is rejected."""
    try:
        return tag(record, default_country=default_country, topics=topics)
    except Exception:
        log.exception("tagging failed; the record is published without tags", record=record.id)
        return msgspec.structs.replace(record, warnings=[*record.warnings, Warning.TAGGING_FAILED])
