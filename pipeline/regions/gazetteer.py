"""The gazetteer in memory: printed form -> the places that it may mean, and the automata that find the forms.

`gazetteer.json` is built (see `build_gazetteer.py`); `countries.txt`, `subdivisions.txt` and `stop.txt` are edited.
"""

from enum import IntEnum
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

import ahocorasick_rs
import msgspec

from pipeline.regions.tables import rows
from pipeline.regions.words import words

Kind = Literal["country", "demonym", "capital", "subdivision", "city"]

ENGLISH = "en"
ANY_OTHER = "und"
SMALL_CITY = 100_000  # inhabitants: below it a name alone is no evidence
SHORTEST_CAPITALS = 4  # letters that a name needs to be read in a text all in capitals: "US" and "IT" are words there


class Trust(IntEnum):
    """How much a printed form has to prove before it counts as a place."""

    PROVE = 0  # needs a preposition, a container ...
    CHECK = 1  # counts unless its neighbours make it a person or a thing
    SURE = 2


class Place(NamedTuple):
    """One meaning of a printed form."""

    kind: Kind
    country: str
    subdivision: str | None = None
    geonames_id: int | None = None
    lat: float | None = None
    lon: float | None = None
    population: int = 0


class Form(NamedTuple):
    """A printed form. No places: a stop phrase. `abbreviation`: counts only as a container ("Hamilton, Ont.")."""

    places: tuple[Place, ...]
    trust: Trust
    abbreviation: bool = False
    stem: bool = False  # any ending may follow ("syrisch*")


class Country(msgspec.Struct, frozen=True, array_like=True):
    """What the asset holds of a country."""

    alpha3: str | None
    geonames_id: int | None
    area: str | None  # M49, the smallest


class Area(msgspec.Struct, frozen=True, array_like=True):
    """An M49 area."""

    name: str
    parent: str | None


class Asset(msgspec.Struct, frozen=True):
    """The file `gazetteer.json`."""

    areas: dict[str, Area]
    countries: dict[str, Country]
    subdivisions: dict[str, tuple[int, str]]
    cities: list[tuple[int, list[str], str, str | None, float, float, int]]
    foreign: dict[str, dict[str, list[str]]]


@cache
def asset() -> Asset:
    """The built part, read once."""
    return msgspec.json.decode(files("pipeline.regions").joinpath("gazetteer.json").read_bytes(), type=Asset)


@cache
def country_names() -> dict[str, str]:
    """ISO 3166-1 alpha-2 (XK, EU) -> the usual English name."""
    return {code[0]: names[0].lstrip("?") for code, names, *_ in rows("countries.txt")}


@cache
def subdivision_names() -> dict[str, str]:
    """ISO 3166-2 -> English name where `subdivisions.txt` has one, else that of GeoNames."""
    names = {code: name for code, (_, name) in asset().subdivisions.items()}
    return names | {code[0]: given[0].lstrip("?") for code, given, *_ in rows("subdivisions.txt")}


@cache
def english_forms() -> dict[str, Form]:
    """Every form of the tables and the asset, English names of countries first."""
    forms = _city_forms()
    _add_subdivisions(forms)
    for code, names, demonyms, capitals in rows("countries.txt"):
        known = asset().countries.get(code[0])
        number = known.geonames_id if known else None
        for name in names:
            _add(forms, name, Place("country", code[0], geonames_id=number))
        for demonym in demonyms:
            for form in (demonym, _plural(demonym)):
                _add(forms, form, Place("demonym", code[0]))
        for capital in capitals:
            _add(forms, capital, _capital(forms, capital.lstrip("?"), code[0]))
    for phrase in files("pipeline.regions").joinpath("stop.txt").read_text("utf-8").splitlines():
        if not phrase.startswith("#"):
            forms[phrase] = Form((), Trust.SURE)
    for word in words().never:
        forms.pop(word, None)
    return forms


def _plural(demonym: str) -> str:
    return demonym if demonym.endswith(("s", "ese", "ish", "sh", "ch", "men", "man")) else f"{demonym}s"


def _city_forms() -> dict[str, Form]:
    prove = frozenset(words().prove)
    forms: dict[str, Form] = {}
    for number, names, country, subdivision, lat, lon, population in asset().cities:
        place = Place("city", country, subdivision, number, lat, lon, population)
        for name in names:
            trust = Trust.CHECK if population >= SMALL_CITY and name not in prove else Trust.PROVE
            before = forms.get(name)
            # the biggest comes first and decides how much the name is trusted
            forms[name] = Form((*before.places, place), before.trust) if before else Form((place,), trust)
    return forms


