"""Bodies of test simulation. Source: "Test Simulation"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from marshmallow import fields, post_load, validate

from mockserver.core.operation import Checked
from mockserver.warpware.schemas.fields import NO_ITEMS, Text, Whole
from mockserver.warpware.schemas.order import NOT_A_LIST, NOT_AN_OBJECT, AddressSchema
from mockserver.warpware.schemas.shipment import DescribedItemSchema
from mockserver.warpware.schemas.validation import BodySchema, BodyValidator

MOST_TEST_ORDERS = 100


_AT_MOST = validate.Range(max=MOST_TEST_ORDERS, error="must be at most {max}, not {input}")


class SimulateOrdersSchema(BodySchema):
    source = Text(allow_none=True, load_default="api")
    count = Whole(least=1, allow_none=True, load_default=1, validate=_AT_MOST)
    line_items = fields.List(
        fields.Nested(DescribedItemSchema),
        required=True,
        validate=validate.Length(min=1, error=NO_ITEMS),
        error_messages=NOT_A_LIST,
    )
    ship_to = fields.Nested(AddressSchema, required=True, error_messages=NOT_AN_OBJECT)

    @post_load
    def _fill_in(self, value: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**value, "source": value["source"] or "api", "count": value["count"] or 1}


_simulate_fields = BodyValidator(SimulateOrdersSchema)


def simulate_orders(raw: Mapping[str, Any], readings: Mapping[str, str]) -> Checked:
    checked = _simulate_fields(raw, readings)
    count = raw.get("count")
    over = type(count) is int and count > MOST_TEST_ORDERS
    if over and not checked.malformed and [problem.place for problem in checked.invalid] == ["count"]:
        return replace(checked, rule="warpware.simulate.max-100")
    return checked
