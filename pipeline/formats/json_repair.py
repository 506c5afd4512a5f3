"""JSON that aggregators broke: stray escapes, bare control characters, line ends escaped twice."""

import re
from typing import Any

import orjson

from pipeline.errors import BadInput
from pipeline.formats.payload import Payload
from schemas.words import Reason

_TOKEN = re.compile(r'\\u[0-9a-fA-F]{4}|\\.|"|[\x00-\x1f]', re.DOTALL)
_ESCAPES = frozenset('"\\/bfnrt')
_CONTROLS = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}


def load(payload: Payload) -> Any:  # noqa: ANN401 - JSON has no narrower type
    """The JSON value, repaired where it is not valid. Raises `BadInput`."""
    try:
        return payload.json
    except BadInput as error:
        if error.reason is not Reason.UNREADABLE:
            raise
        try:
            return orjson.loads(repaired(payload.text))
        except orjson.JSONDecodeError:
            raise error from None


def repaired(text: str) -> str:
    """JSON text in which only valid escapes are left and no bare control character stands in a string."""
    in_string = False

    def mend(found: re.Match[str]) -> str:
        nonlocal in_string
        token = found[0]
        if token == '"':
            in_string = not in_string
            return token
        if len(token) == 1:  # a control character
            return _CONTROLS.get(token, "") if in_string else token if token in _CONTROLS else ""
        if len(token) > 2 or token[1] in _ESCAPES:
            return token
        return _CONTROLS.get(token[1], token[1])  # a backslash before a curly quote, or the like

    return _TOKEN.sub(mend, text)


def unescaped(text: str) -> str:
    """Text whose line ends, tabs and quotes were escaped once more than they should have been."""
    if "\\" not in text:
        return text
    for old, new in (("\\r\\n", "\n"), ("\\n", "\n"), ("\\r", "\n"), ("\\t", " "), ('\\"', '"')):
        text = text.replace(old, new)
    return text
