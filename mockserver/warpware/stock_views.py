"""Stock, products and locations as the API writes them."""

from __future__ import annotations

from typing import Any

from mockserver.warpware.records import Location, Product, StockLevel
from mockserver.warpware.state import WarpWareState
from mockserver.warpware.stocking import levels_of, location_of, skus_in


def stock_view(level: StockLevel, state: WarpWareState) -> dict[str, Any]:
    """Source: "Inventory"."""
    return {
        "sku": level.sku,
        "name": level.name,
        "quantity_available": level.available,
        "quantity_on_hand": level.on_hand,
        "quantity_committed": level.committed,
        "warehouse": location_of(state, level).name,
        "status": level.status,
        "updated_at": state.clock.text(level.updated_at),
    }


def stock_by_location_view(level: StockLevel, state: WarpWareState) -> dict[str, Any]:
    """Source: "Inventory by Location"."""
    location = location_of(state, level)
    return {
        "sku": level.sku,
        "name": level.name,
        "source_platform": location.platform,
        "inventory_quantity": level.on_hand,
        "quantity_available": level.available,
        "quantity_on_hand": level.on_hand,
        "quantity_committed": level.committed,
        "shopify_location_id": location.shopify_location_id,
    }


def product_view(product: Product, state: WarpWareState) -> dict[str, Any]:
    """Source: "Products"."""
    return {
        "id": product.id,
        "sku": product.sku,
        "name": product.name,
        "description": product.description,
        "price": product.price,
        "inventory_count": sum(level.on_hand for level in levels_of(state, product.sku)),
        "platform": product.platform,
        "created_at": state.clock.text(product.created_at),
        "updated_at": state.clock.text(product.updated_at),
    }


def location_view(location: Location, state: WarpWareState) -> dict[str, Any]:
    """Source: "Locations"."""
    return {
        "id": location.id,
        "name": location.name,
        "platform": location.platform,
        "platform_location_id": location.platform_location_id,
        "address1": location.address1,
        "city": location.city,
        "state": location.state,
        "country": location.country,
        "active": location.active,
        "is_primary": location.is_primary,
        "sku_count": skus_in(state, location),
    }
