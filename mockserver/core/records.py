"""A vendor's records as a snapshot keeps them."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from mockserver.core.changes import tables_of
from mockserver.core.clock import Clock
from mockserver.core.events import EventLog
from mockserver.core.randomness import Streams
from mockserver.core.saved import Saved
from mockserver.core.schedule import Schedule
from mockserver.core.webhooks import Webhooks

State = TypeVar("State", bound="Records")


@dataclass(frozen=True, slots=True)
class Context:
    """What a sandbox lends to its vendors' states."""

    clock: Clock
    streams: Streams
    readings: Mapping[str, str]
    events: EventLog
    schedule: Schedule
    webhooks: Webhooks


class Records(Saved):
    """The base of a vendor's state: its tables are kept, and what else ``saved`` names.

    ``purpose`` prefixes the names of the random streams that it draws from, so that seeding and serving draw from
    different ones.
    """

    def __init__(self, context: Context, purpose: str) -> None:
        self.enter(context, purpose)

    def enter(self, context: Context, purpose: str) -> None:
        """Work with *context* from now on."""
        self.clock = context.clock
        self.streams = context.streams
        self.readings = context.readings
        self.events = context.events
        self.schedule = context.schedule
        self.webhooks = context.webhooks
        self.purpose = purpose

    def fork(self: State, context: Context, purpose: str) -> State:
        """A sandbox's own state over the records of this one, which must not change any more: rows are shared until
        the twin writes.
        """
        twin = copy.copy(self)
        twin.enter(context, purpose)
        for name, table in tables_of(self).items():
            setattr(twin, name, table.fork())
        for name in self.saved:
            setattr(twin, name, copy.copy(getattr(self, name)))
        return twin

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
