"""Units that come into a warehouse and leave it, each with its transaction. Source: observed, "items"."""

from __future__ import annotations

from dataclasses import replace

from mockserver.whiplash.records import Order, OrderItem
from mockserver.whiplash.state import WhiplashState
from mockserver.whiplash.stock_records import Item, ItemTransaction, WarehouseQuantity

MOST_UNITS = 2**31 - 1
"""Units of one item in one warehouse that a database's ordinary integer holds."""


def open_places(state: WhiplashState, item: Item, at: int) -> None:
    """A row for the item in each warehouse, where nothing of it lies yet."""
    for warehouse in sorted(state.warehouses, key=lambda warehouse: warehouse.id):
        row_id = state.next_id("warehouse_quantities")
        state.warehouse_quantities.insert(WarehouseQuantity(row_id, item.id, warehouse.id, at))


def receive(
    state: WhiplashState,
    item_id: int,
    warehouse_id: int,
    units: int,
    at: int,
    description: str,
    *,
    shipnotice_id: int | None = None,
) -> None:
    """Put *units* of an item into a warehouse."""
    row = state.warehouse_quantities.find("place", (item_id, warehouse_id))
    assert row is not None, "every item has a row in every warehouse"
    units = min(units, MOST_UNITS - row.quantity)
    _move(state, row, units, at, description, shipnotice_id=shipnotice_id)


def count(state: WhiplashState, row: WarehouseQuantity, units: int, at: int) -> None:
    """So many units lie in a warehouse, whatever was thought before."""
    _move(state, row, units - row.quantity, at, "Counted")


def take_shipped(state: WhiplashState, order: Order, line: OrderItem, at: int) -> None:
    """What an order's line took with it; where less lay there than it says, all of that."""
    row = state.warehouse_quantities.find("place", (line.item_id, order.warehouse_id))
    if row is not None:
        _move(state, row, -min(line.quantity, row.quantity), at, "Shipped", order_id=order.id)


def _move(
    state: WhiplashState,
    row: WarehouseQuantity,
    units: int,
    at: int,
    description: str,
    *,
    order_id: int | None = None,
    shipnotice_id: int | None = None,
) -> None:
    item = state.items.get(row.item_id)
    if units == 0 or item is None:
        return
    state.warehouse_quantities.replace(replace(row, quantity=row.quantity + units))
    changed = replace(item, quantity=item.quantity + units, updated_at=max(at, item.updated_at))
    state.items.replace(changed)
    state.item_transactions.insert(
        ItemTransaction(
            id=state.next_id("item_transactions"),
            item_id=item.id,
            warehouse_id=row.warehouse_id,
            quantity=units,
            description=description,
            created_at=at,
            order_id=order_id,
            shipnotice_id=shipnotice_id,
        )
    )
    state.tell("item.inventory_changed", at, changed)
