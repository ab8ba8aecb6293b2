"""Items, where they lie and what is on its way, as the API writes them.

Source: observed, "items", "shipnotices", "shipnotice_items": the fields in the order in which they stand there.
"""

from __future__ import annotations

from typing import Any

from mockserver.whiplash.state import WhiplashState, rows_of
from mockserver.whiplash.statuses import SHIPNOTICE_STATUSES
from mockserver.whiplash.stock_records import Item, ItemTransaction, Shipnotice, ShipnoticeItem, WarehouseQuantity
from mockserver.whiplash.texts import amount, day, moment


def item_view(state: WhiplashState, item: Item) -> dict[str, Any]:
    clock = state.clock
    return {
        "id": item.id,
        "sku": item.sku,
        "title": item.title,
        "description": item.description,
        "price": amount(item.price),
        "wholesale_cost": amount(item.wholesale_cost),
        "currency": item.currency,
        "quantity": item.quantity,
        "available": item.available,
        "packaging": item.packaging,
        "is_bundle": item.is_bundle,
        "returnable": item.returnable,
        "media_mail": item.media_mail,
        "notify_originator_inventory": item.notify_originator_inventory,
        "height": amount(item.height),
        "length": amount(item.length),
        "width": amount(item.width),
        "weight": amount(item.weight),
        "scancode": item.scancode,
        "tariff_number": item.tariff_number,
        "category": item.category,
        "vendor": item.vendor,
        "misc": item.misc,
        "image_file_name": item.image_file_name,
        "image_originator_url": item.image_originator_url,
        "image_updated_at": moment(clock, item.image_updated_at),
        "street_date": day(clock, item.street_date),
        "originators": [
            {"group_id": origin.group_id, "original_id": origin.original_id, "provider": origin.provider}
            for origin in item.originators
        ],
        "created_at": moment(clock, item.created_at),
        "updated_at": moment(clock, item.updated_at),
    }


def warehouse_quantity_view(row: WarehouseQuantity) -> dict[str, Any]:
    return {"id": row.id, "warehouse_id": row.warehouse_id, "quantity": row.quantity}


def transaction_view(state: WhiplashState, row: ItemTransaction) -> dict[str, Any]:
    return {
        "id": row.id,
        "item_id": row.item_id,
        "warehouse_id": row.warehouse_id,
        "order_id": row.order_id,
        "shipnotice_id": row.shipnotice_id,
        "quantity": row.quantity,
        "description": row.description,
        "created_at": moment(state.clock, row.created_at),
    }


def shipnotice_view(state: WhiplashState, notice: Shipnotice) -> dict[str, Any]:
    clock = state.clock
    return {
        "id": notice.id,
        "sender": notice.sender,
        "eta": moment(clock, notice.eta),
        "arrived_at": moment(clock, notice.arrived_at),
        "completed_at": moment(clock, notice.completed_at),
        "notes_by_customer": notice.notes_by_customer,
        "received_by": notice.received_by,
        "status": notice.status,
        "status_name": SHIPNOTICE_STATUSES[notice.status],
        "total_boxes": notice.total_boxes,
        "warehouse_id": notice.warehouse_id,
        "pick_fee_actual": amount(notice.pick_fee_actual),
        "pack_fee_actual": amount(notice.pack_fee_actual),
        "total_fee_actual": amount(notice.total_fee_actual),
        "shipnotice_items": [
            shipnotice_item_view(line) for line in rows_of(state.shipnotice_items, "shipnotice_id", notice.id)
        ],
        "shipnotice_images": [],
    }


def shipnotice_item_view(line: ShipnoticeItem) -> dict[str, Any]:
    return {
        "id": line.id,
        "item_id": line.item_id,
        "shipnotice_id": line.shipnotice_id,
        "quantity": line.quantity,
        "quantity_good": line.quantity_good,
        "quantity_damaged": line.quantity_damaged,
        "height": amount(line.height),
        "length": amount(line.length),
        "width": amount(line.width),
        "weight": amount(line.weight),
        "retail_fee": amount(line.retail_fee),
    }
