"""The moves of WarpWare's warehouse, made by hand."""

from __future__ import annotations

from mockserver.control.call import ControlAnswer, ControlCall
from mockserver.control.errors import ControlError
from mockserver.core.errors import NotFound
from mockserver.core.rules import nearest
from mockserver.warpware import ordering
from mockserver.warpware.handlers.lookup import order_by_either
from mockserver.warpware.lifecycle import PIPELINE
from mockserver.warpware.pushing import TEST_TAG, is_test_order, moves_of_test_order
from mockserver.warpware.state import WarpWareState
from mockserver.warpware.views import order_view

_TEXTS = {"error_message": "failed", "hold_reason": "hold"}


def move_warpware_order(call: ControlCall) -> ControlAnswer:
    """One step of the pipeline, or with ``walk`` every step on the shortest way to the status."""
    sandbox, target = call.sandbox, call.body["to"]
    if target in ("cancelled", "canceled"):
        how = "the partner cancels, by POST /orders/{id}/cancel"
        raise ControlError(400, f"to: the warehouse moves no order to {target!r}: {how}")
    if target not in PIPELINE.moves:
        raise ControlError(400, f"to: the warehouse moves no order to {target!r}{nearest(target, PIPELINE.moves)}")
    for name, status in _TEXTS.items():
        if name in call.body and target != status:
            raise ControlError(400, f"{name}: goes with to={status!r} only, not with {target!r}")
    message = call.body.get("error_message") or call.body.get("hold_reason")
    with sandbox.lock:
        sandbox.run_due()  # what fell due before this move has not seen it
        state: WarpWareState = sandbox.state("warpware").aside()
        try:
            order = order_by_either(state, call.path["order_id"])
        except NotFound as error:
            raise ControlError(404, f"sandbox {sandbox.id} has no WarpWare order {error.name!r}") from None
        route = (target,) if PIPELINE.allows(order.status, target) else PIPELINE.path(order.status, target)
        if "processing" in route and is_test_order(order):
            raise ControlError(409, _test_order_refusal(order.status, target))
        if not route or (len(route) > 1 and not call.body["walk"]):
            raise ControlError(409, _refusal(order.status, target, route))
        before = sandbox.events.count
        for step in route:
            text = message if step == target else None
            order = ordering.move(state, order, step, sandbox.clock.instant(), message=text)
        events = [event.name for event in sandbox.events.since(before)]
        view = order_view(order, state.account, state.clock)
    sandbox.wake()
    return ControlAnswer({"order": view, "moves": list(route), "events": events})


def _refusal(status: str, target: str, route: tuple[str, ...]) -> str:
    steps = ", ".join(PIPELINE.from_state(status)) or "nothing: it is final"
    text = f"the warehouse moves no order from {status!r} to {target!r}; from {status!r} it can go to: {steps}"
    if route:
        text += f'. Add "walk": true to go by {", ".join(route)}'
    return text


def _test_order_refusal(status: str, target: str) -> str:
    steps = ", ".join(moves_of_test_order(status))
    return (
        f"the warehouse moves no order that is tagged {TEST_TAG} to {target!r}: test orders are never pushed to it "
        f"(rule warpware.simulate.not-pushed); from {status!r} it can go to: {steps}"
    )
