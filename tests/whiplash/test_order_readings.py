"""Each reading of an order, each way; the precondition: test_order_matrix.py. Source: readings.md, "switches"."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from client import Whiplash
from whiplash.accounts import ADDRESS
from whiplash.stocked import make_order, orders, post_order

Make = Callable[..., Whiplash]

PATHS = (
    ("GET", ""),
    ("PUT", ""),
    ("PUT", "/cancel"),
    ("PUT", "/uncancel"),
    ("PUT", "/pause"),
    ("PUT", "/release"),
    ("PUT", "/anonymize"),
    ("GET", "/packages"),
    ("GET", "/fees"),
)


@pytest.mark.rule("whiplash.records.not-found", "whiplash.records.not-found-404")
@pytest.mark.parametrize(
    ("value", "status", "rule"),
    [("422", 422, "whiplash.records.not-found"), ("404", 404, "whiplash.records.not-found-404")],
)
def test_an_order_that_is_not_there(whiplash_world: Make, value: str, status: int, rule: str) -> None:
    whiplash = whiplash_world(readings={"whiplash.not-found": value}, limits=False)
    replies = [whiplash.request(method, f"/orders/1{path}") for method, path in PATHS]
    replies += [whiplash.get("/orders/five"), whiplash.get("/orders/1204301.5")]
    replies += [whiplash.put("/orders/originator/A", {"public_note": "Hello"})]
    replies += [whiplash.post("/orders", {**ADDRESS, "order_items": [{"item_id": 1, "quantity": 1}]})]
    for reply in replies:
        assert (reply.status, reply.json, reply.rule) == (status, {"error": "Record not found"}, rule)
    assert orders(whiplash) == []


@pytest.mark.rule("whiplash.originators.miss-null", "whiplash.originators.miss-error")
def test_an_originator_id_that_nothing_has(whiplash_world: Make) -> None:
    whiplash = whiplash_world(readings={"whiplash.originator-miss": "null"})
    reply = whiplash.get("/orders/originator/A-1")
    assert (reply.status, reply.body, reply.rule) == (200, b"null", "whiplash.originators.miss-null")
    for not_found in ("422", "404"):
        readings = {"whiplash.originator-miss": "error", "whiplash.not-found": not_found}
        reply = whiplash_world(readings=readings).get("/orders/originator/A-1")
        assert (reply.status, reply.json) == (int(not_found), {"error": "Record not found"})


@pytest.mark.rule(
    "whiplash.orders.required-fields",
    "whiplash.orders.required-not-blanked",
    "whiplash.orders.required-fields-lenient",
    "whiplash.errors.by-field",
)
def test_required_fields(whiplash_world: Make) -> None:
    required = ("shipping_name", "shipping_address_1", "shipping_city", "shipping_zip", "email")
    strict = whiplash_world(readings={"whiplash.required-fields": "strict"})
    reply = strict.post("/orders", {"shipping_state": "CA"})
    assert (reply.status, reply.rule) == (422, "whiplash.orders.required-fields")
    assert reply.json == {"errors": {name: ["can't be blank"] for name in required}}
    order_id = make_order(strict)
    reply = strict.put(f"/orders/{order_id}", {"email": "", "shipping_zip": None, "public_note": "Hello"})
    assert (reply.status, reply.rule) == (422, "whiplash.orders.required-not-blanked")
    assert reply.json == {"errors": {"email": ["can't be blank"], "shipping_zip": ["can't be blank"]}}
    assert strict.get(f"/orders/{order_id}").json["public_note"] is None

    lenient = whiplash_world(readings={"whiplash.required-fields": "lenient"})
    reply = lenient.post("/orders", {})
    assert (reply.status, [reply.json[name] for name in required]) == (200, [None] * 5)
    assert lenient.put(f"/orders/{reply.json['id']}", {"email": ""}).status == 204


@pytest.mark.rule("whiplash.orders.originator-id-taken", "whiplash.orders.originator-id-free")
def test_an_originator_id_that_another_order_has(whiplash_world: Make) -> None:
    taken = {"errors": {"originator_id": ["has already been taken"]}}
    unique = whiplash_world(readings={"whiplash.originator-id": "unique"})
    first, second = post_order(unique, originator_id="A"), post_order(unique, originator_id="B")
    replies = [
        unique.post("/orders", {**ADDRESS, "originator_id": "A"}),
        unique.put(f"/orders/{second['id']}", {"originator_id": "A"}),
    ]
    assert [(reply.status, reply.json) for reply in replies] == [(422, taken)] * 2
    assert [order["originator_id"] for order in orders(unique, "order_by=id")] == ["A", "B"]
    assert unique.put(f"/orders/{first['id']}", {"originator_id": "A"}).status == 204

    free = whiplash_world(readings={"whiplash.originator-id": "free"})
    made = [post_order(free, originator_id="A")["id"] for _ in range(2)]
    assert [order["id"] for order in orders(free, "reference=A&order_by=id")] == made
    assert free.get("/orders/originator/A").json["id"] == made[0]
