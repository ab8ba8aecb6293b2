"""A table against a plain list that is searched row by row."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from mockserver.core.table import DuplicateKey, Table, TableSpec


@dataclass(frozen=True)
class Row:
    id: str
    at: int
    name: str | None = None
    color: str | None = None
    tags: tuple[str, ...] = ()
    size: int = 0
    height: int = 0


SPEC: TableSpec[Row] = TableSpec(
    id=lambda row: row.id,
    order=lambda row: row.at,
    unique={"name": lambda row: row.name},
    groups={"color": lambda row: () if row.color is None else (row.color,), "tag": lambda row: row.tags},
    ranges={"size": lambda row: row.size, "height": lambda row: row.height},
)

INSTANTS = st.integers(-3, 3)
COLORS = st.sampled_from(["red", "blue", "green"])
TAGS = st.sampled_from(["a", "b", "c"])
SIZES = st.integers(0, 5)
NAMES = st.none() | st.sampled_from(["ann", "bob", "cat", "dan"])
EDGE = INSTANTS.map(float) | INSTANTS.map(lambda at: at + 0.5)
FIELDS = {
    "name": NAMES,
    "color": st.none() | COLORS,
    "tags": st.lists(TAGS, max_size=3).map(tuple),
    "size": SIZES,
    "height": SIZES,
}


@dataclass
class Twin:
    """A table and the list that it must agree with, in the order of insertion."""

    table: Table[Row]
    rows: list[Row] = field(default_factory=list)

    def newest_first(self) -> list[Row]:
        places = {row.id: place for place, row in enumerate(self.rows)}
        return sorted(self.rows, key=lambda row: (row.at, places[row.id]), reverse=True)

    def matching(self, query: dict[str, Any]) -> list[Row]:
        equal, at_least = query["equal"], query["at_least"]
        return [
            row
            for row in self.newest_first()
            if ("color" not in equal or row.color == equal["color"])
            and ("tag" not in equal or equal["tag"] in row.tags)
            and row.size >= at_least.get("size", -1)
            and row.height >= at_least.get("height", -1)
            and (query["first"] is None or row.at >= query["first"])
            and (query["last"] is None or row.at <= query["last"])
        ]

    def refuses(self, row: Row) -> bool:
        return row.name is not None and any(row.name == other.name and row.id != other.id for other in self.rows)


CHOICES: dict[str, list[Any]] = {
    "color": [None, "red", "blue"],
    "tag": [None, "a", "b"],
    "size": [None, 1, 2.5, 4],
    "height": [None, 2],
    "first": [None, -1, 0.5],
    "last": [None, 1, -0.5],
}
QUERIES = [
    {
        "equal": {name: value for name, value in (("color", color), ("tag", tag)) if value is not None},
        "at_least": {name: value for name, value in (("size", size), ("height", height)) if value is not None},
        "first": first,
        "last": last,
    }
    for color, tag, size, height, first, last in itertools.product(*CHOICES.values())
]
"""Every combination of what select takes."""

ROWS = st.lists(st.fixed_dictionaries({"at": INSTANTS, **FIELDS}), min_size=1, max_size=6)


class TableMachine(RuleBasedStateMachine):
    """Inserts, replaces and forks at random; every table agrees with its list all the time."""

    def __init__(self) -> None:
        super().__init__()
        self.twins = [Twin(Table(SPEC))]
        self.ids = 0

    def twin(self, which: int) -> Twin:
        return self.twins[which % len(self.twins)]

    @initialize(rows=ROWS)
    def fill(self, rows: list[dict[str, Any]]) -> None:
        self.insert(0, rows)

    @precondition(lambda self: len(self.twins) < 4)
    @rule(which=st.integers(0, 3))
    def fork(self, which: int) -> None:
        origin = self.twin(which)
        self.twins.append(Twin(origin.table.fork(), list(origin.rows)))

    @rule(which=st.integers(0, 3), rows=ROWS)
    def insert(self, which: int, rows: list[dict[str, Any]]) -> None:
        twin = self.twin(which)
        for fields in rows:
            self.ids += 1
            row = Row(str(self.ids), **fields)
            if twin.refuses(row):
                with pytest.raises(DuplicateKey):
                    twin.table.insert(row)
            else:
                twin.table.insert(row)
                twin.rows.append(row)

    @rule(which=st.integers(0, 3), place=st.integers(0, 20), changes=st.fixed_dictionaries({}, optional=FIELDS))
    def replace(self, which: int, place: int, changes: dict[str, Any]) -> None:
        twin = self.twin(which)
        place %= len(twin.rows)
        row = replace(twin.rows[place], **changes)
        if twin.refuses(row):
            with pytest.raises(DuplicateKey):
                twin.table.replace(row)
        else:
            twin.table.replace(row)
            twin.rows[place] = row

    @rule(which=st.integers(0, 3), query=st.sampled_from(QUERIES), start=st.integers(0, 12), size=st.integers(1, 12))
    def read_in_pieces(self, which: int, query: dict[str, Any], start: int, size: int) -> None:
        twin = self.twin(which)
        expected = twin.matching(query)
        assert twin.table.select(**query).slice(start, size) == expected[start : start + size]
        order = twin.newest_first()
        for place, row in enumerate(order):
            older = [other for other in expected if other in order[place + 1 :]]
            assert twin.table.select(**query).before(twin.table.entry(row.id), size) == older[:size]

    @rule(which=st.integers(0, 3), first=st.none() | EDGE, last=st.none() | EDGE)
    def count_by_group(self, which: int, first: float | None, last: float | None) -> None:
        twin = self.twin(which)
        inside = [row for row in twin.rows if (first is None or row.at >= first) and (last is None or row.at <= last)]
        colors: dict[Hashable, int] = dict(Counter(row.color for row in inside if row.color is not None))
        assert twin.table.sizes("color", first=first, last=last) == colors

    @invariant()
    def every_table_holds_the_rows_of_its_list(self) -> None:
        for twin in self.twins:
            assert list(twin.table) == twin.newest_first()[::-1]
            assert len(twin.table) == len(twin.rows)
            assert [twin.table.get(row.id) for row in twin.rows] == twin.rows
            ids = {row.id for row in twin.rows}
            assert {str(number) for number in range(self.ids + 1) if twin.table.entry(str(number))} == ids
            for name in ("ann", "bob", "cat", "dan"):
                found = [row for row in twin.rows if row.name == name]
                assert twin.table.find("name", name) == (found[0] if found else None)

    def teardown(self) -> None:
        for twin in self.twins:
            for query in QUERIES:
                expected = twin.matching(query)
                selection = twin.table.select(**query)
                assert (selection.count(), selection.slice(0, 100)) == (len(expected), expected), query
                assert twin.table.select(**query).before(None, 100) == expected, query


TestTable = TableMachine.TestCase
# Ten steps are short enough to read; to shrink them would take minutes.
PHASES = [Phase.explicit, Phase.reuse, Phase.generate]
TestTable.settings = settings(max_examples=25, stateful_step_count=10, deadline=None, phases=PHASES)


def filled() -> Table[Row]:
    table: Table[Row] = Table(SPEC)
    table.insert(Row("1", 10, name="ann", color="red", tags=("a", "b"), size=1))
    table.insert(Row("2", 20, name="bob", color="red", size=2))
    return table


def is_even(row: Row) -> bool:
    return int(row.id) % 2 == 0


def test_matching_lets_pass_what_every_other_criterion_found_and_it_likes() -> None:
    twin = Twin(Table(SPEC))
    for number in range(48):
        color, tags = ("red", "blue", None)[number % 3], (("a",), ("b",), ("a", "b"))[number // 3 % 3]
        row = Row(str(number), number % 7 - 3, None, color, tags, size=number % 5, height=number // 5 % 4)
        twin.table.insert(row)
        twin.rows.append(row)
    for query in QUERIES:
        expected = [row for row in twin.matching(query) if is_even(row)]
        selection = twin.table.select(**query, matching=is_even)
        assert (selection.count(), selection.slice(0, 100)) == (len(expected), expected), query
        assert twin.table.select(**query, matching=is_even).before(None, 3) == expected[:3], query


def test_matching_asks_only_the_candidates_that_an_index_leaves() -> None:
    table, asked = filled(), []

    def ask(row: Row) -> bool:
        asked.append(row.id)
        return True

    assert table.select(equal={"tag": "a"}, matching=ask).count() == 1
    assert asked == ["1"]


def test_a_duplicate_tells_the_index_and_the_value_and_stores_nothing() -> None:
    table = filled()
    with pytest.raises(DuplicateKey, match="name 'ann' exists already") as caught:
        table.insert(Row("3", 30, name="ann", color="blue"))
    assert (caught.value.index, caught.value.value) == ("name", "ann")
    assert (len(table), table.select(equal={"color": "blue"}).count()) == (2, 0)


def test_an_id_cannot_be_inserted_twice() -> None:
    table = filled()
    with pytest.raises(DuplicateKey, match="id '1' exists already"):
        table.insert(Row("1", 30))


def test_a_replacement_that_would_be_a_duplicate_changes_nothing() -> None:
    table = filled()
    with pytest.raises(DuplicateKey):
        table.replace(Row("1", 10, name="bob", color="blue"))
    assert table.get("1") == Row("1", 10, name="ann", color="red", tags=("a", "b"), size=1)
    assert table.select(equal={"color": "blue"}).count() == 0


def test_a_unique_value_that_was_given_up_is_free_again() -> None:
    table = filled()
    table.replace(Row("1", 10, name=None))
    table.insert(Row("3", 30, name="ann"))
    found = table.find("name", "ann")
    assert found is not None
    assert found.id == "3"


def test_a_row_that_was_replaced_is_found_once_and_by_what_it_is_now() -> None:
    table = filled()
    for number in range(3, 9):
        table.insert(Row(str(number), number))
    table.replace(Row("2", 20, color="blue", tags=("c",), size=5))
    assert [table.select(at_least={"size": size}).count() for size in (1, 2, 5, 6)] == [2, 1, 1, 0]
    assert [table.select(equal={"color": color}).count() for color in ("red", "blue")] == [1, 1]
    table.replace(Row("2", 20, size=0))
    assert table.select(at_least={"size": 2}).count() == 0
    assert table.sizes("tag") == {"a": 1, "b": 1}


def test_a_row_that_is_not_there_cannot_be_replaced() -> None:
    with pytest.raises(KeyError):
        filled().replace(Row("9", 10))


def test_a_row_keeps_its_place_in_the_order() -> None:
    with pytest.raises(ValueError, match="row 1 would change its place"):
        filled().replace(Row("1", 11))


def test_a_row_that_is_not_there_is_none() -> None:
    table = filled()
    assert (table.get("9"), table.find("name", "zoe"), table.entry("9")) == (None, None, None)


def test_a_row_keeps_its_entry_through_replacements_and_forks() -> None:
    table = filled()
    before = table.entry("1")
    table.replace(Row("1", 10, name="eve"))
    assert table.fork().entry("1") == table.entry("1") == before == (10, 1, "1")


@pytest.mark.parametrize("writes_first", ["origin", "fork"])
def test_a_write_on_one_side_of_a_fork_never_shows_on_the_other(writes_first: str) -> None:
    origin = filled()
    fork = origin.fork()
    writer, other = (origin, fork) if writes_first == "origin" else (fork, origin)
    before = list(other)
    writer.insert(Row("3", 5, name="cat", color="red", tags=("a",), size=3))
    writer.replace(Row("1", 10, name="eve", color="blue", size=9))
    assert list(other) == before
    assert (other.find("name", "cat"), other.find("name", "eve")) == (None, None)
    assert other.find("name", "ann") is not None
    assert other.sizes("color") == {"red": 2}
    assert [row.id for row in other.select(equal={"color": "red"}).slice(0, 9)] == ["2", "1"]
    assert (other.select(equal={"tag": "a"}).count(), other.select(at_least={"size": 3}).count()) == (1, 0)


def test_both_sides_of_a_fork_can_be_written_to() -> None:
    origin = filled()
    fork = origin.fork()
    origin.insert(Row("3", 30, name="cat"))
    fork.insert(Row("3", 40, name="dan"))
    assert [row.name for row in origin] == ["ann", "bob", "cat"]
    assert [row.name for row in fork] == ["ann", "bob", "dan"]
