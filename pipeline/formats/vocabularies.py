"""IPTC vocabularies in codes and URIs: what names a Media Topic, a Subject Code, a genre."""

import re

from schemas.dispatch import Genre

_SCHEMES = {"mediatopic": "medtop", "subjectcode": "subj", "genre": "genre"}
_NEWSCODES = re.compile(r"^https?://cv\.iptc\.org/newscodes/(?P<scheme>\w{1,40})/(?P<code>[\w-]{1,60})$")
# IPTC genre NewsCodes, by the words that feeds use
_GENRES = {
    "actuality", "almanac", "analysis", "anniversary", "archival_material", "background", "curtain_raiser", "current",
    "daybook", "exclusive", "feature", "fixture", "forecast", "from_the_scene", "history", "horoscope", "interview",
    "obituary", "opinion", "polls_and_surveys", "press_release", "profile", "program", "question_and_answer_session",
    "quote", "raw_sound", "response_to_a_question", "results_listings_and_statistics", "retrospective", "review",
    "scener", "side_bar_and_supporting_information", "special_report", "summary", "synopsis", "text_only",
    "transcript_and_verbatim",
    "update", "voicer", "wrap", "wraparound", "biography", "advisory", "birth_announcement", "music", "fact_check",
}  # fmt: skip


def code_of_uri(uri: str) -> tuple[str | None, str]:
    """Scheme and code of a concept's URI; IPTC's own by their usual alias."""
    if found := _NEWSCODES.match(uri):
        return _SCHEMES.get(found["scheme"], found["scheme"]), found["code"]
    before, slash, last = uri.rstrip("/").rpartition("/")
    return (before, last) if slash and last and "://" in before else (None, uri)


def split_qcode(qcode: str) -> tuple[str | None, str]:
    """Scheme and code of a NewsML-G2 QCode."""
    scheme, colon, code = qcode.partition(":")
    return (scheme or None, code) if colon and code else (None, qcode)


def genre(code: str | None, name: str | None) -> Genre | None:
    """A genre by IPTC's code where the feed's code or word maps to one, else the feed's word."""
    for printed in (code, name):
        if printed:
            bare = re.sub(r"\W+", "_", split_qcode(printed)[1].rpartition("/")[2].strip().casefold()).strip("_")
            if bare in _GENRES:
                return Genre(code=f"genre:{bare}", name=name or printed)
    if code is None and name is None:
        return None
    return Genre(code=code, name=name or code)
