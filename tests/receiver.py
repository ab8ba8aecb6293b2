"""The product's own receiver of webhooks, as tests use it."""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections.abc import Callable
from typing import Any

from client import WarpWare
from mockserver.handles import receiver
from mockserver.handles.received import Received

__all__ = ["Received", "Receiver", "state_of", "verify_signature", "wait_for"]

WAITS = 10
"""Seconds for an event to come; many times what it takes."""


class Receiver(receiver.Receiver):
    def wait(self, count: int = 1, timeout: float = WAITS) -> list[Received]:
        return super().wait(count, timeout)

    def names(self) -> list[str]:
        return [received.event for received in self.events]

    def register(self, client: WarpWare, *events: str, path: str = "") -> dict[str, Any]:
        """Have *client*'s account tell this receiver; answers the endpoint as it was registered."""
        reply = client.post("/webhooks", {"url": self.url + path, "events": list(events)})
        assert reply.status == 201, reply
        endpoint: dict[str, Any] = reply.json.get("data", reply.json)
        return endpoint


def verify_signature(secret: str, body: bytes, signature_header: str) -> bool:
    """The document's own, letter by letter. Source: "Verifying the signature"."""
    expected = "sha256=" + hmac.new(
        secret.encode(), body, hashlib.sha256
    ).hexdigest()  # fmt: skip  # as the document has it
    return hmac.compare_digest(expected, signature_header)


def state_of(client: WarpWare) -> list[str]:
    with client.handle.sandbox.lock:
        return [delivery.state for delivery in client.handle.webhooks]


def wait_for(condition: Callable[[], bool]) -> None:
    """Until *condition* holds: a bounded number of short waits, for the time may be frozen."""
    pause = threading.Event()
    for _ in range(WAITS * 100):
        if condition():
            return
        pause.wait(0.01)
    raise AssertionError("it did not come to pass")
