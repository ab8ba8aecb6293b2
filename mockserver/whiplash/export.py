"""A Whiplash account as plain JSON."""

from __future__ import annotations

from typing import Any

from mockserver.whiplash.packaging import fees_of
from mockserver.whiplash.state import WhiplashState
from mockserver.whiplash.stock_views import item_view, shipnotice_view, transaction_view, warehouse_quantity_view
from mockserver.whiplash.views import fees_view, order_view, package_view, warehouse_view, web_hook_view


def export_state(state: WhiplashState) -> dict[str, Any]:
    """Every record, oldest first, in the shape in which the API writes it. The caller holds the lock."""
    shipped = [order for order in state.orders if order.shipped_on is not None]
    packages = {order.id: state.packages_of(order.id) for order in shipped}
    return {
        "orders": [order_view(state, order) for order in state.orders],
        "packages": [package_view(state, package) for order in shipped for package in packages[order.id]],
        "fees": {str(order.id): fees_view(fees_of(order, packages[order.id])) for order in shipped},
        "items": [item_view(state, item) for item in state.items],
        "warehouse_quantities": [
            {"item_id": row.item_id, **warehouse_quantity_view(row)} for row in state.warehouse_quantities
        ],
        "item_transactions": [transaction_view(state, row) for row in state.item_transactions],
        "shipnotices": [shipnotice_view(state, notice) for notice in state.shipnotices],
        "web_hooks": [web_hook_view(hook) for hook in state.web_hooks],
        "warehouses": [warehouse_view(warehouse) for warehouse in state.warehouses],
    }
