"""What handles ask of the server, wherever it runs."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from mockserver.core.delivery import Attempt, Delivery
from mockserver.core.exchange import Exchange

if TYPE_CHECKING:
    from mockserver.core.operation import Vendor
    from mockserver.core.sandboxes import Sandboxes


class Channel(Protocol):
    """The control API, by the ids of its calls. The same errors are raised on both sides.

    ``url`` is the server's, without a slash at the end; ``here`` are the sandboxes themselves, where they are
    in this process.
    """

    @property
    def url(self) -> str: ...
    @property
    def here(self) -> Sandboxes | None: ...
    @property
    def vendors(self) -> Sequence[Vendor]: ...

    def call(
        self, route: str, path: Mapping[str, str], query: Mapping[str, Any] | None = None, body: Any = None
    ) -> Any:
        """The answer's JSON, which is the caller's own.

        Raises:
            ControlError, and those of ``STATUS_OF``: the call is refused.
            NoMockServer: there is nobody who would answer.
        """

    def now(self, sandbox_id: str) -> datetime.datetime:
        """The sandbox's time."""

    def exchanges(self, sandbox_id: str, wanted: Mapping[str, Any]) -> list[Exchange]:
        """From the journal, oldest first; from afar, bodies are cut where the control API cuts them.

        *wanted* is the query of ``listJournal``; None matches all.
        """

    def deliveries(self, sandbox_id: str, wanted: Mapping[str, Any]) -> list[Delivery]:
        """Webhook deliveries, oldest first, as they are now. *wanted* is the query of ``listDeliveries``."""

    def deliver(self, sandbox_id: str) -> list[Attempt]: ...
    def replay(self, sandbox_id: str, number: int) -> Attempt: ...


class NotInProcess(RuntimeError):
    """Something that only a sandbox in this very process can do."""


def here(channel: Channel, what: str) -> Sandboxes:
    """Raises:
    NotInProcess: the server runs elsewhere.
    """
    if channel.here is None:
        raise NotInProcess(
            f"{what} works inside one process, and this sandbox is at {channel.url}; use its url instead"
        )
    return channel.here
