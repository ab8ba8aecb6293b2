"""Orders and what belongs to them: immutable rows, with times in the clock's instants (whole seconds from its epoch).

Money and measures are decimals, as the API writes them; None is null.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from mockserver.core.table import TableSpec
from mockserver.whiplash.providers import groups_of


@dataclass(frozen=True, slots=True)
class Order:
    """Source: "Get a single Order" and the parameters of "Create an Order".

    ``shipping_country`` is an ISO 3166 code. ``availability`` sums up its items (:mod:`availability`);
    ``tracking`` has a number for each of its packages.
    """

    id: int
    customer_id: int
    status: int
    created_at: int
    updated_at: int
    warehouse_id: int
    return_warehouse_id: int
    level1_token: str
    level2_token: str
    return_approved_token: str
    provider: str = "api"
    availability: str = "none"
    shipping_name: str | None = None
    shipping_company: str | None = None
    shipping_address_1: str | None = None
    shipping_address_2: str | None = None
    shipping_city: str | None = None
    shipping_state: str | None = None
    shipping_country: str | None = None
    shipping_zip: str | None = None
    shipping_phone: str | None = None
    email: str | None = None
    return_name: str | None = None
    return_company: str | None = None
    return_address_1: str | None = None
    return_address_2: str | None = None
    return_city: str | None = None
    return_state: str | None = None
    return_country: str | None = None
    return_zip: str | None = None
    return_phone: str | None = None
    return_email: str | None = None
    originator_id: str | None = None
    originator_group_id: int | None = None
    proto_originator_id: str | None = None
    reference: str | None = None
    public_note: str | None = None
    ship_notes: str | None = None
    shop_shipping_method_text: str | None = None
    shop_shipping_method_price: Decimal | None = None
    shop_shipping_method_currency: str | None = None
    shop_warehouse_ids: tuple[int, ...] = ()
    shop_created_at: int | None = None
    shop_updated_at: int | None = None
    days_in_transit: int | None = None
    days_in_transit_carrier_estimate: int | None = None
    insure: bool = False
    insurance_value: Decimal | None = None
    require_signature: bool = False
    require_adult_signature: bool = False
    saturday_delivery: bool = False
    contains_alcohol: bool = False
    gift: bool = False
    address_verified: bool = False
    address_message: str | None = None
    skip_address_verification: bool = False
    ship_3rdparty_cost: Decimal = Decimal(0)
    ship_3rdparty_zip: str | None = None
    ship_3rdparty_country: str | None = None
    ship_3rdparty_account: str | None = None
    incoterm: str | None = None
    currency: str = "USD"
    req_ship_method_price: Decimal = Decimal(0)
    req_ship_method_text: str | None = None
    monetary_value: Decimal = Decimal(0)
    billed: bool = False
    batched: bool = False
    originator_notified: bool = False
    shipping_confirmation_sent: bool = False
    ship_method: str | None = None
    ship_actual_cost: Decimal | None = None
    shipped_on: int | None = None
    tracking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderItem:
    """One line of an order. Source: "Get a single Order", order_items; observed, "order_items" (``misc``).

    ``available``: whether the item is open for orders and enough of it lay in one warehouse when that was
    last looked at.
    """

    id: int
    order_id: int
    item_id: int
    quantity: int
    created_at: int
    updated_at: int
    sku: str | None = None
    description: str | None = None
    price: Decimal | None = None
    retail_fee: Decimal | None = None
    wholesale_cost: Decimal | None = None
    currency: str = "USD"
    available: bool = False
    packaging: bool = False
    packed: int = 0
    package_id: int | None = None
    returnable: bool | None = None
    originator_id: str | None = None
    provider: str = "api"
    serialnumbers: tuple[str, ...] = ()
    misc: str | None = None


@dataclass(frozen=True, slots=True)
class Package:
    """Source: "Get an Order's Packages". Weights are pounds, lengths inches."""

    id: int
    order_id: int
    created_at: int
    updated_at: int
    tracking: str
    shipment_id: str
    shipment_created_at: int
    shipment_updated_at: int
    shipped_on: int
    ship_actual_cost: Decimal
    shipping_label_url: str
    pick_fee_actual: Decimal
    pack_fee_actual: Decimal
    packaging_fee_actual: Decimal
    ship_actual_currency: str = "USD"
    actual_weight: Decimal | None = None
    actual_width: Decimal | None = None
    actual_length: Decimal | None = None
    actual_height: Decimal | None = None
    actual_dimensional_weight: Decimal | None = None
    batch_id: int | None = None
    manifest_id: int | None = None
    bill_of_lading: str | None = None
    scan_form_url: str | None = None
    shipping_label_content_type: str | None = None
    shipping_label_file_name: str | None = None
    shipping_label_file_size: int | None = None
    shipping_label_updated_at: int | None = None


@dataclass(frozen=True, slots=True)
class WebHook:
    """Observed, "web_hooks": what a client has set up."""

    id: int
    created_at: int
    updated_at: int
    url: str | None = None
    event_name: str | None = None
    active: bool = True
    failed_attempts: int = 0
    format: str = "json"
    provider: str = "api"
    originator_id: str | None = None
    group_id: str | None = None


@dataclass(frozen=True, slots=True)
class Warehouse:
    """Observed, "warehouses". ``country`` is an ISO 3166 code, and where its orders go abroad from."""

    id: int
    name: str
    country: str = "US"


@dataclass(frozen=True, slots=True)
class Account:
    """The tenant: the number of the customer, and the currency of its prices."""

    customer_id: int
    currency: str = "USD"


ORDERS: TableSpec[Order] = TableSpec(
    id=lambda order: order.id,
    order=lambda order: order.created_at,
    groups={
        "status": lambda order: (order.status,),
        "provider": lambda order: groups_of(order.provider),
        "originator_id": lambda order: _if_any(order.originator_id),
        "proto_originator_id": lambda order: _if_any(order.proto_originator_id),
        "originator_group": lambda order: _if_any(order.originator_group_id),
        "reference": lambda order: (*_if_any(order.reference), *_if_any(order.originator_id)),
        "shipping_country": lambda order: _if_any(order.shipping_country),
        "item_availability": lambda order: AVAILABILITIES[order.availability],
    },
    ranges={"updated_at": lambda order: order.updated_at, "id": lambda order: order.id},
    sorts={
        "updated_at": lambda order: order.updated_at,
        "created_at": lambda order: order.created_at,
        "id": lambda order: order.id,
    },
)

AVAILABILITIES: dict[str, tuple[str, ...]] = {
    "all": ("all", "any"),
    "mixed": ("mixed", "any"),
    "none": ("none",),
}
"""What an order's availability is called, and the filters that find it. Source: "Item Availability"."""

