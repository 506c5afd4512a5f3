"""AP Media API items give their fields with and without a body; the item is the story, each etag a version of it."""

# ruff: noqa: E501 - samples as on the wire

from typing import Any

import orjson
import pytest

from pipeline.topics.feed import topics_of_feed
from schemas.dispatch import Author, Code, Link, Media
from schemas.rooms import Rejection
from schemas.words import PubStatus, Reason, Signal
from tests.unit.formats.conftest import Parse, ReadOne

BASE: dict[str, Any] = {
    "uri": "https://api.example.org/content/ab12",
    "altids": {"itemid": "ab12", "etag": "ab12_3a1", "referenceid": "NO--Ferry Ships", "transref": "a0412"},
    "version": 0, "type": "text", "urgency": 4, "editorialpriority": "r", "language": "en", "pubstatus": "usable",
    "versioncreated": "2026-11-24T08:00:00Z", "firstcreated": "2026-11-24T07:00:00Z",
    "headline": "Ferry line orders ships", "description_summary": "A summary.", "slugline": "BC-NO--Ferry Ships",
    "provider": "AP", "infosource": [{"name": "AP", "type": "AP"}],
}  # fmt: skip


def content(rendition: object = None, **changed: object) -> bytes:
    answer: dict[str, Any] = {
        "data": {"meta": {"products": [{"id": 31244, "name": "Asian Wire"}]}, "item": BASE | changed}
    }
    return orjson.dumps(answer | ({"nitf": rendition} if rendition else {}))


def test_fields_of_an_item_without_its_body(read_one: ReadOne) -> None:
    parsed = read_one(
        content(
            editorialtypes=["Lead"], ednote="Eds: UPDATES: With reaction.", bylines=[{"by": "By KARI NILSEN", "title": "AP Writer"}],
            located="BERGEN, Norway", datelinelocation={"city": "Bergen", "countrycode": "NOR"}, slugline="BC-NO--Ferry Ships, 1st Ld-Writethru",
            subject=[{"rels": ["category"], "code": "i", "name": "i"}, {"code": "f25a", "name": "Ships", "scheme": "http://cv.ap.org/id/", "creator": "Machine"}],
            associations={"1": {"type": "picture", "uri": "https://api.example.org/p1", "altids": {"itemid": "p1"}, "headline": "A ship"}},
            links=[{"href": "https://example.org/ab12", "rel": "canonical"}], keywords=["Ferry"], usageterms=["Editorial use only."],
        )
    )  # fmt: skip
    dispatch = parsed.dispatch
    assert (dispatch.format, dispatch.body, dispatch.summary) == ("ap-media", "", "A summary.")
    assert dispatch.signals == [Signal.UPDATE, Signal.LEAD, Signal.WRITETHRU]
    assert (dispatch.byline, dispatch.authors) == ("KARI NILSEN", [Author(name="KARI NILSEN", role="AP Writer")])
    assert dispatch.dateline is not None
    assert (dispatch.dateline.city, dispatch.dateline.country) == ("Bergen", "NO")
    assert (dispatch.change_note, dispatch.keywords, dispatch.usage_terms) == (
        "Eds: UPDATES: With reaction.", ["Ferry"], "Editorial use only.",
    )  # fmt: skip
    assert (parsed.identity.key, dispatch.source.version, dispatch.source.transref) == ("AP:ab12", "ab12_3a1", "a0412")
    assert dispatch.source.products == ["31244"]
    assert Code(scheme=None, code="i", name="i", role="category") in dispatch.codes
    assert Code(scheme="http://cv.ap.org/id/", code="f25a", name="Ships", role="subject:machine") in dispatch.codes
    assert topics_of_feed(dispatch.codes) == {}  # desk letters and AP's own ids are no Media Topics
    assert dispatch.media == [Media(type="picture", id="p1", uri="https://api.example.org/p1", title="A ship")]
    assert dispatch.links == [Link(href="https://example.org/ab12", rel="canonical")]


@pytest.mark.parametrize(
    "rendition",
    [
        {"body_html": "<block><p>BERGEN, Norway (AP) — One &amp; two.</p></block>"},
        "<block><p>BERGEN, Norway (AP) — One &amp; two.</p></block>",
        "<?xml version='1.0'?><nitf><body><body.content><p>BERGEN, Norway (AP) — One &amp; two.</p></body.content></body></nitf>",
    ],
)
def test_the_inline_rendition_is_the_body(read_one: ReadOne, rendition: object) -> None:
    dispatch = read_one(content(rendition)).dispatch
    assert dispatch.body == "One & two."
    assert dispatch.dateline is not None
    assert dispatch.dateline.credit == "AP"


def test_a_broken_rendition_is_a_rejection(parse_all: Parse) -> None:
    (rejected,) = parse_all(content("<block><p>One"))
    assert isinstance(rejected, Rejection)
    assert rejected.reason is Reason.UNREADABLE


def test_a_partners_copy_is_the_partners_under_ids_of_ap(read_one: ReadOne) -> None:
    parsed = read_one(content(infosource=[{"name": "Sportradar"}], provider="Sportradar", profile="Agate"))
    assert (parsed.dispatch.agency, parsed.dispatch.provider) == ("Sportradar", "AP")
    assert parsed.dispatch.signals == [Signal.PRESERVED]
    assert parsed.identity.key == "AP:ab12"


@pytest.mark.parametrize(("letter", "urgency"), [("f", 1), ("b", 2), ("u", 3), ("s", 8), ("h", None)])
def test_urgency_by_the_anpa_letter_where_there_is_no_number(
    read_one: ReadOne, letter: str, urgency: int | None
) -> None:
    assert read_one(content(urgency=None, editorialpriority=letter)).dispatch.urgency == urgency


def test_a_kill_and_what_it_refers_to(read_one: ReadOne) -> None:
    parsed = read_one(
        content({"body_html": "<p>One.</p>"}, pubstatus="canceled", refersto=[{"altids": {"itemid": "cd34"}}])
    )
    assert (parsed.dispatch.pub_status, parsed.dispatch.body) == (PubStatus.CANCELED, "")
    assert (parsed.identity.key, parsed.identity.targets) == ("AP:ab12", ["AP:cd34"])


def test_embargoed_is_held_until_its_time_or_without_one(read_one: ReadOne) -> None:
    assert read_one(content(pubstatus="embargoed")).embargo_without_time
    timed = read_one(content(pubstatus="embargoed", embargoed="2026-12-01T12:00:00Z"))
    assert (str(timed.dispatch.embargoed_until), timed.embargo_without_time) == ("2026-12-01 12:00:00+00:00", False)


def test_a_correction_in_the_headline(read_one: ReadOne) -> None:
    assert Signal.CORRECTION in read_one(content(headline="Correction: Ferry line story")).dispatch.signals


def test_a_list_of_items_and_one_bad_among_them(parse_all: Parse) -> None:
    found = parse_all(
        orjson.dumps({"data": {"items": [{"item": BASE}, {"item": 7}, {"item": BASE | {"type": "picture"}}]}})
    )
    assert [one.reason if isinstance(one, Rejection) else one.dispatch.headline for one in found] == [
        "Ferry line orders ships", Reason.UNREADABLE, Reason.NO_DISPATCH,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "odd",
    [
        {"subject": "x"},
        {"bylines": [None, 3]},
        {"datelinelocation": []},
        {"associations": 3},
        {"altids": {"itemid": 5, "etag": None}},
    ],
)
def test_values_of_another_type_than_due_break_nothing(read_one: ReadOne, odd: dict[str, Any]) -> None:
    assert read_one(content(**odd)).dispatch.headline == "Ferry line orders ships"
