"""What can be ordered. Source: observed, "items"."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from mockserver.core.operation import NO_CONTENT, Call, Result
from mockserver.whiplash import cataloguing
from mockserver.whiplash.finding import item_by_originator, record
from mockserver.whiplash.handlers.listing import page_result
from mockserver.whiplash.handlers.originators import originator_result
from mockserver.whiplash.selecting import Listing, select_rows
from mockserver.whiplash.state import WhiplashState
from mockserver.whiplash.stock_records import Item
from mockserver.whiplash.stock_views import item_view


def list_items(state: WhiplashState, call: Call) -> Result:
    return page_result(_listed(state, call.query), call.query, partial(item_view, state))


def count_items(state: WhiplashState, call: Call) -> Result:
    return Result(_listed(state, call.query).count())


def get_item(state: WhiplashState, call: Call) -> Result:
    return Result(item_view(state, named_item(state, call)))


def get_item_by_originator_id(state: WhiplashState, call: Call) -> Result:
    originator_id = call.path["originator_id"]
    item = item_by_originator(state, originator_id)
    return originator_result(state, item, "Item", originator_id, partial(item_view, state))


def list_items_by_sku(state: WhiplashState, call: Call) -> Result:
    """The SKU stands in the path or, where the path has none, in the query, which may have several."""
    skus = [call.path["sku"]] if "sku" in call.path else call.query.get("sku")
    if not skus:
        return Result([])
    return _page_of(state, call, select_rows(state, state.items, {"sku": skus}, ("sku",)))


def list_items_by_group(state: WhiplashState, call: Call) -> Result:
    return _page_of(state, call, select_rows(state, state.items, {}, group=call.path["group_id"]))


def create_item(state: WhiplashState, call: Call) -> Result:
    return Result(item_view(state, cataloguing.create(state, call.body, state.clock.instant())))


def update_item(state: WhiplashState, call: Call) -> Result:
    cataloguing.update(state, named_item(state, call), call.body, state.clock.instant())
    return Result(None, status=NO_CONTENT)


def delete_item(state: WhiplashState, call: Call) -> Result:
    cataloguing.deactivate(state, named_item(state, call), state.clock.instant())
    return Result(None, status=NO_CONTENT)


def named_item(state: WhiplashState, call: Call) -> Item:
    """The item that a path names by its id, deactivated ones included."""
    return record(state, state.items, "Item", call.path["item_id"])


def _listed(state: WhiplashState, query: Mapping[str, Any]) -> Listing[Item]:
    return select_rows(state, state.items, query, ("sku",), active=True)


def _page_of(state: WhiplashState, call: Call, listing: Listing[Item]) -> Result:
    return page_result(listing, call.query, partial(item_view, state))
