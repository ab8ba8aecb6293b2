"""POST /orders/{order_id}/cancel; from which statuses is in test_lifecycle.py. Source: "Orders"."""

from __future__ import annotations

from typing import Any

import pytest

from client import WarpWare, order_body

UNKNOWN = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
JSON = {"Content-Type": "application/json"}


def events(client: WarpWare, order_id: str) -> list[dict[str, Any]]:
    """The order's timeline, newest first."""
    found: list[dict[str, Any]] = client.get(f"/orders/{order_id}/timeline").data["events"]
    return found


def snapshot(client: WarpWare, order_id: str) -> tuple[dict[str, Any], list[dict[str, Any]], list[str]]:
    return client.order(order_id), events(client, order_id), client.event_names()


@pytest.mark.rule("warpware.orders.cancel")
def test_cancel_answers_the_id_the_status_and_cancelled(warpware: WarpWare) -> None:
    order_id = warpware.create()
    reply = warpware.post(f"/orders/{order_id}/cancel", {"reason": "Customer requested cancellation"})
    assert reply.status == 200
    assert reply.json == {"data": {"id": order_id, "status": "cancelled", "cancelled": True}, "meta": {}}
    assert reply.rule == "warpware.orders.cancel"


@pytest.mark.rule("warpware.orders.cancel")
def test_a_cancelled_order_keeps_everything_but_its_status(warpware: WarpWare) -> None:
    order_id = warpware.create(note="Leave at door", metadata={"po_number": "PO-2026-001"}, tags=["vip"])
    warpware.patch(f"/orders/{order_id}", {"tracking_number": "1Z999AA10123456784", "carrier": "UPS"})
    before = warpware.order(order_id)
    warpware.post(f"/orders/{order_id}/cancel")
    assert warpware.order(order_id) == {**before, "status": "cancelled"}


@pytest.mark.rule("warpware.orders.held-fields")
def test_cancelling_a_held_order_ends_the_hold(warpware: WarpWare) -> None:
    order_id = warpware.in_status("hold")
    warpware.post(f"/orders/{order_id}/cancel")
    order = warpware.order(order_id)
    assert (order["status"], order["is_held"], order["hold_reason"]) == ("cancelled", False, None)


@pytest.mark.rule("warpware.orders.cancel-reason")
def test_the_reason_stands_in_the_timeline(warpware: WarpWare) -> None:
    order_id = warpware.create()
    warpware.post(f"/orders/{order_id}/cancel", {"reason": "Customer requested cancellation"})
    newest = events(warpware, order_id)[0]
    assert newest["type"] == "status_changed"
    assert newest["details"] == {
        "old_status": "pending",
        "new_status": "cancelled",
        "reason": "Customer requested cancellation",
    }


@pytest.mark.rule("warpware.orders.cancel-reason", "warpware.body.null-optional")
@pytest.mark.parametrize("body", [None, {}, {"reason": None}, {"why": "changed my mind"}])
def test_without_a_reason_the_timeline_has_none(warpware: WarpWare, body: dict[str, object] | None) -> None:
    order_id = warpware.create()
    assert warpware.post(f"/orders/{order_id}/cancel", body).status == 200
    assert events(warpware, order_id)[0]["details"] == {"old_status": "pending", "new_status": "cancelled"}


@pytest.mark.rule("warpware.body.bodiless-post")
def test_cancel_needs_neither_body_nor_content_type(warpware: WarpWare) -> None:
    order_id = warpware.create()
    assert warpware.request("POST", f"/orders/{order_id}/cancel").status == 200
    assert warpware.order(order_id)["status"] == "cancelled"


@pytest.mark.rule("warpware.body.bodiless-post")
def test_cancel_takes_a_content_type_without_a_body(warpware: WarpWare) -> None:
    order_id = warpware.create()
    assert warpware.request("POST", f"/orders/{order_id}/cancel", body=b"", headers=JSON).status == 200
    assert warpware.order(order_id)["status"] == "cancelled"


