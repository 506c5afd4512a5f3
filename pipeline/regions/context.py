"""What the words around a printed form make of it: a place, an organisation, a person, or nothing of ours."""

from enum import Enum, auto
from functools import cache

from pipeline.regions.gazetteer import Form, Found, Trust
from pipeline.regions.words import words

BEHIND = 60  # characters looked at behind a form
BEFORE = 30  # and before it
WORDS_OF_A_NAME = 4  # how far behind a place the word may stand that makes the whole an organisation


class Verdict(Enum):
    """What a form is where it stands."""

    PLACE = auto()
    PROVEN = auto()  # a place beyond doubt: "in Reading"
    DOUBT = auto()  # a place only where the name is proven elsewhere in the text
    ORGANISATION = auto()
    PERSON = auto()  # so it is wherever else the name stands alone
    NOTHING = auto()


def judge(text: str, found: Found, *, title_case: bool, near_before: bool, near_behind: bool) -> Verdict:
    """The verdict on one form. `near_before`, `near_behind`: another form stands directly there.

    In a headline with every word capitalised, capitals say nothing of the neighbours.
    """
    start, end, form = found
    following = _names_behind(text, end, 1 if title_case else WORDS_OF_A_NAME)
    before, previous = _before(text, start), ""
    if before:
        previous = before[before.rfind(" ", 0, -1) + 1 : -1]
    of_another_name = not title_case and not near_before and _may_be_given_name(previous)
    if following:
        verdict = _by_name_behind(following)
        if verdict is Verdict.ORGANISATION and (
            form.trust is Trust.PROVE or (form.trust is Trust.CHECK and of_another_name)
        ):
            return Verdict.NOTHING
        if verdict:
            return verdict
    if before:
        verdict = _by_words_before(before, previous, form)
        if verdict:
            return verdict
    if form.trust is Trust.SURE:
        return Verdict.PLACE
    if previous in words().given_names:
        return Verdict.PERSON
    if not title_case and (of_another_name or (not near_behind and following and _may_be_given_name(following[0]))):
        return Verdict.PERSON
    if form.trust is Trust.CHECK or text.startswith(_endings()["proofs"], end):
        return Verdict.PLACE
    return Verdict.DOUBT


def _before(text: str, start: int) -> str:
    """The words before, with a space at both ends; empty where the form does not stand behind a space."""
    if text[start - 1 : start] != " ":
        return ""
    return f" {text[max(0, start - BEFORE) : start]}".replace("\n", " ")


def _names_behind(text: str, end: int, most: int) -> list[str]:
    """The capitalised words directly behind, up to the first other one or a punctuation mark."""
    if text[end : end + 1] != " " or not text[end + 1 : end + 2].isupper():
        return []
    found = []
    for word in text[end + 1 : end + BEHIND].split(" ", most)[:most]:
        plain = word.rstrip(",;:!?)\"'”’")
        if not plain[:1].isupper() and not plain.isdigit():
            break
        found.append(plain.removesuffix("'s").removesuffix("’s").rstrip("\n"))
        if plain != word:
            break
    return found


def _by_name_behind(following: list[str]) -> Verdict | None:
    lists = words()
    for word in following:
        if word in lists.papers:
            return Verdict.NOTHING
        if word in lists.organisations or word.rstrip(".") in lists.organisations:
            return Verdict.ORGANISATION
    return None


def _by_words_before(before: str, previous: str, form: Form) -> Verdict | None:
    endings = _endings()
    if before.endswith(endings["organisations"]):
        return Verdict.ORGANISATION
    if before.endswith(endings["nothing"]):
        return Verdict.NOTHING
    if previous in words().honorifics and form.places[0].kind != "demonym":
        return Verdict.PERSON
    if form.trust is not Trust.SURE and before.endswith(endings["locatives"]):
        return Verdict.PROVEN
    return None


@cache
def _endings() -> dict[str, tuple[str, ...]]:
    lists = words()
    return {
        "organisations": tuple(f" {one} " for one in lists.organisations_of),
        "nothing": tuple(f" {one} " for one in (*lists.papers_of, *lists.persons_of)),
        "proofs": tuple(f" {one}" for one in lists.proofs_behind),
        "locatives": tuple(f" {one} " for one in lists.locatives),
    }


def _may_be_given_name(word: str) -> bool:
    """A capitalised word that is no acronym, opens no sentence, and goes with no place."""
    if not word[:1].isupper() or (word.isupper() and len(word) > 1):
        return False
    lists = words()
    return word.rstrip(".").isalpha() and word not in lists.openers and word.rstrip(".") not in lists.neighbours


def organisation_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the name of the organisation runs that a form judged as one belongs to."""
    before = _before(text, start)
    for ending in _endings()["organisations"]:
        if before.endswith(ending):
            return start - len(ending) + 1, end
    position = end
    for word in _names_behind(text, end, WORDS_OF_A_NAME):
        position = text.index(word, position) + len(word)
        if word in words().organisations:
            break
        if word.rstrip(".") in words().organisations:  # the full stop is the sentence's
            position -= 1
            break
    return start, position
