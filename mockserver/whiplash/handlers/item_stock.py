"""Where an item lies, and how it came there and left. Source: observed, "items"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from operator import attrgetter
from typing import Any

from mockserver.core.operation import Call, Result
from mockserver.whiplash.handlers.items import named_item
from mockserver.whiplash.handlers.listing import list_result
from mockserver.whiplash.state import WhiplashState
from mockserver.whiplash.stock_views import transaction_view, warehouse_quantity_view

_TRANSACTION_COLUMNS: Mapping[str, Callable[[Any], Any]] = {
    name: attrgetter(name) for name in ("id", "created_at", "quantity")
}
_PLACE_COLUMNS: Mapping[str, Callable[[Any], Any]] = {
    name: attrgetter(name) for name in ("id", "warehouse_id", "quantity")
}


def list_item_transactions(state: WhiplashState, call: Call) -> Result:
    table = state.item_transactions
    selection = table.select(equal={"item_id": named_item(state, call).id})
    return list_result(table, selection, call.query, partial(transaction_view, state), _TRANSACTION_COLUMNS)


def list_item_warehouse_quantities(state: WhiplashState, call: Call) -> Result:
    table = state.warehouse_quantities
    selection = table.select(equal={"item_id": named_item(state, call).id})
    return list_result(table, selection, call.query, warehouse_quantity_view, _PLACE_COLUMNS)
