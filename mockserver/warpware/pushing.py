"""Handing orders over to the warehouse system, which gets no test orders.

Source: "Order Timeline", "Test Simulation".
"""

from __future__ import annotations

from dataclasses import replace

from mockserver.core.errors import IllegalTransition
from mockserver.warpware import timeline
from mockserver.warpware.lifecycle import PIPELINE
from mockserver.warpware.records import Order
from mockserver.warpware.state import WarpWareState

TEST_TAG = "TEST_ORDER"


def is_test_order(order: Order) -> bool:
    """By its tag, whether it was simulated or came with it."""
    return TEST_TAG in order.tags


def moves_of_test_order(status: str) -> tuple[str, ...]:
    """Where the pipeline may take a test order next."""
    return tuple(move for move in PIPELINE.from_state(status) if move != "processing")


def push(state: WarpWareState, order: Order, at: int) -> Order:
    """The order as the warehouse system takes it, with that system's own number; nothing is stored yet.

    Raises:
        IllegalTransition: it is a test order.
    """
    if is_test_order(order):
        allowed = moves_of_test_order(order.status)
        raise IllegalTransition("warpware.simulate.not-pushed", state=order.status, move="processing", allowed=allowed)
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
