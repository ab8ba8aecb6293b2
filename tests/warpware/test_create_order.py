"""POST /orders. Source: "Orders"."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from client import WarpWare, order_body

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

EVERY_FIELD: dict[str, object] = {
    "external_id": "ORDER-1234",
    "line_items": [{"sku": "WIDGET-RED-LG", "name": "Red Widget Large", "quantity": 2, "price": 29.99}],
    "shipping_address": {
        "name": "Jane Smith",
        "address1": "123 Main St",
        "address2": "Apt 4B",
        "city": "New York",
        "state": "NY",
        "zip": "10001",
        "country": "US",
        "phone": "555-1234",
    },
    "customer_email": "jane@example.com",
    "customer_name": "Jane Smith",
    "note": "Leave at door",
    "tags": ["vip", "rush"],
    "metadata": {"po_number": "PO-2026-001", "department": "fulfillment"},
    "source": "api",
}
"""The document's body with every field."""

OPTIONAL_FIELDS = ("customer_email", "customer_name", "note", "tags", "metadata", "source")


def total(warpware: WarpWare) -> int:
    count = warpware.get("/orders/stats").data["total"]
    assert isinstance(count, int)
    return count


@pytest.mark.rule("warpware.orders.create")
def test_a_create_is_answered_with_201_and_the_six_documented_fields(warpware: WarpWare) -> None:
    reply = warpware.post("/orders", EVERY_FIELD)
    assert (reply.status, reply.rule) == (201, "warpware.orders.create")
    order_id = reply.data["id"]
    assert UUID.fullmatch(order_id)
    assert reply.json == {
        "data": {
            "id": order_id,
            "external_id": "ORDER-1234",
            "source": "api",
            "status": "pending",
            "client_id": "acme:warehouse-east",
            "created_at": "2026-02-27T10:00:00Z",
        },
        "meta": {},
    }


@pytest.mark.rule("warpware.orders.create-pending")
def test_a_new_order_is_pending_and_was_never_retried_or_changed(warpware: WarpWare) -> None:
    order = warpware.order(warpware.create())
    assert (order["status"], order["retry_count"]) == ("pending", 0)
    assert order["created_at"] == order["updated_at"] == "2026-02-27T10:00:00Z"


@pytest.mark.rule("warpware.orders.create-pending")
def test_every_new_order_has_a_uuid_of_its_own(warpware: WarpWare) -> None:
    ids = [warpware.create(f"ORDER-{number}") for number in range(20)]
    assert len(set(ids)) == 20
    assert all(UUID.fullmatch(order_id) for order_id in ids)


@pytest.mark.rule("warpware.orders.defaults", "warpware.body.null-optional")
@pytest.mark.parametrize(
    ("sent", "answered"),
    [({}, "api"), ({"source": None}, "api"), ({"source": ""}, "api"), ({"source": "shopify"}, "shopify")],
    ids=["absent", "null", "empty", "sent"],
)
def test_the_source_is_api_unless_another_is_sent(warpware: WarpWare, sent: dict[str, Any], answered: str) -> None:
    reply = warpware.post("/orders", order_body(**sent))
    assert reply.data["source"] == answered
    assert warpware.order(reply.data["id"])["source"] == answered


@pytest.mark.rule("warpware.orders.defaults", "warpware.body.null-optional")
@pytest.mark.parametrize(
    ("sent", "answered"),
    [({}, "US"), ({"country": None}, "US"), ({"country": ""}, "US"), ({"country": "CA"}, "CA")],
    ids=["absent", "null", "empty", "sent"],
)
def test_the_country_is_us_unless_another_is_sent(warpware: WarpWare, sent: dict[str, Any], answered: str) -> None:
    address = {"name": "Jane", "address1": "1 Main St", "city": "Here", "state": "NY", "zip": "10001"}
    order = warpware.order(warpware.create(shipping_address={**address, **sent}))
    assert order["shipping_address"] == {**address, "country": answered}


