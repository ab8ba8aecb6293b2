"""Orders and what belongs to them as the API writes them: the keys of the document's examples, in their order.

Source: "Get a list of Orders", "Get a single Order", "Get an Order's Packages", "Get an Order's Fees"; readings.md,
"Country", "Money", "shop_warehouse_id".
"""

from __future__ import annotations

from typing import Any

from mockserver.whiplash.carriers import tracking_link
from mockserver.whiplash.countries import COUNTRIES
from mockserver.whiplash.packaging import Fees
from mockserver.whiplash.records import Order, OrderItem, Package, Warehouse, WebHook
from mockserver.whiplash.shipping_methods import transit_days
from mockserver.whiplash.state import WhiplashState
from mockserver.whiplash.statuses import ORDER_STATUSES
from mockserver.whiplash.texts import amount, day, moment


def order_view(state: WhiplashState, order: Order) -> dict[str, Any]:
    """The full order object with its items."""
    return {
        **_shipping_part(state, order),
        **_terms_part(order),
        **_return_part(order),
        "order_items": [line_view(state, line) for line in state.items_of(order.id)],
    }


def _shipping_part(state: WhiplashState, order: Order) -> dict[str, Any]:
    """From the first key on: the shop's wishes, the address, the way of the goods."""
    clock = state.clock
    return {
        "id": order.id,
        "billed": order.billed,
        "created_at": moment(clock, order.created_at),
        "days_in_transit": order.days_in_transit,
        "days_in_transit_carrier_estimate": order.days_in_transit_carrier_estimate,
        "email": order.email,
        "gift": order.gift,
        "originator_notified": order.originator_notified,
        "shop_shipping_method_price": amount(order.shop_shipping_method_price),
        "shop_shipping_method_text": order.shop_shipping_method_text,
        "shop_shipping_method_currency": order.shop_shipping_method_currency,
        "shop_warehouse_ids": order.shop_warehouse_ids,
        "shop_created_at": moment(clock, order.shop_created_at),
        "shop_updated_at": moment(clock, order.shop_updated_at),
        "ship_3rdparty_cost": amount(order.ship_3rdparty_cost),
        "ship_actual_cost": amount(order.ship_actual_cost),
        "ship_method": order.ship_method,
        "ship_notes": order.ship_notes,
        "shipped_on": moment(clock, order.shipped_on),
        "shipping_address_1": order.shipping_address_1,
        "shipping_address_2": order.shipping_address_2,
        "shipping_city": order.shipping_city,
        "shipping_company": order.shipping_company,
        "shipping_country": None if order.shipping_country is None else COUNTRIES[order.shipping_country],
        "shipping_country_iso2": order.shipping_country,
        "shipping_name": order.shipping_name,
        "shipping_phone": order.shipping_phone,
        "shipping_state": order.shipping_state,
        "shipping_zip": order.shipping_zip,
        "status": order.status,
        "shipping_confirmation_sent": order.shipping_confirmation_sent,
        "updated_at": moment(clock, order.updated_at),
        "tracking": order.tracking,
        "tracking_links": [tracking_link(order.ship_method or "", number) for number in order.tracking],
        "approximate_delivery_date": _approximate_delivery(state, order),
    }


def _terms_part(order: Order) -> dict[str, Any]:
    """Next: where the order comes from, and on which terms it is shipped."""
    return {
        "originator_id": order.originator_id,
        "originator_group_id": order.originator_group_id,
        "proto_originator_id": order.proto_originator_id,
        "provider": order.provider,
        "insure": order.insure,
        "require_signature": order.require_signature,
        "saturday_delivery": order.saturday_delivery,
        "insurance_value": amount(order.insurance_value),
        "level1_token": order.level1_token,
        "level2_token": order.level2_token,
        "public_note": order.public_note,
        "warehouse_id": order.warehouse_id,
        "return_warehouse_id": order.return_warehouse_id,
        "address_verified": order.address_verified,
        "address_message": order.address_message,
        "require_adult_signature": order.require_adult_signature,
        "contains_alcohol": order.contains_alcohol,
        "monetary_value": amount(order.monetary_value),
        "status_name": ORDER_STATUSES[order.status],
        "customer_id": order.customer_id,
        "skip_address_verification": order.skip_address_verification,
        "currency": order.currency,
        "batched": order.batched,
        "reference": order.reference,
        "req_ship_method_price": amount(order.req_ship_method_price),
        "req_ship_method_text": order.req_ship_method_text,
    }


