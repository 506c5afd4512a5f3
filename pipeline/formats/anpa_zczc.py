"""ZCZC ... NNNN, AAP's layout: header lines that begin with a sign, then the copy."""

from collections.abc import Iterator

from pipeline.errors import BadInput
from pipeline.formats import anpa_copy
from pipeline.formats.framing import bounded
from pipeline.text.clean import line
from pipeline.text.draft import Draft
from schemas.dispatch import Code
from schemas.words import Reason, Signal

_CODES = {"$": ("anpa-category", "category"), "+": ("subj", "subject"), "&": ("service-level", "service")}


def opens(head: str) -> bool:
    """Whether the text begins as a ZCZC message does."""
    return head[:4] == "ZCZC" and not head[4:5].isalnum()


def read(text: str) -> Iterator[Draft | BadInput]:
    """One draft a message."""
    for message in text.replace("\r\n", "\n").replace("\r", "\n").split("ZCZC")[1:]:
        try:
            yield _draft(bounded(message))
        except BadInput as error:
            yield error


def _draft(message: str) -> Draft:
    copy = message.partition("\nNNNN")[0].strip("\x04\x03").split("\n")
    draft = Draft()
    draft.ids.transref = line(copy[0]) or None
    number = 1
    while number < len(copy) and (not copy[number].strip() or _header(draft, line(copy[number]))):
        number += 1
    rest = copy[number:]
    is_table = Signal.PRESERVED in draft.signals
    draft.blocks = anpa_copy.table("\n".join(rest)) if is_table else anpa_copy.blocks(rest)
    if not draft.headline and not draft.blocks:
        raise BadInput(Reason.NO_TEXT, "a message without headline and text")
    return draft


def _header(draft: Draft, printed: str) -> bool:
    """Read a header line; False where the copy begins."""
    sign, value = printed[:1], printed[1:].strip()
    if sign == ":":
        draft.slugline = value or None
    elif sign == "^":
        draft.headline = value.rstrip("<^").rstrip() or None
    elif sign == "*" and len(value) <= 1:
        draft.signals |= {Signal.PRESERVED} if value == "T" else set()
    elif sign in _CODES and value:
        scheme, role = _CODES[sign]
        draft.codes.append(Code(scheme=scheme, code=value, role=role))
    else:
        return False
    return True
