"""The language of a dispatch: the feed's tag made BCP 47, else detected by py3langid, whose model is in the package."""

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

MIN_LETTERS = 40  # shorter texts say too little; a character of a script of syllables or words counts for three
MAX_CHARACTERS = 200  # of words; detection costs half a microsecond a character
_DENSE = "\u3041"  # kana, Chinese characters, Hangul and what is above them
_TAG = re.compile(r"^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,4}$")
_THREE_LETTERS = {
    "eng": "en", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "spa": "es", "ita": "it", "por": "pt", "nld": "nl",
    "dut": "nl", "rus": "ru", "ara": "ar", "zho": "zh", "chi": "zh", "jpn": "ja", "kor": "ko", "swe": "sv", "nor": "no",
    "dan": "da", "fin": "fi", "pol": "pl", "tur": "tr", "cat": "ca",
}  # fmt: skip
_NAMES = {
    "english": "en", "french": "fr", "francais": "fr", "français": "fr", "german": "de", "deutsch": "de",
    "spanish": "es",
    "español": "es", "italian": "it", "italiano": "it", "portuguese": "pt", "dutch": "nl", "arabic": "ar",
    "russian": "ru",
}  # fmt: skip


def read_tag(printed: str) -> str | None:
    """A feed's language as BCP 47; None where it is none."""
    tag = printed.strip().replace("_", "-")
    if known := _THREE_LETTERS.get(tag.lower()) or _NAMES.get(tag.lower()):
        return known
    if not _TAG.match(tag):
        return None
    first, *rest = tag.split("-")
    return "-".join([first.lower(), *(_subtag(one) for one in rest)])


def _subtag(printed: str) -> str:
    if len(printed) == 4 and printed.isalpha():
        return printed.title()  # a script
    return printed.upper() if len(printed) == 2 else printed.lower()


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=False)
    # not `zxx` (no language), and none of the small ones (Nigerian Pidgin) that short English copy is taken for
    identifier.set_languages([code for code in identifier.nb_classes if len(code) == 2])
    return identifier


def warm_up() -> None:
    """Load the model, so that no dispatch has to wait for it."""
    _identifier()


def detect(text: str) -> str | None:
    """The language of a text; None where there is too little of it."""
    sample = _sample(text)
    if sum(3 if one >= _DENSE else 1 for one in sample if one.isalpha()) < MIN_LETTERS:
        return None
    code: str = _identifier().classify(sample)[0]
    return code


def _sample(text: str) -> str:
    """Words from the beginning: figures and codes are of no language. All of a script that parts no words."""
    words = [word for word in text[: 4 * MAX_CHARACTERS].split() if word.isalpha() or word[:-1].isalpha()]
    sample = " ".join(words)[:MAX_CHARACTERS]
    return sample if 2 * len(sample) > min(len(text), MAX_CHARACTERS) else text[:MAX_CHARACTERS]
