"""Plans: what may stand together, how much of a body leaves, and two plans on one response."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.wire_plan import Dribble, WirePlan


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"delay": 1, "truncate": 0.5},
        {"delay": 1, "reset": True},
        {"delay": 1, "hang": 2},
        {"delay": 0.5, "dribble": Dribble(3, 1)},
        {"hang": 1, "reset": True},
        {"truncate": 10, "reset": True},
        {"truncate": 0, "dribble": Dribble(1, 0), "reset": True},
    ],
)
def test_what_goes_together(fields: dict[str, Any]) -> None:
    WirePlan(**fields)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"reset": True, "garbage": b"?"}, "garbage and reset exclude each other"),
        ({"reset": True, "empty": True}, "empty and reset exclude each other"),
        ({"empty": True, "hang": 1}, "hang and empty exclude each other"),
        ({"garbage": b"?", "truncate": 0}, "garbage and truncate exclude each other"),
        ({"empty": True, "garbage": b"?", "truncate": 1}, "empty, garbage and truncate exclude each other"),
        ({"hang": 0, "truncate": 1}, "hang and truncate exclude each other"),
        ({"hang": 0, "dribble": Dribble(1, 1)}, "dribble and hang exclude each other"),
        ({"reset": True, "dribble": Dribble(1, 1)}, "dribble and reset exclude each other"),
    ],
)
def test_what_excludes_each_other_is_refused_by_name(fields: dict[str, Any], text: str) -> None:
    with pytest.raises(ValueError, match=text):
        WirePlan(**fields)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"delay": -0.1}, "delay: must be a number of seconds, 0 or more, not -0.1"),
        ({"delay": float("inf")}, "delay: .* not inf"),
        ({"delay": float("nan")}, "delay: .* not nan"),
        ({"delay": True}, "delay: .* not True"),
        ({"delay": "2"}, "delay: .* not '2'"),
        ({"hang": -1}, "hang: .* not -1"),
        ({"garbage": b""}, "garbage: must be at least one byte"),
        ({"truncate": -1}, "truncate: must be a whole number of bytes, or a fraction .* not -1"),
        ({"truncate": 1.0}, r"truncate: .* below 1\.0, not 1\.0"),
        ({"truncate": -0.5}, "truncate: .* not -0.5"),
        ({"truncate": True}, "truncate: .* not True"),
        ({"truncate": float("nan")}, "truncate: .* not nan"),
    ],
)
def test_a_value_out_of_its_range_is_refused_by_name(fields: dict[str, Any], text: str) -> None:
    with pytest.raises(ValueError, match=text):
        WirePlan(**fields)


@pytest.mark.parametrize(("chunks", "seconds"), [(0, 1), (-1, 1), (1.5, 1), (True, 1), (1, -1), (1, float("nan"))])
def test_a_dribble_needs_a_piece_and_time_that_goes_forward(chunks: Any, seconds: float) -> None:
    with pytest.raises(ValueError, match="dribble: "):
        Dribble(chunks, seconds)


@pytest.mark.parametrize(
    ("cut", "left"),
    [(None, b"abcde"), (0, b""), (2, b"ab"), (5, b"abcde"), (9, b"abcde"), (0.5, b"ab"), (0.99, b"abcd")],
)
def test_how_much_of_a_body_leaves(cut: float | None, left: bytes) -> None:
    assert WirePlan(truncate=cut).cut(b"abcde") == left


@given(st.binary(min_size=1, max_size=300), st.floats(0, 1, exclude_max=True))
def test_a_fraction_always_takes_something_away(body: bytes, fraction: float) -> None:
    assert len(WirePlan(truncate=fraction).cut(body)) < len(body)


@given(st.binary(max_size=300), st.integers(1, 400))
def test_the_pieces_of_a_body_are_the_body_and_nearly_of_one_length(body: bytes, chunks: int) -> None:
    pieces = Dribble(chunks, 1).pieces(body)
    assert b"".join(pieces) == body
    assert len(pieces) == min(chunks, len(body))
    assert not pieces or max(map(len, pieces)) - min(map(len, pieces)) <= 1
    assert b"" not in pieces


@pytest.mark.parametrize(
    ("fields", "cuts"),
    [
        ({}, False),
        ({"delay": 1}, False),
        ({"dribble": Dribble(1, 1)}, False),
        ({"hang": 0}, True),
        ({"empty": True}, True),
        ({"garbage": b"?"}, True),
        ({"truncate": 0}, True),
        ({"reset": True}, True),
    ],
)
def test_whether_a_plan_leaves_a_response(fields: dict[str, Any], cuts: bool) -> None:
    assert WirePlan(**fields).cuts is cuts


def test_delays_add_up_and_each_plan_adds_what_the_other_lacks() -> None:
    first = WirePlan(delay=1, truncate=0.5)
    second = WirePlan(delay=0.5, reset=True)
    both = WirePlan(delay=1.5, truncate=0.5, reset=True)
    assert first.merge(second) == both
    assert second.merge(first) == both
    assert first.merge(WirePlan()) == first
    assert WirePlan(hang=2).merge(WirePlan(delay=1)) == WirePlan(delay=1, hang=2)


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        (WirePlan(truncate=1), WirePlan(truncate=1), "both have truncate"),
        (WirePlan(hang=1), WirePlan(hang=2), "both have hang"),
        (WirePlan(reset=True), WirePlan(garbage=b"?"), "garbage and reset exclude"),
        (WirePlan(empty=True), WirePlan(truncate=0.5), "empty and truncate exclude"),
    ],
)
def test_two_plans_that_do_not_go_together_are_refused_either_way(first: WirePlan, second: WirePlan, text: str) -> None:
    for one, other in ((first, second), (second, first)):
        with pytest.raises(ValueError, match=text):
            one.merge(other)
