"""All WarpWare records of one sandbox."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mockserver.core.records import Context, Records
from mockserver.core.table import Table
from mockserver.warpware.records import (
    EXPORTS,
    LABELS,
    LOCATIONS,
    ORDERS,
    PREORDER_RULES,
    PRODUCTS,
    SHIPMENTS,
    STOCK,
    Account,
    Export,
    Label,
    Location,
    Order,
    PreorderRule,
    Product,
    Shipment,
    StockLevel,
)


class WarpWareState(Records):
    """What handlers work on. The caller holds the sandbox's lock."""

    def __init__(self, account: Account, context: Context, *, purpose: str = "warpware") -> None:
        super().__init__(context, purpose)
        self.account = account
        self.orders: Table[Order] = Table(ORDERS)
        self.labels: Table[Label] = Table(LABELS)
        self.shipments: Table[Shipment] = Table(SHIPMENTS)
        self.preorder_rules: Table[PreorderRule] = Table(PREORDER_RULES)
        self.products: Table[Product] = Table(PRODUCTS)
        self.stock: Table[StockLevel] = Table(STOCK)
        self.locations: Table[Location] = Table(LOCATIONS)
        self.exports: Table[Export] = Table(EXPORTS)
        self.status_watcher: Callable[[Order], None] | None = None
        """Called with each order that is new or has changed its status, once it is stored."""

    def new_id(self) -> str:
        return self.streams.uuid(f"{self.purpose}.ids")

    def commit(self, order: Order, events: Sequence[str], at: int) -> None:
        """Store *order*, new or changed, and record what happened to it: all of it or nothing.

        Raises:
            DuplicateKey: another order has its external_id.
        """
        # Whatever could fail comes before the first write.
        drawn = [(self.streams.uuid(f"{self.purpose}.events"), name) for name in events]
        before = self.orders.get(order.id)
        self.orders.put(order)
        for event_id, name in drawn:
            self.events.record(event_id, "warpware", name, at, order)
        if self.status_watcher is not None and (before is None or before.status != order.status):
            self.status_watcher(order)
