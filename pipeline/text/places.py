"""Places in datelines: countries by name, states by abbreviation, and the cities that stand without a country."""

import re
from functools import cache
from importlib.resources import files

MAX_WORDS = 6
_PARTICLES = frozenset([
    "de", "la", "las", "los", "del", "do", "da", "dos", "das", "di", "della", "delle", "degli", "du", "des",
    "le", "les", "el", "al", "ad", "am", "an", "der", "den", "im", "in", "of", "on", "the", "sur", "sous",
    "aux", "upon", "y", "e", "and", "und", "et", "bei", "ob", "vor", "zu", "auf", "os", "as", "lès", "lez",
    "ez", "i", "st",
])  # fmt: skip


@cache
def _tables() -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    """Folded country names to codes; folded cities to code and spelling."""
    countries: dict[str, str] = {}
    cities: dict[str, tuple[str, str]] = {}
    for code, rest in _rows("places.txt"):
        names, _, towns = rest.partition(" ; ")
        for name in names.split("|"):
            countries.setdefault(fold(name), code)
        for town in towns.split("|") if towns else ():
            cities.setdefault(fold(town), (code, town.split(",")[0]))
    return countries, cities


@cache
def _states() -> dict[str, str]:
    states: dict[str, str] = {}
    for code, rest in _rows("states.txt"):
        for name in rest.split("|"):
            states.setdefault(fold(name), code)
        if code.startswith("US-"):
            states.setdefault(code[3:].casefold(), code)
    return states


def _rows(name: str) -> list[tuple[str, str]]:
    lines = files("pipeline.text").joinpath(name).read_text("utf-8").splitlines()
    return [(code, rest) for code, _, rest in (one.partition(" = ") for one in lines if not one.startswith("#"))]


def fold(name: str) -> str:
    """A name for look-up: case and typographic apostrophes folded."""
    return name.strip().replace("’", "'").casefold()


def country_named(name: str) -> str | None:
    """ISO 3166-1 alpha-2 of a country's name in English, French, German, Spanish or Italian."""
    return _tables()[0].get(fold(name))


def city_country(name: str) -> str | None:
    """The country of a city that datelines carry alone; None where the table does not know it."""
    found = _tables()[1].get(fold(name))
    return found[0] if found else None


def state_named(name: str) -> str | None:
    """ISO 3166-2 of a state or province by name, Associated Press abbreviation or US postal code."""
    return _states().get(fold(name))


def is_place_like(name: str) -> bool:
    """Whether a name is built as names of places are: few words, capitals but for particles, no figures."""
    words = name.split()
    if fold(name) in _tables()[1]:
        return True  # Frankfurt/Main
    if not 0 < len(words) <= MAX_WORDS or not any(character.isalpha() for character in name):
        return False
    return all(_is_name_word(word) for word in words)


def _is_name_word(word: str) -> bool:
    bare = word.strip(".,'’")
    if bare.casefold() in _PARTICLES:
        return True
    if not bare or not all(character.isalpha() or character in ".'’-" for character in bare):
        return False
    head = bare[2:] if bare[:2] in ("d'", "l'", "d’", "l’") else bare
    return not head[:1].islower()


def spelled(name: str) -> str:
    """A city as names are written: the table's spelling of a name in capitals, else title case."""
    if not name.isupper() or len(name) < 3:
        return name
    known = _tables()[1].get(fold(name))
    if known:
        return known[1]
    return " ".join(_spelled_word(word, number) for number, word in enumerate(name.split()))


def _spelled_word(word: str, number: int) -> str:
    lower = word.lower()
    if number and lower in _PARTICLES:
        return lower
    return re.sub(r"(^|[-/.(])(\w)", lambda found: found[1] + found[2].upper(), lower)
