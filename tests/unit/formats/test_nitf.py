"""NITF gives its document data, subjects and copy; statuses of its own and of other documents; embargoes; odd forms."""

# ruff: noqa: E501 - samples as on the wire

from html import escape
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.topics.feed import topics_of_feed
from schemas.dispatch import Author, Code, Take
from schemas.rooms import Parsed
from schemas.words import PubStatus, Signal, Warning
from tests.unit.formats.conftest import Parse, ReadOne, parse_bytes

ISSUE = '<date.issue norm="20261124T080000Z"/>'


def nitf(
    *, docdata: str = ISSUE, attributes: str = "", meta: str = "", head: str = "<hedline><hl1>Ferry line orders ships</hl1></hedline>",
    copy: str = "<p>Copy one.</p>", root: str = "<nitf>", end: str = "",
) -> str:  # fmt: skip
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{root}<head>{meta}<docdata {attributes}>{docdata}</docdata></head>'
        f"<body><body.head>{head}</body.head><body.content>{copy}</body.content>{end}</body></nitf>"
    )


def test_document_data_and_body(read_one: ReadOne) -> None:
    parsed = read_one(
        nitf(
            attributes='management-status="usable"',
            docdata='<doc-id id-string="n-77" regsrc="AP"/><urgency ed-urg="3"/><date.issue norm="20261124T090000+0100"/>'
            '<ed-msg info="Eds: UPDATES: With reaction."/><evloc city="Bergen" iso-cc="NOR"/><doc.copyright year="2026" holder="AP"/>'
            '<key-list><keyword key="ferries"/></key-list><identified-content><classifier type="apcategorycode" value="f"/></identified-content>',
            meta='<meta name="anpa-sequence" content="0412"/><meta name="category" content="HHH"/><tobject><tobject.property tobject.property.type="Feature"/>'
            '<tobject.subject tobject.subject.refnum="04015002" tobject.subject.matter="Shipping"/><tobject.subject tobject.subject.ipr="EFE" tobject.subject.refnum="F01"/></tobject>',
            head="<hedline><hl1>Ferry line orders ships</hl1><hl2>Nine of them</hl2></hedline><byline>By <person>Kari Nilsen</person><byttl>AP Business Writer</byttl></byline>"
            "<distributor>The Associated Press</distributor><dateline><location>BERGEN, Norway</location></dateline><abstract><p>A teaser.</p></abstract>",
            copy='<p>BERGEN, Norway (AP) — The <org>Acme</org> line, <em>all</em> of it, waits.</p><hl2>Ships wait</hl2><block><p>Two.</p></block><media media-type="image">'
            '<media-reference mime-type="image/jpeg" source="a.jpg"/><media-caption>A ship.</media-caption><media-producer>NN</media-producer></media>',
            end="<body.end><tagline>Ola Moe contributed.</tagline></body.end>",
        )
    )
    dispatch = parsed.dispatch
    assert (dispatch.format, dispatch.agency, dispatch.urgency) == ("nitf", "AP", 3)
    assert (dispatch.headline, dispatch.subhead, dispatch.summary) == (
        "Ferry line orders ships",
        "Nine of them",
        "A teaser.",
    )
    assert dispatch.body == "The Acme line, all of it, waits.\n\nShips wait\n\nTwo."
    assert dispatch.headings == ["Ships wait"]
    assert dispatch.byline == "Kari Nilsen"
    assert dispatch.authors == [Author(name="Kari Nilsen", role="AP Business Writer")]
    assert dispatch.dateline is not None
    assert (dispatch.dateline.city, dispatch.dateline.country) == ("Bergen", "NO")
    assert str(dispatch.version_created) == "2026-11-24 08:00:00+00:00"
    assert (dispatch.ednote, dispatch.change_note) == ("Eds: UPDATES: With reaction.", "Eds: UPDATES: With reaction.")
    assert Signal.UPDATE in dispatch.signals
    assert (dispatch.copyright_holder, dispatch.copyright_notice, dispatch.sign_off) == (
        "AP",
        "(c) 2026 AP",
        "Ola Moe contributed.",
    )
    assert (dispatch.source.guid, dispatch.source.transref, dispatch.keywords) == ("n-77", "0412", ["ferries"])
    assert Code(scheme="tobject.subject.refnum", code="04015002", name="Shipping", role="subject") in dispatch.codes
    assert Code(scheme="EFE", code="F01", role="subject") in dispatch.codes
    assert Code(scheme="apcategorycode", code="f", role="classifier") in dispatch.codes
    assert Code(scheme="iso3166-1a3", code="NOR", role="evloc") in dispatch.codes
    assert topics_of_feed(dispatch.codes)
    assert [genre.code for genre in dispatch.genres] == ["genre:feature"]
    assert [(one.type, one.uri, one.title, one.credit) for one in dispatch.media] == [
        ("picture", "a.jpg", "A ship.", "NN")
    ]
    assert parsed.identity.key == "AP:n-77"


