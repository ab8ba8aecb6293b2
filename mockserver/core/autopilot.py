"""A warehouse that works by itself: whether it does and how fast, and the one next step of each order."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from mockserver.core.clock import Clock
from mockserver.core.rules import nearest
from mockserver.core.saved import Saved
from mockserver.core.schedule import Effect, Schedule

AutopilotOptions = bool | Mapping[str, bool | float]
"""False: none. True: one of the usual pace. Or ``{"enabled": true, "speed": 60, "failure_rate": 0.05}``;
what is left out keeps the usual value, and ``enabled`` is true then.
"""

SLOWEST, FASTEST = 0.001, 1_000_000
"""The bounds of ``speed``. At the slowest, a step of days takes years, which the clock still has."""

Step = Callable[[int], Effect | None]
"""Takes the instant at which it happens, answers what it did."""


class BadAutopilot(ValueError):
    """Options that name what does not exist, or a number that is out of bounds."""


@dataclass(frozen=True, slots=True)
class Pace:
    """``speed`` divides the time that each step takes a real warehouse; ``failure_rate``, from 0 to 1,
    is the share of the attempts that fail.
    """

    speed: float = 60
    failure_rate: float = 0.05

    def as_json(self) -> dict[str, Any]:
        """As the options that make the same pace again."""
        return {"enabled": True, **asdict(self)}


def read_autopilot(options: AutopilotOptions) -> Pace | None:
    """The pace that *options* ask for, None where the autopilot is off.

    Raises:
        BadAutopilot: see there.
    """
    if not isinstance(options, Mapping):
        return Pace() if options else None
    known = ["enabled", *(field.name for field in fields(Pace))]
    for name in options:
        if name not in known:
            raise BadAutopilot(f"autopilot: there is no option {name!r}{nearest(str(name), known)}")
    numbers = dict(options)
    enabled = numbers.pop("enabled", True)
    if not isinstance(enabled, bool):
        raise BadAutopilot(f"autopilot.enabled: must be true or false, not {enabled!r}")
    pace = Pace(**numbers)
    _check("speed", pace.speed, SLOWEST, FASTEST)
    _check("failure_rate", pace.failure_rate, 0, 1)
    return pace if enabled else None


def _check(name: str, value: object, least: float, most: float) -> None:
    # NaN is in no span.
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise BadAutopilot(f"autopilot.{name}: {value!r} is no number from {least} to {most}")


class NextSteps(Saved):
    """At most one step to come for each key, on a sandbox's schedule. The caller holds the sandbox's lock."""

    saved = ("_tickets",)

    def __init__(self, clock: Clock, schedule: Schedule) -> None:
        self._clock = clock
        self._schedule = schedule
        self._tickets: dict[str, int] = {}
        self._moment: datetime.datetime | None = None
        schedule.join(self)

    def __len__(self) -> int:
        return len(self._tickets)

    def __repr__(self) -> str:
        return f"<NextSteps of {len(self)} keys>"

    def plan(self, key: str, seconds: float, what: str, step: Step) -> None:
        """Have *step* happen in *seconds*, instead of the one that *key* had to come.

        What a step plans counts from the moment at which that step fell due, so that a chain of them keeps
        its times even when real time has gone past them all.
        """
        self.drop(key)
        due = (self._moment or self._clock.now()) + datetime.timedelta(seconds=seconds)

        def happen() -> Effect | None:
            del self._tickets[key]
            self._moment = due
            try:
                return step(math.floor(self._clock.instant_of(due)))
            finally:
                self._moment = None

        self._tickets[key] = self._schedule.add(due, what, happen)

    def drop(self, key: str) -> None:
        """Take back the step that *key* has to come, if any."""
        ticket = self._tickets.pop(key, None)
        if ticket is not None:
            self._schedule.cancel(ticket)
