"""What other readers of these wires lose or get wrong, one test a defect: nothing of it happens here."""

# ruff: noqa: E501 - samples as on the wire

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest

from pipeline.parse import parse
from pipeline.settings import Feed
from pipeline.topics.feed import topics_of_feed
from schemas.rooms import Parsed, RawPosition, Rejection
from schemas.words import PubStatus, Reason, Signal, Warning
from tests.unit.formats.conftest import RECEIVED, Parse, ReadOne

SERVICE_COPY = (
    "\x01{serial} 4 pl 211   dpa 061\r\n\r\nNorway-politics/Oslo/\r\n\x02Crane fire shuts harbour of Oslo =\r\n\r\n   Oslo (dpa) - A fire in a crane shut "
    "the harbour of Oslo on Tuesday,\r\nthe port said. Nobody was hurt.\r\n\r\n   Ships wait outside until the quay has been cleared.\r\n\r\ndpa arx bcd\r\n\r\n"
    "\x03071420 GMT Okt 21\x04"
)
ANPA = "\x16\x16\x01W4711\x1fasian\r\nr a\x13\x11 BC-Fire   03-07 0412\r\n\x02^BC-Fire,38<\r\n^Crane burns<\r\n{copy}\x03AP-WF-03-07-19 1842GMT<\r\n\x04"


def g2(*, guid: str = "tag:reuters.com,2026:1", version: str = 'version="1"', meta: str = "", content: str = "", body: str = "<p>Copy.</p>", kind: str = '<itemClass qcode="ninat:text"/>') -> str:  # fmt: skip
    return (
        f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}" {version} xml:lang="en"><itemMeta>{kind}<provider literal="reuters.com"/>'
        f"<versionCreated>2026-05-09T10:00:00+02:00</versionCreated>{meta}</itemMeta><contentMeta><headline>Ferry line orders ships</headline>{content}</contentMeta>"
        f'<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html></inlineXML></contentSet></newsItem>'
    )


def message(*items: str) -> str:
    return f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2026-05-09T08:00:00Z</sent></header><itemSet>{"".join(items)}</itemSet></newsMessage>'


def nitf(docdata: str, copy: str = "<p>Two men were held on Tuesday.</p>", attributes: str = "") -> str:
    return (
        f"<nitf><head><docdata {attributes}>{docdata}</docdata></head><body><body.head><hedline><hl1>Two men held</hl1></hedline></body.head>"
        f"<body.content>{copy}</body.content></body></nitf>"
    )


def ninjs(**fields: Any) -> bytes:
    return orjson.dumps(
        {"guid": "a", "version": "1", "headline": "Ferry line orders ships", "body_html": "<p>Copy.</p>"} | fields
    )


def test_defect_1_the_same_7901_bytes_have_the_same_id_and_no_invented_guid(read_one: ReadOne) -> None:
    wire = SERVICE_COPY.format(serial="abc012")
    one, two = read_one(wire), read_one(wire)
    assert one.dispatch.id == two.dispatch.id
    assert (one.dispatch.source.guid, one.identity.key) == (None, None)


def test_defect_1_one_story_on_several_services_has_one_fingerprint(read_one: ReadOne) -> None:
    prints = {
        repr(read_one(SERVICE_COPY.format(serial=serial)).fingerprint) for serial in ("abc012", "bdt0456", "eur 0099")
    }
    assert len(prints) == 1


def test_defect_1_an_ap_story_under_other_category_letters_has_one_fingerprint(read_one: ReadOne) -> None:
    wire = ANPA.format(copy="\tCASPER, Wyo. (AP) _ A crane burned.\r\n")
    other = wire.replace("r a\x13", "r i\x13").replace("W4711", "W4712")
    assert read_one(wire).fingerprint == read_one(other).fingerprint


def test_defect_2_the_g2_key_is_free_of_the_version(read_one: ReadOne) -> None:
    keys = {read_one(g2(version=f'version="{number}"')).identity.key for number in (1, 2, 1234567890)}
    assert keys == {"Reuters:tag:reuters.com,2026:1"}


