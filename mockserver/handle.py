"""One sandbox as Python callers hold it: its keys and urls, its clock, its journal, its faults, its webhooks."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any, ClassVar

from mockserver.core.operation import Vendor
from mockserver.core.rules import nearest
from mockserver.core.sandbox import Sandbox, SandboxOptions
from mockserver.core.sandboxes import UnknownSandbox
from mockserver.handles.answering import refuse_to_wait
from mockserver.handles.asking import check_names
from mockserver.handles.channel import Channel, here
from mockserver.handles.clock import ClockHandle, as_moment
from mockserver.handles.faults import FaultsHandle
from mockserver.handles.journal import JournalHandle
from mockserver.handles.snapshot import SnapshotHandle
from mockserver.handles.telling import Telling
from mockserver.handles.vendor import WarpWareHandle, WhiplashHandle
from mockserver.handles.webhooks import WebhooksHandle
from mockserver.scripting.rules import RuleReader
from mockserver.scripting.scripts import rules_of_option

if TYPE_CHECKING:
    from mockserver.intercept import Interception

_OPTIONS = tuple(field.name for field in dataclasses.fields(SandboxOptions))


class SandboxHandle(Telling):
    """Names a sandbox of a running server, in this process or elsewhere; it stays good when the sandbox is made anew.

    In a ``with`` block the sandbox is dropped at the end.
    """

    _elsewhere: ClassVar = {
        **{
            name: f"each vendor has its own, warpware.{name} and whiplash.{name}"
            for name in ("orders", "inventory", "url", "key", "headers")
        },
        "restore": "snapshot() answers what can be restored",
    }

    def __init__(self, channel: Channel, sandbox_id: str) -> None:
        self.channel = channel
        self.id = sandbox_id
        self.base_url = channel.url
        self.faults = FaultsHandle(self)
        self.webhooks = WebhooksHandle(self)
        self._interceptions: list[Interception] = []

    # What remembers nothing is made at its first use: most tests want one or two of them.

    @cached_property
    def clock(self) -> ClockHandle:
        return ClockHandle(self)

    @cached_property
    def journal(self) -> JournalHandle:
        return JournalHandle(self)

    @cached_property
    def warpware(self) -> WarpWareHandle:
        return WarpWareHandle(self, self._vendor("warpware"))

    @cached_property
    def whiplash(self) -> WhiplashHandle:
        return WhiplashHandle(self, self._vendor("whiplash"))

    def _vendor(self, name: str) -> Vendor:
        (vendor,) = (vendor for vendor in self.channel.vendors if vendor.name == name)
        return vendor

    def __repr__(self) -> str:
        return f"<SandboxHandle {self.id} at {self.base_url}>"

    def __enter__(self) -> SandboxHandle:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def sandbox(self) -> Sandbox:
        """The sandbox itself, where it is in this process.

        Raises:
            UnknownSandbox: it was dropped.
            NotInProcess: the server runs elsewhere.
        """
        return here(self.channel, "sandbox").get(self.id)

    @property
    def seed(self) -> int:
        return int(self.about()["seed"])

    @property
    def readings(self) -> dict[str, str]:
        """Every reading with its value."""
        readings: dict[str, str] = self.about()["readings"]
        return readings

    def about(self) -> dict[str, Any]:
        """What it was made with, its time, keys and urls, as the control API shows them."""
        view: dict[str, Any] = self.call("getSandbox")
        return view

    def call(self, route: str, body: Any = None, /, *, query: Mapping[str, Any] | None = None, **path: str) -> Any:
        """A control call of this sandbox, by its ``operationId``; answers its JSON.

        Raises:
            ControlError, UnknownSandbox and the like: it is refused.
            TypeError, ValueError: what is given can be told to no server.
            WaitsForItself: a receiver asks, while it handles a webhook, for what waits for its answer.
        """
        check_names(path)
        refuse_to_wait(self.id, route)
        return self.channel.call(route, {"sandbox_id": self.id, **path}, query, body)

    def intercept(self) -> Interception:
        """Lead the vendors' real hosts to this server from now on, for the clients of this process::

            with mockserver.intercept():
                requests.get("https://api.warpware.io/partner/v1/version", headers=mockserver.warpware.headers())

        Ends with the block, by ``stop()``, or with the sandbox. The keys stay the sandbox's own. See README, "Without
        changing the base URL", for the clients.
        """
        from mockserver.intercept import Interception

        served = {vendor.host: self.base_url + vendor.prefix for vendor in self.channel.vendors if vendor.host}
        begun = Interception(self.base_url, served)
        begun.begin()  # without a block the test's calls would go to the vendor, and nobody would notice
        self._interceptions = [known for known in self._interceptions if known.in_force] + [begun]
        return begun

    def release(self) -> None:
        """End what this handle has in this process beside the sandbox: interceptions and receivers."""
        for interception in self._interceptions:
            interception.end()
        self.webhooks.close_receivers()

    def snapshot(self, name: str | None = None) -> SnapshotHandle:
        """Keep everything that the sandbox owns as it is now, to be restored as often as you like::

            before = mockserver.snapshot()
            …
            before.restore()

        In a ``with`` block, what the block does is undone at its end. A *name* that is taken is taken over. Waits for
        the webhook attempts that are in flight.

        Raises:
            TooManySnapshots: the sandbox keeps as many as it may.
        """
        # A name only has to differ from the others'; nothing that is answered depends on it.
        taken = self.call("takeSnapshot", name=f"python-{os.urandom(6).hex()}" if name is None else name)
        return SnapshotHandle(self, taken["name"], taken["at"])

    def reset(self) -> None:
        """Make the sandbox anew, as it was made; keys and urls stay."""
        self.call("resetSandbox")

    def drop(self) -> None:
        """Drop the sandbox, and end this handle's receivers and interceptions. Raises UnknownSandbox."""
        self.release()
        self.call("dropSandbox")

    def close(self) -> None:
        """Drop a sandbox that may be gone already, and end this handle's receivers and interceptions."""
        try:
            self.drop()
        except UnknownSandbox:
            return


def option_fields(options: Mapping[str, object], vendors: Sequence[Vendor]) -> dict[str, Any]:
    """Keyword options for SandboxOptions, with ``now`` taken as a moment, a date or text, and ``faults`` as rules in
    any form or as the name of a script.

    Raises:
        TypeError: an option does not exist.
        ClockError, BadRule: ``now`` or ``faults`` is none.
    """
    for name in options:
        if name not in _OPTIONS:
            raise TypeError(f"a sandbox has no option {name!r}{nearest(name, _OPTIONS)}")
    fields: dict[str, Any] = dict(options)
    if "faults" in fields:
        fields["faults"] = rules_of_option(fields["faults"], RuleReader(vendors))
    if "now" in fields:
        fields["now"] = as_moment(fields["now"])
    return fields
