"""The moves of Whiplash's warehouse, and what happens elsewhere, made by hand."""

from __future__ import annotations

from collections.abc import Iterable

from mockserver.control.call import ControlAnswer, ControlCall
from mockserver.control.errors import ControlError
from mockserver.core.errors import IllegalTransition, NotFound
from mockserver.core.rules import nearest
from mockserver.whiplash import ordering
from mockserver.whiplash.finding import order_by_id
from mockserver.whiplash.lifecycle import WAREHOUSE
from mockserver.whiplash.records import Order
from mockserver.whiplash.state import WhiplashState
from mockserver.whiplash.statuses import ORDER_STATUSES, SHIPPED, code_of
from mockserver.whiplash.views import order_view

_NAMES = tuple(ORDER_STATUSES.values())


def move_whiplash_order(call: ControlCall) -> ControlAnswer:
    """One step of the warehouse, or with ``walk`` every step on the way to the status, or with ``place`` straight into
    any status, as a shop or a shopper would put it there.
    """
    sandbox, target = call.sandbox, _status(call.body["to"])
    walk, place = call.body["walk"], call.body["place"]
    if walk and place:
        raise ControlError(400, "place: goes straight there, so that it does not go with walk")
    if not place and target not in WAREHOUSE.moves:
        raise ControlError(
            400, f'to: the warehouse moves no order to {_named(target)}; add "place": true to put it there all the same'
        )
    with sandbox.lock:
        sandbox.run_due()  # what fell due before this move has not seen it
        state: WhiplashState = sandbox.state("whiplash").aside()
        try:
            order = order_by_id(state, call.path["order_id"])
        except NotFound as error:
            raise ControlError(404, f"sandbox {sandbox.id} has no Whiplash order {error.name!r}") from None
        route = (target,) if place else WAREHOUSE.path(order.status, target)
        if order.status == target:
            raise ControlError(409, f"order {order.id} is {_named(target)} already")
        if not route or (len(route) > 1 and not walk):
            raise ControlError(409, _refusal(order, target, route))
        before = sandbox.events.count
        for step in route:
            order = _take(state, order, step, sandbox.clock.instant(), place=place)
        events = [event.name for event in sandbox.events.since(before)]
        view = order_view(state, order)
    sandbox.wake()
    return ControlAnswer({"order": view, "moves": list(route), "events": events})


def _status(word: int | str) -> int:
    code = code_of(ORDER_STATUSES, str(word))
    if code is None:
        # Of a number another one that looks like it says nothing.
        choice = f"; there are: {_listed(ORDER_STATUSES)}" if isinstance(word, int) else nearest(word, _NAMES)
        raise ControlError(400, f"to: {word!r} is no status of an order{choice}")
    return code


def _take(state: WhiplashState, order: Order, step: int, at: int, *, place: bool) -> Order:
    if not place:
        return ordering.move(state, order, step, at)
    try:
        return ordering.place(state, order, step, at)
    except IllegalTransition as error:
        text = f"order {order.id} has shipped, so that it never becomes {_named(step)}; it can become: "
        raise ControlError(409, text + _listed(error.allowed)) from None


def _refusal(order: Order, target: int, route: tuple[int, ...]) -> str:
    steps = ", ".join(map(_named, WAREHOUSE.from_state(order.status))) or "nothing"
    text = f"the warehouse moves no order from {_named(order.status)} to {_named(target)}; it can go to: {steps}"
    if route:
        return f'{text}. Add "walk": true to go by {_listed(route)}'
    if order.shipped_on is not None and target < SHIPPED:
        return f"{text}. What has shipped never gets a status below {SHIPPED} again"
    return f'{text}. Add "place": true to put it there all the same'


def _listed(statuses: Iterable[object]) -> str:
    return ", ".join(map(str, statuses))


def _named(status: int) -> str:
    return f"{status} {ORDER_STATUSES[status]}"
