"""Datelines in Cyrillic, Greek, Arabic, Chinese, Japanese and Korean, by the forms of the agencies that write in them.

A form counts where its credit is known. Cities stay in their script; the country is that of `places.txt`.
"""

import re
from dataclasses import dataclass
from datetime import date

from pipeline.text import places
from pipeline.text.agencies import agency_named
from pipeline.text.dates import nearest_year
from schemas.dispatch import Dateline

FIRST_LETTER = "\u0370"  # Greek; every script before it is Latin
_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "января янв січня ιανουαρίου يناير كانون", "февраля фев лютого φεβρουαρίου فبراير شباط",
            "марта мар березня μαρτίου مارس آذار", "апреля апр квітня απριλίου أبريل نيسان",
            "мая май травня μαΐου μαίου مايو أيار", "июня июн червня ιουνίου يونيو حزيران",
            "июля июл липня ιουλίου يوليو تموز", "августа авг серпня αυγούστου أغسطس آب",
            "сентября сен сент вересня σεπτεμβρίου سبتمبر أيلول", "октября окт жовтня οκτωβρίου أكتوبر",
            "ноября ноя нояб листопада νοεμβρίου نوفمبر", "декабря дек грудня δεκεμβρίου ديسمبر",
        ),
        1,
    )
    for word in words.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WHEN = rf"(?:(?P<day>\d{{1,2}})\s(?P<word>{_MONTH})\b\.?|(?P<day2>\d{{1,2}})[-./](?P<month>\d{{1,2}}))"
_YEAR = r"(?:(?:\s|[-./])(?P<year>\d{4})\b(?:\s?г\.)?)?"
# МОСКВА, 24 ноября. /ТАСС/.   МОСКВА, 24 ноя - РИА Новости.   Αθήνα, 24 Νοεμβρίου (ΑΠΕ-ΜΠΕ) -
# القاهرة 24-11-2026 (أ ف ب) -
_SPACED = re.compile(
    rf"(?P<place>[^\W\d_][^\d()/\n:;!?«»\"“”]{{1,60}}?)[,.،]?(?:\s{_WHEN}{_YEAR})?[.,،]?\s?"
    r"(?:(?:/(?P<slash>[^/\n\d]{2,30})/|\((?P<bracket>[^()\n\d]{2,30})\))\s?[.:–—-]{1,3}"
    r"|[-–—]\s(?P<bare>РИА Новости|ТАСС|Интерфакс)[.,:]?(?=\s))\s?(?:[-–—]{1,2}\s)?",
    re.IGNORECASE,
)
_DAY = r"(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日"
# 新华社北京11月24日电（记者张三）   （法新社巴黎24日电）
_CHINESE = re.compile(
    r"[（(【\[]?(?P<credit>新华社|新華社|中新社|中新网|中新網|法新社|路透社|美联社|美聯社|共同社|中央社|埃菲社|塔斯社|德新社)"
    rf"(?:记者[^\d\s（(]{{2,9}})?(?P<place>[^\W\d_]{{2,12}}?){_DAY}[电電讯訊]"
    r"(?:\s?[（(](?:记者|記者)\s?(?P<byline>[^（）()\n]{2,40})[)）])?[)）】\]]?\s*"
)
# 【東京共同】   【パリ時事】   ［東京 ２４日 ロイター］ -
_JAPANESE = re.compile(
    rf"[【［\[](?P<place>[^\W\d_][^\d【】［］\[\]=＝\n]{{0,19}}?)\s?(?:{_DAY}\s?)?[=＝]?(?P<credit>共同|時事|ロイター|AFP時事|AFP)[】］\]]"
    r"\s?[-－ー—]?\s*"
)
# (서울=연합뉴스) 홍길동 기자 =
_KOREAN = re.compile(
    r"[(（](?P<place>[가-힣]{1,12})=(?P<credit>연합뉴스|뉴시스|뉴스1)[)）]\s?"
    r"(?:(?P<byline>[가-힣·, ]{2,30}?)\s?(?:특파원|기자)\s?=\s?)?"
)


@dataclass(frozen=True, slots=True)
class Written:
    """A dateline at the head of a paragraph; the copy goes on at `end`."""

    dateline: Dateline
    end: int
    byline: str | None = None  # the reporter whom the same brackets name


def find(head: str, reference: date | None) -> Written | None:
    """The dateline at the head of a paragraph that does not begin in Latin letters."""
    for form in (_CHINESE, _JAPANESE, _KOREAN):
        if found := form.match(head):
            return _written(found, found["credit"], reference)
    found = _SPACED.match(head)
    if found is None:
        return None
    credit = found["slash"] or found["bracket"] or found["bare"]
    return _written(found, credit, reference) if agency_named(credit) else None


def _written(found: re.Match[str], credit: str, reference: date | None) -> Written | None:
    parts = found.groupdict()
    place = " ".join(parts["place"].strip(" ,.،-").split())
    first = re.split(r"\s?[/,،]\s?", place)[0]
    if not first or len(first.split()) > places.MAX_WORDS:
        return None
    city = places.spelled(first)
    when = _date(parts, reference)
    text = found[0].strip().rstrip(".:-–—－ー ")
    if byline := parts.get("byline"):
        text = text[: text.find(byline)].rstrip("（( ").removesuffix("记者").removesuffix("記者").rstrip("（( ")
    line = Dateline(
        text=text, city=city, country=places.city_country(first), date=when.isoformat() if when else None,
        credit=credit.strip(),
    )  # fmt: skip
    return Written(line, found.end(), byline.strip() if byline else None)


def _date(parts: dict[str, str | None], reference: date | None) -> date | None:
    """The printed day; a day without its month is of no use, for it may be last month's."""
    day, word = parts.get("day") or parts.get("day2"), parts.get("word")
    month = _MONTHS.get(word.lower()) if word else int(parts.get("month") or 0)
    if not day or not month:
        return None
    try:
        if year := parts.get("year"):
            return date(int(year), month, int(day))
        return nearest_year(month, int(day), reference) if reference else None
    except ValueError:
        return None
