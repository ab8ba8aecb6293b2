"""One sandbox as Python callers hold it: its keys and urls, its clock, its journal, its faults, its webhooks."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from mockserver.core.clock import parse_moment
from mockserver.core.delivery import Attempt, Delivery, State
from mockserver.core.exchange import Exchange
from mockserver.core.journal import ExchangeFilter
from mockserver.core.operation import Vendor
from mockserver.core.sandbox import Sandbox
from mockserver.core.sandboxes import Sandboxes, UnknownSandbox
from mockserver.core.schedule import Effect
from mockserver.fault_handle import FaultsHandle
from mockserver.scripting.expectations import as_expectation, read_expectation
from mockserver.scripting.rules import RuleReader
from mockserver.scripting.scripts import rules_of_option
from mockserver.vendor_handle import ScopedVendorHandle, VendorHandle

if TYPE_CHECKING:
    from mockserver.intercept import Interception


class SandboxHandle:
    """Names a sandbox of a running server; it stays good when the sandbox is made anew."""

    def __init__(self, sandboxes: Sandboxes, sandbox_id: str, base_url: str) -> None:
        self._sandboxes = sandboxes
        self.id = sandbox_id
        self.base_url = base_url
        self.clock = ClockHandle(self)
        self.journal = JournalHandle(self)
        self.faults = FaultsHandle(self)
        self.webhooks = WebhooksHandle(self)
        vendors = {vendor.name: vendor for vendor in sandboxes.vendors}
        self.warpware = ScopedVendorHandle(vendors["warpware"], sandbox_id, base_url, sandboxes)
        self.whiplash = VendorHandle(vendors["whiplash"], sandbox_id, base_url, sandboxes)

    def __repr__(self) -> str:
        return f"<SandboxHandle {self.id} at {self.base_url}>"

    @property
    def reader(self) -> RuleReader:
        """Reads rules and matches as this server's vendors have them."""
        return RuleReader(self._sandboxes.vendors)

    @property
    def sandbox(self) -> Sandbox:
        """The sandbox itself. Raises UnknownSandbox once it was dropped."""
        return self._sandboxes.get(self.id)

    @property
    def seed(self) -> int:
        return self.sandbox.options.seed

    def intercept(self) -> Interception:
        """Lead the vendors' real hosts to this server, for the clients of this process::

            with mockserver.intercept():
                requests.get("https://api.warpware.io/partner/v1/version", headers=mockserver.warpware.headers())

        The keys stay the sandbox's own. See README, "Without changing the base URL", for the clients.
        """
        from mockserver.intercept import Interception

        served = {vendor.host: self.base_url + vendor.prefix for vendor in self._sandboxes.vendors if vendor.host}
        return Interception(self.base_url, served)

    def reset(self) -> None:
        """Make the sandbox anew, as it was made; keys and urls stay."""
        self._sandboxes.reset(self.id)

    def drop(self) -> None:
        self._sandboxes.drop(self.id)


class ClockHandle:
    """The sandbox's time."""

    def __init__(self, handle: SandboxHandle) -> None:
        self._handle = handle

    def __repr__(self) -> str:
        return repr(self._handle.sandbox.clock)

    def now(self) -> datetime.datetime:
        sandbox = self._handle.sandbox
        with sandbox.lock:
            return sandbox.clock.now()

    def advance(self, seconds: float = 0, *, minutes: float = 0, hours: float = 0, days: float = 0) -> list[Effect]:
        """Move time on; answers what happened on the way, in order. Waits for the answers to webhooks.

        Raises:
            ClockError: the sum is negative or leads too far.
        """
        return self._handle.sandbox.advance(seconds + 60 * minutes + 3600 * hours + 86400 * days)

    def freeze(self, at: datetime.datetime | str | None = None) -> list[Effect]:
        """Stop at *at*, a moment or ISO 8601 text, or at the present; answers what happened until then.

        Raises:
            ClockError: *at* is no moment, or earlier than now.
        """
        return self._handle.sandbox.freeze(as_moment(at))

    def resume(self) -> None:
        self._handle.sandbox.resume()


