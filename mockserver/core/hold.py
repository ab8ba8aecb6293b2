"""Calls that wait before they go on, without a thread that waits with them."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass

from mockserver.core.wire_plan import Reply, WirePlan

SLOT = "mockserver.wire"
"""The key of the WSGI environ below which a server that can carry out plans and holds puts a WireSlot."""


class Release:
    """Lets held calls go, once and for good. Any thread may set it, wait for it or listen to it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._set = threading.Event()
        self._listeners: list[Callable[[], None]] = []

    def __repr__(self) -> str:
        return f"<Release {'set' if self.is_set() else 'awaited'}>"

    def set(self) -> None:
        with self._lock:
            self._set.set()
            listeners, self._listeners = self._listeners, []
        for listener in listeners:
            listener()

    def is_set(self) -> bool:
        return self._set.is_set()

    def wait(self, seconds: float | None = None) -> bool:
        """Block until it is set, for at most so long; answers whether it is."""
        return self._set.wait(seconds)

    def listen(self, listener: Callable[[], None]) -> None:
        """Call *listener* when it is set, in the setting thread; at once when it is set already.

        A listener must not block, nor raise.
        """
        with self._lock:
            if not self._set.is_set():
                self._listeners.append(listener)
                return
        listener()

    def forget(self, listener: Callable[[], None]) -> None:
        """Call *listener* no more; it need not be known."""
        with self._lock:
            if listener in self._listeners:
                self._listeners.remove(listener)


@dataclass(frozen=True, slots=True)
class Hold:
    """A call that waits for *until*, or for *seconds*, whichever is over first, and then goes on.

    What it waits for is *until* where that is ``awaited``; else it is the seconds, which *until* may cut short.

    *resume* takes the call further, to its response or into the next hold. It runs once, in the
    server's loop, so it must not block; nothing of the call is done when the server stops before.
    A client that goes away changes nothing: a slow server does not see it either, and commits.

    Raises:
        ValueError: it would never end, or the seconds are negative.
    """

    resume: Callable[[], Reply | Hold]
    seconds: float | None = None
    until: Release | None = None
    awaited: bool = True

    def __post_init__(self) -> None:
        if self.seconds is None and self.until is None:
            raise ValueError("a hold needs seconds, a release or both: it would never end")
        if self.seconds is not None and not 0 <= self.seconds < math.inf:
            raise ValueError(f"a hold's seconds must be a number, 0 or more, not {self.seconds!r}")


class WireSlot:
    """Where an app leaves what a WSGI response cannot say: its plan, or that it has none to give yet."""

    __slots__ = ("hold", "plan")

    def __init__(self) -> None:
        self.plan: WirePlan | None = None
        self.hold: Hold | None = None
