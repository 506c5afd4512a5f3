"""Swiss datelines: a town and its canton's letters, `Landquart GR`."""

import re

from schemas.dispatch import Dateline

_CANTONS = "AG|AI|AR|BE|BL|BS|FR|GE|GL|GR|JU|LU|NE|NW|OW|SG|SH|SO|SZ|TG|TI|UR|VD|VS|ZG|ZH"
_TOWN = re.compile(rf"(?P<town>[^\W\d_][^\d,;:()/]{{1,60}}?)(?:[ /]| \()(?P<canton>{_CANTONS})\)?$")


def read(printed: str) -> Dateline | None:
    """The place of a Swiss agency's dateline with a canton in it; None where it names none."""
    text = printed.strip(" ,.-–—")
    found = _TOWN.fullmatch(text)
    if not found:
        return None
    return Dateline(text=text, city=found["town"].strip(), subdivision=f"CH-{found['canton']}", country="CH")
