"""Prometheus metrics of a worker. Its rooms are processes: each writes here, the supervisor answers for all.

prometheus-client's multiprocess mode joins them: PROMETHEUS_MULTIPROC_DIR must be set before this module is imported.
"""

from prometheus_client import Counter, Gauge, Histogram

from schemas.words import Outcome, Reason

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
END_TO_END_SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)

consumed = Counter("wirefeed_dispatches_consumed_total", "Messages or frames' dispatches taken in", ["room"])
outcomes = Counter(
    "wirefeed_dispatches_total", "Dispatches by their outcome (held: how often one was held)", ["outcome"]
)
split = Counter("wirefeed_split_total", "Dispatches beyond the first of their raw message")
dead_letters = Counter("wirefeed_dead_letters_total", "Rejected dispatches by reason", ["reason"])
released = Counter("wirefeed_released_total", "Held dispatches that were let go")
transactions = Counter("wirefeed_transactions_total", "Committed transactions", ["room"])
restarts = Counter("wirefeed_room_restarts_total", "Times a room's process ended and was started again", ["room"])
stage_seconds = Histogram("wirefeed_stage_seconds", "From a batch in hand to its commit", ["room"], buckets=SECONDS)
end_to_end_seconds = Histogram(
    "wirefeed_end_to_end_seconds", "From wire.raw to the committed enriched record", buckets=END_TO_END_SECONDS
)
lag_records = Gauge(
    "wirefeed_consumer_lag_records",
    "Committed records not worked on yet",
    ["room", "partition"],
    multiprocess_mode="livemax",
)
lag_seconds = Gauge(
    "wirefeed_consumer_lag_seconds",
    "Age of the last record worked on, while others wait",
    ["room"],
    multiprocess_mode="livemax",
)
held = Gauge("wirefeed_held", "Dispatches held now", ["partition"], multiprocess_mode="livesum")
state_stories = Gauge("wirefeed_state_stories", "Stories in the window", ["partition"], multiprocess_mode="livesum")
read_back_seconds = Gauge(
    "wirefeed_state_read_back_seconds", "Last read-back of the ledger", multiprocess_mode="livemax"
)


def initialise(room: str) -> None:
    """Give every label its zero, so that a rate over it is right from the first event on."""
    consumed.labels(room)
    transactions.labels(room)
    if room == "parse":
        outcomes.labels(Outcome.REJECTED)
        for reason in Reason:
            dead_letters.labels(reason)
    if room == "dedup":
        for outcome in (Outcome.DUPLICATE, Outcome.STALE, Outcome.HELD):
            outcomes.labels(outcome)
    if room == "tag":
        outcomes.labels(Outcome.PUBLISHED)
