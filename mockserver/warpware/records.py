"""WarpWare's rows: immutable, with times in the clock's instants (whole seconds from its epoch)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mockserver.core.table import TableSpec


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One step of an order's history. Source: "Order Timeline"."""

    source: str
    type: str
    component: str
    message: str
    details: Mapping[str, Any]
    at: int


@dataclass(frozen=True, slots=True)
class Order:
    """Source: "Orders", the order object. What the partner sent is kept as it was sent.

    ``warehouse_id`` is the order's number in the warehouse system once it was pushed there;
    ``warehouse_status`` that system's own word. ``timeline`` is oldest first.
    """

    id: str
    external_id: str
    source: str
    status: str
    line_items: tuple[Mapping[str, Any], ...]
    shipping_address: Mapping[str, Any]
    created_at: int
    updated_at: int
    customer_email: str | None = None
    customer_name: str | None = None
    note: str | None = None
    tags: tuple[str, ...] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)
    connection_id: str | None = None
    api_connection_id: str | None = None
    carrier: str | None = None
    tracking_number: str | None = None
    service_level: str | None = None
    hold_reason: str | None = None
    retry_count: int = 0
    error_message: str | None = None
    processed_at: int | None = None
    shipped_at: int | None = None
    delivered_at: int | None = None
    warehouse_id: str | None = None
    warehouse_status: str | None = None
    timeline: tuple[TimelineEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Product:
    """Source: "Products"."""

    id: str
    sku: str
    name: str
    description: str
    price: float
    platform: str
    created_at: int
    updated_at: int


@dataclass(frozen=True, slots=True)
class StockLevel:
    """One SKU in one warehouse. ``on_hand - committed`` is what is available. Source: "Inventory"."""

    id: str
    sku: str
    name: str
    on_hand: int
    committed: int
    warehouse: str
    reorder_point: int
    updated_at: int


@dataclass(frozen=True, slots=True)
class Export:
    """A bulk export job. Source: "Exports".

    ``completed_at`` is None while it is pending; ``rows`` are then as the API writes them.
    """

    id: str
    resource: str
    filters: Mapping[str, Any]
    created_at: int
    completed_at: int | None = None
    rows: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """The tenant, and where its routing rule sends orders."""

    client_id: str
    sub_client_id: str
    api_connection_id: str
    destination_type: str
    destination_label: str
    destination_assigned_by: str


ORDERS: TableSpec[Order] = TableSpec(
    id=lambda order: order.id,
    order=lambda order: order.created_at,
    unique={"external_id": lambda order: order.external_id},
    groups={
        "status": lambda order: (order.status,),
        "tag": lambda order: order.tags,
        "tracking_number": lambda order: (order.tracking_number,) if order.tracking_number else (),
        "external_id": lambda order: (order.external_id,),
    },
    ranges={"updated_at": lambda order: order.updated_at},
)

PRODUCTS: TableSpec[Product] = TableSpec(
    id=lambda product: product.id,
    order=lambda product: product.created_at,
    unique={"sku": lambda product: product.sku},
)

STOCK: TableSpec[StockLevel] = TableSpec(
    id=lambda level: level.id,
    order=lambda level: level.updated_at,
    groups={"sku": lambda level: (level.sku,)},
)

EXPORTS: TableSpec[Export] = TableSpec(id=lambda export: export.id, order=lambda export: export.created_at)
