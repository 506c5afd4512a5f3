"""Urgency as IPTC counts it: 1 is flash, 8 the least, 9 the agency's own meaning."""


def read(printed: object) -> int | None:
    """An IPTC urgency as a feed writes it; None for anything else."""
    text = str(printed).strip() if isinstance(printed, str | int) and not isinstance(printed, bool) else ""
    return int(text) if len(text) == 1 and text.isascii() and text.isdigit() and text != "0" else None
