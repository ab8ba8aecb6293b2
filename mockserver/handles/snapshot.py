"""A sandbox as it was."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING

from mockserver.core.sandboxes import UnknownSandbox
from mockserver.core.snapshots import UnknownSnapshot

if TYPE_CHECKING:
    from mockserver.handle import SandboxHandle


class SnapshotHandle:
    """Everything that the sandbox owned at one moment. In a ``with`` block, what the block does is undone at its end
    and the snapshot is dropped. ``at`` is the sandbox's time then.
    """

    def __init__(self, handle: SandboxHandle, name: str, at: str) -> None:
        self._handle = handle
        self.name = name
        self.at = at

    def __repr__(self) -> str:
        return f"<Snapshot {self.name} of {self._handle.id} at {self.at}>"

    def __enter__(self) -> SnapshotHandle:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            self.restore()
            self.drop()
        except (UnknownSnapshot, UnknownSandbox):
            if kind is None:  # else what ended the block is what is to be told
                raise

    def restore(self) -> None:
        """Set the sandbox back, as often as you like: records, clock, limits, idempotency, random streams, faults
        with their counters, webhooks and journal. Calls that a fault holds end without an answer, and webhook
        attempts that are in flight count for nothing.

        Raises:
            UnknownSnapshot: it was dropped, or the sandbox was reset since.
        """
        with self._handle.faults.set_back():
            self._handle.call("restoreSnapshot", name=self.name)

    def drop(self) -> None:
        """Forget it. Raises UnknownSnapshot."""
        self._handle.call("dropSnapshot", name=self.name)
