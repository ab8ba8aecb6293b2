"""An order's lines as they come in: each names one of the account's items. Source: "Create an Order", order_items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mockserver.whiplash.finding import items_by_sku, missing
from mockserver.whiplash.records import OrderItem
from mockserver.whiplash.state import WhiplashState
from mockserver.whiplash.stock_records import Item


def item_of(state: WhiplashState, line: Mapping[str, Any]) -> Item:
    """The item that a line means: by its ``item_id``, or by its ``sku`` where it has none.

    Raises:
        NotFound: there is none.
    """
    item_id, sku = line.get("item_id"), line.get("sku")
    found: Item | None = None
    if item_id is not None:
        found = state.items.get(item_id)
    elif sku is not None:
        found = next(iter(items_by_sku(state, sku)), None)
    if found is None:
        raise missing(state, "Item", str(item_id if item_id is not None else sku))
    return found


def make_lines(
    state: WhiplashState, order_id: int, lines: Sequence[tuple[Item, Mapping[str, Any]]], at: int
) -> list[OrderItem]:
    """New lines of an order, not stored yet. What a line does not say, its item does."""
    return [_make(state, order_id, item, line, at) for item, line in lines]


def _make(state: WhiplashState, order_id: int, item: Item, line: Mapping[str, Any], at: int) -> OrderItem:
    told = {name: value for name, value in line.items() if name not in ("item_id", "order_id") and value is not None}
    fields: dict[str, Any] = {
        "quantity": 1,
        "sku": item.sku,
        "description": item.title or item.description,
        "price": item.price,
        "wholesale_cost": item.wholesale_cost,
        "currency": item.currency,
        "packaging": item.packaging,
        "returnable": item.returnable,
        **told,
    }
    return OrderItem(
        id=state.next_id("order_items"),
        order_id=order_id,
        item_id=item.id,
        created_at=at,
        updated_at=at,
        **fields,
    )
