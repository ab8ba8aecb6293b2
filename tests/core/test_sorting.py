"""Lists in the order of one of several columns, against a plain list that is sorted anew each time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.table import Table, TableSpec


@dataclass(frozen=True)
class Row:
    id: int
    at: int
    touched: int
    name: str | None
    color: str


SPEC: TableSpec[Row] = TableSpec(
    id=lambda row: row.id,
    order=lambda row: row.at,
    groups={"color": lambda row: (row.color,)},
    ranges={"touched": lambda row: row.touched},
    sorts={"touched": lambda row: row.touched, "name": lambda row: row.name},
)

NAMES = st.none() | st.sampled_from(["", "ann", "bob"])
COLORS = st.sampled_from(["red", "blue"])
CHANGES = st.one_of(
    st.tuples(st.just("put"), st.builds(Row, st.integers(1, 30), st.integers(0, 3), st.integers(0, 4), NAMES, COLORS)),
    st.tuples(st.just("remove"), st.integers(1, 30)),
    st.tuples(st.just("fork"), st.none()),
)
FILTERS: list[tuple[dict[str, Any], Callable[[Row], bool]]] = [
    ({}, bool),
    ({"equal": {"color": "red"}}, lambda row: row.color == "red"),
    ({"first": 1, "last": 2}, lambda row: 1 <= row.at <= 2),
    ({"at_least": {"touched": 3}}, lambda row: row.touched >= 3),
    ({"matching": lambda row: row.name == "ann"}, lambda row: row.name == "ann"),
    ({"equal": {"color": "blue"}, "at_least": {"touched": 2}}, lambda row: row.color == "blue" and row.touched >= 2),
]
COLUMNS: dict[str, Callable[[Row], Any]] = {
    "touched": lambda row: row.touched,
    "name": lambda row: row.name,
    "color": lambda row: row.color,
}


def changed(changes: list[tuple[str, Any]]) -> tuple[Table[Row], dict[int, Row]]:
    """A table after *changes*, and the rows that it must hold."""
    table, model = Table(SPEC), dict[int, Row]()
    for what, given_ in changes:
        if what == "fork":
            table = table.fork()
        elif what == "remove" and given_ in model:
            assert table.remove(given_) == model.pop(given_)
        elif what == "put":
            row = replace(given_, at=model[given_.id].at) if given_.id in model else given_
            table.put(row)
            model[row.id] = row
    return table, model


@given(
    changes=st.lists(CHANGES, max_size=60),
    filtered=st.sampled_from(FILTERS),
    name=st.sampled_from(list(COLUMNS)),
    descending=st.booleans(),
    start=st.integers(0, 31),
    size=st.integers(1, 8),
)
def test_a_page_is_what_sorting_the_matching_rows_finds(
    changes: list[tuple[str, Any]],
    filtered: tuple[dict[str, Any], Callable[[Row], bool]],
    name: str,
    descending: bool,
    start: int,
    size: int,
) -> None:
    table, model = changed(changes)
    query, matches = filtered
    column = COLUMNS[name]
    expected = sorted(
        (row for row in model.values() if matches(row)),
        key=lambda row: (column(row) is not None, column(row) or "" if name != "touched" else column(row), row.id),
        reverse=descending,
    )
    found = table.sort(table.select(**query), name if name in SPEC.sorts else column, descending=descending)
    assert found.slice(start, size) == expected[start : start + size]
    assert found.count() == len(expected)
    assert found.slice(0, 3) == expected[:3]


def table_of(*rows: Row) -> Table[Row]:
    table = Table(SPEC)
    for row in rows:
        table.insert(row)
    return table


def ids(rows: list[Row]) -> list[int]:
    return [row.id for row in rows]


def test_ties_are_by_id_as_numbers_in_the_direction_of_the_column() -> None:
    table = table_of(*(Row(number, 0, 5, None, "red") for number in (9, 10, 2)))
    ascending = table.sort(table.select(), "touched").slice(0, 9)
    descending = table.sort(table.select(), "touched", descending=True).slice(0, 9)
    assert (ids(ascending), ids(descending)) == ([2, 9, 10], [10, 9, 2])


def test_none_is_less_than_every_value() -> None:
    table = table_of(Row(1, 0, 0, "", "red"), Row(2, 0, 0, None, "red"), Row(3, 0, 0, "a", "red"))
    assert ids(table.sort(table.select(), "name").slice(0, 9)) == [2, 1, 3]


def test_a_column_that_the_table_has_not_is_a_mistake_of_the_caller() -> None:
    table = table_of()
    with pytest.raises(KeyError):
        table.sort(table.select(), "height")


def test_a_row_that_is_removed_is_in_no_index() -> None:
    table = table_of(Row(1, 0, 5, "ann", "red"), Row(2, 0, 5, "bob", "blue"))
    table.remove(1)
    assert (table.get(1), len(table), table.sizes("color")) == (None, 1, {"blue": 1})
    assert table.select(equal={"color": "red"}).count() == 0
    assert ids(table.select(at_least={"touched": 5}).slice(0, 9)) == [2]
    with pytest.raises(KeyError):
        table.remove(1)


def test_what_is_removed_from_a_fork_stays_in_the_other() -> None:
    table = table_of(Row(1, 0, 5, "ann", "red"))
    twin = table.fork()
    twin.remove(1)
    assert (len(table), len(twin)) == (1, 0)
    assert ids(table.sort(table.select(), "name").slice(0, 9)) == [1]


def looked_at(all_rows: int, *, red: int, size: int) -> int:
    """How often the column was read for a page of the red rows."""
    calls = 0

    def touched(row: Row) -> int:
        nonlocal calls
        calls += 1
        return row.touched

    spec = replace(SPEC, sorts={"touched": touched})
    table: Table[Row] = Table(spec)
    for number in range(all_rows):
        table.insert(Row(number, 0, number % 7, None, "red" if number < red else "blue"))
    calls = 0
    table.sort(table.select(equal={"color": "red"}), "touched").slice(0, size)
    return calls


def test_few_rows_are_sorted_and_many_are_looked_for_along_the_index() -> None:
    assert looked_at(1000, red=20, size=10) == 20
    assert looked_at(1000, red=900, size=10) == 0
