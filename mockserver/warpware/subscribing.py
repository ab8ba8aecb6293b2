"""Webhook endpoints: who may be told of what, and how an event becomes what is sent.

Source: "Webhooks".
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import re
from collections.abc import Sequence
from functools import partial
from typing import Any
from urllib.parse import SplitResult, urlsplit

import orjson

from mockserver.core.clock import format_instant
from mockserver.core.delivery import Subscription
from mockserver.core.errors import InvalidValue, NotFound, Problem
from mockserver.core.events import Event
from mockserver.core.hosts import is_loopback
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

_UNFIT = re.compile(r"[\x00-\x20\x7f-\x9f\\\s]")


def register(state: WarpWareState, url: str, events: Sequence[str]) -> Subscription:
    """A new endpoint. *events* have passed the schema.

    Raises:
        InvalidValue: nothing is delivered to that url, or there are as many endpoints as may be.
    """
    _check_url(state, url)
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


def _check_url(state: WarpWareState, url: str) -> None:
    parts = _split(url)
    if parts is None or parts.scheme not in ("http", "https"):
        what = "must be an absolute HTTPS URL with a host, like https://your-system.example/webhooks/warpware"
        raise InvalidValue("warpware.webhooks.url", [Problem("url", what)])
    if parts.scheme == "https":
        return
    host = parts.hostname or ""
    # Ambiguous: warpware.webhook-http
    if state.readings["warpware.webhook-http"] == "never":
        raise InvalidValue("warpware.webhooks.http-never", [Problem("url", "must be HTTPS")])
    if not (is_loopback(host) or state.webhooks.permits(host)):
        what = (
            f"must be HTTPS; http goes to loopback only, and to what the mock server was allowed "
            f"(mockserver serve --webhook-allow {host})"
        )
        raise InvalidValue("warpware.webhooks.https-only", [Problem("url", what)])


def _split(url: str) -> SplitResult | None:
    """An absolute URL's parts; None where it has no host, or holds what no URL can."""
    if _UNFIT.search(url):
        return None
    try:
        parts = urlsplit(url)
        usable = bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
    except ValueError:  # brackets that do not match, a port that is none
        return None
    return parts if usable else None