def test_defect_3_a_kill_of_a_later_revision_has_the_key_of_the_first(read_one: ReadOne) -> None:
    def item(revision: str, status: str) -> str:
        return (
            f"<NewsML><NewsItem><Identification><NewsIdentifier><PublicIdentifier>urn:newsml:afp.com:20261124:TX-1:{revision}</PublicIdentifier></NewsIdentifier>"
            f"</Identification><NewsManagement><Status FormalName='{status}'/></NewsManagement><NewsComponent><NewsLines><HeadLine>Port</HeadLine></NewsLines><ContentItem>"
            "<DataContent><p>Ships wait.</p></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"
        )

    first, kill = read_one(item("1N", "Usable")), read_one(item("2", "Canceled"))
    assert first.identity.key == kill.identity.key
    assert kill.dispatch.pub_status is PubStatus.CANCELED


def test_defect_6_g2_keeps_inline_children_and_tails(read_one: ReadOne) -> None:
    body = '<p>The <b>Acme</b> line, <a href="https://example.org/x">nine <i>big</i></a> ships, <span>all</span> of it<br/>waits.</p><div><p>In a <em>div</em>.</p></div>'
    dispatch = read_one(g2(body=body)).dispatch
    assert dispatch.body == "The Acme line, nine big ships, all of it waits.\n\nIn a div."
    assert dispatch.body_html == (
        '<p>The <strong>Acme</strong> line, <a href="https://example.org/x">nine <em>big</em></a> ships, all of it waits.</p><p>In a <em>div</em>.</p>'
    )


def test_defect_6_g2_keeps_text_beside_paragraphs_and_in_lists_and_tables(read_one: ReadOne) -> None:
    body = "Before.<p>One.</p>Between.<ul><li>First</li></ul><table><tr><td>A</td><td>B</td></tr></table>After."
    assert read_one(g2(body=body)).dispatch.body == "Before.\n\nOne.\n\nBetween.\n\nFirst\n\nA\tB\n\nAfter."


def test_defect_7_g2_subjects_of_every_scheme_are_kept(read_one: ReadOne) -> None:
    subjects = (
        '<subject qcode="medtop:20000170"/><subject qcode="subj:04015002"/><subject qcode="iso3166-1a2:NO"/><subject qcode="N2:SHP"/>'
        '<subject uri="http://cv.iptc.org/newscodes/mediatopic/20000049"/><subject literal="own word"/><subject qcode="R:ACME.OL"><sameAs qcode="ticker:ACME"/></subject>'
    )
    codes = [(one.scheme, one.code) for one in read_one(g2(content=subjects)).dispatch.codes]
    assert codes == [
        ("medtop", "20000170"), ("subj", "04015002"), ("iso3166-1a2", "NO"), ("N2", "SHP"), ("medtop", "20000049"), (None, "own word"),
        ("R", "ACME.OL"), ("ticker", "ACME"),
    ]  # fmt: skip
    assert {"20000170", "20000049"} <= set(topics_of_feed(read_one(g2(content=subjects)).dispatch.codes))


def test_defect_7_g2_dateline_and_located_are_read(read_one: ReadOne) -> None:
    located = '<located qcode="x:1"><name>Bergen</name><broader qcode="iso3166-1a2:NO"/></located>'
    stt = g2(content=located).replace("reuters.com", "STT")
    line = read_one(stt).dispatch.dateline
    assert line is not None
    assert (line.city, line.country) == ("Bergen", "NO")
    told = read_one(g2(content="<dateline>LISBON, Portugal</dateline>")).dispatch.dateline
    assert told is not None
    assert (told.city, told.country) == ("Lisbon", "PT")


@pytest.mark.parametrize(
    "bare",
    [
        g2(guid="b", version=""),
        g2(guid="b", kind=""),
        g2(guid="b", kind='<itemClass uri="http://cv.iptc.org/newscodes/ninature/text"/>'),
        g2(guid="b", version="", kind=""),
    ],
)
def test_defect_8_a_g2_item_without_status_version_or_class_fails_nothing(parse_all: Parse, bare: str) -> None:
    found = parse_all(message(g2(guid="a"), bare, g2(guid="c")))
    assert [one.dispatch.source.guid for one in found if isinstance(one, Parsed)] == ["a", "b", "c"]
    middle = found[1]
    assert isinstance(middle, Parsed)
    assert (middle.dispatch.pub_status, middle.dispatch.source.version) == (PubStatus.USABLE, "1")


