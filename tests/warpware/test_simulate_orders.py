"""POST /orders/simulate; how test orders fare is in test_test_orders.py. Source: "Test Simulation"."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from client import WarpWare

World = Callable[..., WarpWare]
ADDRESS = {
    "name": "Test Customer",
    "address1": "123 Test St",
    "city": "Austin",
    "state": "TX",
    "zip": "78701",
    "country": "US",
}


def simulation(**fields: object) -> dict[str, Any]:
    """The document's example with a count of 1, and *fields*."""
    return {
        "source": "api",
        "count": 1,
        "line_items": [{"sku": "TEST-SKU-001", "quantity": 2, "description": "Test Product"}],
        "ship_to": ADDRESS,
        **fields,
    }


def count_of_orders(client: WarpWare) -> int:
    return int(client.get("/orders/stats").data["total"])


@pytest.mark.rule("warpware.simulate.create", "warpware.simulate.no-meta")
def test_a_simulation_answers_every_order_that_it_made(warpware: WarpWare) -> None:
    reply = warpware.post("/orders/simulate", simulation(count=5))
    assert reply.status == 201
    listed = {order["id"]: order["external_id"] for order in warpware.get("/orders").data}
    assert reply.json.keys() == {"data"}
    assert reply.data.keys() == {"created", "failed", "orders", "message"}
    assert (reply.data["created"], reply.data["failed"]) == (5, 0)
    assert reply.data["message"] == "5 test order(s) created and queued for processing"
    assert len(reply.data["orders"]) == 5
    assert {order["id"]: order["external_id"] for order in reply.data["orders"]} == listed
    assert reply.rule == "warpware.simulate.create"


@pytest.mark.rule("warpware.simulate.no-meta", "warpware.envelope.always")
def test_under_always_a_simulation_has_an_empty_meta(world: World) -> None:
    assert world(readings={"warpware.envelope": "always"}).post("/orders/simulate", simulation()).meta == {}


@pytest.mark.rule("warpware.simulate.external-id")
def test_the_external_id_has_the_date_of_the_sandboxs_clock(warpware: WarpWare) -> None:
    (before,) = warpware.post("/orders/simulate", simulation()).data["orders"]
    warpware.handle.clock.advance(hours=14)
    (after,) = warpware.post("/orders/simulate", simulation()).data["orders"]
    assert re.fullmatch(r"TEST-20260227-[0-9a-f]{6}", before["external_id"])
    assert re.fullmatch(r"TEST-20260228-[0-9a-f]{6}", after["external_id"])


@pytest.mark.rule("warpware.simulate.external-id")
def test_the_same_seed_makes_the_same_test_orders(world: World) -> None:
    one, same, other = (world(seed=seed).post("/orders/simulate", simulation(count=3)) for seed in (7, 7, 8))
    assert one.body == same.body
    assert one.data["orders"] != other.data["orders"]


@pytest.mark.rule("warpware.simulate.external-id")
def test_an_external_id_that_an_order_has_already_is_passed_over(world: World) -> None:
    first, second = world(seed=7), world(seed=7)
    (taken,) = first.post("/orders/simulate", simulation()).data["orders"]
    second.create(taken["external_id"])
    reply = second.post("/orders/simulate", simulation())
    assert reply.status == 201
    assert reply.data["orders"][0]["external_id"] != taken["external_id"]


# Bodies


@pytest.mark.rule("warpware.simulate.required-fields")
@pytest.mark.parametrize("field", ["line_items", "ship_to"])
def test_a_simulation_without_a_required_field_is_400(warpware: WarpWare, field: str) -> None:
    body = {name: value for name, value in simulation().items() if name != field}
    reply = warpware.post("/orders/simulate", body)
    assert (reply.status, reply.rule) == (400, "warpware.body.missing-field")
    assert reply.detail == f"{field}: is required"
    assert count_of_orders(warpware) == 0


