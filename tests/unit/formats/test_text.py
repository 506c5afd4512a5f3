"""Plain wire copy in the layouts of the agencies, and copy scraped off web pages, comes out clean and in its parts."""

# ruff: noqa: E501 - samples as on the wire

import pytest

from schemas.rooms import Parsed, Rejection
from schemas.words import Format, PubStatus, Reason, Signal, Warning
from tests.unit.formats.conftest import Parse, ReadOne

AP = """BC-PT--Harbor Fire, 1st Ld-Writethru
Crane fire shuts Lisbon harbor for second day
Eds: UPDATES: With quotes from mayor.
By ANNA REED
Associated Press

LISBON, Portugal (AP) _ A fire in a container crane shut the harbor of
Lisbon for a second day on Tuesday, leaving nine ships waiting at
anchor, the port authority said.

   "We will open when it is safe," said Mayor Rui Alves, who toured the
docks with firefighters.

___

Associated Press writer Paulo Costa in Porto contributed to this report.
"""

REUTERS = """UPDATE 1-Norwegian ferry line orders four electric ships

(Adds shares, analyst)
* Order worth 2.1 bln crowns
* Delivery from 2028

By Kari Nilsen

OSLO, May 9 (Reuters) - Norwegian ferry line Fjord1 has ordered four
electric ships worth 2.1 billion crowns, it said on Tuesday.

"They will cut emissions by half," Chief Executive Per Dahl said.

SHARES RISE

Shares rose 3% in Oslo.
(Reporting by Kari Nilsen; Editing by Tom Hay)
"""

DPA = """Kranbrand legt Hafen von Kiel lahm

Kiel (dpa/lno) - Nach einem Brand an einem Containerkran ist der
Hafen von Kiel am Dienstag geschlossen geblieben. Neun Schiffe
warteten auf Reede, teilte die Hafenverwaltung mit.

«Wir öffnen, sobald es sicher ist», sagte Bürgermeister Jens Holm.

dpa abc yyno n1 def
"""

EFE = """Incendio en una grúa paraliza el puerto de Corinto

Managua, 7 mar (EFE).- Un incendio en una grúa paralizó este martes el puerto de Corinto, informó la autoridad portuaria.

Nueve barcos esperan frente a la costa nicaragüense. EFE

ab/cd
"""

TASS = """Helicopter factory in Kazan opens new hall

KAZAN, March 4. /TASS/. A helicopter factory in Kazan has opened a new assembly hall, the company's press service told TASS on Monday.

The hall will employ 300 people, the press service said.
"""

XINHUA = """Panda base in Chengdu reports twin cubs

CHENGDU, June 12 (Xinhua) -- A panda at a breeding base in Chengdu, capital of southwest China's Sichuan Province, has given birth to twins, the base said Thursday.

The cubs weigh 140 grams each. Enditem
"""

KYODO = """Sapporo ski jump to be rebuilt by 2030

     SAPPORO, Japan, Nov. 2 Kyodo - The city of Sapporo said Monday it
will rebuild its large ski jump by 2030, at a cost of 8 billion yen.
     The jump was used in the 1972 Olympics and is one of the oldest
in the country.
==Kyodo
"""

ANSA = """Incendio al porto di Genova, nessun ferito

(ANSA) - GENOVA, 3 GIU - Un incendio è divampato stamani al porto di Genova, senza feriti. Lo rendono noto i vigili del fuoco. (ANSA).
"""

ATS = """Un taureau dans un magasin de Lyon

Lyon (ats afp) Un taureau s'est introduit mardi dans un magasin de Lyon, sans faire de blessé, a indiqué la police.

(SDA/ab)
"""

RELEASE = """Acme Ports Opens Terminal in Cork

CORK, Ireland, March 02, 2020 (GLOBE NEWSWIRE) -- Acme Ports plc today announced the opening of a terminal in Cork.

About Acme Ports
Acme Ports plc runs ports.
"""

ALERT = """URGENT
Paris, 4 mai 2023 (AFP) - Le port du Havre évacué après un incendie (préfecture)
"""

SCRAPE = """The Harbour Times
World news
Crane fire shuts port of Toamasina
Antananarivo, May 6 (AFP) May 06, 2023
A fire in a crane shut Madagascar's main port on Saturday, officials said.

Nine ships were waiting at anchor.

ab/cd

Related Links
More news from Africa
Shipping firms count their losses
Copyright 2023 AFP. All rights reserved.
"""

KILL = """BC-PT--Harbor Fire,KILL
KILL ADVISORY

EDITORS: Kill the story slugged BC-PT--Harbor Fire, W4711. The figures are wrong. There will be no substitute.

The AP
"""