class JournalHandle:
    """The sandbox's exchanges, oldest first."""

    def __init__(self, handle: SandboxHandle) -> None:
        self._handle = handle

    def __repr__(self) -> str:
        return repr(self._handle.sandbox.journal)

    def __iter__(self) -> Iterator[Exchange]:
        return iter(self._handle.sandbox.journal)

    def __len__(self) -> int:
        return len(self._handle.sandbox.journal)

    def list(
        self,
        *,
        operation: str | None = None,
        method: str | None = None,
        path: str | None = None,
        status: int | None = None,
    ) -> list[Exchange]:
        """Those that match everything given. *operation* like ``warpware.createOrder``, *path* a glob."""
        return self._handle.sandbox.journal.list(ExchangeFilter(operation, method, path, status))

    def expect(self, match: Mapping[str, Any] | None = None, /, **given: Any) -> Sequence[Exchange]:
        """Prove what the client did; answers the exchanges that match.

        The parts of the match stand in *match* or as keywords, beside ``count``, ``exactly``, ``at_least``,
        ``at_most`` and ``never``; or ``in_order`` alone, a list of matches. Without a count, one call at least
        is expected::

            journal.expect(operation="createOrder", body={"external_id": "ORDER-1"}, exactly=1)
            journal.expect(in_order=[{"operation": "createOrder"}, {"operation": "cancelOrder"}])

        Raises:
            AssertionError: it is not so; the text has the nearest misses, field by field.
            BadRule: the expectation itself cannot be.
        """
        sandbox = self._handle.sandbox
        verdict = read_expectation(as_expectation(match, given), self._handle.reader).verify(
            sandbox.journal.list(), sandbox.role_of
        )
        if not verdict.passed:
            raise AssertionError(verdict.text)
        return verdict.matched

    def clear(self) -> None:
        self._handle.sandbox.journal.clear()


class WebhooksHandle:
    """The sandbox's webhook deliveries, oldest first."""

    def __init__(self, handle: SandboxHandle) -> None:
        self._handle = handle

    def __repr__(self) -> str:
        return repr(self._handle.sandbox.webhooks)

    def __iter__(self) -> Iterator[Delivery]:
        return iter(self.list())

    def __len__(self) -> int:
        return len(self.list())

    def list(
        self, *, endpoint: str | None = None, event: str | None = None, state: State | None = None
    ) -> list[Delivery]:
        """Those that match everything given. *endpoint* is the id of a webhook, *event* like ``order.shipped``."""
        sandbox = self._handle.sandbox
        with sandbox.lock:
            return sandbox.webhooks.select(endpoint, event, state)

    def deliver(self) -> Sequence[Attempt]:
        """Make every attempt that is due, wait for those under way, and answer both."""
        return self._handle.sandbox.deliver()

    def replay(self, number: int) -> Attempt:
        """Send a delivery's bytes once more; answers how it went.

        Raises:
            UnknownDelivery: the sandbox has none of that number, or no longer.
            EndpointGone: the delivery's endpoint was deleted.
            UnknownSandbox: the sandbox was dropped or made anew meanwhile.
        """
        attempt = self._handle.sandbox.replay(number)
        if attempt is None:
            raise UnknownSandbox(f"sandbox {self._handle.id} was dropped or made anew while the delivery was under way")
        return attempt


def as_moment(value: datetime.datetime | str | None) -> datetime.datetime | None:
    """A moment from a moment or from ISO 8601 text; without a zone it is UTC.

    Raises:
        ClockError: the text is no ISO 8601 instant.
    """
    if isinstance(value, str):
        return parse_moment(value)
    if value is not None and value.tzinfo is None:
        return value.replace(tzinfo=datetime.UTC)
    return value


def option_fields(options: Mapping[str, object], vendors: Sequence[Vendor]) -> dict[str, object]:
    """Keyword options for SandboxOptions, with ``now`` taken as a moment or as text, and ``faults`` as rules in any
    form or as the name of a script.
    """
    fields = dict(options)
    if "faults" in fields:
        fields["faults"] = rules_of_option(fields["faults"], RuleReader(vendors))
    if "now" in fields:
        fields["now"] = as_moment(fields["now"])  # type: ignore[arg-type]  # checked by as_moment's own branches
    return fields
