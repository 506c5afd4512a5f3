"""Proves what a mention tells: printed form, country, kind, sections, count, and where the place lies."""

from pipeline.regions import find_regions
from schemas.dispatch import Dateline
from schemas.record import Mention
from tests.unit.regions.conftest import RecordOf


def _mentions(record_of: RecordOf, body: str, **parts: object) -> dict[str, Mention]:
    return {one.name: one for one in find_regions(record_of(body, **parts)).mentions}


def test_each_printed_form_once_with_count_and_sections(record_of: RecordOf) -> None:
    body = "Oslo police met Norwegian officials.\n\n" + "Nothing else was said that day. " * 15 + "Oslo was calm."
    found = _mentions(record_of, body, headline="Norway on alert, Oslo calm")
    assert set(found) == {"Norway", "Oslo", "Norwegian"}
    assert (found["Oslo"].count, found["Oslo"].places) == (3, ["headline", "lead", "body"])
    assert (found["Norwegian"].kind, found["Norwegian"].country) == ("demonym", "NO")


def test_a_city_has_its_geonames_id_and_coordinates(record_of: RecordOf) -> None:
    baghdad = _mentions(record_of, "Officials met in Baghdad.")["Baghdad"]
    assert baghdad.geonames_id == 98182
    assert baghdad.lat is not None
    assert abs(baghdad.lat - 33.34) < 0.1


def test_the_dateline_is_a_mention_as_printed(record_of: RecordOf) -> None:
    dateline = Dateline(text="BOGOTA, Feb 2 (Wire)", city="Bogota", country="CO")
    found = _mentions(record_of, "Nothing to see.", dateline=dateline)
    assert (found["BOGOTA"].places, found["BOGOTA"].country) == (["dateline"], "CO")


def test_an_organisation_is_named_whole(record_of: RecordOf) -> None:
    found = _mentions(record_of, "China Southern Airlines and the Bank of England declined to comment.")
    assert {name: (one.kind, one.country) for name, one in found.items()} == {
        "China Southern Airlines": ("organisation", "CN"),
        "Bank of England": ("organisation", "GB"),
    }


def test_one_sense_a_text(record_of: RecordOf) -> None:
    body = "A fire broke out in Hamilton, Ontario, on Monday. Hamilton was smoke-free by noon."
    found = _mentions(record_of, body)
    assert (found["Hamilton"].country, found["Hamilton"].count) == ("CA", 2)


def test_a_headline_in_capitals_is_read(record_of: RecordOf) -> None:
    found = _mentions(record_of, "", headline="IRAN TELLS US TO LEAVE IT IN PEACE, SAYS NORTH KOREA")
    assert {name: one.country for name, one in found.items()} == {"IRAN": "IR", "NORTH KOREA": "KP"}


def test_countries_are_found_in_other_languages(record_of: RecordOf) -> None:
    texts = {
        "de": "Die syrische Regierung und Frankreich verhandeln.",
        "fr": "Le gouvernement syrien négocie avec la France, dit la Syrie.",
        "es": "Siria negocia con Francia.",
        "it": "La Siria tratta con la Francia.",
        "pt": "A Síria negocia com a França.",
    }
    for language, text in texts.items():
        countries = {one.country for one in find_regions(record_of(text, language=language)).mentions}
        assert countries == {"SY", "FR"}, language


def test_no_mention_of_a_word_inside_a_word(record_of: RecordOf) -> None:
    assert _mentions(record_of, "Iranians ate Francesca's Omanist Chinatown soup; stUSing").keys() == {"Iranians"}


def test_part_of_another_name_is_no_organisation_of_the_place(record_of: RecordOf) -> None:
    assert _mentions(record_of, "He works for Wells Fargo Bank and left Napier University.") == {}


def test_the_full_stop_of_the_sentence_is_not_the_organisations(record_of: RecordOf) -> None:
    assert set(_mentions(record_of, "He signed for Manchester United. He left.")) == {"Manchester United"}