@pytest.mark.rule("warpware.orders.as-sent")
@pytest.mark.parametrize("field", ["line_items", "shipping_address", "customer_email", "customer_name", "note", "tags"])
def test_a_field_of_the_documented_body_is_answered_as_it_was_sent(warpware: WarpWare, field: str) -> None:
    reply = warpware.post("/orders", EVERY_FIELD)
    assert warpware.order(reply.data["id"])[field] == EVERY_FIELD[field]


@pytest.mark.rule("warpware.orders.as-sent")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("note", "  keep the spaces \n and lines "),
        ("note", ""),
        ("note", "Grüße, 東京 🎁"),
        ("customer_name", "Zoë O'Brien-Łukasz"),
        ("customer_email", "no address at all"),
        ("tags", []),
        ("tags", ["b", "a", "b", ""]),
        ("line_items", [{"sku": "A", "quantity": 1}, {"sku": "A", "quantity": 1}, {"sku": "B", "quantity": 2**63}]),
        ("line_items", [{"sku": " padded ", "quantity": 1, "name": "", "price": 0}]),
        ("line_items", [{"sku": "A", "quantity": 1, "price": 0.1}, {"sku": "A", "quantity": 1, "price": 10}]),
    ],
    ids=str,
)
def test_a_value_is_not_tidied_up(warpware: WarpWare, field: str, value: object) -> None:
    fields: dict[str, Any] = {field: value}
    assert warpware.order(warpware.create(**fields))[field] == value


@pytest.mark.rule("warpware.orders.as-sent")
def test_fields_that_were_not_sent_or_were_null_are_not_in_a_line_item(warpware: WarpWare) -> None:
    items = [{"sku": "A", "quantity": 1}, {"sku": "B", "quantity": 2, "name": None, "price": None}]
    order = warpware.order(warpware.create(line_items=items))
    assert order["line_items"] == [{"sku": "A", "quantity": 1}, {"sku": "B", "quantity": 2}]


@pytest.mark.rule("warpware.orders.as-sent")
def test_fields_that_were_null_are_not_in_the_address(warpware: WarpWare) -> None:
    address = {"name": "Jane", "address1": "1 Main St", "city": "Here", "state": "NY", "zip": "10001", "country": "US"}
    order = warpware.order(warpware.create(shipping_address={**address, "address2": None, "phone": None}))
    assert order["shipping_address"] == address


@pytest.mark.rule("warpware.body.null-optional")
@pytest.mark.parametrize("field", OPTIONAL_FIELDS)
def test_an_optional_field_of_null_makes_the_same_order_as_one_that_is_absent(warpware: WarpWare, field: str) -> None:
    fields: dict[str, Any] = {field: None}
    absent = warpware.order(warpware.create("ORDER-1"))
    null = warpware.order(warpware.create("ORDER-2", **fields))
    own = {"id", "external_id"}
    assert {name: null[name] for name in null.keys() - own} == {name: absent[name] for name in absent.keys() - own}


@pytest.mark.rule("warpware.orders.metadata")
@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"po_number": "PO-2026-001", "department": "fulfillment"},
        {"a": {"b": [1, 2.5, None, True, {"c": []}]}, "": "empty key", "ключ": "значение"},
        {"most": 2**64 - 1, "least": -(2**63), "tiny": 5e-324, "huge": 1.7976931348623157e308},
        {"null": None, "false": False, "zero": 0, "text": ""},
    ],
    ids=["empty", "documented", "nested", "numbers", "nothings"],
)
@pytest.mark.parametrize("path", ["/orders/{id}", "/orders/by-external/ORDER-1", "/orders?tag=a", "/orders?after="])
def test_every_read_answers_the_metadata_unchanged(warpware: WarpWare, metadata: dict[str, object], path: str) -> None:
    order_id = warpware.create(metadata=metadata, tags=["a"])
    data = warpware.get(path.format(id=order_id)).data
    order = data[0] if isinstance(data, list) else data
    assert order["metadata"] == metadata


