"""A load generator: some connections, each sending its next request when it has read an answer.

Lean on purpose: it must be faster than what it measures.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import cast

MakeRequest = Callable[[], bytes]


class _Connection(asyncio.Protocol):
    def __init__(self, make: MakeRequest, expected: bytes, until: float, done: Callable[[int], None]) -> None:
        self._make, self._expected, self._until, self._done = make, expected, until, done
        self._buffer = b""
        self._answers = 0
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's own does not inherit from it
        self._transport.write(self._make())

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, separator, body = self._buffer.partition(b"\r\n\r\n")
        if not separator:
            return
        start = head.lower().index(b"content-length: ") + 16
        length = int(head[start:].split(b"\r\n", 1)[0])
        if len(body) < length:
            return
        if not head.startswith(self._expected):
            raise AssertionError(f"unexpected answer: {self._buffer[:400]!r}")
        self._buffer = body[length:]
        self._answers += 1
        if time.perf_counter() >= self._until:
            self._transport.close()
            self._done(self._answers)
        else:
            self._transport.write(self._make())


async def _run(host: str, port: int, make: MakeRequest, status: int, connections: int, seconds: float) -> float:
    loop = asyncio.get_running_loop()
    finished: list[int] = []
    all_done = loop.create_future()

    def done(answers: int) -> None:
        finished.append(answers)
        if len(finished) == connections:
            all_done.set_result(None)

    started = time.perf_counter()
    for _ in range(connections):
        await loop.create_connection(
            lambda: _Connection(make, f"HTTP/1.1 {status} ".encode(), started + seconds, done), host, port
        )
    await asyncio.wait_for(all_done, seconds + 30)
    return sum(finished) / (time.perf_counter() - started)


def requests_per_second(
    host: str, port: int, make: MakeRequest, *, status: int = 200, connections: int = 16, seconds: float = 3
) -> float:
    """Answers a second over *connections* for *seconds*; raises AssertionError on any other status."""
    from mockserver.server import event_loop_factory

    with asyncio.Runner(loop_factory=event_loop_factory()) as runner:
        return runner.run(_run(host, port, make, status, connections, seconds))


def get(path: str, key: str) -> MakeRequest:
    request = f"GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\n\r\n".encode()
    return lambda: request


def post(path: str, key: str, body: Callable[[], bytes]) -> MakeRequest:
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\n"

    def make() -> bytes:
        content = body()
        return head.encode() + b"Content-Length: %d\r\n\r\n" % len(content) + content

    return make
