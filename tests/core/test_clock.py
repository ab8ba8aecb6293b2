"""A sandbox's clock: real time plus an offset, or a frozen instant; it never goes back."""

from __future__ import annotations

import datetime
import math

import pytest
from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.clock import Clock, ClockError, format_instant, parse_moment

UTC = datetime.UTC
TEN = datetime.datetime(2026, 2, 27, 10, 0, 0, tzinfo=UTC)


def later(seconds: float) -> datetime.datetime:
    return TEN + datetime.timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-02-27T10:00:00Z", TEN),
        ("2026-02-27T10:00:00", TEN),
        ("2026-02-27T11:30:00+01:30", TEN),
        ("2026-02-27T10:00", TEN),
        ("2026-02-27", datetime.datetime(2026, 2, 27, tzinfo=UTC)),
        ("2026-02-27T10:00:00.25Z", later(0.25)),
    ],
)
def test_a_moment_is_read_from_a_date_or_an_instant_as_utc(text: str, moment: datetime.datetime) -> None:
    read = parse_moment(text)
    assert (read, read.tzinfo) == (moment, UTC)


@pytest.mark.parametrize(
    "text", ["", "now", "10:00", "2026-02-30", "2026-13-01", "27.02.2026", "0001-01-01T00:00:00+23:00"]
)
def test_what_is_no_moment_is_told(text: str) -> None:
    with pytest.raises(ClockError, match="is no ISO 8601 instant; write it like 2026-02-27T10:00:00Z"):
        parse_moment(text)


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (TEN, "2026-02-27T10:00:00Z"),
        (later(0.999999), "2026-02-27T10:00:00Z"),
        (TEN.astimezone(datetime.timezone(datetime.timedelta(hours=-5))), "2026-02-27T10:00:00Z"),
    ],
)
def test_an_instant_is_written_in_whole_seconds_of_utc(moment: datetime.datetime, text: str) -> None:
    assert format_instant(moment) == text


def test_a_frozen_clock_stands_where_it_began() -> None:
    with freeze_time("2030-01-01") as real:
        clock = Clock(TEN, frozen=True)
        real.tick(3600)
        assert (clock.now(), clock.frozen) == (TEN, True)


def test_a_running_clock_goes_as_real_time_goes() -> None:
    with freeze_time("2030-01-01") as real:
        clock = Clock(TEN)
        real.tick(90.5)
        assert (clock.now(), clock.frozen) == (later(90.5), False)


def test_without_a_beginning_it_is_the_real_time() -> None:
    with freeze_time("2030-01-01") as real:
        clock = Clock()
        real.tick(1)
        assert clock.now() == datetime.datetime(2030, 1, 1, 0, 0, 1, tzinfo=UTC)


def test_a_running_clock_waits_while_real_time_is_set_back() -> None:
    with freeze_time("2030-01-01") as real:
        clock = Clock(TEN)
        real.tick(60)
        assert clock.now() == later(60)
        real.tick(-50)
        assert clock.now() == later(60)
        real.tick(51)
        assert clock.now() == later(61)


def test_a_resumed_clock_runs_on_from_where_it_was_frozen() -> None:
    with freeze_time("2030-01-01") as real:
        clock = Clock(TEN, frozen=True)
        real.tick(3600)
        clock.resume()
        assert (clock.now(), clock.frozen) == (TEN, False)
        real.tick(5)
        assert clock.now() == later(5)


def test_a_clock_that_is_frozen_later_stops_there() -> None:
    with freeze_time("2030-01-01") as real:
        clock = Clock(TEN)
        real.tick(5)
        clock.freeze()
        real.tick(5)
        assert (clock.now(), clock.frozen) == (later(5), True)


def test_resuming_a_running_clock_changes_nothing() -> None:
    with freeze_time("2030-01-01") as real:
        clock = Clock(TEN)
        real.tick(5)
        clock.resume()
        assert clock.now() == later(5)


@pytest.mark.parametrize("frozen", [True, False])
def test_a_clock_that_is_moved_forward_goes_on_as_it_was_from_there(frozen: bool) -> None:
    with freeze_time("2030-01-01") as real:
        clock = Clock(TEN, frozen=frozen)
        clock.move_to(later(60))
        real.tick(1)
        assert (clock.now(), clock.frozen) == (later(60 if frozen else 61), frozen)


@pytest.mark.parametrize("frozen", [True, False])
def test_a_clock_cannot_be_moved_back(frozen: bool) -> None:
    with freeze_time("2030-01-01"):
        clock = Clock(TEN, frozen=frozen)
        clock.move_to(later(60))
        clock.move_to(later(30))
        assert clock.now() == later(60)


