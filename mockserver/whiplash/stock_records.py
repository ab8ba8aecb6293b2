"""Items, where they lie, and what is on its way to a warehouse; likewise immutable rows.

Source: observed, "items", "shipnotices", "shipnotice_items". Money and measures are decimals: dollars, pounds, inches.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from mockserver.core.table import TableSpec
from mockserver.whiplash.statuses import DRAFT


@dataclass(frozen=True, slots=True)
class Originator:
    """Whose item it is in the client's own system."""

    original_id: str | None
    group_id: str | None
    provider: str = "api"


@dataclass(frozen=True, slots=True)
class Item:
    """``available``: open for orders. ``active``: not deactivated. ``quantity`` is all that lies in the warehouses."""

    id: int
    created_at: int
    updated_at: int
    sku: str | None = None
    title: str | None = None
    description: str | None = None
    price: Decimal | None = None
    wholesale_cost: Decimal | None = None
    currency: str = "USD"
    quantity: int = 0
    available: bool = True
    active: bool = True
    packaging: bool = False
    is_bundle: bool = False
    returnable: bool | None = None
    media_mail: bool = False
    notify_originator_inventory: bool = False
    height: Decimal | None = None
    length: Decimal | None = None
    width: Decimal | None = None
    weight: Decimal | None = None
    scancode: str | None = None
    tariff_number: str | None = None
    category: str | None = None
    vendor: str | None = None
    misc: str | None = None
    image_file_name: str | None = None
    image_originator_url: str | None = None
    image_updated_at: int | None = None
    street_date: int | None = None
    originators: tuple[Originator, ...] = ()


@dataclass(frozen=True, slots=True)
class WarehouseQuantity:
    """One item in one warehouse. ``committed`` of its ``quantity`` is set aside for orders."""

    id: int
    item_id: int
    warehouse_id: int
    created_at: int
    quantity: int = 0
    committed: int = 0

    @property
    def free(self) -> int:
        return max(0, self.quantity - self.committed)


@dataclass(frozen=True, slots=True)
class ItemTransaction:
    """Units that came into a warehouse (positive) or left it (negative), and with what."""

    id: int
    item_id: int
    warehouse_id: int
    quantity: int
    description: str
    created_at: int
    order_id: int | None = None
    shipnotice_id: int | None = None


@dataclass(frozen=True, slots=True)
class Shipnotice:
    """Goods announced to a warehouse."""

    id: int
    warehouse_id: int
    created_at: int
    updated_at: int
    status: int = DRAFT
    sender: str | None = None
    eta: int | None = None
    arrived_at: int | None = None
    completed_at: int | None = None
    notes_by_customer: str | None = None
    received_by: str | None = None
    total_boxes: int | None = None
    pick_fee_actual: Decimal | None = None
    pack_fee_actual: Decimal | None = None
    total_fee_actual: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ShipnoticeItem:
    """``quantity`` is announced; what was counted is ``quantity_good`` and ``quantity_damaged``."""

    id: int
    shipnotice_id: int
    item_id: int
    quantity: int
    created_at: int
    updated_at: int
    quantity_good: int | None = None
    quantity_damaged: int | None = None
    height: Decimal | None = None
    length: Decimal | None = None
    width: Decimal | None = None
    weight: Decimal | None = None
    retail_fee: Decimal | None = None


ITEMS: TableSpec[Item] = TableSpec(
    id=lambda item: item.id,
    order=lambda item: item.created_at,
    groups={
        "active": lambda item: (item.active,),
        "sku": lambda item: (item.sku,) if item.active and item.sku is not None else (),
        "originator": lambda item: _known(origin.original_id for origin in item.originators if item.active),
        "group": lambda item: _known(origin.group_id for origin in item.originators if item.active),
    },
    ranges={"updated_at": lambda item: item.updated_at, "id": lambda item: item.id},
    sorts={"updated_at": lambda item: item.updated_at, "id": lambda item: item.id},
)

WAREHOUSE_QUANTITIES: TableSpec[WarehouseQuantity] = TableSpec(
    id=lambda row: row.id,
    order=lambda row: row.created_at,
    unique={"place": lambda row: (row.item_id, row.warehouse_id)},
    groups={"item_id": lambda row: (row.item_id,)},
)

ITEM_TRANSACTIONS: TableSpec[ItemTransaction] = TableSpec(
    id=lambda row: row.id,
    order=lambda row: row.created_at,
    groups={"item_id": lambda row: (row.item_id,)},
)

SHIPNOTICES: TableSpec[Shipnotice] = TableSpec(
    id=lambda notice: notice.id,
    order=lambda notice: notice.created_at,
    groups={"status": lambda notice: (notice.status,), "warehouse_id": lambda notice: (notice.warehouse_id,)},
    ranges={"updated_at": lambda notice: notice.updated_at, "id": lambda notice: notice.id},
    sorts={"updated_at": lambda notice: notice.updated_at, "id": lambda notice: notice.id},
)

SHIPNOTICE_ITEMS: TableSpec[ShipnoticeItem] = TableSpec(
    id=lambda item: item.id,
    order=lambda item: item.created_at,
    groups={"shipnotice_id": lambda item: (item.shipnotice_id,)},
    ranges={"updated_at": lambda item: item.updated_at, "id": lambda item: item.id},
    sorts={"updated_at": lambda item: item.updated_at, "id": lambda item: item.id},
)


def _known(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(value for value in values if value is not None)
