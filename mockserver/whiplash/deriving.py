"""Orders that are made from another one: split off, replacing it, exchanging it.

Source: "Provider" (the original keeps its originator_id; others typically point to it), "Originator Group" (the first
order's Whiplash id is the group; what is split off has no originator_id; replacements and what is split off have the
original's id in the client's system as proto_originator_id).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from mockserver.whiplash import ordering
from mockserver.whiplash.finding import order_by_id
from mockserver.whiplash.lines import make_lines
from mockserver.whiplash.providers import EXCHANGE, REPLACE, SEPARATE
from mockserver.whiplash.records import Order, OrderItem
from mockserver.whiplash.state import WhiplashState
from mockserver.whiplash.statuses import PAUSED
from mockserver.whiplash.tokens import tokens

_SUFFIXES = {SEPARATE: "split", REPLACE: "replace", EXCHANGE: "exchange"}

_OWN = frozenset(
    ("status", "created_at", "updated_at", "availability", "monetary_value", "insurance_value", "billed", "batched")
) | {"originator_notified", "shipping_confirmation_sent", "ship_method", "ship_actual_cost", "shipped_on", "tracking"}
"""What is each order's own, and not its original's."""


def separate(state: WhiplashState, order: Order, lines: Sequence[OrderItem], at: int) -> Order:
    """A new order of *lines*, which have been taken out of *order* and keep their ids."""
    proto = _proto(state, order)
    derived = _derive(state, order, SEPARATE, at, originator_id=None, proto_originator_id=proto)
    return _settled(state, derived, [replace(line, order_id=derived.id, updated_at=at) for line in lines], at)


def replace_order(state: WhiplashState, order: Order, at: int) -> Order:
    """A new order of what was in *order*, which failed to arrive or had a problem."""
    derived = _derive(state, order, REPLACE, at, originator_id=str(order.id), proto_originator_id=_proto(state, order))
    return _settled(state, derived, _again(state, derived.id, state.items_of(order.id), at), at)


def exchange(state: WhiplashState, order: Order, lines: Sequence[Mapping[str, Any]], at: int) -> Order:
    """A new order of *lines*, given as ``item_id`` and ``quantity``, in exchange for what was in *order*."""
    items = [(state.items.get(line["item_id"]), line) for line in lines]
    derived = _derive(state, order, EXCHANGE, at, originator_id=str(order.id), proto_originator_id=None)
    known = [(item, line) for item, line in items if item is not None]
    return _settled(state, derived, make_lines(state, derived.id, known, at), at)


def _derive(state: WhiplashState, order: Order, provider: str, at: int, **identity: str | None) -> Order:
    """The new order, not stored yet: to the same address, of the same group."""
    first = _first(state, order)
    kept = {name: getattr(order, name) for name in (field.name for field in fields(Order)) if name not in _OWN}
    level1, level2, return_approved = tokens(state)
    return Order(
        **kept
        | {
            "id": state.next_id("orders"),
            "status": PAUSED,  # until its items have been looked at
            "created_at": at,
            "updated_at": at,
            "provider": provider,
            "originator_group_id": first.id,
            "reference": _reference(state, first, provider),
            "level1_token": level1,
            "level2_token": level2,
            "return_approved_token": return_approved,
            **identity,
        }
    )


def _settled(state: WhiplashState, order: Order, lines: Sequence[OrderItem], at: int) -> Order:
    insured = replace(order, insurance_value=ordering.monetary_value(lines))
    return ordering.settle(state, insured, lines, at)


def _first(state: WhiplashState, order: Order) -> Order:
    """The order that the whole group comes from."""
    return order if order.originator_group_id is None else order_by_id(state, order.originator_group_id)


def _proto(state: WhiplashState, order: Order) -> str | None:
    first = _first(state, order)
    return first.originator_id or first.proto_originator_id


def _reference(state: WhiplashState, first: Order, provider: str) -> str:
    """The first order's own reference with what became of it: ``5623643082-split-1``."""
    group = state.orders.select(equal={"originator_group": first.id, "provider": provider})
    return f"{first.originator_id or first.id}-{_SUFFIXES[provider]}-{group.count() + 1}"


def _again(state: WhiplashState, order_id: int, lines: Sequence[OrderItem], at: int) -> list[OrderItem]:
    """The same lines once more, as an order's own."""
    return [
        replace(
            line,
            id=state.next_id("order_items"),
            order_id=order_id,
            created_at=at,
            updated_at=at,
            packed=0,
            package_id=None,
            originator_id=None,
        )
        for line in lines
    ]
