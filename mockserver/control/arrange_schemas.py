"""Bodies and queries of the calls that arrange what a test begins with."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from mockserver.control.schemas import TEXT, Numeric

_UNITS = Numeric(
    whole=True,
    required=True,
    validate=validate.Range(0, 1_000_000_000, error="must be from 0 to {max}, not {input}"),
)


class StockSchema(Schema):
    """Units that are available, in the warehouse of that name."""

    quantity = _UNITS
    warehouse = fields.String(error_messages=TEXT, validate=validate.Length(1, error="must not be empty"))


class StockQuery(Schema):
    warehouse = fields.String()


class WhiplashStockSchema(Schema):
    """Units that are free, in the warehouse of that id."""

    quantity = _UNITS
    warehouse_id = Numeric(whole=True)


class WhiplashStockQuery(Schema):
    warehouse_id = fields.String()


class WebhooksSchema(Schema):
    url = fields.String(required=True, error_messages=TEXT)
    events = fields.List(
        fields.String(error_messages=TEXT),
        validate=validate.Length(1, error="must name at least one event"),
        error_messages={"invalid": "must be a list of events", "null": "must be a list of events"},
    )
