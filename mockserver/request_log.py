"""One line a request, for the person who watches the server."""

from __future__ import annotations

import sys
import threading
from collections import deque
from typing import TextIO

import orjson

from mockserver.core.exchange import Exchange

MOST_WAITING = 10_000
"""Lines that wait for a slow reader before further ones are dropped."""

GATHERING = 0.02
"""Seconds in which lines gather before they are written together: too short to see, and many times cheaper."""


class RequestLog:
    """Writes each exchange as a line: ``GET /partner/v1/orders 200 1.2ms warpware.orders.list``, or as JSON.

    A thread of its own does the writing: a terminal that is stopped or a pipe that nobody reads
    must not stop the server. What does not fit is counted and told of.
    """

    def __init__(self, form: str, stream: TextIO | None = None) -> None:
        self._json = form == "json"
        self._stream = stream or sys.stderr
        self._waiting: deque[str] = deque()
        self._dropped = 0
        self._there_is_some = threading.Event()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._write, name="mockserver request log", daemon=True)
        self._thread.start()

    def __call__(self, exchange: Exchange) -> None:
        if len(self._waiting) >= MOST_WAITING:
            self._dropped += 1
            return
        self._waiting.append(self._line(exchange))
        if not self._there_is_some.is_set():
            self._there_is_some.set()

    def close(self, seconds: float = 0.2) -> None:
        """Write what waits, for at most so long."""
        self._closing.set()
        self._there_is_some.set()
        self._thread.join(seconds)

    def _line(self, exchange: Exchange) -> str:
        target = f"{exchange.path}?{exchange.query}" if exchange.query else exchange.path
        if not self._json:
            return f"{exchange.method} {target} {exchange.status} {exchange.ms:.1f}ms {exchange.rule}\n"
        content = {
            "at": exchange.at,
            "sandbox": exchange.sandbox,
            "method": exchange.method,
            "path": target,
            "status": exchange.status,
            "ms": round(exchange.ms, 2),
            "rule": exchange.rule,
        }
        return orjson.dumps(content).decode() + "\n"

    def _write(self) -> None:
        while not self._closing.is_set() or self._waiting:
            self._there_is_some.wait()
            self._closing.wait(GATHERING)
            self._there_is_some.clear()
            lines = []
            while self._waiting:
                lines.append(self._waiting.popleft())
            dropped, self._dropped = self._dropped, 0
            if dropped:
                lines.append(f"{dropped} requests are not in this log: it was not read fast enough\n")
            self._stream.write("".join(lines))
            self._stream.flush()
