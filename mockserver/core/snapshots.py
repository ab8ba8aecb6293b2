"""A sandbox as it was at one moment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mockserver.core.clock import format_instant
from mockserver.core.rules import nearest

if TYPE_CHECKING:
    from mockserver.core.sandbox import Sandbox

MOST_SNAPSHOTS = 100
"""How many a sandbox keeps."""


class UnknownSnapshot(LookupError):
    """The sandbox has no snapshot of that name."""


class TooManySnapshots(ValueError):
    """The sandbox keeps as many as it may."""


class Snapshot:
    """Everything that a sandbox owns: records, clock, schedule, random streams, limits, idempotency memory, fault
    rules with their counters, webhooks, events, journal. Tables are shared until one of the two is written to.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        """The caller holds the sandbox's lock, and wakes it afterwards. Waits for the webhook attempts that are in
        flight; none begins before it is done.
        """
        with sandbox.webhooks.turns.rest():
            sandbox.run_due()
            self.at = format_instant(sandbox.clock.now())
            self._captured: list[Any] = [part.capture() for part in sandbox.parts()]

    def restore(self, sandbox: Sandbox) -> None:
        """Set *sandbox* back, as often as one likes. The caller holds its lock, and wakes it afterwards.

        Calls that a fault holds end without an answer; of attempts that are in flight, and of advances that are
        under way, nothing comes any more.
        """
        for part, captured in zip(sandbox.parts(), self._captured, strict=True):
            part.restore(captured)
        sandbox.alarm = None


class Snapshots:
    """A sandbox's snapshots by name, the oldest first. A sandbox that is made anew has none."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._kept: dict[str, Snapshot] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def __iter__(self) -> Iterator[tuple[str, Snapshot]]:
        return iter(list(self._kept.items()))

    def take(self, name: str) -> Snapshot:
        """Keep the sandbox as it is now under *name*, in the place of what has that name.

        Raises:
            TooManySnapshots: see there.
        """
        with self._sandbox.lock:
            if name not in self._kept and len(self._kept) >= MOST_SNAPSHOTS:
                raise TooManySnapshots(
                    f"a sandbox keeps at most {MOST_SNAPSHOTS} snapshots; drop one that is not needed any more, or "
                    "take one and restore it often"
                )
            snapshot = self._kept[name] = Snapshot(self._sandbox)
        self._sandbox.wake()
        return snapshot

    def restore(self, name: str) -> Snapshot:
        """Set the sandbox back to it; it stays, and so do those that were taken since. Raises UnknownSnapshot."""
        with self._sandbox.lock:
            snapshot = self._get(name)
            snapshot.restore(self._sandbox)
        self._sandbox.wake()
        return snapshot

    def drop(self, name: str) -> None:
        """Raises UnknownSnapshot."""
        with self._sandbox.lock:
            self._get(name)
            del self._kept[name]

    def _get(self, name: str) -> Snapshot:
        if name not in self._kept:
            known = nearest(name, self._kept) if self._kept else "; there are none"
            raise UnknownSnapshot(f"sandbox {self._sandbox.id} has no snapshot {name!r}{known}")
        return self._kept[name]
