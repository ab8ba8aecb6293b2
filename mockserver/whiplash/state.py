"""All Whiplash records of one sandbox."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from mockserver.core.records import Context, Records
from mockserver.core.table import Table
from mockserver.whiplash.records import (
    ORDER_ITEMS,
    ORDERS,
    PACKAGES,
    WAREHOUSES,
    WEB_HOOKS,
    Account,
    Order,
    OrderItem,
    Package,
    Warehouse,
    WebHook,
)
from mockserver.whiplash.stock_records import (
    ITEM_TRANSACTIONS,
    ITEMS,
    SHIPNOTICE_ITEMS,
    SHIPNOTICES,
    WAREHOUSE_QUANTITIES,
    Item,
    ItemTransaction,
    Shipnotice,
    ShipnoticeItem,
    WarehouseQuantity,
)

_FIRST_NUMBERS = {
    "orders": 1_204_301,
    "order_items": 3_518_822,
    "packages": 1_190_447,
    "items": 246_810,
    "item_transactions": 7_402_155,
    "warehouse_quantities": 611_208,
    "shipnotices": 18_642,
    "shipnotice_items": 94_377,
    "web_hooks": 2_913,
}
"""The id of a table's first row: the vendor's tables are not young."""


Row = TypeVar("Row")


class WhiplashState(Records):
    """What handlers work on. The caller holds the sandbox's lock."""

    saved = ("numbers",)

    def __init__(self, account: Account, context: Context, *, purpose: str = "whiplash") -> None:
        super().__init__(context, purpose)
        self.account = account
        self.numbers = dict(_FIRST_NUMBERS)
        self.orders: Table[Order] = Table(ORDERS)
        self.order_items: Table[OrderItem] = Table(ORDER_ITEMS)
        self.packages: Table[Package] = Table(PACKAGES)
        self.items: Table[Item] = Table(ITEMS)
        self.warehouse_quantities: Table[WarehouseQuantity] = Table(WAREHOUSE_QUANTITIES)
        self.item_transactions: Table[ItemTransaction] = Table(ITEM_TRANSACTIONS)
        self.shipnotices: Table[Shipnotice] = Table(SHIPNOTICES)
        self.shipnotice_items: Table[ShipnoticeItem] = Table(SHIPNOTICE_ITEMS)
        self.web_hooks: Table[WebHook] = Table(WEB_HOOKS)
        self.warehouses: Table[Warehouse] = Table(WAREHOUSES)
        self.order_watcher: Callable[[Order | None, Order], None] | None = None
        """Called with each order that is new or has changed: as it was, None where it is new, and as it is stored."""

    def next_id(self, table: str) -> int:
        """The id of the next row of a table, by its name here: one more than the last one's."""
        number = self.numbers[table]
        self.numbers[table] = number + 1
        return number

    def keep(self, order: Order) -> None:
        """Store *order*, new or changed."""
        before = self.orders.get(order.id)
        self.orders.put(order)
        if self.order_watcher is not None:
            self.order_watcher(before, order)

    def stored(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """What a client sent, as records have it: moments are instants."""
        return {
            name: math.floor(self.clock.instant_of(value)) if isinstance(value, datetime.datetime) else value
            for name, value in fields.items()
        }

    def tell(self, name: str, at: int, record: Any) -> None:
        """Record that something happened: ``order.shipped`` and the like."""
        self.events.record(self.streams.uuid(f"{self.purpose}.events"), "whiplash", name, at, record)

    def items_of(self, order_id: int) -> list[OrderItem]:
        """An order's items, the first one first."""
        return rows_of(self.order_items, "order_id", order_id)

    def packages_of(self, order_id: int) -> list[Package]:
        """An order's packages, the first one first."""
        return rows_of(self.packages, "order_id", order_id)


def rows_of(table: Table[Row], group: str, value: int | str) -> list[Row]:
    """Every row that a group index holds for *value*, oldest first."""
    selection = table.select(equal={group: value})
    return selection.slice(0, selection.count())[::-1]
