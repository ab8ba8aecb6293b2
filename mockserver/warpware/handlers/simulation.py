"""Orders for trying an integration out. Source: "Test Simulation"."""

from __future__ import annotations

from mockserver.core.operation import Call, Result
from mockserver.warpware import simulation
from mockserver.warpware.state import WarpWareState


def simulate_orders(state: WarpWareState, call: Call) -> Result:
    orders = simulation.simulate(state, call.body, state.clock.instant())
    data = {
        "created": len(orders),
        # What could fail was refused before the first order was made.
        "failed": 0,
        "orders": [{"id": order.id, "external_id": order.external_id} for order in orders],
        "message": f"{len(orders)} test order(s) created and queued for processing",
    }
    return Result(data, status=201)
