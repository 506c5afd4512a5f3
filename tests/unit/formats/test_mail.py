"""E-mail: own text without history and signature, encoded words, attachments in a wire format, and bounds."""

from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from schemas.rooms import Parsed, Rejection
from schemas.words import Format, Reason, Warning
from tests.unit.formats.conftest import Parse, ReadOne

WIRE = (
    b"\x16\x16\x01W4711\x1fasian\r\nr a\x13\x11 BC-Fire   03-07 0412\r\n\x02^BC-Fire,38<\r\n^Crane burns<\r\n"
    b"\tCASPER, Wyo. (AP) _ A crane burned.\r\n\t\x03AP-WF-03-07-19 1842GMT<\r\n\x04"
)


def mail(body: str = "A crane burned in the harbour.\n", **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = headers.get("subject", "Feuer in Köln")
    message["From"] = headers.get("sender", "Desk <desk@example.org>")
    message["To"] = "all@example.org"
    message["Date"] = headers.get("date", "Mon, 02 Mar 2026 10:00:00 +0100")
    message["Message-ID"] = "<one@example.org>"
    message.set_content(body)
    return message


def test_headers_and_text(read_one: ReadOne) -> None:
    parsed = read_one(b"        \r\n" + mail().as_bytes())
    dispatch = parsed.dispatch
    assert (dispatch.format, dispatch.headline) == (Format.EMAIL, "Feuer in Köln")
    assert dispatch.version_created == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    assert (dispatch.source.guid, dispatch.body) == ("one@example.org", "A crane burned in the harbour.")


def test_text_before_html_and_html_where_there_is_no_text(read_one: ReadOne) -> None:
    message = mail()
    message.add_alternative("<p>A <b>crane</b> in HTML.</p>", subtype="html")
    assert read_one(message.as_bytes()).dispatch.body == "A crane burned in the harbour."
    only = mail()
    only.set_content('<p>A <b>crane</b> burned.</p><div class="gmail_quote">Old mail</div>', subtype="html")
    dispatch = read_one(only.as_bytes()).dispatch
    assert (dispatch.body, dispatch.body_html) == ("A crane burned.", "<p>A <strong>crane</strong> burned.</p>")


@pytest.mark.parametrize(
    "rest",
    [
        "\n-- \nAnn Reed\nHarbour desk\n",
        "\nOn Mon, 2 Mar 2026 at 09:00, Dan Moss <d@example.org> wrote:\n> Is it true?\n",
        "\nOn Mon, 2 Mar 2026 at 09:00, Dan Moss\n<d@example.org> wrote:\n> Is it true?\n",
        "\nAm 02.03.2026 um 09:00 schrieb Dan Moss:\n> Stimmt das?\n",
        "\n-----Original Message-----\nFrom: Dan\nIs it true?\n",
        "\nFrom: Dan Moss\nSent: Monday\nTo: Ann\n\nIs it true?\n",
        "> Is it true?\n",
    ],
)
def test_history_and_signature_are_cut(read_one: ReadOne, rest: str) -> None:
    assert read_one(mail("A crane burned.\n" + rest).as_bytes()).dispatch.body == "A crane burned."


@pytest.mark.parametrize("charset", ["utf-8", "latin-1"])
def test_bytes_in_a_header_that_should_have_been_encoded_are_text(read_one: ReadOne, charset: str) -> None:
    wire = (
        "From: Redaktion Köln <a@example.org>\nTo: b@example.org\nSubject: Köln brennt\nMessage-ID: <ö@example.org>\n"
    )
    dispatch = read_one(f"{wire}\nText.".encode(charset)).dispatch
    assert (dispatch.headline, dispatch.source.guid) == ("Köln brennt", "ö@example.org")


def test_a_mail_that_is_all_quotation_is_kept(read_one: ReadOne) -> None:
    assert read_one(mail("> A crane burned.\n").as_bytes()).dispatch.body == "A crane burned."


def test_parts_are_read_in_their_own_charset_even_where_it_lies(read_one: ReadOne) -> None:
    head = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: =?iso-8859-1?Q?K=F6ln?=\r\n"
    head += b"Content-Type: text/plain; charset="
    for charset, body in (("iso-8859-1", "Köln brennt.".encode("latin-1")), ("us-ascii", "Köln brennt.".encode())):
        dispatch = read_one(head + charset.encode() + b"\r\n\r\n" + body).dispatch
        assert (dispatch.headline, dispatch.body) == ("Köln", "Köln brennt.")


def test_a_charset_with_a_null_byte_is_none(read_one: ReadOne) -> None:
    head = b"From: a@example.org\nTo: b@example.org\nSubject: Fire\nContent-Type: text/plain; charset=utf\x00-8\n\n"
    assert read_one(head + "Köln brennt.".encode()).dispatch.body == "Köln brennt."


def test_an_attachment_in_a_wire_format_is_a_dispatch_of_its_own(parse_all: Parse) -> None:
    message = mail()
    message.add_attachment(WIRE, maintype="application", subtype="octet-stream", filename="story.tst")
    message.add_attachment(b"\x89PNG\r\n", maintype="image", subtype="png", filename="a.png")
    letter, story = parse_all(message.as_bytes())
    assert isinstance(letter, Parsed)
    assert isinstance(story, Parsed)
    assert (story.part, story.dispatch.headline, story.dispatch.agency) == (1, "Crane burns", "AP")


def test_a_bad_attachment_does_not_take_the_letter_along(parse_all: Parse) -> None:
    message = mail()
    message.add_attachment(b'{"source-feed": "X", ', maintype="application", subtype="json", filename="a.json")
    letter, bad = parse_all(message.as_bytes())
    assert isinstance(letter, Parsed)
    assert isinstance(bad, Rejection)
    assert (bad.part, bad.reason) == (1, Reason.UNREADABLE)


def test_an_impossible_date_is_null_with_a_warning(read_one: ReadOne) -> None:
    wire = mail().as_bytes().replace(b"Mon, 02 Mar 2026 10:00:00 +0100", b"Mon, 32 Foo 2026 25:61")
    dispatch = read_one(wire).dispatch
    assert (dispatch.version_created, dispatch.warnings) == (None, [Warning.IMPOSSIBLE_DATE])


def test_nested_parts_and_long_headers_are_bounded(parse_all: Parse) -> None:
    deep = b"From: a@b.c\nTo: d@e.f\nSubject: x\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(2000)
    )
    (one,) = parse_all(deep)
    assert isinstance(one, Rejection)
    assert one.reason == Reason.TOO_DEEP
    many = b"From: a@b.c\nTo: d@e.f\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\nA\n" * 100_000
    (one,) = parse_all(many)
    assert isinstance(one, Rejection)
    assert one.reason == Reason.TOO_MANY_ITEMS
    (sender,) = parse_all(b"To: d@e.f\nSubject: x\nFrom: " + b'"<(' * 2600 + b"\n\nText.")
    assert isinstance(sender, Parsed)
    (long,) = parse_all(b"From: a@b.c\nTo: d@e.f\nSubject: " + b"=?utf-8?q?x?= " * 1000 + b"\n\nText.")
    assert isinstance(long, Parsed)
    (longer,) = parse_all(b"From: a@b.c\nTo: d@e.f\nSubject: " + b"=?utf-8?q?x?= " * 100_000 + b"\n\nText.")
    assert isinstance(longer, Rejection)
    assert longer.reason == Reason.TOO_LARGE


def test_copy_that_names_a_sender_is_no_mail(read_one: ReadOne) -> None:
    assert read_one("Note: the harbour is shut\n\nA crane burned in the harbour.").dispatch.format is Format.TEXT