@pytest.mark.rule("warpware.simulate.defaults")
@pytest.mark.parametrize("given", [{}, {"count": None, "source": None}, {"source": ""}], ids=str)
def test_one_order_from_the_api_is_made_by_default(warpware: WarpWare, given: dict[str, object]) -> None:
    body = {"line_items": [{"sku": "TEST-SKU-001", "quantity": 2}], "ship_to": ADDRESS, **given}
    reply = warpware.post("/orders/simulate", body)
    assert (reply.status, reply.data["created"]) == (201, 1)
    assert reply.data["message"] == "1 test order(s) created and queued for processing"
    assert warpware.order(reply.data["orders"][0]["id"])["source"] == "api"


@pytest.mark.rule("warpware.simulate.max-100")
def test_a_hundred_test_orders_are_made_at_once(warpware: WarpWare) -> None:
    reply = warpware.post("/orders/simulate", simulation(count=100))
    assert (reply.status, reply.data["created"]) == (201, 100)
    assert len({order["external_id"] for order in reply.data["orders"]}) == 100
    assert count_of_orders(warpware) == 100


@pytest.mark.rule("warpware.simulate.max-100")
@pytest.mark.parametrize("count", [101, 2**63 - 1])
def test_more_than_a_hundred_are_422(warpware: WarpWare, count: int) -> None:
    reply = warpware.post("/orders/simulate", simulation(count=count))
    assert (reply.status, reply.rule) == (422, "warpware.simulate.max-100")
    assert reply.detail == f"count: must be at most 100, not {count}"
    assert count_of_orders(warpware) == 0


@pytest.mark.rule("warpware.simulate.values")
@pytest.mark.parametrize(
    ("fields", "detail"),
    [
        ({"count": 0}, "count: must be at least 1, not 0"),
        ({"count": -5}, "count: must be at least 1, not -5"),
        ({"count": "5"}, "count: must be a whole number"),
        ({"count": 1.5}, "count: must be a whole number"),
        ({"count": True}, "count: must be a whole number"),
        ({"source": 1}, "source: must be a string"),
        ({"line_items": []}, "line_items: must hold at least one item"),
        ({"line_items": None}, "line_items: must be an array"),
        ({"line_items": [{"sku": "A"}]}, "line_items[0].quantity: is required"),
        ({"line_items": [{"sku": "A", "quantity": 0}]}, "line_items[0].quantity: must be at least 1, not 0"),
        (
            {"line_items": [{"sku": "A", "quantity": 1, "description": 5}]},
            "line_items[0].description: must be a string",
        ),
        ({"ship_to": {**ADDRESS, "zip": 78701}}, "ship_to.zip: must be a string"),
        ({"ship_to": None}, "ship_to: must be an object"),
    ],
    ids=str,
)
def test_a_faulty_value_is_422_and_makes_no_order(warpware: WarpWare, fields: dict[str, object], detail: str) -> None:
    reply = warpware.post("/orders/simulate", simulation(**fields))
    assert (reply.status, reply.rule, reply.detail) == (422, "warpware.body.invalid-value", detail)
    assert count_of_orders(warpware) == 0


@pytest.mark.rule("warpware.errors.all-faults-named")
def test_a_count_over_100_is_named_beside_other_faults(warpware: WarpWare) -> None:
    reply = warpware.post("/orders/simulate", simulation(count=101, source=1))
    assert (reply.status, reply.rule) == (422, "warpware.body.invalid-value")
    assert set(reply.detail.split("; ")) == {"count: must be at most 100, not 101", "source: must be a string"}


# The path and the key


@pytest.mark.rule("warpware.errors.wrong-method")
@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE", "HEAD"])
def test_simulate_is_no_order_id_but_a_path_that_takes_post_alone(warpware: WarpWare, method: str) -> None:
    reply = warpware.request(method, "/orders/simulate")
    assert (reply.status, reply.headers["allow"]) == (405, "POST")


@pytest.mark.rule("warpware.scopes.missing")
@pytest.mark.parametrize("key", ["read_only_key", "write_only_key"])
def test_a_key_that_lacks_a_scope_simulates_nothing(warpware: WarpWare, key: str) -> None:
    reply = warpware.post("/orders/simulate", simulation(), key=getattr(warpware.handle.warpware, key))
    assert reply.status == 403
    assert count_of_orders(warpware) == 0
