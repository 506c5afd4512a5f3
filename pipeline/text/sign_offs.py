"""Sign-offs: the desk's initials or credits that end a story, by agency. Never stripped for another agency."""

import re
from collections.abc import Callable
from dataclasses import dataclass

MAX_CREDITS = 1500  # characters of a bracket of reporters and editors
_INITIALS = re.compile(r"^(?:burs-)?[a-z]{2,5}(?:[-/][a-z]{2,5}){1,6}$")
_DPA = re.compile(r"^dpa(?:[-/][\w]+)?(?: [a-z0-9]{1,6}){1,7}$")
_AP = re.compile(r"^(?:The )?(?:AP|Associated Press)\b.{0,400}\bcontributed\b.{0,120}$")
_EFE = re.compile(r"^(?:EFE|[a-z]{2,5}(?:/[a-z]{2,5}){1,5}(?: EFE)?|(?:EFE )?[a-z]{2,5}(?:[-/][a-z]{2,5}){1,5})$")
_KYODO = re.compile(r"^==\s?Kyodo$")
_YONHAP = re.compile(r"^(?:\(END\)|[\w.+-]{1,40}@yna\.co\.kr(?:\s*\(END\))?)$")
_AAP = re.compile(r"^AAP(?: RTV)?(?: [a-z]{2,4}(?:[/-][a-z]{2,4}){0,5})?$")
_ENDS = re.compile(r"^(?:ends|ENDS|Ends|end|mf)$")
_TAIL = {
    "efe": re.compile(r"(?<=[.\"”»!?])\s+(EFE)$"),
    "xinhua": re.compile(r"(?:^|\s|(?<=[。”]))(Enditem|[（(]完[)）])\.?$"),
    "swiss": re.compile(r"(?:^|\s)(\((?:SDA|ATS|sda|ats)(?:[-/ ][\w-]{1,12}){0,5}\))$"),
    "ritzau": re.compile(r"(?:^|\s)(/ritzau/[\w/]{0,30})\.?$"),
    "ansa": re.compile(r"(?:^|\s)(\(ANSA\))\.?$"),
    "yonhap": re.compile(r"\s(\(END\))$"),
}
_CREDITS = re.compile(
    r"^(?:[A-Z][\w'’.-]* ){0,4}?(?:additional |further )?(?:reporting|reported|writing|written|editing|edited"
    r"|compiled|compiling|translated"
    r"|production|graphics?|reportage|rédaction|rédigé|édité|édition|écrit|traduit|reporte|reportaje|redacción"
    r"|escrito|editado|editando"
    r"|traducido|información|bearbeitet|geschrieben|redigiert|berichte|reporting|scritto|tradotto|a cura)\b",
    re.IGNORECASE,
)
_BARE_CREDITS = re.compile(r"^(?:Additional )?[Rr]eporting by [^.]{2,300}; .{0,200}?\b[Ee]diting by\b")
_END_MARK = re.compile(
    r"^(?:[-–—#* ]{0,4}(?:END|ENDS|End|30|MORE|more|FIN|ENDE|Ende)[-–—#* ]{0,4}|\((?:END|MORE|more|FIN|FINE)\))$"
)


@dataclass(frozen=True, slots=True)
class Ending:
    """What is left of a paragraph, and the sign-off that was at its end."""

    rest: str
    sign_off: str


def _whole(pattern: re.Pattern[str]) -> Callable[[str], Ending | None]:
    return lambda text: Ending("", text) if len(text) < 600 and pattern.match(text) else None


def _tail(form: str) -> Callable[[str], Ending | None]:
    def ending(text: str) -> Ending | None:
        found = _TAIL[form].search(text, max(0, len(text) - 80))
        return Ending(text[: found.start()].rstrip(), found[1]) if found else None

    return ending


def _reuters(text: str) -> Ending | None:
    """`(Reporting by A in X; Editing by B)`, a paragraph of its own or the end of the last one."""
    stripped = text.rstrip()
    if len(stripped) < 600 and _BARE_CREDITS.match(stripped):
        return Ending("", stripped)  # web pages drop the brackets
    if not stripped.endswith(")"):
        return None
    start = _opening(stripped)
    if start is None or not _CREDITS.match(stripped[start + 1 :]):
        return None
    return Ending(stripped[:start].rstrip(), stripped[start + 1 : -1].strip())


def _opening(text: str) -> int | None:
    """Where the bracket opens that the last character closes."""
    depth = 0
    for position in range(len(text) - 1, max(-1, len(text) - MAX_CREDITS), -1):
        depth += (text[position] == ")") - (text[position] == "(")
        if depth == 0:
            return position
    return None


def _first(*forms: Callable[[str], Ending | None]) -> Callable[[str], Ending | None]:
    return lambda text: next((found for form in forms if (found := form(text))), None)


FORMS: dict[str, Callable[[str], Ending | None]] = {
    "initials": _whole(_INITIALS),
    "dpa": _whole(_DPA),
    "ap": _whole(_AP),
    "efe": _first(_whole(_EFE), _tail("efe")),
    "reuters": _reuters,
    "kyodo": _whole(_KYODO),
    "yonhap": _first(_whole(_YONHAP), _tail("yonhap")),
    "aap": _whole(_AAP),
    "ends": _whole(_ENDS),
    "xinhua": _tail("xinhua"),
    "swiss": _tail("swiss"),
    "ritzau": _tail("ritzau"),
    "ansa": _tail("ansa"),
}


def find(text: str, form: str | None) -> Ending | None:
    """The sign-off at the end of a paragraph, in the form of one agency (`Agency.signs`)."""
    return FORMS[form](text) if form else None


def is_end_mark(text: str) -> bool:
    """A mark that copy ends or goes on in another take: `(END)`, `-30-`, `(MORE)`."""
    return len(text) < 20 and bool(_END_MARK.match(text))


def is_line(text: str) -> bool:
    """Whether a line of wrapped copy is a sign-off of its own, whosever: it never continues a paragraph."""
    if len(text) > 60:
        return False
    return text.startswith("==") or bool(_DPA.match(text)) or ("/" in text and bool(_INITIALS.match(text)))
