"""Handing orders over to the warehouse system. Source: "Order Timeline"."""

from __future__ import annotations

from dataclasses import replace

from mockserver.warpware import timeline
from mockserver.warpware.records import Order
from mockserver.warpware.state import WarpWareState


def push(state: WarpWareState, order: Order, at: int) -> Order:
    """The order as the warehouse system takes it, with that system's own number; nothing is stored yet."""
    stream = state.streams[f"{state.purpose}.warehouse"]
    warehouse_id = order.warehouse_id or str(stream.randint(1_000_000, 9_999_999))
    entry = timeline.pushed(warehouse_id, stream.randint(180, 900), at)
    return replace(
        order,
        warehouse_id=warehouse_id,
        warehouse_status="Open",
        processed_at=at,
        timeline=(*order.timeline, entry),
    )
