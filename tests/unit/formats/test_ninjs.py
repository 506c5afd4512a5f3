"""ninjs of all three generations gives the same fields; what repeats the headline or is no text is told apart."""

# ruff: noqa: E501 - samples as on the wire

from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.dispatch import Code
from schemas.rooms import Parsed, Rejection
from schemas.words import PubStatus, Reason, Signal, Warning
from tests.unit.formats.conftest import Parse, ReadOne, parse_bytes

OLD: dict[str, Any] = {
    "guid": "urn:example:port-1", "type": "text", "version": "2", "pubstatus": "usable", "language": "en", "urgency": 4,
    "source": "AAP", "slugline": "Port strike", "headline": "Dockers walk out", "byline": "By Ann Reed", "ednote": "Check spelling.",
    "versioncreated": "2026-03-02T10:00:00+0000", "firstcreated": "2026-03-02T09:00:00+0000", "embargoed": "",
    "body_html": "<p>SYDNEY (AAP) - Dockers <b>walked</b> out.</p><p>Ships wait.</p>", "description_text": "A teaser",
    "subject": [{"code": "20000170", "name": "shipping", "scheme": "medtop"}], "place": [{"code": "NSW", "name": "New South Wales"}],
    "genre": [{"code": "Feature", "name": "Feature"}], "keywords": ["port"], "copyrightholder": "Australian Associated Press",
    "evolvedfrom": "urn:example:port-0", "authors": [{"name": "Ann Reed", "role": "writer"}],
}  # fmt: skip
NEW: dict[str, Any] = {
    "uri": "http://example.org/item/port-1", "type": "text", "version": 2, "pubStatus": "usable", "language": "sv", "urgency": 3,
    "headlines": [{"role": "main", "value": "Hamnen stängd"}, {"role": "subhead", "value": "Nio fartyg väntar"}],
    "bodies": [
        {"contentType": "text/plain", "value": "Hamnen stängd\nInrikes TT\nNio fartyg väntar utanför hamnen, säger polisen."},
        {"contentType": "text/html", "value": "<html><body><h1>Hamnen stängd</h1><div><span>Inrikes</span><span>TT</span></div>"
         "<p>Nio fartyg väntar utanför hamnen, säger polisen.</p></body></html>"},
    ],
    "versionCreated": "2026-03-02T11:00:00+01:00", "embargoedUntil": "2027-01-01T00:00:00Z", "expires": "2028-01-01T00:00:00Z",
    "subjects": [{"uri": "http://cv.iptc.org/newscodes/mediatopic/20000170", "name": "shipping"}], "copyrightHolder": "TT",
    "altIds": [{"role": "originaltransmissionreference", "value": "ab12"}],
    "associations": [{"name": "a1", "type": "picture", "uri": "http://example.org/p1", "headlines": [{"value": "Port"}], "by": "A/TT"}],
}  # fmt: skip


def test_first_generation(read_one: ReadOne) -> None:
    parsed = read_one(orjson.dumps(OLD))
    dispatch = parsed.dispatch
    assert (dispatch.agency, dispatch.headline, dispatch.byline, dispatch.summary) == (
        "AAP",
        "Dockers walk out",
        "Ann Reed",
        "A teaser",
    )
    assert dispatch.body == "Dockers walked out.\n\nShips wait."
    assert dispatch.body_html == "<p>Dockers <strong>walked</strong> out.</p><p>Ships wait.</p>"
    assert dispatch.dateline is not None
    assert (dispatch.dateline.city, dispatch.dateline.country) == ("Sydney", "AU")
    assert dispatch.codes == [
        Code(scheme="medtop", code="20000170", name="shipping", role="subject"), Code(code="NSW", name="New South Wales", role="place"),
    ]  # fmt: skip
    assert (dispatch.genres[0].code, dispatch.keywords, dispatch.ednote) == (
        "genre:feature",
        ["port"],
        "Check spelling.",
    )
    assert parsed.identity.key == "AAP:urn:example:port-1"
    assert parsed.identity.follows == ["AAP:urn:example:port-0"]
    assert (dispatch.embargoed_until, parsed.embargo_without_time) == (None, False)


def test_third_generation(read_one: ReadOne) -> None:
    parsed = read_one(orjson.dumps(NEW))
    dispatch = parsed.dispatch
    assert (dispatch.headline, dispatch.subhead, dispatch.agency) == ("Hamnen stängd", "Nio fartyg väntar", "TT")
    assert dispatch.body == "Nio fartyg väntar utanför hamnen, säger polisen."
    assert dispatch.codes == [Code(scheme="medtop", code="20000170", name="shipping", role="subject")]
    assert dispatch.embargoed_until is not None
    assert dispatch.signals == [Signal.EMBARGO]
    assert (dispatch.source.transref, dispatch.source.version, dispatch.media[0].credit) == ("ab12", "2", "A/TT")


def test_a_plain_body_that_repeats_the_head_is_stripped_of_it(read_one: ReadOne) -> None:
    plain = NEW | {"bodies": NEW["bodies"][:1]}
    assert read_one(orjson.dumps(plain)).dispatch.body == "Nio fartyg väntar utanför hamnen, säger polisen."


