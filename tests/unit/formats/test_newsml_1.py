"""NewsML 1 gives every NewsItem of a file, one story key for all revisions, and what malformed senders mean."""

# ruff: noqa: E501 - samples as on the wire

from base64 import b64encode, encodebytes

import pytest

from pipeline.regions.feed import focus_of_feed
from pipeline.topics.feed import topics_of_feed
from schemas.dispatch import Code, SourceLink
from schemas.rooms import Parsed, Rejection
from schemas.words import PubStatus, Reason, Signal, Warning
from tests.unit.formats.conftest import Parse, ReadOne

ENVELOPE = '<NewsEnvelope><TransmissionId>0412</TransmissionId><DateAndTime>20261124T080100Z</DateAndTime><NewsService FormalName="DGTE"/><NewsProduct FormalName="EUA"/><Priority FormalName="5"/></NewsEnvelope>'
NITF = "<nitf><body><body.content>{}</body.content></body></nitf>"


def item(
    *, revision: str = "1", public: str | None = None, status: str = '<Status FormalName="Usable"/>', urgency: str = '<Urgency FormalName="4"/>',
    lines: str = "<HeadLine>Ferry line orders ships</HeadLine>", meta: str = "", content: str = NITF.format("<p>Copy one.</p>"), management: str = "",
    provider: str = "afp.com", update: str = "N",
) -> str:  # fmt: skip
    urn = public if public is not None else f"urn:newsml:{provider}:20261124T080000Z:TX-PAR-AB12:{revision}"
    identifier = f"<PublicIdentifier>{urn}</PublicIdentifier>" if urn else ""
    return (
        f'<NewsItem xml:lang="en"><Identification><NewsIdentifier><ProviderId>{provider}</ProviderId><DateId>20261124T080000Z</DateId><NewsItemId>TX-PAR-AB12</NewsItemId>'
        f'<RevisionId PreviousRevision="0" Update="{update}">{revision}</RevisionId>{identifier}</NewsIdentifier><NameLabel>Norway-ferries</NameLabel></Identification>'
        f"<NewsManagement><FirstCreated>20261124T070000+0000</FirstCreated><ThisRevisionCreated>20261124T090000+0100</ThisRevisionCreated>{status}{urgency}{management}</NewsManagement>"
        f"<NewsComponent><NewsLines>{lines}</NewsLines>{meta}<ContentItem><MediaType FormalName='Text'/><DataContent>{content}</DataContent></ContentItem></NewsComponent></NewsItem>"
    )


def message(*items: str) -> str:
    return f'<?xml version="1.0" encoding="utf-8"?><NewsML Version="1.2"><Catalog Href="http://127.0.0.1:1/catalog.xml"/>{ENVELOPE}{"".join(items)}</NewsML>'


