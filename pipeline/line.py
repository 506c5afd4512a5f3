"""The whole line without a broker: envelopes in, outcomes out, in order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from pipeline.dedup.book import StoryBook
from pipeline.parse import parse
from pipeline.settings import Settings
from pipeline.tag import tag_or_warn
from pipeline.topics import TopicFinder
from schemas.record import Record
from schemas.rooms import LedgerEntry, Parsed, RawPosition
from schemas.words import Outcome, Reason


@dataclass(slots=True, frozen=True)
class Result:
    """What became of one dispatch. `part`: its number within its payload; no record where it was rejected."""

    outcome: Outcome
    part: int
    record: Record | None
    duplicate_of: str | None = None
    reason: Reason | None = None
    entry: LedgerEntry | None = None  # the decision as the ledger would have it


class Line:
    """Parse, dedup and tag, with one story book for all domains. What is held stays held."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._book = StoryBook(settings, releases=False)
        self._topics = TopicFinder.of(settings)

    def take(
        self, payload: bytes, *, feed: str, content_type: str | None, received_at: datetime, raw: RawPosition
    ) -> Iterator[Result]:
        """One result for each dispatch of the payload; take them all before the next payload."""
        settings = self._settings.feed_named(feed)
        for one in parse(
            payload,
            feed=settings,
            raw=raw,
            content_type=content_type,
            received_at=received_at,
            max_payload_bytes=self._settings.max_payload_bytes,
        ):
            if isinstance(one, Parsed):
                yield self._decide(one, default_country=settings.default_country)
            else:
                yield Result(Outcome.REJECTED, one.part, None, reason=one.reason)

    def _decide(self, parsed: Parsed, *, default_country: str | None) -> Result:
        decision = self._book.decide(parsed, offset=parsed.raw.offset, now=datetime.now(UTC))[0]
        entry, record = decision.entry, decision.record
        if entry.outcome is Outcome.PUBLISHED:
            record = tag_or_warn(record, default_country=default_country, topics=self._topics)
        return Result(entry.outcome, parsed.part, record, entry.duplicate_of, entry.reason, entry)
