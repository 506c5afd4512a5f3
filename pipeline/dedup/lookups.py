"""How a dispatch is found again, in the window and among the held ones alike."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Generic, TypeVar

from pipeline.dedup.item import Item, id_handle
from pipeline.dedup.names import ANY_AGENCY, handle

T = TypeVar("T")


class Groups(Generic[T]):
    """Lists under handles, in the order of adding; an empty list takes no room."""

    def __init__(self) -> None:
        self._lists: dict[int, list[T]] = {}

    def add(self, handle_: int, value: T) -> None:
        """Put a value last under a handle."""
        self._lists.setdefault(handle_, []).append(value)

    def remove(self, handle_: int, value: T) -> None:
        """Take out the first such value; what is oldest is found at once."""
        values = self._lists[handle_]
        values.remove(value)
        if not values:
            del self._lists[handle_]

    def get(self, handle_: int) -> list[T]:
        """The values, oldest first; not to be changed."""
        return self._lists.get(handle_, [])


class Lookups(ABC):
    """What is known under ids and texts; `get` says where."""

    @abstractmethod
    def get(self, handle_: int) -> Item | None:
        """The last item under a handle."""

    def _first(self, handles: Iterable[int]) -> Item | None:
        return next((item for handle_ in handles if (item := self.get(handle_))), None)

    def of_id(self, ids: Iterable[str], take: int) -> Item | None:
        """The newest dispatch under these ids: what the next version is compared with."""
        return self._first(id_handle(id_, take) for id_ in ids)

    def of_story(self, id_: str) -> Item | None:
        """Any dispatch that shows which story an id belongs to: its own, a take of it, or one that follows it."""
        return self._first((id_handle(id_, 0), handle("part", id_), handle("followed", id_)))

    def copy_of(self, item: Item) -> Item | None:
        """The text that this one repeats: of its own agency, or where one of the two names none."""
        return self._first(text_handles(item)) if item.text else None

    def elsewhere(self, item: Item) -> Item | None:
        """The same text, whosever it is."""
        return self.get(handle("text", item.text, ANY_AGENCY)) if item.text else None


def text_handles(item: Item) -> list[int]:
    """Under which copies of its text of the same agency are found."""
    agencies = (item.agency, None) if item.agency else (ANY_AGENCY,)
    return [handle("text", item.text, agency) for agency in agencies]
