"""A receiver that a sandbox tells."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from mockserver.control.errors import ControlError
from mockserver.core.sandboxes import UnknownSandbox
from mockserver.handles.answering import answering
from mockserver.handles.received import Received
from mockserver.handles.receiver import Receiver

if TYPE_CHECKING:
    from mockserver.core.delivery import Delivery
    from mockserver.handle import SandboxHandle

MOST_TOLD = 5
"""Deliveries that a failed wait tells of."""


class SandboxReceiver(Receiver):
    """Registered at a vendor of *handle*'s sandbox, until it is closed. ``endpoints`` are as they were registered,
    with ``id``, ``url``, ``events`` and ``secret``.
    """

    def __init__(self, handle: SandboxHandle, vendor: str, *, host: str, path: str, check_signature: bool) -> None:
        super().__init__(host=host, path=path)
        self._handle = handle
        self._vendor = vendor
        self._checks = check_signature
        self.endpoints: list[dict[str, Any]] = []

    def register(self, events: Sequence[str] | None = None) -> None:
        """Have the vendor tell this receiver of *events*; None is all that there are.

        Raises:
            ControlError: the vendor refuses.
        """
        body = {"url": self.url} if events is None else {"url": self.url, "events": list(events)}
        made = self._handle.call(f"add{self._vendor}Webhooks", body)["endpoints"]
        self.endpoints += made
        if self._checks:
            self.secrets += [endpoint["secret"] for endpoint in made if endpoint["secret"]]

    def close(self) -> None:
        """Unregister as well, where the endpoints are still there."""
        super().close()
        while self.endpoints:
            endpoint = self.endpoints.pop()
            with contextlib.suppress(ControlError, UnknownSandbox, ConnectionError):
                self._handle.call(f"remove{self._vendor}Webhook", id=endpoint["id"])

    def _tell(self, received: Received) -> None:
        with answering(self._handle.id):
            super()._tell(received)

    def explain(self) -> str:
        found = [told for endpoint in self.endpoints for told in self._handle.webhooks.list(endpoint=endpoint["id"])]
        missing = [delivery for delivery in found if delivery.state != "delivered"]
        if not self.endpoints:
            return "; it is not registered"
        if not missing:
            return f"; there were no more to deliver ({len(found)} deliveries)"
        return "; of its deliveries:" + "".join(f"\n  {_told(delivery)}" for delivery in missing[-MOST_TOLD:])


def _told(delivery: Delivery) -> str:
    text = f"{delivery.number} {delivery.event} is {delivery.state} after {len(delivery.attempts)} attempts"
    if not delivery.attempts:
        return text
    last = delivery.attempts[-1]
    text += f", the last one: {last.outcome.error or f'answered {last.outcome.status}'}"
    return text if delivery.due is None else f"{text}; the next one is due at {delivery.due.isoformat()}"
