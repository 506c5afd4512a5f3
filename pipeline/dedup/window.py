"""The window of one domain: what was published or repeated in its last hours, found by handles."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice

from pipeline.dedup.item import Item
from pipeline.dedup.lookups import Groups, Lookups
from pipeline.dedup.names import handle
from pipeline.dedup.near import NearIndex
from schemas.words import Outcome, Relation

MAX_RECORDS_BACK = 1000  # of one story that are looked through for the last one of a take
MAX_NAMESAKES = 1000  # looked at when a notice names its target; more of one name is ambiguous anyway


@dataclass(slots=True)
class Story:
    """The records of one story in the window, oldest first, and the dispatches that repeated them."""

    published: list[Item] = field(default_factory=list)
    repeats: list[Item] = field(default_factory=list)

    @property
    def version(self) -> int:
        """Of the last record; a repeat remembers it where the record itself has left the window."""
        last = [items[-1].version for items in (self.published, self.repeats) if items]
        return max(last, default=0)

    def current(self, take: int, form: int = 0) -> Item | None:
        """The record that a new version of this take replaces: the last one, unless a notice has lifted it.

        `form`: other lengths of the same copy have chains of their own.
        """
        lifted = False
        for item in self._latest():
            if item.notice == "reinstated" and item.relation is Relation.NOTICE:
                lifted = True
            elif (item.take, item.form) == (take, form) and item.relation is not Relation.NOTICE and not (lifted and item.notice):
                return item
        return None

    def text(self, take: int, form: int = 0) -> Item | None:
        """The last record of this take, in this length, that brought text."""
        mine = (item for item in self._latest() if item.is_text and (item.take, item.form) == (take, form))
        return next(mine, None)

    def last(self) -> Item | None:
        """The last record of all."""
        return next(self._latest(), None)

    def withheld(self) -> list[str]:
        """Records that the last hold is about, unless it has been lifted since."""
        notice = next((item for item in self._latest() if item.notice), None)
        return list(notice.cancels) if notice and notice.notice == "hold" else []

    def _latest(self) -> Iterator[Item]:
        """The records, latest first, then those that are known only by what repeats them."""
        published = islice(reversed(self.published), MAX_RECORDS_BACK)
        repeated = (item for item in islice(reversed(self.repeats), MAX_RECORDS_BACK) if not item.of_held)
        return chain(published, repeated)

    def __iter__(self) -> Iterator[Item]:
        return iter((*self.published, *self.repeats))


class Window(Lookups):
    """Items by handle. The last one under a handle wins: so the window is the same however far back it was read."""

    def __init__(self) -> None:
        self._queue: deque[Item] = deque()
        self._latest: dict[int, Item] = {}
        self._named: Groups[Item] = Groups()
        self.near = NearIndex()
        self.stories: dict[str, Story] = {}

    def add(self, item: Item) -> None:
        """Remember a dispatch that was published, or that repeats one."""
        self._queue.append(item)
        for handle_ in item.handles:
            self._latest[handle_] = item
        story = self.stories.setdefault(item.story_id, Story())
        if item.outcome is not Outcome.PUBLISHED:
            story.repeats.append(item)
            return
        story.published.append(item)
        if item.is_text:
            for name in item.names.given():
                self._named.add(name, item)
            if item.signature:
                self.near.add(item)

    def expire(self, before: datetime) -> None:
        """Forget what was decided before that stream time."""
        while self._queue and self._queue[0].stream_time < before:
            self._forget(self._queue.popleft())

    def _forget(self, item: Item) -> None:
        for handle_ in item.handles:
            if self._latest.get(handle_) is item:
                del self._latest[handle_]
        story = self.stories[item.story_id]
        if item.outcome is not Outcome.PUBLISHED:
            story.repeats.remove(item)  # the first one
        else:
            story.published.remove(item)
            if item.is_text:
                for name in item.names.given():
                    self._named.remove(name, item)
                if item.signature:
                    self.near.drop_oldest()
        if not story.published and not story.repeats:
            del self.stories[item.story_id]

    def get(self, handle_: int) -> Item | None:
        """The last item under a handle."""
        return self._latest.get(handle_)

    def story(self, story_id: str) -> Story:
        """What the window holds of a story; nothing, where it does not know it."""
        return self.stories.get(story_id) or Story()

    def record(self, id_: str) -> Item | None:
        """The record of these very bytes."""
        return self.get(handle("record", id_))

    def named(self, name: int) -> list[Item]:
        """The latest published texts under a name."""
        return list(islice(reversed(self._named.get(name)), MAX_NAMESAKES))

    def same_notice(self, item: Item) -> Item | None:
        """The notice that this one repeats word for word."""
        return self.get(handle("notice", item.notice_words, item.agency)) if item.notice_words else None