@pytest.mark.parametrize(
    "printed",
    [
        "20261124T090000+0100", "20261124T080000Z", "20261124T030000-0500", "2026-11-24T13:30:00+05:30", "2026-11-24T08:00:00.5Z",
        "20261124T080000+0000", "20261124T080000",
    ],
)  # fmt: skip
def test_defect_9_newsml_1_times_are_read_in_every_zone(read_one: ReadOne, printed: str) -> None:
    dispatch = read_one(
        f"<NewsML><NewsItem><NewsManagement><ThisRevisionCreated>{printed}</ThisRevisionCreated></NewsManagement><NewsComponent><NewsLines><HeadLine>Port</HeadLine>"
        "</NewsLines></NewsComponent></NewsItem></NewsML>",
        time_zone="UTC",
    ).dispatch
    assert dispatch.version_created is not None
    assert dispatch.version_created.replace(microsecond=0) == datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def test_defect_10_nitf_release_idref_and_a_missing_id_are_read(read_one: ReadOne) -> None:
    dates = '<date.issue norm="20261124T080000Z"/><date.release norm="20261125T080000Z"/>'
    held = read_one(nitf(dates, attributes='management-status="usable"'))
    assert held.dispatch.embargoed_until == datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
    assert held.identity.key is None
    kill = read_one(nitf(dates, attributes='management-doc-idref="n.1" management-idref-status="canceled"'))
    assert kill.identity.targets == ["test:n.1"]


@pytest.mark.parametrize("charset", ["utf-8", "latin-1", "cp1252"])
def test_defect_11_7901_in_any_charset_has_its_letters_and_its_own_time(read_one: ReadOne, charset: str) -> None:
    wire = SERVICE_COPY.format(serial="abc012").replace("the port said", "sagte ein Gewährsmann für die Häfen")
    dispatch = read_one(wire.encode(charset)).dispatch
    assert "Gewährsmann für die Häfen" in dispatch.body
    assert dispatch.version_created == datetime(2021, 10, 7, 14, 20, tzinfo=UTC)


def test_defect_12_anpa_quotes_dashes_and_lines_without_a_tab(read_one: ReadOne) -> None:
    copy = "\tCASPER, Wyo. (AP) _ ``A crane _ the tallest _ burned,'' she said.\r\n\r\nNo tab here.\r\n   Nor `here,' but spaces.\r\n"
    assert read_one(ANPA.format(copy=copy)).dispatch.body == (
        "“A crane — the tallest — burned,” she said.\n\nNo tab here.\n\nNor 'here,' but spaces."
    )


@pytest.mark.parametrize(
    ("lines", "body", "sign_off", "change"),
    [
        (["(Adds quote)", "By Kari Nilsen", "OSLO, May 9 (Reuters) - Ships wait.", "(Reporting by Ann Reed; Editing by Tom Hay)"], "Ships wait.",
         "Reporting by Ann Reed; Editing by Tom Hay", "Adds quote"),
        (["Lima, 4 mai 2026 (AFP) - Ships wait.", "ab/cde/fg"], "Ships wait.", "ab/cde/fg", None),
        (["Kiel (dpa) - Ships wait.", "dpa abc yyno n1 def"], "Ships wait.", "dpa abc yyno n1 def", None),
        (["Managua, 7 mar (EFE).- Ships wait. EFE", "ab/cd"], "Ships wait.", "ab/cd", None),
        (["BUSAN, May 6 (Yonhap) -- Ships wait.", "abc@yna.co.kr", "(END)"], "Ships wait.", "abc@yna.co.kr", None),
        (["新华社北京6月4日电 港口关闭。（完）"], "港口关闭。", "（完）", None),
        (["LISBON, Portugal (AP) — Ships wait.", "___", "AP writers Ann Reed in Lisbon and Dan Moss in Porto contributed."], "Ships wait.",
         "AP writers Ann Reed in Lisbon and Dan Moss in Porto contributed.", None),
    ],
)  # fmt: skip
def test_defect_13_sign_offs_and_trash_lines_are_no_body(
    read_one: ReadOne, lines: list[str], body: str, sign_off: str, change: str | None
) -> None:
    dispatch = read_one(ninjs(body_html="".join(f"<p>{one}</p>" for one in lines))).dispatch
    assert dispatch.body == body
    assert sign_off in (dispatch.sign_off or "")
    assert dispatch.change_note == change


