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
    ("Sevilla (España), 16 nov (EFE).- El", "Sevilla (España), 16 nov (EFE)", "Sevilla", None, "ES", "2022-11-16", "EFE"),
    ("Utrera (Sevilla), 7 mar (EFE).- El", "Utrera (Sevilla), 7 mar (EFE)", "Utrera", None, None, "2023-03-07", "EFE"),
    ("PARIS (Texas), May 2 (AP) -- A", "PARIS (Texas), May 2 (AP)", "Paris", "US-TX", "US", "2023-05-02", "AP"),
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
    "Apple (AAPL), May 2 (Reuters) - shares rose",
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


SCRIPTS = (
    # text, printed dateline, city, country, date, credit, byline
    ("МОСКВА, 24 ноября. /ТАСС/. Порт", "МОСКВА, 24 ноября. /ТАСС/", "Москва", "RU", "2022-11-24", "ТАСС", None),
    ("КАЗАНЬ, 4 марта 2023 г. /ТАСС/. Порт", "КАЗАНЬ, 4 марта 2023 г. /ТАСС/", "Казань", "RU", "2023-03-04", "ТАСС", None),
    ("БРЮССЕЛЬ, 4 мар - РИА Новости. Порт", "БРЮССЕЛЬ, 4 мар - РИА Новости", "Брюссель", "BE", "2023-03-04", "РИА Новости", None),
    ("Малореченск, 4 мая (Интерфакс) - Порт", "Малореченск, 4 мая (Интерфакс)", "Малореченск", None, "2023-05-04", "Интерфакс",
     None),
    ("Афины (Рейтер) - Порт", "Афины (Рейтер)", "Афины", "GR", None, "Рейтер", None),
    ("Αθήνα, 4 Μαΐου (ΑΠΕ-ΜΠΕ) - Το λιμάνι", "Αθήνα, 4 Μαΐου (ΑΠΕ-ΜΠΕ)", "Αθήνα", "GR", "2023-05-04", "ΑΠΕ-ΜΠΕ", None),
    ("القاهرة 4-5-2023 (أ ف ب) - أغلق", "القاهرة 4-5-2023 (أ ف ب)", "القاهرة", "EG", "2023-05-04", "أ ف ب", None),
    ("بيروت، 4 مايو (رويترز) - أغلق", "بيروت، 4 مايو (رويترز)", "بيروت", "LB", "2023-05-04", "رويترز", None),
    ("新华社北京6月4日电 港口", "新华社北京6月4日电", "北京", "CN", "2023-06-04", "新华社", None),
    ("新华社杭州6月4日电（记者张三、李四）港口", "新华社杭州6月4日电", "杭州", "CN", "2023-06-04", "新华社", "张三、李四"),
    ("中新社巴黎6月4日电 (记者 张三)港口", "中新社巴黎6月4日电", "巴黎", "FR", "2023-06-04", "中新社", "张三"),
    ("（法新社巴黎4日電）港口", "（法新社巴黎4日電）", "巴黎", "FR", None, "法新社", None),
    ("【東京共同】港", "【東京共同】", "東京", "JP", None, "共同", None),
    ("【ワシントン時事】港", "【ワシントン時事】", "ワシントン", "US", None, "時事", None),
    ("［東京 ４日 ロイター］ - 港", "［東京 ４日 ロイター］", "東京", "JP", None, "ロイター", None),
    ("(서울=연합뉴스) 홍길동 기자 = 항구", "(서울=연합뉴스)", "서울", "KR", None, "연합뉴스", "홍길동"),
    ("(파주=연합뉴스) 항구", "(파주=연합뉴스)", "파주", None, None, "연합뉴스", None),
)  # fmt: skip


@pytest.mark.parametrize(("text", "printed", "city", "country", "day", "credit", "byline"), SCRIPTS)
def test_forms_in_other_scripts(
    text: str, printed: str, city: str, country: str | None, day: str | None, credit: str, byline: str | None
) -> None:
    found = dateline.find(text, REFERENCE)
    assert found is not None
    got = found.dateline
    assert (got.text, got.city, got.country, got.date, got.credit, found.byline) == (
        printed, city, country, day, credit, byline,
    )  # fmt: skip
    assert text[found.end :] in ("Порт", "Το λιμάνι", "أغلق", "港口", "港", "항구")


@pytest.mark.parametrize(
    "text",
    [
        "Москва, 24 ноября - день города, сказал мэр",
        "В порту (ТАСС) сказали",
        "Министр обороны (справа) - на месте",
        "Порт закрыт /фото/ до утра",
        "6月4日，港口关闭",
        "据新华社报道，港口6月4日关闭",
        "【写真】港が閉まった",
        "항구(사진)는 닫혔다",
    ],
)
def test_no_dateline_in_other_scripts_where_there_is_none(text: str) -> None:
    assert dateline.find(text, REFERENCE) is None


@pytest.mark.parametrize(
    ("text", "printed", "day"),
    [
        ("Marseille, 18 nov 2022 (AFP) 18 nov 2022", "Marseille, 18 nov 2022 (AFP)", "2022-11-18"),
        ("Marseille, 18 nov (AFP) - 18 nov. 2022", "Marseille, 18 nov (AFP)", "2022-11-18"),
        ("Bogotá, 18 nov (AFP) 18 de noviembre de 2022", "Bogotá, 18 nov (AFP)", "2022-11-18"),
    ],
)
def test_a_date_repeated_behind_the_credit(text: str, printed: str, day: str) -> None:
    found = dateline.find(text, REFERENCE)
    assert found is not None
    assert (found.dateline.text, found.dateline.date, found.end) == (printed, day, len(text))
    assert found.site_date == date(2022, 11, 18)


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
