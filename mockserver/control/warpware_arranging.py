"""What a test arranges in its WarpWare account."""

from __future__ import annotations

from typing import Any

from mockserver.control.arranging import OF_THE_CLOCK, OF_THE_VENDOR, arranging, checked, named_like
from mockserver.control.call import ControlAnswer, ControlCall
from mockserver.core.delivery import Subscription
from mockserver.core.errors import InvalidValue
from mockserver.warpware import WARPWARE, ordering, subscribing
from mockserver.warpware.arranging import plain_order, set_available
from mockserver.warpware.handlers.lookup import order_by_either
from mockserver.warpware.schemas.order import CreateOrderSchema
from mockserver.warpware.schemas.order import create_order as order_validator
from mockserver.warpware.schemas.validation import unknown_fields
from mockserver.warpware.schemas.webhook import create_webhook as webhook_validator
from mockserver.warpware.stock_views import stock_view
from mockserver.warpware.stocking import find_level
from mockserver.warpware.views import order_view

_ORDER = CreateOrderSchema()

OrderSchema = named_like(
    _ORDER,
    {
        "status": "a new order is pending; then orders.move(order, 'shipped'), or POST …/orders/{id}/move",
        "error_message": "give it to orders.move(order, 'failed', error_message=…)",
        "hold_reason": "give it to orders.move(order, 'hold', hold_reason=…)",
        **dict.fromkeys(("tracking_number", "carrier", "service_level"), OF_THE_VENDOR),
        **dict.fromkeys(("created_at", "updated_at", "processed_at"), OF_THE_CLOCK),
        **dict.fromkeys(("sku", "quantity", "price"), "it is a line's: line_items=[{'sku': 'A', 'quantity': 1}]"),
    },
)


def create_order(call: ControlCall) -> ControlAnswer:
    """A plain order, with the fields that are given over its own."""
    with arranging(call, WARPWARE) as (sandbox, state):
        raw = plain_order(state, call.body)
        fields = checked(raw, order_validator, _ORDER, unknown_fields, sandbox.readings, WARPWARE.rules.invalid)
        order = ordering.create(state, fields, state.clock.instant())
        return ControlAnswer({"order": order_view(order, state.account, state.clock)}, 201)


def list_orders(call: ControlCall) -> ControlAnswer:
    """All of them, oldest first."""
    with arranging(call, WARPWARE) as (_, state):
        return ControlAnswer({"orders": [order_view(order, state.account, state.clock) for order in state.orders]})


def get_order(call: ControlCall) -> ControlAnswer:
    with arranging(call, WARPWARE) as (_, state):
        order = order_by_either(state, call.path["order_id"])
        return ControlAnswer({"order": order_view(order, state.account, state.clock)})


def get_stock(call: ControlCall) -> ControlAnswer:
    with arranging(call, WARPWARE) as (_, state):
        level = find_level(state, call.path["sku"], call.query.get("warehouse"))
        return ControlAnswer({"stock": stock_view(level, state)})


def set_stock(call: ControlCall) -> ControlAnswer:
    """So many are available from now on; what open orders have committed stays."""
    with arranging(call, WARPWARE) as (_, state):
        level = set_available(
            state, call.path["sku"], call.body["quantity"], call.body.get("warehouse"), state.clock.instant()
        )
        return ControlAnswer({"stock": stock_view(level, state)})


def add_webhooks(call: ControlCall) -> ControlAnswer:
    """One endpoint for all the events; without any named, for every one that there is."""
    with arranging(call, WARPWARE) as (sandbox, state):
        found = webhook_validator({"events": list(subscribing.EVENTS), **call.body}, sandbox.readings)
        if found.invalid:
            raise InvalidValue(found.rule or WARPWARE.rules.invalid, found.invalid)
        endpoint = subscribing.register(state, found.value["url"], found.value["events"])
        return ControlAnswer({"endpoints": [endpoint_view(endpoint)]}, 201)


def remove_webhook(call: ControlCall) -> ControlAnswer:
    with arranging(call, WARPWARE) as (_, state):
        endpoint = subscribing.find(state, call.path["id"])
        state.webhooks.unsubscribe(endpoint.id)
        return ControlAnswer({"id": endpoint.id, "removed": True})


def endpoint_view(endpoint: Subscription) -> dict[str, Any]:
    return {"id": endpoint.id, "url": endpoint.url, "events": endpoint.events, "secret": endpoint.secret or None}
