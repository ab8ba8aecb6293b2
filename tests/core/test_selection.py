"""Both ways of finding "at least" rows, by gathering a few and by looking among the newest, find the same."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.core import table as table_module
from mockserver.core.table import Table, TableSpec


@dataclass(frozen=True)
class Row:
    id: str
    born: int
    touched: int


SPEC: TableSpec[Row] = TableSpec(
    id=lambda row: row.id, order=lambda row: row.born, ranges={"touched": lambda row: row.touched}
)


@pytest.mark.parametrize("most_gathered", [0, 3, 10_000])
@given(
    rows=st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=30),
    since=st.integers(-1, 21),
    start=st.integers(0, 31),
    size=st.integers(1, 10),
)
def test_a_page_of_what_was_touched_since_is_what_a_look_at_every_row_finds(
    most_gathered: int, rows: list[tuple[int, int]], since: int, start: int, size: int
) -> None:
    table: Table[Row] = Table(SPEC)
    model = [Row(str(number), born, touched) for number, (born, touched) in enumerate(rows)]
    for row in model:
        table.insert(row)
    expected = [row for row in model if row.touched >= since]
    expected.sort(key=lambda row: (row.born, int(row.id)), reverse=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table_module, "MOST_GATHERED", most_gathered)
        assert table.select(at_least={"touched": since}).count() == len(expected)
        assert table.select(at_least={"touched": since}).slice(start, size) == expected[start : start + size]
        assert table.select(at_least={"touched": since}).before(None, size) == expected[:size]
