"""Notes to editors that stand in the copy: trash lines, "Eds:" lines, picture lines, separators."""

import re
from dataclasses import dataclass

_CHANGE = (
    r"(?:Adds?|Updates?|UPDATES?|ADDS?|CORRECTS?|Corrects?|Correcting|Recasts?|Rewrites?|Refiles?|REFILES?"
    r"|Repeats?|REPEATS?|Clarifies"
    r"|Changes|Removes?|Fixes|Deletes?|Releads?|Writes|Inserts?|Restores?|Amends?|Trims|Edits|Incorporates"
    r"|Rephrases|Drops|Refiled"
    r"|RESTORES|CLARIFIES|RECASTS|FIXES|DELETES|Updating|UPDATING|Updated|Story refiled"
    r"|Ajoute|Actualise|Corrige|Précise|Rectifie|Répétition|Complète|Actualiza|Añade|Amplía|Actualizes?|Amplía"
    r"|Aktualisiert|Berichtigt|Ergänzt|Ergänzung|Korrigiert|Wiederholt|Neu|Aggiorna|Aggiunge)"
)
_TRASH = re.compile(
    rf"^\((?P<note>(?:{_CHANGE}\b|In (?:an? |the )?[^()]{{0,80}}?(?:story|item|dispatch"
    rf"|report)[^()]{{0,80}}?\bcorrects?\b"
    r"|This (?:[A-Z][a-z.]+ \d+ )?(?:story|item|version)\b[^()]{0,80}\b(?:correct|refile|clarif|official)"
    rf"|(?:Eds|EDS|Editors|Note)\b).*)\)$",
    re.DOTALL,
)
_EDS = re.compile(
    r"^\(?(?P<mark>Eds|EDS|Editors?|EDITORS?|(?:EDITOR|Editor)[S'’s]{1,2} ?(?:NOTE|Note|note)|(?:EDITORS"
    r"|Editors)['’]? (?:NOTE|Note|note)"
    r"|(?:NOTE|Note) (?:TO|to) (?:EDITORS|[Ee]ditors)|(?:ATTENTION|Attention)(?: (?:EDITORS|[Ee]ditors|ALL EDITORS))?"
    r"|Notes? aux (?:rédactions|abonnés)|Atención|Achtung(?: Redaktionen)?|ACHTUNG"
    r"|Hinweis(?: an die Redaktionen)?|REDAKTIONELLER HINWEIS)"
    r"\s*(?::|_|--|[-–—](?=\s))\s*(?P<note>\S.*)$",
    re.DOTALL,
)
_PICTURE = re.compile(
    r"^\(?(?:(?:With )?(?:AP|AFP|EPA|Reuters|REUTERS|dpa|PA|Kyodo) (?:Photos?|PHOTOS?|Pictures?|Graphics?"
    r"|GRAPHICS?|Videos?|VIDEOS?)\b.{0,120}"
    r"|(?:With )?(?:PHOTOS?|PICTURES?|GRAPHICS?|VIDEOS?|PIX|TV)(?:/\w+)*\s*[:.].{0,120}|\+\+ .{0,120} \+\+)\)?$"
)
_SEPARATOR = re.compile(r"^(?:_{2,}|(?:\* ?){1,10}|(?:- ?){2,20}|={2,}|~+|#{1,3}|(?:# ?){2,6}|\.{3,}|/{2,}|•+)$")
MAX_SEPARATOR = 80  # characters
_STARTS_CHANGE = re.compile(
    rf"^(?:{_CHANGE}\b|In (?:an? |the )?.{{0,80}}?(?:story|item|dispatch|report).{{0,80}}?\bcorrects?\b)"
)
_CONTACT = re.compile(r"^\(\(.{3,300}\)\)$")


@dataclass(frozen=True, slots=True)
class Note:
    """A note to editors, without its brackets; `changes` where it tells what changed."""

    text: str
    changes: bool = False


def find(text: str) -> Note | None:
    """The note of a paragraph that is one and nothing else."""
    head = text[:2000]
    if found := _TRASH.match(head) or _EDS.match(head):
        note = found["note"].strip().rstrip(")") if text.startswith("(") else text
        return Note(note, is_change(found["note"]))
    if len(text) < 200 and _PICTURE.match(text):
        return Note(text)
    return None


def is_change(note: str) -> bool:
    """Whether a note tells what changed."""
    told = note.strip().lstrip("(")
    if marked := _EDS.match(told[:2000]):  # "Eds: UPDATES: With comment."
        told = marked["note"]
    return bool(_STARTS_CHANGE.match(told))


def is_separator(text: str) -> bool:
    """A line of signs between parts of a story."""
    return len(text) < MAX_SEPARATOR and bool(_SEPARATOR.match(text))


def is_contact(text: str) -> bool:
    """A reporter's contact line in double brackets: not for publication."""
    return text.startswith("((") and bool(_CONTACT.match(text))
