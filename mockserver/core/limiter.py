"""Rate limits, one counter a key: what the stations ask of every limiter, and fixed windows."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from mockserver.core.saved import Saved


class Limiter(Protocol):
    """Lets ``limit`` calls pass at once; ``window`` is in how many seconds it takes some more.

    The caller holds the sandbox's lock. Moments of one key never go back.
    """

    @property
    def limit(self) -> int: ...
    @property
    def window(self) -> int: ...

    def wait(self, key: str, now: datetime.datetime) -> int:
        """0 when a call may pass now, else the whole seconds, rounded up, until one may."""

    def charge(self, key: str, now: datetime.datetime) -> None:
        """Count one call. Call it only when :meth:`wait` answered 0: a refused call uses up nothing."""

    def capture(self) -> Any: ...
    def restore(self, captured: Any) -> None: ...


@dataclass(slots=True)
class _Window:
    ends: datetime.datetime
    used: int


class FixedWindow(Saved):
    """At most ``limit`` calls in each ``window`` seconds, counted from a key's first call.

    The caller holds the sandbox's lock.
    """

    saved_deeply = ("_windows",)

    def __init__(self, limit: int, window: int) -> None:
        self.limit = limit
        self.window = window
        self._length = datetime.timedelta(seconds=window)
        self._windows: dict[str, _Window] = {}

    def wait(self, key: str, now: datetime.datetime) -> int:
        """0 when a call may pass now, else the whole seconds until the window resets."""
        current = self._windows.get(key)
        if current is None or now >= current.ends or current.used < self.limit:
            return 0
        return max(1, math.ceil((current.ends - now).total_seconds()))

    def charge(self, key: str, now: datetime.datetime) -> None:
        current = self._windows.get(key)
        if current is None or now >= current.ends:
            self._windows[key] = _Window(now + self._length, 1)
        else:
            current.used += 1


def fixed_windows(numbers: Mapping[str, int]) -> dict[str, Limiter]:
    """One for each number but ``window``, which is the seconds that all of them last."""
    return {name: FixedWindow(limit, numbers["window"]) for name, limit in numbers.items() if name != "window"}