def _add_subdivisions(forms: dict[str, Form]) -> None:
    listed = set()
    for code, names, abbreviations in rows("subdivisions.txt"):
        known = asset().subdivisions.get(code[0])
        place = Place("subdivision", code[0][:2], code[0], known[0] if known else None)
        for name in names:
            _add(forms, name, place)
        for abbreviation in abbreviations:
            forms.setdefault(abbreviation, Form((place,), Trust.PROVE, abbreviation=True))
        listed.add(code[0])
    for iso, (geonames, usual) in asset().subdivisions.items():
        if iso not in listed and len(usual) > SHORTEST_CAPITALS and usual not in forms:
            forms[usual] = Form((Place("subdivision", iso[:2], iso, geonames),), Trust.PROVE)


def _capital(forms: dict[str, Form], name: str, country: str) -> Place:
    """The capital with the coordinates of the city of that name, where there is one (the Kremlin has none)."""
    known = forms.get(name)
    for place in known.places if known else ():
        if place.kind == "city" and place.country == country:
            return place._replace(kind="capital")
    return Place("capital", country)


def _add(forms: dict[str, Form], name: str, place: Place) -> None:
    """Put a meaning before those that the form has; "?" makes it prove itself."""
    trust = Trust.SURE
    if name.startswith("?"):
        name, trust = name[1:], Trust.CHECK
    before = forms.get(name)
    others = (
        ()
        if before is None
        else tuple(one for one in before.places if one.geonames_id != place.geonames_id or one.geonames_id is None)
    )
    forms[name] = Form((place, *others), trust)


class Found(NamedTuple):
    """A form in a text."""

    start: int
    end: int
    form: Form


class Matcher:
    """Finds forms in one pass; the longest of those that begin first wins."""

    def __init__(self, forms: dict[str, Form]) -> None:
        self._forms = list(forms.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(forms), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def find(self, text: str, offset: int = 0) -> list[Found]:
        """Forms between characters that are neither letters nor digits; positions count from `offset`."""
        found = []
        length = len(text)
        for number, start, end in self._automaton.find_matches_as_indexes(text):
            if start and text[start - 1].isalnum():
                continue
            form = self._forms[number]
            if end < length and text[end].isalnum() and text[end - 1].isalnum():
                if not form.stem:
                    continue
                while end < length and text[end].isalnum():
                    end += 1
            found.append(Found(start + offset, end + offset, form))
        return found


@cache
def matcher(language: str) -> Matcher:
    """The matcher for texts in a language: a primary subtag of `languages()`, or `ANY_OTHER`."""
    return Matcher(english_forms() if language == ENGLISH else _foreign_forms(language))


def languages() -> frozenset[str]:
    """Languages with names of their own."""
    return frozenset({ENGLISH, *asset().foreign})


def _foreign_forms(language: str) -> dict[str, Form]:
    """Names of the language, and of the English ones what is too well known or too long to be another word."""
    forms = {
        name: form
        for name, form in english_forms().items()
        if form.places
        and (
            form.places[0].kind in ("country", "capital")
            or (form.trust is not Trust.PROVE and len(name) > SHORTEST_CAPITALS)
        )
        and form.places[0].kind != "demonym"
    }
    known = english_forms()
    for country, names in asset().foreign.get(language, {}).items():
        for word in names:
            name, stem = word.rstrip("*"), word.endswith("*")
            if "*" in name or (stem and len(name) < SHORTEST_CAPITALS):
                continue
            meaning = known.get(name)
            own = meaning.places[0] if meaning and meaning.places and meaning.places[0].country == country else None
            place = own or Place("demonym" if stem or name[0].islower() else "country", country)
            for form in {name, name[0].upper() + name[1:]} | ({name[0].lower() + name[1:]} if stem else set()):
                forms[form] = Form((place,), Trust.SURE, stem=stem)
    return forms


@cache
def capitals_matcher() -> Matcher:
    """The matcher for texts all in capitals."""
    return Matcher(
        {
            name.upper(): form
            for name, form in reversed(english_forms().items())  # reversed: of two that fold to one, the first stays
            if form.trust is not Trust.PROVE and (len(name) >= SHORTEST_CAPITALS or "." in name)
        }
    )


@cache
def dateline_cities() -> dict[str, Form]:
    """Every form in capitals, for the city of a dateline: nothing but a place can stand there."""
    return {
        name.upper(): form for name, form in reversed(english_forms().items()) if form.places and not form.abbreviation
    }
