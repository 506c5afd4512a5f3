"""Proves the way up from countries: M49 areas, Kosovo and the EU, desks, subdivisions, and the codes of the feed."""

from importlib.resources import files

import pytest

from pipeline.regions import find_regions
from pipeline.regions.areas import areas_of, desks_of
from pipeline.regions.gazetteer import asset, country_names, english_forms
from schemas.dispatch import Code, Dateline
from schemas.words import Origin
from tests.unit.regions.conftest import RecordOf


@pytest.mark.parametrize(
    ("country", "areas"),
    [
        ("SY", ["145", "142"]),
        ("NZ", ["053", "009"]),
        ("PE", ["005", "419", "019"]),
        ("ML", ["011", "202", "002"]),
        ("XK", ["039", "150"]),
        ("EU", ["150"]),
        ("US", ["021", "019"]),
    ],
)
def test_all_areas_above_a_country(country: str, areas: list[str]) -> None:
    assert [area.code for area in areas_of([country])] == areas


def test_every_country_with_a_name_has_an_area_and_a_desk() -> None:
    assert {code for code in country_names() if not areas_of([code])} <= {"AQ"}
    assert {code for code in country_names() if not desks_of([code])} == set()


def test_every_place_of_the_gazetteer_lies_in_a_country_with_a_name() -> None:
    places = {place.country for form in english_forms().values() for place in form.places}
    assert places - set(country_names()) == set()


def test_a_country_is_on_several_desks() -> None:
    assert {desk.code for desk in desks_of(["IR"])} >= {"middle-east", "gulf"}
    assert {desk.code for desk in desks_of(["EG"])} >= {"middle-east", "africa"}
    assert {desk.code for desk in desks_of(["XK"])} >= {"balkans", "europe"}


def test_the_asset_names_its_sources() -> None:
    text = files("pipeline.regions").joinpath("gazetteer.json").read_text("utf-8")[:800]
    assert all(name in text for name in ("GeoNames", "CC BY 4.0", "newsmap", "MIT"))
    assert len(asset().cities) > 30_000


def test_subdivisions_where_the_text_tells(record_of: RecordOf) -> None:
    dateline = Dateline(text="CASPER, Wyo.", city="Casper", country="US", subdivision="US-WY")
    regions = find_regions(record_of("Ranchers in Wyoming and Bavaria met.", dateline=dateline))
    assert regions.subdivisions[0].code == "US-WY"
    assert regions.subdivisions[0].name == "Wyoming"


def test_place_codes_of_the_feed_are_focus_beside_the_text(record_of: RecordOf) -> None:
    codes = [
        Code(scheme="iso3166-1a2", code="GB"),
        Code(scheme="iso3166-1a3", code="deu"),
        Code(scheme="iso3166-1a2", code="iso3166-1a2:DE-HE"),
        Code(scheme="iso3166-1a2", code="FR", role="located"),
        Code(scheme="desk", code="US"),
        Code(scheme="iso3166-1a2", code="QQ"),
    ]
    regions = find_regions(record_of("Nothing happened in Peru.", codes=codes))
    assert [(one.code, one.origin) for one in regions.focus] == [
        ("GB", Origin.FEED),
        ("DE", Origin.FEED),
        ("PE", Origin.TEXT),
    ]
    assert [(one.code, one.name) for one in regions.subdivisions if one.origin is Origin.FEED] == [("DE-HE", "Hesse")]
    assert {area.code for area in regions.areas} >= {"154", "155", "005"}
