"""Web hooks: a client sets them up, and is told of what happens. Source: observed, "web_hooks".

V1 documents neither a signature nor what is posted: the object as GET answers it, once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import orjson

from mockserver.core.delivery import Subscription
from mockserver.core.events import Event
from mockserver.whiplash.records import WebHook
from mockserver.whiplash.state import WhiplashState
from mockserver.whiplash.stock_views import item_view, shipnotice_view
from mockserver.whiplash.views import order_view

OBJECTS: Mapping[str, Callable[[WhiplashState, Any], dict[str, Any]]] = {
    "order.shipped": order_view,
    "shipnotice.status_changed": shipnotice_view,
    "item.inventory_changed": item_view,
}
"""The events that clients were seen to ask for, and how what they are about is shown."""

HEADERS = {"Content-Type": "application/json", "User-Agent": "Whiplash"}

RETRIES = ()
"""Seconds from each failed attempt to the next one: there is none."""


def create(state: WhiplashState, fields: Mapping[str, Any], at: int) -> WebHook:
    """*fields* have passed the schema."""
    hook = WebHook(id=state.next_id("web_hooks"), created_at=at, updated_at=at, **fields)
    state.web_hooks.insert(hook)
    state.webhooks.subscribe(
        Subscription(
            id=str(hook.id),
            vendor="whiplash",
            url=hook.url or "",
            events=_events(hook),
            secret="",
            created_at=state.clock.now(),
            active=hook.active,
        )
    )
    return hook


def update(state: WhiplashState, hook: WebHook, fields: Mapping[str, Any], at: int) -> WebHook:
    """A client's PUT: what is given changes. What is on its way already goes where it was going."""
    changed = replace(hook, **fields)
    if changed != hook:
        changed = replace(changed, updated_at=at)
        state.web_hooks.replace(changed)
        if endpoint := _endpoint(state, changed):
            endpoint.url, endpoint.events, endpoint.active = changed.url or "", _events(changed), changed.active
    return changed


def remove(state: WhiplashState, hook: WebHook) -> None:
    """What it was still to be told is not told any more."""
    state.web_hooks.remove(hook.id)
    if endpoint := _endpoint(state, hook):
        state.webhooks.unsubscribe(endpoint.id)


def counted(state: WhiplashState, hook: WebHook) -> WebHook:
    """*hook* with the attempts that failed since the last one that did not."""
    endpoint = _endpoint(state, hook)
    return hook if endpoint is None else replace(hook, failed_attempts=endpoint.failure_count)


def tell(state: WhiplashState, event: Event) -> None:
    """Queue an event for the web hooks that name it, as its object is at this moment."""
    told = [
        endpoint
        for endpoint in state.webhooks.subscriptions.values()
        if endpoint.vendor == "whiplash" and endpoint.active and event.name in endpoint.events
    ]
    if not told:
        return
    body = orjson.dumps(OBJECTS[event.name](state, event.record))
    for endpoint in told:
        state.webhooks.queue(endpoint, event.id, event.name, body, HEADERS, RETRIES)


def _endpoint(state: WhiplashState, hook: WebHook) -> Subscription | None:
    """None where the sandbox was closed while a call was under way."""
    return state.webhooks.subscriptions.get(str(hook.id))


def _events(hook: WebHook) -> tuple[str, ...]:
    """What it is told of: nothing where it does not say whereto, or names what never happens."""
    name = hook.event_name
    return (name,) if name is not None and name in OBJECTS and hook.url else ()
