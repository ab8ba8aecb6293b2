"""An order's items, one by one. Source: observed, "order_items"."""

from __future__ import annotations

from functools import partial

from mockserver.core.operation import NO_CONTENT, Call, Result
from mockserver.whiplash import itemizing
from mockserver.whiplash.finding import order_by_id, order_item_by_originator, record
from mockserver.whiplash.handlers.listing import page_result
from mockserver.whiplash.handlers.originators import originator_result
from mockserver.whiplash.records import OrderItem
from mockserver.whiplash.selecting import select_rows
from mockserver.whiplash.state import WhiplashState
from mockserver.whiplash.views import order_item_view, order_view


def list_order_items(state: WhiplashState, call: Call) -> Result:
    """Every order that is asked for must be there, and one must be asked for."""
    for order_id in call.query.get("order_id") or [None]:
        order_by_id(state, order_id)
    listing = select_rows(state, state.order_items, call.query, ("order_id",))
    return page_result(listing, call.query, partial(order_item_view, state))


def get_order_item(state: WhiplashState, call: Call) -> Result:
    return Result(order_item_view(state, _named(state, call)))


def get_order_item_by_originator_id(state: WhiplashState, call: Call) -> Result:
    originator_id = call.path["originator_id"]
    line = order_item_by_originator(state, originator_id)
    return originator_result(state, line, "Order item", originator_id, partial(order_item_view, state))


def create_order_item(state: WhiplashState, call: Call) -> Result:
    return Result(order_item_view(state, itemizing.add(state, call.body, state.clock.instant())))


def update_order_item(state: WhiplashState, call: Call) -> Result:
    itemizing.change(state, _named(state, call), call.body, state.clock.instant())
    return Result(None, status=NO_CONTENT)


def delete_order_item(state: WhiplashState, call: Call) -> Result:
    itemizing.remove(state, _named(state, call), state.clock.instant())
    return Result(None, status=NO_CONTENT)


def separate_order_item(state: WhiplashState, call: Call) -> Result:
    """Answers the new order."""
    return Result(order_view(state, itemizing.separate(state, _named(state, call), state.clock.instant())))


def _named(state: WhiplashState, call: Call) -> OrderItem:
    return record(state, state.order_items, "Order item", call.path["order_item_id"])
