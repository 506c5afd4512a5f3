"""A desk that sends made-up dispatches through a story book, minute by minute."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from random import Random
from typing import Any

import pytest

from pipeline.dedup.book import Decision, StoryBook
from pipeline.dedup.fingerprint import fingerprint
from pipeline.settings import Domain, Settings
from schemas.dispatch import Dispatch, Source, Take
from schemas.rooms import Identity, Notice, Parsed, RawPosition
from schemas.words import Format, PubStatus, Signal, Warning

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
LONG_TEXT = (
    "The harbour board of Elvik said on Monday that it would close two of its nine berths until the autumn.\n\n"
    "Divers found cracks in the piles after the storm of 14 February, and repairs will cost 3.5 million kroner."
)


WORDS = (
    "harbour ferry council budget strike glacier orchard tunnel museum quarry parliament salmon turbine bakery railway "
    "forest cathedral satellite vaccine auction lighthouse reservoir festival airport hospital timber election barley "
    "opens delays sells orders rejects plans repairs doubles halves examines before after because although against "
    "without northern southern local national former elderly cautious expensive crowded silent"
)


def story_text(number: int, paragraphs: int = 4) -> str:
    """A text of its own for each number: 30 words a paragraph, no figures but one."""
    choose, words = Random(number).choice, WORDS.split()
    told = [" ".join(choose(words) for _ in range(30)).capitalize() + "." for _ in range(paragraphs)]
    return "\n\n".join([*told[:-1], f"{told[-1]} It was item {number}."])


def at_minute(minutes: float) -> datetime:
    """A time of the stream."""
    return START + timedelta(minutes=minutes)


def make_parsed(
    *,
    body: str = LONG_TEXT,
    headline: str | None = "Elvik closes berths",
    id: str | None = None,
    version: str | None = None,
    created: float | None = None,
    received: float = 0,
    agency: str | None = "Norvik",
    provider: str | None = None,
    slugline: str | None = None,
    transref: str | None = None,
    pub_status: PubStatus = PubStatus.USABLE,
    signals: tuple[Signal, ...] = (),
    warnings: tuple[Warning, ...] = (),
    embargo: float | None = None,
    embargo_without_time: bool = False,
    take: int | None = None,
    language: str | None = None,
    ednote: str | None = None,
    aliases: tuple[str, ...] = (),
    follows: tuple[str, ...] = (),
    targets: tuple[str, ...] = (),
    notice: Notice | None = None,
    domain: str = "default",
    number: int = 0,
    kafka_minutes: float | None = None,
) -> Parsed:
    """One dispatch as the parse room hands it on; times in minutes after the start."""
    facts = repr((body, headline, id, version, created, agency, pub_status, embargo, take, ednote, signals, notice))
    dispatch = Dispatch(
        id=blake2b(facts.encode(), digest_size=8).hexdigest(),
        feed="norvik",
        format=Format.TEXT,
        pub_status=pub_status,
        signals=list(signals),
        agency=agency,
        provider=provider,
        source=Source(guid=id, version=version, transref=transref),
        language=language,
        slugline=slugline,
        headline=headline,
        summary="What it is about.",
        take=Take(number=take) if take else None,
        version_created=None if created is None else at_minute(created),
        embargoed_until=None if embargo is None else at_minute(embargo),
        body=body,
        body_html=f"<p>{body}</p>" if body else None,
        ednote=ednote,
        word_count=len(body.split()),
        received_at=at_minute(received),
        warnings=list(warnings),
    )
    owner = provider or agency
    return Parsed(
        dispatch=dispatch,
        raw=RawPosition(
            "wire.raw", 0, number, 0 if kafka_minutes is None else int(at_minute(kafka_minutes).timestamp() * 1000)
        ),
        part=0,
        domain=domain,
        identity=Identity(
            key=f"{owner}:{id}" if id else None,
            aliases=[f"{owner}:{one}" for one in aliases],
            follows=[f"{owner}:{one}" for one in follows],
            targets=[f"{owner}:{one}" for one in targets],
        ),
        fingerprint=fingerprint(dispatch),
        notice=notice,
        embargo_without_time=embargo_without_time,
    )


class Desk:
    """Sends dispatches one minute apart and keeps every decision."""

    def __init__(self, settings: Settings, *, releases: bool = True) -> None:
        self.book = StoryBook(settings, releases=releases)
        self.decisions: list[Decision] = []
        self.minute = 0.0
        self.sent = 0

    def take(self, parsed: Parsed) -> list[Decision]:
        """Everything that is decided when one dispatch comes in."""
        decisions = self.book.decide(parsed, offset=self.sent, now=at_minute(self.minute))
        self.decisions += decisions
        self.sent += 1
        return decisions

    def send_all(self, *, received: float | None = None, **facts: Any) -> list[Decision]:
        """Make a dispatch and send it."""
        self.minute = self.minute + 1 if received is None else received
        return self.take(make_parsed(received=self.minute, number=self.sent, **facts))

    def send(self, **facts: Any) -> Decision:
        """Make a dispatch, send it, and give the decision on it alone."""
        decisions = self.send_all(**facts)
        return next(one for one in decisions if not one.entry.released)


@pytest.fixture
def desk() -> Desk:
    """A desk with the default settings."""
    return Desk(Settings())


@pytest.fixture(scope="session")
def new_desk() -> Callable[..., Desk]:
    """Makes desks; keyword arguments are those of the default domain."""

    def make(*, releases: bool = True, **domain: Any) -> Desk:
        return Desk(Settings(domain=(Domain(name="default", **domain),)), releases=releases)

    return make


@pytest.fixture(scope="session")
def parsed() -> Callable[..., Parsed]:
    """Makes a parsed dispatch."""
    return make_parsed


@pytest.fixture(scope="session")
def text() -> str:
    """A text of over twenty shingles."""
    return LONG_TEXT


@pytest.fixture(scope="session")
def story() -> Callable[..., str]:
    """Makes a text for a number."""
    return story_text


@pytest.fixture(scope="session")
def at() -> Callable[[float], datetime]:
    """The time so many minutes after the start."""
    return at_minute
