"""The sandbox's time."""

from __future__ import annotations

import datetime
import math
from typing import TYPE_CHECKING, ClassVar

from mockserver.core.clock import ClockError, parse_moment
from mockserver.core.schedule import Effect
from mockserver.handles.telling import Telling

if TYPE_CHECKING:
    from mockserver.handle import SandboxHandle


class ClockHandle(Telling):
    """The sandbox's time."""

    _elsewhere: ClassVar = {
        **dict.fromkeys(
            ("set", "move_to", "travel", "advance_to", "at"),
            "freeze(at) goes to a moment and stops there; resume() lets it run on",
        ),
        **dict.fromkeys(("tick", "shift", "sleep"), "advance(seconds=…, minutes=…, hours=…, days=…) moves it on"),
        **dict.fromkeys(("unfreeze", "start", "run"), "resume() lets it run on"),
        "stop": "freeze() stops it",
    }

    def __init__(self, handle: SandboxHandle) -> None:
        self._handle = handle

    def __repr__(self) -> str:
        clock = self._handle.call("getClock")
        return f"<Clock {clock['now']}{' frozen' if clock['frozen'] else ''}>"

    def now(self) -> datetime.datetime:
        """In UTC, to the microsecond."""
        return self._handle.channel.now(self._handle.id)

    def advance(
        self,
        seconds: float | datetime.timedelta = 0,
        *,
        minutes: float = 0,
        hours: float = 0,
        days: float = 0,
    ) -> list[Effect]:
        """Move time on by the sum, of which the first may be a timedelta; answers what happened on the way, in
        order. Waits for the answers to webhooks.

        Raises:
            ClockError: the sum is negative or leads too far.
            TypeError: one of them is no number.
        """
        if isinstance(seconds, datetime.timedelta):
            seconds = seconds.total_seconds()
        given = {"seconds": (seconds, 1), "minutes": (minutes, 60), "hours": (hours, 3600), "days": (days, 86400)}
        for name, (value, _) in given.items():
            if not isinstance(value, int | float):
                how = "advance(seconds=…, minutes=…, hours=…, days=…) takes numbers"
                raise TypeError(f"{name}: must be a number, not {value!r}; {how}, and a timedelta")
        body = {"seconds": _sendable(sum(value * unit for value, unit in given.values()))}
        effects: list[Effect] = self._handle.call("advanceClock", body)["effects"]
        return effects

    def freeze(self, at: datetime.date | str | None = None) -> list[Effect]:
        """Stop at *at*, a moment, a date or ISO 8601 text, or at the present; answers what happened until then. A
        sandbox that nobody has used yet may begin at an earlier moment so.

        Raises:
            ClockError: *at* is no moment, or earlier than now in a sandbox that was used.
        """
        moment = as_moment(at)
        body = {} if moment is None else {"at": moment.isoformat()}
        effects: list[Effect] = self._handle.call("freezeClock", body)["effects"]
        return effects

    def resume(self) -> None:
        self._handle.call("resumeClock")


def as_moment(value: datetime.date | str | None) -> datetime.datetime | None:
    """A moment in UTC from a moment, a date or ISO 8601 text; without a zone it is UTC.

    Raises:
        ClockError: it is none of them, or lies where no calendar goes.
    """
    if value is None:
        return None
    if isinstance(value, datetime.date):  # a datetime is one
        value = value.isoformat()
    if not isinstance(value, str):
        raise ClockError(f"{value!r} is no moment; give a datetime, a date or ISO 8601 text like 2026-02-27T10:00:00Z")
    return parse_moment(value)


def _sendable(seconds: float) -> float:
    """As JSON has numbers. Raises ClockError."""
    try:
        if math.isfinite(float(seconds)):
            return seconds if abs(seconds) < 2**53 else float(seconds)
    except OverflowError:
        pass
    raise ClockError("cannot advance by that many seconds: give a finite number from 0")
