"""What pre-order rules make of an order that comes in. Source: "Pre-Orders"; readings.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from mockserver.warpware import timeline
from mockserver.warpware.records import PreorderRule, TimelineEntry
from mockserver.warpware.state import WarpWareState

HELD_TAG = "Pre-Order-SKU"
SPLIT = "split"
HOLD_ENTIRE = "hold_entire"


@dataclass(frozen=True, slots=True)
class Part:
    """One order to be made. ``rules`` are those that hold it, ``story`` what its timeline tells of a split."""

    fields: Mapping[str, Any]
    rules: tuple[PreorderRule, ...] = ()
    story: tuple[TimelineEntry, ...] = ()


def parts(state: WarpWareState, fields: Mapping[str, Any], at: int) -> list[Part]:
    """The order itself and, where its pre-order items are split off, the child that waits with them."""
    items = fields["line_items"]
    rules = _matching_rules(state, items)
    if not rules:
        return [Part(fields)]
    holding = tuple(rules.values())
    others = [item for item in items if item["sku"] not in rules]
    if not others or any(rule.hold_mode == HOLD_ENTIRE for rule in holding):
        return [Part(_tagged(fields), holding)]
    parent, skus = fields["external_id"], list(rules)
    child = _free_child_id(state, parent)
    waiting = {**fields, "external_id": child, "line_items": [item for item in items if item["sku"] in rules]}
    return [
        Part({**fields, "line_items": others}, story=(timeline.split_off(child, skus, at),)),
        Part(_tagged(waiting), holding, (timeline.split_from(parent, skus, at),)),
    ]


def hold_reason(rules: Iterable[PreorderRule]) -> str:
    return f"Pre-order: {', '.join(rule.sku for rule in rules)}"


def _matching_rules(state: WarpWareState, items: Iterable[Mapping[str, Any]]) -> dict[str, PreorderRule]:
    """By SKU, in the order of the line items."""
    found = {item["sku"]: state.preorder_rules.find("holding_sku", item["sku"]) for item in items}
    return {sku: rule for sku, rule in found.items() if rule is not None}


def _tagged(fields: Mapping[str, Any]) -> dict[str, Any]:
    tags = fields.get("tags", ())
    return {**fields, "tags": [*tags, *([] if HELD_TAG in tags else [HELD_TAG])]}


def _free_child_id(state: WarpWareState, parent: str) -> str:
    """``{parent}.1``, or the next number that no order of the account has."""
    return next(child for number in count(1) if state.orders.find("external_id", child := f"{parent}.{number}") is None)
