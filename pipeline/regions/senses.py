"""Which place each form of a text means: its container first, one sense a text, then what else is named, then size."""

from collections.abc import Sequence
from math import log10

from msgspec import Struct

from pipeline.regions.context import Verdict, judge, organisation_span
from pipeline.regions.gazetteer import Form, Found, Place, Trust

CONTAINER_GAPS = {", ", " (", ", in ", " in "}
# How likely a form is meant, before the text has said anything: cities by the logarithm of their inhabitants (5 to 7)
PRIOR = {"country": 9.0, "demonym": 9.0, "capital": 9.0, "subdivision": 7.0}
COUNTRY_NAMED = 0.7  # the logarithm of 5: a city counts as 5 times as big where the text names its country ...
PLACES_NAMED = 0.6  # ... and 20 times where it names other places there
SUBDIVISION_NAMED = 1.5
STATE_IS_MEANT = 3.0  # for a name of a country and of a state, where other places of that state's country are named
STATE_WORDS_BEFORE = ("governor of ", "Governor of ", "senator from ", "state of ")
STATE_WORDS = (
    " governor",
    " Governor",
    " Gov",
    " senator",
    " Sen.",
    " legislature",
    " statehouse",
    " Republican",
    " Democrat",
    " General Assembly",
)


class Meant(Struct):
    """A form with the place that it means. `organisation`: it is part of the name of one."""

    start: int
    end: int
    name: str
    place: Place
    organisation: bool = False


class Candidate(Struct):
    """A form on its way to a meaning. `inside`: the place that its container makes it."""

    start: int
    end: int
    name: str
    form: Form
    verdict: Verdict
    inside: Place | None


class Named(Struct):
    """What a text names beyond doubt: countries in any way, and countries and subdivisions by places that lie there."""

    countries: set[str]
    local: set[str]


def resolve(text: str, found: Sequence[Found], *, title_case_until: int, dateline: Place | None) -> list[Meant]:
    """The forms that are places, with the place that each means.

    Up to `title_case_until` every word of the text has a capital.
    """
    candidates = [_candidate(text, found, index, title_case_until) for index in range(len(found))]
    proven = {one.name for one in candidates if one.inside is not None or one.verdict is Verdict.PROVEN}
    persons = {one.name for one in candidates if one.verdict is Verdict.PERSON} - proven
    senses: dict[str, Place] = {}
    for one in candidates:
        if one.inside is not None:
            senses.setdefault(one.name, one.inside)
    named = _named(candidates, dateline)
    meant = []
    for one in candidates:
        if _stands(one, proven, persons, dateline):
            place = one.inside or senses.get(one.name) or _likeliest(one, named, text)
            meant.append(_meant(text, one, place))
    return meant


def _candidate(text: str, found: Sequence[Found], index: int, title_case_until: int) -> Candidate:
    start, end, form = found[index]
    previous = found[index - 1] if index else None
    following = found[index + 1] if index + 1 < len(found) else None
    if not form.places:
        verdict = Verdict.NOTHING
    elif form.abbreviation:
        verdict = Verdict.PLACE if _behind_a_town(text, start, end, previous) else Verdict.NOTHING
    else:
        verdict = judge(
            text,
            found[index],
            title_case=start < title_case_until,
            near_before=previous is not None and start - previous.end == 1 and _is_usual(previous.form),
            near_behind=following is not None and following.start - end == 1 and _is_usual(following.form),
        )
    inside = _in_container(text, found[index], following) if following is not None else None
    return Candidate(start, end, text[start:end], form, verdict, inside)


def _is_usual(form: Form) -> bool:
    """Whether the form is a place for most readers; many surnames are places somewhere."""
    return bool(form.places) and form.trust is not Trust.PROVE


def _behind_a_town(text: str, start: int, end: int, previous: Found | None) -> bool:
    """Whether an abbreviated state stands behind a town: a known one, or any where its full stop leaves no doubt."""
    if not text.endswith(", ", 0, start):
        return False
    known = previous is not None and start - previous.end == 2 and bool(previous.form.places)
    return known or (text[end - 1] == "." and text[start - 3].isalpha())


def _in_container(text: str, one: Found, container: Found) -> Place | None:
    """The place of this form that lies in the one named directly behind it ("Hamilton, Ontario")."""
    places, outer = one.form.places, container.form.places
    if not places or not outer or places[0].kind in ("country", "demonym"):
        return None
    gap = text[one.end : container.start]
    if gap not in CONTAINER_GAPS:
        return None
    for around in outer:
        if around.kind not in ("country", "subdivision"):
            continue
        for place in places:
            if place.country == around.country and around.subdivision in (None, place.subdivision) and place != around:
                return place
    if gap == ", " and outer[0].kind == "subdivision" and places[0].kind == "city":
        # a namesake that the gazetteer does not know: "Moscow, Tenn."
        return Place("city", outer[0].country, outer[0].subdivision)
    return None


def _stands(one: Candidate, proven: set[str], persons: set[str], dateline: Place | None) -> bool:
    """Whether the form counts as a place at all."""
    if one.inside is not None:
        return True
    if one.verdict in (Verdict.NOTHING, Verdict.PERSON):
        return False
    if one.verdict is Verdict.DOUBT:
        return one.name in proven or (dateline is not None and dateline in one.form.places)
    return one.form.trust is Trust.SURE or one.name not in persons


def _named(candidates: Sequence[Candidate], dateline: Place | None) -> Named:
    """From the forms that have one country only, and the dateline."""
    named = Named(set(), set())
    for one in candidates:
        if one.inside is not None:
            places: tuple[Place, ...] = (one.inside,)
        elif one.verdict in (Verdict.PLACE, Verdict.PROVEN, Verdict.ORGANISATION):
            places = one.form.places
        else:
            continue
        country = places[0].country
        if len(places) == 1 or all(place.country == country for place in places):
            _name(named, places[0])
    if dateline is not None:
        _name(named, dateline)
    return named


def _name(named: Named, place: Place) -> None:
    named.countries.add(place.country)
    if place.kind not in ("country", "demonym"):
        named.local.add(place.country)
        if place.subdivision is not None:
            named.local.add(place.subdivision)


def _likeliest(one: Candidate, named: Named, text: str) -> Place:
    places = one.form.places
    if len(places) == 1:
        return places[0]

    def weight(place: Place) -> float:
        sum_ = PRIOR.get(place.kind) or log10(place.population + 1)
        sum_ += COUNTRY_NAMED * (place.country in named.countries) + SUBDIVISION_NAMED * (
            place.subdivision in named.local
        )
        if place.kind == "subdivision" and places[0].kind == "country":
            by_words = text.startswith(STATE_WORDS, one.end) or text.endswith(STATE_WORDS_BEFORE, 0, one.start)
            sum_ += STATE_IS_MEANT * (place.country in named.local or by_words)
        return sum_

    return max(places, key=weight)


def _meant(text: str, one: Candidate, place: Place) -> Meant:
    if one.verdict is not Verdict.ORGANISATION or one.inside is not None:
        return Meant(one.start, one.end, one.name, place)
    start, end = organisation_span(text, one.start, one.end)
    return Meant(start, end, text[start:end], place, organisation=True)
