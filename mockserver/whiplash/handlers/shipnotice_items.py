"""What a shipnotice announces, line by line. Source: observed, "shipnotice_items"."""

from __future__ import annotations

from mockserver.core.operation import NO_CONTENT, Call, Result
from mockserver.whiplash import announcing
from mockserver.whiplash.finding import record
from mockserver.whiplash.handlers.listing import page_result
from mockserver.whiplash.selecting import select_rows
from mockserver.whiplash.state import WhiplashState
from mockserver.whiplash.stock_records import ShipnoticeItem
from mockserver.whiplash.stock_views import shipnotice_item_view


def list_shipnotice_items(state: WhiplashState, call: Call) -> Result:
    listing = select_rows(state, state.shipnotice_items, call.query, ("shipnotice_id",))
    return page_result(listing, call.query, shipnotice_item_view)


def get_shipnotice_item(state: WhiplashState, call: Call) -> Result:
    return Result(shipnotice_item_view(_named(state, call)))


def create_shipnotice_item(state: WhiplashState, call: Call) -> Result:
    return Result(shipnotice_item_view(announcing.add_line(state, call.body, state.clock.instant())))


def update_shipnotice_item(state: WhiplashState, call: Call) -> Result:
    announcing.change_line(state, _named(state, call), call.body, state.clock.instant())
    return Result(None, status=NO_CONTENT)


def delete_shipnotice_item(state: WhiplashState, call: Call) -> Result:
    announcing.remove_line(state, _named(state, call))
    return Result(None, status=NO_CONTENT)


def _named(state: WhiplashState, call: Call) -> ShipnoticeItem:
    return record(state, state.shipnotice_items, "Shipnotice item", call.path["shipnotice_item_id"])
