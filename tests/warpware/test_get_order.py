"""GET /orders/{order_id} and /orders/by-external/{external_id}. Source: "Orders"."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest

from client import Reply, WarpWare, order_body

UNKNOWN = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
"""The document's own UUID, which no sandbox makes."""


def assert_not_found(reply: Reply, name: str, rule: str = "warpware.orders.not-found") -> None:
    assert (reply.status, reply.rule) == (404, rule)
    assert name in reply.detail


@pytest.mark.rule("warpware.orders.get", "warpware.orders.full-object")
def test_an_order_has_all_fields_of_the_documented_object(warpware: WarpWare) -> None:
    order_id = warpware.create("ORDER-1234")
    reply = warpware.get(f"/orders/{order_id}")
    assert (reply.status, reply.rule, reply.meta) == (200, "warpware.orders.get", {})
    connection = reply.data["api_connection_id"]
    assert isinstance(connection, str)
    assert reply.data == {
        "id": order_id,
        "external_id": "ORDER-1234",
        "source": "api",
        "status": "pending",
        "client_id": "acme:warehouse-east",
        "sub_client_id": "warehouse-east",
        "connection_id": None,
        "line_items": [{"sku": "WIDGET-RED-LG", "quantity": 2}],
        "customer_email": None,
        "customer_name": None,
        "shipping_address": {
            "name": "Jane Smith",
            "address1": "123 Main St",
            "city": "New York",
            "state": "NY",
            "zip": "10001",
            "country": "US",
        },
        "carrier": None,
        "tracking_number": None,
        "service_level": None,
        "api_connection_id": connection,
        "route_destination_type": "extensiv",
        "route_destination_label": "East Coast DC",
        "route_assigned_by": "routing_rule",
        "is_held": False,
        "hold_reason": None,
        "retry_count": 0,
        "error_message": None,
        "note": None,
        "tags": [],
        "created_at": "2026-02-27T10:00:00Z",
        "updated_at": "2026-02-27T10:00:00Z",
        "processed_at": None,
        "metadata": {},
    }


@pytest.mark.rule("warpware.orders.get")
def test_a_uuid_may_be_written_in_upper_case(warpware: WarpWare) -> None:
    order_id = warpware.create()
    assert order_id != order_id.upper()
    reply = warpware.get(f"/orders/{order_id.upper()}")
    assert (reply.status, reply.data["id"]) == (200, order_id)


@pytest.mark.rule("warpware.orders.get")
def test_every_seeded_order_is_found_by_its_id(demo: WarpWare) -> None:
    for listed in demo.get("/orders?per_page=100").data[::9]:
        assert demo.order(listed["id"]) == listed


EXTERNAL_IDS = [
    "ORDER-1234",
    "#1234",
    "A/B",
    "/",
    "//a//",
    "a b",
    "100%",
    "%41",
    "%2F",
    "%252F",
    "what?",
    "a=b&c=d",
    "a+b",
    "a;b,c:d@e",
    "..",
    "bulk",
    "stats",
    "{external_id}",
    'say "cheese"',
    "back\\slash",
    "Größe",
    "注文-1234",
    "🎁",
    "a\nb",
    "x" * 1000,
    "3fa85f64-5717-4562-b3fc-2c963f66afa6",
]


@pytest.mark.rule("warpware.orders.get-by-external-id")
@pytest.mark.parametrize("external_id", EXTERNAL_IDS)
def test_an_order_is_found_by_its_external_id(warpware: WarpWare, external_id: str) -> None:
    order_id = warpware.create(external_id)
    warpware.create("ANOTHER")
    reply = warpware.get(f"/orders/by-external/{quote(external_id, safe='')}")
    assert (reply.status, reply.rule, reply.meta) == (200, "warpware.orders.get-by-external-id", {})
    assert reply.data["external_id"] == external_id
    assert reply.data == warpware.order(order_id)


@pytest.mark.rule("warpware.orders.get-by-external-id")
@pytest.mark.parametrize("path", ["ORDER%2D1", "%4FRDER-1", "%4f%52%44%45%52%2d%31"])
def test_signs_that_need_no_encoding_may_be_encoded(warpware: WarpWare, path: str) -> None:
    warpware.create("ORDER-1")
    assert warpware.get(f"/orders/by-external/{path}").data["external_id"] == "ORDER-1"


@pytest.mark.rule("warpware.orders.get-by-external-id")
def test_a_query_is_no_part_of_the_external_id(warpware: WarpWare) -> None:
    warpware.create("what")
    assert warpware.get("/orders/by-external/what?ever").data["external_id"] == "what"


@pytest.mark.rule("warpware.orders.not-found")
@pytest.mark.parametrize("name", ["ORDER-2", "order-1", "ORDER-1 ", "ORDER", "%41", "nö", UNKNOWN])
def test_an_external_id_that_no_order_has_is_404(warpware: WarpWare, name: str) -> None:
    warpware.create("ORDER-1")
    assert_not_found(warpware.get(f"/orders/by-external/{quote(name, safe='')}"), name)


