"""The sandbox's exchanges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from mockserver.control.errors import ControlError
from mockserver.core.errors import Problem
from mockserver.core.exchange import Exchange
from mockserver.handles.telling import Telling
from mockserver.scripting.errors import BadRule
from mockserver.scripting.expectations import as_expectation

if TYPE_CHECKING:
    from mockserver.handle import SandboxHandle


class JournalHandle(Telling):
    """The sandbox's exchanges, oldest first."""

    _elsewhere: ClassVar = {"last": "journal[-1] is the last exchange", "first": "journal[0] is the first exchange"}

    def __init__(self, handle: SandboxHandle) -> None:
        self._handle = handle

    def __repr__(self) -> str:
        return f"<Journal of {len(self)} exchanges>"

    def __iter__(self) -> Iterator[Exchange]:
        return iter(self.list())

    def __len__(self) -> int:
        number: int = self._handle.call("listJournal", query={"limit": 1})["matching"]
        return number

    def __getitem__(self, place: int) -> Exchange:
        found = self.list()
        try:
            return found[place]
        except IndexError:
            raise IndexError(f"the journal has {len(found)} exchanges, and none at place {place}") from None

    def list(
        self,
        *,
        operation: str | None = None,
        method: str | None = None,
        path: str | None = None,
        status: int | None = None,
    ) -> list[Exchange]:
        """Those that match everything given. *operation* like ``warpware.createOrder``, or without its vendor, and
        *path*, the whole of it, are globs; *status* 0 is that of calls that got no answer.

        Raises:
            BadRule: there is no such operation, method or path.
        """
        wanted = {"operation": operation, "method": method, "path": path, "status": status}
        return self._handle.channel.exchanges(self._handle.id, wanted)

    def expect(self, match: str | Mapping[str, Any] | None = None, /, **given: Any) -> Sequence[Exchange]:
        """Prove what the client did; answers the exchanges that match.

        *match* is an operation's id, or has the parts of the match, which may also stand as keywords, beside
        ``count``, ``exactly``, ``at_least``, ``at_most`` and ``never``; or ``in_order`` alone, a list of matches, or of
        operations' ids.
        Without a count, one call at least is expected::

            journal.expect("warpware.createOrder", exactly=2)
            journal.expect(operation="createOrder", body={"external_id": "ORDER-1"}, exactly=1)
            journal.expect(in_order=["createOrder", {"operation": "cancelOrder", "status": 200}])

        Raises:
            AssertionError: it is not so; the text has the nearest misses, field by field.
            BadRule: the expectation itself cannot be.
        """
        __tracebackhide__ = True  # pytest shows the test's line, not this one
        try:
            matched = self._handle.call("verifyJournal", as_expectation(match, given))["matched"]
        except ControlError as error:
            if error.status == 409:
                raise AssertionError(str(error)) from None
            if error.status == 400:
                raise BadRule([Problem("", str(error))]) from None
            raise
        found = {exchange.number: exchange for exchange in self}
        return [found[number] for number in matched if number in found]

    def clear(self) -> None:
        self._handle.call("clearJournal")
