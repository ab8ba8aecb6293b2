"""How a response leaves: plainly, or by its plan."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from mockserver.core.wire_plan import WirePlan
from mockserver.wire.connection import Connection
from mockserver.wire.waits import Waits

Send = Callable[[dict[str, Any]], Awaitable[None]]


class Encoded(NamedTuple):
    """A response as ASGI takes it: header names in lower case."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

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
