"""The topics of a record, from the feed's codes, the lexicon, the user's rules, and a model or plug-in if any."""

from collections.abc import Mapping

from pipeline.errors import Misconfigured
from pipeline.settings import Settings
from pipeline.topics.feed import topics_of_feed
from pipeline.topics.model_file import UnusableModel
from pipeline.topics.rules import Rules, UnusableRules, load_rules
from pipeline.topics.tagger import Tagger, WatchedModel, load_tagger
from pipeline.topics.text import CERTAIN_ENOUGH, Heard, confidences_of, listen
from pipeline.topics.vocabulary import TopicCode, vocabulary
from schemas.record import Record, Topic
from schemas.words import Origin

Confidences = dict[TopicCode, float]


class TopicFinder:
    """Finds topics. Without a tagger and rules: by the feed's codes and the shipped lexicon alone."""

    def __init__(self, *, tagger: Tagger | None = None, rules: Rules | None = None) -> None:
        self.tagger = tagger
        self.rules = rules

    @classmethod
    def of(cls, settings: Settings) -> "TopicFinder":
        """The finder that the settings ask for. Raises `Misconfigured`."""
        try:
            rules = load_rules(settings.topics_rules) if settings.topics_rules else None
            tagger: Tagger | None = WatchedModel(settings.topics_model) if settings.topics_model else None
        except (UnusableModel, UnusableRules) as error:
            raise Misconfigured(str(error)) from error
        return cls(tagger=load_tagger(settings.topics_tagger) if settings.topics_tagger else tagger, rules=rules)

    def refresh(self) -> None:
        """Take up a model file that has changed. Looks at most every few seconds."""
        if isinstance(self.tagger, WatchedModel):
            self.tagger.refresh()

    def find(self, record: Record) -> list[Topic]:
        """Topics of the record with all ancestors, one for each code and origin, best first."""
        found = _with_ancestors(topics_of_feed(record.codes), Origin.FEED)
        found += _with_ancestors(self.of_text(record.headline or "", record.body, record.language), Origin.TEXT)
        return sorted(found, key=lambda topic: (-topic.confidence, topic.code, topic.origin))

    def of_text(self, headline: str, body: str, language: str | None) -> Confidences:
        """Topic -> confidence from the text alone."""
        heard = list(listen(headline, body, language, self.rules))
        return combine(self.told(headline, body, language), confidences_of(heard), heard, self._tops_told())

    def told(self, headline: str, body: str, language: str | None) -> Confidences:
        """What the model or plug-in says; empty where there is none, or it does not know the language."""
        if self.tagger is None or not self.tagger.reads(language):
            return {}
        return _checked(self.tagger.topics_of(headline, body))

    def _tops_told(self) -> frozenset[TopicCode] | None:
        """The top levels that a model was trained on; `None`: a plug-in tells any."""
        if isinstance(self.tagger, WatchedModel):
            return frozenset(map(_top, self.tagger.model.labels))
        return None


def combine(
    told: Confidences, by_lexicon: Confidences, heard: list[Heard], tops_told: frozenset[TopicCode] | None
) -> Confidences:
    """What a model is sure of stands in the place of the lexicon's top levels.

    Of the lexicon stays what lies below the model's topics, what the model was not trained on (it knows `tops_told`),
    and what the user's own rules speak for. Where the model is sure of nothing, the lexicon decides; where that hears
    nothing, the model's best is given, however weak.
    """
    sure = {code: confidence for code, confidence in told.items() if confidence >= CERTAIN_ENOUGH}
    if not sure:
        return by_lexicon or dict(sorted(told.items(), key=lambda item: -item[1])[:1])
    tops: Confidences = {}
    for code, confidence in sure.items():
        top = _top(code)
        tops[top] = max(tops.get(top, 0.0), confidence)
    ruled = {code for one in heard if one.is_rule for code, weight in one.topics if weight > 0}
    kept: Confidences = {}
    for code, confidence in by_lexicon.items():
        not_told = tops_told is not None and _top(code) not in tops_told
        if (code in ruled or not_told) and confidence >= CERTAIN_ENOUGH:
            kept[code] = confidence
        elif code != _top(code) and _top(code) in tops:
            kept[code] = min(confidence, tops[_top(code)])
    return {code: max(sure.get(code, 0.0), kept.get(code, 0.0)) for code in sure | kept}


def _top(code: TopicCode) -> TopicCode:
    return vocabulary().line(code)[-1]


def _checked(given: Mapping[TopicCode, float]) -> Confidences:
    """Codes in force with confidences from 0 to 1; what is unknown is left out."""
    checked: Confidences = {}
    for code, confidence in given.items():
        known = vocabulary().in_force(code.removeprefix("medtop:"))
        if known is not None and confidence > 0:
            checked[known] = max(checked.get(known, 0.0), min(float(confidence), 1.0))
    return checked


def _with_ancestors(confidences: Mapping[TopicCode, float], origin: Origin) -> list[Topic]:
    known = vocabulary()
    rolled: Confidences = {}
    for code, confidence in confidences.items():
        for at in known.line(code):
            rolled[at] = max(rolled.get(at, 0.0), confidence)
    return [
        Topic(code=f"medtop:{code}", name=known.topics[code].name, confidence=round(confidence, 3), origin=origin)
        for code, confidence in rolled.items()
    ]
