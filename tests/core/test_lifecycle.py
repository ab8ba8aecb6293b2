"""A table of allowed moves: what it allows, refuses and how it finds a way."""

from __future__ import annotations

import pytest

from mockserver.core.errors import IllegalTransition
from mockserver.core.lifecycle import Lifecycle, Transition

DOOR = Lifecycle(
    ("open", "closed", "locked", "gone"),
    {
        "closed": Transition(frozenset({"open", "locked"}), "acme.doors.close"),
        "open": Transition(frozenset({"closed"}), "acme.doors.open"),
        "locked": Transition(frozenset({"closed"}), "acme.doors.lock"),
    },
    refusals={"gone": "acme.doors.gone"},
)
"""``gone`` is final, and leads nowhere."""


@pytest.mark.parametrize(
    ("state", "moves"), [("open", ("closed",)), ("closed", ("open", "locked")), ("locked", ("closed",)), ("gone", ())]
)
def test_a_state_allows_its_moves_in_the_order_of_the_table(state: str, moves: tuple[str, ...]) -> None:
    assert DOOR.from_state(state) == moves
    assert {move for move in ("open", "closed", "locked") if DOOR.allows(state, move)} == set(moves)


def test_an_unknown_move_is_not_allowed() -> None:
    assert DOOR.allows("open", "painted") is False


def test_an_allowed_move_passes() -> None:
    DOOR.check("closed", "locked")


def test_a_refused_move_tells_the_rule_the_state_the_move_and_what_is_allowed() -> None:
    with pytest.raises(IllegalTransition) as caught:
        DOOR.check("locked", "open")
    error = caught.value
    assert (error.rule, error.state, error.move, error.allowed) == ("acme.doors.open", "locked", "open", ("closed",))


def test_a_state_that_the_document_says_something_of_refuses_by_that_rule() -> None:
    with pytest.raises(IllegalTransition) as caught:
        DOOR.check("gone", "open")
    assert (caught.value.rule, caught.value.allowed) == ("acme.doors.gone", ())


def test_a_move_that_the_table_has_not_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        DOOR.check("open", "painted")


def test_a_table_that_starts_from_unknown_states_cannot_be_made() -> None:
    with pytest.raises(ValueError, match=r"move 'open' starts from unknown states \['ajar'\]"):
        Lifecycle(("open", "closed"), {"open": Transition(frozenset({"ajar", "closed"}), "acme.doors.open")})


@pytest.mark.parametrize(
    ("start", "goal", "path"),
    [
        ("open", "closed", ("closed",)),
        ("open", "locked", ("closed", "locked")),
        ("locked", "open", ("closed", "open")),
        ("open", "open", ()),
        ("open", "gone", ()),
        ("gone", "open", ()),
    ],
)
def test_the_path_is_the_shortest_run_of_moves(start: str, goal: str, path: tuple[str, ...]) -> None:
    assert DOOR.path(start, goal) == path


def test_of_two_ways_the_shorter_one_is_taken() -> None:
    ways = Lifecycle(
        ("a", "b", "c", "d"),
        {
            "b": Transition(frozenset({"a"}), "x"),
            "c": Transition(frozenset({"b"}), "x"),
            "d": Transition(frozenset({"c", "a"}), "x"),
        },
    )
    assert ways.path("a", "d") == ("d",)


LAMP = Lifecycle(
    (10, 20, 30),
    {20: Transition(frozenset({10}), "acme.lamps.dim"), 30: Transition(frozenset({20}), "acme.lamps.light")},
    refusals={30: "acme.lamps.lit"},
)


def test_states_may_be_codes() -> None:
    assert (LAMP.from_state(10), LAMP.path(10, 30)) == ((20,), (20, 30))
    with pytest.raises(IllegalTransition) as caught:
        LAMP.check(30, 20)
    assert (caught.value.rule, caught.value.state, caught.value.move) == ("acme.lamps.lit", 30, 20)


def test_what_a_code_does_allow_is_told_as_text() -> None:
    with pytest.raises(IllegalTransition) as caught:
        LAMP.check(10, 30)
    assert caught.value.allowed == ("20",)


def test_moves_between_codes_may_be_words() -> None:
    switch = Lifecycle((0, 1), {"flip": Transition(frozenset({0, 1}), "acme.switches.flip")})
    assert switch.allows(1, "flip")
    with pytest.raises(ValueError, match=r"unknown states \[2\]"):
        Lifecycle((0, 1), {"flip": Transition(frozenset({2}), "acme.switches.flip")})
