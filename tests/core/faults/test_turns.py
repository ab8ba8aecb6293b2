"""Which of the matching calls a rule fires on: ``skip``, ``every``, ``times``, ``probability``."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.faults.turns import Turns


def fires_on(turns: Turns, calls: int, seed: int = 1) -> list[int]:
    """The numbers, from 1, of the calls on which it is a turn."""
    draw = random.Random(seed)
    return [number for number in range(1, calls + 1) if turns.take(draw) is not None]


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (Turns(), [1, 2, 3, 4, 5, 6, 7, 8]),
        (Turns(skip=5), [6, 7, 8]),
        (Turns(times=2), [1, 2]),
        (Turns(skip=1, times=3), [2, 3, 4]),
        (Turns(every=3), [3, 6]),
        (Turns(skip=2, every=3), [5, 8]),
        (Turns(skip=1, every=2, times=2), [3, 5]),
        (Turns(probability=0), []),
        (Turns(skip=100), []),
    ],
)
def test_turns_fall_on_the_calls_that_the_schedule_names(turns: Turns, expected: list[int]) -> None:
    assert fires_on(turns, 8) == expected


@given(skip=st.integers(0, 6), times=st.none() | st.integers(1, 5), every=st.integers(1, 4), calls=st.integers(0, 40))
def test_a_schedule_is_what_a_list_of_calls_sliced_is(skip: int, times: int | None, every: int, calls: int) -> None:
    model = list(range(1, calls + 1))[skip:][every - 1 :: every][:times]
    assert fires_on(Turns(skip, times, every), calls) == model


@given(times=st.integers(1, 5), calls=st.integers(0, 20))
def test_what_was_taken_and_what_is_left_add_up(times: int, calls: int) -> None:
    turns = Turns(times=times)
    fires_on(turns, calls)
    assert (turns.seen, turns.taken + (turns.left or 0)) == (calls, times)


def test_a_rule_without_an_end_has_no_number_left() -> None:
    assert Turns().left is None


def test_turns_are_numbered_from_nought() -> None:
    turns, draw = Turns(every=2), random.Random(0)
    assert [turns.take(draw) for _ in range(6)] == [None, 0, None, 1, None, 2]


def test_chance_lets_about_as_many_through_as_it_says() -> None:
    assert 2_800 < len(fires_on(Turns(probability=0.3), 10_000)) < 3_200


@given(st.integers(), st.floats(0, 1))
def test_the_same_seed_fires_on_the_same_calls(seed: int, probability: float) -> None:
    first = fires_on(Turns(probability=probability), 30, seed)
    assert fires_on(Turns(probability=probability), 30, seed) == first


def test_chance_is_drawn_only_where_it_decides() -> None:
    """Calls that pass first, and those between two turns, leave the dice alone."""
    fresh = random.Random(5)
    used = random.Random(5)
    turns = Turns(skip=3, every=2, times=1, probability=0.999999)
    for _ in range(4):
        turns.take(used)
    assert used.random() == fresh.random()
