"""Order items over HTTP. Source: whiplash-observed.md, "order_items"; "Update an Order"; readings.md, "Separate"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from client import Reply, Whiplash
from whiplash.stocked import Row, ids, lines_of, look, make_item, make_order, put_into

KEYS = [
    "id", "item_id", "order_id", "package_id", "packaging", "packed", "price", "retail_fee", "wholesale_cost",
    "currency", "quantity", "sku", "description", "available", "returnable", "originator_id", "provider", "created_at",
    "updated_at", "serialnumbers", "misc",
]  # fmt: skip  # one a line would be twenty-one

NOT_FOUND = (422, {"error": "Record not found"})


def answer(reply: Reply) -> tuple[int, Any]:
    return reply.status, reply.json


def a_line(whiplash: Whiplash, **fields: object) -> Row:
    """One of an order's two lines."""
    order = make_order(whiplash, make_item(whiplash, "TEE"), make_item(whiplash, "CAP"), **fields)
    return lines_of(whiplash, order)[0]


@pytest.mark.rule("whiplash.order-items.list", "whiplash.order-items.object")
def test_an_orders_items_are_listed_with_all_their_fields(whiplash: Whiplash) -> None:
    items = [make_item(whiplash, sku) for sku in ("TEE", "CAP")]
    order = make_order(whiplash, *items)
    make_order(whiplash, *items)
    reply = whiplash.get("/order_items", query={"order_id": order})
    assert [(row["item_id"], row["order_id"]) for row in reply.json] == [(item["id"], order) for item in items]
    assert [list(row) for row in reply.json] == [KEYS, KEYS]
    assert reply.rule == "whiplash.order-items.list"
    assert ids(whiplash, "/order_items", order_id=order, order_by="id DESC") == [row["id"] for row in reply.json][::-1]


@pytest.mark.rule("whiplash.order-items.list-needs-order")
def test_a_list_needs_an_order_that_is_there(whiplash: Whiplash) -> None:
    order = make_order(whiplash, make_item(whiplash))
    for query in ("", "order_id=", "order_id=1", f"order_id=1&order_id={order}"):
        assert answer(whiplash.get(f"/order_items?{query}")) == NOT_FOUND, query


@pytest.mark.rule("whiplash.order-items.list", "whiplash.query.lists")
def test_the_items_of_several_orders_are_one_list(whiplash: Whiplash) -> None:
    orders = [make_order(whiplash, make_item(whiplash), make_item(whiplash, "CAP")) for _ in range(3)]
    for name in ("order_id", "order_id[]"):
        found = whiplash.get("/order_items", query={name: orders[:2]}).json
        assert [row["order_id"] for row in found] == [orders[0]] * 2 + [orders[1]] * 2, name


@pytest.mark.rule("whiplash.order-items.get", "whiplash.order-items.get-by-originator")
def test_an_order_item_is_answered_by_its_id_and_by_its_originator_id(whiplash: Whiplash) -> None:
    line = a_line(whiplash)
    assert whiplash.put(f"/order_items/{line['id']}", {"originator_id": "5/1"}).status == 204
    by_id, by_originator = whiplash.get(f"/order_items/{line['id']}"), whiplash.get("/order_items/originator/5%2F1")
    assert by_id.json == by_originator.json == {**line, "originator_id": "5/1"}
    assert [by_id.rule, by_originator.rule] == ["whiplash.order-items.get", "whiplash.order-items.get-by-originator"]


@pytest.mark.rule("whiplash.order-items.get-by-originator")
def test_of_several_with_one_originator_id_the_oldest_is_answered(whiplash: Whiplash) -> None:
    line = a_line(whiplash)
    for _ in range(2):
        body = {"order_id": line["order_id"], "item_id": line["item_id"], "originator_id": "5"}
        assert whiplash.post("/order_items", body).status == 200
    (first, _) = ids(whiplash, "/order_items", order_id=line["order_id"], since_id=line["id"] + 1)
    assert whiplash.get("/order_items/originator/5").json["id"] == first


