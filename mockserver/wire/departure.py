"""How a response leaves: plainly, or by its plan."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from mockserver.core.wire_plan import WirePlan
from mockserver.wire.connection import Connection
from mockserver.wire.waits import Waits

_NO_CONTENT = 204

Send = Callable[[dict[str, Any]], Awaitable[None]]


class Encoded(NamedTuple):
    """A response as ASGI takes it: header names in lower case."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    def ends_by_itself(self, method: str) -> bool:
        """Whether its headers tell its client where it ends, and say nothing of the connection."""
        told = dict(self.headers)
        if b"connection" in told or b"transfer-encoding" in told:
            return False
        length = told.get(b"content-length")
        if length is None:
            return self.status == _NO_CONTENT
        return method == "HEAD" or int(length) == len(self.body)

    def as_bytes(self, method: str, *, keep_alive: bool) -> bytes:
        """All of it, as it stands on the wire."""
        head = self.head(keep_alive=keep_alive)
        return head if method == "HEAD" else head + self.body

    def head(self, *, keep_alive: bool) -> bytes:
        """The status line and the headers."""
        headers = self.headers if keep_alive else [*self.headers, (b"connection", b"close")]
        return STATUS_LINE[self.status] + b"".join([b"%b: %b\r\n" % header for header in headers]) + b"\r\n"

    async def leave(self, send: Send) -> None:
        """Send it whole."""
        await self.leave_head(send)
        await send({"type": "http.response.body", "body": self.body})

    async def leave_head(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})


async def leave_by(plan: WirePlan, response: Encoded, send: Send, connection: Connection, waits: Waits) -> None:
    """Carry out *plan*. Ends at once when the client goes away: what is left would reach nobody."""
    if plan.delay and not await waits.wait(plan.delay, connection=connection):
        connection.close()
    elif plan.hang is not None:
        await waits.wait(plan.hang, connection=connection)
        await _end(plan, connection)
    elif plan.garbage is not None:
        connection.write(plan.garbage)
        connection.close()
    elif plan.empty or (plan.reset and plan.truncate is None):
        await _end(plan, connection)
    else:
        await _leave_body(plan, response, send, connection, waits)


async def _leave_body(plan: WirePlan, response: Encoded, send: Send, connection: Connection, waits: Waits) -> None:
    await response.leave_head(send)
    left = plan.cut(response.body)
    pieces = plan.dribble.pieces(left) if plan.dribble is not None else [left]
    pause = plan.dribble.seconds / len(pieces) if plan.dribble is not None and pieces else 0.0
    for piece in pieces:
        if pause and not await waits.wait(pause, connection=connection):
            connection.close()
            return
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    if plan.truncate is not None:
        await _end(plan, connection)
    else:
        await send({"type": "http.response.body", "body": b""})


async def _end(plan: WirePlan, connection: Connection) -> None:
    if plan.reset:
        await connection.reset()
    else:
        connection.close()
