"""The bundled sample feed: invented dispatches in the layouts of agencies, their order, and their known outcomes."""

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct, field

from schemas.words import Outcome, PubStatus, Reason, Relation, Signal, Warning

FOLDER = Path(__file__).parent
FEEDS = FOLDER / "feeds"

_PLACEHOLDER = re.compile(rb"@\{now([+-][0-9]{1,6})s\}")  # @{now+8s}: eight seconds after the feed is started


class Expected(Struct, frozen=True, kw_only=True):
    """What becomes of one dispatch of a payload. A field that is None or empty is not checked."""

    label: str
    outcome: Outcome
    then: Outcome | None = None  # what a held one becomes when its time comes
    reason: Reason | None = None
    story: str | None = None  # label of the first dispatch of its story; its own where it begins one
    version: int | None = None
    relation: Relation | None = None
    pub_status: PubStatus | None = None
    duplicate_of: str | None = None  # label
    similar: str | None = None  # label
    signals: list[Signal] = field(default_factory=list)
    warnings: list[Warning] = field(default_factory=list)


class Sample(Struct, frozen=True, kw_only=True):
    """One payload of the sample feed, as it is sent."""

    path: str  # below `FEEDS`
    feed: str
    content_type: str
    parts: list[Expected]
    after: str | None = None  # label: sent once that one's outcome is known; order holds within a feed only

    def payload(self, started_at: datetime) -> bytes:
        """Its bytes, times that are relative to the start of the feed filled in."""

        def time_of(match: re.Match[bytes]) -> bytes:
            time = started_at.astimezone(UTC) + timedelta(seconds=int(match[1]))
            return time.strftime("%Y-%m-%dT%H:%M:%SZ").encode()

        return _PLACEHOLDER.sub(time_of, (FEEDS / self.path).read_bytes())


class Manifest(Struct, frozen=True):
    """`manifest.json`."""

    about: str
    dispatches: list[Sample]


@cache
def samples() -> tuple[Sample, ...]:
    """The sample feed, in the order in which it is sent."""
    return tuple(msgspec.json.decode((FOLDER / "manifest.json").read_bytes(), type=Manifest).dispatches)
