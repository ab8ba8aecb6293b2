"""Bodies of the order operations. Source: "Create an Order", "Update an Order", Parameters."""

from __future__ import annotations

from typing import Any

from marshmallow import post_load

from mockserver.whiplash.schemas.fields import Flag, Money, Records, Text, When, Whole
from mockserver.whiplash.schemas.order_item import LineSchema
from mockserver.whiplash.schemas.record import StoredSchema
from mockserver.whiplash.schemas.requiring import RequiringValidator
from mockserver.whiplash.schemas.words import Country

REQUIRED_FIELDS = ("shipping_name", "shipping_address_1", "shipping_city", "shipping_zip", "email")


class OrderSchema(StoredSchema):
    """What both tables have. Loads what was given, null included where a field may be null."""

    never_null = (
        "insure", "require_signature", "saturday_delivery", "gift", "address_verified", "require_adult_signature",
        "contains_alcohol",
    )  # fmt: skip  # one a line would be seven

    shipping_name = Text()
    shipping_company = Text()
    shipping_address_1 = Text()
    shipping_address_2 = Text()
    shipping_city = Text()
    shipping_state = Text()
    shipping_country = Country()
    shipping_zip = Text()
    email = Text()
    return_address_1 = Text()
    return_address_2 = Text()
    return_city = Text()
    return_company = Text()
    return_name = Text()
    return_country = Text()
    return_phone = Text()
    return_email = Text()
    return_state = Text()
    return_zip = Text()
    public_note = Text()
    shipping_phone = Text()
    ship_notes = Text()
    shop_shipping_method_text = Text()
    shop_shipping_method_price = Money()
    shop_shipping_method_currency = Text()
    shop_created_at = When()
    shop_updated_at = When()
    shop_warehouse_id = Whole()
    days_in_transit = Whole()
    originator_id = Text()
    proto_originator_id = Text()
    insure = Flag()
    insurance_value = Money()
    require_signature = Flag()
    saturday_delivery = Flag()
    gift = Flag()
    address_verified = Flag()
    address_message = Text()
    require_adult_signature = Flag()
    contains_alcohol = Flag()
    ship_3rdparty_zip = Text()
    ship_3rdparty_country = Text()
    ship_3rdparty_account = Text()
    incoterm = Text()

    @post_load
    def _without_empty_ids(self, value: dict[str, Any], **_: Any) -> dict[str, Any]:
        ids = {name: value[name] for name in ("originator_id", "proto_originator_id") if name in value}
        return value | {name: item if (item or "").strip() else None for name, item in ids.items()}


class CreateOrderSchema(OrderSchema):
    """Null is nothing here: a new order has its defaults."""

    order_items = Records(LineSchema)

    @post_load
    def _without_nulls(self, value: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {name: item for name, item in value.items() if item is not None}


class UpdateOrderSchema(OrderSchema):
    """Without ``order_items``: "you should edit and add order items individually"."""

    days_in_transit_carrier_estimate = Whole()


create_order = RequiringValidator(CreateOrderSchema, "order", REQUIRED_FIELDS, "whiplash.orders.required-fields")
update_order = RequiringValidator(
    UpdateOrderSchema, "order", REQUIRED_FIELDS, "whiplash.orders.required-not-blanked", partial=True
)
