"""A bucket that is emptied by calls and refilled step by step."""

from __future__ import annotations

import datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.leaky_bucket import LeakyBucket, leaky_bucket

TEN = datetime.datetime(2026, 2, 27, 10, 0, 0, tzinfo=datetime.UTC)


def later(microseconds: int) -> datetime.datetime:
    return TEN + datetime.timedelta(microseconds=microseconds)


def call(bucket: LeakyBucket, seconds: float, key: str = "key") -> int:
    """A call at that moment: 0 when it passed, else the seconds to wait."""
    now = later(round(seconds * 1_000_000))
    wait = bucket.wait(key, now)
    if wait == 0:
        bucket.charge(key, now)
    return wait


def passing(bucket: LeakyBucket, seconds: float, calls: int) -> int:
    return [call(bucket, seconds) for _ in range(calls)].count(0)


def test_a_burst_empties_it_and_each_interval_lets_two_more_pass() -> None:
    bucket = LeakyBucket(200, 2, 10)
    assert passing(bucket, 0, 201) == 200
    assert (passing(bucket, 9.999999, 3), passing(bucket, 10, 3), passing(bucket, 19, 3)) == (0, 2, 0)
    assert passing(bucket, 20, 3) == 2


def test_it_is_never_fuller_than_at_the_beginning() -> None:
    bucket = LeakyBucket(3, 2, 10)
    passing(bucket, 0, 3)
    assert passing(bucket, 100_000, 10) == 3


def test_intervals_count_from_the_call_that_finds_it_full() -> None:
    bucket = LeakyBucket(1, 1, 10)
    assert [call(bucket, seconds) for seconds in (7, 16, 17, 26, 40, 49, 50)] == [0, 1, 0, 1, 0, 1, 0]


def test_intervals_go_on_while_it_is_not_full() -> None:
    bucket = LeakyBucket(3, 1, 10)
    passing(bucket, 0, 3)
    assert [call(bucket, seconds) for seconds in (25, 25, 25, 30)] == [0, 0, 5, 0]


@pytest.mark.parametrize(("seconds", "wait"), [(0, 10), (0.000001, 10), (1, 9), (9.5, 1), (9.999999, 1), (10, 0)])
def test_the_wait_is_whole_seconds_rounded_up(seconds: float, wait: int) -> None:
    bucket = LeakyBucket(1, 1, 10)
    call(bucket, 0)
    assert bucket.wait("key", later(round(seconds * 1_000_000))) == wait


def test_a_refused_call_and_asking_alone_cost_nothing() -> None:
    bucket = LeakyBucket(1, 1, 10)
    assert passing(bucket, 0, 50) == 1
    assert [bucket.wait("key", later(10_000_000)) for _ in range(5)] == [0] * 5
    assert passing(bucket, 10, 5) == 1


def test_keys_have_buckets_of_their_own() -> None:
    bucket = LeakyBucket(1, 1, 10)
    assert [call(bucket, 0, key) for key in ("a", "b", "a", "b")] == [0, 0, 10, 10]


def test_it_is_made_from_numbers_by_name() -> None:
    (name, bucket), *others = leaky_bucket({"burst": 3, "refill": 2, "interval": 5}).items()
    assert (name, bucket.limit, bucket.window, others) == ("requests", 3, 5, [])


@given(
    burst=st.integers(1, 6),
    refill=st.integers(1, 4),
    interval=st.integers(1, 7),
    gaps=st.lists(st.integers(0, 9_000_000) | st.integers(0, 3).map(lambda n: n * 1_000_000), max_size=60),
)
def test_it_lets_pass_what_a_count_tick_by_tick_does(burst: int, refill: int, interval: int, gaps: list[int]) -> None:
    bucket = LeakyBucket(burst, refill, interval)
    left, ticks_at, now = burst, None, 0
    for gap in gaps:
        now += gap
        # The model: walk over every end of an interval, one by one, in exact fractions of a second.
        while ticks_at is not None and Fraction(now, 1_000_000) >= ticks_at:
            left = min(burst, left + refill)
            ticks_at = None if left == burst else ticks_at + interval
        wait = bucket.wait("key", later(now))
        assert (wait == 0) == (left > 0)
        if left:
            bucket.charge("key", later(now))
            ticks_at = Fraction(now, 1_000_000) + interval if left == burst else ticks_at
            left -= 1
        else:
            assert ticks_at is not None
            assert 0 <= wait - (ticks_at - Fraction(now, 1_000_000)) < 1