def test_fields_codes_and_ids(read_one: ReadOne) -> None:
    parsed = read_one(
        message(
            item(
                revision="3",
                lines="<DateLine>BERGEN, Nov 24, 2026 (AFP) -</DateLine><HeadLine>Ferry line orders ships</HeadLine><SlugLine>Norway-ships</SlugLine><ByLine>By Kari Nilsen</ByLine>"
                "<CopyrightLine>© AFP 2026</CopyrightLine><NewsLine><NewsLineType FormalName='ProductLine'/><NewsLineText>(Photo+Video)</NewsLineText></NewsLine>"
                "<NewsLine><NewsLineType FormalName='AdvisoryLine'/><NewsLineText>ADDS reaction</NewsLineText></NewsLine>",
                meta="<RightsMetadata><UsageRights><UsageType>NO ARCHIVAL USE</UsageType></UsageRights></RightsMetadata><AdministrativeMetadata><Provider><Party FormalName='AFP'/></Provider></AdministrativeMetadata>"
                "<DescriptiveMetadata><Language FormalName='en'/><SubjectCode><SubjectMatter FormalName='04015000' cat='ECO'/></SubjectCode><OfInterestTo FormalName='DAB-TFG-1=DAB'/>"
                "<Location HowPresent='Origin'><Property FormalName='Country' Value='NOR'/><Property FormalName='City' Value='Bergen'/></Location>"
                "<Location HowPresent='Event'><Property FormalName='Country' Value='ISL'/></Location><Property FormalName='Keyword' Value='ferry'/><Genre FormalName='Feature'/></DescriptiveMetadata>",
                management='<AssociatedWith NewsItem="urn:newsml:afp.com:20261124:doc-1"/>',
                content=NITF.format("<p><br/></p><p>  </p><p>One <person>Ann</person> two.</p><p>ab/cd/ef</p>"),
            )
        )
    )
    dispatch = parsed.dispatch
    assert (dispatch.format, dispatch.agency, dispatch.provider, dispatch.urgency, dispatch.language) == (
        "newsml-1",
        "AFP",
        None,
        4,
        "en",
    )
    assert (dispatch.slugline, dispatch.headline, dispatch.byline) == (
        "Norway-ships",
        "Ferry line orders ships",
        "Kari Nilsen",
    )
    assert (dispatch.body, dispatch.sign_off) == ("One Ann two.", "ab/cd/ef")
    assert dispatch.dateline is not None
    assert (dispatch.dateline.city, dispatch.dateline.country, dispatch.dateline.date) == ("Bergen", "NO", "2026-11-24")
    assert str(dispatch.version_created) == "2026-11-24 08:00:00+00:00"
    assert str(dispatch.first_created) == "2026-11-24 07:00:00+00:00"
    assert (dispatch.ednote, dispatch.change_note) == ("(Photo+Video)\nADDS reaction", "ADDS reaction")
    assert (dispatch.copyright_notice, dispatch.usage_terms, dispatch.keywords) == (
        "© AFP 2026",
        "NO ARCHIVAL USE",
        ["ferry"],
    )
    assert Code(scheme="OfInterestTo", code="DAB-TFG-1=DAB", role="audience") in dispatch.codes
    assert Code(scheme="cat", code="ECO", role="category") in dispatch.codes
    assert topics_of_feed(dispatch.codes)
    assert [one.code for one in focus_of_feed(dispatch.codes)[0]] == ["IS"]  # the origin is not what it is about
    source = dispatch.source
    assert (source.version, source.transref, source.service, source.products) == ("3", "0412", "DGTE", ["EUA"])
    assert source.links == [SourceLink(rel="associatedWith", id="urn:newsml:afp.com:20261124:doc-1")]
    assert source.guid == "urn:newsml:afp.com:20261124T080000Z:TX-PAR-AB12:3"


@pytest.mark.parametrize("revision", ["1", "2N", "14U", "3A"])
def test_defect_3_the_story_key_is_free_of_the_revision(read_one: ReadOne, revision: str) -> None:
    key = read_one(message(item(public=f"urn:newsml:afp.com:20261124:TX-1:{revision}"))).identity.key
    assert key == "AFP:urn:newsml:afp.com:20261124:TX-1"


def test_without_a_public_identifier_the_key_is_what_it_would_be(read_one: ReadOne) -> None:
    assert read_one(message(item(public=""))).identity.key == "AFP:urn:newsml:afp.com:20261124T080000Z:TX-PAR-AB12"


def test_defect_5_urgency_is_an_attribute_or_text_else_the_priority(read_one: ReadOne) -> None:
    assert read_one(message(item(urgency='<Urgency FormalName="1"/>'))).dispatch.urgency == 1
    assert read_one(message(item(urgency="<Urgency>2</Urgency>"))).dispatch.urgency == 2
    assert read_one(message(item(urgency=""))).dispatch.urgency == 5


