"""All sandboxes of a process, by id."""

from __future__ import annotations

import logging
import os
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from mockserver.core.exchange import Exchange
from mockserver.core.journal import Journal
from mockserver.core.operation import Vendor
from mockserver.core.sandbox import Sandbox, SandboxOptions

log = logging.getLogger("mockserver")

DEFAULT_ID = "0" * 16
_ID = re.compile(r"[0-9a-f]{16}")

Observer = Callable[[Exchange], None]


class UnknownSandbox(LookupError):
    """No sandbox has that id."""


class BadSandboxId(ValueError):
    """An id that is not 16 lower-case hex digits."""


class Sandboxes:
    """Makes, finds, drops and makes anew. Safe to use from any thread.

    ``open`` lets any well-formed key open a sandbox of its own, made from ``defaults``.
    ``unclaimed`` keeps the exchanges that no sandbox's key came with. ``observers`` are called with
    every finished exchange.
    """

    def __init__(
        self, vendors: Sequence[Vendor], defaults: SandboxOptions | None = None, *, open: bool = False
    ) -> None:
        self.vendors = tuple(vendors)
        self.defaults = defaults or SandboxOptions()
        self.open = open
        self.unclaimed = Journal()
        self.observers: list[Observer] = []
        self._lock = threading.Lock()
        self._sandboxes: dict[str, Sandbox] = {}

    def __len__(self) -> int:
        return len(self._sandboxes)

    def __iter__(self) -> Iterator[Sandbox]:
        return iter(list(self._sandboxes.values()))

    def create(self, options: SandboxOptions | None = None, sandbox_id: str | None = None) -> Sandbox:
        """Make a sandbox, in the place of the one with that id if there is one.

        Raises:
            BadSandboxId: *sandbox_id* is not 16 lower-case hex digits.
            UnknownProfile, UnknownReading, BadLimits, BadAutopilot, ClockError: the options name what does not exist.
        """
        # An id only has to differ from every other process's; nothing that is answered depends on it.
        sandbox_id = os.urandom(8).hex() if sandbox_id is None else _plain(sandbox_id)
        if not _ID.fullmatch(sandbox_id):
            raise BadSandboxId(f"a sandbox's id is 16 lower-case hex digits or 'default', not {sandbox_id!r}")
        sandbox = Sandbox(sandbox_id, options or self.defaults, self.vendors)
        with self._lock:
            self._sandboxes[sandbox_id] = sandbox
        return sandbox

    def get(self, sandbox_id: str) -> Sandbox:
        """Raises:
        UnknownSandbox: there is none.
        """
        sandbox = self._sandboxes.get(_plain(sandbox_id))
        if sandbox is None:
            raise UnknownSandbox(f"there is no sandbox {sandbox_id!r}; POST /_mock/sandboxes makes one")
        return sandbox

    def for_key(self, sandbox_id: str) -> Sandbox | None:
        """The sandbox that a key names; in an open server it is made at its first use."""
        sandbox = self._sandboxes.get(sandbox_id)
        if sandbox is None and self.open:
            with self._lock:
                sandbox = self._sandboxes.get(sandbox_id)
                if sandbox is None:
                    sandbox = self._sandboxes[sandbox_id] = Sandbox(sandbox_id, self.defaults, self.vendors)
        return sandbox

    def reset(self, sandbox_id: str) -> Sandbox:
        """Make a sandbox anew, as it was made. Raises UnknownSandbox."""
        old = self.get(sandbox_id)
        return self.create(old.options, old.id)

    def drop(self, sandbox_id: str) -> None:
        """Raises:
        UnknownSandbox: there is none.
        """
        self.discard(self.get(sandbox_id).id)

    def discard(self, sandbox_id: str) -> None:
        """Drop a sandbox that may be gone already."""
        with self._lock:
            self._sandboxes.pop(sandbox_id, None)

    def tell(self, exchange: Exchange) -> None:
        """Show a finished exchange to every observer; one that raises does not spoil the answer."""
        for observer in self.observers:
            try:
                observer(exchange)
            except Exception:
                log.exception("an observer of %r raised", exchange)

    def options(self, **changes: object) -> SandboxOptions:
        """The defaults with *changes*, which must be fields of SandboxOptions."""
        return replace(self.defaults, **changes)  # type: ignore[arg-type]  # names are checked at run time


def _plain(sandbox_id: str) -> str:
    return DEFAULT_ID if sandbox_id == "default" else sandbox_id
