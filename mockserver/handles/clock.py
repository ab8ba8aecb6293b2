"""The sandbox's time."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from mockserver.core.clock import parse_moment
from mockserver.core.schedule import Effect

if TYPE_CHECKING:
    from mockserver.handle import SandboxHandle


class ClockHandle:
    """The sandbox's time."""

    def __init__(self, handle: SandboxHandle) -> None:
        self._handle = handle

    def __repr__(self) -> str:
        clock = self._handle.call("getClock")
        return f"<Clock {clock['now']}{' frozen' if clock['frozen'] else ''}>"

    def now(self) -> datetime.datetime:
        return self._handle.channel.now(self._handle.id)

    def advance(self, seconds: float = 0, *, minutes: float = 0, hours: float = 0, days: float = 0) -> list[Effect]:
        """Move time on; answers what happened on the way, in order. Waits for the answers to webhooks.

        Raises:
            ClockError: the sum is negative or leads too far.
        """
        body = {"seconds": seconds + 60 * minutes + 3600 * hours + 86400 * days}
        effects: list[Effect] = self._handle.call("advanceClock", body)["effects"]
        return effects

    def freeze(self, at: datetime.datetime | str | None = None) -> list[Effect]:
        """Stop at *at*, a moment or ISO 8601 text, or at the present; answers what happened until then.

        Raises:
            ClockError: *at* is no moment, or earlier than now.
        """
        moment = as_moment(at)
        effects: list[Effect] = self._handle.call("freezeClock", {} if moment is None else {"at": moment.isoformat()})[
            "effects"
        ]
        return effects

    def resume(self) -> None:
        self._handle.call("resumeClock")


def as_moment(value: datetime.datetime | str | None) -> datetime.datetime | None:
    """A moment from a moment or from ISO 8601 text; without a zone it is UTC.

    Raises:
        ClockError: the text is no ISO 8601 instant.
    """
    if isinstance(value, str):
        return parse_moment(value)
    if value is not None and value.tzinfo is None:
        return value.replace(tzinfo=datetime.UTC)
    return value