def test_defect_9_every_item_of_a_file_and_times_in_any_zone(parse_all: Parse) -> None:
    found = parse_all(
        message(
            item(),
            item(lines="<HeadLine>Second</HeadLine>", public="urn:newsml:afp.com:20261124:TX-2:1"),
            item(lines="", content=""),
        )
    )
    assert [type(one) for one in found] == [Parsed, Parsed, Rejection]
    first, second, bad = found
    assert isinstance(second, Parsed)
    assert isinstance(first, Parsed)
    assert isinstance(bad, Rejection)
    assert (second.part, second.dispatch.headline) == (1, "Second")
    assert str(first.dispatch.version_created) == "2026-11-24 08:00:00+00:00"


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ('<Status FormalName="Canceled"/>', PubStatus.CANCELED),
        ("<Status>Canceled</Status>", PubStatus.CANCELED),
        ('<Status FormalName="Withheld"/>', PubStatus.WITHHELD),
        ("", PubStatus.USABLE),
    ],
)
def test_statuses(read_one: ReadOne, status: str, outcome: PubStatus) -> None:
    dispatch = read_one(message(item(status=status))).dispatch
    assert dispatch.pub_status is outcome
    assert (dispatch.body == "") is (outcome is PubStatus.CANCELED)


def test_a_kill_without_content(read_one: ReadOne) -> None:
    killed = (
        item(revision="2", status='<Status FormalName="Canceled"/>')
        .replace("<ContentItem>", "<!--")
        .replace("</ContentItem>", "-->")
    )
    parsed = read_one(message(killed))
    assert (parsed.dispatch.pub_status, parsed.dispatch.signals) == (PubStatus.CANCELED, [Signal.KILL])
    assert parsed.identity.key == read_one(message(item())).identity.key


def test_defect_15_embargoed_is_not_usable_and_ends_when_the_status_changes(read_one: ReadOne) -> None:
    change = "<StatusWillChange><FutureStatus FormalName='Usable'/><DateAndTime>20261201T120000Z</DateAndTime></StatusWillChange>"
    parsed = read_one(message(item(status='<Status FormalName="Embargoed"/>', management=change)))
    assert str(parsed.dispatch.embargoed_until) == "2026-12-01 12:00:00+00:00"
    assert not parsed.embargo_without_time
    assert read_one(message(item(status='<Status FormalName="Embargoed"/>'))).embargo_without_time


def test_an_alert_without_headline_takes_its_first_line(read_one: ReadOne) -> None:
    dispatch = read_one(
        message(
            item(
                lines="<HeadLine/>",
                urgency='<Urgency FormalName="1"/>',
                content=NITF.format("<p>Port shut after fire.</p>"),
            )
        )
    ).dispatch
    assert (dispatch.headline, dispatch.warnings) == ("Port shut after fire.", [Warning.HEADLINE_FROM_TEXT])


def test_a_mark_in_the_slugline_is_a_signal_not_the_name_of_a_story(read_one: ReadOne) -> None:
    dispatch = read_one(message(item(lines="<HeadLine>Port shut</HeadLine><SlugLine>URGENT</SlugLine>"))).dispatch
    assert (dispatch.signals, dispatch.slugline) == ([Signal.URGENT], "Norway-ferries")


