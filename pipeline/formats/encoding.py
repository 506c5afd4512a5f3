"""Bytes to text: byte order mark, then the declared encoding, then strict UTF-8, then cp1252; lies are noticed."""

import codecs
import re
from base64 import b64decode

from schemas.words import Warning

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
# what agencies use; anything else that a payload declares (UTF-7, EBCDIC, rot13 ...) is not believed
_KNOWN = frozenset({
    "utf-8", "ascii", "iso8859-1", "iso8859-2", "iso8859-5", "iso8859-6", "iso8859-7", "iso8859-8", "iso8859-9",
    "iso8859-13",
    "iso8859-15", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258",
    "cp437", "cp850",
    "cp852", "cp866", "koi8-r", "koi8-u", "mac-roman", "shift_jis", "cp932", "euc_jp", "iso2022_jp", "gb2312", "gbk",
    "gb18030", "big5", "euc_kr", "cp949", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be",
})  # fmt: skip
_LATIN_1 = frozenset({"iso8859-1", "ascii", "cp1252"})
_WIDE = ("utf-16", "utf-32")
_MOJIBAKE = re.compile("[ÂÃ][\u00a0-¿]|â€[\u0093\u0094™œ\u009d“”¦]")
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f]")
_FALLBACK = "wirefeed-cp1252"


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(_cp1252_character(byte) for byte in error.object[error.start : error.end]), error.end


def _cp1252_character(byte: int) -> str:
    # the five bytes that cp1252 leaves open stay what ISO 8859-1 makes of them
    return bytes([byte]).decode("cp1252", "replace") if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(byte)


codecs.register_error(_FALLBACK, _as_cp1252)


def known_name(declared: str | None) -> str | None:
    """Python's name of a declared encoding; None for one that is unknown or not believed."""
    if not declared:
        return None
    try:
        name = codecs.lookup(declared.strip().strip("\"'")).name
    except (LookupError, ValueError, UnicodeError):
        return None
    return name if name in _KNOWN else None


def decode(data: bytes, *, declared: str | None = None, fixed: str | None = None) -> tuple[str, list[Warning]]:
    """Text of a payload and what was odd. `fixed` is the feed's setting, `declared` what the bytes say."""
    text, warnings = _decode(data, declared, fixed)
    if text.isascii():
        return text, warnings
    if "\ufffd" in text:
        warnings.append(Warning.BROKEN_CHARACTERS)
    if _MOJIBAKE.search(text) and (repaired := _once_more(text)) is not None:
        text = repaired
        warnings.append(Warning.CHARSET_MISMATCH)
    return text, list(dict.fromkeys(warnings))


def _decode(data: bytes, declared: str | None, fixed: str | None) -> tuple[str, list[Warning]]:
    if (name := known_name(fixed)) is not None:
        if name in _LATIN_1:
            return data.decode("cp1252", _FALLBACK).removeprefix("\ufeff"), []
        return data.decode(name, "replace").removeprefix("\ufeff"), []
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _with_bom(data, bom, name)
    name = _believable(data, declared)
    odd = [Warning.CHARSET_MISMATCH] if declared and name is None else []
    if name and name != "utf-8":
        text = _declared(data, name)
        return (text, odd) if text is not None else (_utf8_or_cp1252(data), [Warning.CHARSET_MISMATCH])
    try:
        return data.decode("utf-8"), odd
    except UnicodeDecodeError:
        # bare cp1252 is normal where nothing was declared
        return _utf8_or_cp1252(data), [Warning.CHARSET_MISMATCH] if declared else odd


def _with_bom(data: bytes, bom: bytes, name: str) -> tuple[str, list[Warning]]:
    try:
        return data[len(bom) if name == "utf-8" else 0 :].decode(name), []
    except UnicodeDecodeError:
        if name == "utf-8":
            return _utf8_or_cp1252(data[len(bom) :]), [Warning.CHARSET_MISMATCH]
        return data.decode(name, "replace"), [Warning.CHARSET_MISMATCH]


def _believable(data: bytes, declared: str | None) -> str | None:
    name = known_name(declared)
    if name and name.startswith(_WIDE) and b"\0" not in data[:400]:
        return None  # UTF-16 over single bytes decodes to nonsense without an error
    return name


def _declared(data: bytes, name: str) -> str | None:
    """Text in the declared encoding; None where the bytes are not in it."""
    if name in _LATIN_1:
        if _is_multibyte_utf8(data):
            return None
        return data.decode("cp1252", _FALLBACK)  # C1 bytes in "iso-8859-1" are cp1252
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _is_multibyte_utf8(data: bytes) -> bool:
    if data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _utf8_or_cp1252(data: bytes) -> str:
    """UTF-8 in which each stray byte is read as cp1252; all of cp1252 comes out right too."""
    return data.decode("utf-8", _FALLBACK)


def _once_more(text: str) -> str | None:
    """UTF-8 that was read as cp1252 and written again; None where it was not."""
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return None


def base64_text(encoded: str) -> str | None:
    """The text that a document carries as base64; None where the characters are no base64 or the bytes no text."""
    try:
        data = b64decode("".join(encoded.split()), validate=True)
    except ValueError:
        return None
    text = decode(data)[0] if data else ""
    return None if not text.strip() or _NO_TEXT.search(text) else text
