"""What an autopilot is asked for with, and the one next step of each order."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from freezegun import freeze_time

from mockserver.core.autopilot import BadAutopilot, NextSteps, Pace, read_autopilot
from mockserver.core.clock import Clock
from mockserver.core.randomness import Streams
from mockserver.core.schedule import Effect, Schedule

TEN = datetime.datetime(2026, 2, 27, 10, 0, 0, tzinfo=datetime.UTC)


class Workshop:
    """Steps on a clock that is frozen at ten o'clock; ``told`` has what happened at which instant."""

    def __init__(self) -> None:
        self.clock = Clock(TEN, frozen=True)
        self.schedule = Schedule()
        self.steps = NextSteps(self.clock, self.schedule)
        self.told: list[tuple[str, int]] = []

    def plan(self, key: str, seconds: float, name: str, *then: tuple[float, str]) -> None:
        """A step that plans the next one of *then* itself."""

        def step(at: int) -> Effect:
            self.told.append((name, at))
            if then:
                (pause, following), *others = then
                self.plan(key, pause, following, *others)
            return {"key": key}

        self.steps.plan(key, seconds, name, step)

    def advance(self, seconds: float) -> list[Effect]:
        return self.schedule.advance(self.clock, self.clock.after(seconds))


@pytest.fixture
def workshop() -> Workshop:
    return Workshop()


@pytest.mark.parametrize(
    ("options", "pace"),
    [
        (False, None),
        (True, Pace(60, 0.05)),
        ({}, Pace(60, 0.05)),
        ({"enabled": True}, Pace(60, 0.05)),
        ({"enabled": False, "speed": 5}, None),
        ({"speed": 3600}, Pace(3600, 0.05)),
        ({"failure_rate": 1}, Pace(60, 1)),
        ({"speed": 0.001, "failure_rate": 0}, Pace(0.001, 0)),
        ({"speed": 1_000_000, "failure_rate": 1.0}, Pace(1_000_000, 1)),
    ],
    ids=str,
)
def test_what_is_left_out_keeps_the_usual_value(options: Any, pace: Pace | None) -> None:
    assert read_autopilot(options) == pace


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"sped": 60}, "autopilot: there is no option 'sped'; did you mean 'speed'?"),
        ({"xyz": 60}, "autopilot: there is no option 'xyz'; there are: enabled, speed, failure_rate"),
        ({"failure-rate": 1}, "autopilot: there is no option 'failure-rate'; did you mean 'failure_rate'?"),
        ({"enabled": 1}, "autopilot.enabled: must be true or false, not 1"),
        ({"speed": 0}, "autopilot.speed: 0 is no number from 0.001 to 1000000"),
        ({"speed": -1}, "autopilot.speed: -1 is no number from 0.001 to 1000000"),
        ({"speed": 1_000_001}, "autopilot.speed: 1000001 is no number from 0.001 to 1000000"),
        ({"speed": True}, "autopilot.speed: True is no number from 0.001 to 1000000"),
        ({"speed": "60"}, "autopilot.speed: '60' is no number from 0.001 to 1000000"),
        ({"speed": float("nan")}, "autopilot.speed: nan is no number from 0.001 to 1000000"),
        ({"failure_rate": 1.01}, "autopilot.failure_rate: 1.01 is no number from 0 to 1"),
        ({"failure_rate": -0.1}, "autopilot.failure_rate: -0.1 is no number from 0 to 1"),
        ({"failure_rate": None}, "autopilot.failure_rate: None is no number from 0 to 1"),
        ({"enabled": False, "speed": 0}, "autopilot.speed: 0 is no number from 0.001 to 1000000"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_name(options: Any, error: str) -> None:
    with pytest.raises(BadAutopilot) as refused:
        read_autopilot(options)
    assert str(refused.value) == error


def test_a_pace_as_json_makes_the_same_pace_again() -> None:
    assert Pace(5, 0.5).as_json() == {"enabled": True, "speed": 5, "failure_rate": 0.5}
    assert read_autopilot(Pace(5, 0.5).as_json()) == Pace(5, 0.5)


def test_a_step_happens_when_it_is_due_and_tells_its_effect(workshop: Workshop) -> None:
    workshop.plan("a", 10.5, "tea")
    assert workshop.advance(10.4) == []
    assert workshop.advance(0.1) == [{"at": "2026-02-27T10:00:10Z", "what": "tea", "key": "a"}]
    assert workshop.told == [("tea", 10)]


def test_a_key_has_one_step_to_come_the_one_planned_last(workshop: Workshop) -> None:
    workshop.plan("a", 10, "first")
    workshop.plan("a", 20, "second")
    assert (len(workshop.steps), len(workshop.schedule)) == (1, 1)
    workshop.advance(60)
    assert workshop.told == [("second", 20)]


def test_a_dropped_step_does_not_happen_and_others_do(workshop: Workshop) -> None:
    workshop.plan("a", 10, "one")
    workshop.plan("b", 10, "other")
    workshop.steps.drop("a")
    workshop.steps.drop("never planned")
    assert len(workshop.steps) == 1
    workshop.advance(60)
    assert workshop.told == [("other", 10)]


def test_nothing_is_kept_of_steps_that_have_happened(workshop: Workshop) -> None:
    workshop.plan("a", 1, "one", (1, "two"))
    workshop.advance(60)
    assert (len(workshop.steps), len(workshop.schedule), workshop.told) == (0, 0, [("one", 1), ("two", 2)])


def test_steps_that_follow_each_other_lose_no_fraction_of_a_second(workshop: Workshop) -> None:
    workshop.plan("a", 0.6, "a", *[(0.6, name) for name in "bcde"])
    workshop.advance(60)
    assert workshop.told == [("a", 0), ("b", 1), ("c", 1), ("d", 2), ("e", 3)]


def test_a_chain_keeps_its_times_when_real_time_has_gone_past_it() -> None:
    with freeze_time("2030-01-01") as real:
        workshop = Workshop()
        workshop.clock.resume()
        workshop.plan("a", 10, "one", (10, "two"), (100, "three"))
        real.tick(60)
        effects = workshop.schedule.run_due(workshop.clock)
        assert workshop.told == [("one", 10), ("two", 20)]
        assert [effect["at"] for effect in effects] == ["2026-02-27T10:00:10Z", "2026-02-27T10:00:20Z"]
        # Planned from outside of a step, it counts from the present again.
        workshop.plan("b", 5, "four")
        real.tick(60)
        workshop.schedule.run_due(workshop.clock)
        assert workshop.told[2:] == [("four", 65), ("three", 120)]


def test_a_fraction_depends_on_seed_and_name_alone() -> None:
    streams = Streams(42)
    first = streams.fraction("a")
    streams["a"].random()
    assert streams.fraction("a") == first == Streams(42).fraction("a")
    assert len({first, streams.fraction("b"), Streams(43).fraction("a")}) == 3


def test_fractions_are_the_same_in_every_process_and_for_ever() -> None:
    assert Streams(42).fraction("a") == 0.5901377484090605


def test_fractions_are_spread_from_0_up_to_1() -> None:
    fractions = [Streams(42).fraction(str(number)) for number in range(2_000)]
    assert all(0 <= fraction < 1 for fraction in fractions)
    for tenth in range(10):
        assert 140 < sum(tenth <= 10 * fraction < tenth + 1 for fraction in fractions) < 260
