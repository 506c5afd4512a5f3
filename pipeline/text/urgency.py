"""Urgency as IPTC counts it: 1 is flash, 8 the least, 9 the agency's own meaning."""


def read(printed: object) -> int | None:
    """An IPTC urgency as a feed writes it; None for anything else."""
    text = str(printed).strip() if isinstance(printed, str | int) and not isinstance(printed, bool) else ""
    return int(text) if len(text) == 1 and text.isascii() and text.isdigit() and text != "0" else None


# z (AP's sports wire) and h are in no published table; both carry routine copy
_ANPA = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5, "w": 6, "a": 7, "s": 8, "z": 5, "h": 5}


def of_anpa(letter: str) -> int | None:
    """The urgency of an ANPA 1312 priority letter; None for a letter without meaning."""
    return _ANPA.get(letter.lower())
