"""What lies where. Source: "Inventory", "Inventory by Location".

Orders that come in while the server runs leave the stock alone: what seeded orders have committed
stays committed.
"""

from __future__ import annotations

from mockserver.warpware.records import Location, StockLevel
from mockserver.warpware.state import WarpWareState


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
