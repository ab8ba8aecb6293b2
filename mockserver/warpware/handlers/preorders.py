"""The rules that hold pre-orders. Source: "Pre-Orders"."""

from __future__ import annotations

from typing import Any

from mockserver.core.errors import NotFound
from mockserver.core.operation import Call, Result
from mockserver.warpware import preorder_rules
from mockserver.warpware.records import PreorderRule
from mockserver.warpware.state import WarpWareState


def list_preorder_rules(state: WarpWareState, call: Call) -> Result:
    newest_first = list(state.preorder_rules)[::-1]
    return Result([_view(state, rule) for rule in newest_first])


def create_preorder_rule(state: WarpWareState, call: Call) -> Result:
    rule = preorder_rules.add(state, call.body, state.clock.instant())
    return Result(_view(state, rule), status=201)


def release_preorder_rule(state: WarpWareState, call: Call) -> Result:
    """Raises:
    NotFound: the account has no rule with that id.
    """
    rule_id = call.path["rule_id"]
    rule = state.preorder_rules.get(rule_id.lower())
    if rule is None:
        raise NotFound("warpware.preorders.not-found", "Pre-order rule", rule_id)
    released = preorder_rules.release(state, rule, state.clock.instant())
    return Result({"rule_id": rule.id, "sku": rule.sku, "status": "released", "orders_released": released})


def _view(state: WarpWareState, rule: PreorderRule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "sku": rule.sku,
        "name": rule.name,
        "status": rule.status,
        "hold_mode": rule.hold_mode,
        "release_date": rule.release_date,
        "orders_held_count": preorder_rules.held_count(state, rule),
        "orders_released_count": rule.released_count,
    }
