"""Moves of Whiplash orders by hand. Source: "Order Statuses"; readings.md, "The warehouse's own moves"."""

from __future__ import annotations

from typing import Any

import pytest

from client import Reply, Whiplash
from whiplash.accounts import ADDRESS

CODES = "30, 35, 40, 45, 50, 75, 77, 80, 90, 95, 100, 120, 150, 155, 160, 200, 250, 300, 325, 350, 375, 380, 400"


def create(client: Whiplash) -> int:
    """A new order of two units of an item that is there; its id."""
    item = client.post("/items", {"sku": "TEE", "title": "Tee"}).json
    notice = {"sender": "Acme", "warehouse_id": 5, "shipnotice_items": [{"item_id": item["id"], "quantity": 10}]}
    client.put(f"/shipnotices/{client.post('/shipnotices', notice).json['id']}", {"status": 300})
    reply = client.post("/orders", {**ADDRESS, "order_items": [{"item_id": item["id"], "quantity": 2}]})
    assert reply.status == 200, reply
    order_id = reply.json["id"]
    assert isinstance(order_id, int)
    return order_id


def move(client: Whiplash, order_id: object, to: object, **fields: object) -> Reply:
    return client.control.post(f"/whiplash/orders/{order_id}/move", {"to": to, **fields})


def status(client: Whiplash, order_id: int) -> Any:
    return client.get(f"/orders/{order_id}").json["status"]


@pytest.mark.rule("whiplash.warehouse.moves")
def test_a_step_answers_the_order_as_get_answers_it(whiplash: Whiplash) -> None:
    order_id = create(whiplash)
    reply = move(whiplash, order_id, 120)
    assert reply.status == 200
    assert reply.json == {"order": whiplash.get(f"/orders/{order_id}").json, "moves": [120], "events": []}
    assert reply.json["order"]["status_name"] == "Printed"


@pytest.mark.rule("whiplash.warehouse.moves", "whiplash.packages.made")
def test_a_walk_goes_every_step_and_ships_on_the_way(whiplash: Whiplash) -> None:
    order_id = create(whiplash)
    reply = move(whiplash, order_id, 350, walk=True)
    assert reply.json["moves"] == [120, 150, 160, 200, 250, 300, 325, 350]
    assert sorted(reply.json["events"]) == ["item.inventory_changed", "order.shipped"]
    (package,) = whiplash.get(f"/orders/{order_id}/packages").json
    assert reply.json["order"]["tracking"] == [package["tracking"]]
    assert whiplash.get(f"/orders/{order_id}/fees").status == 200


@pytest.mark.parametrize("to", [400, "400", "Returned Undeliverable", "returned_undeliverable"])
def test_a_status_may_be_given_by_its_code_or_its_name(whiplash: Whiplash, to: object) -> None:
    order_id = create(whiplash)
    reply = move(whiplash, order_id, to, walk=True)
    assert reply.json["moves"] == [120, 150, 160, 200, 250, 300, 325, 400]
    assert status(whiplash, order_id) == 400


@pytest.mark.rule("whiplash.warehouse.elsewhere")
@pytest.mark.parametrize(("to", "shipped"), [(50, 403), ("Closed by Originator", 403), (95, 403), (430, 200)])
def test_an_order_can_be_put_where_the_warehouse_moves_none(whiplash: Whiplash, to: object, shipped: int) -> None:
    order_id = create(whiplash)
    reply = move(whiplash, order_id, to, place=True)
    assert reply.status == 200
    assert reply.json["moves"] == [reply.json["order"]["status"]] == [status(whiplash, order_id)]
    assert whiplash.get(f"/orders/{order_id}/packages").status == shipped


@pytest.mark.parametrize(
    ("begins", "body", "error"),
    [
        (
            100,
            {"to": 200},
            (
                "the warehouse moves no order from 100 Processing to 200 Label Scheduled for Purchase; it can go "
                'to: 120 Printed. Add "walk": true to go by 120, 150, 160, 200'
            ),
        ),
        (
            325,
            {"to": 160},
            (
                "the warehouse moves no order from 325 Picked Up to 160 Packed; it can go to: 350 Delivered, 400 "
                "Returned Undeliverable. What has shipped never gets a status below 300 again"
            ),
        ),
        (
            90,
            {"to": 300, "walk": True},
            (
                "the warehouse moves no order from 90 Paused to 300 Shipped; it can go to: nothing. Add "
                '"place": true to put it there all the same'
            ),
        ),
        (300, {"to": 300}, "order {id} is 300 Shipped already"),
        (40, {"to": 40, "place": True}, "order {id} is 40 Cancelled already"),
        (
            350,
            {"to": 100, "place": True},
            (
                "order {id} has shipped, so that it never becomes 100 Processing; it can become: 300, 325, 350, "
                "375, 380, 400, 410, 430, 450"
            ),
        ),
    ],
)
@pytest.mark.rule("whiplash.warehouse.moves", "whiplash.warehouse.no-way-back")
def test_what_its_status_does_not_allow_is_refused_with_what_can_be_done(
    whiplash: Whiplash, begins: int, body: dict[str, object], error: str
) -> None:
    order_id = create(whiplash)
    if begins != 100:
        move(whiplash, order_id, begins, place=True)
    reply = move(whiplash, order_id, **body)
    assert (reply.status, reply.json) == (409, {"error": error.replace("{id}", str(order_id))})
    assert status(whiplash, order_id) == begins


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (
            {"to": 50},
            'to: the warehouse moves no order to 50 Unpaid; add "place": true to put it there all the same',
        ),
        ({"to": "shiped"}, "to: 'shiped' is no status of an order; did you mean 'Shipped'?"),
        ({"to": 301}, f"to: 301 is no status of an order; there are: {CODES}, 410, 430, 450"),
        ({"to": 300, "walk": True, "place": True}, "place: goes straight there, so that it does not go with walk"),
        ({}, "to: is required"),
        ({"to": None}, "to: must be a status"),
        ({"to": True}, 'to: must be a status\'s code or name, like 300 or "Shipped", not True'),
        ({"to": 300.5}, 'to: must be a status\'s code or name, like 300 or "Shipped", not 300.5'),
        ({"to": 300, "place": 1}, "place: must be true or false"),
        ({"to": 300, "wlak": True}, "there is no field 'wlak'; did you mean 'walk'?"),
    ],
    ids=str,
)
def test_a_body_that_tells_no_move_is_refused(whiplash: Whiplash, body: object, error: str) -> None:
    reply = whiplash.control.post("/whiplash/orders/1204301/move", body)
    assert (reply.status, reply.json) == (400, {"error": error})


@pytest.mark.parametrize("order_id", ["1204301", "ORDER-1", "%20"])
@pytest.mark.parametrize("reading", ["422", "404"])
def test_an_order_that_the_sandbox_has_not_gets_404(whiplash_world: Any, order_id: str, reading: str) -> None:
    client = whiplash_world(readings={"whiplash.not-found": reading})
    reply = move(client, order_id, 120)
    named = " " if order_id == "%20" else order_id
    assert (reply.status, reply.json) == (404, {"error": f"sandbox {client.handle.id} has no Whiplash order {named!r}"})