@pytest.mark.rule("whiplash.order-items.create", "whiplash.order-items.from-item", "whiplash.order-items.fields")
@pytest.mark.parametrize("named_by", ["item_id", "sku"])
def test_an_item_is_added_to_an_order(whiplash: Whiplash, named_by: str) -> None:
    order = make_order(whiplash, make_item(whiplash))
    item = make_item(whiplash, "CAP", price="12.5")
    name = item["id"] if named_by == "item_id" else "CAP"
    reply = whiplash.post("/order_items", {"order_id": str(order), named_by: name, "quantity": "3", "misc": "gift"})
    assert (reply.status, reply.rule) == (200, "whiplash.order-items.create")
    line = reply.json
    told = [line[name] for name in ("order_id", "item_id", "sku", "description", "price", "quantity", "misc")]
    assert told == [order, item["id"], "CAP", "Cap", "12.5", 3, "gift"]
    assert (line["available"], line["packed"]) == (True, 0)
    assert lines_of(whiplash, order)[-1] == line


@pytest.mark.rule("whiplash.order-items.unknown-order", "whiplash.order-items.unknown-item")
@pytest.mark.parametrize("name", ["order_id", "item_id"])
@pytest.mark.parametrize("value", [None, 1, ""])
def test_an_order_or_item_that_is_null_or_unknown_is_not_found(whiplash: Whiplash, name: str, value: object) -> None:
    line = a_line(whiplash)
    body = {"order_id": line["order_id"], "item_id": line["item_id"], name: value}
    assert answer(whiplash.post("/order_items", body)) == NOT_FOUND
    assert answer(whiplash.put(f"/order_items/{line['id']}", {name: value})) == NOT_FOUND
    assert len(lines_of(whiplash, line["order_id"])) == 2
    assert look(whiplash, "/order_items", line) == line


@pytest.mark.rule("whiplash.order-items.unknown-item")
@pytest.mark.parametrize("value", [None, 1])
def test_a_sku_does_not_stand_for_an_item_that_a_put_takes_away(whiplash: Whiplash, value: int | None) -> None:
    line = a_line(whiplash)
    assert answer(whiplash.put(f"/order_items/{line['id']}", {**line, "item_id": value})) == NOT_FOUND
    assert look(whiplash, "/order_items", line) == line


@pytest.mark.rule("whiplash.order-items.unknown-order", "whiplash.records.not-found-404")
def test_an_unknown_order_has_the_status_of_the_reading(whiplash_world: Callable[..., Whiplash]) -> None:
    whiplash = whiplash_world(readings={"whiplash.not-found": "404"})
    assert whiplash.post("/order_items", {"order_id": 1, "item_id": 1}).status == 404
    assert whiplash.get("/order_items").status == 404


@pytest.mark.rule("whiplash.order-items.quantity")
@pytest.mark.parametrize("quantity", [0, -1])
def test_a_quantity_is_at_least_one(whiplash: Whiplash, quantity: int) -> None:
    line = a_line(whiplash)
    refused = (422, {"errors": {"quantity": ["must be greater than 0"]}})
    body = {"order_id": line["order_id"], "item_id": line["item_id"], "quantity": quantity}
    assert answer(whiplash.post("/order_items", body)) == refused
    assert answer(whiplash.put(f"/order_items/{line['id']}", {"quantity": quantity})) == refused


@pytest.mark.rule("whiplash.order-items.update")
def test_an_update_changes_what_is_given(whiplash: Whiplash) -> None:
    line = a_line(whiplash)
    whiplash.handle.clock.advance(60)
    reply = whiplash.put(f"/order_items/{line['id']}", {"quantity": 2, "price": 5})
    assert (reply.status, reply.rule) == (204, "whiplash.order-items.update")
    changed = {"quantity": 2, "price": "5.0", "updated_at": "2026-02-27T05:01:00-05:00"}
    assert look(whiplash, "/order_items", line) == {**line, **changed}


@pytest.mark.rule("whiplash.order-items.update")
def test_an_update_may_put_another_item_in_its_place(whiplash: Whiplash) -> None:
    line = a_line(whiplash)
    mug = make_item(whiplash, "MUG", price=9)
    assert whiplash.put(f"/order_items/{line['id']}", {"item_id": mug["id"]}).status == 204
    changed = look(whiplash, "/order_items", line)
    assert [changed[name] for name in ("item_id", "sku", "description", "price")] == [mug["id"], "MUG", "Mug", "9.0"]


@pytest.mark.rule("whiplash.order-items.update")
def test_an_order_that_gets_more_than_lies_there_waits(whiplash: Whiplash) -> None:
    line = a_line(whiplash)
    assert whiplash.put(f"/order_items/{line['id']}", {"quantity": 11}).status == 204
    assert look(whiplash, "/order_items", line)["available"] is False


