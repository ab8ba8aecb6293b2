"""Queries of the warehouse operations."""

from __future__ import annotations

from mockserver.whiplash.schemas.paging import ListSchema, OrderBy, OrderByField
from mockserver.whiplash.schemas.validation import QueryValidator


class ListWarehousesSchema(ListSchema):
    order_by = OrderByField(("id", "name"), OrderBy("id", descending=False))


list_warehouses = QueryValidator(ListWarehousesSchema)
