"""Records as a person reads them: one line each."""

import unicodedata
from datetime import datetime

from rich.text import Text

from cli.outputs import Output
from schemas.record import Duplicate, Record
from schemas.rooms import LedgerEntry
from schemas.words import PubStatus, Relation

LEAST_CONFIDENCE = 0.5
OUTCOME_STYLES = {"published": "green", "duplicate": "yellow", "stale": "yellow", "held": "blue", "rejected": "red"}


def record_line(record: Record, outcome: str = "published", note: str = "") -> Text:
    """Time, outcome, agency, version, what to do with it, headline, topics, regions."""
    line = Text(no_wrap=True, overflow="ellipsis")
    line.append(f"{clock(record.processed_at)} ", style="dim")
    line.append(f"{outcome:<9} ", style=OUTCOME_STYLES[outcome])
    line.append(f"{plain(record.agency or record.feed):<9.9} ", style="bold")
    line.append(f"v{record.version:<2} {_what(record):<9} ")
    line.append(plain(record.headline or record.slugline or "(no headline)"))
    topics = top_topics(record)
    if topics:
        line.append(f"  {', '.join(topics)}", style="cyan")
    if record.regions.focus:
        codes = dict.fromkeys(focus.code for focus in record.regions.focus)  # feed and text may name the same one
        line.append(f"  {' '.join(codes)}", style="magenta")
    if note:
        line.append(f"  {note}", style="dim")
    return line


def rejected_line(time: datetime, feed: str, reason: str, detail: str) -> Text:
    """The line of a dead letter."""
    line = Text(no_wrap=True, overflow="ellipsis")
    line.append(f"{clock(time)} ", style="dim")
    line.append(f"{'rejected':<9} ", style=OUTCOME_STYLES["rejected"])
    line.append(f"{plain(feed):<9.9} ", style="bold")
    line.append(f"{plain(reason)}: {plain(detail)}")
    return line


def held_line(entry: LedgerEntry) -> Text:
    """The line of a dispatch that waits for its embargo's end."""
    line = Text(no_wrap=True, overflow="ellipsis")
    line.append(f"{clock(entry.received_at)} ", style="dim")
    line.append(f"{'held':<9} ", style=OUTCOME_STYLES["held"])
    line.append(f"{plain(entry.agency or entry.domain):<9.9} ", style="bold")
    until = f"until {clock(entry.embargoed_until)}" if entry.embargoed_until else "until released"
    line.append(f"v{entry.version:<2} {'':<9} {plain(entry.headline or entry.slugline or '(no headline)')}  ")
    line.append(until, style="blue")
    return line


def output_line(one: Output) -> Text:
    """The line of anything that lies on an output topic."""
    if isinstance(one, Record):
        return record_line(one)
    if isinstance(one, Duplicate):
        return record_line(one.record, one.outcome, one.reason)
    return rejected_line(one.time, one.feed, one.reason, one.detail)


def top_topics(record: Record) -> list[str]:
    """Names of the top-level topics that a route would see, best first, each once."""
    names = [
        topic.name for topic in record.topics if topic.code.endswith("000000") and topic.confidence >= LEAST_CONFIDENCE
    ]
    return list(dict.fromkeys(names))


def clock(time: datetime) -> str:
    """Local time of day."""
    return time.astimezone().strftime("%H:%M:%S")


def plain(text: str) -> str:
    """Without control and format characters: a headline must not drive the terminal."""
    return "".join(" " if unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp") else char for char in text)


def _what(record: Record) -> str:
    if record.pub_status is not PubStatus.USABLE:
        return record.pub_status
    return "" if record.relation is Relation.NEW else record.relation
