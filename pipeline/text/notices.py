"""Kill, hold and reinstatement notices, by the grammar in which agencies write to editors.

A notice tells editors what to do with a dispatch (kill, hold, use again), or that it was withdrawn. The bare words
prove nothing: a story about killings, a hold-up or a withdrawn bill is a story. So a notice needs the verb as an order
or in the passive, a dispatch as its object ("story", "item", a slug), and in the passive a word to editors besides.
"""

import re
from typing import Literal

from pipeline.text.agencies import agency_named
from pipeline.text.draft import Block, Draft
from schemas.rooms import Notice
from schemas.words import PubStatus, Signal

Kind = Literal["kill", "hold", "reinstated"]

MAX_NOTICE_WORDS = 220  # longer copy is a story
MAX_NOTICE_CHARACTERS = 12 * MAX_NOTICE_WORDS  # however long its words
MAX_STATUS_KILL_WORDS = 55  # text of a kill by status that is a sentence about it, not the killed story
SENTENCE_WORDS = 70
OBJECT_WITHIN = 9  # words between an order and its object

_ITEMS = frozenset([
    "story", "stories", "item", "items", "dispatch", "dispatches", "article", "articles", "alert", "alerts",
    "newsalert", "flash", "snap", "report", "reports", "copy", "message", "transmission", "series", "version",
    "text", "take", "headline", "photo", "caption", "meldung", "meldungen", "bericht", "dépêche", "depêche",
    "dépêches", "alerte", "noticia", "despacho", "nota", "notizia",
])  # fmt: skip
_ORDERS: dict[str, Kind] = {
    **dict.fromkeys(["kill", "withdraw", "disregard", "spike", "ignore", "delete", "cancel", "retract"], "kill"),
    **dict.fromkeys(["hold", "suspend", "withhold"], "hold"),
    **dict.fromkeys(["release", "reinstate"], "reinstated"),
}
_DONE: dict[str, Kind] = {
    **dict.fromkeys(
        [
            "withdrawn", "killed", "retracted", "canceled", "cancelled", "storniert", "zurückgezogen", "hinfällig",
            "annulée", "anulada",
        ],
        "kill",
    ),
    **dict.fromkeys(["reinstated", "freigegeben"], "reinstated"),
}  # fmt: skip
_PASSIVE = frozenset([
    "is", "was", "are", "were", "been", "being", "be", "now", "hereby", "wird", "wurde", "ist", "werden",
    "est", "fue", "ha", "sido",
])  # fmt: skip
_POLITE = frozenset([
    "please", "kindly", "pls", "bitte", "attention", "editors", "editor", "members", "subscribers", "clients",
    "desk", "redaktionen", "all", "points", "eds", "to",
])  # fmt: skip
_PLEASE = frozenset(["please", "kindly", "pls", "bitte", "must", "should"])
_DETERMINERS = frozenset(
    ["the", "our", "this", "that", "a", "an", "these", "earlier", "die", "diese", "unsere", "la", "le", "una", "un"]
)
# orders that are phrases, where they open a sentence
_PHRASES: tuple[tuple[str, Kind], ...] = (
    ("do not use", "kill"), ("don't use", "kill"), ("mandatory kill", "kill"), ("bulletin kill", "kill"),
    ("veuillez annuler", "kill"), ("merci d'annuler", "kill"), ("prière d'annuler", "kill"),
    ("veuillez ne pas utiliser", "kill"),
    ("merci de ne pas utiliser", "kill"), ("veuillez ne pas tenir compte", "kill"), ("veuillez suspendre", "hold"),
    ("rogamos anulen", "kill"), ("se ruega anular", "kill"),
    ("por favor anulen", "kill"), ("anulen la noticia", "kill"),
    ("si prega di annullare", "kill"), ("si prega di non utilizzare", "kill"), ("si prega di non tenere conto", "kill"),
)  # fmt: skip
_GERMAN: tuple[tuple[str, Kind], ...] = (
    ("nicht verwenden", "kill"), ("nicht mehr verwenden", "kill"), ("nicht zu verwenden", "kill"),
    ("vorerst nicht", "hold"),
    ("zurückhalten", "hold"), ("wieder freigegeben", "reinstated"), ("kann wieder verwendet werden", "reinstated"),
)  # fmt: skip
_USABLE_AGAIN = (
    "may now be used",
    "can now be used",
    "may be used again",
    "released for use",
    "released for publication",
)
_LIFTED = frozenset(["lifted", "released", "rescinded", "removed"])
_TO_EDITORS = re.compile(
    r"\b(?:headlined|slugged|titled|entitled|substitute|be used|do not use|replacement|will be moved|editors"
    r"|will follow|please"
    r"|moved (?:at|on|earlier)|transmitted|sent (?:at|on)|issued (?:at|on|earlier)|published (?:at|earlier))\b"
    r"|\b[A-Z]{1,3}\d{3,6}\b|\b[A-Z]\d[A-Z0-9]{6,8}\b|[A-Z]{2}-\w{2,40}--"
)
_HEADLINE: tuple[tuple[tuple[str, ...], Kind], ...] = (
    (("STORY WITHDRAWN", "STORY KILLED", "STORY REMOVED", "MANDATORY KILL", "BULLETIN KILL", "KILL NOTICE",
      "ANNULATION", "ANULACIÓN", "ANNULLAMENTO", "STORNO", "RÜCKZUG"), "kill"),
    (("STORY REINSTATED",), "reinstated"),
    (("STORY HELD", "STORY ON HOLD"), "hold"),
)  # fmt: skip
# a single word in a headline counts only where the copy says so too
_WEAK_HEADLINE: dict[str, Kind] = {
    "KILL": "kill", "KILLED": "kill", "WITHDRAWN": "kill", "HOLD": "hold", "REINSTATED": "reinstated",
}  # fmt: skip
# a text with none of these is no notice: most texts are not read further
_STEMS = (
    "kill", "withdr", "disregard", "spike", "ignore", "delete", "cancel", "retract", "hold", "suspend", "reinstat",
    "release", "not use", "n't use", "be used", "lifted", "rescind", "remove", "annul", "anul", "utilis", "utiliz",
    "tenir compte", "tenere conto", "storn", "zurück", "verwend", "freigegeben", "vorerst", "hinfällig",
)  # fmt: skip
_MARKS = " -:–—"
_LABEL = re.compile(
    r"(?:ATTENTION|URGENT|NOTICE|NOTE|ADVISORY|EDITORS?|EDS|ACHTUNG|AVIS|ATENCIÓN"
    r"|NOTE TO EDITORS)\b[^:–—\n-]{0,30}[:–—-]{1,3}\s{0,3}",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“„«‘']\s?(?P<words>[^\"“”„«»]{8,250}?)\s?[\"”“»’'](?=[\s,.;:)]|$)")
