"""Test orders: real ones of the account, but for the push to the warehouse. Source: "Test Simulation"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockserver.warpware import ordering
from mockserver.warpware.pushing import TEST_TAG
from mockserver.warpware.records import Order
from mockserver.warpware.state import WarpWareState


def simulate(state: WarpWareState, fields: Mapping[str, Any], at: int) -> list[Order]:
    """As many test orders as *fields* say, which have passed the simulate schema."""
    order = {
        "source": fields["source"],
        "line_items": [_line_item(item) for item in fields["line_items"]],
        "shipping_address": fields["ship_to"],
        "tags": [TEST_TAG],
    }
    return [
        ordering.create(state, {**order, "external_id": _external_id(state, at)}, at) for _ in range(fields["count"])
    ]


def _line_item(item: Mapping[str, Any]) -> dict[str, Any]:
    """What a test order calls a description is an order's name."""
    return {"name" if field == "description" else field: value for field, value in item.items()}


def _external_id(state: WarpWareState, at: int) -> str:
    """``TEST-20260330-a1b2c3``, which no order of the account has."""
    stream = state.streams[f"{state.purpose}.simulated"]
    day = state.clock.text(at)[:10].replace("-", "")
    while True:
        external_id = f"TEST-{day}-{stream.getrandbits(24):06x}"
        if state.orders.find("external_id", external_id) is None:
            return external_id
