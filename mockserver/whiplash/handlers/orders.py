"""Orders: listed, counted, looked up, made and changed.

Source: "Get a list of Orders", "Order Count", "Get a single Order", "Get a single Order using a custom Originator ID",
"Create an Order", "Update an Order".
"""

from __future__ import annotations

from functools import partial

from mockserver.core.operation import NO_CONTENT, Call, Result
from mockserver.whiplash import ordering
from mockserver.whiplash.finding import missing, order_by_id, order_by_originator
from mockserver.whiplash.handlers.listing import page_result
from mockserver.whiplash.handlers.originators import originator_result
from mockserver.whiplash.selecting import select_orders
from mockserver.whiplash.state import WhiplashState
from mockserver.whiplash.views import order_view


def list_orders(state: WhiplashState, call: Call) -> Result:
    return page_result(select_orders(state, call.query), call.query, partial(order_view, state))


def count_orders(state: WhiplashState, call: Call) -> Result:
    """A bare number."""
    return Result(select_orders(state, call.query).count())


def get_order(state: WhiplashState, call: Call) -> Result:
    return Result(order_view(state, order_by_id(state, call.path["order_id"])))


def get_order_by_originator_id(state: WhiplashState, call: Call) -> Result:
    originator_id = call.path["originator_id"]
    order = order_by_originator(state, originator_id)
    return originator_result(state, order, "Order", originator_id, partial(order_view, state))


def create_order(state: WhiplashState, call: Call) -> Result:
    return Result(order_view(state, ordering.create(state, call.body, state.clock.instant())))


def update_order(state: WhiplashState, call: Call) -> Result:
    ordering.update(state, order_by_id(state, call.path["order_id"]), call.body, state.clock.instant())
    return Result(None, status=NO_CONTENT)


def update_order_by_originator_id(state: WhiplashState, call: Call) -> Result:
    """The document says that this id serves for updates too, and shows no call.

    Raises:
        NotFound: nothing has that id; a PUT has no null to answer.
    """
    originator_id = call.path["originator_id"]
    order = order_by_originator(state, originator_id)
    if order is None:
        raise missing(state, "Order", originator_id)
    ordering.update(state, order, call.body, state.clock.instant())
    return Result(None, status=NO_CONTENT)
