"""The cost of a call in a small and in a large store, without a socket."""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Callable
from typing import Any

from werkzeug.test import EnvironBuilder, run_wsgi_app

from mockserver.app import create_app, open_sandboxes
from mockserver.core.sandbox import SandboxOptions
from mockserver.core.sandboxes import DEFAULT_ID, Sandboxes
from mockserver.warpware import ordering
from mockserver.warpware.lifecycle import STATUSES

HEADERS = [("Authorization", "Bearer ww_live_" + "0" * 32)]
ADDRESS = {"name": "Ann Lee", "address1": "1 Elm St", "city": "Austin", "state": "TX", "zip": "78701"}


def order_body(external_id: str) -> dict[str, Any]:
    line = {"sku": "WIDGET-RED-LG", "quantity": 2, "price": 29.99}
    return {"external_id": external_id, "line_items": [line], "shipping_address": ADDRESS, "tags": ["vip"]}


def fill(sandboxes: Sandboxes, orders: int) -> None:
    """Put *orders* orders into the default sandbox, spread over half a year and over the statuses."""
    sandbox = sandboxes.get(DEFAULT_ID)
    state = sandbox.state("warpware")
    for number in range(orders):
        at = -15_000_000 + number * 15_000_000 // orders
        fields = {**order_body(f"BENCH-{number}"), "source": "api"}
        order = ordering.create(state, fields, at)
        if STATUSES[number % 8] == "ready":
            ordering.move(state, order, "ready", at + 60)


def microseconds(orders: int, rounds: int = 400) -> dict[str, float]:
    """The median time of each call with so many orders in the store."""
    options = SandboxOptions(profile="empty", limits=False)
    sandboxes = open_sandboxes(options)
    fill(sandboxes, orders)
    app = create_app(sandboxes)
    state = sandboxes.get(DEFAULT_ID).state("warpware")
    ids = [order.id for order in state.orders.select().slice(orders // 2, 500)]
    numbers = itertools.count()
    turn = itertools.cycle(ids)
    cursor = _cursor(app, orders)

    def call(method: str, path: str, json: dict[str, Any] | None = None) -> Callable[[], float]:
        return lambda: _timed(app, method, path, json)

    calls: dict[str, Callable[[], float]] = {
        "get": lambda: _timed(app, "GET", f"/orders/{next(turn)}"),
        "create": lambda: _timed(app, "POST", "/orders", order_body(f"NEW-{next(numbers)}")),
        "patch": lambda: _timed(app, "PATCH", f"/orders/{next(turn)}", {"note": f"n{next(numbers)}"}),
        "cursor page": call("GET", f"/orders?after={cursor}&per_page=50"),
        "stats": call("GET", "/orders/stats"),
    }
    return {name: statistics.median(timed() for _ in range(rounds)) for name, timed in calls.items()}


def _cursor(app: object, orders: int) -> str:
    """One that stands in the middle of the list."""
    cursor = ""
    for _ in range(max(1, min(orders // 200, 10))):
        body = _answer(app, "GET", f"/orders?after={cursor}&per_page=50", None)
        cursor = body["meta"]["next_cursor"]
    return str(cursor)


def _answer(app: object, method: str, path: str, json: dict[str, Any] | None) -> dict[str, dict[str, str]]:
    import orjson

    environ = EnvironBuilder(f"/partner/v1{path}", method=method, headers=HEADERS, json=json).get_environ()
    chunks, status, _ = run_wsgi_app(app, environ)  # type: ignore[arg-type]  # any WSGI app
    assert status[0] == "2", status
    answer: dict[str, dict[str, str]] = orjson.loads(b"".join(chunks))
    return answer


def _timed(app: object, method: str, path: str, json: dict[str, Any] | None = None) -> float:
    environ = EnvironBuilder(f"/partner/v1{path}", method=method, headers=HEADERS, json=json).get_environ()
    started = time.perf_counter()
    chunks, status, _ = run_wsgi_app(app, environ)  # type: ignore[arg-type]  # any WSGI app
    b"".join(chunks)
    taken = time.perf_counter() - started
    assert status[0] == "2", status
    return taken * 1e6


def fresh_sandbox_milliseconds(rounds: int = 300) -> float:
    """The median time to make a sandbox with the demo profile and both vendors' records, after the first."""
    sandboxes = open_sandboxes(SandboxOptions())
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        sandbox = sandboxes.create()
        for vendor in sandboxes.vendors:
            sandbox.state(vendor.name)  # made at its first use
        times.append(time.perf_counter() - started)
        sandboxes.drop(sandbox.id)
    return statistics.median(times) * 1000