def test_malformed_tass(read_one: ReadOne) -> None:
    parsed = read_one(
        '<NewsML><NewsEnvelope><DateAndTime>20261124T102721</DateAndTime></NewsEnvelope><NewsItem LinkType="normal"><Identification><NewsIdentifier><ProviderId>\nwww.itar-tass.com\n</ProviderId>'
        '</NewsIdentifier></Identification><NewsManagement><ThisRevisionCreated>20261124T102708</ThisRevisionCreated><Status FormalName="Usable"/><Urgency>2</Urgency></NewsManagement>'
        "<NewsComponent><NewsLines><CopyrightLine>(c) ITAR-TASS 2026</CopyrightLine></NewsLines><NewsComponent><NewsComponent><NewsLines><DateLine>November 24</DateLine><HeadLine>Port shut</HeadLine></NewsLines>"
        "<DescriptiveMetada><Language FormalName='en'/><guid>0AB1</guid></DescriptiveMetada><ContentItem><MediaType FormalName='ComplexData'/><DataContent>"
        + NITF.format("<p>KAZAN, November 24. /TASS/. The port?s gate is shut.</p>")
        + "</DataContent></ContentItem><item_keywords><item_keyword>ports</item_keyword></item_keywords></NewsComponent></NewsComponent></NewsComponent></NewsItem></NewsML>"
    )
    dispatch = parsed.dispatch
    assert (dispatch.agency, dispatch.urgency, dispatch.language, dispatch.keywords) == ("TASS", 2, "en", ["ports"])
    assert str(dispatch.version_created) == "2026-11-24 07:27:08+00:00"  # Moscow's time
    assert (parsed.identity.key, dispatch.body) == ("TASS:0AB1", "The port?s gate is shut.")


def test_swiss_copy_in_latin_9_with_a_doctype_and_a_canton(read_one: ReadOne) -> None:
    text = message(
        item(
            provider="www.sda-ats.ch", public="urn:newsml:www.sda-ats.ch:20261124:bsf153:1N",
            lines="<HeadLine>Un cœur à Landquart (GR)</HeadLine><DateLine>Landquart GR</DateLine>",
            meta="<AdministrativeMetadata><Provider><Party FormalName='ats'/></Provider></AdministrativeMetadata>",
        )
    )  # fmt: skip
    text = text.replace(
        'encoding="utf-8"?>',
        'encoding="ISO-8859-15"?><!DOCTYPE NewsML PUBLIC "a" "b.dtd" [<!ENTITY % nitf SYSTEM "nitf-3-0.dtd"> %nitf; ]>',
    )
    parsed = read_one(text.encode("iso8859-15"))
    assert parsed.dispatch.headline == "Un cœur à Landquart (GR)"
    assert parsed.dispatch.dateline is not None
    assert (parsed.dispatch.dateline.city, parsed.dispatch.dateline.subdivision, parsed.dispatch.dateline.country) == (
        "Landquart",
        "CH-GR",
        "CH",
    )
    assert parsed.identity.key == "ATS:urn:newsml:www.sda-ats.ch:20261124:bsf153"


def test_the_texts_metadata_are_not_those_of_the_picture_beside_it(read_one: ReadOne) -> None:
    photo = (
        "<NewsComponent Duid='p1'><NewsLines><HeadLine>A ship</HeadLine><CreditLine>NN</CreditLine></NewsLines><ContentItem Href='ship.jpg'><MediaType FormalName='Photo'/></ContentItem>"
        "<ContentItem Href='ship-small.jpg'><MediaType FormalName='Photo'/></ContentItem></NewsComponent>"
    )
    whole = (
        item()
        .replace("<NewsComponent>", f"<NewsComponent>{photo}<NewsComponent>", 1)
        .replace("</NewsComponent></NewsItem>", "</NewsComponent></NewsComponent></NewsItem>")
    )
    dispatch = read_one(message(whole)).dispatch
    assert (dispatch.headline, dispatch.body) == ("Ferry line orders ships", "Copy one.")
    assert [(one.type, one.id, one.uri, one.title, one.credit) for one in dispatch.media] == [
        ("picture", "p1", "ship.jpg", "A ship", "NN")
    ]


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ("<html><head><title>No</title></head><body><p>One <b>two</b> three.</p></body></html>", "One two three."),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<![CDATA[<p>One &amp; two.</p>]]>", "One & two."),
        ("One.\n\nTwo.", "One.\n\nTwo."),
    ],
)
def test_other_content_than_nitf(read_one: ReadOne, content: str, body: str) -> None:
    assert read_one(message(item(content=content))).dispatch.body == body


