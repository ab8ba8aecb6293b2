"""The pipeline at work by itself: orders move on as the sandbox's clock does.

Source: readings.md, "The warehouse's own moves"; design.md, "Autopilot". Which way an order goes and how
long that takes is drawn by its id and the changes of status that it has behind it, so that no other
order shifts its fate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mockserver.core.autopilot import NextSteps, Pace
from mockserver.core.schedule import Effect
from mockserver.warpware import ordering
from mockserver.warpware.pushing import is_test_order
from mockserver.warpware.records import Order
from mockserver.warpware.state import WarpWareState

STILL_TAG = "MOCK_HOLD_STILL"
"""Orders with this tag are left alone."""

MINUTE = 60
HOUR = 60 * MINUTE

DELAYS: Mapping[str, tuple[int, int]] = {
    "ready": (5, 2 * MINUTE),
    "hold": (5, 2 * MINUTE),
    "processing": (MINUTE, 40 * MINUTE),
    "failed": (MINUTE, 90 * MINUTE),
    "shipped": (2 * HOUR, 20 * HOUR),
    "delivered": (24 * HOUR, 60 * HOUR),
    "pending": (10 * MINUTE, 3 * HOUR),
}
"""Seconds that a step to each status takes, at least and at most, at speed 1."""

HELD_SHARE = 0.04
"""How many of the orders that come in are held for a while."""

RETRIED_SHARE = 0.75
"""How many of the failures are retried."""

MOST_RETRIES = 3

FAILURES = (
    ordering.DEFAULT_ERROR,
    "Address could not be verified",
    "Carrier account is not set up for this destination",
)
HOLDS = (ordering.DEFAULT_HOLD, "Address needs review", "Payment under review")

_ONWARD = {
    "pending": "ready",
    "ready": "processing",
    "processing": "shipped",
    "shipped": "delivered",
    "hold": "pending",
    "failed": "pending",
}
_BEGINNING = "beginning"
"""Stands among the ids of orders for the planning of those that the sandbox begins with."""


def engage(state: WarpWareState, pace: Pace) -> None:
    """Let the orders of *state*, those that it has and those that come, move on by themselves."""
    autopilot = Autopilot(state, pace)
    state.status_watcher = autopilot.plan
    # Not yet: most sandboxes are made for a single test, and it may never ask.
    autopilot.begin_later()


class Autopilot:
    """Plans each order's next step, and takes it when it falls due. The caller holds the sandbox's lock."""

    def __init__(self, state: WarpWareState, pace: Pace) -> None:
        self._state = state
        self._pace = pace
        self._steps = NextSteps(state.clock, state.schedule)

    def begin_later(self) -> None:
        """Have the orders that are there planned when the clock is next looked at, as of now."""
        self._steps.plan(_BEGINNING, 0, "autopilot.began", self._begin)

    def plan(self, order: Order) -> None:
        """Plan what comes next for *order* as it is now, instead of what was planned before."""
        if self._rests(order):
            self._steps.drop(order.id)
            return
        target = self._target(order)
        least, most = DELAYS[target]
        seconds = (least + (most - least) * self._draw(order, "delay")) / self._pace.speed
        self._steps.plan(order.id, seconds, "order.moved", lambda due: self._move(order.id, target, due))

    def _begin(self, due: int) -> None:
        for order in self._state.orders:
            # What has failed before the sandbox began has failed for good.
            if order.status != "failed":
                self.plan(order)

    def _move(self, order_id: str, target: str, due: int) -> Effect:
        order = self._state.orders.get(order_id)
        assert order is not None, "orders are never taken out of the table"
        # A change that the partner made since may be dated later, where real time ran on within one call.
        at = max(due, order.updated_at, order.timeline[-1].at)
        ordering.move(self._state, order, target, at, message=self._message(order, target))
        return {"order_id": order_id, "external_id": order.external_id, "from": order.status, "to": target}

    def _rests(self, order: Order) -> bool:
        """Whether *order* stays as it is until somebody else moves it."""
        if STILL_TAG in order.tags or order.held_by or _held_by_partner(order):
            return True
        if order.status == "ready":
            return is_test_order(order)
        if order.status == "failed":
            return order.retry_count >= MOST_RETRIES or self._draw(order, "retry") >= RETRIED_SHARE
        return order.status not in _ONWARD

    def _target(self, order: Order) -> str:
        """Where *order*, which does not rest, goes next."""
        if order.status == "pending" and not _was_held(order) and self._draw(order, "hold") < HELD_SHARE:
            return "hold"
        if order.status == "processing" and self._draw(order, "failure") < self._pace.failure_rate:
            return "failed"
        return _ONWARD[order.status]

    def _message(self, order: Order, target: str) -> str | None:
        if target == "failed":
            return self._choice(order, FAILURES)
        return self._choice(order, HOLDS) if target == "hold" else None

    def _choice(self, order: Order, texts: Sequence[str]) -> str:
        return texts[int(self._draw(order, "message") * len(texts))]

    def _draw(self, order: Order, what: str) -> float:
        """From 0 up to 1. Notes, labels and other orders do not shift it."""
        changes = sum(entry.type == "status_changed" for entry in order.timeline)
        return self._state.streams.fraction(f"{self._state.purpose}.autopilot:{order.id}:{changes}:{what}")


def _held_by_partner(order: Order) -> bool:
    return order.status == "hold" and order.hold_reason == ordering.PARTNER_HOLD


def _was_held(order: Order) -> bool:
    return any(entry.type == "held" for entry in order.timeline)
