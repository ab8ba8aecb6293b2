"""Bodies of the order operations. Source: "Orders", "Bulk Orders"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from marshmallow import fields, post_load, validate

from mockserver.core.errors import Problem
from mockserver.core.operation import Checked
from mockserver.core.storable import shown
from mockserver.warpware.schemas.citing import OF_ORDERS
from mockserver.warpware.schemas.fields import NO_ITEMS, REQUIRED, Choice, Number, Object, Text, Whole
from mockserver.warpware.schemas.validation import BodySchema, BodyValidator, without_nulls

MOST_ORDERS_IN_A_BATCH = 100

NOT_A_LIST: dict[str, Any] = {"invalid": "must be an array", "required": REQUIRED, "null": "must be an array"}
NOT_AN_OBJECT: dict[str, Any] = {
    "type": "must be an object",
    "invalid": "must be an object",
    "required": REQUIRED,
    "null": "must be an object",
}


class LineItemSchema(BodySchema):
    error_messages = NOT_AN_OBJECT

    sku = Text(required=True, blank=False)
    name = Text(allow_none=True)
    quantity = Whole(required=True, least=1)
    price = Number(allow_none=True)

    @post_load
    def _drop_nulls(self, value: dict[str, Any], **_: Any) -> dict[str, Any]:
        return without_nulls(value)


class AddressSchema(BodySchema):
    error_messages = NOT_AN_OBJECT

    name = Text(required=True, blank=False)
    address1 = Text(required=True, blank=False)
    address2 = Text(allow_none=True)
    city = Text(required=True, blank=False)
    state = Text(required=True, blank=False)
    zip = Text(required=True, blank=False)
    country = Text(allow_none=True, load_default="US")
    phone = Text(allow_none=True)

    @post_load
    def _fill_in(self, value: dict[str, Any], **_: Any) -> dict[str, Any]:
        return without_nulls({**value, "country": value["country"] or "US"})


class CreateOrderSchema(BodySchema):
    """POST /orders. Answers exactly the fields that were given, with the documented defaults."""

    external_id = Text(required=True, blank=False)
    line_items = fields.List(
        fields.Nested(LineItemSchema, error_messages=NOT_AN_OBJECT),
        required=True,
        validate=validate.Length(min=1, error=NO_ITEMS),
        error_messages=NOT_A_LIST,
    )
    shipping_address = fields.Nested(AddressSchema, required=True, error_messages=NOT_AN_OBJECT)
    customer_email = Text(allow_none=True)
    customer_name = Text(allow_none=True)
    note = Text(allow_none=True)
    tags = fields.List(Text(), allow_none=True, error_messages=NOT_A_LIST)
    metadata = Object(allow_none=True)
    source = Text(allow_none=True, load_default="api")

    @post_load
    def _fill_in(self, value: dict[str, Any], **_: Any) -> dict[str, Any]:
        return without_nulls({**value, "source": value["source"] or "api"})


class UpdateOrderSchema(BodySchema):
    """PATCH /orders/{id}. Null is no value: nothing says that it would clear a field."""

    tracking_number = Text()
    carrier = Text()
    status = Choice("shipped", "delivered", "hold", "cancelled")
    note = Text()
    metadata = Object()


class CancelOrderSchema(BodySchema):
    reason = Text(allow_none=True)


create_order = BodyValidator(CreateOrderSchema, OF_ORDERS)
cancel_order = BodyValidator(CancelOrderSchema)

_update_fields = BodyValidator(UpdateOrderSchema)


def update_order(raw: Mapping[str, Any], readings: Mapping[str, str]) -> Checked:
    """Beyond the schema: what can never be changed is refused by name, and nothing at all is no update."""
    fixed = [name for name in ("line_items", "shipping_address") if name in raw]
    if fixed:
        what = "cannot be changed after an order is created"
        rule = "warpware.orders.update-immutable-fields"
        return Checked({}, invalid=[Problem(name, what) for name in fixed], rule=rule)
    known = list(UpdateOrderSchema().fields)
    nulls = [name for name in known if name in raw and raw[name] is None]
    # Ambiguous: warpware.update-null
    absent = bool(nulls) and readings["warpware.update-null"] == "absent"
    if absent:
        raw = {name: value for name, value in raw.items() if name not in nulls}
    if not any(name in raw for name in known):
        what = f"must hold at least one of {', '.join(known)}"
        return Checked({}, malformed=[Problem("body", what)], rule="warpware.orders.update-nothing")
    checked = _update_fields(raw, readings)
    if nulls and not absent:
        return replace(checked, rule="warpware.orders.update-null")
    if any(problem.place == "status" for problem in checked.invalid):
        return replace(checked, rule="warpware.orders.update-targets")
    return checked


def bulk_orders(raw: Mapping[str, Any], readings: Mapping[str, str]) -> Checked:
    """The batch alone; each order in it is checked when its turn comes."""
    if "orders" not in raw:
        return Checked({}, malformed=[Problem("orders", REQUIRED)], rule="warpware.bulk.missing-orders")
    orders = raw["orders"]
    if not isinstance(orders, list):
        return Checked({}, invalid=[Problem("orders", "must be an array")], rule="warpware.bulk.missing-orders")
    if not orders:
        what = "must hold at least one order"
        return Checked({}, invalid=[Problem("orders", what)], rule="warpware.bulk.empty")
    if len(orders) > MOST_ORDERS_IN_A_BATCH:
        what = f"must hold at most {MOST_ORDERS_IN_A_BATCH} orders, not {len(orders)}"
        return Checked({}, invalid=[Problem("orders", what)], rule="warpware.bulk.max-100")
    ignored = [f"body field {shown(name)} is not one of this operation's: ignored" for name in raw if name != "orders"]
    return Checked({"orders": orders}, ignored=ignored)