@pytest.mark.rule("warpware.orders.not-found")
def test_the_uuid_is_no_external_id(warpware: WarpWare) -> None:
    order_id = warpware.create()
    assert_not_found(warpware.get(f"/orders/by-external/{order_id}"), order_id)


@pytest.mark.rule("warpware.orders.not-found")
def test_a_uuid_that_no_order_has_is_404(warpware: WarpWare) -> None:
    warpware.create()
    assert_not_found(warpware.get(f"/orders/{UNKNOWN}"), UNKNOWN)


@pytest.mark.rule("warpware.orders.uuid-only")
@pytest.mark.parametrize(
    "form",
    [
        pytest.param("ORDER-1", id="external_id"),
        pytest.param("{hex}", id="no dashes"),
        pytest.param("{{{id}}}", id="braces"),
        pytest.param("{id} ", id="a space behind"),
        pytest.param("{id}\n", id="a line break behind"),
        pytest.param("urn:uuid:{id}", id="urn"),
        pytest.param("{id:.35}", id="a digit too few"),
        pytest.param("{id}0", id="a digit too many"),
        pytest.param("{id}/", id="an encoded slash behind"),
        pytest.param("g0000000-0000-0000-0000-000000000000", id="no hex digit"),
        pytest.param("\u0663fa85f64-5717-4562-b3fc-2c963f66afa6", id="an Arabic digit"),
    ],
)
def test_what_is_no_uuid_is_404_even_when_it_hints_at_one(warpware: WarpWare, form: str) -> None:
    order_id = warpware.create("ORDER-1")
    name = form.format(id=order_id, hex=order_id.replace("-", ""))
    assert_not_found(warpware.get(f"/orders/{quote(name, safe='')}"), name, "warpware.orders.uuid-only")


@pytest.mark.rule("warpware.orders.uuid-only")
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/orders/ORDER-1", None),
        ("PATCH", "/orders/ORDER-1", {"note": "new"}),
        ("POST", "/orders/ORDER-1/cancel", {}),
        ("GET", "/orders/ORDER-1/tracking", None),
    ],
)
def test_an_external_id_is_404_where_the_uuid_belongs(
    warpware: WarpWare, method: str, path: str, body: dict[str, object] | None
) -> None:
    before = warpware.order(warpware.create("ORDER-1"))
    assert_not_found(warpware.request(method, path, json=body), "ORDER-1", "warpware.orders.uuid-only")
    assert warpware.order(before["id"]) == before


@pytest.mark.rule("warpware.errors.unknown-route")
def test_a_slash_at_the_end_is_another_path_and_404(warpware: WarpWare) -> None:
    order_id = warpware.create("ORDER-1")
    for path in (f"/orders/{order_id}/", "/orders/by-external/ORDER-1/", "/orders/by-external/", "/orders/"):
        reply = warpware.get(path)
        assert (reply.status, reply.rule) == (404, "warpware.errors.unknown-route")
        assert path in reply.detail


@pytest.mark.rule("warpware.auth.other-accounts-records")
@pytest.mark.parametrize("path", ["/orders/{id}", "/orders/by-external/MINE-1", "/orders/{id}/tracking"])
def test_an_order_of_another_account_is_404(world: Callable[..., WarpWare], path: str) -> None:
    mine, theirs = world(seed=1), world(seed=2)
    order_id = mine.create("MINE-1")
    path = path.format(id=order_id)
    assert mine.get(path).status == 200
    assert_not_found(theirs.get(path), "MINE-1" if "MINE" in path else order_id)


@pytest.mark.rule("warpware.auth.other-accounts-records")
def test_an_order_of_another_account_can_be_neither_changed_nor_cancelled(world: Callable[..., WarpWare]) -> None:
    mine, theirs = world(seed=1), world(seed=2)
    before = mine.order(order_id := mine.create())
    assert_not_found(theirs.patch(f"/orders/{order_id}", {"note": "theirs"}), order_id)
    assert_not_found(theirs.post(f"/orders/{order_id}/cancel"), order_id)
    assert mine.order(order_id) == before


@pytest.mark.rule("warpware.auth.other-accounts-records")
def test_seeded_orders_of_two_seeds_have_no_id_in_common(world: Callable[..., WarpWare]) -> None:
    one, two = (world(profile="demo", seed=seed).get("/orders?per_page=100").data for seed in (1, 2))
    assert {order["id"] for order in one}.isdisjoint(order["id"] for order in two)


@pytest.mark.rule("warpware.auth.other-accounts-records")
def test_sandboxes_of_one_seed_have_the_same_orders_but_each_its_own(world: Callable[..., WarpWare]) -> None:
    mine, theirs = world(profile="demo", seed=7), world(profile="demo", seed=7)
    before = mine.get("/orders?status=pending")
    assert theirs.get("/orders?status=pending").body == before.body
    order = before.data[0]
    assert mine.patch(f"/orders/{order['id']}", {"note": "mine alone"}).status == 200
    assert mine.post("/orders", order_body("MINE-1")).status == 201
    assert theirs.order(order["id"]) == order
    assert theirs.get("/orders?status=pending").body == before.body
    assert_not_found(theirs.get("/orders/by-external/MINE-1"), "MINE-1")
