"""Calls that wait for each other go on in the order that was named."""

from __future__ import annotations

from mockserver.core.facts import Facts
from mockserver.core.faults.barriers import Barrier, Ticket
from mockserver.core.faults.plan import Meeting
from mockserver.core.matching import Match

PATCH = Facts(operation="warpware.updateOrder", method="PATCH", body=b'{"status": "shipped"}')
CANCEL = Facts(operation="warpware.cancelOrder", method="POST")
OTHER = Facts(operation="warpware.getOrder", method="GET")


def meeting(parties: int, *order: str) -> Meeting:
    return Meeting("race", parties, tuple(Match(operation=name) for name in order), 30)


def going(*tickets: Ticket) -> list[bool]:
    return [ticket.turn.is_set() for ticket in tickets]


def test_nobody_goes_before_all_have_come() -> None:
    barrier = Barrier()
    assert going(barrier.join(meeting(2), PATCH)) == [False]


def test_the_named_order_counts_whoever_came_first() -> None:
    for first, second in ((PATCH, CANCEL), (CANCEL, PATCH)):
        barrier, rules = Barrier(), meeting(2, "cancelOrder", "updateOrder")
        tickets = {ticket.facts: ticket for ticket in (barrier.join(rules, first), barrier.join(rules, second))}
        assert going(tickets[CANCEL], tickets[PATCH]) == [True, False]
        barrier.done(tickets[CANCEL])
        assert going(tickets[PATCH]) == [True]


def test_who_is_not_named_follows_as_it_came() -> None:
    barrier, rules = Barrier(), meeting(3, "cancelOrder")
    patch, other, cancel = (barrier.join(rules, facts) for facts in (PATCH, OTHER, CANCEL))
    assert going(cancel, patch, other) == [True, False, False]
    barrier.done(cancel)
    assert going(patch, other) == [True, False]
    barrier.done(patch)
    assert going(other) == [True]


def test_the_next_ones_meet_again() -> None:
    barrier, rules = Barrier(), meeting(2)
    first, second = barrier.join(rules, PATCH), barrier.join(rules, CANCEL)
    third = barrier.join(rules, OTHER)
    assert going(first, second, third) == [True, False, False]
    barrier.done(first)
    barrier.done(second)
    assert going(third) == [False]


def test_who_has_waited_long_enough_goes_without_the_others() -> None:
    barrier, rules = Barrier(), meeting(3, "cancelOrder")
    patch, cancel = barrier.join(rules, PATCH), barrier.join(rules, CANCEL)
    barrier.give_up(patch)
    assert going(cancel, patch) == [True, False]
    barrier.done(cancel)
    assert going(patch) == [True]


def test_who_goes_away_is_not_waited_for() -> None:
    barrier, rules = Barrier(), meeting(2)
    gone = barrier.join(rules, PATCH)
    barrier.done(gone)
    assert going(barrier.join(rules, CANCEL)) == [False]
