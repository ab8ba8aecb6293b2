"""A selection in the order of one of several columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Generic, TypeVar

from sortedcontainers import SortedList

from mockserver.core.selection import Entry, RowId, Selection

Row = TypeVar("Row")

Column = Callable[[Row], Any]
"""A row's value to sort by: values of one kind that can be compared, or None."""

SortEntry = tuple[bool, Any, RowId]


def sort_entry(value: Any, row_id: RowId) -> SortEntry:
    """Where a row stands in a column's ascending order: None before every value, ties by id."""
    return value is not None, value, row_id


class Sorted(Generic[Row]):
    """The rows of *selection* by *column*, None the least of all; ties by id, in the same direction.

    With an ``index`` of the column a page costs no more than the rows on it and before it, where the selection
    is all rows; where it is a part, whichever is less: to sort that part, or to look for it along the index.
    Without an index the matching rows are sorted.
    """

    def __init__(
        self,
        selection: Selection[Row],
        rows: Mapping[RowId, Row],
        entries: Mapping[RowId, Entry],
        id_of: Callable[[Row], RowId],
        column: Column[Row],
        descending: bool,
        index: SortedList | None,
    ) -> None:
        self._selection = selection
        self._rows = rows
        self._entries = entries
        self._id_of = id_of
        self._column = column
        self._descending = descending
        self._index = index
        self._in_order: Sequence[Row] | None = None

    def count(self) -> int:
        return self._selection.count()

    def slice(self, start: int, size: int) -> list[Row]:
        """*size* rows from position *start*."""
        if start >= self._selection.most:
            return []
        if self._index is None or self._is_sooner_sorted(start + size):
            return list(self._sorted()[start : start + size])
        if self._selection.most == len(self._index) and not self._selection.is_thinned:
            return [self._rows[entry[2]] for entry in self._indexed(self._index, start, size)]
        return list(islice(self._walk(self._index), start, start + size))

    def _is_sooner_sorted(self, stop: int) -> bool:
        """Rows that match stand in the index about as often as in the table, so that finding *stop* of them
        takes ``stop * all / matching`` steps; sorting them takes ``matching``.
        """
        most = self._selection.most
        whole = most == len(self._index or ()) and not self._selection.is_thinned
        return self._in_order is not None or (not whole and most * most <= stop * len(self._index or ()))

    def _sorted(self) -> Sequence[Row]:
        if self._in_order is None:
            matching = self._selection.slice(0, self._selection.most)
            matching.sort(key=lambda row: sort_entry(self._column(row), self._id_of(row)), reverse=self._descending)
            self._in_order = matching
        return self._in_order

    def _indexed(self, index: SortedList, start: int, size: int) -> Iterator[SortEntry]:
        low, high = start, start + size
        if self._descending:
            low, high = max(0, len(index) - high), max(0, len(index) - low)
        found: Iterator[SortEntry] = index.islice(low, high, reverse=self._descending)
        return found

    def _walk(self, index: SortedList) -> Iterator[Row]:
        for _, _, row_id in reversed(index) if self._descending else index:
            row = self._rows[row_id]
            if self._selection.holds(self._entries[row_id], row):
                yield row
