"""Datelines are found in every agency's form, split into their parts, and never seen where there is none."""

# ruff: noqa: E501 - samples as on the wire

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.text import dateline
from pipeline.text.dates import nearest_year

REFERENCE = date(2023, 6, 20)

FORMS = (
    # text, printed dateline, city, subdivision, country, date, credit
    ("Lima, 4 mai 2023 (AFP) - Le port", "Lima, 4 mai 2023 (AFP)", "Lima", None, "PE", "2023-05-04", "AFP"),
    ("NAIROBI, Oct 3, 2022 (AFP) - The", "NAIROBI, Oct 3, 2022 (AFP)", "Nairobi", None, "KE", "2022-10-03", "AFP"),
    ("LISBON, Portugal (AP) _ A", "LISBON, Portugal (AP)", "Lisbon", None, "PT", None, "AP"),
    ("CHICAGO (AP) — The", "CHICAGO (AP)", "Chicago", None, "US", None, "AP"),
    ("CASPER, Wyo. (AP) -- A", "CASPER, Wyo. (AP)", "Casper", "US-WY", "US", None, "AP"),
    ("(07-17) 13:09 PDT RENO, Nev. (AP) -- A", "(07-17) 13:09 PDT RENO, Nev. (AP)", "Reno", "US-NV", "US", None, "AP"),
    ("OSLO, May 9 (Reuters) - A", "OSLO, May 9 (Reuters)", "Oslo", None, "NO", "2023-05-09", "Reuters"),
    ("June 3 (Reuters) - Acme", "June 3 (Reuters)", None, None, None, "2023-06-03", "Reuters"),
    ("PARIS (Variety.com) - A", "PARIS (Variety.com)", "Paris", None, "FR", None, "Variety.com"),
    ("BERN (Thomson Reuters Foundation) - A", "BERN (Thomson Reuters Foundation)", "Bern", None, "CH", None,
     "Thomson Reuters Foundation"),
    ("Kiel (dpa)\u00a0- Die", "Kiel (dpa)", "Kiel", None, "DE", None, "dpa"),
    ("Wien/Prag (dpa) - Die", "Wien/Prag (dpa)", "Wien", None, "AT", None, "dpa"),
    ("Frankfurt/Main (dpa) - Die", "Frankfurt/Main (dpa)", "Frankfurt/Main", None, "DE", None, "dpa"),
    ("Kassel (dpa/lhe) - Die", "Kassel (dpa/lhe)", "Kassel", None, "DE", None, "dpa/lhe"),
    ("Boston (tca/dpa) - The", "Boston (tca/dpa)", "Boston", None, "US", None, "tca/dpa"),
    ("Managua, 7 mar (EFE).- El", "Managua, 7 mar (EFE)", "Managua", None, "NI", "2023-03-07", "EFE"),
    ("SEVILLA, 3 Feb. 2022 (Europa Press) - El", "SEVILLA, 3 Feb. 2022 (Europa Press)", "Sevilla", None, "ES",
     "2022-02-03", "Europa Press"),
    ("KAZAN, March 4. /TASS/. The", "KAZAN, March 4. /TASS/", "Kazan", None, "RU", "2023-03-04", "TASS"),
    ("SAPPORO, Japan, Nov. 2 Kyodo - The", "SAPPORO, Japan, Nov. 2 Kyodo", "Sapporo", None, "JP", "2022-11-02", "Kyodo"),
    ("BUSAN, May 6 (Yonhap) -- The", "BUSAN, May 6 (Yonhap)", "Busan", None, "KR", "2023-05-06", "Yonhap"),
    ("CHENGDU, June 12 (Xinhua) -- A", "CHENGDU, June 12 (Xinhua)", "Chengdu", None, "CN", "2023-06-12", "Xinhua"),
    ("AMMAN, Jordan, May 2 (UPI) — The", "AMMAN, Jordan, May 2 (UPI)", "Amman", None, "JO", "2023-05-02", "UPI"),
    ("ANSA - MILANO, 03 GIU - Il", "ANSA - MILANO, 03 GIU", "Milano", None, "IT", "2023-06-03", "ANSA"),
    ("(ANSA) - TORINO, 3 GIU - Il", "(ANSA) - TORINO, 3 GIU", "Torino", None, "IT", "2023-06-03", "ANSA"),
    ("Lyon (ats afp) Le", "Lyon (ats afp)", "Lyon", None, "FR", None, "ats afp"),
    ("Madrid (ANP) - De", "Madrid (ANP)", "Madrid", None, "ES", None, "ANP"),
    ("Aarhus /ritzau/: En", "Aarhus /ritzau/", "Aarhus", None, "DK", None, "ritzau"),
    ("DENVER, Colorado, March 2, 2018 /PRNewswire-AsiaNet/ -- A", "DENVER, Colorado, March 2, 2018 /PRNewswire-AsiaNet/",
     "Denver", "US-CO", "US", "2018-03-02", "PRNewswire-AsiaNet"),
    ("HARTFORD, Conn.--(BUSINESS WIRE)--May 4, 2023--A", "HARTFORD, Conn.--(BUSINESS WIRE)--May 4, 2023", "Hartford",
     "US-CT", "US", "2023-05-04", "BUSINESS WIRE"),
    ("CORK, Ireland, March 02, 2020 (GLOBE NEWSWIRE) -- A", "CORK, Ireland, March 02, 2020 (GLOBE NEWSWIRE)", "Cork", None,
     "IE", "2020-03-02", "GLOBE NEWSWIRE"),
    ("SUVA, Fiji, May 2 (Pacnews) - The", "SUVA, Fiji, May 2 (Pacnews)", "Suva", None, "FJ", "2023-05-02", "Pacnews"),
    ("BEIJING, June 12 -- The", "BEIJING, June 12", "Beijing", None, "CN", "2023-06-12", None),
    ("Brakpan (AFP) - A", "Brakpan (AFP)", "Brakpan", None, None, None, "AFP"),  # unknown town: no guess
)  # fmt: skip

