"""One line a request, for the person who watches the server."""

from __future__ import annotations

import sys
from typing import TextIO

import orjson

from mockserver.core.exchange import Exchange


class RequestLog:
    """Writes each exchange as a line: ``GET /partner/v1/orders 200 1.2ms warpware.orders.list``, or as JSON."""

    def __init__(self, form: str, stream: TextIO | None = None) -> None:
        self._json = form == "json"
        self._stream = stream or sys.stderr

    def __call__(self, exchange: Exchange) -> None:
        target = f"{exchange.path}?{exchange.query}" if exchange.query else exchange.path
        if self._json:
            content = {
                "at": exchange.at,
                "sandbox": exchange.sandbox,
                "method": exchange.method,
                "path": target,
                "status": exchange.status,
                "ms": round(exchange.ms, 2),
                "rule": exchange.rule,
            }
            line = orjson.dumps(content).decode()
        else:
            line = f"{exchange.method} {target} {exchange.status} {exchange.ms:.1f}ms {exchange.rule}"
        self._stream.write(line + "\n")
        self._stream.flush()
