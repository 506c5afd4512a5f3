"""A web page gives the same dispatch as its copied text: the article whole, nothing of what surrounds it."""

# ruff: noqa: E501 - samples as on the wire

from schemas.rooms import Rejection
from schemas.words import Reason
from tests.unit.formats.conftest import Parse, ReadOne

STORY = "".join(
    f"<p>Paragraph {word} of the story is a sentence of ten words.</p>" for word in ("one", "two", "three", "four")
)
OLD_PAGE = f"""<html><head><title>Crane fire shuts port</title></head><body>
<table><tr><td><a href="/">HarbourTimes.com</a> - News of the docks</td></tr></table>
<table><tr><td><h1>Crane fire shuts port of Toamasina</h1><font>Antananarivo, May 6 (AFP) May 06, 2023</font><br>
{STORY}<p>- Ships wait -</p><p>The last paragraph says that nine ships wait.</p><p>ab/cd</p></td>
<td><div><a href="/x">Shipping firms count their losses in a bad year for trade</a></div><div><a href="/y">Rival port opens</a></div></td></tr></table>
<small>All rights reserved. Copyright Agence France-Presse. You may not copy it.</small></body></html>"""
NEW_PAGE = f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Crane fire shuts port | Harbour Times</title>
<link rel="canonical" href="https://www.harbour.example/news/crane"><meta property="og:site_name" content="Harbour Times">
<script type="application/ld+json">{{"@graph": [{{"@type": "NewsArticle", "headline": "Crane fire shuts port of Toamasina",
"datePublished": "2023-05-06T10:00:00Z", "dateModified": "2023-05-06T12:00:00Z", "author": [{{"name": "Ann Reed"}}], "keywords": ["ports"]}}]}}</script>
</head><body><nav><a href="/">Home</a><a href="/w">World</a></nav><header><h1>Crane fire shuts port of Toamasina</h1></header>
<div class="share-bar">Share this</div><main><div class="article-body">{STORY}<div class="ad-slot">ADVERTISEMENT</div><h2>Ships wait</h2>
<p>The last paragraph says that <a href="https://example.org/nine">nine ships</a> wait.</p></div></main>
<aside><p>Related: a long teaser of another story that is not part of this one at all.</p></aside><footer>© 2023 Harbour Times</footer></body></html>"""


def test_a_page_laid_out_by_tables(read_one: ReadOne) -> None:
    dispatch = read_one(OLD_PAGE).dispatch
    paragraphs = dispatch.body.split("\n\n")
    assert (dispatch.headline, dispatch.agency, dispatch.sign_off) == (
        "Crane fire shuts port of Toamasina",
        "AFP",
        "ab/cd",
    )
    assert (paragraphs[0][:13], paragraphs[-1], len(paragraphs)) == (
        "Paragraph one",
        "The last paragraph says that nine ships wait.",
        6,
    )
    assert dispatch.headings == ["Ships wait"]
    assert dispatch.dateline is not None
    assert (dispatch.dateline.city, dispatch.dateline.date) == ("Antananarivo", "2023-05-06")
    assert dispatch.copyright_notice == "All rights reserved. Copyright Agence France-Presse. You may not copy it."
    assert dispatch.body_html is not None
    assert "<h2>Ships wait</h2>" in dispatch.body_html


def test_a_page_with_hints(read_one: ReadOne) -> None:
    parsed = read_one(NEW_PAGE)
    dispatch = parsed.dispatch
    assert (dispatch.headline, dispatch.byline, dispatch.language) == (
        "Crane fire shuts port of Toamasina",
        "Ann Reed",
        "en-GB",
    )
    assert dispatch.body.split("\n\n")[-2:] == ["Ships wait", "The last paragraph says that nine ships wait."]
    assert dispatch.body.startswith("Paragraph one")
    assert "ADVERTISEMENT" not in dispatch.body
    assert "teaser" not in dispatch.body
    assert dispatch.version_created is not None
    assert dispatch.version_created.hour == 12
    assert (dispatch.agency, dispatch.provider) == (None, "Harbour Times")
    assert parsed.identity.key == "Harbour Times:https://www.harbour.example/news/crane"
    assert [(link.href, link.title) for link in dispatch.links] == [("https://example.org/nine", "nine ships")]


def test_a_page_without_text(parse_all: Parse) -> None:
    (one,) = parse_all("<html><body><script>x()</script></body></html>")
    assert isinstance(one, Rejection)
    assert one.reason is Reason.NO_TEXT


def test_elements_nested_without_end(parse_all: Parse) -> None:
    (one,) = parse_all("<html><body>" + "<div>" * 10_000 + "x")
    assert isinstance(one, Rejection)
    assert one.reason is Reason.TOO_DEEP


def test_the_meta_charset_is_believed(read_one: ReadOne) -> None:
    page = "<html><head><meta charset='iso-8859-1'><title>Größe zählt im Hafen</title></head><body><p>Der Hafen heißt jetzt „Größe“.</p></body></html>"
    dispatch = read_one(page.encode("cp1252")).dispatch
    assert (dispatch.headline, dispatch.body) == ("Größe zählt im Hafen", "Der Hafen heißt jetzt „Größe“.")


def test_a_table_above_the_copy_is_no_headline(read_one: ReadOne) -> None:
    page = "<html><body><table><tr><td>Yard</td><td>Ships</td></tr><tr><td>Bergen</td><td>5</td></tr></table>"
    dispatch = read_one(page + "<p>BERGEN, Norway (AP) - The line has ordered five ships.</p></body></html>").dispatch
    assert dispatch.headline == "The line has ordered five ships."
    assert dispatch.body == "Yard\tShips\nBergen\t5\n\nThe line has ordered five ships."