_SLUGGED = re.compile(r"\bslugged:?\s[\"“'‘]?(?P<slug>[^\s\"”,;][^\"”,;]{1,80})", re.IGNORECASE)
_AFTER_SLUG = re.compile(r"[\"”’']|\.(?=\s|$)|\s(?:and|with|headlined|that|which|moved|sent|from|of|was|is|has)\b")
_ANPA_SLUG = re.compile(r"\b(?P<slug>[A-Z]{2}-[\w&'-]{2,40}--[^\s,;.]{2,40}(?: [A-Z][\w&'-]{0,20}){0,4})")
_TRANSREF = re.compile(
    r"\b(?:[Ii]tem|[Nn]umber|[Nn]o\.|[Tt]ransmission|USN|usn|[Rr]ef\.?|[Rr]eference|[Ii][Dd]|[Ss]erial"
    r"|[Nn]r\.)\s?(?:number|no\.|:|#)?\s?"
    r"(?P<told>[A-Z]{0,4}\d[\w-]{2,20})\b|\b(?P<ap>[A-Z]{1,3}\d{3,6})\b|\b(?P<usn>[A-Z]\d[A-Z0-9]{6,9})\b"
)


def lift(draft: Draft) -> None:
    """Find a notice in the draft, move its words to the notes and set status, signal and `notice`."""
    if draft.pub_status is PubStatus.CANCELED:
        return
    short = _is_short(draft.blocks)
    sentences = [*draft.notes, *(block.text for block in draft.blocks[:4] if short)]
    told = next(((text, kind) for text in sentences if (kind := kind_of(text))), None)
    kind, named = _of_headline(draft.headline or "", told[1] if told else None)
    kind = told[1] if told else kind
    if kind is None or not (told or short):
        return
    text = " ".join(sentences) if short or told is None else told[0]
    draft.notice = _notice(kind, text, named)
    draft.signals.add(Signal(kind))
    _apply(draft, kind, whole=short)


def _is_short(blocks: list[Block]) -> bool:
    if sum(len(block.text) for block in blocks) > MAX_NOTICE_CHARACTERS:
        return False
    return sum(len(block.text.split()) for block in blocks) <= MAX_NOTICE_WORDS


def _of_headline(headline: str, told: Kind | None) -> tuple[Kind | None, str | None]:
    """The kind that a headline's prefix tells, and the headline that it names behind it."""
    for prefixes, kind in _HEADLINE:
        for prefix in prefixes:
            if headline.startswith(prefix) and not headline[len(prefix) :][:1].isalnum():
                return kind, _target_headline(headline[len(prefix) :])
    word = headline.split(" ", 1)[0].split("-", 1)[0].strip(_MARKS)
    if told and _WEAK_HEADLINE.get(word) == told:
        return told, _target_headline(headline[len(word) :])
    return None, None


def _target_headline(rest: str) -> str | None:
    headline = rest.strip(_MARKS)
    return headline if len(headline.split()) >= 3 else None  # "KILL ADVISORY" names none


