"""What a text says that its shingles cannot tell apart: its figures and its names, as short sorted hashes.

A look-alike of a serial shares nine words in ten with the last one; the tenth is a figure or a name.
"""

import re
from collections import Counter
from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from xxhash import xxh3_64_intdigest

MAX_FIGURES = 64  # kept one by one; of more the smallest hashes, so that two long lists keep the same ones
MAX_NAMES = 64

_NUMERAL = re.compile(r"-?\d[\d.,]*")
# A capital after a space that ends no sentence. Latin, Greek, Cyrillic; what is in capitals throughout has no names.
_CAPITAL = "A-ZÀ-ÖØ-ÞΑ-ΩА-Я"
_NAME = re.compile(rf"[{_CAPITAL}](?<=[^.!?:;\"”»'’{_CAPITAL}] .)\w+")
_OPENING = re.compile(rf"^[\"“„«'‘]?([{_CAPITAL}]\w+)")

# Words that mean something else elsewhere (Italian due, French sept, Spanish once) stay words.
_SPELLED = {
    word: str(number)
    for number, words in enumerate(
        (
            "one", "two zwei deux dos twee", "three drei trois tres tre drie", "four vier quatre cuatro quattro",
            "five fünf cinq cinco cinque vijf", "six sechs seis zes", "seven sieben siete sette zeven",
            "eight acht huit ocho", "nine neun nueve nove negen", "ten zehn dix diez dieci tien",
            "eleven elf onze undici", "twelve zwölf douze doce dodici twaalf", "thirteen dreizehn treize trece",
            "fourteen vierzehn quatorze", "fifteen fünfzehn quinze", "sixteen sechzehn seize", "seventeen siebzehn",
            "eighteen achtzehn", "nineteen neunzehn", "twenty zwanzig vingt veinte venti",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


_MONTHS = _words(
    "january february march april may june july august september october november december",
    "jan feb mar apr jun jul aug sep sept oct nov dec",
    "januar februar märz mai juni juli oktober dezember",
    "janvier février mars avril juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
)
_DATE_WORDS = _MONTHS | _words(
    "monday tuesday wednesday thursday friday saturday sunday",
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag",
    "lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo",
)
_CLOCKS = _words("gmt utc est edt cst cdt pst pdt cet cest bst am pm uhr heures h")
_TIMES_OF_DAY = _words("noon midday midnight opening closing midsession mittags")
_TELLING = _MONTHS | _CLOCKS | _TIMES_OF_DAY | _SPELLED.keys() | {"m"}
_VALUE = 0xFFFFFFFC  # of a figure's hash; the other bits are its kind
_NO_SUM = xxh3_64_intdigest(b"").to_bytes(8, "little")


class Kind(IntEnum):
    """What a figure stands for; in the two low bits of its hash."""

    PLAIN = 0
    DATE = 1  # the day of a date: a re-send of the next day may give it, where the first said today
    CLOCK = 2
    HEADLINE = 3  # of the headline, and not in the body


def figures(headline: str, body: str) -> bytes:
    """The figures of a normalised headline and body: the sum of them all, then up to 64 hashes, 4 bytes each."""
    found = _figures_of(body.split())
    in_body = {text for text, _ in found}
    found += [(text, Kind.HEADLINE) for text in {text for text, _ in _figures_of(headline.split())} - in_body]
    return _packed_figures(found)


def _figures_of(words: Sequence[str]) -> list[tuple[str, Kind]]:
    if _TELLING.isdisjoint(words):  # most texts: no need to know where each figure stands
        numerals = _NUMERAL.findall(" ".join([word for word in words if not word.isalpha()]))
        return [(text, Kind.PLAIN) for text in numerals]
    found: list[tuple[str, Kind]] = []
    for place, word in enumerate(words):
        if not word.isalpha():
            kind = _kind(words, place)
            found += [(text, kind) for text in _NUMERAL.findall(word)]
        elif word in _SPELLED:
            found.append((_SPELLED[word], Kind.PLAIN))
        elif word in _TIMES_OF_DAY:
            found.append((word, Kind.CLOCK))
    return found


def _kind(words: Sequence[str], place: int) -> Kind:
    before = words[place - 1] if place else ""
    after = words[place + 1 : place + 3]
    if len(words[place]) <= 4 and (before in _MONTHS or (after and after[0] in _MONTHS)):
        return Kind.DATE
    if not _CLOCKS.isdisjoint(after) or after[:2] in (["a", "m"], ["p", "m"]):
        return Kind.CLOCK
    return Kind.PLAIN


def _packed_figures(found: Sequence[tuple[str, Kind]]) -> bytes:
    if not found:
        return b""
    seen: Counter[str] = Counter()
    hashes = []
    for text, kind in found:
        seen[text] += 1  # the second time that a figure occurs it is another one: so a list of them is a set
        hashes.append(_hash(f"{text} {seen[text]}") & _VALUE | kind)
    hashes.sort()
    undated = " ".join(sorted(text for text, kind in found if kind is not Kind.DATE))
    return _hash(undated).to_bytes(8, "little") + np.array(hashes[:MAX_FIGURES], dtype="<u4").tobytes()


def names(body: str) -> bytes:
    """The names of a body as printed: up to 64 hashes, 2 bytes each. None of a text all in capitals.

    Names are words with a capital within a sentence, and the first word of all.
    """
    if body.isupper():
        return b""
    found = {*_NAME.findall(body), *_OPENING.findall(body)}
    hashes = sorted({_hash(name) & 0xFFFF for name in found if name.casefold() not in _DATE_WORDS})
    return np.array(hashes[:MAX_NAMES], dtype="<u2").tobytes()


def _hash(text: str) -> int:
    return xxh3_64_intdigest(text.encode("utf-8", "surrogatepass"))


class Balance(NamedTuple):
    """What two texts have in common, and what each has of its own."""

    shared: int
    mine: int
    theirs: int

    @property
    def equal(self) -> bool:
        """Neither has any of its own."""
        return not self.mine and not self.theirs

    @property
    def nested(self) -> bool:
        """All of one are in the other."""
        return not self.mine or not self.theirs


def compare_figures(mine: bytes, theirs: bytes) -> Balance:
    """Figure by figure, each as often as it occurs, wherever it stands."""
    one, other = ([hash_ & _VALUE for hash_ in _hashes(packed)] for packed in (mine, theirs))
    return _balance(one, other, MAX_FIGURES)


def compare_moments(mine: bytes, theirs: bytes) -> Balance:
    """The same of dates and times of day alone."""
    one, other = (
        [hash_ for hash_ in _hashes(packed) if hash_ & 3 in (Kind.DATE, Kind.CLOCK)] for packed in (mine, theirs)
    )
    return _balance(one, other, MAX_FIGURES)


def _hashes(packed: bytes) -> list[int]:
    hashes: list[int] = np.frombuffer(packed[8:], "<u4").tolist()
    return hashes


def same_figures(mine: bytes, theirs: bytes) -> bool:
    """Whether no numeral differs. A date in one where the other has none is no difference: `today` next day."""
    if (mine[:8] or _NO_SUM) != (theirs[:8] or _NO_SUM):
        return False
    return mine == theirs or compare_figures(mine, theirs).nested


def compare_names(mine: bytes, theirs: bytes) -> Balance:
    """Name by name."""
    return _balance(np.frombuffer(mine, "<u2").tolist(), np.frombuffer(theirs, "<u2").tolist(), MAX_NAMES)


def _balance(mine: Sequence[int], theirs: Sequence[int], limit: int) -> Balance:
    # Of a list that was cut only the hashes up to its last one are known
    last = min((values[-1] for values in (mine, theirs) if len(values) >= limit), default=None)
    if last is not None:
        mine, theirs = ([value for value in values if value <= last] for values in (mine, theirs))
    shared = len(set(mine).intersection(theirs))
    return Balance(shared, len(mine) - shared, len(theirs) - shared)
