"""What can be done to orders, by a partner or by the warehouse's side. Every change of an order is here.

All functions take the instant *at* which they happen, so that seeding tells histories by the same
code that serves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mockserver.core.errors import Conflict, IllegalTransition
from mockserver.warpware import labelling, preordering, timeline
from mockserver.warpware.carriers import pick_service, standard_service, tracking_number
from mockserver.warpware.lifecycle import CANCEL, PARTNER, PIPELINE
from mockserver.warpware.pushing import push
from mockserver.warpware.records import Order, TimelineEntry
from mockserver.warpware.state import WarpWareState

PARTNER_API = "PartnerAPI"
DEFAULT_ERROR = "SKU not found in warehouse system"
DEFAULT_HOLD = "Held by routing rule"
PARTNER_HOLD = "Held by partner"

_EVENTS = {
    "shipped": ("order.shipped",),
    "delivered": ("order.delivered",),
    "failed": ("order.failed", "order.error"),
    "hold": ("order.held",),
    "cancelled": ("order.cancelled",),
}
"""The events that go with order.status_changed. Source: "Webhooks", and the changelog's additions."""

_WORKERS = {
    "ready": "RuleEvaluationWorker",
    "hold": "RuleEvaluationWorker",
    "processing": "OrderPushWorker",
    "failed": "OrderPushWorker",
    "pending": "OrderRetryWorker",
}


def create(state: WarpWareState, fields: Mapping[str, Any], at: int, *, connection_id: str | None = None) -> Order:
    """A new order, received and routed: pending, unless a pre-order rule holds it. *fields* have passed the schema.

    Where a rule splits it, its held child is stored too, and not answered.

    Raises:
        Conflict: the account has an order with that external_id; nothing was stored.
    """
    external_id = fields["external_id"]
    if state.orders.find("external_id", external_id) is not None:
        raise Conflict("warpware.orders.duplicate-external-id", "Order", "external_id", external_id)
    order, *_ = [_take_in(state, part, at, connection_id) for part in preordering.parts(state, fields, at)]
    return order


def _take_in(state: WarpWareState, part: preordering.Part, at: int, connection_id: str | None) -> Order:
    fields = part.fields
    source = fields["source"]
    order = Order(
        id=state.new_id(),
        external_id=fields["external_id"],
        source=source,
        status="pending",
        line_items=tuple(fields["line_items"]),
        shipping_address=fields["shipping_address"],
        created_at=at,
        updated_at=at,
        customer_email=fields.get("customer_email"),
        customer_name=fields.get("customer_name"),
        note=fields.get("note"),
        tags=tuple(fields.get("tags", ())),
        metadata=fields.get("metadata", {}),
        connection_id=connection_id,
        # An order comes in over one connection: the API's own, or a shop's.
        api_connection_id=state.account.api_connection_id if connection_id is None else None,
        timeline=(timeline.received(source, at), timeline.routed(state.account.destination_label, at), *part.story),
    )
    # Ambiguous: warpware.order-created-event
    fired = state.readings["warpware.order-created-event"] == "fired"
    state.commit(order, ["order.created"] if fired else [], at)
    if not part.rules:
        return order
    held_by = tuple(rule.id for rule in part.rules)
    reason = preordering.hold_reason(part.rules)
    return _change_status(state, order, "hold", at, _WORKERS["hold"], hold_reason=reason, held_by=held_by)


def update(state: WarpWareState, order: Order, fields: Mapping[str, Any], at: int) -> Order:
    """A partner's PATCH. *fields* have passed the update schema.

    Raises:
        IllegalTransition: the order's status does not allow the one asked for; nothing was changed.
    """
    target = fields.get("status")
    # Ambiguous: warpware.same-status-patch
    if target == order.status:
        if state.readings["warpware.same-status-patch"] == "reject":
            rule = "warpware.orders.update-same-status-refused"
            allowed = PARTNER.from_state(order.status)
            raise IllegalTransition(rule, state=order.status, move=order.status, allowed=allowed)
        target = None
    if target is not None:
        PARTNER.check(order.status, target)
    changes: dict[str, Any] = {name: fields[name] for name in ("tracking_number", "carrier", "note") if name in fields}
    if order.service_level is not None and changes.get("carrier", order.carrier) != order.carrier:
        # The service was the other carrier's.
        changes["service_level"] = _standard_level(changes["carrier"]) if order.shipped_at is not None else None
    if "metadata" in fields:
        changes["metadata"] = {**order.metadata, **fields["metadata"]}
    changed = order
    if changes:
        entry = timeline.updated([name for name in fields if name != "status"], at)
        changed = replace(order, updated_at=at, timeline=(*order.timeline, entry), **changes)
    if target is None:
        state.commit(changed, [], at)
        return changed
    return _change_status(state, changed, target, at, PARTNER_API, hold_reason=PARTNER_HOLD)


