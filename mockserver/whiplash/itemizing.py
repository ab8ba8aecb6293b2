"""Lines that are added to an order, changed and taken out of it, and that become an order of their own.

Source: "Update an Order" ("edit and add order items individually"); observed, "order_items"; "Provider" and
"Originator Group" for what is separated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mockserver.core.errors import InvalidValue, Problem
from mockserver.whiplash import deriving, ordering
from mockserver.whiplash.availability import give_back
from mockserver.whiplash.finding import order_by_id
from mockserver.whiplash.lifecycle import allow
from mockserver.whiplash.lines import item_of, make_lines
from mockserver.whiplash.records import Order, OrderItem
from mockserver.whiplash.state import WhiplashState
from mockserver.whiplash.statuses import COMPUTED


def add(state: WhiplashState, fields: Mapping[str, Any], at: int) -> OrderItem:
    """A new line of the order that *fields* name. They have passed the schema.

    Raises:
        NotFound: there is no such order or no such item.
        IllegalTransition: the order has shipped.
    """
    order = order_by_id(state, fields.get("order_id"))
    allow(state.readings, order.status, "change items of an order")
    (line,) = make_lines(state, order.id, [(item_of(state, fields), fields)], at)
    _relist(state, order, {line.id: line}, at)
    return _stored(state, line.id)


def change(state: WhiplashState, line: OrderItem, fields: Mapping[str, Any], at: int) -> OrderItem:
    """A client's PUT of a line: what is given changes. Another ``order_id`` moves it to that order.

    Raises:
        NotFound: there is no such order or no such item.
        IllegalTransition: its order, or the one that it would move to, has shipped.
    """
    order = order_by_id(state, line.order_id)
    allow(state.readings, order.status, "change items of an order")
    values = dict(fields)
    if "item_id" in values and values["item_id"] != line.item_id:
        item = item_of(state, {"item_id": values["item_id"]})  # its SKU is left from before
        values = {"sku": item.sku, "description": item.title or item.description, "price": item.price, **values}
    goal = order_by_id(state, values["order_id"]) if "order_id" in values else order
    allow(state.readings, goal.status, "change items of an order")
    changed = replace(line, **values)
    if changed == line:
        return line
    changed = replace(changed, updated_at=at)
    if goal.id == order.id:
        _relist(state, order, {line.id: changed}, at)
    else:
        _relist(state, order, {line.id: None}, at)
        _relist(state, order_by_id(state, goal.id), {line.id: changed}, at)
    return _stored(state, line.id)


def remove(state: WhiplashState, line: OrderItem, at: int) -> None:
    """Raises:
    IllegalTransition: its order has shipped.
    """
    order = order_by_id(state, line.order_id)
    allow(state.readings, order.status, "change items of an order")
    _relist(state, order, {line.id: None}, at)


def separate(state: WhiplashState, line: OrderItem, at: int) -> Order:
    """Split a line off into a new order; answers that one.

    Raises:
        IllegalTransition: its order has shipped, or it is at an end.
        InvalidValue: it is the order's only line.
    """
    order = order_by_id(state, line.order_id)
    allow(state.readings, order.status, "separate an order")
    if len(state.items_of(order.id)) == 1:
        problem = Problem("base", "The only item of an order cannot be separated from it")
        raise InvalidValue("whiplash.order-items.separate-only", [problem])
    _relist(state, order, {line.id: None}, at)
    return deriving.separate(state, order, [line], at)


def _stored(state: WhiplashState, line_id: int) -> OrderItem:
    line = state.order_items.get(line_id)
    assert line is not None, "it has just been stored"
    return line


def _relist(state: WhiplashState, order: Order, changes: Mapping[int, OrderItem | None], at: int) -> None:
    """Put lines into an order or, for None, take them out. An order whose status follows from its items gets it anew;
    for any other what is set aside follows.
    """
    before = state.items_of(order.id)
    after: dict[int, OrderItem | None] = {**{line.id: line for line in before}, **changes}
    lines = [line for line in after.values() if line is not None]
    give_back(state, order, before)
    for line_id, line in changes.items():
        if line is None:
            state.order_items.remove(line_id)
    ordering.settle(state, replace(order, updated_at=at), lines, at, keep_status=order.status not in COMPUTED)
