"""The tag room's one step: a record in, the same record with its topics and regions out."""

import msgspec

from pipeline.regions import find_regions
from pipeline.topics import find_topics
from schemas.record import Record


def tag(record: Record, *, default_country: str | None = None) -> Record:
    """A copy of the record with `topics` and `regions`. Pure: the same record always gives the same tags.

    `default_country` (ISO 3166-1 alpha-2, a setting of the feed) is evidence for the focus of a text that names no
    country of its own.
    """
    topics = find_topics(record)
    return msgspec.structs.replace(record, topics=topics, regions=find_regions(record, default_country=default_country))
