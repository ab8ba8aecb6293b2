"""Rows by id, with unique, group, range and sort indexes, shared copy-on-write."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any, Generic, TypeVar

from mockserver.core.indexes import Indexes
from mockserver.core.selection import Before, Entry, RowId, Selection, window
from mockserver.core.sorting import Column, Sorted
from mockserver.core.table_spec import DuplicateKey, TableSpec

__all__ = ["DuplicateKey", "Table", "TableSpec"]

Row = TypeVar("Row")

MOST_GATHERED = 2_000
"""Rows of a range that are gathered and sorted for one page."""


class Table(Generic[Row]):
    """An in-memory table. The caller holds the sandbox's lock.

    :meth:`fork` answers a second table over the same rows in constant time; whichever of the two is
    written to first takes its own copy of the indexes then. ``on_change`` is told of each change after it: the
    table, the row's id, and what was there before.
    """

    def __init__(self, spec: TableSpec[Row]) -> None:
        self._spec = spec
        self._shared = False
        self._numbered = 0
        self._rows: dict[RowId, Row] = {}
        self._entries: dict[RowId, Entry] = {}
        self._indexes: Indexes[Row] = Indexes(spec)
        self.on_change: Callable[[Table[Any], RowId, Before], None] | None = None

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        """Every row, oldest first."""
        return (self._rows[entry[2]] for entry in self._indexes.all)

    def __repr__(self) -> str:
        return f"<Table of {len(self)} rows>"

    def fork(self) -> Table[Row]:
        twin: Table[Row] = Table.__new__(Table)
        twin.__dict__.update(self.__dict__)
        twin._shared, self._shared, twin.on_change = True, True, None
        return twin

    def return_to(self, twin: Table[Row]) -> None:
        """Have the rows that *twin* has; nobody is told."""
        self.__dict__.update({**twin.fork().__dict__, "on_change": self.on_change})

    def put_back(self, row: Row, entry: Entry) -> None:
        """Insert a row that was removed or replaced where it stood then; nobody is told."""
        self._own()
        self._place(row, entry)

    def get(self, row_id: RowId) -> Row | None:
        return self._rows.get(row_id)

    def find(self, index: str, value: Hashable) -> Row | None:
        """The row that a unique index holds for *value*."""
        row_id = self._indexes.unique[index].get(value)
        return None if row_id is None else self._rows[row_id]

    def insert(self, row: Row) -> None:
        """Raises:
        DuplicateKey: a unique index holds one of the row's values; nothing was stored.
        """
        row_id = self._spec.id(row)
        if row_id in self._rows:
            raise DuplicateKey("id", row_id)
        self._indexes.refuse_duplicates(row, row_id)
        self._own()
        self._numbered += 1
        self._place(row, (self._spec.order(row), self._numbered, row_id))
        if self.on_change is not None:
            self.on_change(self, row_id, None)

    def replace(self, row: Row) -> None:
        """Put *row* in the place of the one with its id.

        Raises:
            KeyError: there is none.
            ValueError: its order differs from that row's.
            DuplicateKey: another row holds one of its unique values; nothing was changed.
        """
        row_id = self._spec.id(row)
        old, entry = self._rows[row_id], self._entries[row_id]
        if self._spec.order(row) != entry[0]:
            raise ValueError(f"row {row_id} would change its place in the table's order")
        self._indexes.refuse_duplicates(row, row_id)
        self._own()
        self._indexes.move(old, row, entry)
        self._rows[row_id] = row
        if self.on_change is not None:
            self.on_change(self, row_id, (old, entry))

    def put(self, row: Row) -> None:
        """Insert *row*, or put it in the place of the one with its id. Raises as those two do."""
        if self._spec.id(row) in self._rows:
            self.replace(row)
        else:
            self.insert(row)

    def remove(self, row_id: RowId) -> Row:
        """Take a row out; answers it. A cursor that named it leads nowhere.

        Raises:
            KeyError: there is none.
        """
        row, entry = self._rows[row_id], self._entries[row_id]
        self._own()
        del self._rows[row_id], self._entries[row_id]
        self._indexes.remove(row, entry)
        if self.on_change is not None:
            self.on_change(self, row_id, (row, entry))
        return row

    def entry(self, row_id: RowId) -> Entry | None:
        """Where a row stands in the table's order: the key that cursors are made of."""
        return self._entries.get(row_id)

    def entry_of(self, row: Row) -> Entry:
        return self._entries[self._spec.id(row)]

    def select(
        self,
        *,
        equal: Mapping[str, Hashable] | None = None,
        at_least: Mapping[str, float] | None = None,
        first: float | None = None,
        last: float | None = None,
        matching: Callable[[Row], bool] | None = None,
    ) -> Selection[Row]:
        """Rows whose groups hold every value of *equal*, whose ranges reach *at_least*, whose
        order lies from *first* to *last*, both included, and which *matching* lets pass.

        The narrowest index supplies the candidates, and only what it does not cover is checked row
        by row: the cost grows with the answer, not with the table. No index covers *matching*: with
        it the cost grows with the candidates that the others leave, all rows where they leave all.
        """
        equal, at_least = equal or {}, at_least or {}
        buckets = {name: self._indexes.groups[name].get(value) for name, value in equal.items()}
        candidates = self._indexes.all
        covered = None
        for name, bucket in buckets.items():
            if bucket is None:
                return Selection([], self._rows)
            if covered is None or len(bucket) < len(candidates):
                candidates, covered = bucket, name
        low, high = window(candidates, first, last)
        checks = [self._group_check(name, value) for name, value in equal.items() if name != covered]
        checks += [self._range_check(name, value) for name, value in at_least.items()]
        if matching is not None:
            checks.append(matching)
        if not checks:
            return Selection(candidates, self._rows, low, high)
        count = None
        if len(checks) == len(at_least) == 1 and covered is None and first is last is None:
            # Only "at least": its index knows how many there are, and where there are many, a page of
            # them is found sooner among the newest than by gathering them all.
            ((name, value),) = at_least.items()
            count = len(self._indexes.ranges[name]) - self._indexes.ranges[name].bisect_left((value,))
        recent = self._narrowest_range(at_least, below=high - low if count is None else MOST_GATHERED)
        if recent is None:
            return Selection(candidates, self._rows, low, high, checks, count)
        if covered is not None:
            checks.append(self._group_check(covered, equal[covered]))
        entries = sorted(e for e in recent if (first is None or e[0] >= first) and (last is None or e[0] <= last))
        return Selection(entries, self._rows, 0, len(entries), checks)

    def sort(self, selection: Selection[Row], by: str | Column[Row], *, descending: bool = False) -> Sorted[Row]:
        """*selection*, one of this table's, in the order of a column: the name of one of the spec's ``sorts``,
        or any other by its own function, for which the matching rows are sorted. See :class:`Sorted`.

            table.sort(table.select(equal={"status": 300}), "updated_at", descending=True).slice(0, 50)

        Raises:
            KeyError: the spec has no such column.
        """
        column, index = (self._spec.sorts[by], self._indexes.sorts[by]) if isinstance(by, str) else (by, None)
        return Sorted(selection, self._rows, self._entries, self._spec.id, column, descending, index)

    def sizes(self, group: str, *, first: float | None = None, last: float | None = None) -> dict[Hashable, int]:
        """How many rows each value of a group index has in a span of the order; none are left out."""
        sizes = {}
        for value, bucket in self._indexes.groups[group].items():
            low, high = window(bucket, first, last)
            if high > low:
                sizes[value] = high - low
        return sizes

    def _narrowest_range(self, at_least: Mapping[str, float], *, below: int) -> list[Entry] | None:
        """The entries of the shortest range that beats *below* candidates."""
        best: list[Entry] | None = None
        for name, value in at_least.items():
            index = self._indexes.ranges[name]
            start = index.bisect_left((value,))
            if len(index) - start < below:
                below = len(index) - start
                best = [entry for _, entry in index.islice(start)]
        return best

    def _group_check(self, name: str, value: Hashable) -> Callable[[Row], bool]:
        values_of = self._spec.groups[name]
        return lambda row: value in values_of(row)

    def _range_check(self, name: str, value: float) -> Callable[[Row], bool]:
        number_of = self._spec.ranges[name]
        return lambda row: number_of(row) >= value

    def _place(self, row: Row, entry: Entry) -> None:
        self._rows[entry[2]] = row
        self._entries[entry[2]] = entry
        self._indexes.add(row, entry)

    def _own(self) -> None:
        """Take copies of shared containers before the first write."""
        if not self._shared:
            return
        self._rows = self._rows.copy()
        self._entries = self._entries.copy()
        self._indexes = self._indexes.copy()
        self._shared = False
