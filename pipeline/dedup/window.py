"""The window of one domain: what was published or repeated in its last hours, found by handles and by likeness.

Dispatches are kept packed, about half a kilobyte each, and unpacked where they are looked at.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain, islice

import msgspec

from pipeline.dedup.chains import Chains
from pipeline.dedup.item import Item
from pipeline.dedup.lookups import Lookups
from pipeline.dedup.names import handle
from pipeline.dedup.near import Likeness, NearIndex
from schemas.words import Outcome, Relation

MAX_RECORDS_BACK = 1000  # of one story that are looked through for the last one of a take
MAX_NAMESAKES = 1000  # looked at when a notice names its target; more of one name is ambiguous anyway
MAX_UNPACKED = 2000  # kept at hand

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Item)


class Story:
    """The records of one story in the window, and the dispatches that repeated them; unpacked as they are asked for."""

    def __init__(self, newest_first: Iterable[Item] = ()) -> None:
        self._coming = iter(newest_first)
        self._unpacked: list[Item] = []

    @property
    def version(self) -> int:
        """Of the last record; a repeat remembers it where the record itself has left the window."""
        newest = next(self._newest(), None)
        return newest.version if newest else 0

    def current(self, take: int, form: int = 0) -> Item | None:
        """The record that a new version of this take replaces: the last one, unless a notice has lifted it.

        `form`: other lengths of the same copy have chains of their own.
        """
        lifted = False
        for item in self._records():
            if item.notice == "reinstated" and item.relation is Relation.NOTICE:
                lifted = True
            elif _is_version(item, take, form) and not (lifted and item.notice):
                return item
        return None

    def text(self, take: int, form: int = 0) -> Item | None:
        """The last record of this take, in this length, that brought text."""
        mine = (item for item in self._records() if item.is_text and (item.take, item.form) == (take, form))
        return next(mine, None)

    def last(self) -> Item | None:
        """The last record of all."""
        return next(self._records(), None)

    def last_published(self) -> Item | None:
        """The last record that is in the window itself."""
        return next(self._published(), None)

    def root(self) -> Item | None:
        """The first record that is in the window itself."""
        published = [*islice(self._published(), MAX_RECORDS_BACK)]
        return published[-1] if published else None

    def withheld(self) -> list[str]:
        """Records that the last hold is about, unless it has been lifted since."""
        notice = next((item for item in self._records() if item.notice), None)
        return list(notice.cancels) if notice and notice.notice == "hold" else []

    def _records(self) -> Iterator[Item]:
        """The records, latest first, then those that are known only by what repeats them."""
        repeated = (item for item in islice(self._repeats(), MAX_RECORDS_BACK) if not item.of_held)
        return chain(islice(self._published(), MAX_RECORDS_BACK), repeated)

    def _published(self) -> Iterator[Item]:
        return (item for item in self._newest() if item.outcome is Outcome.PUBLISHED)

    def _repeats(self) -> Iterator[Item]:
        return (item for item in self._newest() if item.outcome is not Outcome.PUBLISHED)

    def _newest(self) -> Iterator[Item]:
        place = 0
        while True:
            if place == len(self._unpacked):
                item = next(self._coming, None)
                if item is None:
                    return
                self._unpacked.append(item)
            yield self._unpacked[place]
            place += 1

    def __iter__(self) -> Iterator[Item]:
        return iter((*reversed([*self._published()]), *reversed([*self._repeats()])))


class Window(Lookups):
    """Items by handle. The last one under a handle wins: so the window is the same however far back it was read."""

    def __init__(self) -> None:
        self._packed: list[bytes | None] = []  # by number, less `_base`
        self._base = 0
        self._front = 0  # number of the oldest
        self._oldest: datetime | None = None
        self._chains = Chains()
        self._near = NearIndex()
        self._unpacked: dict[int, Item] = {}
        self.story_count = 0

    def add(self, item: Item, signature: bytes) -> None:
        """Remember a dispatch that was published, or that repeats one."""
        number = self._base + len(self._packed)
        self._packed.append(_encoder.encode(item))
        if not self._has_story(item.story_id):
            self.story_count += 1
        self._chains.add(_entries(item), number)
        if item.is_signed:
            self._near.add(number, signature, item.paragraphs)
        if self._oldest is None:
            self._oldest = item.stream_time

    def expire(self, before: datetime) -> None:
        """Forget what was decided before that stream time."""
        while self._oldest and self._oldest < before:
            self._forget_oldest()

    def _forget_oldest(self) -> None:
        item = self._item(self._front)
        self._unpacked.pop(self._front, None)
        self._packed[self._front - self._base] = None
        self._chains.drop(len(_entries(item)))
        if item.is_signed:
            self._near.drop_oldest()
        if not self._has_story(item.story_id):
            self.story_count -= 1
        self._front += 1
        gone = self._front - self._base
        if 2 * gone > len(self._packed):
            del self._packed[:gone]
            self._base = self._front
        self._oldest = self._item(self._front).stream_time if self._packed else None

    def _item(self, number: int) -> Item:
        item = self._unpacked.get(number)
        if item is None:
            packed = self._packed[number - self._base]
            assert packed is not None, "what has expired is not looked at"
            if len(self._unpacked) >= MAX_UNPACKED:
                self._unpacked.clear()
            item = self._unpacked[number] = _decoder.decode(packed)
        return item

    def get(self, handle_: int) -> Item | None:
        """The last item under a handle."""
        number = next(self._chains.get(handle_), None)
        return None if number is None else self._item(number)

    def story(self, story_id: str) -> Story:
        """What the window holds of a story; nothing, where it does not know it."""
        return Story(map(self._item, self._chains.get(handle("story", story_id))))

    def _has_story(self, story_id: str) -> bool:
        return next(self._chains.get(handle("story", story_id)), None) is not None

    def record(self, id_: str) -> Item | None:
        """The record of these very bytes."""
        return self.get(handle("record", id_))

    def named(self, name: int) -> list[Item]:
        """The latest published texts under a name."""
        return [self._item(number) for number in islice(self._chains.get(name), MAX_NAMESAKES)]

    def same_notice(self, item: Item) -> Item | None:
        """The notice that this one repeats word for word."""
        return self.get(handle("notice", item.notice_words, item.agency)) if item.notice_words else None

    def like(self, item: Item, signature: bytes) -> list[tuple[Item, Likeness]]:
        """Texts that share shingles or an opening paragraph with it, newest first."""
        return [(self._item(found.number), found) for found in self._near.like(signature, item.paragraphs)]


def _is_version(item: Item, take: int, form: int) -> bool:
    """Whether it stands in the place of this take, in this length: its text, or a notice that withdrew it."""
    return item.relation is not Relation.NOTICE and (item.take, item.form) == (take, form)


def _entries(item: Item) -> list[int]:
    """Handles under which it is found; its names only where it brings text."""
    names = item.names.given() if item.is_text and item.outcome is Outcome.PUBLISHED else ()
    return [handle("story", item.story_id), *item.handles, *names]
