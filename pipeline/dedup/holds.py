"""What outlives the window in one domain: dispatches under embargo, and kills. Read back from wire.holds."""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace

from pipeline.dedup.draft import entry_of
from pipeline.dedup.item import Item, item_of
from pipeline.dedup.lookups import Groups, Lookups, text_handles
from pipeline.dedup.names import handle
from schemas.rooms import Held, Killed


def held_key(domain: str, id_: str) -> str:
    """On wire.holds."""
    return f"{domain}|held|{id_}"


def killed_key(domain: str, story_id: str) -> str:
    """On wire.holds."""
    return f"{domain}|killed|{story_id}"


@dataclass(slots=True, frozen=True, eq=False)
class HeldItem:
    """A held dispatch, with what it is compared by."""

    key: str
    hold: Held
    item: Item


class HeldShelf(Lookups):
    """The held dispatches of one domain."""

    def __init__(self) -> None:
        self._by_key: dict[str, HeldItem] = {}
        self._by_handle: Groups[HeldItem] = Groups()
        self._by_story: dict[str, list[HeldItem]] = {}
        self._by_name: Groups[HeldItem] = Groups()
        self._due: list[tuple[datetime, str]] = []

    def __len__(self) -> int:
        return len(self._by_key)

    def put(self, key: str, hold: Held) -> None:
        """Keep a dispatch, or keep it on other terms."""
        self.drop(key)
        entry = entry_of(hold.parsed, offset=-1, stream_time=hold.parsed.dispatch.received_at)
        held = HeldItem(key, hold, item_of(replace(entry, story_id=hold.story_id)))
        self._by_key[key] = held
        self._by_story.setdefault(hold.story_id, []).append(held)
        for handle_ in held.item.handles:
            self._by_handle.add(handle_, held)
        for name in held.item.names.given():
            self._by_name.add(name, held)
        if hold.due:
            heapq.heappush(self._due, (hold.due, key))

    def drop(self, key: str) -> None:
        """Let go of a dispatch; nothing, where it is not held."""
        held = self._by_key.pop(key, None)
        if held is None:
            return
        for handle_ in held.item.handles:
            self._by_handle.remove(handle_, held)
        for name in held.item.names.given():
            self._by_name.remove(name, held)
        story = self._by_story[held.item.story_id]
        story.remove(held)
        if not story:
            del self._by_story[held.item.story_id]

    def get(self, handle_: int) -> Item | None:
        """The last held dispatch under a handle."""
        found = self._by_handle.get(handle_)
        return found[-1].item if found else None

    def of(self, story_id: str) -> list[HeldItem]:
        """The held dispatches of a story."""
        return list(self._by_story.get(story_id, ()))

    def holds(self, item: Item) -> bool:
        """Whether this is a held dispatch, found here."""
        return any(held.item is item for held in self._by_story.get(item.story_id, ()))

    def named(self, name: int) -> list[Item]:
        """The held dispatches under a name."""
        return [held.item for held in self._by_name.get(name)]

    def next_due(self, until: datetime) -> HeldItem | None:
        """The first one whose time has come."""
        while self._due and self._due[0][0] <= until:
            due, key = self._due[0]
            held = self._by_key.get(key)
            if held and held.hold.due == due:
                return held
            heapq.heappop(self._due)  # dropped, or held on other terms
        return None


class Kills:
    """The kills in force in one domain."""

    def __init__(self) -> None:
        self._by_key: dict[str, Killed] = {}
        self._by_handle: Groups[str] = Groups()
        self._oldest: list[tuple[datetime, str]] = []

    def put(self, key: str, killed: Killed) -> None:
        """A kill is in force, or binds more than before."""
        self.drop(key)
        self._by_key[key] = killed
        for handle_ in _bound(killed):
            self._by_handle.add(handle_, key)
        heapq.heappush(self._oldest, (killed.at, key))

    def drop(self, key: str) -> None:
        """A kill is lifted or has run out; nothing, where it is not in force."""
        killed = self._by_key.pop(key, None)
        if killed is not None:
            for handle_ in _bound(killed):
                self._by_handle.remove(handle_, key)

    def of_key(self, key: str) -> Killed | None:
        """By its key on wire.holds."""
        return self._by_key.get(key)

    def of_ids(self, ids: Iterable[str]) -> Killed | None:
        """The kill that binds one of these ids."""
        return self._first(handle("killed-id", id_) for id_ in ids)

    def of_story(self, story_id: str) -> Killed | None:
        """The kill of a story."""
        return self._first([handle("killed-story", story_id)])

    def of_text(self, item: Item) -> Killed | None:
        """The kill of a text of which this is an exact copy, of the same agency."""
        return self._first(text_handles(item)) if item.text else None

    def named(self, name: int) -> Killed | None:
        """The last kill of a story of that name."""
        return self._first([name])

    def run_out(self, before: datetime) -> Iterator[str]:
        """Keys of the kills older than that; the caller drops each before it takes the next."""
        while self._oldest and self._oldest[0][0] < before:
            at, key = heapq.heappop(self._oldest)
            killed = self._by_key.get(key)
            if killed and killed.at == at:
                yield key

    def _first(self, handles: Iterable[int]) -> Killed | None:
        for handle_ in handles:
            keys = self._by_handle.get(handle_)
            if keys:
                return self._by_key[keys[-1]]
        return None


def _bound(killed: Killed) -> list[int]:
    ids = [handle("killed-id", id_) for id_ in killed.keys]
    stories = [handle("killed-story", story_id) for story_id in killed.stories]
    return [*ids, *stories, *killed.bodies, *killed.names]
