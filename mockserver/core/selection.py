"""An ordered set of rows that a query found, read in pieces."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Generic, TypeVar

from sortedcontainers import SortedList

Row = TypeVar("Row")

RowId = str | int

Entry = tuple[int, int, RowId]
"""A row's place in its table's order: (instant, running number, id). Unique, and never changes."""

Before = tuple[Any, Entry] | None
"""What was in the place of a row: that row and its entry, or nothing."""


def window(entries: SortedList, first: float | None, last: float | None) -> tuple[int, int]:
    """The positions [low, high) of the entries whose instant lies from *first* to *last*."""
    low = 0 if first is None else entries.bisect_left((first,))
    high = len(entries) if last is None else entries.bisect_right((last, float("inf")))
    return low, max(low, high)


class Selection(Generic[Row]):
    """Candidates ``entries[low:high]``, oldest first, thinned by ``checks``; read newest first.

    Without checks, counting and slicing cost no more than the rows that are read. ``count`` is how many
    match where the caller knows it; else counting with checks looks at every candidate.
    """

    def __init__(
        self,
        entries: Sequence[Entry] | SortedList,
        rows: Mapping[RowId, Row],
        low: int = 0,
        high: int | None = None,
        checks: Sequence[Callable[[Row], bool]] = (),
        count: int | None = None,
    ) -> None:
        self._entries = entries
        self._rows = rows
        self._low = low
        self._high = len(entries) if high is None else high
        self._checks = checks
        self._count = count
        self._matching: list[Row] | None = None

    @property
    def most(self) -> int:
        """As many rows match at most."""
        return self._high - self._low

    @property
    def is_thinned(self) -> bool:
        """Whether some of them may not match."""
        return bool(self._checks)

    def holds(self, entry: Entry, row: Row) -> bool:
        """Whether *row*, which stands at *entry* in the table's order, is one of the selection's."""
        position = self._position(entry)
        return (
            self._low <= position < self._high
            and self._entries[position] == entry
            and all(check(row) for check in self._checks)
        )

    def count(self) -> int:
        if self._count is None:
            self._count = len(self._matches()) if self._checks else self._high - self._low
        return self._count

    def slice(self, start: int, size: int) -> list[Row]:
        """*size* rows from position *start*, newest first."""
        if self._checks and self._matching is not None:
            return self._matching[start : start + size]
        if self._checks:
            return list(islice(self._thinned(None), start, start + size))
        stop = self._high - start
        return [self._rows[entry[2]] for entry in reversed(self._entries[max(self._low, stop - size) : max(stop, 0)])]

    def before(self, entry: Entry | None, size: int) -> list[Row]:
        """Up to *size* rows that stand after *entry* in newest-first order; None begins at the newest."""
        return list(islice(self._thinned(entry), size))

    def _matches(self) -> list[Row]:
        if self._matching is None:
            self._matching = list(self._thinned(None))
        return self._matching

    def _thinned(self, entry: Entry | None) -> Iterator[Row]:
        """The rows that stand after *entry* and pass every check, newest first."""
        rows = self._newest_first(entry)
        return (row for row in rows if all(check(row) for check in self._checks)) if self._checks else rows

    def _newest_first(self, entry: Entry | None) -> Iterator[Row]:
        stop = self._high
        if entry is not None:
            stop = min(stop, self._position(entry))
        if isinstance(self._entries, SortedList):
            newest_first = self._entries.islice(self._low, max(self._low, stop), reverse=True)
        else:
            newest_first = reversed(self._entries[self._low : max(self._low, stop)])
        return (self._rows[found[2]] for found in newest_first)

    def _position(self, entry: Entry) -> int:
        if isinstance(self._entries, SortedList):
            position: int = self._entries.bisect_left(entry)
            return position
        return bisect_left(self._entries, entry)
