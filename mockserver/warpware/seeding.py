"""Fills a sandbox's WarpWare account from its profile.

A profile's records are made once per seed and shared by all sandboxes: their times count from the
sandbox's epoch, so they fit whenever it begins.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from mockserver.core.clock import Clock
from mockserver.core.events import EventLog
from mockserver.core.profiles import load_profile
from mockserver.core.randomness import Streams
from mockserver.core.rules import load_ledger, resolve_readings
from mockserver.core.sandbox import Sandbox
from mockserver.core.schedule import Schedule
from mockserver.warpware.histories import tell_histories
from mockserver.warpware.ledger import LEDGER
from mockserver.warpware.records import Account, Product, StockLevel
from mockserver.warpware.state import WarpWareState

DAY = 24 * 60 * 60
OPEN = ("pending", "ready", "processing", "hold")
"""The statuses in which an order's goods are committed and not yet gone."""

REORDER_POINT = 20

_making = threading.Lock()


def open_state(sandbox: Sandbox, profile: Mapping[str, Any]) -> WarpWareState:
    """The sandbox's own state over the shared records of its seed and profile."""
    with _making:  # two threads that ask for the same records make them once
        template = _template(sandbox.options.seed, sandbox.options.profile)
    return template.fork(sandbox.clock, sandbox.streams, sandbox.readings, sandbox.events, sandbox.schedule)


@lru_cache(maxsize=32)
def _template(seed: int, profile_name: str) -> WarpWareState:
    profile = load_profile(profile_name)["warpware"]
    streams = Streams(seed)
    account = Account(**profile["account"], api_connection_id=streams.uuid("warpware.seeded.account"))
    readings = resolve_readings([load_ledger(LEDGER)], {})
    # The events of seeded histories are lost with this log: their partner was told long ago.
    clock, events, schedule = Clock(frozen=True), EventLog(), Schedule()
    state = WarpWareState(account, clock, streams, readings, events, schedule, purpose="warpware.seeded")
    _add_products(state, profile.get("products", ()))
    if "orders" in profile:
        tell_histories(state, profile)
    _add_stock(state, profile.get("products", ()))
    return state


def _add_products(state: WarpWareState, products: list[Mapping[str, Any]]) -> None:
    stream = state.streams["warpware.seeded.products"]
    for product in products:
        created = -stream.randint(60 * DAY, 400 * DAY)
        state.products.insert(
            Product(
                id=state.new_id(),
                sku=product["sku"],
                name=product["name"],
                description=f"{product['name']}, in stock items ship the same day",
                price=product["price"],
                platform=product["platform"],
                created_at=created,
                updated_at=-stream.randint(0, 30 * DAY),
            )
        )


def _add_stock(state: WarpWareState, products: list[Mapping[str, Any]]) -> None:
    """What lies in the warehouse: at least what the open orders have committed."""
    stream = state.streams["warpware.seeded.stock"]
    committed: dict[str, int] = {}
    for order in state.orders:
        if order.status in OPEN:
            for line in order.line_items:
                committed[line["sku"]] = committed.get(line["sku"], 0) + line["quantity"]
    for product in products:
        held = committed.get(product["sku"], 0)
        state.stock.insert(
            StockLevel(
                id=state.new_id(),
                sku=product["sku"],
                name=product["name"],
                on_hand=product["on_hand"] + held,
                committed=held,
                warehouse=state.account.destination_label,
                reorder_point=REORDER_POINT,
                updated_at=-stream.randint(0, 2 * DAY),
            )
        )
