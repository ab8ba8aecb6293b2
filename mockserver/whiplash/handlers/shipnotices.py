"""Goods that are on their way to a warehouse. Source: observed, "shipnotices"."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from mockserver.core.operation import NO_CONTENT, Call, Result
from mockserver.whiplash import announcing
from mockserver.whiplash.finding import record
from mockserver.whiplash.handlers.listing import page_result
from mockserver.whiplash.selecting import Listing, select_rows
from mockserver.whiplash.state import WhiplashState
from mockserver.whiplash.stock_records import Shipnotice
from mockserver.whiplash.stock_views import shipnotice_view


def list_shipnotices(state: WhiplashState, call: Call) -> Result:
    return page_result(_listed(state, call.query), call.query, partial(shipnotice_view, state))


def count_shipnotices(state: WhiplashState, call: Call) -> Result:
    return Result(_listed(state, call.query).count())


def get_shipnotice(state: WhiplashState, call: Call) -> Result:
    return Result(shipnotice_view(state, _named(state, call)))


def create_shipnotice(state: WhiplashState, call: Call) -> Result:
    return Result(shipnotice_view(state, announcing.create(state, call.body, state.clock.instant())))


def update_shipnotice(state: WhiplashState, call: Call) -> Result:
    announcing.update(state, _named(state, call), call.body, state.clock.instant())
    return Result(None, status=NO_CONTENT)


def delete_shipnotice(state: WhiplashState, call: Call) -> Result:
    announcing.remove(state, _named(state, call))
    return Result(None, status=NO_CONTENT)


def _named(state: WhiplashState, call: Call) -> Shipnotice:
    return record(state, state.shipnotices, "Shipnotice", call.path["shipnotice_id"])


def _listed(state: WhiplashState, query: Mapping[str, Any]) -> Listing[Shipnotice]:
    return select_rows(state, state.shipnotices, query, ("status", "warehouse_id"))
