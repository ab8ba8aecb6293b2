"""What a test arranges in its Whiplash account."""

from __future__ import annotations

from typing import Any

from mockserver.control.arranging import OF_THE_CLOCK, OF_THE_VENDOR, arranging, checked, named_like
from mockserver.control.call import ControlAnswer, ControlCall
from mockserver.control.errors import ControlError
from mockserver.control.warpware_arranging import endpoint_view
from mockserver.core.rules import nearest
from mockserver.whiplash import WHIPLASH, cataloguing, hooking, ordering
from mockserver.whiplash.arranging import plain_order, row_of, set_free
from mockserver.whiplash.finding import items_by_sku, missing, order_by_id, record
from mockserver.whiplash.schemas.item import CreateItemSchema
from mockserver.whiplash.schemas.item import create_item as item_validator
from mockserver.whiplash.schemas.order import CreateOrderSchema
from mockserver.whiplash.schemas.order import create_order as order_validator
from mockserver.whiplash.schemas.validation import unknown_fields
from mockserver.whiplash.state import WhiplashState
from mockserver.whiplash.stock_records import Item, WarehouseQuantity
from mockserver.whiplash.stock_views import item_view
from mockserver.whiplash.stocking import MOST_UNITS
from mockserver.whiplash.views import order_view

_ORDER = CreateOrderSchema()
_ITEM = CreateItemSchema()

OrderSchema = named_like(
    _ORDER,
    {
        **dict.fromkeys(
            ("status", "status_name"),
            "it follows from the items; then orders.move(order, 300), or any status with place: "
            "orders.move(order, 50, place=True)",
        ),
        "external_id": "Whiplash calls it originator_id",
        **dict.fromkeys(("tracking", "ship_method", "shipped_on"), OF_THE_VENDOR),
        **dict.fromkeys(("created_at", "updated_at"), OF_THE_CLOCK),
        **dict.fromkeys(
            ("sku", "quantity", "price"),
            "it is a line's: order_items=[{'sku': 'A', 'quantity': 1}], of an item that items.create(sku='A') made",
        ),
    },
)
ItemSchema = named_like(_ITEM, {})


def create_order(call: ControlCall) -> ControlAnswer:
    """A plain order, with the fields that are given over its own."""
    with arranging(call, WHIPLASH) as (sandbox, state):
        at = state.clock.instant()
        raw = plain_order(state, call.body, at)
        fields = checked(raw, order_validator, _ORDER, unknown_fields, sandbox.readings, WHIPLASH.rules.invalid)
        return ControlAnswer({"order": order_view(state, ordering.create(state, fields, at))}, 201)


def list_orders(call: ControlCall) -> ControlAnswer:
    """All of them, oldest first."""
    with arranging(call, WHIPLASH) as (_, state):
        return ControlAnswer({"orders": [order_view(state, order) for order in state.orders]})


def get_order(call: ControlCall) -> ControlAnswer:
    with arranging(call, WHIPLASH) as (_, state):
        return ControlAnswer({"order": order_view(state, order_by_id(state, call.path["order_id"]))})


def create_item(call: ControlCall) -> ControlAnswer:
    with arranging(call, WHIPLASH) as (sandbox, state):
        fields = checked(call.body, item_validator, _ITEM, unknown_fields, sandbox.readings, WHIPLASH.rules.invalid)
        return ControlAnswer({"item": item_view(state, cataloguing.create(state, fields, state.clock.instant()))}, 201)


def get_stock(call: ControlCall) -> ControlAnswer:
    with arranging(call, WHIPLASH) as (_, state):
        place = _warehouse(state, call.query.get("warehouse_id"))
        items = items_by_sku(state, call.path["sku"])
        if not items:
            raise missing(state, "Item", call.path["sku"])
        return ControlAnswer({"stock": _stock_view(items[0], row_of(state, items[0], place))})


def set_stock(call: ControlCall) -> ControlAnswer:
    """So many are free from now on, but for what orders that wait for them take; what is committed stays."""
    with arranging(call, WHIPLASH) as (sandbox, state):
        at, sku = state.clock.instant(), call.path["sku"]
        place = _warehouse(state, call.body.get("warehouse_id"))
        items = items_by_sku(state, sku)
        if not items:
            new = {"sku": sku, "title": sku}
            fields = checked(new, item_validator, _ITEM, unknown_fields, sandbox.readings, WHIPLASH.rules.invalid)
            items = [cataloguing.create(state, fields, at)]
        committed = row_of(state, items[0], place).committed
        if call.body["quantity"] > MOST_UNITS - committed:
            most = max(0, MOST_UNITS - committed)
            raise ControlError(400, f"quantity: must be at most {most} beside the {committed} that are committed")
        set_free(state, items[0], place, call.body["quantity"], at)
        return ControlAnswer({"stock": _stock_view(items[0], row_of(state, items[0], place))})


def _warehouse(state: WhiplashState, warehouse_id: str | int | None) -> int:
    if warehouse_id is None:
        return ordering.default_warehouse(state)
    return record(state, state.warehouses, "Warehouse", warehouse_id).id


def _stock_view(item: Item, row: WarehouseQuantity) -> dict[str, Any]:
    return {
        "item_id": item.id,
        "sku": item.sku,
        "warehouse_id": row.warehouse_id,
        "quantity": row.quantity,
        "committed": row.committed,
        "free": row.free,
    }


def add_webhooks(call: ControlCall) -> ControlAnswer:
    """A hook for each event; without any named, for every one that there is."""
    with arranging(call, WHIPLASH) as (_, state):
        events = call.body.get("events", list(hooking.OBJECTS))
        for event in events:
            if event not in hooking.OBJECTS:
                raise ControlError(400, f"events: Whiplash tells of no {event!r}{nearest(event, hooking.OBJECTS)}")
        hooks = [
            hooking.create(state, {"url": call.body["url"], "event_name": event}, state.clock.instant())
            for event in events
        ]
        made = [endpoint_view(state.webhooks.subscriptions[str(hook.id)]) for hook in hooks]
        return ControlAnswer({"endpoints": made}, 201)


def remove_webhook(call: ControlCall) -> ControlAnswer:
    with arranging(call, WHIPLASH) as (_, state):
        hook = record(state, state.web_hooks, "Web hook", call.path["id"])
        hooking.remove(state, hook)
        return ControlAnswer({"id": str(hook.id), "removed": True})
