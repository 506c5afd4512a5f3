"""What tells topics beside the lexicon: a trained model in a file, or a plug-in, and how both are loaded.

A plug-in is anything that has the two methods of `Tagger`. The setting `topics_tagger` names it as `module:attribute`,
or by an entry point of the group `wirefeed.taggers`; what is named is called without arguments and returns the tagger.
"""

import time
from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol, runtime_checkable

import structlog

from pipeline.errors import Misconfigured
from pipeline.topics.model import LinearModel
from pipeline.topics.model_file import UnusableModel, load
from pipeline.topics.vocabulary import TopicCode, vocabulary

log = structlog.get_logger(__name__)

GROUP = "wirefeed.taggers"
CHECK_SECONDS = 3.0  # between two looks at a model file


@runtime_checkable
class Tagger(Protocol):
    """Tells the topics of one dispatch after another, in the worker's own thread: it has to be quick."""

    def reads(self, language: str | None) -> bool:
        """Whether it can tell topics of texts in this language (BCP 47; `None`: not known)."""

    def topics_of(self, headline: str, body: str) -> Mapping[TopicCode, float]:
        """Media Topics, eight digits each, with confidences from 0 to 1; 0.5 is "rather so than not"."""


class WatchedModel:
    """The model of a file, read again once the file has changed. A bad new file leaves the old model in use."""

    def __init__(self, path: Path) -> None:
        """Raises `UnusableModel`."""
        self._path = path
        self._seen = _stamp(path)
        self._looked_at = time.monotonic()
        self.model = load_topics_model(path)

    def refresh(self) -> None:
        """Look at the file, at most every `CHECK_SECONDS`."""
        now = time.monotonic()
        if now - self._looked_at < CHECK_SECONDS:
            return
        self._looked_at = now
        stamp = _stamp(self._path)
        if stamp == self._seen:
            return
        self._seen = stamp
        try:
            self.model = load_topics_model(self._path)
        except UnusableModel as error:
            log.warning("the changed topic model cannot be used; the one before stays", reason=str(error))
        else:
            log.info("topic model read again", path=str(self._path), metrics=self.model.metrics)

    def reads(self, language: str | None) -> bool:
        """As `LinearModel.reads`."""
        return self.model.reads(language)

    def topics_of(self, headline: str, body: str) -> Mapping[TopicCode, float]:
        """As `LinearModel.topics_of`."""
        return self.model.topics_of(headline, body)


def load_topics_model(path: Path) -> LinearModel:
    """A model whose labels are Media Topics in force. Raises `UnusableModel`."""
    model = load(path)
    known = vocabulary().topics
    strange = [label for label in model.labels if label not in known or known[label].retired]
    if strange:
        raise UnusableModel(f"{path}: labels that are no Media Topics in force: {', '.join(strange[:5])}")
    return model


def load_tagger(name: str) -> Tagger:
    """The plug-in of that name. Raises `Misconfigured` where there is none, or it is no tagger."""
    try:
        if ":" in name:
            module, _, attribute = name.partition(":")
            make = getattr(import_module(module), attribute)
        else:
            (entry_point,) = entry_points(group=GROUP, name=name)
            make = entry_point.load()
        tagger = make()
    except Exception as error:
        raise Misconfigured(f"topics_tagger {name!r} cannot be loaded: {error!r}") from error
    if not isinstance(tagger, Tagger):
        raise Misconfigured(f"topics_tagger {name!r} gives a {type(tagger).__name__}, which is no tagger")
    return tagger


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
