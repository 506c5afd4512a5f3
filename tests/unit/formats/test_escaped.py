"""Mark-up that comes as characters, in whatever format, leaves no tag in the text; what only looks like it stays."""

import pytest

from tests.unit.formats.conftest import ReadOne

G2 = (
    '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="g" version="1" xml:lang="en"><itemMeta>'
    '<itemClass qcode="ninat:text"/></itemMeta><contentMeta><headline>{headline}</headline></contentMeta><contentSet>'
    '<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body><p>{copy}</p>'
    "</body></html></inlineXML></contentSet></newsItem>"
)


@pytest.mark.parametrize(
    ("copy", "body"),
    [
        (
            "&lt;p&gt;The port is open.&lt;/p&gt;&lt;p&gt;Ships come in.&lt;/p&gt;",
            "The port is open.\n\nShips come in.",
        ),
        ("The &lt;b&gt;Acme&lt;/b&gt;, a ship, is in.", "The Acme, a ship, is in."),
        ("One.&lt;br/&gt;Two &amp;amp; three.", "One.\n\nTwo & three."),
        ("&amp;lt;p&amp;gt;Twice.&amp;lt;/p&amp;gt;", "Twice."),
        ("&lt;a href='x'&gt;Ships&lt;/a&gt; wait.", "Ships wait."),
        ("&lt;&lt;b&gt;p&gt;Tricks.", "Tricks."),
        ("If a &lt;b and b &gt; c, &lt;3", "If a <b and b > c, <3"),
        ("Write to &lt;a@example.org&gt;.", "Write to <a@example.org>."),
    ],
)
def test_tags_that_came_as_characters(read_one: ReadOne, copy: str, body: str) -> None:
    dispatch = read_one(G2.format(headline="Port opens", copy=copy)).dispatch
    assert dispatch.body == body
    assert "&lt;p" not in (dispatch.body_html or "")


def test_a_headline_with_tags(read_one: ReadOne) -> None:
    marked = G2.format(headline="&lt;b&gt;Ships&lt;/b&gt; wait &amp;amp; wait", copy="Copy.")
    assert read_one(marked).dispatch.headline == "Ships wait & wait"


def test_tags_in_plain_copy(read_one: ReadOne) -> None:
    wire = "Ships wait at the port\n\n<p>The port is shut until the morning.</p>\n<p>Nobody knows why.</p>\n"
    assert read_one(wire).dispatch.body == "The port is shut until the morning.\n\nNobody knows why."


def test_tags_in_a_table(read_one: ReadOne) -> None:
    rows = "".join(f"<tr><td>Ship {n}</td><td>&lt;i&gt;{n} t&lt;/i&gt;</td></tr>" for n in range(3))
    wire = G2.format(headline="Ships", copy=f"Copy.</p><table>{rows}</table><p>End.")
    assert read_one(wire).dispatch.body == "Copy.\n\nShip 0\t0 t\nShip 1\t1 t\nShip 2\t2 t\n\nEnd."
