"""A record read for places: headline, body and dateline, each form with the place that it means."""

from itertools import chain

from msgspec import Struct

from pipeline.regions.dateline import place_of_dateline
from pipeline.regions.focus import LEAD_LENGTH
from pipeline.regions.gazetteer import (
    ANY_OTHER,
    ENGLISH,
    Found,
    Matcher,
    Place,
    Trust,
    capitals_matcher,
    languages,
    matcher,
)
from pipeline.regions.senses import Meant, resolve
from schemas.record import Record

MAX_BODY = 50_000  # characters read; what a longer text is about stands before them
TITLE_CASE = 0.8  # share of the longer words with a capital that makes a headline one of "Every Word Capitalised"


class Reading(Struct):
    """The places of one record, in the order of the text."""

    text: str
    body_start: int
    lead_end: int
    meant: list[Meant]
    dateline: Place | None
    dateline_name: str | None


def read(record: Record) -> Reading:
    """Headline and body as one text, and what the dateline says."""
    headline = record.headline or ""
    body = record.body[:MAX_BODY]
    body_start = len(headline) + 2
    text = f"{headline}\n\n{body}"
    language = _language(record.language)
    usual = matcher(language)
    found = list(chain(_find(headline, usual), _find(body, usual, body_start)))
    named = {form.places[0].country for _, _, form in found if form.trust is Trust.SURE and form.places}
    dateline, dateline_name = place_of_dateline(record.dateline, named)
    capitals_until = 0
    if body.isupper() or language != ENGLISH:  # German writes every noun with one
        capitals_until = len(text)
    elif _is_title_case(headline):
        capitals_until = body_start
    meant = resolve(text, found, title_case_until=capitals_until, dateline=dateline)
    return Reading(text, body_start, body_start + LEAD_LENGTH, meant, dateline, dateline_name)


def _language(tag: str | None) -> str:
    primary = (tag or ENGLISH).partition("-")[0].lower()
    return primary if primary in languages() else ANY_OTHER


def _find(text: str, usual: Matcher, offset: int = 0) -> list[Found]:
    return (capitals_matcher() if text.isupper() else usual).find(text, offset)


def _is_title_case(headline: str) -> bool:
    longer = [word for word in headline.split() if len(word) > 3 and word[0].isalpha()]
    return bool(longer) and sum(word[0].isupper() for word in longer) >= TITLE_CASE * len(longer)
