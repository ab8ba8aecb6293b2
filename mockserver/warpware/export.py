"""A WarpWare account as plain JSON."""

from __future__ import annotations

from typing import Any

from mockserver.warpware.state import WarpWareState
from mockserver.warpware.stock_views import location_view, product_view, stock_view
from mockserver.warpware.views import order_view, timeline_entry_view


def export_state(state: WarpWareState) -> dict[str, Any]:
    """Every record, oldest first, in the shape in which the API writes it. The caller holds the lock."""
    return {
        "client_id": state.account.client_id,
        "orders": [order_view(order, state.account, state.clock) for order in state.orders],
        "timelines": {
            order.id: [timeline_entry_view(entry, state.clock) for entry in order.timeline] for order in state.orders
        },
        "products": [product_view(product, state) for product in state.products],
        "inventory": [stock_view(level, state) for level in state.stock],
        "locations": [location_view(location, state) for location in state.locations],
    }
