"""Calls that wait for each other, and are then carried out one after the other in a given order."""

from __future__ import annotations

from dataclasses import dataclass, field

from mockserver.core.facts import Facts
from mockserver.core.faults.plan import Meeting
from mockserver.core.hold import Release
from mockserver.core.matching import Match


@dataclass(eq=False, slots=True)
class Ticket:
    """One call at a barrier. ``turn`` is set when it may go on."""

    facts: Facts
    turn: Release = field(default_factory=Release)


class Barrier:
    """Holds calls until enough have come. Whoever goes on says :meth:`done` when it has been carried out.

    The caller holds the sandbox's lock.
    """

    def __init__(self) -> None:
        self._meeting: Meeting | None = None
        self._waiting: list[Ticket] = []
        self._groups: list[list[Ticket]] = []

    def __repr__(self) -> str:
        return f"<Barrier {len(self._waiting)} waiting, {sum(map(len, self._groups))} going>"

    def join(self, meeting: Meeting, facts: Facts) -> Ticket:
        """Come to the barrier; the last one to come sets the first one's turn."""
        ticket = Ticket(facts)
        self._meeting = meeting
        self._waiting.append(ticket)
        if len(self._waiting) >= meeting.parties:
            self._start()
        return ticket

    def give_up(self, ticket: Ticket) -> None:
        """*ticket* has waited long enough: those who came go on without the others, in the same order."""
        if ticket in self._waiting:
            self._start()

    def done(self, ticket: Ticket) -> None:
        """The call was carried out, or went away: the next one's turn."""
        if ticket in self._waiting:
            self._waiting.remove(ticket)
        for group in self._groups:
            if ticket in group:
                was_first = group[0] is ticket
                group.remove(ticket)
                if was_first and group:
                    group[0].turn.set()
        self._groups = [group for group in self._groups if group]

    def _start(self) -> None:
        assert self._meeting is not None, "whoever waits came with one"
        order = self._meeting.order
        group = _in_order(self._waiting, order)
        self._waiting = []
        self._groups.append(group)
        group[0].turn.set()


def _in_order(tickets: list[Ticket], order: tuple[Match, ...]) -> list[Ticket]:
    """Each place of *order* takes the first call that it matches; the others follow as they came."""
    left = list(tickets)
    placed = []
    for match in order:
        found = next((ticket for ticket in left if match.matches(ticket.facts)), None)
        if found is not None:
            left.remove(found)
            placed.append(found)
    return placed + left
