"""What an order has once it has shipped. Source: "Get an Order's Packages", "Get an Order's Fees"."""

from __future__ import annotations

from mockserver.core.operation import Call, Result
from mockserver.whiplash.finding import order_by_id
from mockserver.whiplash.lifecycle import allow
from mockserver.whiplash.packaging import fees_of
from mockserver.whiplash.records import Order
from mockserver.whiplash.state import WhiplashState
from mockserver.whiplash.views import fees_view, package_view


def list_order_packages(state: WhiplashState, call: Call) -> Result:
    order = _shipped(state, call, "show packages of an order")
    return Result([package_view(state, package) for package in state.packages_of(order.id)])


def get_order_fees(state: WhiplashState, call: Call) -> Result:
    order = _shipped(state, call, "show fees of an order")
    return Result(fees_view(fees_of(order, state.packages_of(order.id))))


def _shipped(state: WhiplashState, call: Call, action: str) -> Order:
    """Raises:
    NotFound: there is no such order.
    IllegalTransition: it has not shipped.
    """
    order = order_by_id(state, call.path["order_id"])
    allow(state.readings, order.status, action)
    return order
