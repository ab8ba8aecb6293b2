"""The rows that filters name, in a list's query as in an export's body. Source: "Orders", "Inventory", "Products"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockserver.core.selection import Selection
from mockserver.warpware.records import Order, Product, StockLevel
from mockserver.warpware.state import WarpWareState

_EQUAL = ("status", "tag", "external_id", "tracking_number")


def select_orders(state: WarpWareState, filters: Mapping[str, Any]) -> Selection[Order]:
    since = instant(state, filters, "updated_since")
    return state.orders.select(
        equal={name: filters[name] for name in _EQUAL if name in filters},
        at_least=None if since is None else {"updated_at": since},
        first=instant(state, filters, "date_from"),
        last=instant(state, filters, "date_to"),
    )


def is_wanted(state: WarpWareState, row: Product | StockLevel, filters: Mapping[str, Any]) -> bool:
    """Whether a product or a stock level passes sku, search (name or SKU, in any case) and updated_since."""
    since = instant(state, filters, "updated_since")
    word = filters.get("search", "").casefold()
    return (
        filters.get("sku", row.sku) == row.sku
        and (word in row.name.casefold() or word in row.sku.casefold())
        and (since is None or row.updated_at >= since)
    )


def instant(state: WarpWareState, filters: Mapping[str, Any], name: str) -> float | None:
    """A filter's moment in seconds from the clock's epoch; None where it is not given."""
    return state.clock.instant_of(filters[name]) if name in filters else None
