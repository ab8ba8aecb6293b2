"""Fills a sandbox's WarpWare account from its profile.

A profile's records are made once per seed and shared by all sandboxes: their times count from the
sandbox's epoch, so they fit whenever it begins.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any, TypeVar

from mockserver.core.clock import Clock
from mockserver.core.events import EventLog
from mockserver.core.profiles import load_profile
from mockserver.core.randomness import Streams
from mockserver.core.records import Context
from mockserver.core.rules import load_ledger, resolve_readings
from mockserver.core.sandbox import Sandbox
from mockserver.core.schedule import Schedule
from mockserver.core.table import Table
from mockserver.core.webhooks import Webhooks
from mockserver.warpware import autopilot
from mockserver.warpware.histories import tell_histories
from mockserver.warpware.ledger import LEDGER
from mockserver.warpware.records import Account, Location, Product, StockLevel
from mockserver.warpware.state import WarpWareState
from mockserver.warpware.subscribing import tell

Row = TypeVar("Row")

DAY = 24 * 60 * 60
OPEN = ("pending", "ready", "processing", "hold")
"""The statuses in which an order's goods are committed and not yet gone."""

REORDER_POINT = 20

_making = threading.Lock()


def open_state(sandbox: Sandbox, profile: Mapping[str, Any]) -> WarpWareState:
    """The sandbox's own state over the shared records of its seed and profile."""
    with _making:  # two threads that ask for the same records make them once
        template = _template(sandbox.options.seed, sandbox.options.profile)
    state = template.fork(sandbox.context, "warpware")
    sandbox.events.listen("warpware", partial(tell, state))
    if sandbox.autopilot is not None:
        autopilot.engage(state, sandbox.autopilot)
    return state


@lru_cache(maxsize=32)
def _template(seed: int, profile_name: str) -> WarpWareState:
    profile = load_profile(profile_name)["warpware"]
    streams = Streams(seed)
    account = Account(**profile["account"], api_connection_id=streams.uuid("warpware.seeded.account"))
    readings = resolve_readings([load_ledger(LEDGER)], {})
    # The events of seeded histories are lost with this log: their partner was told long ago.
    clock = Clock(frozen=True)
    context = Context(clock, streams, readings, EventLog(), Schedule(), Webhooks(clock))
    state = WarpWareState(account, context, purpose="warpware.seeded")
    _add_products(state, profile.get("products", ()))
    if "orders" in profile:
        tell_histories(state, profile)
    _add_locations(state, profile.get("locations", ()))
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


def _add_locations(state: WarpWareState, locations: list[Mapping[str, Any]]) -> None:
    for location in locations:
        fields = {"shopify_location_id": None, **location}
        if location["platform"] == "shopify":
            fields["shopify_location_id"] = int(location["platform_location_id"])
        state.locations.insert(Location(id=state.streams.uuid("warpware.seeded.locations"), **fields))


def _add_stock(state: WarpWareState, products: list[Mapping[str, Any]]) -> None:
    """What lies in each location; a product's first one holds what the open orders have committed."""
    stream = state.streams["warpware.seeded.stock"]
    committed: Counter[str] = Counter()
    for order in state.orders:
        if order.status in OPEN:
            committed.update({line["sku"]: line["quantity"] for line in order.line_items})
    for product in products:
        first = product.get("at", state.account.destination_label)
        free = {first: product["on_hand"], **product.get("elsewhere", {})}
        for name, available in free.items():
            held = committed[product["sku"]] if name == first else 0
            state.stock.insert(
                StockLevel(
                    id=state.new_id(),
                    sku=product["sku"],
                    name=product["name"],
                    location_id=_named(state.locations, "name", name).id,
                    on_hand=available + held,
                    committed=held,
                    reorder_point=product.get("reorder_point", REORDER_POINT),
                    created_at=_named(state.products, "sku", product["sku"]).created_at,
                    updated_at=-stream.randint(0, 2 * DAY),
                )
            )


def _named(table: Table[Row], index: str, value: str) -> Row:
    """The row that the profile speaks of."""
    row = table.find(index, value)
    assert row is not None, f"the profile has no {index} {value!r}"
    return row
