"""Bodies of the shipnotice operations. Source: observed, "shipnotices", "shipnotice_items"."""

from __future__ import annotations

from marshmallow import validates

from mockserver.whiplash.schemas.fields import Money, Records, Text, When, Whole
from mockserver.whiplash.schemas.record import StoredSchema, refuse_below
from mockserver.whiplash.schemas.requiring import RequiringValidator
from mockserver.whiplash.schemas.validation import BodyValidator
from mockserver.whiplash.schemas.words import ShipnoticeStatus


class ShipnoticeLineSchema(StoredSchema):
    never_null = ("quantity",)

    item_id = Whole()
    quantity = Whole()
    quantity_good = Whole()
    quantity_damaged = Whole()
    height = Money()
    length = Money()
    width = Money()
    weight = Money()
    retail_fee = Money()

    @validates("quantity")
    def _at_least_one(self, value: int | None, data_key: str) -> None:
        refuse_below(1, value)

    @validates("quantity_good", "quantity_damaged")
    def _not_negative(self, value: int | None, data_key: str) -> None:
        refuse_below(0, value)


class ShipnoticeItemSchema(ShipnoticeLineSchema):
    shipnotice_id = Whole()


class UpdateShipnoticeSchema(StoredSchema):
    never_null = ("warehouse_id", "status")

    sender = Text()
    eta = When()
    warehouse_id = Whole()
    status = ShipnoticeStatus()
    notes_by_customer = Text()
    total_boxes = Whole()


class CreateShipnoticeSchema(UpdateShipnoticeSchema):
    shipnotice_items = Records(ShipnoticeLineSchema)


create_shipnotice = BodyValidator(CreateShipnoticeSchema, "shipnotice")
update_shipnotice = BodyValidator(UpdateShipnoticeSchema, "shipnotice")
_QUANTITY = "whiplash.shipnotice-items.required-fields"
create_shipnotice_item = RequiringValidator(ShipnoticeItemSchema, "shipnotice_item", ("quantity",), _QUANTITY)
update_shipnotice_item = RequiringValidator(
    ShipnoticeItemSchema, "shipnotice_item", ("quantity",), _QUANTITY, partial=True
)
