"""Fingerprints: hashes of a dispatch's text with all that a reader would not notice folded away.

Folded: compatibility forms, case, white space, punctuation (so typographic quotes and dashes). Kept: letters, marks,
digits with their decimal signs, currency and per cent signs, the minus before a figure: one such sign is a correction.
"""

import re
import unicodedata

from xxhash import xxh3_64_intdigest

from pipeline.dedup.facts import figures, names
from pipeline.dedup.signature import SIGNATURE_VERSION, Signature, sign
from schemas.dispatch import Dispatch
from schemas.rooms import Fingerprint
from schemas.words import Signal, Warning

MAX_PARAGRAPHS = 1000  # hashed one by one; the last hash stands for all the rest

_KEPT_SIGNS = frozenset("%‰+.,-")
_DASHES = frozenset("‐‑‒–—―−")


class _Folding(dict[int, str | None]):
    """A table for `str.translate`, filled as characters turn up."""

    def __missing__(self, code: int) -> str | None:
        self[code] = folded = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str | None:
    if character in _KEPT_SIGNS or character == "\n":
        return character
    if character in _DASHES:
        return "-"
    category = unicodedata.category(character)
    if category[0] in "LMN" or category == "Sc":
        return character
    return None if category == "Cf" else " "  # Cf: soft hyphens, zero-width and direction marks


_FOLDING = _Folding()
# A point or comma counts between two digits only, a minus only after white space and before a digit.
_LOOSE_SIGN = re.compile(r"[.,-](?:(?<![0-9][.,])(?<![ \n]-)|(?![0-9]))")
_NUMERAL = re.compile(r"[-\d][\d.,]*")  # of normalised text, where a minus has its digit
_ASCII_NUMERAL = re.compile(r"[-0-9][0-9.,]*")  # the same, twice as fast


def normalise(text: str) -> str:
    """Text as it is compared; words parted by one space, empty where nothing is left."""
    return " ".join(_folded(text).split())


def _folded(text: str) -> str:
    """Text folded character by character, its line ends kept."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_FOLDING)
    # a point or comma before a space is the rule: the pattern is for the rest, and five times slower
    return _LOOSE_SIGN.sub(" ", f" {folded}".replace(", ", " ").replace(". ", " "))


def fingerprint(dispatch: Dispatch) -> Fingerprint:
    """Hashes of the normalised headline and body. A headline that was made from the text counts as absent."""
    headline = normalise(dispatch.headline or "")
    paragraphs = _paragraphs(dispatch.body)
    told = [paragraph for paragraph in paragraphs if paragraph]
    if Warning.HEADLINE_FROM_TEXT in dispatch.warnings:
        if headline and not (told and told[0].startswith(headline)):
            told.insert(0, headline)  # it was lifted out of the text: there it belongs
        headline = ""
    elif len(told) > 1 and told[0] == headline:
        del told[0]
    body = " ".join(told)
    signature = sign(body)
    if Signal.PRESERVED in dispatch.signals:
        signature = Signature(signature.shingles, b"")  # tables: exact copies only
    in_headline, in_body = _numerals(headline), _numerals(body)
    return Fingerprint(
        headline=text_hash(headline),
        body=text_hash(body),
        paragraphs=_paragraph_hashes(paragraphs),
        numerals=text_hash(" ".join(sorted(in_headline + in_body))),
        headline_numerals=text_hash(" ".join(sorted(set(in_headline).difference(in_body)))),
        shingles=signature.shingles,
        signature=signature.slots,
        signature_version=SIGNATURE_VERSION if signature.slots else 0,
        figures=figures(headline, body),
        proper_names=names(dispatch.body),
    )


def _paragraphs(body: str) -> list[str]:
    """The normalised paragraphs; folded as a whole, which is much faster than one by one."""
    folded = _folded(body) if body else ""
    while "  " in folded:
        folded = folded.replace("  ", " ")
    parts = folded.split("\n\n") if folded else []
    return [" ".join(one.split()) if "\n" in one else one.strip(" ") for one in parts]


def _numerals(text: str) -> list[str]:
    return (_ASCII_NUMERAL if text.isascii() else _NUMERAL).findall(text)


def text_hash(text: str) -> int:
    """xxh3 of a normalised text; 0 is kept for the empty one."""
    return (xxh3_64_intdigest(text.encode("utf-8", "surrogatepass")) or 1) if text else 0


def _paragraph_hashes(paragraphs: list[str]) -> list[int]:
    if len(paragraphs) > MAX_PARAGRAPHS:
        paragraphs = [*paragraphs[: MAX_PARAGRAPHS - 1], " ".join(paragraphs[MAX_PARAGRAPHS - 1 :])]
    return [text_hash(paragraph) for paragraph in paragraphs]