def cancel(state: WarpWareState, order: Order, reason: str | None, at: int) -> Order:
    """A partner's cancel. An order that is cancelled already stays as it is.

    Raises:
        IllegalTransition: it is too late, or too early under the strict reading.
    """
    if order.status == "cancelled":
        return order
    # Ambiguous: warpware.cancel-from
    CANCEL[state.readings["warpware.cancel-from"]].check(order.status, "cancelled")
    details: dict[str, Any] = {} if reason is None else {"reason": reason}
    return _change_status(state, order, "cancelled", at, PARTNER_API, **details)


def move(state: WarpWareState, order: Order, target: str, at: int, *, message: str | None = None) -> Order:
    """The warehouse's own move. *message* is the error of a failure or the reason of a hold.

    Raises:
        IllegalTransition: the pipeline does not go that way, or not with a test order.
        KeyError: there is no such move; only the pipeline's own are (``PIPELINE.moves``).
    """
    PIPELINE.check(order.status, target)
    if target == "processing":
        order = push(state, order, at)
    if target == "shipped":
        order = _label(state, labelling.ship_by_label(state, order))
    component = _WORKERS.get(target, "ExtensivSyncWorker")
    moved = _change_status(state, order, target, at, component, hold_reason=message or DEFAULT_HOLD, error=message)
    return labelling.inject(state, moved, at) if target == "processing" else moved


def release(state: WarpWareState, order: Order, at: int) -> Order:
    """A held order back to the pipeline, as the partner asked."""
    return _change_status(state, order, "pending", at, PARTNER_API)


def _change_status(
    state: WarpWareState,
    order: Order,
    target: str,
    at: int,
    component: str,
    *,
    hold_reason: str = "",
    held_by: tuple[str, ...] = (),
    error: str | None = None,
    **details: Any,
) -> Order:
    """The one place where a status changes; that it may has been checked."""
    old = order.status
    changes: dict[str, Any] = {"status": target, "updated_at": at}
    entries: list[TimelineEntry] = []
    if old == "hold":
        changes |= {"hold_reason": None, "held_by": ()}
    if old == "hold" and target == "pending":
        entries.append(timeline.released(order.hold_reason, component, at))
    entries.append(timeline.status_changed(old, target, component, at, **details))
    if target == "hold":
        changes |= {"hold_reason": hold_reason, "held_by": held_by}
        entries.append(timeline.held(hold_reason, component, at))
    elif target == "shipped":
        changes |= {"shipped_at": at, "warehouse_status": "Shipped"}
        changes["processed_at"] = at if order.processed_at is None else order.processed_at
        changes["service_level"] = order.service_level or _standard_level(order.carrier)
    elif target == "delivered":
        changes |= {"delivered_at": at, "warehouse_status": "Delivered"}
    elif target == "cancelled" and order.warehouse_id is not None:
        changes["warehouse_status"] = "Cancelled"
    elif target == "failed":
        changes |= {"error_message": error or DEFAULT_ERROR, "warehouse_status": "Rejected"}
        entries.append(timeline.failed(changes["error_message"], order.retry_count + 1, at))
    elif target == "pending" and old == "failed":
        changes |= {"retry_count": order.retry_count + 1, "error_message": None}
        changes |= {"processed_at": None, "warehouse_status": None}
    changed = replace(order, timeline=order.timeline + tuple(entries), **changes)
    released = ["order.released"] if old == "hold" and target == "pending" else []
    state.commit(changed, ["order.status_changed", *_EVENTS.get(target, ()), *released], at)
    return changed


def _standard_level(carrier: str | None) -> str | None:
    service = standard_service(carrier)
    return service.name if service else None


def _label(state: WarpWareState, order: Order) -> Order:
    """Give a shipment that has none a carrier, a service and a tracking number."""
    stream = state.streams[f"{state.purpose}.warehouse"]
    service = pick_service(stream) if order.carrier is None else standard_service(order.carrier)
    if service is None:  # a carrier that only the partner knows: its numbers are its own
        return order
    return replace(
        order,
        carrier=order.carrier or service.carrier,
        service_level=order.service_level or service.name,
        tracking_number=order.tracking_number or tracking_number(service.carrier, stream),
    )
