"""Every format of the record has its reader, so that a feed may fix any of them."""

from pipeline.formats.registry import READERS
from schemas.words import Format


def test_every_format_has_a_reader() -> None:
    assert set(READERS) == set(Format)


def test_plain_text_is_the_last_resort() -> None:
    assert list(READERS)[-1] is Format.TEXT
