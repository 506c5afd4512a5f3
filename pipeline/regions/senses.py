"""Which place each form of a text means: its container first, one sense a text, then what else is named, then size."""

from collections import Counter
from collections.abc import Sequence
from math import log10

from msgspec import Struct

from pipeline.regions.context import Verdict, judge, organisation_span
from pipeline.regions.gazetteer import Form, Found, Place, Trust

CONTAINER_GAPS = {", ", " (", ", in ", " in "}
# How likely a form is meant, before the text has said anything: cities by the logarithm of their inhabitants (5 to 7)
PRIOR = {"country": 9.0, "demonym": 9.0, "capital": 8.0, "subdivision": 7.0}
COUNTRY_NAMED = 1.3  # the logarithm of 20: a city counts as 20 times as big where the text names its country
SUBDIVISION_NAMED = 1.5
STATE_IS_MEANT = 3.0  # for a name of a country and of a state, where other places of that state's country are named
STATE_WORDS = (" governor", " Governor", " Gov", " senator", " Sen.", " legislature", " statehouse", " Republican", " Democrat", " General Assembly")


class Meant(Struct):
    """A form with the place that it means. `organisation`: it is part of the name of one."""

    start: int
    end: int
    name: str
    place: Place
    organisation: bool = False


def resolve(text: str, found: Sequence[Found], *, title_case_until: int, dateline: Place | None) -> list[Meant]:
    """The forms that are places, with the place that each means. Text before `title_case_until` has every word capitalised."""
    verdicts = [_verdict(text, found, index, title_case_until) for index in range(len(found))]
    contained = {index: place for index in range(len(found)) if (place := _in_container(text, found, index)) is not None}
    senses: dict[str, Place] = {}
    persons, proven = set(), set()
    for index, (start, end, _) in enumerate(found):
        name = text[start:end]
        if index in contained:
            senses.setdefault(name, contained[index])
            proven.add(name)
        elif verdicts[index] is Verdict.PROVEN:
            proven.add(name)
        elif verdicts[index] is Verdict.PERSON:
            persons.add(name)
    persons -= proven
    named = _named(found, verdicts, contained, dateline)
    meant = []
    for index, (start, end, form) in enumerate(found):
        name, verdict = text[start:end], verdicts[index]
        inside = contained.get(index)
        if inside is None and not _stands(form, verdict, name, persons, proven, found, index, text, dateline):
            continue
        place = inside or senses.get(name) or _likeliest(form, named, text, end)
        organisation = verdict is Verdict.ORGANISATION and inside is None
        if organisation:
            start, end = organisation_span(text, start, end)
        meant.append(Meant(start, end, text[start:end], place, organisation))
    return meant


def _verdict(text: str, found: Sequence[Found], index: int, title_case_until: int) -> Verdict:
    start, end, form = found[index]
    if not form.places:
        return Verdict.NOTHING
    before = index > 0 and start - found[index - 1].end == 1
    behind = index + 1 < len(found) and found[index + 1].start - end == 1
    return judge(text, found[index], title_case=start < title_case_until, near_before=before, near_behind=behind)


def _in_container(text: str, found: Sequence[Found], index: int) -> Place | None:
    """The place of this form that lies in the one named directly behind it ("Hamilton, Ontario")."""
    form = found[index].form
    if index + 1 == len(found) or not form.places or form.places[0].kind in ("country", "demonym"):
        return None
    gap = text[found[index].end : found[index + 1].start]
    if gap not in CONTAINER_GAPS:
        return None
    containers = found[index + 1].form.places
    for container in containers:
        if container.kind not in ("country", "subdivision"):
            continue
        for place in form.places:
            if place.country == container.country and container.subdivision in (None, place.subdivision) and place != container:
                return place
    by_comma = gap == ", " and containers and containers[0].kind == "subdivision" and form.trust is not Trust.SURE
    if by_comma and form.places[0].kind == "city":
        # a namesake that the gazetteer does not know: "Moscow, Tenn."
        return Place("city", containers[0].country, containers[0].subdivision)
    return None


def _stands(
    form: Form,
    verdict: Verdict,
    name: str,
    persons: set[str],
    proven: set[str],
    found: Sequence[Found],
    index: int,
    text: str,
    dateline: Place | None,
) -> bool:
    """Whether the form counts as a place at all."""
    if verdict in (Verdict.NOTHING, Verdict.PERSON):
        return False
    if form.abbreviation:
        return index > 0 and text[found[index - 1].end : found[index].start] == ", " and bool(found[index - 1].form.places)
    if verdict is Verdict.DOUBT:
        return name in proven or (dateline is not None and dateline in form.places)
    return form.trust is Trust.SURE or name not in persons


def _named(
    found: Sequence[Found], verdicts: Sequence[Verdict], contained: dict[int, Place], dateline: Place | None
) -> tuple[Counter[str], Counter[str]]:
    """Countries named by forms of one meaning, and countries and subdivisions of which such local places are named."""
    countries: Counter[str] = Counter()
    local: Counter[str] = Counter()
    for index, (_, _, form) in enumerate(found):
        places = (contained[index],) if index in contained else form.places
        if verdicts[index] in (Verdict.NOTHING, Verdict.PERSON, Verdict.DOUBT) and index not in contained:
            continue
        if len({place.country for place in places}) != 1:
            continue
        countries[places[0].country] += 1
        if places[0].kind in ("subdivision", "city", "capital"):
            local.update({places[0].country, places[0].subdivision or ""})
    if dateline is not None:
        countries[dateline.country] += 1
        local.update({dateline.country, dateline.subdivision or ""})
    return countries, local


def _likeliest(form: Form, named: tuple[Counter[str], Counter[str]], text: str, end: int) -> Place:
    if len(form.places) == 1:
        return form.places[0]
    countries, local = named

    def weight(place: Place) -> float:
        prior = PRIOR.get(place.kind) or log10(place.population + 1)
        prior += COUNTRY_NAMED * (place.country in countries) + SUBDIVISION_NAMED * (place.subdivision in local)
        if place.kind == "subdivision" and form.places[0].kind == "country":
            state_words = text[end : end + 20].startswith(STATE_WORDS)
            prior += STATE_IS_MEANT * (place.country in local or state_words)
        return prior

    return max(form.places, key=weight)
