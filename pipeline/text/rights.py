"""Copyright paragraphs and whom they name."""

import re

MAX_NOTICE = 2000
_OPENS = re.compile(
    r"^\W{0,4}(?:©|\(c\)|copyright\b|all rights reserved|alle rechte vorbehalten|tous droits r[ée]serv[ée]s"
    r"|todos los derechos|tutti i diritti|riproduzione riservata|reproduction interdite"
    r"|this material may not be published)",
    re.IGNORECASE,
)
_SURE = re.compile(
    r"©|\(c\)|\b(?:19|20)\d\d\b|rights reserved|rechte vorbehalten|droits r[ée]serv|derechos reservados"
    r"|diritti riservati"
    r"|may not be (?:published|reproduced)|riproduzione riservata",
    re.IGNORECASE,
)
_HOLDER = re.compile(
    r"(?:copyright|©|\(c\))\s*(?:©|\(c\)|copyright)?\s*(?:(?:19|20)\d\d(?:\s?[-–]\s?\d{2,4})?)?\s*,?\s*(?:by\s+)?"
    r"(?P<holder>[^\W\d_][^.,;:()\d©]{1,60}?)\s*(?=[.,;:()\d©]|\ball rights|\balle rechte|\btous droits|$)",
    re.IGNORECASE,
)


def is_notice(text: str) -> bool:
    """Whether a paragraph is a rights notice (not a story about copyright)."""
    return bool(_OPENS.match(text[:100]) and _SURE.search(text[:MAX_NOTICE]))


def holder_of(notice: str) -> str | None:
    """Whom a rights notice names."""
    found = _HOLDER.search(notice[:MAX_NOTICE])
    return found["holder"].strip() if found else None
