"""The conditions of rules: read from what a rules file says, and looked up in a text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Protocol

LEAD_LENGTH = 350  # characters of the body
DEEPEST = 8
MOST_TERMS = 20_000
LONGEST_TERM = 200
MOST_PLACES = 100  # of one term that `near` looks at
WITHIN = 5

Field = Literal["headline", "lead", "body"]
Places = Mapping[int, list[int]]  # term number -> positions in the text, ascending

_KINDS = ("all", "any", "near", "not")
_OPTIONS = {"any": "at_least", "near": "within"}


class Text(NamedTuple):
    """A headline and a body in lower case, one behind the other."""

    lowered: str
    body_start: int

    @classmethod
    def of(cls, headline: str, body: str) -> "Text":
        """Headline, line end, body."""
        lowered = headline.lower()
        return cls(f"{lowered}\n{body.lower()}", len(lowered) + 1)

    def span(self, field: Field | None) -> tuple[int, int]:
        """Where a field begins and ends; the lead is the beginning of the body."""
        if field == "headline":
            return 0, self.body_start
        if field == "lead":
            return self.body_start, self.body_start + LEAD_LENGTH
        return (self.body_start if field else 0), len(self.lowered)

    def field_at(self, position: int) -> Field:
        """The field that a position lies in; `body` behind the lead."""
        if position < self.body_start:
            return "headline"
        return "lead" if position < self.body_start + LEAD_LENGTH else "body"


class Condition(Protocol):
    """Something that a text meets or not."""

    def first(self, text: Text, places: Places) -> int | None:
        """The position of the first term that meets it, or `None` where it is not met."""


@dataclass(frozen=True)
class Term:
    """A word or phrase stands in the field."""

    number: int
    field: Field | None

    def first(self, text: Text, places: Places) -> int | None:
        return next(self.positions(text, places), None)

    def positions(self, text: Text, places: Places) -> Iterator[int]:
        """All its places in the field."""
        start, end = text.span(self.field)
        return (at for at in places.get(self.number, ()) if start <= at < end)


@dataclass(frozen=True)
class All:
    """Every part is met."""

    parts: tuple[Condition, ...]

    def first(self, text: Text, places: Places) -> int | None:
        found = []
        for part in self.parts:
            at = part.first(text, places)
            if at is None:
                return None
            found.append(at)
        return min(found)


@dataclass(frozen=True)
class Some:
    """So many of the parts are met."""

    parts: tuple[Condition, ...]
    at_least: int

    def first(self, text: Text, places: Places) -> int | None:
        found = [at for part in self.parts if (at := part.first(text, places)) is not None]
        return min(found) if len(found) >= self.at_least else None


@dataclass(frozen=True)
class Near:
    """The first term has each of the others within so many words before or behind it."""

    terms: tuple[Term, ...]
    within: int

    def first(self, text: Text, places: Places) -> int | None:
        head, *others = [list(term.positions(text, places))[:MOST_PLACES] for term in self.terms]
        return next((at for at in head if all(self._close(text, at, other) for other in others)), None)

    def _close(self, text: Text, at: int, others: list[int]) -> bool:
        for other in others:
            start, end = min(at, other), max(at, other)
            # so many words are never that long: no need to count those between far places
            if end - start <= LONGEST_TERM + 40 * self.within and len(text.lowered[start:end].split()) <= self.within:
                return True
        return False


@dataclass(frozen=True)
class Not:
    """The part is not met."""

    part: Condition

    def first(self, text: Text, places: Places) -> int | None:
        return len(text.lowered) if self.part.first(text, places) is None else None


def condition(
    given: Any,  # noqa: ANN401 - whatever TOML may hold
    terms: dict[str, int],
    where: str,
    field: Field | None = None,
    depth: int = 0,
) -> Condition:
    """The condition that a rules file describes; new terms are added to `terms`. Raises `ValueError`."""
    if isinstance(given, str):
        return _term(given, terms, where, field)
    if depth >= DEEPEST:
        raise ValueError(f"{where}: nested more than {DEEPEST} deep")
    kinds = [kind for kind in _KINDS if isinstance(given, dict) and kind in given]
    if len(kinds) != 1:
        raise ValueError(f"{where}: `when` wants a term, or a table with one of {', '.join(_KINDS)}")
    (kind,) = kinds
    unknown = set(given) - {kind, "in", _OPTIONS.get(kind, kind)}
    if unknown:
        raise ValueError(f"{where}: `{kind}` knows no {', '.join(sorted(unknown))}")
    field = _field(given.get("in", field), where)
    if kind == "not":
        return Not(condition(given["not"], terms, where, field, depth + 1))
    parts = given[kind]
    if not isinstance(parts, list) or not parts:
        raise ValueError(f"{where}: `{kind}` wants a list with something in it")
    if kind == "near":
        near = tuple(_term(part, terms, where, field) for part in parts)
        if len(near) < 2:
            raise ValueError(f"{where}: `near` wants two terms or more")
        return Near(near, _number(given.get("within", WITHIN), where, "within"))
    inner = tuple(condition(part, terms, where, field, depth + 1) for part in parts)
    if kind == "all":
        return All(inner)
    return Some(inner, _number(given.get("at_least", 1), where, "at_least"))


def is_positive(given: Condition) -> bool:
    """Whether something has to stand in the text to meet it."""
    if isinstance(given, Not):
        return False
    if isinstance(given, All):
        return any(map(is_positive, given.parts))
    if isinstance(given, Some):
        return all(map(is_positive, given.parts))
    return True


def _term(given: Any, terms: dict[str, int], where: str, field: Field | None) -> Term:  # noqa: ANN401 - as above
    term = " ".join(given.lower().split()) if isinstance(given, str) else ""
    if not term.removesuffix("*") or "*" in term[:-1] or len(term) > LONGEST_TERM:
        raise ValueError(f"{where}: {given!r} is no term; a `*` may stand at its end")
    if term not in terms and len(terms) >= MOST_TERMS:
        raise ValueError(f"{where}: more than {MOST_TERMS} terms")
    return Term(terms.setdefault(term, len(terms)), field)


def _field(given: Any, where: str) -> Field | None:  # noqa: ANN401 - as above
    for known in (None, "headline", "lead", "body"):
        if given == known:
            return known
    raise ValueError(f'{where}: `in` is "headline", "lead" or "body"')


def _number(given: Any, where: str, name: str) -> int:  # noqa: ANN401 - as above
    if isinstance(given, bool) or not isinstance(given, int) or not 1 <= given <= 100:
        raise ValueError(f"{where}: `{name}` is a whole number from 1 to 100")
    return given
