"""Proves that names with several meanings are read as a careful reader would: persons, papers, goods, homonyms."""

from pathlib import Path

import pytest

from pipeline.regions import find_regions
from tests.unit.regions.conftest import RecordOf

TABLE = Path(__file__).with_name("traps.txt")
WANTED = 0.95

Trap = tuple[str, set[str], set[str]]


def _traps() -> list[Trap]:
    traps = []
    for line in TABLE.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            sentence, mentions, focus = (part.strip() for part in line.split("|"))
            traps.append((sentence, set(mentions.split()), set((focus or mentions).split())))
    return traps


@pytest.mark.parametrize("place", ["headline", "body"])
def test_nearly_all_traps_are_read_rightly(record_of: RecordOf, place: str) -> None:
    traps = _traps()
    wrong = []
    for sentence, mentions, focus in traps:
        record = record_of(sentence) if place == "body" else record_of(headline=sentence.rstrip("."))
        regions = find_regions(record)
        given = {one.country for one in regions.mentions}, {one.code for one in regions.focus}
        if given != (mentions, focus):
            wrong.append(f"{sentence} gave mentions {given[0]} and focus {given[1]}")
    assert len(traps) >= 120
    assert len(wrong) <= (1 - WANTED) * len(traps), "\n".join(wrong)