@pytest.mark.parametrize(
    "wire",
    [
        message(g2(guid="a"), g2(guid="p", kind='<itemClass qcode="ninat:composite"/>', body=""), g2(guid="b")),
        "<rss version='2.0'><channel><item><title>Port is shut</title></item><item><guid>x</guid></item><item><title>Port opens</title></item></channel></rss>",
        orjson.dumps([orjson.loads(ninjs()), {"guid": "x", "type": "picture", "headline": "h"}, orjson.loads(ninjs(guid="b"))]).decode(),
        orjson.dumps({"items": [{"source-feed": "X", "headline": "Port is shut"}, {"source-feed": "X"}, {"source-feed": "X", "headline": "Port opens"}]}).decode(),
        ANPA.format(copy="\tA crane burned.\r\n") + "\x16\x16\x01W4712\x1fasian\nr a\x13\x11 BC-Y 03-07\n\x02\x03\x04" + ANPA.format(copy="\tA ship sank.\r\n"),
    ],
    ids=["newsml-g2", "rss", "ninjs", "json", "anpa"],
)  # fmt: skip
def test_defect_14_one_bad_item_has_a_reason_and_its_siblings_go_on(parse_all: Parse, wire: str) -> None:
    one, bad, two = parse_all(wire)
    assert isinstance(one, Parsed)
    assert isinstance(two, Parsed)
    assert isinstance(bad, Rejection)
    assert bad.reason in (Reason.PACKAGE_WITHOUT_TEXT, Reason.NO_DISPATCH, Reason.NO_TEXT)
    assert (one.part, bad.part, two.part) == (0, 1, 2)


@pytest.mark.parametrize(
    "wire",
    [
        nitf('<date.issue norm="20261124T080000Z"/>', attributes='management-status="embargoed"'),
        "<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>www.sda-ats.ch</ProviderId></NewsIdentifier></Identification><NewsManagement><Status FormalName="
        "'Embargoed'/></NewsManagement><NewsComponent><NewsLines><HeadLine>Port</HeadLine></NewsLines></NewsComponent></NewsItem></NewsML>",
        ninjs(pubstatus="embargoed").decode(),
    ],
    ids=["pa", "ats", "ninjs"],
)
def test_defect_15_an_embargo_by_status_is_never_usable_at_once(read_one: ReadOne, wire: str) -> None:
    parsed = read_one(wire)
    assert parsed.embargo_without_time
    assert parsed.dispatch.signals == [Signal.EMBARGO]


@pytest.mark.parametrize(
    ("copy", "city", "country"),
    [
        (
            "Mönchengladbach-Wickrath am Niederrhein (dpa) - Ships wait.",
            "Mönchengladbach-Wickrath am Niederrhein",
            None,
        ),
        ("Frankfurt/Main (dpa/lhe) - Ships wait.", "Frankfurt/Main", "DE"),
        ("PARIS, Texas (AP) — Ships wait.", "Paris", "US"),
        ("LONDON, Ontario (AP) — Ships wait.", "London", "CA"),
        ("Utrera, 7 mar (EFE).- Ships wait.", "Utrera", None),
    ],
)
def test_defect_16_datelines_are_split_by_grammar_not_by_a_list(
    read_one: ReadOne, copy: str, city: str, country: str | None
) -> None:
    line = read_one(ninjs(body_html=f"<p>{copy}</p>")).dispatch.dateline
    assert line is not None
    assert (line.city, line.country) == (city, country)


def test_defect_16_the_first_city_of_the_text_is_no_dateline(read_one: ReadOne) -> None:
    assert read_one(ninjs(body_html="<p>The mayor of Paris flew to London on Monday.</p>")).dispatch.dateline is None


@pytest.mark.parametrize(
    "printed", ["2036-05-09T10:00:00Z", "9999-12-31T23:59:59Z", "2026-11-25T10:00:01Z", "9999-12-31T23:59:59-14:00"]
)
def test_defect_17_a_version_from_the_future_is_capped_or_null_with_a_warning(read_one: ReadOne, printed: str) -> None:
    dispatch = read_one(ninjs(versioncreated=printed)).dispatch
    assert dispatch.version_created in (RECEIVED + timedelta(days=1), None)
    assert set(dispatch.warnings) & {Warning.FUTURE_VERSION_DATE, Warning.IMPOSSIBLE_DATE}


@pytest.mark.parametrize(
    "printed",
    [
        "0000-01-01T00:00:00Z", "10000-01-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-11-24T24:30:00Z", "2026-11-24T08:00:00+99:00", "yesterday",
        "0001-01-01T00:00:00+14:00", "20261324T080000Z",
    ],
)  # fmt: skip
def test_an_impossible_date_is_null_with_a_warning_and_the_copy_stands(read_one: ReadOne, printed: str) -> None:
    dispatch = read_one(ninjs(versioncreated=printed)).dispatch
    assert (dispatch.version_created, dispatch.warnings, dispatch.body) == (None, [Warning.IMPOSSIBLE_DATE], "Copy.")


