"""Query parameters. Source: "Cursor Pagination", "Orders", "Order Stats", "Order Timeline", "Inventory",
"Inventory by Location", "Products", "Locations"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields

from mockserver.core.errors import Problem
from mockserver.core.operation import Checked
from mockserver.warpware.lifecycle import STATUSES
from mockserver.warpware.records import PLATFORMS, STOCK_STATUSES
from mockserver.warpware.schemas.fields import Choice, Count, Filter, Moment
from mockserver.warpware.schemas.validation import QueryValidator


class PagingSchema(Schema):
    page = Count(load_default=1)
    per_page = Count(load_default=50)
    # Empty starts cursor mode from the newest row.
    after = fields.String()


class OrderFilters(Schema):
    """What chooses orders, in a list's query and in an export's body."""

    status = Choice(*STATUSES)
    tag = Filter()
    external_id = Filter()
    tracking_number = Filter()
    date_from = Moment()
    date_to = Moment(end=True)
    updated_since = Moment()


class ListOrdersSchema(OrderFilters, PagingSchema):
    pass


class ProductFilters(Schema):
    """What chooses products, in a list's query and in an export's body."""

    sku = Filter()
    search = Filter()
    updated_since = Moment()


class StockFilters(ProductFilters):
    """What chooses stock levels, likewise."""

    status = Choice(*STOCK_STATUSES)


class ListProductsSchema(ProductFilters, PagingSchema):
    pass


class ListInventorySchema(StockFilters, PagingSchema):
    pass


class InventoryLocationsSchema(Schema):
    sku = Filter()
    location_id = Filter()


class LocationsSchema(Schema):
    platform = Choice(*PLATFORMS)


class StatsSchema(Schema):
    date_from = Moment()
    date_to = Moment(end=True)


class TimelineSchema(Schema):
    limit = Count(load_default=50)


class Capped:
    """Clamps a number to its documented maximum, or refuses more, as the sandbox's reading says."""

    def __init__(self, inner: QueryValidator, parameter: str, most: int) -> None:
        self._inner = inner
        self._parameter = parameter
        self._most = most

    def __call__(self, raw: Mapping[str, Any], readings: Mapping[str, str]) -> Checked:
        checked = self._inner(raw, readings)
        if checked.malformed or checked.value[self._parameter] <= self._most:
            return checked
        # Ambiguous: warpware.per-page-over-max
        if readings["warpware.per-page-over-max"] == "reject":
            problem = Problem(self._parameter, f"must be at most {self._most}, not {checked.value[self._parameter]}")
            return Checked({}, [problem], rule="warpware.paging.over-max-refused")
        value = {**checked.value, self._parameter: self._most}
        return Checked(value, ignored=checked.ignored, rule="warpware.paging.over-max-clamped")


list_orders = Capped(QueryValidator(ListOrdersSchema), "per_page", 100)
list_inventory = Capped(QueryValidator(ListInventorySchema), "per_page", 100)
list_inventory_locations = QueryValidator(InventoryLocationsSchema)
list_products = Capped(QueryValidator(ListProductsSchema), "per_page", 100)
list_locations = QueryValidator(LocationsSchema)
order_stats = QueryValidator(StatsSchema)
timeline = Capped(QueryValidator(TimelineSchema), "limit", 200)
