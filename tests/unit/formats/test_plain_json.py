"""dpa digitalwires and the aggregators' JSON: fields, private notes, and what was broken on the way is repaired."""

from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats.json_repair import repaired
from schemas.dispatch import Code
from schemas.rooms import Parsed, Rejection
from schemas.words import Format, PubStatus, Reason, Signal
from tests.unit.formats.conftest import Parse, ReadOne

ENTRY: dict[str, Any] = {
    "format": "digitalwires@0.9.1",
    "urn": "urn:newsml:dpa.com:20090101:260302-930-1",
    "version": 2,
    "version_created": "2026-03-02T10:00:00+01:00",
    "pubstatus": "usable",
    "signal": "sig:correction",
    "embargoed": None,
    "language": "de",
    "urgency": 3,
    "headline": "Kran brennt im Hafen",
    "teaser": "Ein Kran brennt.",
    "dateline": "Kiel (dpa/lno) - ",
    "article_html": "<section><p>Ein Kran <b>brennt</b>.</p><h2>Niemand verletzt</h2><p>Schiffe warten.</p></section>",
    "linkbox_html": '<ul><li><a href="https://example.org/hafen">Hafen</a></li></ul>',
    "creditline": "dpa",
    "ednotes": [
        {"role": "dpaednoterole:closingline", "ednote": "dpa abc yyno n1 def", "is_publishable": True},
        {"role": "dpaednoterole:editorialnote", "ednote": "Berichtigt: Name im 1. Absatz", "is_publishable": True},
        {"role": "dpaednoterole:dpacontacts", "ednote": "Ann Reed, +49 30 555 1234", "is_publishable": False},
        {"role": "dpaednoterole:dpacontacts", "ednote": "desk@example.org"},
    ],
    "categories": [
        {"type": "dnltype:dpasubject", "name": "Brand", "qcode": "medtop:20000142"},
        {"type": "dnltype:genre", "name": "Meldung", "qcode": "dpatextgenre:1"},
        {"type": "dnltype:creator", "name": "reed", "qcode": None},
    ],
}
STORY: dict[str, Any] = {
    "uri": "http://X/1/2026-03-02/1",
    "source-feed": "PA_API",
    "usn": "abc-1",
    "version": "1",
    "status": "",
    "versionCreated": "2026-03-02T10:00:00.000Z",
    "slug": "FIRE Harbour",
    "headline": "Crane burns",
    "byline": "By Ann Reed",
    "priority": "4",
    "subjects": {"code": ["news:uk", "politics"]},
    "mediaCatCodes": "SCN",
    "language": "en",
    "body_text": "A crane burns in the harbour.\n\nShips wait outside.",
}


def test_digitalwires(read_one: ReadOne) -> None:
    parsed = read_one(orjson.dumps(ENTRY))
    dispatch = parsed.dispatch
    assert (dispatch.format, dispatch.agency, dispatch.urgency, dispatch.language) == (Format.JSON, "dpa", 3, "de")
    assert dispatch.body == "Ein Kran brennt.\n\nNiemand verletzt\n\nSchiffe warten."
    assert (dispatch.headings, dispatch.sign_off) == (["Niemand verletzt"], "dpa abc yyno n1 def")
    assert dispatch.dateline is not None
    assert (dispatch.dateline.city, dispatch.dateline.country) == ("Kiel", "DE")
    assert dispatch.version_created == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    assert Signal.CORRECTION in dispatch.signals
    assert Code(scheme="medtop", code="20000142", name="Brand", role="dpasubject") in dispatch.codes
    assert Code(code="reed", name="reed", role="creator") in dispatch.codes
    assert parsed.identity.key == "dpa:urn:newsml:dpa.com:20090101:260302-930-1"


