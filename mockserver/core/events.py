"""What happened in a sandbox that a vendor tells its partners about."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from mockserver.core.saved import Saved

MOST_EVENTS = 10_000


@dataclass(frozen=True, slots=True)
class Event:
    """``name`` as the vendor spells it (``order.shipped``), ``at`` in the clock's instants, ``record``
    the immutable row as it was then.
    """

    number: int
    id: str
    vendor: str
    name: str
    at: int
    record: Any


class EventLog(Saved):
    """The newest events of a sandbox, oldest first. The caller holds the sandbox's lock.

    A vendor that listens is called with each of its events as it is recorded.
    """

    saved = ("_kept", "count")

    def __init__(self, most: int = MOST_EVENTS) -> None:
        self._kept: deque[Event] = deque(maxlen=most)
        self._listeners: dict[str, Callable[[Event], None]] = {}
        self.count = 0
        """How many there ever were; the number of the latest."""

    def __iter__(self) -> Iterator[Event]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)

    def record(self, event_id: str, vendor: str, name: str, at: int, record: Any) -> None:
        self.count += 1
        event = Event(self.count, event_id, vendor, name, at, record)
        self._kept.append(event)
        if vendor in self._listeners:
            self._listeners[vendor](event)

    def listen(self, vendor: str, listener: Callable[[Event], None]) -> None:
        self._listeners[vendor] = listener

    def since(self, number: int) -> list[Event]:
        """The kept events after the one with *number*, oldest first."""
        found = []
        for event in reversed(self._kept):
            if event.number <= number:
                break
            found.append(event)
        return found[::-1]
