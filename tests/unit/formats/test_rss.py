"""RSS and Atom: one dispatch an entry, the best body, dates as given or none, nothing fetched."""

# ruff: noqa: E501 - samples as on the wire

import socket

import pytest

from schemas.rooms import Parsed, Rejection
from schemas.words import Reason
from tests.unit.formats.conftest import Parse, ReadOne


def rss(*items: str, head: str = "<title>Harbour news</title>") -> str:
    return f'<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>{head}{"".join(items)}</channel></rss>'


ITEM = (
    "<item><title>Fire &amp;amp; smoke shut port</title><link>http://example.org/a</link><guid>urn:a</guid><category>Ports</category>"
    "<pubDate>Tue, 03 Mar 2026 10:00:00 +02:00</pubDate><description>A teaser</description><enclosure url='http://example.org/p.jpg' type='image/jpeg'/>"
    "<content:encoded><![CDATA[<p>LISBON, Portugal (AP) — Nine <b>ships</b> wait.</p><script>x()</script><p>It burns.</p>]]></content:encoded></item>"
)


def test_an_item(read_one: ReadOne) -> None:
    parsed = read_one(rss(ITEM))
    dispatch = parsed.dispatch
    assert (dispatch.headline, dispatch.summary, dispatch.agency) == ("Fire & smoke shut port", "A teaser", "AP")
    assert dispatch.body == "Nine ships wait.\n\nIt burns."
    assert dispatch.body_html == "<p>Nine <strong>ships</strong> wait.</p><p>It burns.</p>"
    assert dispatch.version_created is not None
    assert dispatch.version_created.isoformat() == "2026-03-03T08:00:00+00:00"
    assert (dispatch.source.guid, dispatch.source.uri, dispatch.keywords) == (
        "urn:a",
        "http://example.org/a",
        ["Ports"],
    )
    assert [one.uri for one in dispatch.media] == ["http://example.org/p.jpg"]
    assert parsed.identity.key == "test:urn:a"


def test_the_identity_is_the_link_where_there_is_no_guid(read_one: ReadOne) -> None:
    parsed = read_one(rss("<item><title>Fire shuts port</title><link>http://example.org/a</link></item>"))
    assert parsed.identity.key == "test:http://example.org/a"


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("Port: a &lt;b ]] ok", "Port: a <b ]] ok"),
        ("Port: a &amp;lt;b and c&amp;gt; ok", "Port: a <b and c> ok"),
        ("&lt;b&gt;Port&lt;/b&gt; is shut", "Port is shut"),
        ("&amp;lt;i&amp;gt;Port&amp;lt;/i&amp;gt; is shut", "Port is shut"),
    ],
)
def test_a_title_that_only_looks_like_markup_is_whole(read_one: ReadOne, title: str, headline: str) -> None:
    item = f"<item><title>{title}</title><guid>a</guid><description>Ships wait.</description></item>"
    assert read_one(rss(item)).dispatch.headline == headline


def test_no_date_stays_no_date(read_one: ReadOne) -> None:
    dispatch = read_one(rss("<item><title>Fire shuts port</title><guid>a</guid></item>")).dispatch
    assert (dispatch.version_created, dispatch.first_created) == (None, None)


def test_markup_escaped_twice_is_no_text(read_one: ReadOne) -> None:
    item = "<item><title>Fire shuts port</title><description>&amp;lt;p&amp;gt;Ships wait.&amp;lt;/p&amp;gt;</description></item>"
    assert read_one(rss(item)).dispatch.body == "Ships wait."


def test_atom_prefers_updated_over_published_and_names_its_author(read_one: ReadOne) -> None:
    entry = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Reuters News</title><id>f</id><entry><id>urn:b</id><title>Fire shuts port</title>'
        "<published>2026-03-02T09:00:00Z</published><updated>2026-03-02T10:00:00Z</updated><author><name>Ann Reed</name></author>"
        '<content type="html">&lt;p&gt;Ships wait.&lt;/p&gt;</content></entry></feed>'
    )
    dispatch = read_one(entry).dispatch
    assert dispatch.version_created is not None
    assert dispatch.first_created is not None
    assert (dispatch.version_created.hour, dispatch.first_created.hour) == (10, 9)
    assert (dispatch.byline, dispatch.agency, dispatch.body) == ("Ann Reed", "Reuters", "Ships wait.")


def test_an_empty_item_is_rejected_and_its_siblings_go_on(parse_all: Parse) -> None:
    one, empty, two = parse_all(rss(ITEM, "<item><guid>x</guid></item>", ITEM.replace("urn:a", "urn:b")))
    assert isinstance(one, Parsed)
    assert isinstance(two, Parsed)
    assert isinstance(empty, Rejection)
    assert (empty.part, empty.reason) == (1, Reason.NO_TEXT)


def test_nothing_is_ever_fetched(parse_all: Parse, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    hostile = (
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">'
        + rss(ITEM, head="<link>http://127.0.0.1:9/</link>").partition("?>")[2]
    )
    assert isinstance(parse_all(hostile)[0], Parsed)


def test_a_bare_ampersand_breaks_nothing(read_one: ReadOne) -> None:
    assert read_one(rss("<item><title>Fire & smoke</title></item>")).dispatch.headline == "Fire & smoke"


def test_a_feed_without_items_holds_no_dispatch(parse_all: Parse) -> None:
    (one,) = parse_all(rss())
    assert isinstance(one, Rejection)
    assert one.reason is Reason.NO_DISPATCH
