"""Generated stories for round trips: what any format can carry, with characters that every escaping has to survive."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import strategies as st

from schemas.words import PubStatus

ODD_WORDS = ("R&D", "a<b", "x>y", "naïve", "“quoted”", "it's", '"plain"', "100%", "Ж", "Größe", "€5", "日本", "]]>")
WORD = st.text("abcdefghijklmnop", min_size=2, max_size=9)
WORDS = st.lists(WORD | WORD | WORD | st.sampled_from(ODD_WORDS), min_size=4, max_size=10).map(" ".join)
ZONES = (0, 60, -300, 330)  # minutes

TIMES = st.builds(
    lambda time, minutes: time.replace(microsecond=0, tzinfo=UTC).astimezone(timezone(timedelta(minutes=minutes))),
    st.datetimes(datetime(1995, 1, 1), datetime(2026, 11, 20)),  # noqa: DTZ001 - the zone follows
    st.sampled_from(ZONES),
)


@dataclass(frozen=True)
class Story:
    """The facts that are written and have to come back."""

    headline: str
    paragraphs: list[str]
    slugline: str
    guid: str
    version: int
    created: datetime
    urgency: int
    subjects: list[str]  # eight digits
    keywords: list[str]
    status: PubStatus
    embargoed: datetime | None  # of a usable one

    @property
    def is_killed(self) -> bool:
        return self.status is PubStatus.CANCELED


STORIES = st.builds(
    Story,
    headline=WORDS.map("Port {}".format),
    paragraphs=st.lists(WORDS.map("The ship {}.".format), min_size=1, max_size=6),
    slugline=st.lists(WORD, min_size=1, max_size=3).map(lambda words: f"Norway-{'-'.join(words)}"),
    guid=st.from_regex(r"[a-z]{1,9}\.[0-9]{1,6}@example\.org", fullmatch=True),
    version=st.integers(1, 99),
    created=TIMES,
    urgency=st.integers(1, 9),
    subjects=st.lists(st.from_regex(r"[0-9]{8}", fullmatch=True), max_size=3, unique=True),
    keywords=st.lists(WORD, max_size=3, unique=True),
    status=st.sampled_from([PubStatus.USABLE, PubStatus.USABLE, PubStatus.WITHHELD, PubStatus.CANCELED]),
    embargoed=st.none() | TIMES,
).map(lambda story: story if story.status is PubStatus.USABLE else replace(story, embargoed=None))
