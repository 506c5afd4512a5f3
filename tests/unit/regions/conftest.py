from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest

from schemas.dispatch import Code, Dateline
from schemas.record import Record
from schemas.words import Format

RecordOf = Callable[..., Record]


@pytest.fixture(scope="session")
def record_of() -> RecordOf:
    """A maker of records that hold a headline, a body, a dateline and codes, and nothing else."""
    now = datetime(2026, 3, 1, tzinfo=UTC)

    def make(
        body: str = "",
        *,
        headline: str | None = None,
        dateline: Dateline | None = None,
        codes: Sequence[Code] = (),
        language: str | None = "en",
    ) -> Record:
        return Record(
            id="one",
            feed="test",
            format=Format.TEXT,
            language=language,
            headline=headline,
            body=body,
            dateline=dateline,
            codes=list(codes),
            received_at=now,
            processed_at=now,
            story_id="one",
            version=1,
        )

    return make