def test_packages_and_pictures_are_rejected_with_a_reason(parse_all: Parse) -> None:
    package = item().replace("<ContentItem>", "<NewsItemRef NewsItem='x'/><!--").replace("</ContentItem>", "-->")
    picture = item().replace("'Text'", "'Photo'")
    reasons = [one.reason for one in parse_all(message(package, picture)) if isinstance(one, Rejection)]
    assert reasons == [Reason.PACKAGE_WITHOUT_TEXT, Reason.NO_DISPATCH]


def test_initials_as_creator_are_a_sign_off_and_the_subhead_of_efe_a_slugline(read_one: ReadOne) -> None:
    dispatch = read_one(
        message(
            item(
                provider="texto.efeservicios.com", lines="<HeadLine>Arde el puerto</HeadLine><SubHeadLine>NORUEGA SUCESOS</SubHeadLine>",
                meta="<AdministrativeMetadata><Provider><Party FormalName='Agencia EFE'/></Provider><Creator><Party FormalName='ab/cd'/></Creator></AdministrativeMetadata>",
            ).replace("<NameLabel>Norway-ferries</NameLabel>", "")
        )
    ).dispatch  # fmt: skip
    assert (dispatch.agency, dispatch.slugline, dispatch.subhead, dispatch.sign_off, dispatch.authors) == (
        "EFE",
        "NORUEGA SUCESOS",
        None,
        "ab/cd",
        [],
    )


def test_an_update_says_so(read_one: ReadOne) -> None:
    assert read_one(message(item(revision="2", update="U"))).dispatch.signals == [Signal.UPDATE]


def test_a_town_that_no_table_knows_has_the_country_of_the_structured_origin(read_one: ReadOne) -> None:
    place = "<DescriptiveMetadata><Location HowPresent='Origin'><Property FormalName='Country' Value='{}'/><Property FormalName='City' Value='{}'/></Location></DescriptiveMetadata>"
    content = NITF.format("<p>ZORNHEIM, Nov 24, 2026 (AFP) - One.</p>")
    named = read_one(message(item(meta=place.format("DEU", "Zornheim"), content=content))).dispatch.dateline
    other = read_one(message(item(meta=place.format("FRA", "Paris"), content=content))).dispatch.dateline
    assert named is not None
    assert other is not None
    assert (named.city, named.country) == ("Zornheim", "DE")
    assert (other.city, other.country) == ("Zornheim", None)  # the desk's place says nothing of it


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Größe zählt.\n\nZwei.", "Größe zählt.\n\nZwei."),
        ("<p>One <b>two</b>.</p><p>Three.</p>", "One two.\n\nThree."),
        ("<?xml version='1.0'?>" + NITF.format("<p>One &amp; two.</p>"), "One & two."),
    ],
)
@pytest.mark.parametrize("charset", ["utf-8", "latin-1"])
def test_text_that_was_sent_as_base64(read_one: ReadOne, text: str, body: str, charset: str) -> None:
    wire = message(item(content=encodebytes(text.encode(charset)).decode()))
    wire = wire.replace("<DataContent>", "<Encoding Notation='Base64'><DataContent>")
    wire = wire.replace("</DataContent>", "</DataContent></Encoding>")
    assert read_one(wire).dispatch.body == body


@pytest.mark.parametrize(
    ("notation", "content"),
    [("Base64", b64encode(b"\x89PNG\x00\x01").decode()), ("Base64", "no such thing!"), ("uuencode", "T25l")],
)
def test_what_is_encoded_and_no_text_is_rejected(parse_all: Parse, notation: str, content: str) -> None:
    wire = message(item(content=content))
    wire = wire.replace("<DataContent>", f"<Encoding Notation='{notation}'><DataContent>")
    (one,) = parse_all(wire.replace("</DataContent>", "</DataContent></Encoding>"))
    assert isinstance(one, Rejection)
    assert one.reason is Reason.NO_DISPATCH