def test_the_epoch_is_the_whole_second_at_which_it_began() -> None:
    clock = Clock(later(0.75), frozen=True)
    assert (clock.epoch, clock.now()) == (TEN, later(0.75))


@pytest.mark.parametrize(
    ("moment", "instant"), [(TEN, 0), (later(0.999), 0), (later(1), 1), (later(90.5), 90)], ids=str
)
def test_an_instant_is_whole_seconds_since_the_epoch_rounded_down(moment: datetime.datetime, instant: int) -> None:
    clock = Clock(TEN, frozen=True)
    clock.move_to(moment)
    assert clock.instant() == instant


def test_the_instant_of_a_moment_keeps_its_fraction_and_its_sign() -> None:
    clock = Clock(TEN, frozen=True)
    assert (clock.instant_of(later(0.5)), clock.instant_of(later(-90))) == (0.5, -90.0)


@pytest.mark.parametrize(
    ("instant", "text"),
    [(0, "2026-02-27T10:00:00Z"), (59, "2026-02-27T10:00:59Z"), (-86400, "2026-02-26T10:00:00Z")],
)
def test_an_instant_is_written_as_the_moment_that_it_is(instant: int, text: str) -> None:
    assert Clock(later(0.75), frozen=True).text(instant) == text


@pytest.mark.parametrize("seconds", [0, -0.0, 0.25, 60, 10**9])
def test_the_moment_after_some_seconds(seconds: float) -> None:
    assert Clock(TEN, frozen=True).after(seconds) == TEN + datetime.timedelta(seconds=seconds)


@pytest.mark.parametrize("seconds", [-1, -1e-9, -math.inf, math.nan])
def test_there_is_no_moment_before_now(seconds: float) -> None:
    with pytest.raises(ClockError, match="time never goes back; give 0 or more"):
        Clock(TEN, frozen=True).after(seconds)


@pytest.mark.parametrize("seconds", [math.inf, 1e308, 10**30, 3e11])
def test_there_is_no_moment_beyond_the_last_one(seconds: float) -> None:
    with pytest.raises(ClockError, match="clocks go as far as 9990-01-01T00:00:00Z"):
        Clock(TEN, frozen=True).after(seconds)


def test_a_moment_to_go_to_is_taken_in_any_zone() -> None:
    east = later(60).astimezone(datetime.timezone(datetime.timedelta(hours=9)))
    checked = Clock(TEN, frozen=True).checked(east)
    assert (checked, checked.tzinfo) == (later(60), UTC)


def test_the_present_is_a_moment_to_go_to() -> None:
    assert Clock(TEN, frozen=True).checked(TEN) == TEN


@pytest.mark.parametrize(
    ("moment", "why"),
    [
        (later(-1), "already at 2026-02-27T10:00:00Z and time never goes back"),
        (datetime.datetime(9990, 1, 1, 0, 0, 1, tzinfo=UTC), "clocks go as far as 9990-01-01T00:00:00Z"),
    ],
)
def test_a_moment_that_cannot_be_gone_to_is_told(moment: datetime.datetime, why: str) -> None:
    with pytest.raises(ClockError, match=why):
        Clock(TEN, frozen=True).checked(moment)


@pytest.mark.parametrize(
    "start",
    [datetime.datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC), datetime.datetime(9990, 1, 1, 0, 0, 1, tzinfo=UTC)],
)
def test_a_clock_does_not_begin_where_clocks_do_not_go(start: datetime.datetime) -> None:
    with pytest.raises(ClockError, match="clocks go from 1970-01-01T00:00:00Z to 9990-01-01T00:00:00Z"):
        Clock(start)


class Shaky(Clock):
    """A clock whose real time is set by the test."""

    real = TEN

    @staticmethod
    def _real_now() -> datetime.datetime:
        return Shaky.real


STEPS = st.lists(
    st.tuples(st.sampled_from(["real", "move", "freeze", "resume", "look"]), st.integers(-10_000, 10_000)), max_size=40
)


@given(steps=STEPS, frozen=st.booleans())
def test_whatever_is_done_and_whatever_real_time_does_time_never_goes_back(
    steps: list[tuple[str, int]], frozen: bool
) -> None:
    Shaky.real = TEN
    clock = Shaky(TEN, frozen=frozen)
    seen = [clock.now()]
    for step, seconds in steps:
        if step == "real":
            Shaky.real += datetime.timedelta(seconds=seconds)
        elif step == "move":
            clock.move_to(seen[-1] + datetime.timedelta(seconds=seconds))
        elif step == "freeze":
            clock.freeze()
        elif step == "resume":
            clock.resume()
        seen.append(clock.now())
    assert seen == sorted(seen)
