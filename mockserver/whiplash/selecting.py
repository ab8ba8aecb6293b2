"""The rows that a list's filters name, and how many there are.

Source: "Get a list of Orders", "Order Count", Parameters; observed, the lists of the other resources.

Filters are what the query schemas load: names that are not there choose nothing.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import fields
from itertools import islice, product
from math import prod
from operator import attrgetter
from typing import Any, Generic, Protocol, TypeVar

from mockserver.core.selection import Selection
from mockserver.core.sorting import Column, sort_entry
from mockserver.core.table import Table
from mockserver.whiplash.records import Order
from mockserver.whiplash.schemas.paging import OrderBy
from mockserver.whiplash.state import WhiplashState


class Listed(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def updated_at(self) -> int: ...


Row = TypeVar("Row", bound=Listed)

MOST_PARTS = 32
"""So many selections are merged at most: all statuses, or some statuses in some countries."""

ORDER_COLUMNS: Mapping[str, Column[Order]] = {
    field.name: attrgetter(field.name)
    for field in fields(Order)
    if field.name not in ("availability", "tracking", "shop_warehouse_ids")
}
"""What orders may be sorted by: every field of theirs that has one value."""


class Listing(Generic[Row]):
    """The rows of several selections of one table that have none in common."""

    def __init__(self, table: Table[Row], parts: Sequence[Selection[Row]]) -> None:
        self._table = table
        self._parts = parts

    def count(self) -> int:
        return sum(part.count() for part in self._parts)

    def page(self, order_by: OrderBy, number: int, size: int) -> list[Row]:
        """Page *number*, from 1, in the order of a column; ties by id in the same direction."""
        start = (number - 1) * size
        if start >= len(self._table):
            return []
        column: Column[Row] = attrgetter(order_by.column)
        by: str | Column[Row] = order_by.column if order_by.column in _INDEXED else column
        ordered = [self._table.sort(part, by, descending=order_by.descending) for part in self._parts]
        if len(ordered) == 1:
            return ordered[0].slice(start, size)
        merged = heapq.merge(
            *(part.slice(0, start + size) for part in ordered),
            key=lambda row: sort_entry(column(row), row.id),
            reverse=order_by.descending,
        )
        return list(islice(merged, start, start + size))


_INDEXED = frozenset({"id", "updated_at"})
"""The columns that every listed table has an index of."""


def select_orders(state: WhiplashState, filters: Mapping[str, Any]) -> Listing[Order]:
    """Source: "Get a list of Orders", Parameters; "Item Availability", "Provider", "Originator Group"."""
    checks: list[Callable[[Order], bool]] = []
    if unwanted := frozenset(filters.get("shipping_country_not") or ()):
        checks.append(lambda order: order.shipping_country not in unwanted)
    equal = {name: filters[name] for name in _SINGLE if filters.get(name) is not None}
    return _merged(state, state.orders, filters, ("status", "shipping_country"), equal, checks)


_SINGLE = ("provider", "originator_group", "reference", "item_availability")


def select_rows(
    state: WhiplashState,
    table: Table[Row],
    filters: Mapping[str, Any],
    several: Sequence[str] = (),
    **equal: Hashable,
) -> Listing[Row]:
    """Rows of another resource by ``since_id`` and the four date bounds, by the filters *several*, which have lists
    of values, and by groups of its table.
    """
    return _merged(state, table, filters, several, equal, [])


def _merged(
    state: WhiplashState,
    table: Table[Row],
    filters: Mapping[str, Any],
    several: Sequence[str],
    equal: Mapping[str, Hashable],
    checks: Sequence[Callable[[Row], bool]],
) -> Listing[Row]:
    """*several* name filters and, likewise, groups of the table and fields of which a row has one value each: the rows
    of each value are found by its index.
    """
    checks = list(checks)
    values = {name: list(dict.fromkeys(filters[name])) for name in several if filters.get(name)}
    while len(values) > 1 and prod(map(len, values.values())) > MOST_PARTS:
        checks.append(_one_of(*values.popitem()))
    parts = [
        _select(state, table, filters, {**equal, **dict(zip(values, combined, strict=True))}, checks)
        for combined in product(*values.values())
    ]
    return Listing(table, parts)


def _one_of(name: str, values: Sequence[Hashable]) -> Callable[[Any], bool]:
    field, wanted = attrgetter(name), frozenset(values)
    return lambda row: field(row) in wanted


def _select(
    state: WhiplashState,
    table: Table[Row],
    filters: Mapping[str, Any],
    equal: Mapping[str, Hashable],
    checks: Sequence[Callable[[Row], bool]],
) -> Selection[Row]:
    bounds = {name: state.clock.instant_of(filters[name]) for name in _BOUNDS if filters.get(name) is not None}
    at_least = {"updated_at": bounds["updated_at_min"]} if "updated_at_min" in bounds else {}
    if filters.get("since_id") is not None:
        at_least["id"] = filters["since_id"] + 1
    checks = list(checks)
    if "updated_at_max" in bounds:
        latest = bounds["updated_at_max"]
        checks.append(lambda row: row.updated_at <= latest)
    return table.select(
        equal=equal,
        at_least=at_least,
        first=bounds.get("created_at_min"),
        last=bounds.get("created_at_max"),
        matching=(lambda row: all(check(row) for check in checks)) if checks else None,
    )


_BOUNDS = ("created_at_min", "created_at_max", "updated_at_min", "updated_at_max")
"""Both ends belong to a span."""
