"""PATCH /orders/{order_id}, apart from which moves it may make. Source: "Orders"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from client import WarpWare

World = Callable[..., WarpWare]
STATUSES = ("pending", "ready", "processing", "shipped", "delivered", "failed", "hold", "cancelled")
UNKNOWN = "3fa85f64-5717-4562-b3fc-2c963f66afa6"


def snapshot(client: WarpWare, order_id: str) -> tuple[dict[str, Any], Any, list[str]]:
    """All that a call could change about an order: itself, its timeline and the events."""
    return client.order(order_id), client.get(f"/orders/{order_id}/timeline").data, client.event_names()


# What it changes


@pytest.mark.rule("warpware.orders.update")
def test_patch_answers_the_id_and_that_it_was_updated(warpware: WarpWare) -> None:
    order_id = warpware.create()
    body = {"tracking_number": "1Z999AA10123456784", "carrier": "UPS", "status": "shipped"}
    reply = warpware.patch(f"/orders/{order_id}", body)
    assert reply.status == 200
    assert reply.json == {"data": {"id": order_id, "updated": True}, "meta": {}}
    assert reply.rule == "warpware.orders.update"


@pytest.mark.rule("warpware.orders.update")
def test_patch_changes_every_field_that_it_sends(warpware: WarpWare) -> None:
    order_id = warpware.create()
    body = {
        "tracking_number": "1Z999AA10123456784",
        "carrier": "UPS",
        "status": "shipped",
        "note": "Updated by WMS",
        "metadata": {"shipped_by": "warehouse-A"},
    }
    assert warpware.patch(f"/orders/{order_id}", body).status == 200
    order = warpware.order(order_id)
    assert {name: order[name] for name in body} == body


@pytest.mark.rule("warpware.orders.update")
@pytest.mark.parametrize(
    ("field", "value"), [("tracking_number", "X-1"), ("carrier", "Bob's"), ("note", ""), ("metadata", {"a": [1]})]
)
def test_patch_of_one_field_leaves_the_others(warpware: WarpWare, field: str, value: object) -> None:
    order_id = warpware.create(note="Leave at door", tags=["vip"], customer_name="Jane Smith")
    before = warpware.order(order_id)
    assert warpware.patch(f"/orders/{order_id}", {field: value}).status == 200
    assert warpware.order(order_id) == {**before, field: value}


@pytest.mark.rule("warpware.orders.update-in-any-status")
@pytest.mark.parametrize("status", STATUSES)
def test_patch_changes_tracking_carrier_note_and_metadata_in_any_status(warpware: WarpWare, status: str) -> None:
    order_id = warpware.in_status(status)
    body = {"tracking_number": "X-1", "carrier": "FedEx", "note": "late", "metadata": {"late": True}}
    assert warpware.patch(f"/orders/{order_id}", body).status == 200
    order = warpware.order(order_id)
    assert {name: order[name] for name in body} == body
    assert order["status"] == status


@pytest.mark.rule("warpware.orders.update-tracking-keeps-status")
def test_a_tracking_number_alone_does_not_ship_the_order(warpware: WarpWare) -> None:
    order_id = warpware.create()
    body = {"tracking_number": "1Z999AA10123456784", "carrier": "UPS"}
    assert warpware.patch(f"/orders/{order_id}", body).status == 200
    assert warpware.order(order_id)["status"] == "pending"
    assert warpware.event_names() == []
    assert warpware.get(f"/orders/{order_id}/tracking").data["shipped_at"] is None


@pytest.mark.rule("warpware.orders.metadata-merge")
def test_metadata_merges_key_by_key_at_the_top_level(warpware: WarpWare) -> None:
    metadata = {"po_number": "PO-2026-001", "gift": {"wrap": True, "card": "Hi"}}
    order_id = warpware.create(metadata=metadata)
    sent = {"shipped_by": "warehouse-A", "gift": {"wrap": False}}
    assert warpware.patch(f"/orders/{order_id}", {"metadata": sent}).status == 200
    assert warpware.order(order_id)["metadata"] == {
        "po_number": "PO-2026-001",
        "gift": {"wrap": False},
        "shipped_by": "warehouse-A",
    }


@pytest.mark.rule("warpware.orders.metadata-merge")
def test_null_inside_metadata_is_stored(warpware: WarpWare) -> None:
    order_id = warpware.create(metadata={"po_number": "PO-2026-001"})
    assert warpware.patch(f"/orders/{order_id}", {"metadata": {"po_number": None}}).status == 200
    assert warpware.order(order_id)["metadata"] == {"po_number": None}


@pytest.mark.rule("warpware.orders.updated-at")
@pytest.mark.parametrize("body", [{"note": "x"}, {"status": "hold"}, {"metadata": {"a": 1}}, {"carrier": "UPS"}])
def test_a_change_moves_updated_at_and_nothing_else_in_time(warpware: WarpWare, body: dict[str, object]) -> None:
    order_id = warpware.create()
    warpware.handle.clock.advance(5)
    assert warpware.patch(f"/orders/{order_id}", body).status == 200
    order = warpware.order(order_id)
    assert (order["created_at"], order["updated_at"]) == ("2026-02-27T10:00:00Z", "2026-02-27T10:00:05Z")


@pytest.mark.rule("warpware.orders.updated-at")
def test_cancel_and_the_warehouses_moves_move_updated_at(warpware: WarpWare) -> None:
    order_id = warpware.create()
    warpware.handle.clock.advance(5)
    warpware.move(order_id, "ready")
    assert warpware.order(order_id)["updated_at"] == "2026-02-27T10:00:05Z"
    warpware.handle.clock.advance(5)
    warpware.post(f"/orders/{order_id}/cancel")
    assert warpware.order(order_id)["updated_at"] == "2026-02-27T10:00:10Z"


# What a status brings with it


@pytest.mark.rule("warpware.orders.held-fields")
def test_hold_by_a_partner_says_so_as_long_as_it_lasts(warpware: WarpWare) -> None:
    order_id = warpware.create()
    assert warpware.order(order_id)["is_held"] is False
    warpware.patch(f"/orders/{order_id}", {"status": "hold"})
    order = warpware.order(order_id)
    assert (order["is_held"], order["hold_reason"]) == (True, "Held by partner")


@pytest.mark.rule("warpware.orders.held-fields")
@pytest.mark.parametrize("target", ["shipped", "cancelled"])
def test_patch_out_of_hold_ends_it(warpware: WarpWare, target: str) -> None:
    order_id = warpware.in_status("hold")
    warpware.patch(f"/orders/{order_id}", {"status": target})
    order = warpware.order(order_id)
    assert (order["is_held"], order["hold_reason"]) == (False, None)


@pytest.mark.rule("warpware.orders.held-fields")
def test_the_warehouses_hold_has_its_own_reason_until_it_is_released(warpware: WarpWare) -> None:
    order_id = warpware.create()
    warpware.move(order_id, "hold", hold_reason="Address needs review")
    order = warpware.order(order_id)
    assert (order["is_held"], order["hold_reason"]) == (True, "Address needs review")
    warpware.move(order_id, "pending")
    order = warpware.order(order_id)
    assert (order["is_held"], order["hold_reason"]) == (False, None)


@pytest.mark.rule("warpware.orders.processed-at")
def test_processed_at_is_the_moment_of_the_push(warpware: WarpWare) -> None:
    order_id = warpware.in_status("ready")
    assert warpware.order(order_id)["processed_at"] is None
    warpware.handle.clock.advance(60)
    warpware.move(order_id, "processing")
    warpware.handle.clock.advance(60)
    warpware.move(order_id, "shipped")
    assert warpware.order(order_id)["processed_at"] == "2026-02-27T10:01:00Z"


@pytest.mark.rule("warpware.orders.processed-at")
def test_processed_at_is_the_moment_of_shipping_without_a_push(warpware: WarpWare) -> None:
    order_id = warpware.create()
    warpware.handle.clock.advance(60)
    warpware.patch(f"/orders/{order_id}", {"status": "shipped"})
    assert warpware.order(order_id)["processed_at"] == "2026-02-27T10:01:00Z"


@pytest.mark.rule("warpware.orders.standard-service")
@pytest.mark.parametrize(
    ("carrier", "service"),
    [
        ("UPS", "UPS Ground"),
        ("ups", "UPS Ground"),
        ("FedEx", "FedEx Ground"),
        ("FEDEX", "FedEx Ground"),
        ("USPS", "Priority Mail"),
        ("Bob's Bicycles", None),
    ],
)
def test_shipping_by_a_carrier_takes_its_usual_service(warpware: WarpWare, carrier: str, service: str | None) -> None:
    order_id = warpware.create()
    warpware.patch(f"/orders/{order_id}", {"status": "shipped", "carrier": carrier})
    order = warpware.order(order_id)
    assert (order["carrier"], order["service_level"]) == (carrier, service)


@pytest.mark.rule("warpware.orders.standard-service")
@pytest.mark.parametrize("carrier", ["DHL", "OnTrac"])
def test_dhl_and_ontrac_have_a_usual_service_too(warpware: WarpWare, carrier: str) -> None:
    order_id = warpware.create()
    warpware.patch(f"/orders/{order_id}", {"status": "shipped", "carrier": carrier})
    assert warpware.order(order_id)["service_level"].startswith(carrier)


@pytest.mark.rule("warpware.orders.standard-service")
def test_a_carrier_alone_brings_no_service_before_shipping(warpware: WarpWare) -> None:
    order_id = warpware.create()
    warpware.patch(f"/orders/{order_id}", {"carrier": "UPS"})
    assert warpware.order(order_id)["service_level"] is None
    warpware.patch(f"/orders/{order_id}", {"status": "shipped"})
    assert warpware.order(order_id)["service_level"] == "UPS Ground"


@pytest.mark.rule("warpware.orders.standard-service")
@pytest.mark.parametrize("status", ["shipped", "delivered"])
@pytest.mark.parametrize(("carrier", "service"), [("FedEx", "FedEx Ground"), ("Bob's Bicycles", None)])
def test_another_carrier_brings_its_own_service(
    warpware: WarpWare, status: str, carrier: str, service: str | None
) -> None:
    order_id = warpware.create()
    warpware.patch(f"/orders/{order_id}", {"status": "shipped", "carrier": "UPS"})
    if status == "delivered":
        warpware.move(order_id, "delivered")
    warpware.patch(f"/orders/{order_id}", {"carrier": carrier})
    order = warpware.order(order_id)
    assert (order["carrier"], order["service_level"]) == (carrier, service)


# What it refuses


@pytest.mark.rule("warpware.orders.update-all-or-nothing")
@pytest.mark.parametrize(
    "fault", [{"status": "delivered"}, {"status": "ready"}, {"carrier": 5}, {"line_items": []}, {"metadata": None}]
)
def test_a_refused_patch_changes_none_of_its_fields(warpware: WarpWare, fault: dict[str, object]) -> None:
    order_id = warpware.create(note="Leave at door")
    before = snapshot(warpware, order_id)
    warpware.handle.clock.advance(60)
    body = {"note": "changed", "tracking_number": "X-1", "metadata": {"a": 1}, **fault}
    assert warpware.patch(f"/orders/{order_id}", body).status == 422
    assert snapshot(warpware, order_id) == before


@pytest.mark.rule("warpware.orders.update-nothing")
@pytest.mark.parametrize("body", [{}, {"tags": ["vip"]}, {"external_id": "ORDER-2", "customer_name": "Bob"}])
def test_patch_of_no_known_field_is_refused(warpware: WarpWare, body: dict[str, object]) -> None:
    order_id = warpware.create()
    before = snapshot(warpware, order_id)
    reply = warpware.patch(f"/orders/{order_id}", body)
    assert (reply.status, reply.rule) == (400, "warpware.orders.update-nothing")
    assert "tracking_number" in reply.detail
    assert snapshot(warpware, order_id) == before


@pytest.mark.rule("warpware.orders.update-immutable-fields")
@pytest.mark.parametrize("field", ["line_items", "shipping_address"])
@pytest.mark.parametrize("others", [{}, {"note": "x"}, {"note": 5}, {"status": "shipped"}])
def test_patch_of_what_cannot_change_is_refused(warpware: WarpWare, field: str, others: dict[str, object]) -> None:
    order_id = warpware.create()
    before = snapshot(warpware, order_id)
    reply = warpware.patch(f"/orders/{order_id}", {field: before[0][field], **others})
    assert (reply.status, reply.rule) == (422, "warpware.orders.update-immutable-fields")
    assert field in reply.detail
    assert snapshot(warpware, order_id) == before


@pytest.mark.rule("warpware.orders.update-null")
@pytest.mark.parametrize("field", ["tracking_number", "carrier", "status", "note", "metadata"])
def test_null_is_refused_and_clears_nothing(world: World, field: str) -> None:
    warpware = world(readings={"warpware.update-null": "reject"})
    order_id = warpware.create(note="Leave at door", metadata={"po_number": "PO-2026-001"})
    warpware.patch(f"/orders/{order_id}", {"tracking_number": "1Z999AA10123456784", "carrier": "UPS"})
    before = snapshot(warpware, order_id)
    reply = warpware.patch(f"/orders/{order_id}", {field: None})
    assert reply.status == 422
    assert reply.rule == "warpware.orders.update-null"
    assert field in reply.detail
    assert snapshot(warpware, order_id) == before


@pytest.mark.rule("warpware.orders.update-null-absent")
def test_null_may_be_read_as_what_was_not_sent(world: World) -> None:
    client = world(readings={"warpware.update-null": "absent"})
    order_id = client.create(note="Leave at door")
    reply = client.patch(f"/orders/{order_id}", {"tracking_number": "9400111", "status": None, "note": None})
    assert (reply.status, reply.rule) == (200, "warpware.orders.update")
    order = client.order(order_id)
    assert (order["tracking_number"], order["status"], order["note"]) == ("9400111", "pending", "Leave at door")
    before = snapshot(client, order_id)
    nothing = client.patch(f"/orders/{order_id}", {"status": None, "metadata": None})
    assert (nothing.status, nothing.rule) == (400, "warpware.orders.update-nothing")
    assert snapshot(client, order_id) == before


@pytest.mark.rule("warpware.body.invalid-value")
@pytest.mark.parametrize(
    ("field", "value"),
    [("tracking_number", 1), ("carrier", True), ("note", {}), ("metadata", "po"), ("metadata", [])],
)
def test_a_value_of_the_wrong_type_is_refused(warpware: WarpWare, field: str, value: object) -> None:
    order_id = warpware.create()
    before = snapshot(warpware, order_id)
    reply = warpware.patch(f"/orders/{order_id}", {field: value})
    assert (reply.status, reply.rule) == (422, "warpware.body.invalid-value")
    assert field in reply.detail
    assert snapshot(warpware, order_id) == before


@pytest.mark.rule("warpware.orders.uuid-only", "warpware.orders.not-found")
@pytest.mark.parametrize(
    ("reference", "rule"), [("ORDER-1", "uuid-only"), (UNKNOWN, "not-found"), ("no-uuid", "uuid-only")]
)
def test_patch_finds_orders_by_uuid_alone(warpware: WarpWare, reference: str, rule: str) -> None:
    order_id = warpware.create("ORDER-1")
    before = snapshot(warpware, order_id)
    reply = warpware.patch(f"/orders/{reference}", {"note": "x"})
    assert (reply.status, reply.rule) == (404, f"warpware.orders.{rule}")
    assert reference in reply.detail
    assert snapshot(warpware, order_id) == before


@pytest.mark.rule("warpware.orders.any-carrier")
@pytest.mark.parametrize("carrier", ["USPS", "LaserShip", "Our own van"])
def test_any_carrier_can_be_named(warpware: WarpWare, carrier: str) -> None:
    order_id = warpware.create()
    assert warpware.patch(f"/orders/{order_id}", {"carrier": carrier}).status == 200
    assert warpware.order(order_id)["carrier"] == carrier
