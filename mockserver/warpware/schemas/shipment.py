"""Bodies of shipments. Source: "Shipments"."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from mockserver.warpware.schemas.fields import NO_ITEMS, Text, Whole
from mockserver.warpware.schemas.order import NOT_A_LIST, NOT_AN_OBJECT, AddressSchema
from mockserver.warpware.schemas.validation import BodySchema, BodyValidator, without_nulls


class DescribedItemSchema(BodySchema):
    """A line item of a shipment or a test order: described where an order's is named."""

    error_messages = NOT_AN_OBJECT

    sku = Text(required=True, blank=False)
    quantity = Whole(required=True, least=1)
    description = Text(allow_none=True)

    @post_load
    def _drop_nulls(self, value: dict[str, Any], **_: Any) -> dict[str, Any]:
        return without_nulls(value)


class ShipmentItemSchema(DescribedItemSchema):
    uom = Text(allow_none=True)


class ShipToSchema(AddressSchema):
    email = Text(allow_none=True)


class CreateShipmentSchema(BodySchema):
    external_id = Text(required=True, blank=False)
    line_items = fields.List(
        fields.Nested(ShipmentItemSchema),
        required=True,
        validate=validate.Length(min=1, error=NO_ITEMS),
        error_messages=NOT_A_LIST,
    )
    ship_to = fields.Nested(ShipToSchema, required=True, error_messages=NOT_AN_OBJECT)
    source = Text(allow_none=True, load_default="api")
    warehouse_id = Text(allow_none=True)
    carrier = Text(allow_none=True)
    service = Text(allow_none=True)
    note = Text(allow_none=True)

    @post_load
    def _fill_in(self, value: dict[str, Any], **_: Any) -> dict[str, Any]:
        return without_nulls({**value, "source": value["source"] or "api"})


create_shipment = BodyValidator(CreateShipmentSchema)
