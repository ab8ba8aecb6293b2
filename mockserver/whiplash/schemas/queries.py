"""What lists and counts are asked by. Source: "Get a list of Orders", "Order Count", Parameters; observed, the lists of
the other resources.
"""

from __future__ import annotations

import re
from typing import Any

from marshmallow import Schema

from mockserver.whiplash.schemas.fields import Each, Lenient, Text, When, Whole
from mockserver.whiplash.schemas.paging import ListSchema, OrderBy, OrderByField
from mockserver.whiplash.schemas.validation import QueryValidator
from mockserver.whiplash.schemas.words import Country, ShipnoticeStatus, Status, Word
from mockserver.whiplash.selecting import ORDER_COLUMNS

LATEST = OrderBy("updated_at", descending=True)
_NUMBER = re.compile(r"[0-9]{1,18}")
ITEM_COLUMNS = ("id", "created_at", "updated_at", "sku", "title", "quantity")


def several(inner: Lenient[Any]) -> Each:
    """A filter of one value or several: a row passes that has one of them."""
    return Each(inner, allow_none=True)


class Bounds(Schema):
    """What every filter has."""

    since_id = Whole()
    created_at_min = When()
    created_at_max = When()
    updated_at_min = When()
    updated_at_max = When()


class Group(Lenient[int | str]):
    """An order's Whiplash id; the document's type is String, and another text is the id of none."""

    def read(self, value: str | float) -> int | str:
        text = str(value).strip()
        return int(text) if _NUMBER.fullmatch(text) else text


class OrderFilters(Bounds):
    status = several(Status(allow_none=False))
    provider = Text()
    originator_group = Group()
    reference = Text()
    shipping_country = several(Country(allow_none=False))
    shipping_country_not = several(Country(allow_none=False))
    item_availability = Word("all", "any", "mixed", "none")


class ListOrdersSchema(OrderFilters, ListSchema):
    order_by = OrderByField(ORDER_COLUMNS, LATEST)


class ItemFilters(Bounds):
    sku = several(Text())


class ListItemsSchema(ItemFilters, ListSchema):
    order_by = OrderByField(ITEM_COLUMNS, LATEST)


class ListItemsBySchema(ListSchema):
    """Of the items with one SKU, or of one group, the newest comes first."""

    order_by = OrderByField(ITEM_COLUMNS, OrderBy("id", descending=True))


class ListItemsBySkuSchema(ListItemsBySchema):
    sku = several(Text())


class ListTransactionsSchema(ListSchema):
    order_by = OrderByField(("id", "created_at", "quantity"), OrderBy("id", descending=True))


class ListWarehouseQuantitiesSchema(ListSchema):
    order_by = OrderByField(("id", "warehouse_id", "quantity"), OrderBy("id", descending=False))


class ShipnoticeFilters(Bounds):
    status = several(ShipnoticeStatus(allow_none=False))
    warehouse_id = several(Whole(allow_none=False))


class ListShipnoticesSchema(ShipnoticeFilters, ListSchema):
    order_by = OrderByField(("id", "created_at", "updated_at", "status", "eta"), LATEST)


class ListOrderItemsSchema(Bounds, ListSchema):
    """``order_id`` is needed, but that is for the handler: one that is not there is no record."""

    order_id = several(Whole(allow_none=False))
    order_by = OrderByField(("id", "created_at", "updated_at"), OrderBy("id", descending=False))


class ListShipnoticeItemsSchema(Bounds, ListSchema):
    shipnotice_id = several(Whole(allow_none=False))
    order_by = OrderByField(("id", "created_at", "updated_at"), OrderBy("id", descending=False))


class ListWebHooksSchema(Bounds, ListSchema):
    order_by = OrderByField(("id", "created_at", "updated_at"), LATEST)


list_orders = QueryValidator(ListOrdersSchema)
count_orders = QueryValidator(OrderFilters)
list_items = QueryValidator(ListItemsSchema)
count_items = QueryValidator(ItemFilters)
list_items_by_sku = QueryValidator(ListItemsBySkuSchema)
list_items_by_group = QueryValidator(ListItemsBySchema)
list_item_transactions = QueryValidator(ListTransactionsSchema)
list_item_warehouse_quantities = QueryValidator(ListWarehouseQuantitiesSchema)
list_shipnotices = QueryValidator(ListShipnoticesSchema)
count_shipnotices = QueryValidator(ShipnoticeFilters)
list_order_items = QueryValidator(ListOrderItemsSchema)
list_shipnotice_items = QueryValidator(ListShipnoticeItemsSchema)
list_web_hooks = QueryValidator(ListWebHooksSchema)
