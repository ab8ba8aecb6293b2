"""Body of a new export. Source: "Exports"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, post_load, pre_load

from mockserver.core.operation import Checked
from mockserver.warpware.schemas.fields import Choice, Object
from mockserver.warpware.schemas.order import NOT_AN_OBJECT
from mockserver.warpware.schemas.queries import OrderFilters, ProductFilters, StockFilters
from mockserver.warpware.schemas.validation import BodySchema, BodyValidator, without_nulls

RESOURCES = ("orders", "inventory", "products")


class _Filters(Schema):
    """A list's filters in a body: what another resource has is ignored, null counts as absent."""

    error_messages = NOT_AN_OBJECT

    class Meta:
        unknown = EXCLUDE

    @pre_load
    def _drop_nulls(self, data: Any, **_: Any) -> Any:
        return without_nulls(data) if isinstance(data, Mapping) else data


class OrderExportFilters(_Filters, OrderFilters):
    pass


class ProductExportFilters(_Filters, ProductFilters):
    pass


class InventoryExportFilters(_Filters, StockFilters):
    pass


class ExportSchema(BodySchema):
    """Where the resource is none, so that nobody knows which filters there are."""

    resource = Choice(*RESOURCES, required=True)
    filters: fields.Field[Any] = Object(allow_none=True)

    @post_load
    def _drop_nulls(self, value: dict[str, Any], **_: Any) -> dict[str, Any]:
        return without_nulls(value)


def _filtered_by(schema: type[Schema]) -> BodyValidator:
    nested = fields.Nested(schema, allow_none=True, error_messages=NOT_AN_OBJECT)
    return BodyValidator(type(f"Export{schema.__name__}", (ExportSchema,), {"filters": nested}))


_OTHERWISE = BodyValidator(ExportSchema)
_BY_RESOURCE = {
    "orders": _filtered_by(OrderExportFilters),
    "inventory": _filtered_by(InventoryExportFilters),
    "products": _filtered_by(ProductExportFilters),
}


def create_export(raw: Mapping[str, Any], readings: Mapping[str, str]) -> Checked:
    """The filters are those of the resource's own list."""
    resource = raw.get("resource")
    validator = _BY_RESOURCE.get(resource, _OTHERWISE) if isinstance(resource, str) else _OTHERWISE
    checked = validator(raw, readings)
    if checked.malformed or checked.rule:
        return checked
    places = {problem.place for problem in checked.invalid}
    if "resource" in places:
        return replace(checked, rule="warpware.exports.resources")
    return replace(checked, rule="warpware.exports.filter-values") if places else checked