@pytest.mark.rule("warpware.body.unknown-fields")
def test_fields_that_create_does_not_know_are_ignored_and_noted_with_their_places(warpware: WarpWare) -> None:
    body = order_body(
        priority=1,
        line_items=[{"sku": "A", "quantity": 1}, {"sku": "B", "quantity": 1, "uom": "CS"}],
        metadata={"anything": "goes"},
    )
    address = body["shipping_address"]
    assert isinstance(address, dict)
    address["planet"] = {"name": "Earth"}
    reply = warpware.post("/orders", body)
    assert reply.status == 201
    order = warpware.order(reply.data["id"])
    assert "priority" not in order
    assert order["line_items"] == [{"sku": "A", "quantity": 1}, {"sku": "B", "quantity": 1}]
    assert "planet" not in order["shipping_address"]
    (exchange,) = warpware.handle.journal.list(operation="createOrder")
    places = ("line_items[1].uom", "priority", "shipping_address.planet")
    assert len(exchange.notes) == len(places)
    assert all(place in note for place, note in zip(places, sorted(exchange.notes), strict=True))


@pytest.mark.rule("warpware.orders.routed")
def test_a_new_order_has_the_accounts_route(warpware: WarpWare) -> None:
    order = warpware.order(warpware.create())
    route = (order["route_destination_type"], order["route_destination_label"], order["route_assigned_by"])
    assert route == ("extensiv", "East Coast DC", "routing_rule")


@pytest.mark.rule("warpware.orders.routed")
def test_the_timeline_of_a_new_order_tells_its_route(warpware: WarpWare) -> None:
    events = warpware.get(f"/orders/{warpware.create()}/timeline").data["events"]
    (routed,) = [event for event in events if event["type"] == "rule_evaluated"]
    assert "East Coast DC" in routed["message"]


@pytest.mark.rule("warpware.orders.duplicate-external-id")
@pytest.mark.parametrize("status", ["pending", "shipped", "failed", "cancelled"])
def test_a_second_order_with_the_same_external_id_is_409(warpware: WarpWare, status: str) -> None:
    first = warpware.order(warpware.in_status(status, "ORDER-1234"))
    reply = warpware.post("/orders", order_body("ORDER-1234", note="another one"))
    assert (reply.status, reply.rule) == (409, "warpware.orders.duplicate-external-id")
    assert "ORDER-1234" in reply.detail
    assert "external_id" in reply.detail
    assert total(warpware) == 1
    assert warpware.order(first["id"]) == first


@pytest.mark.rule("warpware.orders.duplicate-external-id")
def test_external_ids_are_compared_letter_by_letter(warpware: WarpWare) -> None:
    ids = ["ORDER-1", "order-1", "ORDER-1 ", " ORDER-1", "ORDER-01", "1"]
    for external_id in ids:
        assert warpware.post("/orders", order_body(external_id)).data["external_id"] == external_id
    assert total(warpware) == len(ids)


@pytest.mark.rule("warpware.orders.duplicate-external-id")
def test_two_accounts_may_have_the_same_external_id(world: Callable[..., WarpWare]) -> None:
    for client in (world(seed=1), world(seed=2)):
        assert client.post("/orders", order_body("ORDER-1234")).status == 201


@pytest.mark.rule("warpware.dates.written-whole-seconds")
@pytest.mark.parametrize(
    ("now", "advance", "written"),
    [
        ("2026-02-27T10:00:00.999999Z", 0, "2026-02-27T10:00:00Z"),
        ("2026-02-27T10:00:00.600Z", 0.5, "2026-02-27T10:00:01Z"),
        ("2026-12-31T23:59:59Z", 0.999, "2026-12-31T23:59:59Z"),
        ("2026-02-27T12:00:00+02:00", 1, "2026-02-27T10:00:01Z"),
    ],
)
def test_created_at_is_utc_in_whole_seconds(
    world: Callable[..., WarpWare], now: str, advance: float, written: str
) -> None:
    client = world(now=now)
    client.handle.clock.advance(advance)
    reply = client.post("/orders", order_body())
    assert reply.data["created_at"] == written
    order = client.order(reply.data["id"])
    assert (order["created_at"], order["updated_at"]) == (written, written)
