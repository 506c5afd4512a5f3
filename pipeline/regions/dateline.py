"""The place of a dateline, from the parts that the parse room found and the whole gazetteer."""

from math import log10

from pipeline.regions.gazetteer import Place, dateline_cities
from schemas.dispatch import Dateline

# In a dateline a city is likelier than a state of the same name; countries stand there that are cities (Singapore)
PRIOR = {"capital": 8.0, "country": 7.5, "subdivision": 5.5}
COUNTRY_NAMED = 0.5  # the logarithm of 3: a city counts as three times as big where the text names its country


def place_of_dateline(dateline: Dateline | None, named: set[str]) -> tuple[Place | None, str | None]:
    """The place, and the name as printed. `named`: countries that the text names, which decide between namesakes."""
    if dateline is None or not (dateline.city or dateline.country):
        return None, None
    city = dateline.city or ""
    form = dateline_cities().get(city.upper())
    candidates = [place for place in (form.places if form else ()) if place.kind != "demonym"]
    if dateline.country:
        candidates = [place for place in candidates if place.country == dateline.country]
    if dateline.subdivision:
        inside = [place for place in candidates if place.subdivision == dateline.subdivision]
        candidates = inside
    if candidates:
        place = max(candidates, key=lambda one: _weight(one, named))
    elif dateline.country:
        place = Place("city", dateline.country, dateline.subdivision)
    else:
        return None, None
    return place, _as_printed(dateline.text, city)


def _weight(place: Place, named: set[str]) -> float:
    prior = PRIOR.get(place.kind) or log10(place.population + 1)
    return prior + COUNTRY_NAMED * (place.country in named)


def _as_printed(text: str, city: str) -> str | None:
    at = text.casefold().find(city.casefold()) if city else -1
    return text[at : at + len(city)] if at >= 0 else city or None