EMBARGO = """EMBARGOED UNTIL 0001 GMT TUESDAY 4 MAY 2027
Coffee prices to double by 2030, study says

LONDON, May 3 (Reuters) - Coffee prices will double by 2030, a study said.
"""

HOLD_FOR_RELEASE = """HOLD FOR RELEASE

Coffee prices to double by 2030, study says

LONDON (AP) — Coffee prices will double by 2030, a study said.
"""

ARMS_EMBARGO = """UN lifts arms embargo on Somalia

MOGADISHU (AP) — The UN lifted its arms embargo on Somalia on Friday.
"""

NO_DATELINE = """Crane fire shuts harbour

A fire in a crane shut the harbour on Saturday, officials said.

Nine ships were waiting at anchor.
"""

TABLE = """Norwegian league results

Bergen           2  Oslo          1
Tromso           0  Stavanger     0
Bodo             3  Molde         2
Lillehammer      1  Drammen       4
"""

PA = """HARBOUR SHUT AFTER CRANE FIRE

By Sam Lister, Press Association Political Correspondent

A crane fire shut the harbour of Liverpool on Monday, the port authority said.

"It was huge," a docker said.

ends
"""

FIRST = "A fire in a crane shut the port on Saturday, officials said, leaving nine container ships waiting at anchor off the coast for a second day."
SECOND = '"We will open when it is safe," said the mayor, who toured the docks with firefighters early in the morning.'
PAGES = {
    "news site": f"France Nord\nAfrica\nCrane fire shuts port\nIssued on: 06/05/2023 - 12:00\n2 min\nParis (AFP) – {FIRST}\nAdvertising\n{SECOND}\n© 2023 AFP\nRead more on related topics:\nFires",
    "agency site": f"Crane fire shuts port\nBy ANNA REED\nUpdated 10:00 AM EDT, May 6, 2023\nShare\nPARIS (AP) — {FIRST}\n\n{SECOND}\n\n___\n\nFollow AP's coverage at https://example.org/ports\n\nANNA REED\n\nAnna covers ports.",
    "staff writers": f"Space Daily\nCrane fire shuts port\nby Staff Writers\nParis (AFP) May 6, 2023\n\n{FIRST}\n\n{SECOND}\n\nab-cd/ef\n\nRelated Links\nPorts at Example\nNews about trade",
    "wire tail": f"Crane fire shuts port\n\nPARIS, May 6 (Reuters) - {FIRST}\n\n{SECOND}\n\n(Reporting by Ann Reed;\nEditing by Tom Hay)\n\n((ann.reed@example.com; +1 234))\n\nKeywords: FRANCE PORT/",
    "links between": f"Crane fire shuts port\n\nPARIS, May 6 (Reuters) - {FIRST}\n\nADVERTISEMENT\n\nRead more: Other port shut\n\n{SECOND}\n\nOur Standards: The Example Principles.",
}


@pytest.mark.parametrize("page", PAGES)
def test_only_the_copy_of_a_page_is_body(read_one: ReadOne, page: str) -> None:
    dispatch = read_one(PAGES[page]).dispatch
    assert (dispatch.headline, dispatch.subhead) == ("Crane fire shuts port", None)
    assert dispatch.body == f"{FIRST}\n\n{SECOND}"
    assert dispatch.byline in (None, "ANNA REED")


def test_the_feeds_agency_stands_in_where_the_copy_names_none(read_one: ReadOne) -> None:
    assert read_one(NO_DATELINE, agency="AFP").dispatch.agency == "AFP"
    assert read_one(REUTERS, agency="AFP").dispatch.agency == "Reuters"


