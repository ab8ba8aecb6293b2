"""Bodies of the item operations. Source: observed, "items": an item needs neither SKU nor title."""

from __future__ import annotations

from marshmallow import validates

from mockserver.whiplash.schemas.fields import Flag, Money, Text, When, Whole
from mockserver.whiplash.schemas.record import StoredSchema, refuse_below
from mockserver.whiplash.schemas.validation import BodyValidator


class ItemSchema(StoredSchema):
    never_null = ("currency", "available", "packaging", "is_bundle", "media_mail", "notify_originator_inventory")

    sku = Text()
    title = Text()
    description = Text()
    price = Money()
    wholesale_cost = Money()
    currency = Text()
    available = Flag()
    packaging = Flag()
    is_bundle = Flag()
    returnable = Flag()
    media_mail = Flag()
    notify_originator_inventory = Flag()
    height = Money()
    length = Money()
    width = Money()
    weight = Money()
    scancode = Text()
    tariff_number = Text()
    category = Text()
    vendor = Text()
    misc = Text()
    image_originator_url = Text()
    street_date = When()
    originator_id = Text()
    group_id = Text()


class CreateItemSchema(ItemSchema):
    """``quantity`` is what lies there from the start; later it follows from what comes in and goes out."""

    quantity = Whole()

    @validates("quantity")
    def _not_negative(self, value: int | None, data_key: str) -> None:
        refuse_below(0, value)


create_item = BodyValidator(CreateItemSchema, "item")
update_item = BodyValidator(ItemSchema, "item")
