"""POST /orders/bulk. Source: "Bulk Orders"; readings.md, "Bulk"."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from client import Reply, WarpWare, order_body
from mockserver.server import MockServer

JSON = {"Content-Type": "application/json"}
DUPLICATE = "Order with this external_id already exists"


@pytest.fixture(scope="module")
def unwatched() -> Iterator[MockServer]:
    """A server whose exchanges are not held against openapi/: the checker's own parser refuses these bodies."""
    with MockServer() as server:
        yield server


def push(client: WarpWare, *orders: object) -> Reply:
    return client.post("/orders/bulk", {"orders": list(orders)})


def statuses(reply: Reply) -> list[str]:
    return [result["status"] for result in reply.data]


def external_ids(client: WarpWare) -> list[str]:
    """Of every order that there is, oldest first."""
    return [order["external_id"] for order in reversed(client.get("/orders", query={"per_page": 100}).data)]


# What it creates


@pytest.mark.rule("warpware.bulk.create", "warpware.bulk.duplicate", "warpware.bulk.counts")
def test_the_documents_example_is_answered_as_shown(warpware: WarpWare) -> None:
    warpware.create("ORDER-2002")
    bob = {"name": "Bob Jones", "address1": "456 Oak Ave", "city": "Denver", "state": "CO", "zip": "80201"}
    alice = {"name": "Alice Wu", "address1": "789 Elm St", "city": "Seattle", "state": "WA", "zip": "98101"}
    first = {"line_items": [{"sku": "WIDGET-BLUE-M", "quantity": 1}], "shipping_address": bob}
    second = {"line_items": [{"sku": "GADGET-XL", "quantity": 3, "price": 49.99}], "shipping_address": alice}
    reply = push(
        warpware, {"external_id": "ORDER-2001", **first}, {"external_id": "ORDER-2002", **second, "tags": ["rush"]}
    )
    order_id = warpware.get("/orders/by-external/ORDER-2001").data["id"]
    assert reply.status == 207
    assert reply.json == {
        "data": [
            {"external_id": "ORDER-2001", "status": "created", "id": order_id, "created_at": "2026-02-27T10:00:00Z"},
            {"external_id": "ORDER-2002", "status": "duplicate", "message": DUPLICATE},
        ],
        "meta": {"total": 2, "created": 1, "duplicates": 1, "errors": 0, "client_id": "acme:warehouse-east"},
    }
    assert reply.rule == "warpware.bulk.create"


@pytest.mark.rule("warpware.bulk.create")
def test_an_order_of_a_batch_is_like_one_that_was_created_alone(warpware: WarpWare) -> None:
    fields: dict[str, object] = {
        "note": "Leave at door",
        "tags": ["vip"],
        "metadata": {"a": 1},
        "customer_name": "Jane",
    }
    alone = warpware.order(warpware.create("ORDER-1", **fields))
    in_batch = warpware.order(push(warpware, order_body("ORDER-2", **fields)).data[0]["id"])
    assert in_batch == {**alone, "id": in_batch["id"], "external_id": "ORDER-2"}


@pytest.mark.rule("warpware.bulk.create")
def test_results_come_in_the_order_of_the_batch(warpware: WarpWare) -> None:
    warpware.create("B")
    reply = push(warpware, order_body("C"), order_body("B"), order_body("A"), order_body("D", line_items=[]))
    assert [result["external_id"] for result in reply.data] == ["C", "B", "A", "D"]
    assert statuses(reply) == ["created", "duplicate", "created", "error"]


@pytest.mark.rule("warpware.bulk.max-100")
def test_a_batch_of_100_is_taken(warpware: WarpWare) -> None:
    reply = push(warpware, *[order_body(f"ORDER-{number}") for number in range(100)])
    assert reply.status == 207
    assert statuses(reply) == ["created"] * 100
    assert len({result["id"] for result in reply.data}) == 100
    assert external_ids(warpware) == [f"ORDER-{number}" for number in range(100)]


# What it does not create


@pytest.mark.rule("warpware.bulk.always-207")
@pytest.mark.parametrize(
    ("item", "status"), [(order_body("ORDER-1"), "duplicate"), (order_body("ORDER-2", line_items=[]), "error")]
)
def test_a_batch_that_failed_altogether_is_a_207(warpware: WarpWare, item: dict[str, object], status: str) -> None:
    warpware.create("ORDER-1")
    reply = push(warpware, item, item)
    assert reply.status == 207
    assert statuses(reply) == [status, status]
    assert external_ids(warpware) == ["ORDER-1"]


