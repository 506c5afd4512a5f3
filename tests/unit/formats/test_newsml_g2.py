"""NewsML-G2 gives every field that its bytes hold, inline children and tails kept, each item of a message on its own."""

# ruff: noqa: E501 - samples as on the wire

from base64 import b64encode

import pytest

from schemas.dispatch import Code, SourceLink
from schemas.rooms import Parsed, Rejection
from schemas.words import PubStatus, Reason, Signal, Warning
from tests.unit.formats.conftest import Parse, ReadOne

NAMESPACE = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'


def item(
    *, guid: str = "tag:reuters.com,2026:newsml_L1N1AB2C3", version: str | None = "5", meta: str = "", content: str = "", body: str = "<p>Copy.</p>",
    status: str = '<pubStatus qcode="stat:usable"/>', name: str = "newsItem", rights: str = "", provider: str = '<provider literal="reuters.com"/>',
) -> str:  # fmt: skip
    numbered = f' version="{version}"' if version else ""
    return (
        f'<{name} {NAMESPACE} guid="{guid}"{numbered} xml:lang="en-GB"><rightsInfo>{rights}</rightsInfo>'
        f'<itemMeta><itemClass qcode="ninat:text"/>{provider}<versionCreated>2026-05-09T10:00:00+02:00</versionCreated>{status}{meta}</itemMeta>'
        f"<contentMeta><headline>Ferry line orders ships</headline>{content}</contentMeta>"
        f'<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>'
        f"<body>{body}</body></html></inlineXML></contentSet></{name}>"
    )


def test_fields_and_ids(read_one: ReadOne) -> None:
    parsed = read_one(
        item(
            meta='<firstCreated>2026-05-09T08:00:00Z</firstCreated><signal qcode="edStat:U"/><service qcode="svc:RTR"/><edNote>Check names.</edNote>'
            '<link rel="irel:derivedFrom" residref="tag:reuters.com,2026:newsml_L1N0ZZ0Z0"/><link rel="irel:seeAlso" href="http://example.org/a"><title>A</title></link>',
            content='<urgency>3</urgency><altId type="idType:USN">L1N1AB2C3</altId><slugline>NORWAY-FERRY/ (UPDATE 1)</slugline><by>By Kari Nilsen</by>'
            '<creditline>Reuters</creditline><keyword>ferry</keyword><subject qcode="medtop:20000170"><name>shipping</name></subject>'
            '<subject qcode="dpacountry:54"><sameAs qcode="iso3166-1a2:GB"/></subject><genre qcode="genre:Interview"/>',
            rights='<copyrightHolder literal="Thomson Reuters"/><copyrightNotice>(c) Copyright Thomson Reuters 2026.</copyrightNotice><usageTerms>None</usageTerms>',
            body="<p>By Kari Nilsen</p><p>OSLO, May 9 (Reuters) - Copy one.</p><p>(Reporting by Kari Nilsen; Editing by Tom Hay)</p>",
        )
    )
    dispatch = parsed.dispatch
    assert (dispatch.agency, dispatch.provider, dispatch.urgency, dispatch.language) == ("Reuters", None, 3, "en-GB")
    assert (dispatch.byline, dispatch.body, dispatch.sign_off) == (
        "Kari Nilsen",
        "Copy one.",
        "Reporting by Kari Nilsen; Editing by Tom Hay",
    )
    assert dispatch.version_created is not None
    assert dispatch.version_created.isoformat() == "2026-05-09T08:00:00+00:00"
    assert dispatch.signals == [Signal.UPDATE]
    assert (dispatch.ednote, dispatch.keywords) == ("Check names.", ["ferry"])
    assert (dispatch.source.guid, dispatch.source.version, dispatch.source.usn) == (
        "tag:reuters.com,2026:newsml_L1N1AB2C3",
        "5",
        "L1N1AB2C3",
    )
    assert SourceLink(rel="irel:derivedFrom", id="tag:reuters.com,2026:newsml_L1N0ZZ0Z0") in dispatch.source.links
    assert [link.href for link in dispatch.links] == ["http://example.org/a"]
    assert Code(scheme="medtop", code="20000170", name="shipping", role="subject") in dispatch.codes
    assert Code(scheme="iso3166-1a2", code="GB", name=None, role="sameAs") in dispatch.codes
    assert (dispatch.genres[0].code, dispatch.copyright_holder, dispatch.usage_terms) == (
        "genre:interview",
        "Thomson Reuters",
        "None",
    )
    assert parsed.identity.key == "Reuters:tag:reuters.com,2026:newsml_L1N1AB2C3"
    assert parsed.identity.aliases == ["Reuters:L1N1AB2C3"]
    assert parsed.identity.follows == ["Reuters:tag:reuters.com,2026:newsml_L1N0ZZ0Z0"]


