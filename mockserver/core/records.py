"""A vendor's records as a snapshot keeps them."""

from __future__ import annotations

import copy
from typing import Any, TypeVar

from mockserver.core.changes import tables_of
from mockserver.core.saved import Saved

State = TypeVar("State", bound="Records")


class Records(Saved):
    """The base of a vendor's state: its tables are kept, and what else ``saved`` names.

    ``purpose`` prefixes the names of the random streams that it draws from.
    """

    purpose: str

    def fork_tables(self, source: Records) -> None:
        """Have the rows of *source*, a state of the same vendor, shared until one of the two writes."""
        for name, table in tables_of(source).items():
            setattr(self, name, table.fork())

    def capture(self) -> Any:
        return super().capture(), {name: table.fork() for name, table in tables_of(self).items()}

    def restore(self, captured: Any) -> None:
        others, twins = captured
        super().restore(others)
        for name, table in tables_of(self).items():
            table.return_to(twins[name])

    def aside(self: State) -> State:
        """The same records for what a test arranges: it draws from streams of its own, so that the ids of the calls
        that are tested stay what they are.
        """
        twin = copy.copy(self)
        twin.purpose = f"{self.purpose}.arranged"
        return twin
