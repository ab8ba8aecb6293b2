"""All sandboxes of a process, by id."""

from __future__ import annotations

import datetime
import logging
import os
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from mockserver.core.clock import Clock
from mockserver.core.courier import Courier
from mockserver.core.delivery import Sender
from mockserver.core.exchange import Exchange
from mockserver.core.journal import Journal
from mockserver.core.operation import Vendor
from mockserver.core.sandbox import Sandbox, SandboxOptions

log = logging.getLogger("mockserver")

DEFAULT_ID = "0" * 16
MOST_KNOWN = 1_000
"""Options that are remembered as sound."""
_ID = re.compile(r"[0-9a-f]{16}")

Observer = Callable[[Exchange], None]


class UnknownSandbox(LookupError):
    """No sandbox has that id."""


class BadSandboxId(ValueError):
    """An id that is not 16 lower-case hex digits."""


class Sandboxes:
    """Makes, finds, drops and makes anew. Safe to use from any thread.

    ``open`` lets any well-formed key open a sandbox of its own, made from ``defaults``.
    ``unclaimed`` keeps the exchanges that reached no sandbox. ``observers`` are called with
    every finished exchange. ``courier`` brings the sandboxes' deliveries out through *sender*.
    """

    def __init__(
        self,
        vendors: Sequence[Vendor],
        defaults: SandboxOptions | None = None,
        *,
        open: bool = False,
        sender: Sender | None = None,
    ) -> None:
        self.vendors = tuple(vendors)
        self.defaults = defaults or SandboxOptions()
        self.open = open
        self.unclaimed = Journal()
        self.observers: list[Observer] = []
        self.courier = Courier(sender)
        self._lock = threading.Lock()
        self._sandboxes: dict[str, Sandbox] = {}
        self._promised: dict[str, SandboxOptions] = {}
        self._sound: set[str] = set()  # options that a sandbox was made from already

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
        sandbox_id = _new_id() if sandbox_id is None else _plain(sandbox_id)
        if not _ID.fullmatch(sandbox_id):
            raise BadSandboxId(f"a sandbox's id is 16 lower-case hex digits or 'default', not {sandbox_id!r}")
        sandbox = Sandbox(sandbox_id, options or self.defaults, self.vendors, self.courier)
        with self._lock:
            old = self._sandboxes.get(sandbox_id)
            self._sandboxes[sandbox_id] = sandbox
            self._promised.pop(sandbox_id, None)
        if old is not None:
            old.close()
            sandbox.readings.touched |= old.readings.touched
        sandbox.wake()
        return sandbox

    def promise(self, options: SandboxOptions) -> str:
        """The id of a sandbox that is made at its first use; without a ``now`` it begins at that real second.

        A test that freezes the time after its sandbox was promised finds it at the time that it froze.

        Raises: as create() does, at once.
        """
        sandbox_id = _new_id()
        written = repr(options)
        if written not in self._sound:
            Sandbox(sandbox_id, options, self.vendors, self.courier)
        with self._lock:
            if len(self._sound) >= MOST_KNOWN:
                self._sound.clear()
            self._sound.add(written)
            self._promised[sandbox_id] = options
        return sandbox_id

    def has_begun(self, sandbox_id: str) -> bool:
        """Whether it is there, and no mere promise."""
        return sandbox_id in self._sandboxes

    def is_promised(self, sandbox_id: str) -> bool:
        """Whether it will be there at its first use."""
        return sandbox_id in self._promised

    def get(self, sandbox_id: str) -> Sandbox:
        """Raises:
        UnknownSandbox: there is none.
        """
        sandbox = self._sandboxes.get(_plain(sandbox_id)) or self._begin(sandbox_id, opened=False)
        if sandbox is None:
            raise UnknownSandbox(
                f"there is no sandbox {sandbox_id!r}, or no longer: a test's is dropped at its end; "
                "POST /_mock/sandboxes makes one"
            )
        return sandbox

    def for_key(self, sandbox_id: str) -> Sandbox | None:
        """The sandbox that a key names; in an open server it is made at its first use."""
        return self._sandboxes.get(sandbox_id) or self._begin(sandbox_id, opened=self.open)

    def reset(self, sandbox_id: str) -> Sandbox:
        """Make a sandbox anew, as it was made. Raises UnknownSandbox."""
        old = self.get(sandbox_id)
        return self.create(old.options, old.id)

    def begun_by(self, sandbox: Sandbox, moment: datetime.datetime) -> Sandbox:
        """*sandbox*; where nobody has used it yet and it begins later than *moment*, made anew to begin there, frozen.

        Raises:
            ClockError: no clock begins there.
        """
        with sandbox.lock:
            if moment >= sandbox.clock.now() or not sandbox.untouched:
                return sandbox
            # Within the lock, so that nobody uses it between the look and the making.
            return self.create(replace(sandbox.options, now=moment, frozen=True), sandbox.id)

    def drop(self, sandbox_id: str) -> None:
        """Raises:
        UnknownSandbox: there is none.
        """
        self.discard(self.get(sandbox_id).id)

    def discard(self, sandbox_id: str) -> None:
        """Drop a sandbox that may be gone already."""
        with self._lock:
            dropped = self._sandboxes.pop(sandbox_id, None)
            self._promised.pop(sandbox_id, None)
        if dropped is not None:
            dropped.close()

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

    def _begin(self, sandbox_id: str, *, opened: bool) -> Sandbox | None:
        """Make a promised sandbox, or one that its key opens."""
        with self._lock:
            sandbox = self._sandboxes.get(sandbox_id)
            if sandbox is not None:
                return sandbox
            options = self._promised.pop(sandbox_id, None)
            if options is not None:
                # A whole second, and kept: a run that begins at the second that this one tells of goes alike.
                options = replace(options, now=options.now or Clock.real_second())
            elif opened:
                options = self.defaults
            else:
                return None
            sandbox = Sandbox(sandbox_id, options, self.vendors, self.courier)
            self._sandboxes[sandbox_id] = sandbox
        sandbox.wake()
        return sandbox


def _new_id() -> str:
    # An id only has to differ from every other process's; nothing that is answered depends on it.
    return os.urandom(8).hex()


def _plain(sandbox_id: str) -> str:
    return DEFAULT_ID if sandbox_id == "default" else sandbox_id