NO_DATELINES = (
    "Apple (AAPL) - shares rose",
    "Acme Inc (ACME.O) - shares",
    "The minister (Labour) - said so",
    "He said (Reuters) - and left",
    '"We are" (AP) - he said',
    "By JOHN SMITH (AP) - the writer",
    "May (Reuters) - a month is no city",
    "In the harbour - where ships wait - all was calm",
    "EXCLUSIVE - Harbour to close",
    "Police (AP) say nothing",
)


@pytest.mark.parametrize(("text", "printed", "city", "subdivision", "country", "day", "credit"), FORMS)
def test_agency_forms(
    text: str,
    printed: str,
    city: str | None,
    subdivision: str | None,
    country: str | None,
    day: str | None,
    credit: str,
) -> None:
    found = dateline.find(text, REFERENCE)
    assert found is not None
    got = found.dateline
    assert (got.text, got.city, got.subdivision, got.country, got.date, got.credit) == (
        printed, city, subdivision, country, day, credit,
    )  # fmt: skip
    assert text[found.end :] in ("A", "The", "Le port", "Le", "El", "Il", "Die", "De", "En", "Acme")


@pytest.mark.parametrize("text", NO_DATELINES)
def test_no_dateline_where_there_is_none(text: str) -> None:
    found = dateline.find(text, REFERENCE)
    assert found is None or found.dateline.city is None


def test_a_web_sites_own_date_behind_it_tells_the_year() -> None:
    found = dateline.find("Quito, May 6 (AFP) May 06, 2021", REFERENCE)
    assert found is not None
    assert (found.dateline.text, found.dateline.date, found.end) == ("Quito, May 6 (AFP)", "2021-05-06", 31)


@pytest.mark.parametrize(
    ("month", "day", "reference", "year"),
    [(12, 29, date(2024, 1, 3), 2023), (1, 1, date(2023, 12, 30), 2024), (5, 9, date(2026, 11, 24), 2026)],
)
def test_the_year_is_that_of_the_nearest_dispatch_date(month: int, day: int, reference: date, year: int) -> None:
    assert nearest_year(month, day, reference) == date(year, month, day)


def test_leap_day_without_a_possible_year_is_none() -> None:
    assert nearest_year(2, 29, date(2022, 6, 1)) is None


@pytest.mark.parametrize(
    ("line", "city", "country"),
    [("London (dpa) - ", "London", "GB"), ("Helsinki", "Helsinki", "FI"), ("GROSSETO, Italy", "Grosseto", "IT")],
)
def test_header_lines(line: str, city: str, country: str) -> None:
    read = dateline.read_line(line, REFERENCE)
    assert read is not None
    assert (read.city, read.country) == (city, country)


def test_a_time_in_a_header_line_is_no_place() -> None:
    assert dateline.read_line("2014-07-16 15:53:10 GMT+00:00", REFERENCE) is None


@settings(deadline=None)  # the first look-up loads the tables
@given(st.text(max_size=300))
def test_any_text_is_searched_without_a_fault(text: str) -> None:
    found = dateline.find(text, REFERENCE)
    assert found is None or 0 < found.end <= len(text)
