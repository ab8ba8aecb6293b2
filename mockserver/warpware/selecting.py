"""The rows that filters name, in a list's query as in an export's body. Source: "Orders", "Inventory", "Products"."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from mockserver.core.selection import Selection
from mockserver.warpware.records import Order, Product, StockLevel
from mockserver.warpware.state import WarpWareState

Row = TypeVar("Row")


def select_orders(state: WarpWareState, filters: Mapping[str, Any]) -> Selection[Order]:
    return state.orders.select(
        equal=_equal(filters, ("status", "tag", "external_id", "tracking_number")),
        at_least=_updated_since(state, filters),
        first=instant(state, filters, "date_from"),
        last=instant(state, filters, "date_to"),
    )


def select_products(state: WarpWareState, filters: Mapping[str, Any]) -> Selection[Product]:
    return state.products.select(
        equal=_equal(filters, ("sku",)),
        at_least=_updated_since(state, filters),
        matching=_search(filters, lambda product: (product.name,)),
    )


def select_stock(state: WarpWareState, filters: Mapping[str, Any]) -> Selection[StockLevel]:
    return state.stock.select(
        equal=_equal(filters, ("sku", "status")),
        at_least=_updated_since(state, filters),
        matching=_search(filters, lambda level: (level.name, level.sku)),
    )


def instant(state: WarpWareState, filters: Mapping[str, Any], name: str) -> float | None:
    """A filter's moment in seconds from the clock's epoch; None where it is not given."""
    return state.clock.instant_of(filters[name]) if name in filters else None


def _equal(filters: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: filters[name] for name in names if name in filters}


def _updated_since(state: WarpWareState, filters: Mapping[str, Any]) -> dict[str, float]:
    since = instant(state, filters, "updated_since")
    # Records know whole seconds: a poller that asks from a fraction of the very second of a change must see it.
    return {} if since is None else {"updated_at": math.floor(since)}


def _search(filters: Mapping[str, Any], searched: Callable[[Row], Iterable[str]]) -> Callable[[Row], bool] | None:
    """Whether a text of a row that is *searched* holds the search word, in whatever case."""
    if "search" not in filters:
        return None
    word = filters["search"].casefold()
    return lambda row: any(word in text.casefold() for text in searched(row))
