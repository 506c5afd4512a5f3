"""Bylines: the line that names the writers, as a field and inside the copy."""

import re

from pipeline.text.agencies import agency_in, agency_named
from pipeline.text.clean import ends_sentence

MAX_LENGTH = 140
_NOBODY = frozenset(
    {"staff writers", "staff writer", "staff", "our correspondent", "our staff", "agencies", "news desk"}
)
_BY = re.compile(r"^(?:By|BY|by|Von|VON|Par|PAR|Por|POR|Di|Da|Av|Door|Af):?\s+(?=\S)")
_LINKS = frozenset([
    "and", "und", "et", "y", "e", "og", "och", "in", "à", "de", "da", "di", "du", "van", "von", "der", "den",
    "del", "della", "la", "le", "al", "el", "bin", "ibn", "with", "for", "des",
])  # fmt: skip
_TITLE = re.compile(
    r"\b(?:writer|editor|correspondent|reporter|staff|bureau|korrespondent|correspondant|press|news)\b", re.IGNORECASE
)
_CREDIT_LINE = re.compile(
    r"^(?:The )?(?:Associated Press|Canadian Press|Press Association|Agence France-Presse)$", re.IGNORECASE
)


def read_field(value: str | None) -> str | None:
    """The names of a byline field: without "By", without the agency or title behind them."""
    if not value:
        return None
    names = _BY.sub("", value.strip().rstrip("=").strip())
    while "," in names:
        before, _, after = names.rpartition(",")
        if not (_TITLE.search(after) or agency_named(after)):
            break
        names = before
    return names.strip(" ,;/") or None


def find(text: str) -> str | None:
    """The names of a paragraph that is a byline and nothing else."""
    if len(text) > MAX_LENGTH or not (by := _BY.match(text)):
        return None
    names = text[by.end() :].rstrip("=").strip()
    if ends_sentence(names) and not names.endswith(("Jr.", "Sr.")):
        return None
    named = names.split(",")[0].split()
    if not named or not all(_is_name_word(word) for word in named) or not any(word[0].isupper() for word in named):
        return None
    rest = names[len(names.split(",")[0]) :]
    if any(character.isdigit() for character in rest) or len(rest.split()) > 16:
        return None
    return read_field(names)


def is_generic(names: str) -> bool:
    """Whether a byline names nobody: "by Staff Writers"."""
    return names.casefold() in _NOBODY


def agency_of(text: str) -> str | None:
    """The agency that a byline names behind the writers: "By NN, AP Sports Writer"."""
    for part in text.split(",")[1:4]:
        words = part.split()
        if words and (known := agency_named(part) or agency_named(words[0]) or agency_in(part)):
            return known.name
    return None


def is_credit_line(text: str) -> bool:
    """A line that is only an agency's name, where a byline would stand."""
    return bool(_CREDIT_LINE.match(text)) or (len(text) < 40 and text.isupper() and agency_named(text) is not None)


def _is_name_word(word: str) -> bool:
    bare = word.strip(".,;/&'’\"()-")
    if not bare:
        return True
    if bare.casefold() in _LINKS:
        return True
    return not any(character.isdigit() for character in bare) and (
        bare[0].isupper() or (bare[0] in "dlO" and "'" in bare[:3])
    )
