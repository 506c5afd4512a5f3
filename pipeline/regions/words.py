"""The word lists of `words.toml`, as sets."""

from functools import cache
from importlib.resources import files

import msgspec


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What each list means stands in the file."""

    papers: frozenset[str]
    papers_of: tuple[str, ...]
    organisations: frozenset[str]
    organisations_of: tuple[str, ...]
    neighbours: frozenset[str]
    honorifics: frozenset[str]
    persons_of: tuple[str, ...]
    locatives: tuple[str, ...]
    proofs_behind: tuple[str, ...]
    prove: frozenset[str]
    never: frozenset[str]
    given_names: frozenset[str]
    openers: frozenset[str]


@cache
def words() -> Words:
    """The shipped lists, read once."""
    return msgspec.toml.decode(files("pipeline.regions").joinpath("words.toml").read_bytes(), type=Words)
