"""Fills a sandbox's Whiplash account from its profile.

A profile's records are made once per seed and shared by all sandboxes: their times count from the sandbox's epoch, so
they fit whenever it begins.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any

from mockserver.core.clock import Clock
from mockserver.core.events import EventLog
from mockserver.core.profiles import load_profile
from mockserver.core.randomness import Streams
from mockserver.core.records import Context
from mockserver.core.rules import load_ledger, resolve_readings
from mockserver.core.sandbox import Sandbox
from mockserver.core.schedule import Schedule
from mockserver.core.webhooks import Webhooks
from mockserver.whiplash import announcing, autopilot, cataloguing, stocking
from mockserver.whiplash.durations import DAY, HOUR
from mockserver.whiplash.finding import items_by_sku
from mockserver.whiplash.histories import Teller
from mockserver.whiplash.hooking import tell
from mockserver.whiplash.ledger import LEDGER
from mockserver.whiplash.records import Account, Warehouse
from mockserver.whiplash.state import WhiplashState
from mockserver.whiplash.statuses import ARRIVED, COMPLETED

_DECIMALS = ("price", "wholesale_cost", "weight", "height", "length", "width")

_making = threading.Lock()


def open_state(sandbox: Sandbox, profile: Mapping[str, Any]) -> WhiplashState:
    """The sandbox's own state over the shared records of its seed and profile."""
    with _making:  # two threads that ask for the same records make them once
        records = template(sandbox.options.seed, sandbox.options.profile)
    state = records.fork(sandbox.context, "whiplash")
    sandbox.events.listen("whiplash", partial(tell, state))
    if sandbox.autopilot is not None:
        autopilot.engage(state, sandbox.autopilot)
    return state


@lru_cache(maxsize=32)
def template(seed: int, profile_name: str) -> WhiplashState:
    """The records of a seed and profile, which no one changes: fork them."""
    profile = load_profile(profile_name)["whiplash"]
    readings = resolve_readings([load_ledger(LEDGER)], {})
    # The events of seeded histories are lost with this log: their client was told long ago.
    clock = Clock(frozen=True)
    context = Context(clock, Streams(seed), readings, EventLog(), Schedule(), Webhooks(clock))
    account = Account(**profile["account"])
    state = WhiplashState(account, context, purpose="whiplash.seeded")
    for warehouse in profile["warehouses"]:
        state.warehouses.insert(Warehouse(**warehouse))
    _add_items(state, profile.get("items", ()))
    _add_shipnotices(state, profile.get("shipnotices", ()))
    if "orders" in profile:
        Teller(state, profile).tell()
    return state


def _add_items(state: WhiplashState, items: Sequence[Mapping[str, Any]]) -> None:
    stream = state.streams["whiplash.seeded.items"]
    ages = sorted((stream.randint(60 * DAY, 400 * DAY) for _ in items), reverse=True)
    for age, told in zip(ages, items, strict=True):
        fields = {name: value for name, value in told.items() if name != "stock"}
        fields |= {name: Decimal(str(fields[name])) for name in _DECIMALS if name in fields}
        number = stream.randint(4_000_000_000, 4_999_999_999)
        item = cataloguing.create(state, {**fields, "originator_id": str(number), "vendor": "Acme Goods"}, -age)
        for warehouse_id, units in told.get("stock", {}).items():
            came_in = -age + stream.randint(HOUR, 20 * DAY)
            stocking.receive(state, item.id, warehouse_id, units, came_in, "Received")


def _add_shipnotices(state: WhiplashState, shipnotices: Sequence[Mapping[str, Any]]) -> None:
    stream = state.streams["whiplash.seeded.shipnotices"]
    for told in shipnotices:
        announced = -int(told["days"] * DAY) - stream.randint(0, HOUR)
        fields = {
            "sender": told["sender"],
            "warehouse_id": told["warehouse_id"],
            "eta": announced + 5 * DAY,
            "total_boxes": told["boxes"],
            "shipnotice_items": [
                {"item_id": items_by_sku(state, sku)[0].id, "quantity": units} for sku, units in told["items"].items()
            ],
        }
        notice = announcing.create(state, fields, announced)
        goal = told["status"]
        if goal == COMPLETED:
            notice = announcing.change_status(state, notice, ARRIVED, announced + 4 * DAY)
        if goal != notice.status:
            on_its_way = 0 if goal < ARRIVED else 4 * DAY
            announcing.change_status(state, notice, goal, announced + on_its_way + stream.randint(HOUR, 10 * HOUR))