@pytest.mark.parametrize(
    ("text", "agency", "headline", "city", "country", "first", "last", "sign_off"),
    [
        (
            AP,
            "AP",
            "Crane fire shuts Lisbon harbor for second day",
            "Lisbon",
            "PT",
            "A fire in a container crane shut the",
            "who toured the docks with firefighters.",
            "Associated Press writer Paulo Costa in Porto contributed to this report.",
        ),
        (
            REUTERS,
            "Reuters",
            "UPDATE 1-Norwegian ferry line orders four electric ships",
            "Oslo",
            "NO",
            "* Order worth 2.1 bln crowns",
            "Shares rose 3% in Oslo.",
            "Reporting by Kari Nilsen; Editing by Tom Hay",
        ),
        (
            DPA,
            "dpa",
            "Kranbrand legt Hafen von Kiel lahm",
            "Kiel",
            "DE",
            "Nach einem Brand",
            "sagte Bürgermeister Jens Holm.",
            "dpa abc yyno n1 def",
        ),
        (
            EFE,
            "EFE",
            "Incendio en una grúa paraliza el puerto de Corinto",
            "Managua",
            "NI",
            "Un incendio",
            "costa nicaragüense.",
            "EFE ab/cd",
        ),
        (
            TASS,
            "TASS",
            "Helicopter factory in Kazan opens new hall",
            "Kazan",
            "RU",
            "A helicopter factory",
            "press service said.",
            None,
        ),
        (
            XINHUA,
            "Xinhua",
            "Panda base in Chengdu reports twin cubs",
            "Chengdu",
            "CN",
            "A panda",
            "140 grams each.",
            "Enditem",
        ),
        (
            KYODO,
            "Kyodo",
            "Sapporo ski jump to be rebuilt by 2030",
            "Sapporo",
            "JP",
            "The city of Sapporo said Monday it will rebuild",
            "one of the oldest in the country.",
            "==Kyodo",
        ),
        (
            ANSA,
            "ANSA",
            "Incendio al porto di Genova, nessun ferito",
            "Genova",
            "IT",
            "Un incendio",
            "vigili del fuoco.",
            "(ANSA)",
        ),
        (ATS, "ATS", "Un taureau dans un magasin de Lyon", "Lyon", "FR", "Un taureau", "la police.", "(SDA/ab)"),
        (
            RELEASE,
            "GlobeNewswire",
            "Acme Ports Opens Terminal in Cork",
            "Cork",
            "IE",
            "Acme Ports plc",
            "runs ports.",
            None,
        ),
        (PA, "PA", "HARBOUR SHUT AFTER CRANE FIRE", None, None, "A crane fire", "a docker said.", "ends"),
        (
            SCRAPE,
            "AFP",
            "Crane fire shuts port of Toamasina",
            "Antananarivo",
            "MG",
            "A fire in a crane",
            "waiting at anchor.",
            "ab/cd",
        ),
    ],
)
def test_agency_layouts(
    read_one: ReadOne, text: str, agency: str, headline: str, city: str | None, country: str | None, first: str, last: str,
    sign_off: str | None,
) -> None:  # fmt: skip
    dispatch = read_one(text).dispatch
    dateline = dispatch.dateline
    assert (dispatch.agency, dispatch.headline, dispatch.sign_off) == (agency, headline, sign_off)
    assert (dateline and dateline.city, dateline and dateline.country) == (city, country)
    assert dispatch.body.startswith(first)
    assert dispatch.body.endswith(last)


def test_ap_head_goes_to_its_fields(read_one: ReadOne) -> None:
    dispatch = read_one(AP).dispatch
    assert dispatch.slugline == "BC-PT--Harbor Fire, 1st Ld-Writethru"
    assert dispatch.byline == "ANNA REED"
    assert dispatch.change_note == "Eds: UPDATES: With quotes from mayor."
    assert dispatch.signals == [Signal.UPDATE, Signal.LEAD, Signal.WRITETHRU]
    assert len(dispatch.body.split("\n\n")) == 2


def test_reuters_head_goes_to_its_fields(read_one: ReadOne) -> None:
    dispatch = read_one(REUTERS).dispatch
    assert (dispatch.byline, dispatch.change_note, dispatch.headings) == (
        "Kari Nilsen",
        "Adds shares, analyst",
        ["SHARES RISE"],
    )
    assert dispatch.body_html is None


def test_a_scrape_keeps_nothing_of_the_page_but_its_rights_notice(read_one: ReadOne) -> None:
    dispatch = read_one(SCRAPE).dispatch
    assert dispatch.copyright_notice == "Copyright 2023 AFP. All rights reserved."
    assert dispatch.dateline is not None
    assert dispatch.dateline.date == "2023-05-06"
    assert dispatch.word_count == 19


def test_an_alert_without_a_headline_gets_its_first_line_and_a_warning(read_one: ReadOne) -> None:
    dispatch = read_one(ALERT).dispatch
    assert dispatch.headline == dispatch.body == "Le port du Havre évacué après un incendie (préfecture)"
    assert dispatch.warnings == [Warning.HEADLINE_FROM_TEXT]
    assert dispatch.signals == [Signal.URGENT]


def test_a_kill_notice_is_canceled_without_body(read_one: ReadOne) -> None:
    parsed = read_one(KILL)
    assert parsed.notice is not None
    assert (parsed.notice.kind, parsed.notice.transref, parsed.notice.slugline) == (
        "kill",
        "W4711",
        "BC-PT--Harbor Fire",
    )
    assert (parsed.dispatch.pub_status, parsed.dispatch.body) == (PubStatus.CANCELED, "")
    assert "The figures are wrong" in (parsed.dispatch.ednote or "")


