"""Pages by number, and stretches by cursor that neither skip nor repeat."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.paging import UnknownCursor, cursor_page, offset_page
from mockserver.core.table import Table, TableSpec


@dataclass(frozen=True)
class Row:
    id: str
    at: int
    color: str = "red"


SPEC: TableSpec[Row] = TableSpec(
    id=lambda row: row.id, order=lambda row: row.at, groups={"color": lambda row: (row.color,)}
)


def table_of(*rows: Row) -> Table[Row]:
    table: Table[Row] = Table(SPEC)
    for row in rows:
        table.insert(row)
    return table


def seven() -> Table[Row]:
    """Ids 1 to 7, of which 7 is the newest."""
    return table_of(*(Row(str(number), number) for number in range(1, 8)))


def ids(rows: list[Row]) -> str:
    return "".join(row.id for row in rows)


def encoded(content: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(content, separators=(",", ":")).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    ("page", "per_page", "found"),
    [
        (1, 3, "765"),
        (2, 3, "432"),
        (3, 3, "1"),
        (4, 3, ""),
        (1, 7, "7654321"),
        (1, 100, "7654321"),
        (2, 7, ""),
        (10**18, 100, ""),
    ],
)
def test_a_page_is_a_part_of_the_rows_newest_first(page: int, per_page: int, found: str) -> None:
    answer = offset_page(seven().select(), page, per_page)
    assert ids(answer.rows) == found
    assert (answer.page, answer.per_page) == (page, per_page)


@pytest.mark.parametrize(("rows", "per_page", "pages"), [(0, 3, 0), (1, 3, 1), (3, 3, 1), (4, 3, 2), (7, 1, 7)])
def test_total_pages_is_rounded_up(rows: int, per_page: int, pages: int) -> None:
    table = table_of(*(Row(str(number), number) for number in range(rows)))
    answer = offset_page(table.select(), 1, per_page)
    assert (answer.total, answer.total_pages) == (rows, pages)


def test_a_page_past_the_end_still_tells_the_total() -> None:
    answer = offset_page(seven().select(), 9, 3)
    assert (answer.total, answer.total_pages) == (7, 3)


def test_cursors_lead_through_all_rows() -> None:
    table = seven()
    first = cursor_page(table, table.select(), "", 3)
    assert first.next_cursor is not None
    second = cursor_page(table, table.select(), first.next_cursor, 3)
    assert second.next_cursor is not None
    third = cursor_page(table, table.select(), second.next_cursor, 3)
    assert [ids(page.rows) for page in (first, second, third)] == ["765", "432", "1"]
    assert third.next_cursor is None


def test_a_last_stretch_that_is_exactly_full_has_no_cursor() -> None:
    table = seven()
    assert cursor_page(table, table.select(), "", 7).next_cursor is None


def test_nothing_at_all_has_no_cursor() -> None:
    table = table_of()
    answer = cursor_page(table, table.select(), "", 3)
    assert (answer.rows, answer.next_cursor) == ([], None)


def test_a_cursor_is_one_word_for_a_url() -> None:
    table = table_of(*(Row(f"ü{number}?/", number) for number in range(50)))
    cursor = ""
    for _ in range(49):
        cursor = cursor_page(table, table.select(), cursor, 1).next_cursor or "none"
        assert re.fullmatch(r"[A-Za-z0-9_-]+", cursor)


def test_a_cursor_with_padding_behind_it_is_none_that_was_given_out() -> None:
    table = seven()
    cursor = cursor_page(table, table.select(), "", 3).next_cursor
    assert cursor is not None
    with pytest.raises(UnknownCursor):
        cursor_page(table, table.select(), cursor + "=", 3)


def test_a_cursor_stays_good_when_its_row_no_longer_matches() -> None:
    table = seven()
    cursor = cursor_page(table, table.select(equal={"color": "red"}), "", 3).next_cursor
    assert cursor is not None
    table.replace(Row("5", 5, color="blue"))
    assert ids(cursor_page(table, table.select(equal={"color": "red"}), cursor, 3).rows) == "432"


def test_a_cursor_is_good_for_another_selection_of_the_same_table() -> None:
    table = seven()
    table.replace(Row("2", 2, color="blue"))
    cursor = cursor_page(table, table.select(), "", 3).next_cursor
    assert cursor is not None
    assert ids(cursor_page(table, table.select(equal={"color": "blue"}), cursor, 3).rows) == "2"


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "5",
        "null",
        "é",
        "\ud800",
        "====",
        "A" * 10_000,
        encoded("5"),
        encoded(5),
        encoded(["5"]),
        encoded({"id": "5"}),
        encoded({"id": "5", "key": [5, 1]}),
        encoded({"id": "5", "key": [4, 5]}),
        encoded({"id": "9", "key": [9, 9]}),
        encoded({"id": ["5"], "key": [5, 5]}),
        encoded({"id": None, "key": [5, 5]}),
        encoded({"key": [5, 5], "id": "5"}),
        encoded({"id": "5", "key": [5, 5], "more": 1}),
        base64.urlsafe_b64encode(b'{"id": "5", "key": [5, 5]}').decode(),
        base64.urlsafe_b64encode(b"[" * 100_000).decode(),
        base64.urlsafe_b64encode(b"\xff\xff").decode(),
        base64.urlsafe_b64encode(b"9" * 5000).decode(),
    ],
    ids=lambda cursor: ascii(cursor)[:40],
)
def test_what_was_never_given_out_is_no_cursor(cursor: str) -> None:
    table = seven()
    with pytest.raises(UnknownCursor):
        cursor_page(table, table.select(), cursor, 3)


@pytest.mark.parametrize("spoil", ["!{}", "{}!", "{} ", "{}\n", "{}A", "{}AAAA"])
def test_a_cursor_with_anything_added_is_no_cursor(spoil: str) -> None:
    table = seven()
    cursor = cursor_page(table, table.select(), "", 3).next_cursor
    assert cursor is not None
    with pytest.raises(UnknownCursor):
        cursor_page(table, table.select(), spoil.format(cursor), 3)


CHANGES = st.lists(st.tuples(st.sampled_from(["insert", "replace"]), st.integers(-2, 12), st.integers(0)), max_size=4)


@given(
    instants=st.lists(st.integers(0, 10), max_size=12),
    per_page=st.integers(1, 4),
    between=st.lists(CHANGES, max_size=12),
)
def test_rows_that_come_or_change_on_the_way_make_cursors_skip_and_repeat_nothing(
    instants: list[int], per_page: int, between: list[list[tuple[str, int, int]]]
) -> None:
    table = table_of(*(Row(str(number), at) for number, at in enumerate(instants)))
    there_at_the_start = {row.id for row in table}
    seen: list[str] = []
    cursor: str | None = ""
    for turn in range(100):
        page = cursor_page(table, table.select(), cursor or "", per_page)
        seen += [row.id for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            break
        for kind, at, which in between[turn] if turn < len(between) else []:
            rows = list(table)
            if kind == "insert":
                table.insert(Row(f"new {turn} {len(rows)}", at))
            else:
                table.replace(replace(rows[which % len(rows)], color="blue"))
    assert cursor is None
    assert len(seen) == len(set(seen))
    assert there_at_the_start <= set(seen)
