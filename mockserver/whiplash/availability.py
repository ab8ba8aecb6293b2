"""Whether an order's items can be had, which gives its status, and what is set aside for it.

Source: "Item Availability"; observed, "What a status change does"; readings.md, "After create, release and uncancel".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mockserver.whiplash.records import Order, OrderItem
from mockserver.whiplash.state import WhiplashState
from mockserver.whiplash.statuses import ALLOCATED, INSUFFICIENT_INVENTORY, PRE_ORDER, PROCESSING


@dataclass(frozen=True, slots=True)
class Verdict:
    """The status that follows from an order's items, the warehouse that it would ship from, and the items with
    their ``available`` as it is now.
    """

    status: int
    warehouse_id: int
    items: tuple[OrderItem, ...]


def assess(state: WhiplashState, order: Order, items: Sequence[OrderItem]) -> Verdict:
    """80 if an item is not open for orders, else 95 if no one warehouse has enough of all, else 100.

    The warehouse is the first that has the most of the items: one of those that the shop asked for, if it did.
    What is set aside for this very order must have been given back before.
    """
    needed = Counter[int]()
    for line in items:
        needed[line.item_id] += line.quantity
    closed = {item_id for item_id in needed if not _is_open(state, item_id)}
    candidates = order.shop_warehouse_ids or tuple(sorted(warehouse.id for warehouse in state.warehouses))
    lying = {
        place: {item for item, units in needed.items() if _free(state, item, place) >= units} for place in candidates
    }
    # max() answers the first of the best.
    warehouse_id = max(candidates, key=lambda place: len(lying[place] - closed), default=order.warehouse_id)
    there = lying.get(warehouse_id, set())
    if closed:
        status = PRE_ORDER
    elif there < set(needed):
        status = INSUFFICIENT_INVENTORY
    else:
        status = PROCESSING
    looked_at = tuple(replace(line, available=line.item_id in there - closed) for line in items)
    return Verdict(status, warehouse_id, looked_at)


def summary(items: Iterable[OrderItem]) -> str:
    """``all``, ``mixed`` or ``none`` of the items are available; of no items, none are."""
    found = {item.available for item in items}
    if found == {True}:
        return "all"
    return "mixed" if True in found else "none"


def set_aside(state: WhiplashState, order: Order, items: Iterable[OrderItem]) -> None:
    """Commit an allocated order's units in its warehouse; for any other order this is nothing."""
    _commit(state, order, items, 1)


def give_back(state: WhiplashState, order: Order, items: Iterable[OrderItem]) -> None:
    """Undo :func:`set_aside`."""
    _commit(state, order, items, -1)


def _commit(state: WhiplashState, order: Order, items: Iterable[OrderItem], sign: int) -> None:
    if order.status not in ALLOCATED:
        return
    for line in items:
        row = state.warehouse_quantities.find("place", (line.item_id, order.warehouse_id))
        if row is not None:
            state.warehouse_quantities.replace(replace(row, committed=row.committed + sign * line.quantity))


def _is_open(state: WhiplashState, item_id: int) -> bool:
    item = state.items.get(item_id)
    return item is not None and item.active and item.available


def _free(state: WhiplashState, item_id: int, warehouse_id: int) -> int:
    row = state.warehouse_quantities.find("place", (item_id, warehouse_id))
    return 0 if row is None else row.free
