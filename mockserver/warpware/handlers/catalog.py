"""What there is and where it can lie. Source: "Products", "Locations"."""

from __future__ import annotations

from typing import Any

from mockserver.core.operation import Call, Result
from mockserver.warpware.handlers.listing import list_result
from mockserver.warpware.records import Product
from mockserver.warpware.selecting import select_products
from mockserver.warpware.state import WarpWareState
from mockserver.warpware.stock_views import location_view, product_view


def list_products(state: WarpWareState, call: Call) -> Result:
    selection = select_products(state, call.query)

    def view(product: Product) -> dict[str, Any]:
        return product_view(product, state)

    return list_result(state.products, selection, call.query, view, state.account.client_id, client_in_pages=False)


def list_locations(state: WarpWareState, call: Call) -> Result:
    wanted = call.query.get("platform")
    return Result(
        [location_view(location, state) for location in state.locations if wanted in (None, location.platform)]
    )
