"""WarpWare's records as its API writes them."""

from __future__ import annotations

from typing import Any

from mockserver.core.clock import Clock
from mockserver.warpware.carriers import estimated_delivery
from mockserver.warpware.records import Account, Order, TimelineEntry


def order_view(order: Order, account: Account, clock: Clock) -> dict[str, Any]:
    """The full order object. Source: "Orders", GET by id."""
    text = clock.text
    return {
        "id": order.id,
        "external_id": order.external_id,
        "source": order.source,
        "status": order.status,
        "client_id": account.client_id,
        "sub_client_id": account.sub_client_id,
        "connection_id": order.connection_id,
        "line_items": order.line_items,
        "customer_email": order.customer_email,
        "customer_name": order.customer_name,
        "shipping_address": order.shipping_address,
        "carrier": order.carrier,
        "tracking_number": order.tracking_number,
        "service_level": order.service_level,
        "api_connection_id": order.api_connection_id,
        "route_destination_type": account.destination_type,
        "route_destination_label": account.destination_label,
        "route_assigned_by": account.destination_assigned_by,
        "is_held": order.status == "hold",
        "hold_reason": order.hold_reason,
        "retry_count": order.retry_count,
        "error_message": order.error_message,
        "note": order.note,
        "tags": order.tags,
        "created_at": text(order.created_at),
        "updated_at": text(order.updated_at),
        "processed_at": None if order.processed_at is None else text(order.processed_at),
        "metadata": order.metadata,
    }


def created_view(order: Order, account: Account, clock: Clock) -> dict[str, Any]:
    """What POST /orders answers. Source: "Orders"."""
    return {
        "id": order.id,
        "external_id": order.external_id,
        "source": order.source,
        "status": order.status,
        "client_id": account.client_id,
        "created_at": clock.text(order.created_at),
    }


def tracking_view(order: Order, clock: Clock) -> dict[str, Any]:
    """Source: "Tracking". What has not happened yet is null."""
    estimated = None
    if order.shipped_at is not None:
        estimated = estimated_delivery(clock.epoch, order.shipped_at, order.service_level)
    return {
        "order_id": order.id,
        "external_id": order.external_id,
        "status": order.status,
        "extensiv_status": order.warehouse_status,
        "carrier": order.carrier,
        "tracking_number": order.tracking_number,
        "service_level": order.service_level,
        "shipped_at": None if order.shipped_at is None else clock.text(order.shipped_at),
        "estimated_delivery": estimated,
        "delivered_at": None if order.delivered_at is None else clock.text(order.delivered_at),
    }


def timeline_entry_view(entry: TimelineEntry, clock: Clock) -> dict[str, Any]:
    """Source: "Order Timeline"."""
    return {
        "source": entry.source,
        "type": entry.type,
        "component": entry.component,
        "message": entry.message,
        "details": entry.details,
        "occurred_at": clock.text(entry.at),
    }