def test_a_kill_names_another_document_and_has_an_id_of_its_own(read_one: ReadOne) -> None:
    parsed = read_one(
        nitf(
            attributes='management-status="canceled" management-doc-idref="n.1" management-idref-status="canceled"',
            docdata=f'<doc-id id-string="n.2"/>{ISSUE}<date.release norm="20261224T080000Z"/>',
        ),
        agency="AP",
    )
    assert (parsed.identity.key, parsed.identity.targets) == ("AP:n.2", ["AP:n.1"])
    assert (parsed.dispatch.pub_status, parsed.dispatch.body, parsed.dispatch.signals) == (
        PubStatus.CANCELED,
        "",
        [Signal.KILL],
    )
    assert parsed.dispatch.embargoed_until is None  # a kill does not wait


def test_the_status_of_another_document_alone_is_a_kill_too(read_one: ReadOne) -> None:
    parsed = read_one(nitf(attributes='management-doc-idref="n.1" management-idref-status="canceled"'))
    assert parsed.dispatch.pub_status is PubStatus.CANCELED
    assert parsed.identity.targets == ["test:n.1"]


def test_usable_copy_in_the_place_of_a_killed_document_is_kept(read_one: ReadOne) -> None:
    parsed = read_one(
        nitf(attributes='management-status="usable" management-doc-idref="n.1" management-idref-status="canceled"')
    )
    assert (parsed.dispatch.pub_status, parsed.dispatch.body) == (PubStatus.USABLE, "Copy one.")
    assert parsed.identity.follows == ["test:n.1"]


def test_another_document_withheld_is_a_hold(read_one: ReadOne) -> None:
    parsed = read_one(nitf(attributes='management-doc-idref="n.1" management-idref-status="withheld"'))
    assert parsed.dispatch.pub_status is PubStatus.WITHHELD
    assert parsed.notice is not None
    assert parsed.notice.kind == "hold"
    assert parsed.dispatch.signals == [Signal.HOLD]


@pytest.mark.parametrize(
    ("status", "release", "until", "timeless"),
    [
        ("usable", "20261124T080000Z", None, False),  # AAP sets both alike
        ("usable", "20261125T080000Z", "2026-11-25 08:00:00+00:00", False),
        ("usable", "20261123T080000Z", None, False),
        ("embargoed", "20261125T080000+0100", "2026-11-25 07:00:00+00:00", False),
        ("embargoed", "", None, True),
        ("embargoed", "20261124T080000Z", None, True),
    ],
)
def test_embargo_by_release_after_issue_or_by_status(
    read_one: ReadOne, status: str, release: str, until: str | None, timeless: bool
) -> None:
    dates = ISSUE + (f'<date.release norm="{release}"/>' if release else "")
    parsed = read_one(nitf(attributes=f'management-status="{status}"', docdata=dates))
    assert (str(parsed.dispatch.embargoed_until) if parsed.dispatch.embargoed_until else None) == until
    assert parsed.embargo_without_time is timeless
    assert parsed.dispatch.pub_status is PubStatus.USABLE
    assert (Signal.EMBARGO in parsed.dispatch.signals) is bool(until or timeless)


def test_a_document_without_id_is_a_dispatch(read_one: ReadOne) -> None:
    parsed = read_one(nitf(docdata=f'<doc-id regsrc="AP"/>{ISSUE}'))
    assert (parsed.identity.key, parsed.dispatch.source.guid, parsed.dispatch.agency) == (None, None, "AP")


def test_namespace_doctype_and_white_space_before_the_declaration(read_one: ReadOne) -> None:
    named = nitf(
        root='<!DOCTYPE nitf SYSTEM "nitf-3-2.dtd"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/" baselang="en-GB">'
    )
    dispatch = read_one("\n \n" + named).dispatch
    assert (dispatch.headline, dispatch.body, dispatch.language) == ("Ferry line orders ships", "Copy one.", "en-GB")


def test_parts_of_a_series_are_takes_but_those_of_a_named_series_are_not(read_one: ReadOne) -> None:
    assert read_one(nitf(docdata='<series series.part="2" series.totalpart="3"/>')).dispatch.take == Take(
        number=2, total=3
    )
    assert read_one(nitf(docdata='<series series.part="1"/>')).dispatch.take is None
    assert read_one(nitf(docdata='<series series.name="Tides" series.part="5"/>')).dispatch.take is None