@pytest.mark.rule("warpware.orders.cancel-idempotent")
def test_cancelling_twice_answers_the_same_bytes(warpware: WarpWare) -> None:
    order_id = warpware.create()
    first = warpware.post(f"/orders/{order_id}/cancel", {"reason": "Customer requested cancellation"})
    second = warpware.post(f"/orders/{order_id}/cancel", {"reason": "Customer requested cancellation"})
    assert (second.status, second.body) == (200, first.body)
    assert second.rule == "warpware.orders.cancel-idempotent"


@pytest.mark.rule("warpware.orders.cancel-idempotent", "warpware.orders.updated-at")
def test_cancelling_twice_changes_nothing_more(warpware: WarpWare) -> None:
    order_id = warpware.create()
    warpware.post(f"/orders/{order_id}/cancel", {"reason": "first"})
    before = snapshot(warpware, order_id)
    warpware.handle.clock.advance(60)
    warpware.post(f"/orders/{order_id}/cancel", {"reason": "second"})
    assert snapshot(warpware, order_id) == before


@pytest.mark.rule("warpware.orders.cancel-idempotent")
def test_what_patch_cancelled_can_be_cancelled_again(warpware: WarpWare) -> None:
    order_id = warpware.create()
    warpware.patch(f"/orders/{order_id}", {"status": "cancelled"})
    reply = warpware.post(f"/orders/{order_id}/cancel")
    assert reply.json == {"data": {"id": order_id, "status": "cancelled", "cancelled": True}, "meta": {}}


@pytest.mark.rule("warpware.orders.duplicate-external-id")
def test_a_cancelled_order_keeps_its_external_id(warpware: WarpWare) -> None:
    order_id = warpware.in_status("cancelled", "ORDER-1")
    before = snapshot(warpware, order_id)
    reply = warpware.post("/orders", order_body("ORDER-1"))
    assert (reply.status, reply.rule) == (409, "warpware.orders.duplicate-external-id")
    assert "ORDER-1" in reply.detail
    assert snapshot(warpware, order_id) == before


@pytest.mark.rule("warpware.body.invalid-value")
@pytest.mark.parametrize("reason", [5, True, [], {}])
def test_a_reason_that_is_no_string_is_refused(warpware: WarpWare, reason: object) -> None:
    order_id = warpware.create()
    before = snapshot(warpware, order_id)
    reply = warpware.post(f"/orders/{order_id}/cancel", {"reason": reason})
    assert (reply.status, reply.rule) == (422, "warpware.body.invalid-value")
    assert "reason" in reply.detail
    assert snapshot(warpware, order_id) == before


@pytest.mark.rule("warpware.body.not-json")
@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b'"Customer requested"', b" "])
def test_a_body_that_is_no_json_object_is_refused(warpware: WarpWare, body: bytes) -> None:
    order_id = warpware.create()
    before = snapshot(warpware, order_id)
    reply = warpware.request("POST", f"/orders/{order_id}/cancel", body=body, headers=JSON)
    assert (reply.status, reply.rule) == (400, "warpware.body.not-json")
    assert "body" in reply.detail
    assert snapshot(warpware, order_id) == before


@pytest.mark.rule("warpware.body.content-type")
def test_a_body_without_its_content_type_is_refused(warpware: WarpWare) -> None:
    order_id = warpware.create()
    before = snapshot(warpware, order_id)
    reply = warpware.request("POST", f"/orders/{order_id}/cancel", body=b'{"reason": "x"}')
    assert (reply.status, reply.rule) == (400, "warpware.body.content-type")
    assert "Content-Type" in reply.detail
    assert snapshot(warpware, order_id) == before


@pytest.mark.rule("warpware.orders.uuid-only", "warpware.orders.not-found")
@pytest.mark.parametrize(
    ("reference", "rule"), [("ORDER-1", "uuid-only"), (UNKNOWN, "not-found"), ("no-uuid", "uuid-only")]
)
def test_cancel_finds_orders_by_uuid_alone(warpware: WarpWare, reference: str, rule: str) -> None:
    order_id = warpware.create("ORDER-1")
    before = snapshot(warpware, order_id)
    reply = warpware.post(f"/orders/{reference}/cancel")
    assert (reply.status, reply.rule) == (404, f"warpware.orders.{rule}")
    assert reference in reply.detail
    assert snapshot(warpware, order_id) == before