def test_a_leap_second_is_a_time(read_one: ReadOne) -> None:
    told = read_one(ninjs(versioncreated="2016-12-31T23:59:60Z")).dispatch.version_created
    assert told == datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)


def test_the_key_of_an_ap_item_is_free_of_its_revision(read_one: ReadOne) -> None:
    def item(etag: str) -> bytes:
        ids = {"itemid": "ab12", "etag": etag}
        return orjson.dumps({"data": {"item": {"altids": ids, "type": "text", "headline": "Ferry line orders ships"}}})

    one, two = read_one(item("ab12_1a1")), read_one(item("ab12_2a1"))
    assert one.identity.key == two.identity.key == "AP:ab12"
    assert one.dispatch.source.version != two.dispatch.source.version


@pytest.mark.parametrize("date", ["+02:00", "Tue, 32 Nov 2026 10:00:00 GMT", "soon"])
def test_an_rss_date_that_is_none_is_null_and_never_now(read_one: ReadOne, date: str) -> None:
    item = f"<item><title>Port is shut</title><guid>a</guid><pubDate>{date}</pubDate></item>"
    dispatch = read_one(f"<rss version='2.0'><channel>{item}</channel></rss>").dispatch
    assert (dispatch.version_created, dispatch.warnings) == (None, [Warning.IMPOSSIBLE_DATE])


@pytest.mark.parametrize(
    ("declared", "actual"),
    [("utf-8", "cp1252"), ("iso-8859-1", "utf-8"), ("us-ascii", "utf-8"), ("utf-16", "utf-8"), ("no-such", "utf-8")],
)
def test_an_rss_charset_that_lies_costs_no_letter(read_one: ReadOne, declared: str, actual: str) -> None:
    item = "<item><title>Größe zählt – “ja”</title><guid>a</guid></item>"
    wire = f"<?xml version='1.0' encoding='{declared}'?><rss version='2.0'><channel>{item}</channel></rss>"
    dispatch = read_one(wire.encode(actual)).dispatch
    assert (dispatch.headline, dispatch.warnings) == ("Größe zählt – “ja”", [Warning.CHARSET_MISMATCH])


def test_a_stable_rss_link_with_changed_content_has_one_key_and_two_ids(read_one: ReadOne) -> None:
    def feed(text: str) -> str:
        return f"<rss version='2.0'><channel><item><title>Port</title><link>https://example.org/a</link><description>{text}</description></item></channel></rss>"

    one, two = read_one(feed("Ships wait.")), read_one(feed("Ships sail."))
    assert one.identity.key == two.identity.key
    assert one.dispatch.id != two.dispatch.id


@pytest.mark.parametrize(
    "member",
    ['"x": ' + "9" * 5000, '"x": NaN', '"x": 1e999', '"x": "\\ud800"', '"headline": "Early", "headline": "Port"'],
)
def test_json_that_breaks_parsers_costs_no_dispatch(read_one: ReadOne, member: str) -> None:
    wire = '{"guid": "a", "version": "1", ' + member + ', "headline": "Port"}'
    assert read_one(wire).dispatch.headline == "Port"


def test_bidi_zero_width_and_nul_characters_are_no_text(read_one: ReadOne) -> None:
    marked = "<p>Ships\u202e wait\u200b in\u0000 the\ufeff port\u2028now.</p>"
    dispatch = read_one(ninjs(body_html=marked, headline="Port\u202e \u0000shut\x1b")).dispatch
    assert dispatch.headline == "Port shut"
    assert dispatch.body.split() == ["Ships", "wait", "in", "the", "port", "now."]


def test_the_text_never_depends_on_when_or_where_it_came(read_one: ReadOne) -> None:
    wire = SERVICE_COPY.format(serial="abc012").encode()
    (one,) = parse(
        wire, feed=Feed(name="else"), raw=RawPosition("x", 3, 9), content_type="text/plain", received_at=RECEIVED + timedelta(days=9),
        max_payload_bytes=1 << 20,
    )  # fmt: skip
    assert isinstance(one, Parsed)
    other = read_one(wire)
    assert (one.dispatch.id, one.dispatch.body, one.fingerprint) == (
        other.dispatch.id,
        other.dispatch.body,
        other.fingerprint,
    )