@pytest.mark.rule("warpware.bulk.independent")
@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("bad", [order_body("BAD", line_items=[]), order_body("ORDER-0"), {}, None, "ORDER-9"])
def test_one_failure_keeps_no_other_order_back(warpware: WarpWare, place: int, bad: object) -> None:
    warpware.create("ORDER-0")
    batch: list[object] = [order_body("ORDER-1"), order_body("ORDER-2")]
    batch.insert(place, bad)
    reply = push(warpware, *batch)
    assert reply.status == 207
    assert [index for index, status in enumerate(statuses(reply)) if status != "created"] == [place]
    assert external_ids(warpware) == ["ORDER-0", "ORDER-1", "ORDER-2"]


@pytest.mark.rule("warpware.bulk.duplicate")
def test_a_duplicate_leaves_the_order_as_it_was(warpware: WarpWare) -> None:
    order_id = warpware.create("ORDER-1", note="first")
    before = warpware.order(order_id)
    warpware.handle.clock.advance(60)
    reply = push(warpware, order_body("ORDER-1", note="second"))
    assert reply.data == [{"external_id": "ORDER-1", "status": "duplicate", "message": DUPLICATE}]
    assert warpware.order(order_id) == before


@pytest.mark.rule("warpware.bulk.duplicate")
def test_a_batch_that_is_sent_again_gives_duplicates(warpware: WarpWare) -> None:
    batch = [order_body(f"ORDER-{number}") for number in range(3)]
    push(warpware, *batch)
    again = push(warpware, *batch)
    assert again.status == 207
    assert statuses(again) == ["duplicate"] * 3
    assert (again.meta["created"], again.meta["duplicates"], again.meta["errors"]) == (0, 3, 0)
    assert external_ids(warpware) == ["ORDER-0", "ORDER-1", "ORDER-2"]


@pytest.mark.rule("warpware.bulk.duplicate-within-batch")
def test_of_two_alike_in_a_batch_the_first_is_created(warpware: WarpWare) -> None:
    reply = push(warpware, order_body("ORDER-1", note="first"), order_body("ORDER-1", note="second"))
    assert statuses(reply) == ["created", "duplicate"]
    assert warpware.get("/orders/by-external/ORDER-1").data["note"] == "first"


@pytest.mark.rule("warpware.bulk.duplicate-within-batch")
def test_an_order_in_error_does_not_take_its_external_id(warpware: WarpWare) -> None:
    reply = push(warpware, order_body("ORDER-1", line_items=[]), order_body("ORDER-1"))
    assert statuses(reply) == ["error", "created"]


@pytest.mark.rule("warpware.bulk.error")
@pytest.mark.parametrize(
    ("fields", "places"),
    [
        ({"line_items": []}, ["line_items"]),
        ({"line_items": "x"}, ["line_items"]),
        (
            {"line_items": [{"sku": "A", "quantity": 1}, {"quantity": 0}]},
            ["line_items[1].sku", "line_items[1].quantity"],
        ),
        ({"line_items": [{"sku": "A", "quantity": "2"}]}, ["line_items[0].quantity"]),
        ({"shipping_address": {"name": "Jane"}}, ["shipping_address.zip", "shipping_address.city"]),
        ({"external_id": " "}, ["external_id"]),
        ({"tags": ["vip", 5]}, ["tags[1]"]),
        ({"metadata": []}, ["metadata"]),
        ({"note": 5, "customer_email": True}, ["note", "customer_email"]),
    ],
)
def test_an_error_names_what_is_wrong(warpware: WarpWare, fields: dict[str, Any], places: list[str]) -> None:
    (result,) = push(warpware, {**order_body("ORDER-1"), **fields}).data
    assert set(result) == {"external_id", "status", "message"}
    assert result["status"] == "error"
    assert [place for place in places if place not in result["message"]] == []
    assert external_ids(warpware) == []


@pytest.mark.rule("warpware.bulk.error")
@pytest.mark.parametrize("field", ["external_id", "line_items", "shipping_address"])
def test_an_order_without_a_required_field_is_an_error_that_names_it(warpware: WarpWare, field: str) -> None:
    item = {name: value for name, value in order_body("ORDER-1").items() if name != field}
    (result,) = push(warpware, item).data
    assert result["status"] == "error"
    assert field in result["message"]
    assert external_ids(warpware) == []


@pytest.mark.rule("warpware.bulk.error", "warpware.bulk.error-external-id")
@pytest.mark.parametrize("item", [None, 5, "ORDER-1", True, [], [order_body("ORDER-1")]])
def test_an_item_that_is_no_object_is_an_error(warpware: WarpWare, item: object) -> None:
    (result,) = push(warpware, item).data
    assert (result["external_id"], result["status"]) == (None, "error")
    assert "object" in result["message"]
    assert external_ids(warpware) == []


