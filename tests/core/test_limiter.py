"""Fixed windows that begin with a key's first call."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.limiter import FixedWindow

TEN = datetime.datetime(2026, 2, 27, 10, 0, 0, tzinfo=datetime.UTC)


def later(seconds: float) -> datetime.datetime:
    return TEN + datetime.timedelta(seconds=seconds)


def call(limiter: FixedWindow, seconds: float, key: str = "key") -> int:
    """A call at that moment: 0 when it passed, else the seconds to wait."""
    wait = limiter.wait(key, later(seconds))
    if wait == 0:
        limiter.charge(key, later(seconds))
    return wait


def test_so_many_calls_pass_and_the_next_waits_for_the_windows_end() -> None:
    limiter = FixedWindow(3, 60)
    assert [call(limiter, 0) for _ in range(4)] == [0, 0, 0, 60]


@pytest.mark.parametrize(
    ("seconds", "wait"),
    [(0, 60), (0.001, 60), (1, 59), (30.5, 30), (59, 1), (59.001, 1), (59.999999, 1), (60, 0), (61, 0)],
)
def test_the_wait_is_whole_seconds_rounded_up_and_none_at_the_end(seconds: float, wait: int) -> None:
    limiter = FixedWindow(1, 60)
    call(limiter, 0)
    assert limiter.wait("key", later(seconds)) == wait


def test_a_window_begins_with_the_keys_first_call_and_the_next_with_the_first_after_its_end() -> None:
    limiter = FixedWindow(1, 60)
    assert [call(limiter, seconds) for seconds in (7, 66, 67, 100, 126, 127)] == [0, 1, 0, 27, 1, 0]


def test_a_call_in_between_does_not_lengthen_the_window() -> None:
    limiter = FixedWindow(2, 60)
    assert [call(limiter, seconds) for seconds in (0, 59, 59.5, 60)] == [0, 0, 1, 0]


def test_a_refused_call_uses_up_nothing() -> None:
    limiter = FixedWindow(2, 60)
    for _ in range(10):
        call(limiter, 0)
    assert [call(limiter, 60) for _ in range(3)] == [0, 0, 60]


def test_asking_alone_uses_up_nothing() -> None:
    limiter = FixedWindow(1, 60)
    assert [limiter.wait("key", TEN) for _ in range(3)] == [0, 0, 0]


def test_keys_are_counted_apart() -> None:
    limiter = FixedWindow(1, 60)
    assert [call(limiter, 0, "a"), call(limiter, 1, "b"), call(limiter, 2, "a"), call(limiter, 2, "b")] == [
        0,
        0,
        58,
        59,
    ]


@given(
    limit=st.integers(1, 5),
    window=st.integers(1, 20),
    gaps=st.lists(st.floats(0, 15, allow_nan=False), max_size=60),
)
def test_no_window_lets_more_than_its_limit_pass(limit: int, window: int, gaps: list[float]) -> None:
    limiter, now = FixedWindow(limit, window), 0.0
    passed: list[datetime.datetime] = []
    for gap in gaps:
        now += gap
        if call(limiter, now) == 0:
            passed.append(later(now))
    # The windows by hand: each begins with the first call that the one before has not.
    while passed:
        ends = passed[0] + datetime.timedelta(seconds=window)
        assert len([moment for moment in passed if moment < ends]) <= limit
        passed = [moment for moment in passed if moment >= ends]


@given(limit=st.integers(1, 5), window=st.integers(1, 20), gaps=st.lists(st.floats(0, 15), max_size=60))
def test_who_waits_as_long_as_told_passes_and_a_second_less_does_not_help(
    limit: int, window: int, gaps: list[float]
) -> None:
    limiter, now = FixedWindow(limit, window), 0.0
    for gap in gaps:
        now += gap
        wait = call(limiter, now)
        if wait:
            assert 1 <= wait <= window
            told = later(now) + datetime.timedelta(seconds=wait)
            assert limiter.wait("key", told) == 0
            assert limiter.wait("key", told - datetime.timedelta(seconds=1)) == 1
