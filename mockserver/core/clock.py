"""The one clock of a sandbox: real time plus an offset, or a frozen instant."""

from __future__ import annotations

import datetime
import math
from typing import Any

from mockserver.core.saved import Saved

UTC = datetime.UTC
EARLIEST = datetime.datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime.datetime(9990, 1, 1, tzinfo=UTC)
"""As far as clocks go: seeded history lies before a beginning, and some answers lie days ahead."""


def parse_moment(text: str) -> datetime.datetime:
    """A date or an ISO 8601 instant, UTC where it names no zone.

    Raises:
        ClockError: it is neither.
    """
    try:
        moment = datetime.datetime.fromisoformat(text)
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ClockError(f"{text!r} is no ISO 8601 instant; write it like 2026-02-27T10:00:00Z") from None


class ClockError(ValueError):
    """The clock was asked for something that time does not do; the text says what and what to do."""


def format_instant(moment: datetime.datetime) -> str:
    """``2026-02-27T10:00:00Z``: UTC, whole seconds, fractions cut off."""
    return moment.astimezone(UTC).isoformat()[:19] + "Z"


class Clock(Saved):
    """Time as one sandbox sees it.

    ``epoch`` is the whole second at which the sandbox began. Records keep their times as *instants*:
    whole seconds since the epoch (negative for seeded history), so that one set of seeded records
    serves sandboxes that begin at different moments. ``rewinds`` counts the snapshots that were restored: what was
    under way before belongs to another history.
    """

    def __init__(self, now: datetime.datetime | None = None, *, frozen: bool = False) -> None:
        """Raises:
        ClockError: *now* lies before EARLIEST or after LATEST.
        """
        real = self._real_now()
        start = real if now is None else now.astimezone(UTC)
        if not EARLIEST <= start <= LATEST:
            span = f"{format_instant(EARLIEST)} to {format_instant(LATEST)}"
            raise ClockError(f"cannot begin at {format_instant(start)}: clocks go from {span}")
        self._offset = start - real
        self._latest = start
        self._held: datetime.datetime | None = start if frozen else None
        self.epoch = start.replace(microsecond=0)
        self._wall_epoch = self.epoch.replace(tzinfo=None)
        self.rewinds = 0
        self.moved = False
        """Whether it was advanced, frozen or resumed since it began."""

    def __repr__(self) -> str:
        return f"<Clock {format_instant(self.now())}{' frozen' if self.frozen else ''}>"

    @staticmethod
    def _real_now() -> datetime.datetime:
        # Looked up at each use, never bound at import: freezegun and time-machine in a caller's
        # test then move the sandbox's time too.
        return datetime.datetime.now(UTC)

    @classmethod
    def real_second(cls) -> datetime.datetime:
        """The second of real time that runs now, UTC, as freezegun and time-machine have it."""
        return cls._real_now().replace(microsecond=0)

    @property
    def frozen(self) -> bool:
        return self._held is not None

    def now(self) -> datetime.datetime:
        """The present moment, UTC, in microseconds. Never earlier than an answer given before."""
        if self._held is not None:
            return self._held
        moment = self._real_now() + self._offset
        if moment < self._latest:
            return self._latest
        self._latest = moment
        return moment

    def instant(self) -> int:
        """Whole seconds since the epoch, rounded down."""
        return math.floor((self.now() - self.epoch).total_seconds())

    def instant_of(self, moment: datetime.datetime) -> float:
        """Seconds from the epoch to *moment*; a fraction stays a fraction."""
        return (moment - self.epoch).total_seconds()

    def text(self, instant: int) -> str:
        """An instant as vendors write it: ``2026-02-27T10:00:00Z``."""
        # Without a time zone, which it would take as long again to write and to cut off.
        return (self._wall_epoch + datetime.timedelta(seconds=instant)).isoformat() + "Z"

    def freeze(self) -> None:
        """Stop at the present moment."""
        self.moved = True
        self._held = self._latest = self.now()

    def resume(self) -> None:
        """Run on from the frozen instant. A running clock runs on as it did."""
        self.moved = True
        if self._held is not None:
            self._offset = self._held - self._real_now()
            self._held = None

    def after(self, seconds: float) -> datetime.datetime:
        """The moment *seconds* from now.

        Raises:
            ClockError: *seconds* is negative, not a number, or leads past LATEST.
        """
        if not seconds >= 0:  # NaN too
            raise ClockError(f"cannot advance by {seconds} seconds: time never goes back; give 0 or more")
        if seconds > (LATEST - self.now()).total_seconds():
            raise ClockError(f"cannot advance by {seconds} seconds: clocks go as far as {format_instant(LATEST)}")
        return self.now() + datetime.timedelta(seconds=seconds)

    def checked(self, moment: datetime.datetime) -> datetime.datetime:
        """*moment* in UTC, where the clock can still get to.

        Raises:
            ClockError: it is earlier than now, or later than LATEST.
        """
        moment, now = moment.astimezone(UTC), self.now()
        if moment < now:
            raise ClockError(
                f"cannot go to {format_instant(moment)}: the sandbox's clock is already at "
                f"{format_instant(now)} and time never goes back; make a sandbox with that 'now' instead"
            )
        if moment > LATEST:
            raise ClockError(f"cannot go to {format_instant(moment)}: clocks go as far as {format_instant(LATEST)}")
        return moment

    def move_to(self, moment: datetime.datetime) -> None:
        """Jump forward; a frozen clock stays frozen, a running one runs on from there."""
        self.moved = True
        if self._held is not None:
            self._held = self._latest = max(self._held, moment)
        else:
            self._latest = max(moment, self.now())
            self._offset = self._latest - self._real_now()

    def capture(self) -> Any:
        return self.now(), self.frozen

    def restore(self, captured: Any) -> None:
        """Time goes back here, and nowhere else; a clock that ran then runs on from there."""
        moment, frozen = captured
        self._latest = moment
        self._offset = moment - self._real_now()
        self._held = moment if frozen else None
        self.rewinds += 1
