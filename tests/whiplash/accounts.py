"""A Whiplash account without HTTP: what tests of the domain stand on."""

from __future__ import annotations

import datetime
from typing import Any

from mockserver.core.clock import Clock
from mockserver.core.events import EventLog
from mockserver.core.randomness import Streams
from mockserver.core.records import Context
from mockserver.core.rules import load_ledger, resolve_readings
from mockserver.core.schedule import Schedule
from mockserver.core.webhooks import Webhooks
from mockserver.whiplash import cataloguing, ordering, stocking
from mockserver.whiplash.ledger import LEDGER
from mockserver.whiplash.records import Order, OrderItem
from mockserver.whiplash.seeding import template
from mockserver.whiplash.state import WhiplashState
from mockserver.whiplash.stock_records import Item, WarehouseQuantity

NOW = datetime.datetime(2026, 2, 27, 10, 0, tzinfo=datetime.UTC)
MIDWEST, WEST, EAST = 5, 8, 12
"""The warehouses of the profiles."""

ADDRESS = {
    "shipping_name": "Bill Murray",
    "shipping_address_1": "1800 Hemlock St.",
    "shipping_city": "Beverley Hills",
    "shipping_state": "CA",
    "shipping_zip": "90210",
    "shipping_country": "US",
    "email": "bill@example.com",
}


def open_account(profile: str = "empty", *, seed: int = 42, readings: dict[str, str] | None = None) -> WhiplashState:
    """A state of its own at NOON, as a sandbox would have it."""
    resolved = resolve_readings([load_ledger(LEDGER)], readings or {})
    clock = Clock(NOW, frozen=True)
    context = Context(clock, Streams(seed), resolved, EventLog(), Schedule(), Webhooks(clock))
    return template(seed, profile).fork(context, "whiplash")


class Account:
    """Shorthands over a state; ``at`` is the instant of the next call, one second later each time."""

    def __init__(self, state: WhiplashState) -> None:
        self.state = state
        self.at = 0

    def tick(self) -> int:
        self.at += 1
        return self.at

    def item(self, sku: str = "TEE", *, stock: dict[int, int] | None = None, **fields: Any) -> Item:
        """An item with so many units in each warehouse; ten in the Midwest unless it is said."""
        item = cataloguing.create(self.state, {"sku": sku, "title": sku.title(), **fields}, self.tick())
        for warehouse_id, units in ({MIDWEST: 10} if stock is None else stock).items():
            stocking.receive(self.state, item.id, warehouse_id, units, self.tick(), "Received")
        return self.item_now(item)

    def order(self, *items: Item | tuple[Item, int], provider: str = "api", **fields: Any) -> Order:
        lines = [item if isinstance(item, tuple) else (item, 1) for item in items]
        told = [{"item_id": item.id, "quantity": quantity} for item, quantity in lines]
        body = {**ADDRESS, "order_items": told, **fields}
        return ordering.create(self.state, body, self.tick(), provider=provider)

    def in_status(self, status: int, *items: Item | tuple[Item, int], **fields: Any) -> Order:
        """An order in any status, put there by what happens elsewhere."""
        order = self.order(*(items or (self.item(),)), **fields)
        return order if order.status == status else ordering.place(self.state, order, status, self.tick())

    def now(self, order: Order) -> Order:
        """The order as it is now."""
        found = self.state.orders.get(order.id)
        assert found is not None
        return found

    def item_now(self, item: Item) -> Item:
        found = self.state.items.get(item.id)
        assert found is not None
        return found

    def lines(self, order: Order) -> list[OrderItem]:
        return self.state.items_of(order.id)

    def lying(self, item: Item, warehouse_id: int = MIDWEST) -> tuple[int, int]:
        """How many units lie there, and how many of them are set aside."""
        row: WarehouseQuantity | None = self.state.warehouse_quantities.find("place", (item.id, warehouse_id))
        assert row is not None
        return row.quantity, row.committed
