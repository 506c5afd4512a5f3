"""Topics from the feed's own codes: Media Topics, and the Subject Codes that they replaced."""

import re
from collections.abc import Iterable

from pipeline.topics.vocabulary import TopicCode, vocabulary
from schemas.dispatch import Code

EXACT = 0.95
CLOSE = 0.8
MACHINE = 0.7  # at most, where the feed says that a machine assigned the code

_TOPIC_SCHEMES = {"medtop", "mediatopic", "http://cv.iptc.org/newscodes/mediatopic"}
_SUBJECT_SCHEMES = {
    "subj",
    "sttsubj",
    "iptc",
    "subjectcode",
    "subject.code",
    "iptc-subjectcode",
    "iptcsubjectcode",
    "iptcsubjectcodes",
    "iptc.subjectcode",
    "tobject.subject.refnum",
    "http://cv.iptc.org/newscodes/subjectcode",
}
_DIGITS = re.compile(r"[0-9]{7,8}")


def topics_of_feed(codes: Iterable[Code]) -> dict[TopicCode, float]:
    """Topic -> confidence, for the codes that name an IPTC concept. Codes of other schemes give nothing."""
    found: dict[TopicCode, float] = {}
    for code in codes:
        topic, confidence = _resolve(code)
        if topic is None:
            continue
        if _by_machine(code):
            confidence = min(confidence, MACHINE)
        found[topic] = max(found.get(topic, 0.0), confidence)
    return found


def _resolve(code: Code) -> tuple[TopicCode | None, float]:
    scheme, number = _scheme_and_number(code)
    known = vocabulary()
    if scheme in _TOPIC_SCHEMES:
        return known.in_force(number), EXACT
    if scheme is not None and scheme not in _SUBJECT_SCHEMES:
        return None, 0.0
    nearest = (number, f"{number[:5]}000", f"{number[:2]}000000")
    subject = next((known.subjects[at] for at in nearest if at in known.subjects), None)
    if subject is None:
        # a bare number may also be a Media Topic; the two lists share no eight digits below the top level
        return (known.in_force(number), EXACT) if scheme is None else (None, 0.0)
    exact = subject.match == "exact" and number in known.subjects
    return known.in_force(subject.topic), EXACT if exact else CLOSE


def _scheme_and_number(code: Code) -> tuple[str | None, str]:
    """Scheme in lower case without its end slash; the number padded to eight digits, empty where it is none."""
    scheme, text = code.scheme, code.code.strip()
    for separator in ("/", ":"):  # a URI or a qcode may stand whole in the code itself
        before, found, after = text.rpartition(separator)
        if found and _DIGITS.fullmatch(after):
            scheme, text = before, after
            break
    scheme = scheme.lower().rstrip("/:") if scheme else None
    number = text.zfill(8) if _DIGITS.fullmatch(text) else ""
    if scheme and scheme.startswith("urn:newsml:iptc.org:"):
        scheme = "subj" if "subject" in scheme else scheme
    return scheme, number


def _by_machine(code: Code) -> bool:
    role = (code.role or "").lower()
    return "machine" in role or role in {"howextr:tool", "how:tool", "tool"}