def _return_part(order: Order) -> dict[str, Any]:
    """Last: where it comes back to, and who pays."""
    return {
        "return_address_1": order.return_address_1,
        "return_address_2": order.return_address_2,
        "return_approved_token": order.return_approved_token,
        "return_city": order.return_city,
        "return_company": order.return_company,
        "return_name": order.return_name,
        "return_country": order.return_country,
        "return_email": order.return_email,
        "return_phone": order.return_phone,
        "return_state": order.return_state,
        "return_zip": order.return_zip,
        "ship_3rdparty_zip": order.ship_3rdparty_zip,
        "ship_3rdparty_country": order.ship_3rdparty_country,
        "ship_3rdparty_account": order.ship_3rdparty_account,
        "incoterm": order.incoterm,
    }


def line_view(state: WhiplashState, line: OrderItem) -> dict[str, Any]:
    """An order item within its order."""
    return {
        "id": line.id,
        "item_id": line.item_id,
        "order_id": line.order_id,
        "package_id": line.package_id,
        "packaging": line.packaging,
        "packed": line.packed,
        "price": amount(line.price),
        "retail_fee": amount(line.retail_fee),
        "wholesale_cost": amount(line.wholesale_cost),
        "currency": line.currency,
        "quantity": line.quantity,
        "sku": line.sku,
        "description": line.description,
        "available": line.available,
        "returnable": line.returnable,
        "originator_id": line.originator_id,
        "provider": line.provider,
        "created_at": moment(state.clock, line.created_at),
        "updated_at": moment(state.clock, line.updated_at),
        "serialnumbers": line.serialnumbers,
    }


def order_item_view(state: WhiplashState, line: OrderItem) -> dict[str, Any]:
    """An order item by itself: the same, and ``misc``. Source: observed, "order_items"."""
    return {**line_view(state, line), "misc": line.misc}


def package_view(state: WhiplashState, package: Package) -> dict[str, Any]:
    clock = state.clock
    return {
        "id": package.id,
        "order_id": package.order_id,
        "batch_id": package.batch_id,
        "manifest_id": package.manifest_id,
        "actual_weight": amount(package.actual_weight),
        "actual_width": amount(package.actual_width),
        "actual_length": amount(package.actual_length),
        "actual_height": amount(package.actual_height),
        "actual_dimensional_weight": amount(package.actual_dimensional_weight),
        "bill_of_lading": package.bill_of_lading,
        "created_at": moment(clock, package.created_at),
        "updated_at": moment(clock, package.updated_at),
        "pack_fee_actual": amount(package.pack_fee_actual),
        "packaging_fee_actual": amount(package.packaging_fee_actual),
        "pick_fee_actual": amount(package.pick_fee_actual),
        "scan_form_url": package.scan_form_url,
        "ship_actual_cost": amount(package.ship_actual_cost),
        "ship_actual_currency": package.ship_actual_currency,
        "shipment_created_at": moment(clock, package.shipment_created_at),
        "shipment_id": package.shipment_id,
        "shipment_updated_at": moment(clock, package.shipment_updated_at),
        "shipped_on": moment(clock, package.shipped_on),
        "tracking": package.tracking,
        "shipping_label_content_type": package.shipping_label_content_type,
        "shipping_label_file_name": package.shipping_label_file_name,
        "shipping_label_file_size": package.shipping_label_file_size,
        "shipping_label_updated_at": moment(clock, package.shipping_label_updated_at),
        "shipping_label_url": package.shipping_label_url,
    }


def fees_view(fees: Fees) -> dict[str, float]:
    """Numbers here, not strings, as the example has them."""
    return {
        "pick": float(fees.pick),
        "pack": float(fees.pack),
        "packaging": float(fees.packaging),
        "postage": float(fees.postage),
        "total": float(fees.total),
    }


def web_hook_view(hook: WebHook) -> dict[str, Any]:
    """Source: observed, "web_hooks"."""
    return {
        "id": hook.id,
        "active": hook.active,
        "failed_attempts": hook.failed_attempts,
        "format": hook.format,
        "url": hook.url,
        "event_name": hook.event_name,
        "provider": hook.provider,
        "originator_id": hook.originator_id,
        "group_id": hook.group_id,
    }


def warehouse_view(warehouse: Warehouse) -> dict[str, Any]:
    """Source: observed, "warehouses"."""
    return {"id": warehouse.id, "name": warehouse.name}


def _approximate_delivery(state: WhiplashState, order: Order) -> str | None:
    """The day on which what was shipped should be there; the example's order takes its ``days_in_transit``."""
    if order.shipped_on is None:
        return None
    told = (order.days_in_transit_carrier_estimate, order.days_in_transit)
    days = next((days for days in told if days is not None), None)
    return day(state.clock, order.shipped_on, later=transit_days(order.ship_method or "") if days is None else days)
