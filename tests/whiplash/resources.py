"""Every resource that can be listed, made, changed and deleted, for what is true of all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from client import Whiplash
from whiplash.stocked import Row, announce, make_item, make_order


@dataclass(frozen=True)
class Resource:
    """``least`` is a body that makes one; ``field`` can be changed from ``before`` to ``after``.

    ``list_needs``: the parameter that its list needs, with the record's own value. ``stays``: it is found by its id
    after it was deleted.
    """

    path: str
    wrapper: str
    least: Callable[[Whiplash], Row]
    field: str
    before: str | int
    after: str | int
    list_needs: str | None = None
    stays: bool = False

    def __str__(self) -> str:
        return self.path.removeprefix("/")

    def body(self, whiplash: Whiplash) -> Row:
        return {**self.least(whiplash), self.field: self.before}

    def make(self, whiplash: Whiplash) -> Row:
        reply = whiplash.post(self.path, self.body(whiplash))
        assert reply.status == 200, reply
        row: Row = reply.json
        return row

    def at(self, row: Row | int) -> str:
        """The path of one record."""
        return f"{self.path}/{row if isinstance(row, int) else row['id']}"

    def query(self, row: Row) -> Row:
        """What the list that has *row* must be asked by."""
        return {self.list_needs: row[self.list_needs]} if self.list_needs else {}


def _of_an_order(whiplash: Whiplash) -> Row:
    item = make_item(whiplash)
    return {"order_id": make_order(whiplash, item), "item_id": item["id"]}


def _of_a_shipnotice(whiplash: Whiplash) -> Row:
    return {"shipnotice_id": announce(whiplash)["id"], "item_id": make_item(whiplash)["id"]}


RESOURCES = (
    Resource("/items", "item", lambda _: {}, "title", "Tee", "Shirt", stays=True),
    Resource("/order_items", "order_item", _of_an_order, "misc", "gift wrap", "none", list_needs="order_id"),
    Resource("/shipnotices", "shipnotice", lambda _: {}, "sender", "Acme", "Bravo"),
    Resource("/shipnotice_items", "shipnotice_item", _of_a_shipnotice, "quantity", 3, 4),
    Resource(
        "/web_hooks",
        "web_hook",
        lambda _: {"event_name": "order.shipped"},
        "url",
        "https://a.example",
        "https://b.example",
    ),
)

each_resource = pytest.mark.parametrize("resource", RESOURCES, ids=str)


@dataclass(frozen=True)
class Parent:
    """A resource whose body may hold a list of records, each of which names an item."""

    path: str
    wrapper: str
    children: str


PARENTS = (Parent("/shipnotices", "shipnotice", "shipnotice_items"),)

each_parent = pytest.mark.parametrize("parent", PARENTS, ids=lambda parent: parent.wrapper)
