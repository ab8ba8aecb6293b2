"""The warehouse and the carrier at work by themselves: orders move on as the sandbox's clock does.

Source: "Order Statuses"; readings.md, "The warehouse's own moves". How long a step takes and whether a parcel comes
back is drawn by the order's id and its status, so that no other order shifts its fate.
"""

from __future__ import annotations

from mockserver.core.autopilot import NextSteps, Pace
from mockserver.core.schedule import Effect
from mockserver.whiplash import ordering
from mockserver.whiplash.durations import COMING_BACK, STEPS
from mockserver.whiplash.lifecycle import WAREHOUSE
from mockserver.whiplash.records import Order
from mockserver.whiplash.state import WhiplashState
from mockserver.whiplash.statuses import RETURNED

STILL = "MOCK_HOLD_STILL"
"""Orders with this word in their ``ship_notes`` are left alone."""

_BEGINNING = "beginning"
"""Stands among the ids of orders for the planning of those that the sandbox begins with."""


def engage(state: WhiplashState, pace: Pace) -> None:
    """Let the orders of *state*, those that it has and those that come, move on by themselves."""
    autopilot = Autopilot(state, pace)
    state.order_watcher = autopilot.watch
    # Not yet: most sandboxes are made for a single test, and it may never ask.
    autopilot.begin_later()


class Autopilot:
    """Plans each order's next step, and takes it when it falls due. The caller holds the sandbox's lock."""

    def __init__(self, state: WhiplashState, pace: Pace) -> None:
        self._state = state
        self._pace = pace
        self._steps = NextSteps(state.clock, state.schedule)

    def begin_later(self) -> None:
        """Have the orders that are there planned when the clock is next looked at, as of now."""
        self._steps.plan(_BEGINNING, 0, "autopilot.began", self._begin)

    def watch(self, before: Order | None, order: Order) -> None:
        """Plan anew for an order whose status changed, or that shall hold still from now on or no longer."""
        if before is None or before.status != order.status or _holds_still(before) != _holds_still(order):
            self.plan(order)

    def plan(self, order: Order) -> None:
        """Plan what comes next for *order* as it is now, instead of what was planned before."""
        target = self._target(order)
        if target is None:
            self._steps.drop(str(order.id))
            return
        least, most = COMING_BACK if target == RETURNED else STEPS[target]
        seconds = (least + (most - least) * self._draw(order, "delay")) / self._pace.speed
        self._steps.plan(str(order.id), seconds, "order.moved", lambda due: self._move(order.id, target, due))

    def _begin(self, due: int) -> None:
        for order in self._state.orders:
            self.plan(order)

    def _move(self, order_id: int, target: int, due: int) -> Effect:
        order = self._state.orders.get(order_id)
        assert order is not None, "orders are never taken out of the table"
        # A change that the client made since may be dated later, where real time ran on within one call.
        ordering.move(self._state, order, target, max(due, order.updated_at))
        return {
            "vendor": "whiplash",
            "order_id": order_id,
            "originator_id": order.originator_id,
            "from": order.status,
            "to": target,
        }

    def _target(self, order: Order) -> int | None:
        """Where *order* goes next; None where it stays as it is until somebody else moves it."""
        steps = WAREHOUSE.from_state(order.status)
        if not steps or _holds_still(order):
            return None
        if RETURNED in steps and self._draw(order, "failure") < self._pace.failure_rate:
            return RETURNED
        return steps[0]

    def _draw(self, order: Order, what: str) -> float:
        """From 0 up to 1. Other orders do not shift it."""
        return self._state.streams.fraction(f"{self._state.purpose}.autopilot:{order.id}:{order.status}:{what}")


def _holds_still(order: Order) -> bool:
    return STILL in (order.ship_notes or "")
