"""What a test begins with: plain orders, and stock of SKUs that need not be there yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from typing import Any

from mockserver.warpware.records import Location, Product, StockLevel
from mockserver.warpware.state import WarpWareState

SKU = "WIDGET-RED-LG"
ADDRESS = {"name": "Jane Smith", "address1": "123 Main St", "city": "New York", "state": "NY", "zip": "10001"}
PRICE = 9.99
REORDER_POINT = 20


def plain_order(state: WarpWareState, given: Mapping[str, Any]) -> dict[str, Any]:
    """The least that an order needs, under the next free ``ARRANGED-1``, with *given* over it; an address that is
    given may leave parts of it to this one.
    """
    order = {
        "external_id": next(
            name for n in count(1) if state.orders.find("external_id", name := f"ARRANGED-{n}") is None
        ),
        "line_items": [{"sku": SKU, "quantity": 1}],
        **given,
    }
    address = given.get("shipping_address", {})
    order["shipping_address"] = {**ADDRESS, **address} if isinstance(address, dict) else address
    return order


def set_available(state: WarpWareState, sku: str, units: int, warehouse: str | None, at: int) -> StockLevel:
    """Have *units* available in the warehouse of that name, by default where the SKU lies first, or where orders are
    routed to. Product, location and stock are made where there are none.
    """
    levels = state.stock.select(equal={"sku": sku})
    first = levels.slice(levels.count() - 1, 1) if levels.count() else []
    if warehouse is None and first:
        return _with(state, first[0], units, at)
    location = _location(state, warehouse or state.account.destination_label)
    level = state.stock.find("place", (sku, location.id))
    if level is not None:
        return _with(state, level, units, at)
    product = _product(state, sku, at)
    level = StockLevel(
        id=state.new_id(),
        sku=sku,
        name=product.name,
        location_id=location.id,
        on_hand=units,
        committed=0,
        reorder_point=REORDER_POINT,
        created_at=at,
        updated_at=at,
    )
    state.stock.insert(level)
    return level


def _with(state: WarpWareState, level: StockLevel, units: int, at: int) -> StockLevel:
    changed = replace(level, on_hand=level.committed + units, updated_at=at)
    state.stock.replace(changed)
    return changed


def _product(state: WarpWareState, sku: str, at: int) -> Product:
    product = state.products.find("sku", sku)
    if product is None:
        product = Product(
            id=state.new_id(),
            sku=sku,
            name=sku,
            description=sku,
            price=PRICE,
            platform="extensiv",
            created_at=at,
            updated_at=at,
        )
        state.products.insert(product)
    return product


def _location(state: WarpWareState, name: str) -> Location:
    location = state.locations.find("name", name)
    if location is None:
        location = Location(
            id=state.new_id(),
            name=name,
            platform="extensiv",
            platform_location_id=str(state.streams[f"{state.purpose}.locations"].randint(100_000, 999_999)),
            shopify_location_id=None,
            address1="1 Dock Street",
            city="Edison",
            state="NJ",
            country="US",
            active=True,
            is_primary=not len(state.locations),
        )
        state.locations.insert(location)
    return location
