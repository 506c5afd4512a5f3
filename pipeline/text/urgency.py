"""Urgency as IPTC counts it: 1 is flash, 8 the least, 9 the agency's own meaning."""


def read(printed: object) -> int | None:
    """An IPTC urgency as a feed writes it; None for anything else."""
    text = str(printed).strip() if isinstance(printed, str | int) and not isinstance(printed, bool) else ""
    return int(text) if len(text) == 1 and text.isascii() and text.isdigit() and text != "0" else None


# flash, bulletin, urgent, regular, deferred, at will, weekday and weekend advance; h occurs and is in no table
_ANPA = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5, "w": 6, "a": 7, "s": 8}


def of_anpa(letter: str) -> int | None:
    """The urgency of an ANPA 1312 priority letter; None for a letter without meaning."""
    return _ANPA.get(letter.lower())
