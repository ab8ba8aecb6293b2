"""The indexes of a table, apart from its rows: unique, group, range and sort indexes, and the order of all."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

from sortedcontainers import SortedList

from mockserver.core.selection import Entry, RowId
from mockserver.core.sorting import sort_entry
from mockserver.core.table_spec import DuplicateKey, TableSpec

Row = TypeVar("Row")


class Indexes(Generic[Row]):
    """``all`` are the entries of every row; ``unique`` the id of the row that has a value, ``groups`` the entries of
    those that have it, ``ranges`` and ``sorts`` every row by its number or column. To be changed by its methods alone.
    """

    def __init__(self, spec: TableSpec[Row]) -> None:
        self._spec = spec
        self.all: SortedList = SortedList()
        self.unique: dict[str, dict[Hashable, RowId]] = {name: {} for name in spec.unique}
        self.groups: dict[str, dict[Hashable, SortedList]] = {name: {} for name in spec.groups}
        self.ranges: dict[str, SortedList] = {name: SortedList() for name in spec.ranges}
        self.sorts: dict[str, SortedList] = {name: SortedList() for name in spec.sorts}

    def copy(self) -> Indexes[Row]:
        """The same entries in containers of its own."""
        twin: Indexes[Row] = Indexes.__new__(Indexes)
        twin._spec = self._spec
        twin.all = self.all.copy()
        twin.unique = {name: index.copy() for name, index in self.unique.items()}
        twin.groups = {
            name: {value: bucket.copy() for value, bucket in index.items()} for name, index in self.groups.items()
        }
        twin.ranges = {name: index.copy() for name, index in self.ranges.items()}
        twin.sorts = {name: index.copy() for name, index in self.sorts.items()}
        return twin

    def refuse_duplicates(self, row: Row, row_id: RowId) -> None:
        """Raises:
        DuplicateKey: another row holds one of the row's unique values.
        """
        for name, value_of in self._spec.unique.items():
            value = value_of(row)
            if value is not None and self.unique[name].get(value, row_id) != row_id:
                raise DuplicateKey(name, value)

    def add(self, row: Row, entry: Entry) -> None:
        self.all.add(entry)
        for name, value_of in self._spec.unique.items():
            value = value_of(row)
            if value is not None:
                self.unique[name][value] = entry[2]
        for name, values_of in self._spec.groups.items():
            for value in set(values_of(row)):
                self.groups[name].setdefault(value, SortedList()).add(entry)
        for name, number_of in self._spec.ranges.items():
            self.ranges[name].add((number_of(row), entry))
        for name, column in self._spec.sorts.items():
            self.sorts[name].add(sort_entry(column(row), entry[2]))

    def remove(self, row: Row, entry: Entry) -> None:
        self.all.remove(entry)
        for name, value_of in self._spec.unique.items():
            self.unique[name].pop(value_of(row), None)
        for name, values_of in self._spec.groups.items():
            for value in set(values_of(row)):
                self._leave(name, value, entry)
        for name, number_of in self._spec.ranges.items():
            self.ranges[name].remove((number_of(row), entry))
        for name, column in self._spec.sorts.items():
            self.sorts[name].remove(sort_entry(column(row), entry[2]))

    def move(self, old: Row, row: Row, entry: Entry) -> None:
        """Have *row* in the place of *old*. Only what changed is moved: most updates leave most indexes alone."""
        for name, value_of in self._spec.unique.items():
            before, after = value_of(old), value_of(row)
            if before != after:
                if before is not None:
                    del self.unique[name][before]
                if after is not None:
                    self.unique[name][after] = entry[2]
        for name, values_of in self._spec.groups.items():
            left, came = values_of(old), values_of(row)
            if left == came:
                continue
            had, has = set(left), set(came)
            for value in had - has:
                self._leave(name, value, entry)
            for value in has - had:
                self.groups[name].setdefault(value, SortedList()).add(entry)
        for name, number_of in self._spec.ranges.items():
            if number_of(old) != number_of(row):
                self.ranges[name].remove((number_of(old), entry))
                self.ranges[name].add((number_of(row), entry))
        for name, column in self._spec.sorts.items():
            if column(old) != column(row):
                self.sorts[name].remove(sort_entry(column(old), entry[2]))
                self.sorts[name].add(sort_entry(column(row), entry[2]))

    def _leave(self, group: str, value: Hashable, entry: Entry) -> None:
        bucket = self.groups[group][value]
        bucket.remove(entry)
        if not bucket:
            del self.groups[group][value]
