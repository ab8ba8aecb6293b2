"""One row by what a client calls it. Source: observed, "Errors", for what is not there."""

from __future__ import annotations

import re
from typing import TypeVar

from mockserver.core.errors import NotFound
from mockserver.core.table import Table
from mockserver.whiplash.providers import WHIPLASH
from mockserver.whiplash.records import Order, OrderItem
from mockserver.whiplash.state import WhiplashState, rows_of
from mockserver.whiplash.stock_records import Item

Row = TypeVar("Row")

_NUMBER = re.compile(r"[0-9]{1,18}")


def missing(state: WhiplashState, kind: str, name: object) -> NotFound:
    """The refusal of what is not there; *kind* is a word for people: ``Order``."""
    # Ambiguous: whiplash.not-found
    if state.readings["whiplash.not-found"] == "404":
        return NotFound("whiplash.records.not-found-404", kind, str(name))
    return NotFound("whiplash.records.not-found", kind, str(name))


def record(state: WhiplashState, table: Table[Row], kind: str, record_id: str | int | None) -> Row:
    """The row of *table* with an id, as a path or a body has it; *kind* is what the rows are.

    Raises:
        NotFound: this account has none, or it is no id at all.
    """
    row = None
    if isinstance(record_id, str):
        row = table.get(int(record_id)) if _NUMBER.fullmatch(record_id) else None
    elif record_id is not None:
        row = table.get(record_id)
    if row is None:
        raise missing(state, kind, record_id)
    return row


def order_by_id(state: WhiplashState, order_id: str | int | None) -> Order:
    """Raises:
    NotFound: no order has that id.
    """
    return record(state, state.orders, "Order", order_id)


def order_by_originator(state: WhiplashState, originator_id: str) -> Order | None:
    """The order that a client knows by that id: by its originator_id, else by its proto_originator_id.

    Orders that Whiplash made from another one point to that one's Whiplash id; a client's own come first.
    """
    for index in ("originator_id", "proto_originator_id"):
        found = rows_of(state.orders, index, originator_id)
        if found:
            own = (order for order in found if not order.provider.startswith(WHIPLASH))
            return next(own, found[0])
    return None


def order_item_by_originator(state: WhiplashState, originator_id: str) -> OrderItem | None:
    """The first order item that a client knows by that id."""
    return next(iter(rows_of(state.order_items, "originator_id", originator_id)), None)


def item_by_originator(state: WhiplashState, originator_id: str) -> Item | None:
    """The first item that is not deactivated and has that id in a client's system."""
    return next(iter(rows_of(state.items, "originator", originator_id)), None)


def items_by_sku(state: WhiplashState, sku: str) -> list[Item]:
    """The items that are not deactivated and have that SKU, the newest first: SKUs need not be unique."""
    return rows_of(state.items, "sku", sku)[::-1]
