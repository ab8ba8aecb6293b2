"""Bulk export jobs: made at once, complete some seconds later. Source: "Exports"."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from mockserver.core.schedule import Effect
from mockserver.warpware.records import Export
from mockserver.warpware.selecting import select_orders, select_products, select_stock
from mockserver.warpware.state import WarpWareState
from mockserver.warpware.stock_views import product_view, stock_view
from mockserver.warpware.views import order_view

ROW_LIMIT = 5000
LATENCY_MS = (1_000, 10_000)
"""How long a job takes at least and at most."""

Rows = tuple[Mapping[str, Any], ...]


def create(state: WarpWareState, resource: str, filters: Mapping[str, Any], *, failing: str | None = None) -> Export:
    """A pending job that ends by the sandbox's clock: complete, or as an error that says *failing*. *filters* have
    passed the create schema.
    """
    # Ids of their own stream: an export does not shift the ids of the orders that follow it.
    export_id = state.streams.uuid(f"{state.purpose}.exports")
    export = Export(export_id, resource, filters, created_at=state.clock.instant())
    latency = state.streams[f"{state.purpose}.latency"].randint(*LATENCY_MS)
    due = state.clock.now() + datetime.timedelta(milliseconds=latency)

    def end() -> Effect:
        # At its own instant, even when real time has gone past it.
        at = math.floor(state.clock.instant_of(due))
        rows = () if failing is not None else _ROWS[resource](state, filters)
        state.exports.replace(replace(export, completed_at=at, rows=rows, error=failing))
        return {"export_id": export_id}

    state.exports.insert(export)
    state.schedule.add(due, "export.completed" if failing is None else "export.failed", end)
    return export


def _order_rows(state: WarpWareState, filters: Mapping[str, Any]) -> Rows:
    newest_first = select_orders(state, filters).before(None, ROW_LIMIT)
    return tuple(order_view(order, state.account, state.clock) for order in newest_first)


def _product_rows(state: WarpWareState, filters: Mapping[str, Any]) -> Rows:
    newest_first = select_products(state, filters).before(None, ROW_LIMIT)
    return tuple(product_view(product, state) for product in newest_first)


def _inventory_rows(state: WarpWareState, filters: Mapping[str, Any]) -> Rows:
    newest_first = select_stock(state, filters).before(None, ROW_LIMIT)
    return tuple(stock_view(level, state) for level in newest_first)


_ROWS: dict[str, Callable[[WarpWareState, Mapping[str, Any]], Rows]] = {
    "orders": _order_rows,
    "inventory": _inventory_rows,
    "products": _product_rows,
}
