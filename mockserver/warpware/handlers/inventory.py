"""Stock by SKU and by location. Source: "Inventory", "Inventory by Location"."""

from __future__ import annotations

from typing import Any

from mockserver.core.operation import Call, Result
from mockserver.warpware import stocking
from mockserver.warpware.handlers.listing import list_result
from mockserver.warpware.records import StockLevel
from mockserver.warpware.selecting import select_stock
from mockserver.warpware.state import WarpWareState
from mockserver.warpware.stock_views import stock_by_location_view, stock_view


def list_inventory(state: WarpWareState, call: Call) -> Result:
    selection = select_stock(state, call.query)

    def view(level: StockLevel) -> dict[str, Any]:
        return stock_view(level, state)

    return list_result(state.stock, selection, call.query, view, state.account.client_id, client_in_pages=False)


def adjust_inventory(state: WarpWareState, call: Call) -> Result:
    units = call.body["adjustment"]
    level = stocking.find_level(state, call.body["sku"], call.body.get("warehouse"))
    changed = stocking.adjust(state, level, units, state.clock.instant())
    return Result(
        {
            "sku": level.sku,
            "previous_quantity": level.available,
            "adjustment": units,
            "new_quantity": changed.available,
            "reason": call.body.get("reason"),
        }
    )


def list_inventory_locations(state: WarpWareState, call: Call) -> Result:
    matching = None
    if "location_id" in call.query:
        named = state.locations.select(equal={"reference": call.query["location_id"]})
        wanted = {location.id for location in named.slice(0, named.count())}

        def matching(level: StockLevel) -> bool:
            return level.location_id in wanted

    equal = {"sku": call.query["sku"]} if "sku" in call.query else {}
    selection = state.stock.select(equal=equal, matching=matching)
    return Result([stock_by_location_view(level, state) for level in selection.slice(0, selection.count())])


def sync_inventory(state: WarpWareState, call: Call) -> Result:
    queued = len(state.stock)
    return Result({"message": f"Queued {queued} inventory updates for downstream sync", "queued": queued})