@pytest.mark.rule("whiplash.order-items.delete")
def test_a_deleted_order_item_is_gone_from_its_order(whiplash: Whiplash) -> None:
    line = a_line(whiplash)
    reply = whiplash.delete(f"/order_items/{line['id']}")
    assert (reply.status, reply.rule) == (204, "whiplash.order-items.delete")
    assert line["id"] not in [left["id"] for left in lines_of(whiplash, line["order_id"])]
    assert answer(whiplash.get(f"/order_items/{line['id']}")) == NOT_FOUND


def attempts(whiplash: Whiplash, line: Row) -> list[Reply]:
    """Every way to add, change and remove an order's items."""
    path = f"/order_items/{line['id']}"
    body = {"order_id": line["order_id"], "item_id": line["item_id"]}
    return [whiplash.post("/order_items", body), whiplash.put(path, {"quantity": 2}), whiplash.delete(path)]


@pytest.mark.rule("whiplash.order-items.shipped", "whiplash.actions.refused-403", "whiplash.actions.refused-422")
@pytest.mark.parametrize(("value", "status"), [("403", 403), ("422", 422)])
def test_items_of_a_shipped_order_cannot_be_changed(
    whiplash_world: Callable[..., Whiplash], value: str, status: int
) -> None:
    whiplash = whiplash_world(readings={"whiplash.precondition": value}, limits=False)
    for shipped in (300, 325, 350, 375, 380, 400, 410, 430, 450):
        line = a_line(whiplash)
        put_into(whiplash, line["order_id"], shipped)
        before = lines_of(whiplash, line["order_id"])
        refused = {"error": f"Cannot change items of an order in status {shipped}"}
        assert [answer(reply) for reply in attempts(whiplash, line)] == [(status, refused)] * 3
        assert lines_of(whiplash, line["order_id"]) == before


@pytest.mark.rule("whiplash.order-items.shipped")
def test_items_of_an_order_that_has_not_shipped_can_be_changed(whiplash: Whiplash) -> None:
    for status in (30, 35, 40, 45, 50, 75, 77, 90, 120, 150, 155, 160, 200, 250):
        line = a_line(whiplash)
        put_into(whiplash, line["order_id"], status)
        assert [reply.status for reply in attempts(whiplash, line)] == [200, 204, 204]


@pytest.mark.rule("whiplash.order-items.separate", "whiplash.derived.separate", "whiplash.derived.group")
def test_a_separated_item_makes_a_new_order(whiplash: Whiplash) -> None:
    line = a_line(whiplash, originator_id="5623643082")
    reply = whiplash.post(f"/order_items/{line['id']}/separate.json")
    assert (reply.status, reply.rule) == (200, "whiplash.order-items.separate")
    order = reply.json
    told = [order[name] for name in ("provider", "originator_id", "originator_group_id", "proto_originator_id")]
    assert told == ["whiplash:separate", None, line["order_id"], "5623643082"]
    assert [(one["id"], one["item_id"]) for one in order["order_items"]] == [(line["id"], line["item_id"])]
    assert [one["id"] for one in lines_of(whiplash, order["id"])] == [line["id"]]
    assert len(lines_of(whiplash, line["order_id"])) == 1


@pytest.mark.rule("whiplash.order-items.separate-only")
def test_the_only_item_cannot_be_separated(whiplash: Whiplash) -> None:
    (line,) = lines_of(whiplash, make_order(whiplash, make_item(whiplash)))
    reply = whiplash.post(f"/order_items/{line['id']}/separate")
    errors = {"base": ["The only item of an order cannot be separated from it"]}
    assert (reply.status, reply.json, reply.rule) == (422, {"errors": errors}, "whiplash.order-items.separate-only")


@pytest.mark.rule("whiplash.order-items.separate-refused", "whiplash.actions.refused-422")
@pytest.mark.parametrize(("value", "status"), [("403", 403), ("422", 422)])
@pytest.mark.parametrize("order_status", [40, 300])
def test_an_item_of_an_order_at_its_end_cannot_be_separated(
    whiplash_world: Callable[..., Whiplash], order_status: int, value: str, status: int
) -> None:
    whiplash = whiplash_world(readings={"whiplash.precondition": value}, limits=False)
    line = a_line(whiplash)
    put_into(whiplash, line["order_id"], order_status)
    reply = whiplash.post(f"/order_items/{line['id']}/separate")
    assert answer(reply) == (status, {"error": f"Cannot separate an order in status {order_status}"})


@pytest.mark.rule("whiplash.records.not-found")
def test_an_item_that_is_not_there_cannot_be_separated(whiplash: Whiplash) -> None:
    assert answer(whiplash.post("/order_items/1/separate")) == NOT_FOUND
