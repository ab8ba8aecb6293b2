"""What lies where, and every change of it. Source: "Inventory", "Inventory by Location".

Orders that come in while the server runs leave the stock alone: what seeded orders have committed
stays committed.
"""

from __future__ import annotations

from dataclasses import replace

from mockserver.core.errors import InvalidValue, NotFound, Problem
from mockserver.warpware.records import Location, StockLevel
from mockserver.warpware.state import WarpWareState

MOST_ON_HAND = 2**31 - 1
"""Units of one SKU in one location that a database's ordinary integer holds."""


def levels_of(state: WarpWareState, sku: str) -> list[StockLevel]:
    """The SKU's stock in each of its locations, the first one first."""
    selection = state.stock.select(equal={"sku": sku})
    return selection.slice(0, selection.count())[::-1]


def skus_in(state: WarpWareState, location: Location) -> int:
    """How many SKUs lie in a location."""
    return state.stock.select(equal={"location": location.id}).count()


def location_of(state: WarpWareState, level: StockLevel) -> Location:
    location = state.locations.get(level.location_id)
    assert location is not None, "stock lies in locations of the account"
    return location


def find_level(state: WarpWareState, sku: str, warehouse: str | None) -> StockLevel:
    """The SKU's stock in the warehouse of that name, or in the SKU's first one.

    Raises:
        NotFound: no stock has that SKU, or none of it lies there.
    """
    levels = levels_of(state, sku)
    if not levels:
        raise NotFound("warpware.inventory.unknown-sku", "SKU", sku)
    if warehouse is None:
        return levels[0]
    location = state.locations.find("name", warehouse)
    level = None if location is None else state.stock.find("place", (sku, location.id))
    if level is None:
        raise NotFound("warpware.inventory.unknown-warehouse", f"Warehouse with stock of {sku}", warehouse)
    return level


def adjust(state: WarpWareState, level: StockLevel, units: int, at: int) -> StockLevel:
    """Put *units* into the stock, or take them out of it: what is committed stays.

    Raises:
        InvalidValue: less than nothing would be available, or more than MOST_ON_HAND lie there.
    """
    changed = replace(level, on_hand=level.on_hand + units, updated_at=at)
    if changed.available < 0:
        problem = Problem("adjustment", f"{units} would leave less than nothing of {level.available} available")
        raise InvalidValue("warpware.inventory.adjust-below-zero", [problem])
    if changed.on_hand > MOST_ON_HAND:
        problem = Problem("adjustment", f"{units} would put more than {MOST_ON_HAND} on hand")
        raise InvalidValue("warpware.inventory.adjust-too-large", [problem])
    state.stock.replace(changed)
    return changed
