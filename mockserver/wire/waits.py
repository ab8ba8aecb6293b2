"""Waiting in the loop, for many calls at once."""

from __future__ import annotations

import asyncio
import contextlib

from mockserver.core.hold import Release
from mockserver.wire.connection import Connection


class Waits:
    """All that wait now, so that a server that stops can end them."""

    def __init__(self) -> None:
        self._open: set[asyncio.Future[bool]] = set()
        self._ended = False

    def __len__(self) -> int:
        return len(self._open)

    async def wait(
        self, seconds: float | None, *, until: Release | None = None, connection: Connection | None = None
    ) -> bool:
        """Wait for *seconds* of real time, or until the release; True when that is over.

        False when the server stops, or when *connection* is given and is lost.
        """
        if self._ended or (connection is not None and connection.lost):
            return False
        loop = asyncio.get_running_loop()
        over: asyncio.Future[bool] = loop.create_future()

        def settle(result: bool) -> None:
            if not over.done():
                over.set_result(result)

        def released() -> None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits
                loop.call_soon_threadsafe(settle, True)

        def lost() -> None:
            settle(False)

        timer = None if seconds is None else loop.call_later(seconds, settle, True)
        self._open.add(over)
        if until is not None:
            until.listen(released)
        if connection is not None:
            connection.watch(lost)
        try:
            return await over
        finally:
            self._open.discard(over)
            if timer is not None:
                timer.cancel()
            if until is not None:
                until.forget(released)
            if connection is not None:
                connection.unwatch(lost)

    def end(self) -> None:
        """End every wait, those that are still to come too: the server stops."""
        self._ended = True
        for over in self._open:
            if not over.done():
                over.set_result(False)
