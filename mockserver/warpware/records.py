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
    ``warehouse_status`` that system's own word. ``timeline`` is oldest first. ``held_by`` has the ids of
    the pre-order rules that hold the order now.
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
    held_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """A shipping label that the partner made beforehand. ``passed_at`` is when the warehouse system
    got it. Source: "Shipping Labels".
    """

    id: str
    order_id: str
    tracking_number: str
    carrier: str
    created_at: int
    service_level: str | None = None
    label_url: str | None = None
    label_format: str | None = None
    weight: float | None = None
    weight_unit: str | None = None
    cost: float | None = None
    currency: str | None = None
    passed_at: int | None = None


@dataclass(frozen=True, slots=True)
class Shipment:
    """Goods that a warehouse has allocated already; no order. Source: "Shipments"."""

    id: str
    external_id: str
    status: str
    line_items: tuple[Mapping[str, Any], ...]
    ship_to: Mapping[str, Any]
    source: str
    created_at: int
    warehouse_id: str | None = None
    carrier: str | None = None
    service: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class PreorderRule:
    """What holds the orders of a SKU that cannot be shipped yet. Source: "Pre-Orders".

    ``released_count`` is how many orders its release let go.
    """

    id: str
    sku: str
    hold_mode: str
    created_at: int
    name: str | None = None
    release_date: str | None = None
    status: str = "holding"
    released_count: int = 0


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
    """One SKU in one location. Source: "Inventory".

    ``committed`` is what open orders need of ``on_hand``; at ``reorder_point`` available units or
    less, stock is low.
    """

    id: str
    sku: str
    name: str
    location_id: str
    on_hand: int
    committed: int
    reorder_point: int
    created_at: int
    updated_at: int

    @property
    def available(self) -> int:
        return self.on_hand - self.committed

    @property
    def status(self) -> str:
        """One of STOCK_STATUSES."""
        if self.available <= 0:
            return "out_of_stock"
        return "low_stock" if self.available <= self.reorder_point else "in_stock"


@dataclass(frozen=True, slots=True)
class Location:
    """A place that a connected platform knows. Source: "Locations".

    ``platform_location_id`` is its number there. ``shopify_location_id`` is the Shopify location
    that shows its stock: a Shopify location itself, another place's counterpart, or none.
    """

    id: str
    name: str
    platform: str
    platform_location_id: str
    shopify_location_id: int | None
    address1: str
    city: str
    state: str
    country: str
    active: bool
    is_primary: bool


@dataclass(frozen=True, slots=True)
class Export:
    """A bulk export job. Source: "Exports".

    ``completed_at`` is None while it is pending; from then on ``rows`` are as the API writes them, or there are none
    and ``error`` says why.
    """

    id: str
    resource: str
    filters: Mapping[str, Any]
    created_at: int
    completed_at: int | None = None
    rows: tuple[Mapping[str, Any], ...] = ()
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """The tenant, and where its routing rule sends orders."""

    client_id: str
    sub_client_id: str
    api_connection_id: str
    destination_type: str
    destination_label: str
    destination_assigned_by: str


STOCK_STATUSES = ("in_stock", "low_stock", "out_of_stock")
PLATFORMS = ("shopify", "extensiv", "acumatica")
"""The platforms that have locations."""

ORDERS: TableSpec[Order] = TableSpec(
    id=lambda order: order.id,
    order=lambda order: order.created_at,
    unique={"external_id": lambda order: order.external_id},
    groups={
        "status": lambda order: (order.status,),
        "tag": lambda order: order.tags,
        "tracking_number": lambda order: (order.tracking_number,) if order.tracking_number else (),
        "external_id": lambda order: (order.external_id,),
        "held_by": lambda order: order.held_by,
    },
    ranges={"updated_at": lambda order: order.updated_at},
)

LABELS: TableSpec[Label] = TableSpec(
    id=lambda label: label.id,
    order=lambda label: label.created_at,
    groups={"order_id": lambda label: (label.order_id,)},
)

SHIPMENTS: TableSpec[Shipment] = TableSpec(
    id=lambda shipment: shipment.id,
    order=lambda shipment: shipment.created_at,
    unique={"external_id": lambda shipment: shipment.external_id},
)

PREORDER_RULES: TableSpec[PreorderRule] = TableSpec(
    id=lambda rule: rule.id,
    order=lambda rule: rule.created_at,
    unique={"holding_sku": lambda rule: rule.sku if rule.status == "holding" else None},
)

PRODUCTS: TableSpec[Product] = TableSpec(
    id=lambda product: product.id,
    order=lambda product: product.created_at,
    unique={"sku": lambda product: product.sku},
    groups={"sku": lambda product: (product.sku,)},
    ranges={"updated_at": lambda product: product.updated_at},
)

STOCK: TableSpec[StockLevel] = TableSpec(
    id=lambda level: level.id,
    order=lambda level: level.created_at,
    unique={"place": lambda level: (level.sku, level.location_id)},
    groups={
        "sku": lambda level: (level.sku,),
        "status": lambda level: (level.status,),
        "location": lambda level: (level.location_id,),
    },
    ranges={"updated_at": lambda level: level.updated_at},
)

LOCATIONS: TableSpec[Location] = TableSpec(
    id=lambda location: location.id,
    order=lambda _: 0,  # they have no time of their own: they stand as they were connected
    unique={"name": lambda location: location.name},
    groups={
        "reference": lambda location: (
            location.id,
            location.platform_location_id,
            location.name,
            *(() if location.shopify_location_id is None else (str(location.shopify_location_id),)),
        ),
    },
)

EXPORTS: TableSpec[Export] = TableSpec(id=lambda export: export.id, order=lambda export: export.created_at)