def kind_of(text: str) -> Kind | None:
    """What a sentence to editors asks for; None where it is no such sentence."""
    head = text[:600].strip().lstrip("(^ ").replace("’", "'")
    folded = head.casefold()
    if not any(stem in folded for stem in _STEMS):
        return None
    for _ in range(3):
        if not (label := _LABEL.match(head)):
            break
        head = head[label.end() :]
    words = [word.strip(".,;:()[]\"“”'*!").casefold() for word in head.split()[:SENTENCE_WORDS]]
    words = [word for word in words if word]
    return _phrase(" ".join(words)) or _order(words, head) or _passive(words, head)


def _phrase(told: str) -> Kind | None:
    for word in ("please ", "kindly ", "editors ", "bitte "):
        told = told.removeprefix(word)
    for phrase, kind in _PHRASES:
        if told.startswith(phrase):
            return "hold" if kind == "kill" and (" until " in told or " pending " in told) else kind
    if told.startswith(("meldung", "die meldung", "diese meldung", "folgende meldung", "unsere meldung")):
        return next((kind for phrase, kind in _GERMAN if phrase in told), None)
    return None


def _order(words: list[str], head: str) -> Kind | None:
    """An order at the head of a sentence, or behind "please": "Kill the story slugged ...", "KILL BC-XX--Fire"."""
    first = next((number for number, word in enumerate(words) if word not in _POLITE), len(words))
    behind = [number + 1 for number, word in enumerate(words) if word in _PLEASE]
    for number in (first, *behind):
        kind = _ORDERS.get(words[number]) if number < len(words) else None
        if kind and words[number + 1 : number + 3] != ["for", "release"] and _has_object(words[number + 1 :], head):
            return kind
    return None


def _has_object(words: list[str], head: str) -> bool:
    near = words[:OBJECT_WITHIN]
    return any(word in _ITEMS for word in near) or (
        bool(_ANPA_SLUG.search(head)) and any("--" in word for word in near)
    )


def _passive(words: list[str], head: str) -> Kind | None:
    """The passive ("The story headlined ... has been withdrawn", "The hold is lifted"), or the agency as subject."""
    if not words:
        return None
    subject = words[1:] if words[0] in _DETERMINERS else words
    if subject[:1] in (["hold"], ["kill"]) and any(
        _is_done(words, n) for n, word in enumerate(words) if word in _LIFTED
    ):
        return "reinstated"
    if not any(word in _ITEMS for word in subject[:OBJECT_WITHIN]):
        return None
    if any(phrase in " ".join(words) for phrase in _USABLE_AGAIN):
        return "reinstated" if _TO_EDITORS.search(head) else None
    agency = words[0] in _DETERMINERS or agency_named(" ".join(words[:2])) or agency_named(words[0])
    for number, word in enumerate(words):
        if (kind := _DONE.get(word)) and agency and (_is_done(words, number) or _is_active(words, number)):
            return kind if _TO_EDITORS.search(head) or _is_active(words, number) else None
    return None


def _is_done(words: list[str], number: int) -> bool:
    return any(word in _PASSIVE for word in words[max(0, number - 3) : number])


def _is_active(words: list[str], number: int) -> bool:
    """ "Reuters has withdrawn the story": the agency did it."""
    named = " ".join(words[:number])
    subject = agency_named(words[0]) or agency_named(" ".join(words[:2])) or agency_named(" ".join(words[:3]))
    return (
        subject is not None and named.endswith("has") and any(word in _ITEMS for word in words[number + 1 : number + 6])
    )


def _notice(kind: Kind, told: str, named: str | None) -> Notice:
    """The notice with what it says of its target: a number, a headline, a slug."""
    text = told[:2000]
    reference = _TRANSREF.search(text)
    quoted = next((found["words"] for found in _QUOTED.finditer(text) if len(found["words"].split()) >= 3), None)
    slug = _SLUGGED.search(text) or _ANPA_SLUG.search(text)
    return Notice(
        kind=kind,
        transref=next(filter(None, reference.groups()), None) if reference else None,
        headline=quoted.rstrip(",.") if quoted else named,
        slugline=_AFTER_SLUG.split(slug["slug"], maxsplit=1)[0].strip(" .'\"") or None if slug else None,
    )


def _apply(draft: Draft, kind: Kind, *, whole: bool) -> None:
    """Set the status; the notice's words become notes. A kill or hold leaves no body."""
    if kind != "reinstated":
        draft.pub_status = PubStatus.CANCELED if kind == "kill" else PubStatus.WITHHELD
    moved = draft.blocks if whole else []
    draft.notes.extend(block.text for block in moved if block.text not in draft.notes)
    if whole or kind != "reinstated":
        draft.blocks = []


def close_status_kill(draft: Draft) -> None:
    """A kill by status: no body; a short text of its own is the kill's sentence."""
    draft.signals.add(Signal.KILL)
    if sum(len(block.text.split()) for block in draft.blocks) <= MAX_STATUS_KILL_WORDS:
        draft.notes.extend(block.text for block in draft.blocks if block.text not in draft.notes)
    draft.blocks = []
