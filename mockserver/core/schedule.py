"""Jobs that fall due as a sandbox's clock moves."""

from __future__ import annotations

import datetime
import heapq
import itertools
from collections.abc import Callable
from typing import Any

from mockserver.core.clock import Clock, format_instant
from mockserver.core.saved import Saved

Effect = dict[str, Any]
"""What a job did, as plain JSON: ``{"at": "2026-02-27T10:00:00Z", "what": "order.moved", …}``."""

Action = Callable[[], Effect | None]


class Schedule(Saved):
    """A queue of jobs by due time; ties run in the order in which they were added.

    The caller holds the sandbox's lock. A snapshot keeps the jobs as they are: an action may run once in each
    history, and must hold nothing that changes but parts of the sandbox.
    """

    saved = ("_queue", "_waiting")

    def __init__(self) -> None:
        self._planners: list[Saved] = []
        self._queue: list[tuple[datetime.datetime, int, str, Action]] = []
        self._numbers = itertools.count()
        self._waiting: set[int] = set()

    def __len__(self) -> int:
        return len(self._waiting)

    def join(self, planner: Saved) -> None:
        """Have snapshots keep what *planner* remembers of its jobs along with them."""
        self._planners.append(planner)

    def capture(self) -> Any:
        return super().capture(), [planner.capture() for planner in self._planners]

    def restore(self, captured: Any) -> None:
        jobs, remembered = captured
        super().restore(jobs)
        for planner, memory in zip(self._planners, remembered, strict=True):
            planner.restore(memory)

    @property
    def next_due(self) -> datetime.datetime | None:
        """When the first job falls due; it may have been taken back."""
        return self._queue[0][0] if self._queue else None

    def add(self, due: datetime.datetime, what: str, action: Action) -> int:
        """Queue *action* for *due*; answers a ticket for :meth:`cancel`."""
        ticket = next(self._numbers)
        heapq.heappush(self._queue, (due, ticket, what, action))
        self._waiting.add(ticket)
        return ticket

    def cancel(self, ticket: int) -> bool:
        """Take a job back; false when it has run or was taken back before."""
        if ticket not in self._waiting:
            return False
        self._waiting.discard(ticket)  # its place in the queue is passed over when it comes up
        return True

    def advance(self, clock: Clock, until: datetime.datetime) -> list[Effect]:
        """Move *clock* to *until*, running every due job in time order, each at its own instant.

        A job that a job adds runs too if it falls due by *until*.
        """
        effects: list[Effect] = []
        while self._queue and self._queue[0][0] <= until:
            effects += self.run_first(clock)
        clock.move_to(until)
        return effects

    def run_first(self, clock: Clock) -> list[Effect]:
        """Move *clock* to the first job and run it; there must be one. Nothing happens where it was taken back."""
        due, ticket, what, action = heapq.heappop(self._queue)
        if ticket not in self._waiting:
            return []
        self._waiting.discard(ticket)
        clock.move_to(due)
        effect = action()
        return [] if effect is None else [{"at": format_instant(due), "what": what, **effect}]

    def run_due(self, clock: Clock) -> list[Effect]:
        """Run what fell due while real time passed."""
        if not self._queue or self._queue[0][0] > clock.now():
            return []
        return self.advance(clock, clock.now())