def test_embargo_lines_hold_with_and_without_a_time(read_one: ReadOne) -> None:
    timed, timeless = read_one(EMBARGO), read_one(HOLD_FOR_RELEASE)
    assert timed.dispatch.embargoed_until is not None
    assert timed.dispatch.embargoed_until.isoformat() == "2027-05-04T00:01:00+00:00"
    assert timed.embargo_without_time is False
    assert (timeless.dispatch.embargoed_until, timeless.embargo_without_time) == (None, True)
    assert timeless.dispatch.signals == [Signal.EMBARGO]


def test_a_story_about_an_embargo_is_free(read_one: ReadOne) -> None:
    parsed = read_one(ARMS_EMBARGO)
    assert (parsed.embargo_without_time, parsed.dispatch.signals) == (False, [])


def test_a_table_is_preserved(read_one: ReadOne) -> None:
    dispatch = read_one(TABLE).dispatch
    assert dispatch.signals == [Signal.PRESERVED]
    assert dispatch.body.split("\n")[0] == "Bergen\t2\tOslo\t1"


def test_copy_without_a_dateline_keeps_its_headline_out_of_the_body(read_one: ReadOne) -> None:
    dispatch = read_one(NO_DATELINE).dispatch
    assert (dispatch.headline, dispatch.dateline, dispatch.agency) == ("Crane fire shuts harbour", None, None)
    assert dispatch.body.startswith("A fire in a crane")


@pytest.mark.parametrize(
    "framed",
    [
        "\x01a0105KYODO\x1fkoko-\nu s\x14\x12 BC-Fire 09-12 0344\n\x02Fire+\n\x03KWS-21:37-09-12-18\x04",
        "abc012 4 pl 211   dpa 061\r\n\r\nNorway-politics/Oslo/\r\n1ST LEAD\r\nFire shuts port =\r\n\r\n   Oslo (dpa) - A fire\r\n",
        "ZCZC\n$n\n:fire\n^Fire shuts port^\nNNNN",
        "From: desk@example.org\nSubject: Fire\nTo: all\n\nFire shuts port.",
        "Fire\x00 shuts port",
        '{"data": {"item": {"headline": "Fire"}}}',
        '{"uri": "a", "source-feed": "x", "headline": "Fire", "body_text": "Fire shuts port."}',
    ],
)
def test_other_formats_are_not_misread_as_text(parse_all: Parse, framed: str) -> None:
    found = [one.dispatch.format for one in parse_all(framed) if isinstance(one, Parsed)]
    assert Format.TEXT not in found


def test_headlines_that_begin_like_json_are_text(read_one: ReadOne) -> None:
    assert (
        read_one("[Correction] Fire shuts port\n\nA fire shut the port.").dispatch.headline
        == "[Correction] Fire shuts port"
    )


@pytest.mark.parametrize("blank", [b"", b"  \n\r\n\t"])
def test_blank_payloads_are_empty(parse_all: Parse, blank: bytes) -> None:
    (one,) = parse_all(blank)
    assert isinstance(one, Rejection)
    assert one.reason is Reason.EMPTY


def test_cp1252_and_direction_marks(read_one: ReadOne) -> None:
    dispatch = read_one("Müller sagt „nein“\n\nDer Hafen\u202e bleibt\u200b zu.".encode("cp1252", "ignore")).dispatch
    assert dispatch.headline == "Müller sagt „nein“"
    assert read_one("Port\u202e shut\n\nThe port\u200b is shut.").dispatch.body == "The port is shut."


def test_an_unread_part_of_parsed_is_where_the_message_lies(read_one: ReadOne) -> None:
    parsed = read_one(TASS)
    assert isinstance(parsed, Parsed)
    assert (parsed.part, parsed.raw.offset, parsed.domain, parsed.identity.key) == (0, 7, "default", None)


def test_whom_a_notice_is_for_is_no_headline(read_one: ReadOne) -> None:
    wire = "BC-NO--Ferry Ships, KILL\n\nEDITORS:\n\nPlease kill the story BC-NO--Ferry Ships sent at 0800 GMT. The order was not signed.\n"
    parsed = read_one(wire)
    dispatch = parsed.dispatch
    assert (dispatch.pub_status, dispatch.headline, dispatch.slugline) == (
        PubStatus.CANCELED,
        None,
        "BC-NO--Ferry Ships, KILL",
    )
    assert parsed.notice is not None
    assert parsed.notice.slugline == "BC-NO--Ferry Ships"
    assert (dispatch.ednote or "").endswith("The order was not signed.")
