"""Where an order is and how it got there. Source: "Tracking", "Order Timeline"."""

from __future__ import annotations

from mockserver.core.operation import Call, Result
from mockserver.warpware.handlers.lookup import order_by_either, order_by_id
from mockserver.warpware.state import WarpWareState
from mockserver.warpware.views import timeline_entry_view, tracking_view


def get_order_tracking(state: WarpWareState, call: Call) -> Result:
    order = order_by_id(state, call.path["order_id"])
    return Result(tracking_view(order, state.clock))


def get_order_timeline(state: WarpWareState, call: Call) -> Result:
    order = order_by_either(state, call.path["order_id"])
    newest_first = order.timeline[::-1][: call.query["limit"]]
    return Result(
        {
            "order_id": order.id,
            "external_id": order.external_id,
            "event_count": len(order.timeline),
            "events": [timeline_entry_view(entry, state.clock) for entry in newest_first],
        }
    )
