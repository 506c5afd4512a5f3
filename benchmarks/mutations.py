"""Ways to damage a dispatch so that a reader still takes it up: bytes, lines, elements, values, figures, charsets.

Each takes a source of chance, the payload and another payload of the corpus, and is a function of these alone.
"""

import re
from collections.abc import Callable, Sequence
from html import escape
from random import Random

import orjson

Mutation = Callable[[Random, bytes, bytes], bytes]

TOKENS = (
    *(b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r\n\r\n", b"\xc2\x85", b"\xe2\x80\xae", b"\xe2\x80\xa8", b"\x1b[31m"),
    *(
        b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
        b"&b;",
        b"<![CDATA[",
        b"]]>",
        b"&#0;",
        b"&#xD800;",
        b"<p>" * 300,
        b"&lt;p&gt;",
    ),
    *(b"{{[[", b"\\ud800", b"1e999", b"9" * 5000, b"[" * 300, b"NaN", b"null", b"-0", b"<br/>", b"<script>x</script>"),
    *(b"KILL", b"EMBARGO", b"(AFP) -", b"0000-00-00T99:99:99Z", b"Please kill the story. ", b"* * * *", b"---", b"___"),
    *(b"/", b"_" * 200, b"=" * 300, b"-" * 300, b"A. B. " * 100, b"( " * 200, b", " * 200, b"\t" * 200, b"\x03\x04"),
)
DATES = (
    *(b"00000000T000000Z", b"20261324T080000Z", b"20260229T080000+9900", b"99991231T235959-1400", b"20261124T080060Z"),
    *(b"2026-11-24T08:00:00", b"2026-11-24", b"0001-01-01T00:00:00+14:00", b"Tue, 32 Foo 2026 25:61", b"1842GMT", b""),
    *(b"24 nov 2026", b"Dez 26", b"31. Februar 2026", b"2026-11-24T08:00:00.123456789012+01:00", b"1e3"),
)
CHARSETS = (
    *(
        b"utf-8",
        b"UTF-16",
        b"utf-16-le",
        b"utf-7",
        b"iso-8859-1",
        b"ISO-8859-15",
        b"windows-1251",
        b"shift_jis",
        b"gb18030",
    ),
    *(b"us-ascii", b"no-such-thing", b"rot13", b"iso-2022-jp", b"utf-32"),
)
_NUMBER = re.compile(rb"\d{1,20}")
_DATE = re.compile(
    rb"\d{4}-?\d\d-?\d\d(?:[T ][\d:.]{4,12}(?:Z|[+-]\d\d:?\d\d)?)?|\d\d-\d\d-\d\d \d{4}[A-Z]{3}|\d{6} [A-Z]{3} \w{3}"
)
_VALUE = re.compile(rb"\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'|>[^<>]{1,200}<|: [^\r\n]{1,100}\r?\n")
_ELEMENT = re.compile(
    rb"<[A-Za-z][\w:.-]*[^<>]{0,300}>[^<>]{0,400}</[\w:.-]+>|\"[\w-]{1,40}\": ?(?:\"[^\"]{0,400}\"|\d+),?"
)
_CHARSET = re.compile(rb"(?<=encoding=[\"'])[\w-]+|(?<=charset=)[\w-]+")
_EDGE = re.compile(rb"[>\n\"}\],]")


def flip(random: Random, payload: bytes, _other: bytes) -> bytes:
    """Some bytes become others."""
    mutable = bytearray(payload)
    for _ in range(random.randint(1, 12)):
        mutable[random.randrange(len(mutable))] = random.randrange(256)
    return bytes(mutable)


def cut(random: Random, payload: bytes, _other: bytes) -> bytes:
    """A stretch is missing."""
    start = random.randrange(len(payload))
    return payload[:start] + payload[start + random.randint(1, min(len(payload), 400)) :]


def truncate(random: Random, payload: bytes, _other: bytes) -> bytes:
    """It breaks off."""
    return payload[: random.randint(1, len(payload))]


def splice(random: Random, payload: bytes, other: bytes) -> bytes:
    """It goes on as another does."""
    return payload[: random.randrange(len(payload))] + other[random.randrange(len(other)) :]


def repeat(random: Random, payload: bytes, _other: bytes) -> bytes:
    """A stretch comes many times."""
    start = random.randrange(len(payload))
    stretch = payload[start : start + random.randint(1, 400)]
    return payload[:start] + stretch * random.randint(2, 60) + payload[start:]


def plant(random: Random, payload: bytes, _other: bytes) -> bytes:
    """Hostile tokens stand in it."""
    for _ in range(random.randint(1, 4)):
        place = random.randrange(len(payload))
        payload = payload[:place] + random.choice(TOKENS) + payload[place:]
    return payload


def lines(random: Random, payload: bytes, _other: bytes) -> bytes:
    """Lines are missing, doubled, in another order, or end otherwise."""
    found = payload.splitlines(keepends=True)
    for _ in range(random.randint(1, 4)):
        place = random.randrange(len(found))
        match random.randrange(4):
            case 0 if len(found) > 1:
                del found[place]
            case 1:
                found.insert(place, found[place])
            case 2:
                found.insert(place, found.pop(random.randrange(len(found))))
            case _:
                found[place] = found[place].rstrip(b"\r\n") + random.choice((b"\r", b"\n\n", b"\r\n", b"\x0b", b" "))
    return b"".join(found)


def elements(random: Random, payload: bytes, other: bytes) -> bytes:
    """Elements or members are missing, doubled, elsewhere, or another dispatch's."""
    found = [one.span() for one in _ELEMENT.finditer(payload)]
    if not found:
        return lines(random, payload, other)
    start, end = random.choice(found)
    element = payload[start:end]
    match random.randrange(4):
        case 0:
            return payload[:start] + payload[end:]
        case 1:
            return payload[:end] + element + payload[end:]
        case 2:
            place = random.choice(found)[0]
            return payload[:place] + element + payload[place:]
        case _:
            strange = _ELEMENT.findall(other)
            return payload[:start] + (random.choice(strange) if strange else b"") + payload[start:]


def values(random: Random, payload: bytes, other: bytes) -> bytes:
    """Values become hostile tokens, empty, very long, or those of another field."""
    found = [one.span() for one in _VALUE.finditer(payload)]
    if not found:
        return plant(random, payload, other)
    for start, end in sorted(random.sample(found, min(len(found), random.randint(1, 3))), reverse=True):
        inner = payload[start + 1 : end - 1]
        source = random.choice(
            (random.choice(TOKENS), b"", inner * random.randint(2, 300), _inner(random, payload), _inner(random, other))
        )
        payload = payload[: start + 1] + source[:20_000] + payload[end - 1 :]
    return payload


def _inner(random: Random, payload: bytes) -> bytes:
    found = _VALUE.findall(payload)
    return random.choice(found)[1:-1] if found else b""


def figures(random: Random, payload: bytes, other: bytes) -> bytes:
    """Numbers become others: of the same payload, huge, negative, zero."""
    numbers = _NUMBER.findall(payload) or [b"7"]
    choices = (b"0", b"-1", b"9" * 25, b"99", b"00000000", b"1.5", "٣".encode(), *numbers)

    def other_number(found: re.Match[bytes]) -> bytes:
        return random.choice(choices) if random.random() < 0.2 else found[0]

    return _NUMBER.sub(other_number, payload)


def dates(random: Random, payload: bytes, other: bytes) -> bytes:
    """Times become others: impossible, without a zone, in another shape."""

    def other_date(found: re.Match[bytes]) -> bytes:
        return random.choice(DATES) if random.random() < 0.6 else found[0]

    return _DATE.sub(other_date, payload)


def charset(random: Random, payload: bytes, _other: bytes) -> bytes:
    """The declared encoding is not the one in which the bytes are."""
    if random.random() < 0.5 and _CHARSET.search(payload):
        return _CHARSET.sub(random.choice(CHARSETS), payload)
    text = payload.decode("utf-8", "replace")
    return text.encode(
        random.choice(("utf-16", "utf-16-le", "latin-1", "cp1251", "utf-8-sig", "utf-32", "cp037")), "replace"
    )


def nest(random: Random, payload: bytes, other: bytes) -> bytes:
    """Another dispatch stands inside it, escaped as its place asks or not at all."""
    edges = [one.end() for one in _EDGE.finditer(payload)] or [len(payload)]
    place = random.choice(edges)
    text = other[: random.randint(1, len(other))].decode("utf-8", "replace")
    inner = random.choice(
        (text, escape(text), escape(escape(text)), f"<![CDATA[{text}]]>", orjson.dumps(text).decode()[1:-1])
    )
    return payload[:place] + inner.encode() + payload[place:]


MUTATIONS: Sequence[Mutation] = (
    *(flip, cut, truncate, splice, repeat, plant),
    *(lines, elements, values, figures, dates, charset, nest),
    *(lines, elements, values, figures, dates),  # these leave the format recognisable: twice as often
)
