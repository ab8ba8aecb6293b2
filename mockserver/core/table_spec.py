"""How a table sees its rows, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from mockserver.core.selection import RowId
from mockserver.core.sorting import Column

Row = TypeVar("Row")


class DuplicateKey(Exception):
    """A unique index holds the value already."""

    def __init__(self, index: str, value: Hashable) -> None:
        super().__init__(f"{index} {value!r} exists already")
        self.index = index
        self.value = value


@dataclass(frozen=True)
class TableSpec(Generic[Row]):
    """How a table sees its rows, which are immutable.

    ``order`` is the instant that lists are ordered by; it never changes for a row.
    ``unique`` gives the value of each unique index, None for none; ``groups`` the values under which
    a row is found by equality; ``ranges`` whole numbers to be found by "at least"; ``sorts`` the columns
    that lists may be in the order of at no cost, beside ``order``.
    """

    id: Callable[[Row], RowId]
    order: Callable[[Row], int]
    unique: Mapping[str, Callable[[Row], Hashable | None]] = field(default_factory=dict)
    groups: Mapping[str, Callable[[Row], Iterable[Hashable]]] = field(default_factory=dict)
    ranges: Mapping[str, Callable[[Row], int]] = field(default_factory=dict)
    sorts: Mapping[str, Column[Row]] = field(default_factory=dict)