def test_inline_children_and_tails_stay(read_one: ReadOne) -> None:
    dispatch = read_one(
        item(
            body="<p>The <Company>Acme</Company> ships, <em>all</em> <a href='http://example.org/x'>nine</a> of them, wait.</p>"
        )
    ).dispatch
    assert dispatch.body == "The Acme ships, all nine of them, wait."
    assert (
        dispatch.body_html
        == '<p>The Acme ships, <em>all</em> <a href="http://example.org/x">nine</a> of them, wait.</p>'
    )


def test_headings_lists_and_tables(read_one: ReadOne) -> None:
    dispatch = read_one(
        item(
            body="<p>One.</p><h2>Ships wait</h2><ul><li>First</li><li>Second</li></ul><table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table><p>End.</p>"
        )
    ).dispatch
    assert dispatch.body == "One.\n\nShips wait\n\nFirst\n\nSecond\n\nA\tB\n1\t2\n\nEnd."
    assert dispatch.headings == ["Ships wait"]
    assert dispatch.body_html is not None
    assert "<ul><li>First</li><li>Second</li></ul><table>" in dispatch.body_html


def test_missing_status_and_version_have_the_standards_defaults(read_one: ReadOne) -> None:
    dispatch = read_one(item(status="", version=None)).dispatch
    assert (dispatch.pub_status, dispatch.source.version) == (PubStatus.USABLE, "1")


def test_a_canceled_item_is_the_storys_kill(read_one: ReadOne) -> None:
    parsed = read_one(
        item(
            status='<pubStatus qcode="stat:canceled"/>',
            meta="<edNote>Wrong figures.</edNote>",
            body="<p>A long story. " + "Word. " * 90 + "</p>",
        )
    )
    dispatch = parsed.dispatch
    assert (dispatch.pub_status, dispatch.body, dispatch.body_html, dispatch.ednote) == (
        PubStatus.CANCELED,
        "",
        None,
        "Wrong figures.",
    )
    assert dispatch.signals == [Signal.KILL]
    assert (parsed.identity.key, parsed.notice) == ("Reuters:tag:reuters.com,2026:newsml_L1N1AB2C3", None)


def test_withheld_keeps_its_text(read_one: ReadOne) -> None:
    dispatch = read_one(item(status='<pubStatus qcode="stat:withheld"/>')).dispatch
    assert (dispatch.pub_status, dispatch.body) == (PubStatus.WITHHELD, "Copy.")


@pytest.mark.parametrize(
    ("element", "until", "timeless"),
    [
        ("<embargoed>2026-12-01T12:00:00Z</embargoed>", "2026-12-01T12:00:00+00:00", False),
        ("<embargoed/>", None, False),
        ("", None, False),
        ("<embargoed>2026-13-41T12:00:00Z</embargoed>", None, True),
    ],
)
def test_embargo_element(read_one: ReadOne, element: str, until: str | None, timeless: bool) -> None:
    parsed = read_one(item(meta=element))
    given = parsed.dispatch.embargoed_until
    assert (given.isoformat() if given else None, parsed.embargo_without_time) == (until, timeless)
    assert (Signal.EMBARGO in parsed.dispatch.signals) is bool(until or timeless)


def test_each_item_of_a_message_is_its_own_dispatch(parse_all: Parse) -> None:
    message = (
        f"<newsMessage {NAMESPACE}><header><sent>2026-05-09T08:00:00Z</sent></header><itemSet>"
        + item(guid="a")
        + item(guid="p", name="packageItem")
        + item(guid="b")
        + "</itemSet></newsMessage>"
    )
    one, package, two = parse_all(message)
    assert isinstance(one, Parsed)
    assert isinstance(two, Parsed)
    assert (one.part, one.dispatch.source.guid, two.part, two.dispatch.source.guid) == (0, "a", 2, "b")
    assert isinstance(package, Rejection)
    assert (package.part, package.reason) == (1, Reason.PACKAGE_WITHOUT_TEXT)
    assert one.dispatch.id != two.dispatch.id


def test_a_partners_copy_is_the_partners_under_the_providers_ids(read_one: ReadOne) -> None:
    parsed = read_one(
        item(content="<creditline>Variety Media, LLC</creditline>", body="<p>LOS ANGELES (Variety.com) - Copy.</p>")
    )
    assert (parsed.dispatch.agency, parsed.dispatch.provider) == ("Variety", "Reuters")
    assert (parsed.identity.key or "").startswith("Reuters:")