@pytest.mark.rule("warpware.bulk.error-external-id")
@pytest.mark.parametrize(
    ("sent", "told"), [({"external_id": "ORDER-1"}, "ORDER-1"), ({}, None), ({"external_id": 5}, None)]
)
def test_an_error_tells_the_external_id_that_it_is_about(
    warpware: WarpWare, sent: dict[str, object], told: str | None
) -> None:
    (result,) = push(warpware, sent).data
    assert (result["external_id"], result["status"]) == (told, "error")


@pytest.mark.rule("warpware.bulk.independent", "warpware.body.unstorable")
@pytest.mark.parametrize(
    ("fault", "place"),
    [
        (r'"note": "a\u0000b"', "note"),
        (r'"note": "\ud800"', "note"),
        (r'"metadata": {"deep": [1, "\udfff"]}', "metadata.deep[1]"),
        (r'"metadata": {"count": 18446744073709551616}', "metadata.count"),
        (r'"metadata": {"count": 1e400}', "metadata.count"),
        ('"metadata": {"count": -' + "9" * 5000 + "}", "metadata.count"),
        (r'"metadata": {"a\u0000": 1}', "metadata"),
        (r'"external_id": "\ud800"', "external_id"),
        (r'"external_id": "a\u0000b"', "external_id"),
    ],
    ids=range(9),
)
def test_what_cannot_be_stored_is_its_own_items_error(unwatched: MockServer, fault: str, place: str) -> None:
    client = WarpWare(unwatched.sandbox(profile="empty"))
    good, bad = (json.dumps(order_body(f"ORDER-{number}")) for number in (1, 2))
    bad = bad.replace('"external_id": "ORDER-2"', fault) if "external_id" in fault else bad[:-1] + f", {fault}}}"
    body = f'{{"orders": [{bad}, {good}]}}'.encode()
    reply = client.request("POST", "/orders/bulk", body=body, headers=JSON)
    assert reply.status == 207
    assert statuses(reply) == ["error", "created"]
    assert place in reply.data[0]["message"]
    assert reply.data[0]["external_id"] == (None if place == "external_id" else "ORDER-2")
    assert external_ids(client) == ["ORDER-1"]
    client.close()


@pytest.mark.rule("warpware.bulk.counts")
def test_the_counts_add_up(warpware: WarpWare) -> None:
    warpware.create("OLD")
    reply = push(warpware, order_body("A"), order_body("OLD"), order_body("B"), None, order_body("A"), order_body("C"))
    assert reply.meta == {
        "total": 6,
        "created": 3,
        "duplicates": 2,
        "errors": 1,
        "client_id": "acme:warehouse-east",
    }


# Batches that are refused


@pytest.mark.rule("warpware.bulk.max-100")
def test_a_batch_of_101_creates_none(warpware: WarpWare) -> None:
    reply = push(warpware, *[order_body(f"ORDER-{number}") for number in range(101)])
    assert (reply.status, reply.rule) == (422, "warpware.bulk.max-100")
    assert "orders" in reply.detail
    assert "100" in reply.detail
    assert external_ids(warpware) == []


@pytest.mark.rule("warpware.bulk.empty")
def test_an_empty_batch_is_refused(warpware: WarpWare) -> None:
    reply = push(warpware)
    assert (reply.status, reply.rule) == (422, "warpware.bulk.empty")
    assert "orders" in reply.detail


@pytest.mark.rule("warpware.bulk.missing-orders")
@pytest.mark.parametrize("body", [{}, order_body("ORDER-1"), {"order": [order_body("ORDER-1")]}])
def test_a_batch_without_orders_is_refused(warpware: WarpWare, body: dict[str, object]) -> None:
    reply = warpware.post("/orders/bulk", body)
    assert (reply.status, reply.rule) == (400, "warpware.bulk.missing-orders")
    assert "orders" in reply.detail
    assert external_ids(warpware) == []


@pytest.mark.rule("warpware.bulk.missing-orders")
@pytest.mark.parametrize("orders", [None, {}, order_body("ORDER-1"), "ORDER-1", 1, True])
def test_a_batch_whose_orders_is_no_array_is_refused(warpware: WarpWare, orders: object) -> None:
    reply = warpware.post("/orders/bulk", {"orders": orders})
    assert (reply.status, reply.rule) == (422, "warpware.bulk.missing-orders")
    assert "orders" in reply.detail
    assert external_ids(warpware) == []
