"""Orders that came in before the sandbox began, each with the history that led to its status."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from mockserver.warpware import autopilot, ordering
from mockserver.warpware.people import People
from mockserver.warpware.records import Order, Product
from mockserver.warpware.state import WarpWareState

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_ROUTES: Mapping[str, tuple[str, ...]] = {
    "pending": (),
    "ready": ("ready",),
    "processing": ("ready", "processing"),
    "shipped": ("ready", "processing", "shipped"),
    "delivered": ("ready", "processing", "shipped", "delivered"),
    "failed": ("ready", "processing", "failed"),
    "hold": ("hold",),
    "cancelled": (),
}
"""The pipeline's moves on the way to each status; a cancelled order is cancelled by its partner."""

_DELAYS = {**autopilot.DELAYS, "cancelled": (10 * MINUTE, 10 * HOUR)}
"""Seconds that each step takes, at least and at most, where the order's age leaves room for it."""

_RETRIED_SHARE = 0.12
"""How many of the orders that got through had failed once before."""


def tell_histories(state: WarpWareState, profile: Mapping[str, Any]) -> None:
    """Add the profile's orders, oldest first, so that their numbers rise with time."""
    stream = state.streams["warpware.seeded.histories"]
    plans = []
    for status, plan in profile["orders"].items():
        youngest, oldest = plan["days"]
        plans += [(-int(stream.uniform(youngest, oldest) * DAY) - MINUTE, status) for _ in range(plan["count"])]
    people = People(state.streams["warpware.seeded.people"])
    connections = {source: state.new_id() for source in profile["sources"] if source != "api"}
    for number, (came_in, status) in enumerate(sorted(plans), start=1001):
        fields = _order_fields(stream, people, profile, list(state.products), number)
        connection = connections.get(fields["source"])
        order = ordering.create(state, fields, came_in, connection_id=connection)
        _lead_to(state, stream, profile, order, status, came_in)


def _order_fields(
    stream: random.Random, people: People, profile: Mapping[str, Any], products: list[Product], number: int
) -> dict[str, Any]:
    """What the shop sent, as the create schema would hand it on."""
    person = people.draw()
    chosen = stream.sample(products, stream.choices((1, 2, 3), (6, 3, 1))[0])
    fields: dict[str, Any] = {
        "external_id": f"ORDER-{number}",
        "source": _weighted(stream, profile["sources"]),
        "line_items": [
            {
                "sku": product.sku,
                "name": product.name,
                "quantity": stream.choices((1, 2, 3, 5), (6, 3, 2, 1))[0],
                "price": product.price,
            }
            for product in chosen
        ],
        "shipping_address": person.address,
        "customer_email": person.email,
        "customer_name": person.name,
        "tags": [tag for tag, share in profile["tags"].items() if stream.random() * 100 < share],
    }
    if stream.random() * 100 < profile["notes"]["share"]:
        fields["note"] = stream.choice(profile["notes"]["texts"])
    if stream.random() < 0.25:
        fields["metadata"] = {"po_number": f"PO-{stream.randint(1000, 9999)}"}
    return fields


def _lead_to(
    state: WarpWareState, stream: random.Random, profile: Mapping[str, Any], order: Order, status: str, at: int
) -> None:
    """Take *order* step by step to *status*, never past the sandbox's beginning."""
    route = _ROUTES[status]
    if status in ("shipped", "delivered") and stream.random() < _RETRIED_SHARE:
        route = ("ready", "processing", "failed", "pending", *route)
    if status == "cancelled" and stream.random() < 0.5:
        route = ("ready",)
    steps = [*route, *(["cancelled"] if status == "cancelled" else [])]
    for index, step in enumerate(steps):
        shortest, longest = _DELAYS[step]
        # The steps that are left share the time that is left, so that the last one is not in the future.
        room = max(1, -at // (len(steps) - index + 1))
        at += min(stream.randint(shortest, longest), room)
        if step == "cancelled":
            order = ordering.cancel(state, order, "Customer requested cancellation", at)
        else:
            message = None
            if step in ("failed", "hold"):
                message = _weighted(stream, profile["failures" if step == "failed" else "holds"])
            order = ordering.move(state, order, step, at, message=message)


def _weighted(stream: random.Random, weights: Mapping[str, int]) -> str:
    return stream.choices(list(weights), list(weights.values()))[0]
