"""The connection below one request: what no ASGI message can say."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mockserver.wire.http11 import Http11

EXTENSION = "mockserver.connection"
"""The key of an ASGI scope's ``extensions`` below which Http11 puts itself, for a Connection to be made from."""

_SEND_RST = struct.pack("ii", 1, 0)
_LONGEST_DELIVERY = 5.0
_LOOK_EVERY = 0.005


class Connection:
    """Ends the connection below the request that *protocol* is answering, in ways that HTTP does not know.

    An end is for this connection alone; requests that were sent ahead on it are never answered.
    """

    def __init__(self, protocol: Http11) -> None:
        assert protocol.running is not None, "a request is being answered"
        self._protocol = protocol
        self._cycle = protocol.running

    @property
    def lost(self) -> bool:
        """Whether nothing more can be sent: the client went away, or the server stops."""
        return self._cycle.disconnected or self._protocol.transport.is_closing()

    def watch(self, listener: Callable[[], None]) -> None:
        """Call *listener* when the connection is lost."""
        self._protocol.watchers.add(listener)

    def unwatch(self, listener: Callable[[], None]) -> None:
        self._protocol.watchers.discard(listener)

    def write(self, data: bytes) -> None:
        """Send *data* as it stands, outside of any response."""
        if not self.lost:
            self._protocol.transport.write(data)

    def close(self) -> None:
        """End it in order, once what was written has left."""
        self._give_up_response()
        self._protocol.transport.close()

    async def reset(self) -> None:
        """End it by RST, once the client's side has what was written: a RST overtakes what still waits."""
        await self._delivered()
        self._give_up_response()
        transport = self._protocol.transport
        if not transport.is_closing():
            transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _SEND_RST)
        transport.abort()

    def _give_up_response(self) -> None:
        # Uvicorn answers 500 in place of a response that does not come, unless nobody is there to read it.
        self._cycle.disconnected = True

    async def _delivered(self) -> None:
        """Wait until nothing written is on its way; a client that reads nothing is not waited for forever."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + _LONGEST_DELIVERY
        transport = self._protocol.transport
        while not self.lost and loop.time() < deadline:
            if not transport.get_write_buffer_size() and not _unacknowledged(transport.get_extra_info("socket")):
                return
            await asyncio.sleep(_LOOK_EVERY)


def _unacknowledged(connection: socket.socket) -> int:
    """Bytes that the other side's system has not taken yet, as far as ours tells: else 0."""
    if sys.platform == "win32":
        return 0
    import fcntl
    import termios

    with contextlib.suppress(OSError):
        left = fcntl.ioctl(connection.fileno(), termios.TIOCOUTQ, b"\0\0\0\0")
        return int.from_bytes(left, sys.byteorder)
    return 0
