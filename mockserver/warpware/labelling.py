"""Shipping labels that partners attach to orders, on their way to the warehouse system.

Source: "Shipping Labels": a label with a ``label_url`` is injected there after its order was pushed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mockserver.warpware import timeline
from mockserver.warpware.records import Label, Order
from mockserver.warpware.state import WarpWareState

_AT_THE_WAREHOUSE = ("processing", "shipped", "delivered")


def attach(state: WarpWareState, order: Order, fields: Mapping[str, Any], at: int) -> Label:
    """A new label on *order*, passed on at once where the warehouse has the order already."""
    label = Label(id=state.new_id(), order_id=order.id, created_at=at, **fields)
    entries = [timeline.label_attached(label.id, label.carrier, label.tracking_number, at)]
    if label.label_url is not None and _is_at_the_warehouse(order):
        label = replace(label, passed_at=at)
        entries.append(timeline.label_injected(label.id, label.carrier, label.tracking_number, at))
    state.commit(replace(order, timeline=(*order.timeline, *entries)), [], at)
    state.labels.insert(label)
    return label


def labels_of(state: WarpWareState, order: Order) -> list[Label]:
    """Newest first."""
    return state.labels.select(equal={"order_id": order.id}).before(None, len(state.labels))


def inject(state: WarpWareState, order: Order, at: int) -> Order:
    """Pass on every label that waited for *order* to be pushed; answers the order with its new history."""
    waiting = [label for label in labels_of(state, order) if label.label_url is not None and label.passed_at is None]
    if not waiting:
        return order
    oldest_first = waiting[::-1]
    entries = [timeline.label_injected(label.id, label.carrier, label.tracking_number, at) for label in oldest_first]
    injected = replace(order, timeline=(*order.timeline, *entries))
    state.commit(injected, [], at)
    for label in oldest_first:
        state.labels.replace(replace(label, passed_at=at))
    return injected


def ship_by_label(state: WarpWareState, order: Order) -> Order:
    """*order* as the warehouse ships it: under the newest label that it got, unless the partner set the tracking."""
    if order.carrier is not None or order.tracking_number is not None:
        return order
    label = next((label for label in labels_of(state, order) if label.passed_at is not None), None)
    if label is None:
        return order
    return replace(
        order,
        carrier=label.carrier,
        tracking_number=label.tracking_number,
        service_level=order.service_level or label.service_level,
    )


def _is_at_the_warehouse(order: Order) -> bool:
    """Pushed, and neither thrown out nor taken back since. A partner may ship what was never pushed."""
    return order.warehouse_id is not None and order.status in _AT_THE_WAREHOUSE
