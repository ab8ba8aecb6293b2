"""A WarpWare account as plain JSON."""

from __future__ import annotations

from typing import Any

from mockserver.warpware.records import Product, StockLevel
from mockserver.warpware.state import WarpWareState
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
    }


def product_view(product: Product, state: WarpWareState) -> dict[str, Any]:
    """Source: "Products"."""
    on_hand = sum(
        level.on_hand for level in state.stock.select(equal={"sku": product.sku}).before(None, len(state.stock))
    )
    return {
        "id": product.id,
        "sku": product.sku,
        "name": product.name,
        "description": product.description,
        "price": product.price,
        "inventory_count": on_hand,
        "platform": product.platform,
        "created_at": state.clock.text(product.created_at),
        "updated_at": state.clock.text(product.updated_at),
    }


def stock_view(level: StockLevel, state: WarpWareState) -> dict[str, Any]:
    """Source: "Inventory"."""
    available = level.on_hand - level.committed
    low = "low_stock" if available <= level.reorder_point else "in_stock"
    return {
        "sku": level.sku,
        "name": level.name,
        "quantity_available": available,
        "quantity_on_hand": level.on_hand,
        "quantity_committed": level.committed,
        "warehouse": level.warehouse,
        "status": low if available > 0 else "out_of_stock",
        "updated_at": state.clock.text(level.updated_at),
    }
