"""Pre-order rules from their making to their release. Source: "Pre-Orders"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mockserver.core.errors import Conflict
from mockserver.warpware import ordering
from mockserver.warpware.records import PreorderRule
from mockserver.warpware.state import WarpWareState


def add(state: WarpWareState, fields: Mapping[str, Any], at: int) -> PreorderRule:
    """A new rule, for the orders that come in from now on. *fields* have passed the create schema.

    Raises:
        Conflict: a rule holds that SKU already; nothing was stored.
    """
    if state.preorder_rules.find("holding_sku", fields["sku"]) is not None:
        raise Conflict("warpware.preorders.one-holding-rule", "Holding pre-order rule", "sku", fields["sku"])
    rule = PreorderRule(id=state.new_id(), created_at=at, **fields)
    state.preorder_rules.insert(rule)
    return rule


def release(state: WarpWareState, rule: PreorderRule, at: int) -> int:
    """Let go every order that *rule* holds and no other rule does, oldest first; answers how many those were."""
    held = state.orders.select(equal={"held_by": rule.id})
    released = 0
    for order in held.before(None, len(state.orders))[::-1]:
        others = tuple(other for other in order.held_by if other != rule.id)
        if others:
            state.commit(replace(order, held_by=others), [], at)
        else:
            ordering.release(state, order, at)
            released += 1
    state.preorder_rules.replace(replace(rule, status="released", released_count=rule.released_count + released))
    return released


def held_count(state: WarpWareState, rule: PreorderRule) -> int:
    """How many orders *rule* holds now."""
    return state.orders.select(equal={"held_by": rule.id}).count()