def test_cells_of_a_table_are_no_dateline_but_its_first_may_be(read_one: ReadOne) -> None:
    rows = "<tr><td>{}</td><td>OSLO, Norway, May 9 (AP) - Ships</td></tr><tr><td>2</td><td>3</td></tr>"
    inside = read_one(
        orjson.dumps(OLD | {"body_html": f"<table>{rows.format('Port')}</table><p>Ships wait.</p>"})
    ).dispatch
    assert inside.dateline is None
    assert inside.body.startswith("Port\tOSLO, Norway, May 9 (AP) - Ships\n2\t3")
    first = read_one(
        orjson.dumps(OLD | {"body_html": f"<table>{rows.format('OSLO, Norway (AP) - Port')}</table>"})
    ).dispatch
    assert first.dateline is not None
    assert (first.dateline.text, first.body.split("\t")[0]) == ("OSLO, Norway (AP)", "Port")


def test_a_kill_keeps_the_storys_identity(read_one: ReadOne) -> None:
    killed = read_one(orjson.dumps(OLD | {"pubstatus": "canceled", "version": "3"}))
    assert (killed.dispatch.pub_status, killed.dispatch.body, killed.dispatch.body_html) == (
        PubStatus.CANCELED,
        "",
        None,
    )
    assert killed.identity.key == read_one(orjson.dumps(OLD)).identity.key


def test_several_items_of_which_one_is_bad(parse_all: Parse) -> None:
    one, package, two = parse_all(orjson.dumps([OLD, {"guid": "x", "type": "composite", "headline": "h"}, NEW]))
    assert isinstance(one, Parsed)
    assert isinstance(two, Parsed)
    assert isinstance(package, Rejection)
    assert (package.part, package.reason, two.part) == (1, Reason.PACKAGE_WITHOUT_TEXT, 2)


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b'{"uri": "a", "headline": ', Reason.UNREADABLE),
        (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, Reason.TOO_DEEP),
        (b'{"uri": "a", "headline": "h", "type": "picture"}', Reason.NO_DISPATCH),
        (b'{"uri": "a", "type": "text", "versioncreated": "2026-03-02"}', Reason.NO_TEXT),
        (b"[" + b",".join([b'{"uri":"a","headline":"h"}'] * 1001) + b"]", Reason.TOO_MANY_ITEMS),
    ],
)  # fmt: skip
def test_rejections(parse_all: Parse, payload: bytes, reason: Reason) -> None:
    (one,) = parse_all(payload)
    assert isinstance(one, Rejection)
    assert one.reason is reason


@pytest.mark.parametrize(
    ("value", "headline", "warnings"),
    [
        ('"\\ud800 fire", "urgency": 4', "\ufffd fire", [Warning.BROKEN_CHARACTERS]),
        ('"\\uDC00", "urgency": 4', "\ufffd", [Warning.BROKEN_CHARACTERS]),
        ('"\\ud83d\\ude00 fire \\ud83d", "urgency": 4', "\U0001f600 fire \ufffd", [Warning.BROKEN_CHARACTERS]),
        ('"fire 1e999 NaN", "urgency": 4, "x": [1e999, -1e999, NaN, -Infinity]', "fire 1e999 NaN", []),
        ('"fire", "urgency": 4, "x": ' + "9" * 5000, "fire", []),
        ('"fire \\q", "urgency": 4', "fire q", []),
    ],
)
def test_halves_of_characters_and_endless_numbers_cost_no_dispatch(
    read_one: ReadOne, value: str, headline: str, warnings: list[Warning]
) -> None:
    dispatch = read_one('{"uri": "a", "version": "1", "headline": ' + value + "}").dispatch
    assert (dispatch.headline, dispatch.urgency, dispatch.warnings) == (headline, 4, warnings)


@pytest.mark.parametrize("urgency", ["9" * 4000, True, 0, 10, -1, "four", None, [3], 3.0])
def test_an_urgency_that_is_none_is_null(read_one: ReadOne, urgency: object) -> None:
    assert read_one(orjson.dumps(OLD | {"urgency": urgency})).dispatch.urgency is None


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*OLD, *NEW, "value", "role", "name", "code"]), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip


@settings(deadline=None)  # the first text loads the language model
@given(st.dictionaries(st.sampled_from([*OLD, *NEW]), VALUES))
def test_values_of_any_type_in_any_field_are_no_fault(fields: dict[str, Any]) -> None:
    for one in parse_bytes(orjson.dumps(OLD | fields)):
        assert not (isinstance(one, Rejection) and one.reason is Reason.STAGE_FAILED), one


WORD = st.text("abcdefghijklmnop", min_size=2, max_size=9)
SENTENCE = st.lists(WORD, min_size=5, max_size=12).map(lambda words: f"Ship {' '.join(words)}.")


@settings(deadline=None)  # the first text loads the language model
@given(st.lists(SENTENCE, min_size=1, max_size=6), st.lists(WORD, min_size=4, max_size=8).map(" ".join))
def test_what_is_written_comes_back(sentences: list[str], headline: str) -> None:
    item = {"uri": "a", "headline": headline, "body_html": "".join(f"<p>{one}</p>" for one in sentences)}
    (parsed,) = parse_bytes(orjson.dumps(item))
    assert isinstance(parsed, Parsed)
    assert (parsed.dispatch.headline, parsed.dispatch.body) == (headline, "\n\n".join(sentences))
