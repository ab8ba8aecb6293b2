"""Webhook endpoints: who may be told of what, and how an event becomes what is sent.

Source: "Webhooks".
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
from collections.abc import Sequence
from functools import partial
from typing import Any

import orjson

from mockserver.core.clock import format_instant
from mockserver.core.delivery import Subscription
from mockserver.core.errors import InvalidValue, NotFound, Problem
from mockserver.core.events import Event
from mockserver.warpware.state import WarpWareState
from mockserver.warpware.views import order_view

MOST_ACTIVE = 10
TEST_EVENT = "webhook.test"
EVENTS = (
    "order.status_changed",
    "order.shipped",
    "order.delivered",
    "order.failed",
    "order.held",
    "order.created",
    "order.cancelled",
    "order.error",
    TEST_EVENT,
)
"""What can be subscribed to: the table of event types, and the changelog's additions."""

# Ambiguous: warpware.webhook-retries
RETRIES: dict[str, tuple[float, ...]] = {
    "standard": (60, 300, 1800, 7200),
    "none": (),
    "fast": (1, 2, 4, 8),
}
"""Seconds from each failed attempt to the next one, under each reading."""

OTHER_SECRET = "f" * 64
"""What a fault signs with: a secret that no endpoint has."""

USER_AGENT = "WarpWare-Webhooks/1.0"


def register(state: WarpWareState, url: str, events: Sequence[str]) -> Subscription:
    """A new endpoint. *url* and *events* have been checked.

    Raises:
        InvalidValue: there are as many endpoints as may be.
    """
    active = sum(endpoint.active for endpoint in endpoints(state))
    if active >= MOST_ACTIVE:
        what = f"at most {MOST_ACTIVE} webhook endpoints can be active; delete one first"
        raise InvalidValue("warpware.webhooks.max-active", [Problem("", what)])
    endpoint = Subscription(
        id=state.streams.uuid(f"{state.purpose}.webhooks"),
        vendor="warpware",
        url=url,
        events=tuple(dict.fromkeys(events)),
        secret=f"{state.streams[f'{state.purpose}.webhook-secrets'].getrandbits(256):064x}",
        created_at=state.clock.now(),
    )
    state.webhooks.subscribe(endpoint)
    return endpoint


def endpoints(state: WarpWareState) -> list[Subscription]:
    """The account's, oldest first."""
    return [endpoint for endpoint in state.webhooks.subscriptions.values() if endpoint.vendor == "warpware"]


def find(state: WarpWareState, endpoint_id: str) -> Subscription:
    """Raises:
    NotFound: the account has no endpoint with that id.
    """
    endpoint = state.webhooks.subscriptions.get(endpoint_id.lower())
    if endpoint is None or endpoint.vendor != "warpware":
        raise NotFound("warpware.webhooks.not-found", "Webhook endpoint", endpoint_id)
    return endpoint


def send_test(state: WarpWareState, endpoint: Subscription) -> None:
    """Tell *endpoint*, and no other, that it is being tested."""
    event_id = state.streams.uuid(f"{state.purpose}.webhook-tests")
    state.events.record(event_id, "warpware", TEST_EVENT, state.clock.instant(), endpoint)


def tell(state: WarpWareState, event: Event) -> None:
    """Queue an event for the endpoints that subscribed to it, as it is at this moment."""
    if event.name == TEST_EVENT:
        told = [event.record]
    else:
        told = [endpoint for endpoint in endpoints(state) if endpoint.active and event.name in endpoint.events]
    if not told:
        return
    body = orjson.dumps(
        {
            "id": event.id,
            "event": event.name,
            "timestamp": state.clock.text(event.at),
            "data": _data(state, event),
        }
    )
    # Ambiguous: warpware.webhook-retries
    delays = RETRIES[state.readings["warpware.webhook-retries"]]
    for endpoint in told:
        headers = {
            "Content-Type": "application/json",
            **_signed(endpoint.secret, body),
            "X-WarpWare-Event": event.name,
            "X-WarpWare-Delivery": event.id,
            "User-Agent": USER_AGENT,
        }
        forge = partial(_signed, OTHER_SECRET, body)
        state.webhooks.queue(endpoint, event.id, event.name, body, headers, delays, forge)


def _signed(secret: str, body: bytes) -> dict[str, str]:
    return {"X-WarpWare-Signature": signature(secret, body)}


def signature(secret: str, body: bytes) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def endpoint_view(endpoint: Subscription) -> dict[str, Any]:
    """An endpoint without its secret, which is shown once."""
    return {
        "id": endpoint.id,
        "url": endpoint.url,
        "events": endpoint.events,
        "active": endpoint.active,
        "created_at": format_instant(endpoint.created_at),
        "last_delivery_at": _text(endpoint.last_delivery_at),
        "last_delivery_status": endpoint.last_delivery_status,
        "failure_count": endpoint.failure_count,
    }


def _text(moment: datetime.datetime | None) -> str | None:
    return None if moment is None else format_instant(moment)


def _data(state: WarpWareState, event: Event) -> dict[str, Any]:
    if event.name == TEST_EVENT:
        return {"endpoint_id": event.record.id, "message": "This is a test event"}
    return order_view(event.record, state.account, state.clock)
