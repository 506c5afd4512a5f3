"""XML and encodings from outside: bombs, lies and stray bytes are refused by name or mended, and never cost much."""

import time

import pytest

from pipeline.errors import BadInput
from pipeline.formats import xml
from pipeline.formats.encoding import decode
from schemas.rooms import Parsed, Rejection
from schemas.words import Reason, Warning
from tests.unit.formats.conftest import Parse


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><a>&c;</a>', Reason.ENTITY_EXPANSION),
        (f'<!DOCTYPE a [<!ENTITY b "{"x" * 50_000}">]><a>{"&b;" * 30}</a>', Reason.ENTITY_EXPANSION),
        ('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', Reason.ENTITY_EXPANSION),
        ("<a>" * 10_000 + "</a>" * 10_000, Reason.TOO_DEEP),
        ("<a><b></a>", Reason.UNREADABLE),
        ("<!DOCTYPE a [" + "<!-- " * 50_000, Reason.UNREADABLE),
        ("<a>" + "<![CDATA[" * 200_000 + "</a>", Reason.UNREADABLE),
    ],
)
def test_hostile_xml(text: str, reason: Reason) -> None:
    with pytest.raises(BadInput) as refused:
        xml.parse_text(text)
    assert refused.value.reason is reason


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('  <?xml version="1.0"?>\n<!-- c --><!DOCTYPE a SYSTEM "x.dtd"><a>b</a>', "b"),
        (
            '<!DOCTYPE a [<!ENTITY co "Acme &amp; Co">]><a>&co; &eacute; &bogus; A&B &#150; &#0;</a>',
            "Acme & Co é &bogus; A&B – ",
        ),
        ('<!DOCTYPE a [<!ENTITY % b SYSTEM "http://127.0.0.1/b"> %b;]><a>c &b;</a>', "c &b;"),
        ("<a><![CDATA[x & <y>]]>&ndash;</a>", "x & <y>–"),
        ("<a>b\x01c</a>", "bc"),
        ("<a><x:b>c</x:b></a>", "c"),
    ],
)
def test_odd_but_honest_xml(text: str, wanted: str) -> None:
    assert "".join(map(str, xml.parse_text(text).itertext())) == wanted


@pytest.mark.parametrize(
    ("data", "declared", "wanted", "warnings"),
    [
        ("Größe".encode(), None, "Größe", []),
        ("Größe".encode("cp1252"), None, "Größe", []),
        (b"\xef\xbb\xbfGr\xc3\xb6\xc3\x9fe", "iso-8859-1", "Größe", []),
        (b"a \x97 b", "iso-8859-1", "a — b", []),
        ("Größe".encode(), "iso-8859-1", "Größe", [Warning.CHARSET_MISMATCH]),
        (b"Gr\xc3\xb6\xdfe", "utf-8", "Größe", [Warning.CHARSET_MISMATCH]),
        ("Größe".encode("utf-16"), None, "Größe", []),
        (b"plain", "utf-16", "plain", [Warning.CHARSET_MISMATCH]),
        (b"plain", "utf-7", "plain", [Warning.CHARSET_MISMATCH]),
        (b"plain", "no-such-thing", "plain", [Warning.CHARSET_MISMATCH]),
        (b"\xa4 5", "iso-8859-15", "€ 5", []),
        ("GrÃ¶Ã\x9fe".encode(), "utf-8", "GrÃ¶Ã\x9fe", []),
        ("CafÃ©".encode(), "utf-8", "Café", [Warning.CHARSET_MISMATCH]),
        ("a\ufffdb".encode(), None, "a\ufffdb", [Warning.BROKEN_CHARACTERS]),
    ],
)
def test_encodings(data: bytes, declared: str | None, wanted: str, warnings: list[Warning]) -> None:
    assert decode(data, declared=declared) == (wanted, warnings)


def test_the_feeds_encoding_wins() -> None:
    assert decode("Ж".encode("cp1251"), declared="utf-8", fixed="cp1251") == ("Ж", [])


HOSTILE = {
    "lines": "a\n" * 2_000_000,
    "one line": "word " * 1_000_000,
    "brackets": "(" * 1_000_000 + "AFP) - ",
    "tags": "<" * 1_000_000,
    "breaks": "<html><body>" + "<br>" * 300_000,
    "paragraphs": "<html><body>" + "<p>" * 150_000,
    "ampersands": "<html><body><p>" + "&amp;" * 300_000,
    "attributes": "<newsItem " + " ".join(f'a{n}="1"' for n in range(100_000)) + "/>",
    "initials": "Headline\n\n" + "ab/" * 500_000,
    "commas": "A, " * 600_000,
    "quotes": '"' * 1_500_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_worst_cases_end_soon(parse_all: Parse, name: str) -> None:
    before = time.process_time()
    (one,) = parse_all(HOSTILE[name])
    assert time.process_time() - before < 5
    assert isinstance(one, Parsed) or (isinstance(one, Rejection) and one.reason is not Reason.STAGE_FAILED)
