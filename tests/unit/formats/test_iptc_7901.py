"""IPTC 7901 with and without framing: header block, notebook, sign-off and footer give the record's fields."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.rooms import Parsed, Rejection
from schemas.words import Format, Reason, Signal, Warning
from tests.unit.formats.conftest import Parse, ReadOne, parse_bytes

COPY = (
    "\r\n   Oslo (dpa) - A fire in a crane shut the harbour of Oslo on Tuesday,\r\n"
    "the port said. Nobody was hurt.\r\n\r\n   Ships wait outside until the quay has been\r\ncleared.\r\n\r\n"
)
BOOK = (
    "# dpa NOTEBOOK\r\n\r\n## Note to editors\r\n- adds quote of the\r\nharbour master\r\n\r\n## Internet\r\n"
    "- [Port of Oslo](http://example.org/port)\r\n\r\n* * * *\r\nNur für die Redaktion bestimmt\r\n\r\n## Contacts\r\n"
    "- Reporting by: Ann Reed\r\nTel: +49 30 555 1234; <desk@example.org>\r\n\r\n"
)
HEAD = "Norway-politics/Oslo/\r\n\x021ST LEAD\r\nCrane fire shuts\r\nharbour of Oslo\r\nBy Ann Reed, dpa =\r\n"
FOOT = "dpa arx bcd\r\n\r\n\x03071420 GMT Okt 21 \r\n\x7f\n\x7f\x04"
STORY = f"\x01abc012 4 pl 211 ccccb   dpa 061\r\n\r\n{HEAD}{COPY}{BOOK}{FOOT}"
BARE = STORY.translate({1: None, 2: None, 3: None, 4: None, 127: None})


@pytest.mark.parametrize(
    "wire", [STORY, BARE, "\x7f\x7f" + STORY, STORY.replace("\r\n", "\n")], ids=["framed", "bare", "del", "lf"]
)
def test_a_lead_gives_every_field(read_one: ReadOne, wire: str) -> None:
    parsed = read_one(wire)
    dispatch = parsed.dispatch
    assert (dispatch.format, dispatch.agency, dispatch.urgency) == (Format.IPTC_7901, "dpa", 4)
    assert (dispatch.headline, dispatch.byline) == ("Crane fire shuts harbour of Oslo", "Ann Reed")
    assert (dispatch.slugline, dispatch.keywords) == ("Norway-politics/Oslo", ["Norway-politics", "Oslo"])
    assert dispatch.signals == [Signal.UPDATE, Signal.LEAD]
    assert dispatch.version_created == datetime(2021, 10, 7, 14, 20, tzinfo=UTC)
    assert dispatch.dateline is not None
    assert (dispatch.dateline.city, dispatch.dateline.country) == ("Oslo", "NO")
    assert dispatch.body == (
        "A fire in a crane shut the harbour of Oslo on Tuesday, the port said. Nobody was hurt.\n\n"
        "Ships wait outside until the quay has been cleared."
    )
    assert dispatch.ednote is not None
    assert "adds quote of the harbour master" in dispatch.ednote
    assert (dispatch.change_note, dispatch.sign_off) == ("adds quote of the harbour master", "dpa arx bcd")
    assert [one.href for one in dispatch.links] == ["http://example.org/port"]
    assert (dispatch.source.transref, dispatch.source.service, parsed.identity.key) == ("abc012", "abc", None)


def test_defect_11_the_non_public_block_is_kept_out_whatever_its_language(read_one: ReadOne) -> None:
    dispatch = read_one(STORY).dispatch
    assert "555 1234" not in (dispatch.ednote or "") + dispatch.body
    kept = read_one(STORY, keep_private_notes=True).dispatch
    assert "555 1234" in (kept.ednote or "")


def test_defect_11_a_non_public_block_without_a_notebook(read_one: ReadOne) -> None:
    wire = STORY.replace(BOOK, "* * * *\r\nThe following information is not for publication\r\nTel: 555 1234\r\n\r\n")
    dispatch = read_one(wire).dispatch
    assert "555" not in (dispatch.ednote or "") + dispatch.body
    assert dispatch.body.endswith("cleared.")


def test_stars_between_parts_of_a_story_are_no_notebook(read_one: ReadOne) -> None:
    dispatch = read_one(STORY.replace(BOOK, "* * * *\r\n\r\n   The port is a century old.\r\n\r\n")).dispatch
    assert dispatch.body.endswith("The port is a century old.")


@pytest.mark.parametrize(
    ("footer", "time"),
    [
        ("071420 GMT Dez 21", datetime(2021, 12, 7, 14, 20, tzinfo=UTC)),
        ("071420 MESZ Mai 21", datetime(2021, 5, 7, 12, 20, tzinfo=UTC)),
        ("071420 Mär 21", datetime(2021, 3, 7, 13, 20, tzinfo=UTC)),
        ("071420 Jul 21", datetime(2021, 7, 7, 12, 20, tzinfo=UTC)),
        ("071420 GMT Nov 1998", datetime(1998, 11, 7, 14, 20, tzinfo=UTC)),
    ],
)
def test_defect_11_footers_in_german_and_without_a_zone(read_one: ReadOne, footer: str, time: datetime) -> None:
    wire = STORY.replace("071420 GMT Okt 21", footer)
    assert read_one(wire.encode()).dispatch.version_created == time
    assert read_one(wire.encode("latin-1")).dispatch.version_created == time


def test_defect_11_an_impossible_footer_is_null_with_a_warning(read_one: ReadOne) -> None:
    dispatch = read_one(STORY.replace("071420 GMT Okt", "312575 GMT Feb")).dispatch
    assert (dispatch.version_created, dispatch.warnings) == (None, [Warning.IMPOSSIBLE_DATE])


def test_several_leads_and_a_net(read_one: ReadOne) -> None:
    dispatch = read_one(STORY.replace("1ST LEAD", "2ND LEAD\r\n3RD NET")).dispatch
    assert (dispatch.headline, dispatch.signals) == ("Crane fire shuts harbour of Oslo", [Signal.UPDATE, Signal.LEAD])


def test_a_header_block_without_its_mark_ends_with_a_blank_line(read_one: ReadOne) -> None:
    dispatch = read_one(STORY.replace("dpa =", "dpa")).dispatch
    assert dispatch.headline == "Crane fire shuts harbour of Oslo"
    assert dispatch.body.startswith("A fire in a crane")


def test_a_sentence_that_looks_like_a_header_is_text(parse_all: Parse) -> None:
    (one,) = parse_all("May 12 3 pm\n\nThe harbour opens again at three, the port said on Tuesday.")
    assert isinstance(one, Parsed)
    assert one.dispatch.format == Format.TEXT


def test_more_lines_than_a_dispatch_can_have_are_refused(parse_all: Parse) -> None:
    (one,) = parse_all(STORY.replace(BOOK, "* * * *\r\n" * 60_000))
    assert isinstance(one, Rejection)
    assert one.reason == Reason.TOO_LARGE


def test_a_header_alone_is_rejected(parse_all: Parse) -> None:
    (one,) = parse_all("\x01abc012 4 pl 211   dpa 061\r\n\r\nNorway/\r\n\x02\x03071420 GMT Okt 21\x04")
    assert isinstance(one, Rejection)
    assert one.reason == Reason.NO_TEXT


WORDS = st.lists(st.text(st.sampled_from("abcdefghij"), min_size=2, max_size=9), min_size=4, max_size=30)


@given(
    headline=WORDS,
    copy=st.lists(WORDS, min_size=1, max_size=5),
    priority=st.integers(1, 9),
    number=st.integers(10, 99999),
)
def test_what_is_written_is_read(headline: list[str], copy: list[list[str]], priority: int, number: int) -> None:
    paragraphs = [f"The {' '.join(words)}." for words in copy]
    wire = f"\x01abc{number} {priority} i 99   dpa 061\r\n\r\nTest/\r\n\x02Port {' '.join(headline)} =\r\n\r\n"
    wire += "".join(f"   {one}\r\n\r\n" for one in paragraphs) + "dpa ab cd\r\n\r\n\x03010203 GMT Jan 20\r\n\x04"
    (one,) = parse_bytes(wire)
    assert isinstance(one, Parsed)
    assert (one.dispatch.headline, one.dispatch.urgency) == (f"Port {' '.join(headline)}", priority)
    assert (one.dispatch.body, one.dispatch.sign_off) == ("\n\n".join(paragraphs), "dpa ab cd")
