"""Invented dispatches of three topics, as many as wanted, each another mix of a topic's own words."""

import random

from pipeline.topics.training import Example

WORDS = {
    "15000000": [
        "striker",
        "goal",
        "match",
        "referee",
        "league",
        "stadium",
        "penalty",
        "midfielder",
        "coach",
        "trophy",
        "tournament",
        "defender",
    ],
    "04000000": [
        "shares",
        "profit",
        "dividend",
        "bank",
        "market",
        "inflation",
        "investors",
        "merger",
        "exports",
        "tariff",
        "bond",
        "earnings",
    ],
    "17000000": [
        "rain",
        "storm",
        "forecasters",
        "snowfall",
        "gales",
        "temperatures",
        "thunderstorm",
        "drought",
        "frost",
        "showers",
        "fog",
    ],
}
COMMON = [
    "the",
    "a",
    "of",
    "and",
    "said",
    "on",
    "Monday",
    "after",
    "it",
    "was",
    "in",
    "that",
    "officials",
    "town",
    "would",
    "they",
    "new",
    "for",
    "with",
    "people",
]


def dispatches(count: int, seed: int = 1) -> list[Example]:
    """`count` of them, their topics in turn."""
    order = random.Random(seed)
    found = []
    for number in range(count):
        topic = list(WORDS)[number % len(WORDS)]
        body = [*order.choices(WORDS[topic], k=12), *order.choices(COMMON, k=30)]
        order.shuffle(body)
        headline = " ".join(order.choices(WORDS[topic], k=2) + order.choices(COMMON, k=3))
        found.append(Example(headline, " ".join(body), frozenset({topic}), "en"))
    return found
