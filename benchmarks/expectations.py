"""How a record is held against a hand-read expectation: the `forms` that the reference folder's expected.json names.

The benchmark of formats and the test of reference files compare by the same code.
"""

import re
from collections.abc import Iterator
from typing import Any

NOT_JUDGED = frozenset({"outcome", "related", "regions", "schema", "version", "words_note"})
TIMES = frozenset({"version_created", "first_created", "embargoed_until"})
_QUOTES = str.maketrans("“”„«»‘’`´", '"""""\'\'\'\'')


def fold(value: str) -> str:
    """White space, quotes and case folded."""
    return " ".join(value.translate(_QUOTES).split()).casefold()


def bare(value: str) -> str:
    """Letters and digits only."""
    return re.sub(r"[\W_]+", "", value.casefold())


def matches(wanted: Any, given: Any) -> bool:  # noqa: ANN401 - any JSON value
    """Whether a value meets a plain, `any`, `prefix`, `full` or `contains` expectation."""
    if isinstance(wanted, dict):
        if "any" in wanted:
            return any(matches(one, given) for one in wanted["any"])
        if "full" in wanted or "prefix" in wanted:
            exact = "full" not in wanted or fold(given or "") == fold(wanted["full"])
            return exact and fold(given or "").startswith(fold(wanted.get("prefix", "")))
        return bare(wanted["contains"]) in bare(given or "")
    if isinstance(wanted, str) and isinstance(given, str):
        return fold(wanted) == fold(given)
    return bool(wanted == given)


def same_second(wanted: Any, given: str | None) -> bool:  # noqa: ANN401 - any JSON value
    """Whether a time is the same second in UTC."""
    options = wanted["any"] if isinstance(wanted, dict) else [wanted]
    return any((given or "")[:19] == (one or "")[:19] for one in options)


def body_faults(wanted: dict[str, Any], body: str) -> list[str]:
    """Which parts of an expectation of the body are not met."""
    faults = []
    words = len(body.split())
    counts = wanted.get("words", [])
    counts = counts if isinstance(counts, list) else [counts]
    if counts and not any(abs(words - count) <= max(2, 0.05 * count) for count in counts):
        faults.append(f"{words} words")
    if wanted.get("empty") and body:
        faults.append("not empty")
    if "start" in wanted and not any(fold(body).startswith(fold(one)) for one in wanted["start"]):
        faults.append(f"starts {body[:40]!r}")
    if "end" in wanted and not any(fold(body).endswith(fold(one)) for one in wanted["end"]):
        faults.append(f"ends {body[-40:]!r}")
    return faults + [f"lacks {one!r}" for one in wanted.get("contains", []) if fold(one) not in fold(body)]


def field_faults(item: dict[str, Any], record: dict[str, Any]) -> dict[str, str]:
    """Field by field what is wrong with a record (or dispatch) as built-in types; an empty string where it is right.

    Topics are judged only where `record` has them.
    """
    return {
        name: _fault(name, wanted, record)
        for name, wanted in item.items()
        if name not in NOT_JUDGED and (name not in ("feed_topics", "topics_top") or "topics" in record)
    }


def _fault(name: str, wanted: Any, record: dict[str, Any]) -> str:  # noqa: ANN401 - any JSON value
    if name == "body":
        return "; ".join(body_faults(wanted, record["body"]))
    if name == "not_in_body":
        return "; ".join(one for one in wanted if fold(one) in fold(record["body"]))
    if name == "signals":
        given = set(record["signals"])
        right = set(wanted["must"]) <= given <= set(wanted["must"]) | set(wanted["may"])
        return "" if right else str(sorted(given))
    if name == "headings":
        right = list(map(fold, wanted)) == list(map(fold, record["headings"]))
        return "" if right else str(record["headings"])
    if name == "feed_topics":
        given = set(_top_levels(record, origin="feed"))
        return "" if set(wanted) == given else f"{sorted(given)}, not {wanted}"
    if name == "topics_top":
        given = set(_top_levels(record))
        return "" if set(wanted) <= given else f"{sorted(given)}, not {wanted}"
    return _scalar_fault(name, wanted, record)


def _top_levels(record: dict[str, Any], origin: str | None = None) -> Iterator[str]:
    for topic in record["topics"]:
        code = str(topic["code"]).removeprefix("medtop:")
        if code.endswith("000000") and origin in (None, topic["origin"]):
            yield code


def _scalar_fault(name: str, wanted: Any, record: dict[str, Any]) -> str:  # noqa: ANN401 - any JSON value
    value: Any = record
    for step in name.split("."):
        value = value[step] if value is not None else None
    if name in TIMES:
        right = same_second(wanted, value)
    elif name == "language":
        right = matches(wanted, (value or "").partition("-")[0] or None)
    else:
        right = matches(wanted, value)
    return "" if right else f"{value!r}, not {wanted!r}"
