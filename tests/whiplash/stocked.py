"""What tests over HTTP stand on: items, and orders of them.

Orders are led by the domain's own functions, as the warehouse's side does it.
"""

from __future__ import annotations

from typing import Any

from client import Whiplash
from mockserver.whiplash import ordering
from mockserver.whiplash.finding import order_by_id
from whiplash.accounts import ADDRESS

Row = dict[str, Any]


def make(whiplash: Whiplash, path: str, **fields: object) -> Row:
    """POST a record; answers it."""
    reply = whiplash.post(path, fields)
    assert reply.status == 200, reply
    row: Row = reply.json
    return row


def look(whiplash: Whiplash, path: str, row: Row | int) -> Row:
    """GET a record by itself or by its id."""
    reply = whiplash.get(f"{path}/{row if isinstance(row, int) else row['id']}")
    assert reply.status == 200, reply
    found: Row = reply.json
    return found


def ids(whiplash: Whiplash, path: str, **query: object) -> list[int]:
    """The ids that a list has, in its order."""
    reply = whiplash.get(path, query=query)
    assert reply.status == 200, reply
    return [row["id"] for row in reply.json]


def make_item(whiplash: Whiplash, sku: str = "TEE", **fields: object) -> Row:
    return make(whiplash, "/items", **{"sku": sku, "title": sku.title(), "quantity": 10, **fields})


def make_order(whiplash: Whiplash, *items: Row, **fields: object) -> int:
    """An order with one of each of *items*; answers its id."""
    order_id: int = post_order(whiplash, *items, **fields)["id"]
    return order_id


def post_order(whiplash: Whiplash, *items: Row, **fields: object) -> Row:
    """Likewise; answers the order."""
    lines = [{"item_id": item["id"], "quantity": 1} for item in items]
    return make(whiplash, "/orders", **{**ADDRESS, "order_items": lines, **fields})


def orders(whiplash: Whiplash, query: str = "limit=250") -> list[Row]:
    """The orders that a list has, in its order. *query* is sent as it stands."""
    reply = whiplash.get(f"/orders?{query}")
    assert reply.status == 200, reply
    rows: list[Row] = reply.json
    return rows


def put_into(whiplash: Whiplash, order_id: int, status: int) -> None:
    """Put an order into any status."""
    sandbox = whiplash.handle.sandbox
    with sandbox.lock:
        state = sandbox.state("whiplash")
        ordering.place(state, order_by_id(state, order_id), status, state.clock.instant())


def lines_of(whiplash: Whiplash, order_id: int) -> list[Row]:
    reply = whiplash.get("/order_items", query={"order_id": order_id})
    assert reply.status == 200, reply
    rows: list[Row] = reply.json
    return rows


def announce(whiplash: Whiplash, *items: Row, quantity: int = 10, **fields: object) -> Row:
    """A shipnotice for so many of each of *items*."""
    lines = [{"item_id": item["id"], "quantity": quantity} for item in items]
    return make(whiplash, "/shipnotices", **{"sender": "Acme", "shipnotice_items": lines, **fields})
