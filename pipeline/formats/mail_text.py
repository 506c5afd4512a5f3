"""The text of a mail that is its own: without signature, quoted history and what mail programs put around them."""

import re

from pipeline.text.clean import characters

_HISTORY = re.compile(
    r"-{2,10} ?(?:Original Message|Ursprüngliche Nachricht|Message d'origine|Mensaje original|Messaggio originale)"
    r" ?-{2,10}$|_{20,80}$",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"(?:On|Am|Le|El|Il|Op|Den) .{4,200}(?:wrote|schrieb.{0,80}|écrit|escribió|ha scritto|schreef|skrev) ?:$"
)
_REPLY_HEADER = re.compile(r"(?:From|Von|De|Da|Van): \S.{0,200}$")
_REPLY_FIELD = re.compile(r"(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado|Inviato|To|An|À|Para|A|Subject|Betreff): \S")
_QUOTE_HTML = re.compile(
    r"<(?:blockquote|div)\b[^<>]{0,200}(?:gmail_quote|type=[\"']?cite|divRplyFwdMsg)", re.IGNORECASE
)
_SIGNATURE_HTML = re.compile(r"<div\b[^<>]{0,200}gmail_signature", re.IGNORECASE)
MAX_WRAPPED = 2  # lines over which "On ... wrote:" may run


def own(text: str) -> str:
    """What the sender wrote. A mail that is all quotation is the quotation, without its marks."""
    lines = characters(text).split("\n")
    end = next((number for number in range(len(lines)) if _ends(lines, number)), len(lines))
    kept = [one for one in lines[:end] if not one.startswith(">")]
    if any(one.strip() for one in kept):
        return "\n".join(kept).strip("\n")
    return "\n".join(one.lstrip("> ") for one in lines if not _ends([one], 0)).strip("\n")


def own_markup(markup: str) -> str:
    """HTML up to the history or signature that mail programs mark as such."""
    ends = [found.start() for pattern in (_QUOTE_HTML, _SIGNATURE_HTML) if (found := pattern.search(markup))]
    before = markup[: min(ends)] if ends else markup
    return before if re.sub(r"<[^<>]*>|\s", "", before) else markup


def _ends(lines: list[str], number: int) -> bool:
    """Whether the sender's own text ends before this line."""
    one = lines[number]
    if one in ("--", "-- "):  # the mark of a signature: two hyphens and a space, alone
        return True
    text = one.strip()[:300]
    if _HISTORY.match(text):
        return True
    if _REPLY_HEADER.match(text) and any(_REPLY_FIELD.match(after.strip()) for after in lines[number + 1 : number + 3]):
        return True
    joined = " ".join(after.strip() for after in lines[number : number + MAX_WRAPPED])[:400]
    return bool(_WROTE.match(text) or (text[:3] in ("On ", "Am ", "Le ") and _WROTE.match(joined)))
