"""Speed of the parse stage by format: `python -m benchmarks.parse [--seconds S]`.

Own-written dispatches of each format, at about 1, 3 and 10 kB of copy, and the bundled sample feed. Each is parsed
over and over for S seconds of this process's CPU time on one core; a line gives dispatches a second and core.

`read`: bytes to a whole dispatch, that is sniffing, decoding, reading and the text stage, of a feed that tells its
language. `stage`: the same with the fingerprint that the dedup room compares, as the parse room does it. `detect`:
the stage where the language has to be detected.
"""

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from html import escape
from importlib.resources import files
from itertools import cycle
from textwrap import wrap
from time import process_time
from unittest.mock import patch

import orjson

from pipeline.formats.registry import READERS
from pipeline.parse import parse
from pipeline.settings import Feed
from pipeline.text import language
from schemas.rooms import Parsed, RawPosition, Rejection
from schemas.words import Format

SIZES_KB = (1, 3, 10)
FEED = Feed(name="benchmark", language="en")
RECEIVED = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
HEADLINE = "Ferry line orders nine ships for the northern coast"
SENTENCES = (
    "The ferry line that serves the northern coast has ordered nine ships from two yards, its director said on Monday.",
    "Each of them will carry 120 cars and 400 passengers, and the first is due in the spring of 2028.",
    '"We have waited for this day for six years," said Kari Nilsen, who has run the company since 2019.',
    "The yards in Bergen and Gdansk share the work, worth some 410 million euros, with smaller firms along the coast.",
    "Unions welcomed the order but asked for a word on the crews of the ships that are to be sold.",
)
PAYLOADS: dict[Format, Callable[[list[str]], str]] = {
    Format.TEXT: lambda copy: f"{HEADLINE}\n\n" + "\n\n".join(copy),
    Format.HTML: lambda copy: (
        f"<html><head><title>{HEADLINE}</title></head><body><nav><a href='/'>Home</a></nav><article><h1>{HEADLINE}</h1>"
        f"{_marked(copy)}</article><footer><p>About us</p></footer></body></html>"
    ),
    Format.RSS: lambda copy: (
        f"<rss version='2.0'><channel><title>Wire</title><item><title>{HEADLINE}</title><guid>ferry-1</guid>"
        f"<pubDate>Tue, 24 Nov 2026 08:00:00 GMT</pubDate><description>{escape(_marked(copy))}</description>"
        "</item></channel></rss>"
    ),
    Format.NITF: lambda copy: (
        "<nitf baselang='en'><head><docdata management-status='usable'><doc-id id-string='ferry-1'/>"
        "<urgency ed-urg='4'/><date.issue norm='20261124T080000Z'/></docdata></head><body><body.head><hedline><hl1>"
        f"{HEADLINE}</hl1></hedline></body.head><body.content>{_marked(copy)}</body.content></body></nitf>"
    ),
    Format.NEWSML_1: lambda copy: (
        "<NewsML><NewsItem xml:lang='en'><Identification><NewsIdentifier><ProviderId>afp.com</ProviderId>"
        "<PublicIdentifier>urn:newsml:afp.com:20261124:ferry:1</PublicIdentifier></NewsIdentifier></Identification><NewsManagement>"
        "<ThisRevisionCreated>20261124T080000Z</ThisRevisionCreated><Status FormalName='Usable'/></NewsManagement>"
        f"<NewsComponent><NewsLines><HeadLine>{HEADLINE}</HeadLine></NewsLines><ContentItem><DataContent><nitf><body>"
        f"<body.content>{_marked(copy)}</body.content></body></nitf></DataContent></ContentItem></NewsComponent>"
        "</NewsItem></NewsML>"
    ),
    Format.NEWSML_G2: lambda copy: (
        "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='tag:example.org,2026:ferry' version='1' "
        "xml:lang='en'><itemMeta>"
        "<itemClass qcode='ninat:text'/><versionCreated>2026-11-24T08:00:00Z</versionCreated></itemMeta><contentMeta>"
        f"<headline>{HEADLINE}</headline></contentMeta><contentSet><inlineXML contenttype='application/xhtml+xml'>"
        f"<html xmlns='http://www.w3.org/1999/xhtml'><body>{_marked(copy)}</body></html></inlineXML></contentSet>"
        "</newsItem>"
    ),
    Format.NINJS: lambda copy: _json(
        uri="urn:ferry:1", version="1", language="en", versioncreated="2026-11-24T08:00:00Z", headline=HEADLINE,
        body_html=_marked(copy),
    ),
    Format.ANPA_1312: lambda copy: (
        "\x16\x16\x01W4711 US asian\nr a \x13\x11 BC-NO--Ferry   11-24 0412\n\x02^BC-NO--Ferry Ships,388<\n"
        f"^{HEADLINE}<\n^By KARI NILSEN=\n" + "".join(f"\t{one}\n" for one in copy)
        + "\t\x03AP-WF-11-24-26 0800GMT<\n\x0c\x04"
    ),
    Format.IPTC_7901: lambda copy: (
        f"\x01abc012 4 pl 211   dpa 061\r\n\r\nNorway-shipping/\r\n\x02{HEADLINE} =\r\n\r\n   Oslo (dpa) - "
        + "\r\n   ".join("\r\n".join(wrap(one, 66)) for one in copy)
        + "\r\n\r\ndpa abc def\r\n\x03240800 GMT Nov 26\x7f\x7f\x04"
    ),
    Format.AP_MEDIA: lambda copy: _json(
        data={
            "item": {
                "altids": {"itemid": "ab12", "etag": "ab12_1a1"}, "type": "text", "language": "en",
                "headline": HEADLINE, "versioncreated": "2026-11-24T08:00:00Z",
            }
        },
        nitf={"body_html": f"<block>{_marked(copy)}</block>"},
    ),
    Format.RBNEWS: lambda copy: (
        "<RBNews><NewsID>ferry-1</NewsID><PublishDate>2026-11-24T09:00:00</PublishDate><headline>"
        f"{HEADLINE}</headline><town>Aarhus</town><origin>/ritzau/</origin><content>{escape(_marked(copy))}</content></RBNews>"
    ),
    Format.EMAIL: lambda copy: (
        f"From: Desk <desk@example.org>\nTo: wire@example.org\nSubject: {HEADLINE}\nMessage-ID: <ferry-1@example.org>\n"
        "Date: Tue, 24 Nov 2026 08:00:00 +0000\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n"
        + "\n\n".join(copy)
    ),
    Format.JSON: lambda copy: _json(
        **{"source-feed": "X", "usn": "1", "version": "1", "uri": "ferry-1", "status": "", "headline": HEADLINE,
           "body_text": _marked(copy)}
    ),
}  # fmt: skip


