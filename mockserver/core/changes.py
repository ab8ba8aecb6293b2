"""What changed in a sandbox's tables of late, so that a call can tell what it changed and a read can look back."""

from __future__ import annotations

import copy
import datetime
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from mockserver.core.clock import Clock
from mockserver.core.saved import Saved
from mockserver.core.selection import Before
from mockserver.core.table import Table

MOST_CHANGES = 10_000
"""Changes that are kept: so far back goes a look at what was."""

State = TypeVar("State")


@dataclass(frozen=True, slots=True)
class Change:
    """``before`` is what to put back to undo it."""

    at: datetime.datetime
    table: Table[Any]
    row_id: Any
    before: Before


class Changes(Saved):
    """The newest changes of rows, oldest first. The caller holds the sandbox's lock."""

    saved = ("_kept", "count")

    def __init__(self, clock: Clock, most: int = MOST_CHANGES) -> None:
        self._clock = clock
        self._kept: deque[Change] = deque(maxlen=most)
        self._names: dict[int, str] = {}
        self.count = 0
        """How many there ever were."""

    def __repr__(self) -> str:
        return f"<Changes {len(self._kept)} of {self.count}>"

    def watch(self, state: object) -> None:
        """Note from now on what changes in the tables of *state*."""
        for name, table in tables_of(state).items():
            self._names[id(table)] = name
            table.on_change = self._note

    def ids_since(self, count: int) -> dict[str, list[Any]]:
        """The ids of the rows that changed after the change with that number, by table, in order, each once."""
        new = min(self.count - count, len(self._kept))
        found: dict[str, dict[Any, None]] = {}
        for position in range(len(self._kept) - new, len(self._kept)):
            change = self._kept[position]
            found.setdefault(self._names[id(change.table)], {})[change.row_id] = None
        return {name: list(ids) for name, ids in found.items()}

    def as_of(self, state: State, seconds: float) -> State:
        """*state* as it was so many seconds ago, to be read only.

        It goes back as far as the changes do that are kept, and no further than the sandbox's beginning.
        Costs nothing where nothing changed since; else the tables that did are copied.
        """
        moment = self._clock.now() - datetime.timedelta(seconds=seconds)
        older: dict[int, dict[Any, Before]] = {}
        for change in reversed(self._kept):
            if change.at <= moment:
                break
            older.setdefault(id(change.table), {})[change.row_id] = change.before
        if not older:
            return state
        twin = copy.copy(state)
        for name, table in tables_of(state).items():
            if id(table) in older:
                setattr(twin, name, _with(table, older[id(table)]))
        return twin

    def _note(self, table: Table[Any], row_id: Any, before: Before) -> None:
        self.count += 1
        self._kept.append(Change(self._clock.now(), table, row_id, before))


def tables_of(state: object) -> Mapping[str, Table[Any]]:
    """The tables that a vendor's state has, by the names of its attributes."""
    return {name: value for name, value in vars(state).items() if isinstance(value, Table)}


def _with(table: Table[Any], others: Mapping[Any, Before]) -> Table[Any]:
    """A table that has *others* in the places of its rows of those ids, or nothing where they are None."""
    twin = table.fork()
    for row_id in others:
        if twin.get(row_id) is not None:
            twin.remove(row_id)
    for before in others.values():
        if before is not None:
            twin.put_back(*before)
    return twin
