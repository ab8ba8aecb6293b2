"""Bodies of the order item operations, and an order's own items. Source: observed, "order_items"."""

from __future__ import annotations

from marshmallow import validates

from mockserver.whiplash.schemas.fields import Flag, Money, Text, Whole
from mockserver.whiplash.schemas.record import StoredSchema, refuse_below
from mockserver.whiplash.schemas.validation import BodyValidator


class LineSchema(StoredSchema):
    """An item, by ``item_id`` or ``sku``, and how many of it: one unless it is said."""

    never_null = ("quantity", "currency", "packaging")

    item_id = Whole()
    sku = Text()
    quantity = Whole()
    price = Money()
    retail_fee = Money()
    wholesale_cost = Money()
    currency = Text()
    description = Text()
    packaging = Flag()
    returnable = Flag()
    originator_id = Text()
    misc = Text()

    @validates("quantity")
    def _at_least_one(self, value: int | None, data_key: str) -> None:
        refuse_below(1, value)


class OrderItemSchema(LineSchema):
    order_id = Whole()


create_order_item = BodyValidator(OrderItemSchema, "order_item")
update_order_item = BodyValidator(OrderItemSchema, "order_item")