def test_the_dynamic_use_key_ties_the_versions_of_a_day(read_one: ReadOne) -> None:
    keys = [
        read_one(
            nitf(
                docdata=f'<du-key key="PA-HHH-Ferry" version="2"/><doc-id id-string="{own}"/><date.issue norm="{day}T080000Z"/>'
            )
        ).identity.aliases
        for own, day in (("a", "20261124"), ("b", "20261124"), ("c", "20261125"))
    ]
    assert keys[0] == keys[1] != keys[2]


def test_pa_title_is_the_slugline_and_ends_is_the_sign_off(read_one: ReadOne) -> None:
    dispatch = read_one(
        nitf(
            meta="<title>1 POLITICS Ferry</title>",
            docdata=f'{ISSUE}<doc.copyright holder="Press Association" year="2026"/>',
            copy="<p>One.</p><p>ends</p>",
        )
    ).dispatch
    assert (dispatch.agency, dispatch.slugline, dispatch.body, dispatch.sign_off) == (
        "PA",
        "1 POLITICS Ferry",
        "One.",
        "ends",
    )


def test_lines_broken_by_br_are_one_paragraph_and_aap_signs_off(read_one: ReadOne) -> None:
    dispatch = read_one(
        nitf(
            docdata='<date.issue norm="20261124T190000+1100"/><doc.copyright year="2026" holder="Australian Associated Press"/>',
            copy="<p>   Fire has jumped the <br/>road and is into <br/>the valley.</p><p/><p/><p>   AAP RTV ab/cd</p>",
        )
    ).dispatch
    assert (dispatch.body, dispatch.sign_off, dispatch.agency) == (
        "Fire has jumped the road and is into the valley.",
        "AAP RTV ab/cd",
        "AAP",
    )


def test_bylines_of_initials_and_of_an_agency_name_nobody(read_one: ReadOne) -> None:
    hedline = "<hedline><hl1>Fire</hl1></hedline>"
    by_agency = read_one(nitf(head=f"{hedline}<byline>By The Associated Press</byline>")).dispatch
    assert (by_agency.byline, by_agency.agency) == (None, "AP")
    by_initials = read_one(nitf(head=f"{hedline}<byline>ab/cd</byline>")).dispatch
    assert (by_initials.byline, by_initials.sign_off) == (None, "ab/cd")


def test_an_editors_note_is_not_copy(read_one: ReadOne) -> None:
    dispatch = read_one(
        nitf(copy='<note noteclass="editorsnote"><body.content><p>Check names.</p></body.content></note><p>One.</p>')
    ).dispatch
    assert (dispatch.body, dispatch.ednote) == ("One.", "Check names.")


def test_a_table_and_a_quotation_keep_their_form(read_one: ReadOne) -> None:
    dispatch = read_one(
        nitf(
            copy="<p>One.</p><bq><block><p>Said so.</p></block></bq><nitf-table><table><tr><td>A</td><td>1</td></tr></table></nitf-table>"
        )
    ).dispatch
    assert dispatch.body == "One.\n\nSaid so.\n\nA\t1"
    assert (
        dispatch.body_html == "<p>One.</p><blockquote>Said so.</blockquote><table><tr><td>A</td><td>1</td></tr></table>"
    )


def test_an_impossible_date_is_null_with_a_warning(read_one: ReadOne) -> None:
    dispatch = read_one(nitf(docdata='<date.issue norm="20261341T080000Z"/>')).dispatch
    assert dispatch.version_created is None
    assert Warning.IMPOSSIBLE_DATE in dispatch.warnings


def test_deep_nesting_is_a_rejection(parse_all: Parse) -> None:
    (rejected,) = parse_all(nitf(copy="<block>" * 240 + "x" + "</block>" * 240))
    assert not isinstance(rejected, Parsed)
    assert rejected.reason == "too-deep"


WORDS = st.lists(st.text(st.characters(categories=["Lu", "Ll"]), min_size=4, max_size=9), min_size=6, max_size=12).map(
    lambda words: normalize("NFC", " ".join(words))
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=6))
def test_every_paragraph_comes_out_as_it_went_in(paragraphs: list[str]) -> None:
    (one,) = parse_bytes(nitf(copy="".join(f"<p>{escape(text)}.</p>" for text in paragraphs)))
    assert isinstance(one, Parsed)
    assert one.dispatch.body.split("\n\n") == [f"{text}." for text in paragraphs]
