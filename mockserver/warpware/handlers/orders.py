"""Orders one by one, and their list and statistics. Source: "Orders", "Order Stats"."""

from __future__ import annotations

from typing import Any

from mockserver.core.operation import Call, Result
from mockserver.warpware import ordering
from mockserver.warpware.handlers.listing import list_result
from mockserver.warpware.handlers.lookup import order_by_external_id, order_by_id
from mockserver.warpware.lifecycle import STATUSES
from mockserver.warpware.records import Order
from mockserver.warpware.selecting import instant, select_orders
from mockserver.warpware.state import WarpWareState
from mockserver.warpware.views import created_view, order_view


def list_orders(state: WarpWareState, call: Call) -> Result:
    def view(order: Order) -> dict[str, Any]:
        return order_view(order, state.account, state.clock)

    selection = select_orders(state, call.query)
    return list_result(state.orders, selection, call.query, view, state.account.client_id)


def get_order(state: WarpWareState, call: Call) -> Result:
    order = order_by_id(state, call.path["order_id"])
    return Result(order_view(order, state.account, state.clock))


def get_order_by_external_id(state: WarpWareState, call: Call) -> Result:
    order = order_by_external_id(state, call.path["external_id"])
    return Result(order_view(order, state.account, state.clock))


def create_order(state: WarpWareState, call: Call) -> Result:
    order = ordering.create(state, call.body, state.clock.instant())
    return Result(created_view(order, state.account, state.clock), status=201)


def update_order(state: WarpWareState, call: Call) -> Result:
    order = order_by_id(state, call.path["order_id"])
    ordering.update(state, order, call.body, state.clock.instant())
    rule = None
    if call.body.get("status") == order.status:
        rule = "warpware.orders.update-same-status-accepted"
    elif "status" in call.body and order.status == "ready":
        rule = "warpware.orders.update-from-ready"
    return Result({"id": order.id, "updated": True}, rule=rule)


def cancel_order(state: WarpWareState, call: Call) -> Result:
    order = order_by_id(state, call.path["order_id"])
    ordering.cancel(state, order, call.body.get("reason"), state.clock.instant())
    rule = None
    if order.status == "cancelled":
        rule = "warpware.orders.cancel-idempotent"
    elif order.status not in ("pending", "hold"):
        rule = "warpware.orders.cancel-unshipped"
    return Result({"id": order.id, "status": "cancelled", "cancelled": True}, rule=rule)


def get_order_stats(state: WarpWareState, call: Call) -> Result:
    sizes = state.orders.sizes(
        "status", first=instant(state, call.query, "date_from"), last=instant(state, call.query, "date_to")
    )
    by_status = {status: sizes[status] for status in STATUSES if status in sizes}
    data = {"total": sum(by_status.values()), "by_status": by_status}
    return Result(data, {"client_id": state.account.client_id})