def _json(**members: object) -> str:
    return orjson.dumps(members).decode()


def _marked(copy: list[str]) -> str:
    return "".join(f"<p>{escape(one, quote=False)}</p>" for one in copy)


def copy_of(kilobytes: int) -> list[str]:
    """Paragraphs of about that length together; each with a number of its own."""
    found: list[str] = []
    sentences = cycle(SENTENCES)
    while sum(map(len, found)) < kilobytes * 1000:
        found.append(f"{next(sentences)} This was item {len(found) + 1} on the list.")
    return found


def parsed(payload: bytes, feed: Feed = FEED) -> list[Parsed | Rejection]:
    """What the payload holds."""
    raw = RawPosition(feed.name, 0, 0)
    return parse(payload, feed=feed, raw=raw, content_type=None, received_at=RECEIVED, max_payload_bytes=1 << 24)


def spent(work: Callable[[], object], seconds: float) -> float:
    """CPU seconds that the work takes: the best of three runs of that length together."""
    work()
    best = float("inf")
    for _ in range(3):
        done, started = 0, process_time()
        while (taken := process_time() - started) < seconds / 3:
            work()
            done += 1
        best = min(best, taken / done)
    return best


def rates(format_: Format, kilobytes: int, seconds: float) -> tuple[float, float, float]:
    """Dispatches a second of `read`, `stage` and `detect`. Ends the process where the format is not recognised."""
    payload = PAYLOADS[format_](copy_of(kilobytes)).encode()
    (found,) = parsed(payload)
    if not isinstance(found, Parsed) or found.dispatch.format != format_:
        raise SystemExit(f"a dispatch in {format_} was read as {found}")
    dispatch = found.dispatch
    stage = spent(lambda: parsed(payload), seconds)
    # left out, not timed alone: in a loop of its own it would have the caches for itself
    with patch("pipeline.parse.fingerprint", lambda _: found.fingerprint):
        reading = spent(lambda: parsed(payload), seconds)
    detecting = spent(lambda: language.detect(dispatch.body), seconds)
    return 1 / reading, 1 / stage, 1 / (stage + detecting)


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=float, default=0.5, help="CPU seconds for each figure")
    seconds = options.parse_args().seconds
    language.warm_up()
    print("dispatches/s/core" + "".join(f"{f'{size} kB':>10}{'':20}" for size in SIZES_KB))
    print(" " * 17 + f"{'read':>10}{'stage':>10}{'detect':>10}" * len(SIZES_KB))
    for format_ in READERS:
        figures = [rate for size in SIZES_KB for rate in rates(format_, size, seconds)]
        print(f"{format_:<17}" + "".join(f"{one:>10,.0f}" for one in figures), flush=True)
    _print_sample()


def _count(payloads: list[bytes], feed: Feed) -> int:
    """How many dispatches the payloads hold."""
    return sum(len(parsed(payload, feed)) for payload in payloads)


def _print_sample() -> None:
    """The bundled sample feed, once through, by its folders."""
    folder = files("cli.sample").joinpath("feeds")
    for feed in sorted(folder.iterdir(), key=lambda one: one.name):
        payloads = [one.read_bytes() for one in feed.iterdir() if one.is_file()] if feed.is_dir() else []
        if not payloads:
            continue
        silent = Feed(name=feed.name)
        dispatches = _count(payloads, silent)
        taken = spent(partial(_count, payloads, silent), 0.2)
        kilobytes = sum(map(len, payloads)) / len(payloads) / 1000
        print(f"sample {feed.name}: {dispatches / taken:,.0f} ({len(payloads)} files of {kilobytes:.1f} kB on average)")


if __name__ == "__main__":
    main()
