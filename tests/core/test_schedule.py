"""Jobs that fall due: in time order, each at its own moment."""

from __future__ import annotations

import datetime

import pytest
from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.clock import Clock
from mockserver.core.schedule import Effect, Schedule

TEN = datetime.datetime(2026, 2, 27, 10, 0, 0, tzinfo=datetime.UTC)


def later(seconds: float) -> datetime.datetime:
    return TEN + datetime.timedelta(seconds=seconds)


class Workshop:
    """A schedule on a clock that is frozen at ten o'clock; ``ran`` tells which job ran when."""

    def __init__(self) -> None:
        self.clock = Clock(TEN, frozen=True)
        self.schedule = Schedule()
        self.ran: list[tuple[str, float]] = []

    def add(self, name: str, seconds: float, effect: Effect | None = None) -> int:
        def job() -> Effect | None:
            self.ran.append((name, (self.clock.now() - TEN).total_seconds()))
            return effect

        return self.schedule.add(later(seconds), name, job)

    def advance(self, seconds: float) -> list[Effect]:
        return self.schedule.advance(self.clock, later(seconds))


@pytest.fixture
def workshop() -> Workshop:
    return Workshop()


def test_jobs_run_in_the_order_in_which_they_fall_due_each_at_its_moment(workshop: Workshop) -> None:
    for name, seconds in (("c", 30.5), ("a", 10), ("b", 20)):
        workshop.add(name, seconds)
    workshop.advance(60)
    assert workshop.ran == [("a", 10.0), ("b", 20.0), ("c", 30.5)]
    assert workshop.clock.now() == later(60)


def test_jobs_of_one_moment_run_in_the_order_in_which_they_were_added(workshop: Workshop) -> None:
    for name in "dacb":
        workshop.add(name, 10)
    workshop.advance(10)
    assert [name for name, _ in workshop.ran] == ["d", "a", "c", "b"]


def test_a_job_that_falls_due_later_stays(workshop: Workshop) -> None:
    workshop.add("soon", 10)
    workshop.add("late", 10.001)
    workshop.advance(10)
    assert (workshop.ran, len(workshop.schedule)) == ([("soon", 10.0)], 1)


def test_a_job_runs_once(workshop: Workshop) -> None:
    workshop.add("once", 10)
    workshop.advance(10)
    workshop.advance(20)
    assert workshop.ran == [("once", 10.0)]


def test_the_clock_is_moved_where_nothing_falls_due_too(workshop: Workshop) -> None:
    assert workshop.advance(60) == []
    assert workshop.clock.now() == later(60)


def test_a_job_that_a_job_adds_runs_too_when_it_falls_due_on_the_way(workshop: Workshop) -> None:
    def chain() -> Effect | None:
        workshop.add("second", 20)
        workshop.add("too late", 40)
        return None

    workshop.schedule.add(later(10), "first", chain)
    workshop.add("third", 30)
    workshop.advance(30)
    assert workshop.ran == [("second", 20.0), ("third", 30.0)]
    assert len(workshop.schedule) == 1


def test_a_job_that_was_due_before_it_was_added_runs_next_without_going_back(workshop: Workshop) -> None:
    workshop.advance(60)
    workshop.add("overdue", 10)
    workshop.advance(60)
    assert workshop.ran == [("overdue", 60.0)]


def test_effects_are_answered_with_when_and_what(workshop: Workshop) -> None:
    workshop.add("tea.ready", 10.5, {"cups": 2})
    workshop.add("tea.cold", 20, {})
    workshop.add("nothing.to.tell", 15)
    assert workshop.advance(60) == [
        {"at": "2026-02-27T10:00:10Z", "what": "tea.ready", "cups": 2},
        {"at": "2026-02-27T10:00:20Z", "what": "tea.cold"},
    ]


def test_a_job_that_was_taken_back_does_not_run(workshop: Workshop) -> None:
    workshop.add("kept", 10)
    ticket = workshop.add("taken back", 10)
    assert len(workshop.schedule) == 2
    assert workshop.schedule.cancel(ticket) is True
    assert len(workshop.schedule) == 1
    workshop.advance(60)
    assert workshop.ran == [("kept", 10.0)]
    assert len(workshop.schedule) == 0


def test_a_job_cannot_be_taken_back_twice(workshop: Workshop) -> None:
    ticket = workshop.add("tea", 10)
    assert [workshop.schedule.cancel(ticket), workshop.schedule.cancel(ticket)] == [True, False]
    assert len(workshop.schedule) == 0


def test_a_job_that_has_run_cannot_be_taken_back(workshop: Workshop) -> None:
    ticket = workshop.add("tea", 10)
    workshop.advance(10)
    assert workshop.schedule.cancel(ticket) is False
    assert len(workshop.schedule) == 0


def test_a_job_that_never_was_cannot_be_taken_back(workshop: Workshop) -> None:
    assert workshop.schedule.cancel(7) is False


def test_what_fell_due_while_real_time_passed_runs_when_it_is_looked_for() -> None:
    with freeze_time("2030-01-01") as real:
        workshop = Workshop()
        workshop.clock.resume()
        workshop.add("tea", 10, {"cups": 2})
        assert workshop.schedule.run_due(workshop.clock) == []
        real.tick(9.9)
        assert workshop.schedule.run_due(workshop.clock) == []
        real.tick(0.2)
        effects = workshop.schedule.run_due(workshop.clock)
        assert effects == [{"at": "2026-02-27T10:00:10Z", "what": "tea", "cups": 2}]
        assert workshop.clock.now() == later(10.1)


@given(dues=st.lists(st.integers(0, 50)), stops=st.lists(st.integers(0, 60)))
def test_every_job_runs_once_and_when_it_is_due_however_time_is_cut(dues: list[int], stops: list[int]) -> None:
    workshop = Workshop()
    for due in dues:
        workshop.add(str(due), due)
    for stop in sorted(stops):
        workshop.advance(stop)
        assert sorted(workshop.ran) == sorted((str(due), float(due)) for due in dues if due <= stop)
    assert [at for _, at in workshop.ran] == sorted(at for _, at in workshop.ran)
