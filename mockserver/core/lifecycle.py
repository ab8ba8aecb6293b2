"""A frozen table of which moves are allowed from which states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from mockserver.core.errors import IllegalTransition

State = TypeVar("State", bound=str | int)
"""What a vendor calls its states: words (``shipped``) or codes (300)."""

Move = TypeVar("Move", bound=str | int)
"""A word, or the state that the move leads to."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One kind of move: the states that it may be made from, and the rule that says so."""

    sources: frozenset[str] | frozenset[int]
    rule: str


@dataclass(frozen=True, slots=True)
class Lifecycle(Generic[State, Move]):
    """The moves that one actor may make. States not listed for a move refuse it, by the move's rule or,
    where the document says something particular of the state, by the rule that ``refusals`` has for it.
    """

    states: tuple[State, ...]
    moves: Mapping[Move, Transition]
    refusals: Mapping[State, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for move, transition in self.moves.items():
            unknown = set[str | int](transition.sources) - set(self.states)
            if unknown:
                raise ValueError(f"move {move!r} starts from unknown states {sorted(unknown, key=str)}")

    def allows(self, state: State, move: Move) -> bool:
        transition = self.moves.get(move)
        return transition is not None and state in transition.sources

    def from_state(self, state: State) -> tuple[Move, ...]:
        """The moves that *state* allows, in the order of the table."""
        return tuple(move for move, transition in self.moves.items() if state in transition.sources)

    def check(self, state: State, move: Move) -> None:
        """Raises:
        IllegalTransition: *move* is not allowed from *state*; it carries both and what is allowed.
        KeyError: there is no such move in this table.
        """
        transition = self.moves[move]
        if state not in transition.sources:
            rule = self.refusals.get(state, transition.rule)
            raise IllegalTransition(rule, state=state, move=move, allowed=tuple(map(str, self.from_state(state))))

    def path(self: Lifecycle[State, State], start: State, goal: State) -> tuple[State, ...]:
        """The shortest run of moves from *start* to *goal* where each move is named after the state
        that it leads to; empty when there is none.
        """
        routes: dict[State, tuple[State, ...]] = {start: ()}
        queue = [start]
        for state in queue:
            for move in self.from_state(state):
                if move not in routes:
                    routes[move] = (*routes[state], move)
                    queue.append(move)
        return routes.get(goal, ()) if goal != start else ()
