"""RBNews of Ritzau: Copenhagen's time, escaped HTML, town and origin as dateline, kills and replacements, lists."""

# ruff: noqa: E501 - samples as on the wire

from html import escape

import pytest

from pipeline.topics.feed import topics_of_feed
from schemas.dispatch import Code, SourceLink
from schemas.rooms import Parsed
from schemas.words import PubStatus, Signal, Warning
from tests.unit.formats.conftest import Parse, ReadOne

NIL = 'xmlns:i="http://www.w3.org/2001/XMLSchema-instance"'


def news(content: str = "<p>Tekst et. /ritzau/</p>", *, root: str = "RBNews", **fields: str) -> str:
    told = {
        "NewsID": "id-1", "PublishDate": "2026-07-24T18:45:36.73", "strapline": "NET/FÆRGE", "headline": "Rederi bestiller færger", "town": "Aarhus",
        "origin": "/ritzau/", "version": "2", "Priority": "4", "Annuleret": "false", "NyVersion": "false", "Korrektion": "false", "InfoFlash": "false",
    } | fields  # fmt: skip
    parts = "".join(f"<{name}>{value}</{name}>" for name, value in told.items())
    return f"<{root} {NIL}>{parts}<Replaces i:nil='true'/><content>{escape(content)}</content></{root}>"


def test_fields(read_one: ReadOne) -> None:
    parsed = read_one(
        news(
            byLine="Kari Nilsen", byLineEmail="kari@example.org", subtitle="&lt;p&gt;Ni i alt&lt;/p&gt;", TilRedaktionen="Billede følger",
            IPTCList="<a:int xmlns:a='x'>4015000</a:int><a:int xmlns:a='x'>11000000</a:int>", sectionID="6", section="Erhverv", HistID="KN-1",
        )
    )  # fmt: skip
    dispatch = parsed.dispatch
    assert (dispatch.format, dispatch.agency, dispatch.urgency, dispatch.slugline) == (
        "rbnews",
        "Ritzau",
        4,
        "NET/FÆRGE",
    )
    assert (dispatch.subhead, dispatch.byline, dispatch.ednote) == ("Ni i alt", "Kari Nilsen", "Billede følger")
    assert str(dispatch.version_created)[:19] == "2026-07-24 16:45:36"  # Copenhagen's summer time
    assert (dispatch.body, dispatch.sign_off) == ("Tekst et.", "/ritzau/")
    assert dispatch.dateline is not None
    assert (dispatch.dateline.text, dispatch.dateline.city, dispatch.dateline.country, dispatch.dateline.credit) == (
        "Aarhus /ritzau/",
        "Aarhus",
        "DK",
        "ritzau",
    )
    assert Code(scheme="iptc", code="04015000", role="subject") in dispatch.codes
    assert set(topics_of_feed(dispatch.codes)) >= {"11000000"}
    assert Code(scheme="section", code="6", name="Erhverv", role="section") in dispatch.codes
    assert (parsed.identity.key, dispatch.source.version) == ("Ritzau:id-1", "2")


def test_html_escaped_twice_and_mojibake(read_one: ReadOne) -> None:
    dispatch = read_one(news("<p>Tom &amp;amp; Ann&amp;apos;s \u00c2£4, &lt;3</p>")).dispatch
    assert dispatch.body == "Tom & Ann's £4, <3"
    assert Warning.CHARSET_MISMATCH in dispatch.warnings


def test_markup_that_was_escaped_twice(read_one: ReadOne) -> None:
    assert read_one(news(escape("<p>Et.</p><p>To.</p>"))).dispatch.body == "Et.\n\nTo."


@pytest.mark.parametrize(
    ("fields", "signals"),
    [
        ({"NyVersion": "true"}, {Signal.UPDATE}),
        ({"Korrektion": "true"}, {Signal.CORRECTION}),
        ({"InfoFlash": "true"}, {Signal.FLASH}),
        ({"strapline": "NU/BRAND"}, {Signal.FLASH}),
        ({"strapline": "FLASH"}, {Signal.FLASH}),
        ({"strapline": "NUUK/BRAND"}, set()),
        ({"origin": "Via Ritzau"}, {Signal.PRESS_RELEASE}),
        ({"strapline": "---PRESSEMEDDELELSE---"}, {Signal.PRESS_RELEASE}),
    ],
)
def test_signals(read_one: ReadOne, fields: dict[str, str], signals: set[Signal]) -> None:
    assert set(read_one(news(**fields)).dispatch.signals) == signals


def test_a_strapline_that_is_only_a_mark_names_no_story(read_one: ReadOne) -> None:
    assert read_one(news(strapline="FLASH")).dispatch.slugline is None


def test_a_kill_hits_its_own_id_and_what_it_replaces(read_one: ReadOne) -> None:
    parsed = read_one(news(Annuleret="true", replacedID="id-0"))
    assert (parsed.dispatch.pub_status, parsed.dispatch.body, parsed.dispatch.signals) == (
        PubStatus.CANCELED,
        "",
        [Signal.KILL],
    )
    assert (parsed.identity.key, parsed.identity.targets) == ("Ritzau:id-1", ["Ritzau:id-0"])


def test_the_story_that_it_replaces_is_the_same_story(read_one: ReadOne) -> None:
    parsed = read_one(news(replacedID="id-0"))
    assert parsed.identity.follows == ["Ritzau:id-0"]
    assert parsed.dispatch.source.links == [SourceLink(rel="replaces", id="id-0")]


def test_a_release_keeps_its_own_dateline_and_agency(read_one: ReadOne) -> None:
    dispatch = read_one(
        news("<p>CORK, Ireland, March 02, 2026 (GLOBE NEWSWIRE) -- One.</p>", origin="Via Ritzau")
    ).dispatch
    assert (dispatch.agency, dispatch.provider, dispatch.body) == ("GlobeNewswire", "Ritzau", "One.")
    assert dispatch.dateline is not None
    assert dispatch.dateline.city == "Cork"


def test_contacts_are_private(read_one: ReadOne) -> None:
    contact = {"byLineEmail": "kari@example.org", "byLinePhone": "12345678"}
    assert read_one(news(**contact)).dispatch.ednote is None
    assert read_one(news(**contact), keep_private_notes=True).dispatch.ednote == "kari@example.org\n12345678"


def test_a_list_in_an_answer(parse_all: Parse) -> None:
    listed = f'<?xml version="1.0"?><XMLNewsQueuedResponse xmlns="http://tempuri.org/"><XMLNewsQueuedResult><ListOfRBNews xmlns="">{news()}{news(NewsID="id-2")}</ListOfRBNews></XMLNewsQueuedResult></XMLNewsQueuedResponse>'
    found = [one for one in parse_all(listed) if isinstance(one, Parsed)]
    assert [(one.part, one.identity.key) for one in found] == [(0, "Ritzau:id-1"), (1, "Ritzau:id-2")]
