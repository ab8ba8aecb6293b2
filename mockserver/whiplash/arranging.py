"""What a test begins with: plain orders, of an item that can be had, and stock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockserver.whiplash import cataloguing, ordering, stocking
from mockserver.whiplash.state import WhiplashState
from mockserver.whiplash.stock_records import Item, WarehouseQuantity

SKU = "WIDGET-RED-LG"
UNITS = 100

ADDRESS = {
    "shipping_name": "Jane Smith",
    "shipping_address_1": "123 Main St",
    "shipping_city": "New York",
    "shipping_state": "NY",
    "shipping_zip": "10001",
    "shipping_country": "US",
    "email": "jane.smith@example.com",
}


def plain_order(state: WhiplashState, given: Mapping[str, Any], at: int) -> dict[str, Any]:
    """The least that an order needs, with *given* over it: one unit of the first item that lies in a warehouse, which
    is made where there is none.
    """
    order = {**ADDRESS, **given}
    if "order_items" not in order:
        order["order_items"] = [{"item_id": _item(state, at).id, "quantity": 1}]
    return order


def set_free(state: WhiplashState, item: Item, warehouse_id: int, units: int, at: int) -> None:
    """Have so many units free in a warehouse, beside what is committed there; then the orders that wait for the item
    are looked at again.
    """
    row = row_of(state, item, warehouse_id)
    stocking.count(state, row, row.committed + units, at)
    ordering.reconsider(state, item.id, at)


def row_of(state: WhiplashState, item: Item, warehouse_id: int) -> WarehouseQuantity:
    """What lies of an item in a warehouse that there is."""
    row = state.warehouse_quantities.find("place", (item.id, warehouse_id))
    assert row is not None, "every item has a row in every warehouse"
    return row


def _item(state: WhiplashState, at: int) -> Item:
    there = (row for row in state.warehouse_quantities if row.free > 0)
    items = (state.items.get(row.item_id) for row in there)
    found = next((item for item in items if item is not None and item.active and item.available), None)
    return found or cataloguing.create(state, {"sku": SKU, "title": SKU, "quantity": UNITS}, at)
