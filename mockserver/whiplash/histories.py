"""Orders that came in before the sandbox began, each with the history that led to its status.

What happened is told in the order of time, so that ids rise with it, and by the same code that serves.
"""

from __future__ import annotations

import heapq
import itertools
import random
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from mockserver.whiplash import deriving, itemizing, ordering
from mockserver.whiplash.durations import DAY, HOUR, MINUTE, STEPS
from mockserver.whiplash.people import People
from mockserver.whiplash.providers import API, WHIPLASH
from mockserver.whiplash.records import Order
from mockserver.whiplash.state import WhiplashState
from mockserver.whiplash.statuses import CANCELLED, INSUFFICIENT_INVENTORY, PAUSED, PRE_ORDER, PROCESSING
from mockserver.whiplash.stock_records import Item

_CHAIN = (120, 150, 160, 200, 250, 300, 325, 350)
_OTHERWISE = (20 * MINUTE, 6 * HOUR)
"""What any other step takes, where the order's age leaves room for it."""

Step = Callable[[int], None]


class Teller:
    """Tells the histories of a profile's orders; :meth:`tell` once."""

    def __init__(self, state: WhiplashState, profile: Mapping[str, Any]) -> None:
        self._state = state
        self._profile = profile
        self._stream = state.streams["whiplash.seeded.histories"]
        self._people = People(state.streams["whiplash.seeded.people"])
        self._queue: list[tuple[int, int, Step]] = []
        self._numbers = itertools.count()
        items = list(state.items)
        self._closed = [item for item in items if not item.available]
        self._scarce = [item for item in items if item.available and item.quantity == 0]
        self._stocked = [item for item in items if item.available and item.quantity > 0]

    def tell(self) -> None:
        for status, plan in self._profile["orders"].items():
            for _ in range(plan["count"]):
                self._plan_order(self._came_in(plan), status)
        for kind, plan in self._profile["derived"].items():
            for _ in range(plan["count"]):
                self._plan_derived(self._came_in(plan), kind, plan["original"], plan["status"])
        while self._queue:
            at, _, step = heapq.heappop(self._queue)
            step(at)

    def _came_in(self, plan: Mapping[str, Any]) -> int:
        youngest, oldest = plan["days"]
        return -int(self._stream.uniform(youngest, oldest) * DAY) - MINUTE

    def _at(self, at: int, step: Step) -> None:
        heapq.heappush(self._queue, (at, next(self._numbers), step))

    def _plan_order(self, came_in: int, status: int) -> None:
        def create(at: int) -> None:
            order = self._create(at, self._wanted(status))
            self._lead(order.id, order.status, status, at)

        self._at(came_in, create)

    def _plan_derived(self, came_in: int, kind: str, original_status: int, status: int) -> None:
        """An order with two lines, and halfway from then to now another one that is made from it."""

        def create(at: int) -> None:
            order = self._create(at, self._stream.sample(self._stocked, 2), provider=API)
            if kind == "separate":
                self._at(at // 2, lambda then: self._derive(order.id, kind, status, then))
                self._at(at // 2 + MINUTE, lambda then: self._lead(order.id, order.status, original_status, then))
            else:
                self._lead(order.id, order.status, original_status, at, by=at // 2 - MINUTE)
                self._at(at // 2, lambda then: self._derive(order.id, kind, status, then))

        self._at(came_in, create)

    def _derive(self, order_id: int, kind: str, status: int, at: int) -> None:
        original = self._order(order_id)
        lines = self._state.items_of(order_id)
        if kind == "separate":
            derived = itemizing.separate(self._state, lines[-1], at)
        elif kind == "replace":
            derived = deriving.replace_order(self._state, original, at)
        else:
            item = self._stream.choice(self._stocked)
            derived = deriving.exchange(self._state, original, [{"item_id": item.id, "quantity": 1}], at)
        self._lead(derived.id, derived.status, status, at)

    def _lead(self, order_id: int, start: int, status: int, at: int, *, by: int = 0) -> None:
        """Plan the steps that take an order to *status*, the last one before the instant *by*."""
        steps = _route(start, status)
        for index, step in enumerate(steps):
            shortest, longest = STEPS.get(step, _OTHERWISE)
            # The steps that are left share the time that is left, so that the last one is not too late.
            room = max(1, (by - at) // (len(steps) - index + 1))
            at += min(self._stream.randint(shortest, longest), room)
            self._at(at, lambda then, step=step: self._take(order_id, step, then))  # type: ignore[misc]  # bound now

    def _take(self, order_id: int, step: int, at: int) -> None:
        order = self._order(order_id)
        if step == CANCELLED:
            ordering.cancel(self._state, order, at)
        elif step == PAUSED:
            ordering.pause(self._state, order, at)
        elif step in _CHAIN and order.status != 155:
            ordering.move(self._state, order, step, at)
        else:
            ordering.place(self._state, order, step, at)

    def _order(self, order_id: int) -> Order:
        order = self._state.orders.get(order_id)
        assert order is not None, "it was told of before"
        return order

    def _wanted(self, status: int) -> list[Item]:
        """Items that give a new order the status, or the one that its history begins with."""
        count = self._stream.choices((1, 2, 3), (6, 3, 1))[0]
        chosen = self._stream.sample(self._stocked, count)
        if status == PRE_ORDER:
            chosen[0] = self._stream.choice(self._closed)
        elif status == INSUFFICIENT_INVENTORY:
            chosen[0] = self._stream.choice(self._scarce)
        return chosen

    def _create(self, at: int, items: list[Item], *, provider: str | None = None) -> Order:
        stream, profile = self._stream, self._profile
        provider = provider or _weighted(stream, profile["providers"])
        number = None if provider == WHIPLASH else str(stream.randint(5_100_000_000, 5_999_999_999))
        country = _weighted(stream, profile["countries"])
        price = stream.choice(("0.00", "4.95", "8.91", "12.50"))
        fields: dict[str, Any] = {
            **self._people.draw(country),
            "originator_id": number,
            "address_verified": True,
            "shop_created_at": at - stream.randint(1, 90),
            "shop_updated_at": at,
            "shop_shipping_method_text": _weighted(stream, profile["shipping_methods"]),
            "shop_shipping_method_price": Decimal(price),
            "shop_shipping_method_currency": self._state.account.currency,
            "gift": stream.random() < 0.1,
            "require_signature": stream.random() < 0.08,
            "insure": stream.random() < 0.05,
            "order_items": [
                {
                    "item_id": item.id,
                    "quantity": stream.choices((1, 2, 3), (7, 2, 1))[0],
                    "originator_id": number and f"{number}-{place}",
                }
                for place, item in enumerate(items, start=1)
            ],
        }
        if stream.random() * 100 < profile["notes"]["share"]:
            fields["public_note"] = stream.choice(profile["notes"]["texts"])
        return ordering.create(self._state, fields, at, provider=provider)


def _route(start: int, status: int) -> list[int]:
    """The steps from the status of a new order to *status*."""
    if status == start:
        return []
    if start != PROCESSING or status < PROCESSING:
        return [status]
    last = {155: 150, 400: 325}.get(status, status)
    chain = [step for step in _CHAIN if step <= last]
    return chain if status in _CHAIN else [*chain, status]


def _weighted(stream: random.Random, weights: Mapping[str, int]) -> str:
    return stream.choices(list(weights), list(weights.values()))[0]