ORDER_ITEMS: TableSpec[OrderItem] = TableSpec(
    id=lambda item: item.id,
    order=lambda item: item.created_at,
    groups={
        "order_id": lambda item: (item.order_id,),
        "originator_id": lambda item: _if_any(item.originator_id),
    },
    ranges={"updated_at": lambda item: item.updated_at, "id": lambda item: item.id},
    sorts={"updated_at": lambda item: item.updated_at, "id": lambda item: item.id},
)

PACKAGES: TableSpec[Package] = TableSpec(
    id=lambda package: package.id,
    order=lambda package: package.created_at,
    groups={"order_id": lambda package: (package.order_id,)},
)

WEB_HOOKS: TableSpec[WebHook] = TableSpec(
    id=lambda hook: hook.id,
    order=lambda hook: hook.created_at,
    ranges={"updated_at": lambda hook: hook.updated_at, "id": lambda hook: hook.id},
    sorts={"updated_at": lambda hook: hook.updated_at, "id": lambda hook: hook.id},
)

WAREHOUSES: TableSpec[Warehouse] = TableSpec(
    id=lambda warehouse: warehouse.id,
    order=lambda warehouse: warehouse.id,
    sorts={"id": lambda warehouse: warehouse.id, "name": lambda warehouse: warehouse.name},
)


def _if_any(value: str | int | None) -> tuple[str | int, ...]:
    return () if value is None else (value,)