def test_the_desk_in_located_is_no_dateline_but_a_printed_one_is(read_one: ReadOne) -> None:
    located = '<located literal="Bangalore"><name>Bangalore</name></located>'
    assert read_one(item(content=located)).dispatch.dateline is None
    printed = read_one(item(content=located, body="<p>DAMASCUS (Reuters) - Copy.</p>")).dispatch.dateline
    assert printed is not None
    assert (printed.city, printed.country) == ("Damascus", "SY")


def test_a_dateline_element_counts_where_none_is_printed(read_one: ReadOne) -> None:
    line = read_one(
        item(provider='<provider literal="STT"/>', content="<dateline>Helsinki</dateline>")
    ).dispatch.dateline
    assert line is not None
    assert (line.city, line.country) == ("Helsinki", "FI")


def test_private_notes_stay_out_unless_the_feed_keeps_them(read_one: ReadOne) -> None:
    meta = (
        '<edNote role="x:closingline">dpa ab yy n1 cd</edNote>'
        '<edNote><div xmlns="http://www.w3.org/1999/xhtml"><p>Two pictures.</p><div class="np-nonpublic"><p>Tel: 030 1234</p></div></div></edNote>'
    )
    provider = '<provider literal="dpa"/>'
    public, kept = (
        read_one(item(meta=meta, provider=provider)),
        read_one(item(meta=meta, provider=provider), keep_private_notes=True),
    )
    assert (public.dispatch.ednote, kept.dispatch.ednote) == ("Two pictures.", "Two pictures.\nTel: 030 1234")
    assert public.dispatch.sign_off == "dpa ab yy n1 cd"


def test_html_in_cdata_though_declared_plain(read_one: ReadOne) -> None:
    markup = item().replace(
        item()[item().index("<contentSet>") : item().index("</contentSet>")],
        '<contentSet><inlineData contenttype="text/plain"><![CDATA[<p>(ANSA) - Rome, May 9 - Copy &amp; more.</p>]]></inlineData>',
    )
    dispatch = read_one(markup).dispatch
    assert (dispatch.body, dispatch.agency) == ("Copy & more.", "ANSA")


def test_a_naive_time_is_read_in_the_agencys_home_zone_and_the_feeds_wins(read_one: ReadOne) -> None:
    naive = item(provider='<provider literal="STT"/>').replace("10:00:00+02:00", "10:00:00")
    home, set_zone = read_one(naive).dispatch, read_one(naive, time_zone="Asia/Tokyo").dispatch
    assert home.version_created is not None
    assert set_zone.version_created is not None
    assert (home.version_created.hour, set_zone.version_created.hour) == (7, 1)


def test_a_version_date_far_ahead_is_capped(read_one: ReadOne) -> None:
    dispatch = read_one(item().replace("2026-05-09", "2036-05-09")).dispatch
    assert dispatch.version_created is not None
    assert dispatch.version_created.isoformat() == "2026-11-25T09:00:00+00:00"
    assert Warning.FUTURE_VERSION_DATE in dispatch.warnings


def test_a_picture_item_is_no_dispatch(parse_all: Parse) -> None:
    (one,) = parse_all(item().replace("ninat:text", "ninat:picture"))
    assert isinstance(one, Rejection)
    assert one.reason is Reason.NO_DISPATCH


def test_paragraphs_marked_by_indents_in_one_element(read_one: ReadOne) -> None:
    body = (
        "<p>(Adds detail)\n    * Order worth 2 bln\n\n    By Kari Nilsen\n    May 9 (Reuters) - The ferry line ordered four\nships on Tuesday.\n"
        "    It will pay in\ncrowns.\n\n (Reporting by Kari Nilsen;\nEditing by Tom Hay)</p>"
    )
    dispatch = read_one(item(body=body)).dispatch
    assert (
        dispatch.body
        == "* Order worth 2 bln\n\nThe ferry line ordered four ships on Tuesday.\n\nIt will pay in crowns."
    )
    assert (dispatch.byline, dispatch.change_note) == ("Kari Nilsen", "Adds detail")
    assert dispatch.sign_off == "Reporting by Kari Nilsen; Editing by Tom Hay"


def test_inline_data_in_base64(read_one: ReadOne) -> None:
    start, end = item().index("<contentSet>"), item().index("</contentSet>")
    for encoded, body in (
        (b64encode("<p>Größe.</p><p>Zwei.</p>".encode()).decode(), "Größe.\n\nZwei."),
        ("no base64!", ""),
    ):
        data = f'<contentSet><inlineData contenttype="text/html" encoding="encd:base64">{encoded}</inlineData>'
        assert read_one(item().replace(item()[start:end], data)).dispatch.body == body
