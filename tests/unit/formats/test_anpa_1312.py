"""ANPA 1312 of AP, Kyodo and AAP: framing, `^` lines, tables, footers and typography give the record's fields."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.rooms import Parsed, Rejection
from schemas.words import Format, Reason, Signal, Warning
from tests.unit.formats.conftest import Parse, ReadOne, parse_bytes

STORY = (
    "\x16\x16\x01W4711\x1fasian\r\n"
    "r a\x13\x11 BC-XX--HarborFire 1stLd-Writethru   03-07 0412\r\n"
    "\x02^BC-XX--Harbor Fire, 1st Ld-Writethru,388<\r\n"
    "^Crane fire shuts harbor<\r\n"
    "^A crane fire has shut the harbor of Casper for a day, the port says<\r\n"
    "^AP Photo ABC101, ABC102<\r\n"
    "^Eds: Updates with quotes.<\r\n"
    "^EDITOR'S NOTE _ This is the first of three parts.<\r\n"
    "^By ANNA REED=\r\n"
    "^Associated Press=\r\n"
    "\tCASPER, Wyo. (AP) _ A crane _ the tallest in the state _ burned on Tuesday.\r\n"
    " \r\n"
    "\t``It was loud,'' Dan Moss said.\r\n"
    "\r\n"
    "A paragraph without a tab is text.\r\n"
    "\t___\r\n"
    "\tReed reported from Denver.\r\n"
    "\t\x03AP-WF-03-07-19 1842GMT<\r\n\x0c\r\n\x04"
)
KYODO = (
    "\x01a0105KYODO\x1fkoko-\r\nu s\x14\x11 BC-Sumo   09-12 0044\r\n\x02BC-Sumo-Final\r\n"
    "Sumo: Young wrestler wins\r\nfirst cup in Sapporo+\r\n"
    "     SAPPORO, Japan, Dec. 9 Kyodo - A wrestler of nineteen won the \r\ncup on Sunday before a full hall.\r\n"
    "     He had lost twice before.\r\n==Kyodo\r\n\x03KWS-21:37-09-12-18\x04\r\n"
)
TABLE = (
    "\x16\x16\x01z9631\x1f-----\nr z\x14\x12 BC-BBO--Standings     05-17 0820\n\x02^BC-BBO--Standings< \n"
    "^League Standings= \n^By The Associated Press= \n^EAST= \n\x08^;W;L;GB\x10 \n\x08New\x10 York;24;13;{\x10 \n"
    "\x08Boston;23;13;3{\x10 \n^Sunday's Games= \n\tBoston 7, Texas 5 \n\tOakland 2, Seattle 1< \n\n"
    "\t\x03AP-WF-05-17-16 0620GMT<\n\x0c\n\x04"
)
ALERT = (
    "\x16\x16\x01W1645\x1fasian\nb a\x13\x11 BC-US--APNewsAlert     06-29 0358\n\x02^BC-US--APNewsAlert,17<\n"
    "\tCASPER, Wyo. (AP) _ Judge stops sale of the harbor.\n\n\t\x03AP-WF-06-29-17 2350GMT<\n\n\x0c\n\x04"
)
ZCZC = (
    "ZCZC 0815\r\n$S\r\n:CRICKET\r\n+15017000\r\n^Rain ends day two in Hobart\r\n*X\r\n"
    "   Rain ended the second day of play in Hobart before lunch.\r\n   Play goes on on Friday.\r\nNNNN\r\n"
)


def test_a_writethru_gives_every_field(read_one: ReadOne) -> None:
    parsed = read_one(STORY)
    dispatch = parsed.dispatch
    assert (dispatch.format, dispatch.agency, dispatch.urgency) == (Format.ANPA_1312, "AP", 4)
    assert (dispatch.headline, dispatch.byline) == ("Crane fire shuts harbor", "ANNA REED")
    assert dispatch.slugline == "BC-XX--Harbor Fire, 1st Ld-Writethru"
    assert dispatch.summary == "A crane fire has shut the harbor of Casper for a day, the port says"
    assert dispatch.signals == [Signal.UPDATE, Signal.LEAD, Signal.WRITETHRU]
    assert dispatch.version_created == datetime(2019, 3, 7, 18, 42, tzinfo=UTC)
    assert dispatch.dateline is not None
    assert (dispatch.dateline.city, dispatch.dateline.subdivision) == ("Casper", "US-WY")
    assert [one.id for one in dispatch.media] == ["ABC101", "ABC102"]
    assert dispatch.ednote is not None
    assert "Updates with quotes." in dispatch.ednote
    assert "first of three parts" in dispatch.ednote
    assert dispatch.body.split("\n\n") == [
        "A crane — the tallest in the state — burned on Tuesday.",
        "“It was loud,” Dan Moss said.",
        "A paragraph without a tab is text.",
        "Reed reported from Denver.",
    ]
    assert (dispatch.source.transref, parsed.identity.key) == ("W4711", None)


def test_kyodo_has_no_caret_lines_a_plus_after_the_headline_and_japanese_time(read_one: ReadOne) -> None:
    dispatch = read_one(KYODO).dispatch
    assert (dispatch.agency, dispatch.headline) == ("Kyodo", "Sumo: Young wrestler wins first cup in Sapporo")
    assert dispatch.version_created == datetime(2018, 12, 9, 12, 37, tzinfo=UTC)
    assert dispatch.body == (
        "A wrestler of nineteen won the cup on Sunday before a full hall.\n\nHe had lost twice before."
    )
    assert (dispatch.slugline, dispatch.sign_off, dispatch.signals) == ("BC-Sumo-Final", "==Kyodo", [Signal.URGENT])


def test_a_table_is_preserved_with_cells_and_halves(read_one: ReadOne) -> None:
    dispatch = read_one(TABLE).dispatch
    assert dispatch.signals == [Signal.PRESERVED]
    assert dispatch.headline == "League Standings"
    assert "\tW\tL\tGB\nNew York\t24\t13\t½\nBoston\t23\t13\t3½" in dispatch.body
    assert dispatch.body.endswith("Sunday's Games\n\nBoston 7, Texas 5\n\nOakland 2, Seattle 1")
    assert dispatch.headings == ["EAST", "Sunday's Games"]


def test_an_alert_without_headline_takes_its_first_line(read_one: ReadOne) -> None:
    dispatch = read_one(ALERT).dispatch
    assert (dispatch.headline, dispatch.body) == ("Judge stops sale of the harbor.",) * 2
    assert (dispatch.warnings, dispatch.urgency) == ([Warning.HEADLINE_FROM_TEXT], 2)
    assert dispatch.signals == [Signal.ALERT]


def test_zczc(read_one: ReadOne) -> None:
    dispatch = read_one(ZCZC).dispatch
    assert (dispatch.headline, dispatch.slugline) == ("Rain ends day two in Hobart", "CRICKET")
    assert dispatch.body.startswith("Rain ended the second day")
    assert [(one.scheme, one.code) for one in dispatch.codes] == [("anpa-category", "S"), ("subj", "15017000")]
    assert read_one(ZCZC.replace("*X", "*T")).dispatch.signals == [Signal.PRESERVED]


def test_defect_1_a_redelivery_is_the_same_dispatch_and_identity_is_not_invented(parse_all: Parse) -> None:
    (one,), (two,) = parse_all(STORY), parse_all(STORY)
    assert isinstance(one, Parsed)
    assert isinstance(two, Parsed)
    assert (one.dispatch.id, one.fingerprint) == (two.dispatch.id, two.fingerprint)


@pytest.mark.parametrize(
    "footer", ["\n\n\n\t\x03AP-WF-03-07-19 1842GMT<\n", "\t\x03AP-WF-03-07-19 1842GMT<", "AP-WF-03-07-19 1842GMT<"]
)
def test_defect_12_the_footer_is_found_wherever_it_stands(read_one: ReadOne, footer: str) -> None:
    dispatch = read_one(STORY.partition("\t\x03")[0] + footer).dispatch
    assert dispatch.version_created == datetime(2019, 3, 7, 18, 42, tzinfo=UTC)
    assert "1842" not in dispatch.body


def test_an_impossible_date_is_null_with_a_warning(read_one: ReadOne) -> None:
    dispatch = read_one(STORY.replace("03-07-19", "13-37-19")).dispatch
    assert (dispatch.version_created, dispatch.warnings) == (None, [Warning.IMPOSSIBLE_DATE])


def test_the_header_date_without_a_year_is_not_a_time(read_one: ReadOne) -> None:
    assert read_one(STORY.partition("\t\x03")[0]).dispatch.version_created is None


def test_several_messages_of_which_one_is_empty(parse_all: Parse) -> None:
    one, bad, two = parse_all(STORY + "\x16\x16\x01W4712\x1fasian\nr a\x13\x11 BC-Y 03-07\n\x02\x03\x04" + ALERT)
    assert isinstance(one, Parsed)
    assert isinstance(two, Parsed)
    assert isinstance(bad, Rejection)
    assert bad.reason == Reason.NO_TEXT


WORDS = (
    st.text(st.sampled_from("abcdefgh jklmnop"), min_size=5, max_size=60)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: len(text) > 4)
)


@given(
    headline=WORDS,
    copy=st.lists(WORDS.map(lambda text: f"It {text}."), min_size=1, max_size=6),
    day=st.dates(date(1990, 1, 1), date(2060, 1, 1)),
)
def test_what_is_written_is_read(headline: str, copy: list[str], day: date) -> None:
    wire = (
        f"\x16\x16\x01W0001\x1fasian\r\nr i\x13\x11 BC-T   {day:%m-%d} 0100\r\n\x02^BC-T,100<\r\n^Q{headline}<\r\n"
        + "".join(f"\t{one}\r\n" for one in copy)
        + f"\t\x03AP-WF-{day:%m-%d-%y} 1842GMT<\r\n\x0c\r\n\x04"
    )
    (one,) = parse_bytes(wire)
    assert isinstance(one, Parsed)
    assert (one.dispatch.headline, one.dispatch.body) == (f"Q{headline}", "\n\n".join(copy))
    told = one.dispatch.version_created
    assert told is not None
    assert told.date() == day or Warning.FUTURE_VERSION_DATE in one.dispatch.warnings


@given(st.text(st.sampled_from("\x01\x02\x03\x04\x08\x10\x11\x12\x13\x1e\x1f\t\n^<=;{`'_ aB-1"), max_size=400))
def test_no_control_byte_reaches_the_body_and_nothing_crashes(noise: str) -> None:
    for one in parse_bytes("\x01W1\x1fx\nr a\x13\x11 BC-A 01-01 1\n\x02" + noise):
        if isinstance(one, Parsed):
            assert not any(ord(character) < 32 and character not in "\n\t" for character in one.dispatch.body)
        else:
            assert one.reason != Reason.STAGE_FAILED
