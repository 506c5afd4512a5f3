"""JSON that aggregators broke: stray escapes, bare control characters, endless numbers, line ends escaped twice."""

import math
import re

_TOKEN = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|\"|[\x00-\x1f]"
    r"|-?(?:\d[\d.eE+-]*|NaN|Infinity)",
    re.DOTALL,
)
_ESCAPES = frozenset('"\\/bfnrt')
_CONTROLS = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}


def repaired(text: str) -> str:
    """JSON text without what no parser takes.

    Only valid escapes are left; half of a surrogate pair becomes U+FFFD; no bare control character stands in a string;
    a number beyond all bounds is null.
    """
    in_string = False

    def mend(found: re.Match[str]) -> str:
        nonlocal in_string
        token = found[0]
        if token == '"':
            in_string = not in_string
            return token
        if token[0] == "\\":
            return _escape(token)
        if token < " ":  # a control character
            return _CONTROLS.get(token, "") if in_string else token if token in _CONTROLS else ""
        return token if in_string or _is_finite(token) else "null"

    return _TOKEN.sub(mend, text)


def _escape(token: str) -> str:
    if len(token) == 6:
        return "\\ufffd" if "d800" <= token[2:].lower() <= "dfff" else token
    if len(token) > 2 or token[1] in _ESCAPES:
        return token
    return _CONTROLS.get(token[1], token[1])  # a backslash before a curly quote, or the like


def _is_finite(number: str) -> bool:
    try:
        return math.isfinite(float(number))
    except ValueError:
        return True  # no number at all: the parser says so


def unescaped(text: str) -> str:
    """Text whose line ends, tabs and quotes were escaped once more than they should have been."""
    if "\\" not in text:
        return text
    for old, new in (("\\r\\n", "\n"), ("\\n", "\n"), ("\\r", "\n"), ("\\t", " "), ('\\"', '"')):
        text = text.replace(old, new)
    return text