def test_contacts_are_private_by_role_and_by_flag(read_one: ReadOne) -> None:
    told = read_one(orjson.dumps(ENTRY)).dispatch.ednote or ""
    assert "555" not in told
    assert "desk@" not in told
    assert "555 1234" in (read_one(orjson.dumps(ENTRY), keep_private_notes=True).dispatch.ednote or "")


def test_an_embargo_and_a_kill(read_one: ReadOne) -> None:
    held = read_one(orjson.dumps(ENTRY | {"embargoed": "2027-01-23T19:00:00+01:00"})).dispatch
    assert held.embargoed_until == datetime(2027, 1, 23, 18, 0, tzinfo=UTC)
    killed = read_one(orjson.dumps(ENTRY | {"pubstatus": "canceled"})).dispatch
    assert (killed.pub_status, killed.body) == (PubStatus.CANCELED, "")


def test_the_aggregators_shape_with_an_empty_status(read_one: ReadOne) -> None:
    parsed = read_one(orjson.dumps(STORY))
    dispatch = parsed.dispatch
    assert (dispatch.format, dispatch.agency, dispatch.urgency) == (Format.JSON, "PA", 4)
    assert (dispatch.pub_status, dispatch.slugline, dispatch.byline) == (PubStatus.USABLE, "FIRE Harbour", "Ann Reed")
    assert dispatch.body == "A crane burns in the harbour.\n\nShips wait outside."
    assert [(one.scheme, one.code) for one in dispatch.codes] == [
        ("news", "uk"),
        (None, "politics"),
        ("mediaCatCodes", "SCN"),
    ]
    assert (dispatch.source.usn, dispatch.source.version, parsed.identity.key) == ("abc-1", "1", "PA:abc-1")


@pytest.mark.parametrize(
    ("broken", "body"),
    [
        ("He said \\“no\\” today.", "He said “no” today."),
        ("One line.\n\nAnother\x01 line.", "One line.\n\nAnother line."),
        ("One line.\\\\n\\\\nAnother line.", "One line.\n\nAnother line."),
        ("He said \\'no\\' today.", "He said 'no' today."),
        ("<p>One line.</p><p>Another &amp; last.</p>", "One line.\n\nAnother & last."),
    ],
)
def test_broken_escapes_are_repaired(read_one: ReadOne, broken: str, body: str) -> None:
    wire = '{"source-feed": "X", "usn": "1", "headline": "Fire", "body_text": "' + broken + '"}'
    assert read_one(wire).dispatch.body == body


def test_a_number_beyond_all_bounds_is_null(read_one: ReadOne) -> None:
    dispatch = read_one('{"source-feed": "X", "priority": 1e999, "headline": "Fire", "version": 2}').dispatch
    assert (dispatch.headline, dispatch.urgency, dispatch.source.version) == ("Fire", None, "2")


def test_a_list_of_which_one_is_bad(parse_all: Parse) -> None:
    one, bad, two = parse_all(orjson.dumps({"entries": [ENTRY, {"article_html": "", "version": 1}, STORY]}))
    assert isinstance(one, Parsed)
    assert isinstance(two, Parsed)
    assert isinstance(bad, Rejection)
    assert (bad.part, bad.reason) == (1, Reason.NO_TEXT)


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        ('{"source-feed": "X", "headline": "Fire', Reason.UNREADABLE),
        ('{"source-feed": ' + "[" * 5000 + "]" * 5000 + "}", Reason.TOO_DEEP),
        ('{"source-feed": "X", "body_text": 7}', Reason.NO_TEXT),
    ],
)
def test_what_cannot_be_read_has_a_reason(parse_all: Parse, payload: str, reason: Reason) -> None:
    (one,) = parse_all(payload)
    assert isinstance(one, Rejection)
    assert one.reason == reason


JSON = st.recursive(
    st.none() | st.booleans() | st.text(max_size=30), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)


@given(JSON)
def test_repair_leaves_valid_json_as_it_is(value: Any) -> None:
    text = orjson.dumps(value).decode()
    assert repaired(text) == text
