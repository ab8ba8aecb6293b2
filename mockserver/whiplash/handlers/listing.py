"""What every list has in common: one page, in an order. Source: "Get a list of Orders", Parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from mockserver.core.operation import Result
from mockserver.core.selection import Selection
from mockserver.core.sorting import Column
from mockserver.core.table import Table
from mockserver.whiplash.schemas.paging import OrderBy
from mockserver.whiplash.selecting import Listed, Listing

Row = TypeVar("Row")
Record = TypeVar("Record", bound=Listed)


def page_result(listing: Listing[Record], query: Mapping[str, Any], view: Callable[[Record], Any]) -> Result:
    """The page of a filtered *listing* that a ListSchema's *query* asks for."""
    return Result([view(row) for row in listing.page(query["order_by"], query["page"], query["limit"])])


def list_result(
    table: Table[Row],
    selection: Selection[Row],
    query: Mapping[str, Any],
    view: Callable[[Row], Any],
    columns: Mapping[str, Column[Row]] | None = None,
) -> Result:
    """The page of *selection* that a ListSchema's *query* asks for.

    ``columns`` has those that may be sorted by and are not among the table's ``sorts``.
    """
    order_by: OrderBy = query["order_by"]
    by = (columns or {}).get(order_by.column, order_by.column)
    rows = table.sort(selection, by, descending=order_by.descending)
    return Result([view(row) for row in rows.slice((query["page"] - 1) * query["limit"], query["limit"])])
