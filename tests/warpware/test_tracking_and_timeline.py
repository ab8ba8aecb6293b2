"""Where an order is and how it got there. Source: "Tracking", "Order Timeline"; readings.md, "own moves"."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from client import WarpWare

World = Callable[..., WarpWare]
Entry = dict[str, Any]

STATUSES = ("pending", "ready", "processing", "shipped", "delivered", "failed", "hold", "cancelled")
FORMS = {
    "UPS": r"1Z[0-9A-Z]{16}",
    "USPS": r"[0-9]{22}",
    "FedEx": r"[0-9]{12}",
    "DHL": r"[0-9]{10}",
    "OnTrac": r"C[0-9]{14}",
}
"""What a tracking number of each carrier looks like."""


def tracking(client: WarpWare, order_id: str) -> dict[str, Any]:
    reply = client.get(f"/orders/{order_id}/tracking")
    assert reply.status == 200
    found: dict[str, Any] = reply.data
    return found


def entries(client: WarpWare, reference: str) -> list[Entry]:
    """A timeline, oldest first."""
    reply = client.get(f"/orders/{reference}/timeline", query={"limit": 200})
    assert reply.status == 200
    return list(reversed(reply.data["events"]))


def changes(timeline: list[Entry]) -> list[tuple[str, str]]:
    """The status changes, (old, new) each, oldest first."""
    details = [entry["details"] for entry in timeline if entry["type"] == "status_changed"]
    return [(detail["old_status"], detail["new_status"]) for detail in details]


def busy(client: WarpWare, updates: int) -> str:
    """An order of *updates* + 2 timeline entries."""
    order_id = client.create()
    for number in range(updates):
        client.patch(f"/orders/{order_id}", {"note": str(number)})
    return order_id


# Tracking


@pytest.mark.rule("warpware.tracking.get", "warpware.tracking.times", "warpware.tracking.estimated-delivery")
def test_the_documents_example_is_answered_as_shown(world: World) -> None:
    client = world(now="2026-02-26T14:22:00Z")
    order_id = client.create("ORDER-1234")
    client.patch(
        f"/orders/{order_id}", {"tracking_number": "1Z999AA10123456784", "carrier": "UPS", "status": "shipped"}
    )
    reply = client.get(f"/orders/{order_id}/tracking")
    assert reply.json == {
        "data": {
            "order_id": order_id,
            "external_id": "ORDER-1234",
            "status": "shipped",
            "extensiv_status": "Shipped",
            "carrier": "UPS",
            "tracking_number": "1Z999AA10123456784",
            "service_level": "UPS Ground",
            "shipped_at": "2026-02-26T14:22:00Z",
            "estimated_delivery": "2026-02-28T23:59:00Z",
            "delivered_at": None,
        },
        "meta": {},
    }


@pytest.mark.rule("warpware.tracking.nothing-yet")
def test_a_pending_order_has_nulls_below_its_status(warpware: WarpWare) -> None:
    order_id = warpware.create("ORDER-1")
    names = ("extensiv_status", "carrier", "tracking_number", "service_level")
    moments = ("shipped_at", "estimated_delivery", "delivered_at")
    assert tracking(warpware, order_id) == {
        "order_id": order_id,
        "external_id": "ORDER-1",
        "status": "pending",
        **dict.fromkeys(names + moments),
    }


@pytest.mark.rule("warpware.tracking.times")
@pytest.mark.parametrize("partner", [True, False], ids=["by the partner", "by the warehouse"])
def test_shipped_at_and_delivered_at_are_the_moments_of_the_changes(warpware: WarpWare, partner: bool) -> None:
    order_id = warpware.in_status("processing")
    for target in ("shipped", "delivered"):
        warpware.handle.clock.advance(hours=30)
        if partner:
            warpware.patch(f"/orders/{order_id}", {"status": target})
        else:
            warpware.move(order_id, target)
    found = tracking(warpware, order_id)
    assert (found["shipped_at"], found["delivered_at"]) == ("2026-02-28T16:00:00Z", "2026-03-01T22:00:00Z")


@pytest.mark.rule("warpware.tracking.extensiv-status", "warpware.pipeline.retry")
@pytest.mark.parametrize(
    ("route", "word"),
    [
        ([], None),
        (["ready"], None),
        (["hold"], None),
        (["ready", "processing"], "Open"),
        (["ready", "processing", "shipped"], "Shipped"),
        (["ready", "processing", "shipped", "delivered"], "Delivered"),
        (["ready", "processing", "failed"], "Rejected"),
        (["ready", "processing", "failed", "pending"], None),
        (["cancel"], None),
        (["ready", "processing", "cancel"], "Cancelled"),
        (["ready", "processing", "failed", "cancel"], "Cancelled"),
    ],
)
def test_extensiv_status_is_the_warehouses_word(warpware: WarpWare, route: list[str], word: str | None) -> None:
    order_id = warpware.create()
    for step in route:
        reply = warpware.post(f"/orders/{order_id}/cancel") if step == "cancel" else warpware.move(order_id, step)
        assert reply.status == 200
    assert tracking(warpware, order_id)["extensiv_status"] == word


@pytest.mark.rule("warpware.tracking.estimated-delivery")
@pytest.mark.parametrize(
    ("now", "carrier", "day"),
    [
        ("2026-02-27T00:00:00Z", "UPS", "2026-03-01"),
        ("2026-02-27T23:59:59Z", "UPS", "2026-03-01"),
        ("2026-12-31T10:00:00Z", "UPS", "2027-01-02"),
        ("2026-02-27T10:00:00Z", "Bob's Bicycles", "2026-03-02"),
    ],
)
def test_estimated_delivery_is_the_end_of_the_last_day_in_transit(
    world: World, now: str, carrier: str, day: str
) -> None:
    client = world(now=now)
    order_id = client.create()
    client.patch(f"/orders/{order_id}", {"status": "shipped", "carrier": carrier})
    assert tracking(client, order_id)["estimated_delivery"] == f"{day}T23:59:00Z"


# Timeline


@pytest.mark.rule("warpware.timeline.get", "warpware.timeline.entries", "warpware.timeline.newest-first")
def test_the_documents_entries_are_answered_as_shown(world: World) -> None:
    client = world(now="2026-03-30T14:29:50Z")
    order_id = client.create("#1234", source="shopify")
    client.handle.clock.advance(5)
    client.move(order_id, "ready")
    client.handle.clock.advance(5)
    client.move(order_id, "processing")
    data = client.get(f"/orders/{order_id}/timeline").data
    assert set(data) == {"order_id", "external_id", "event_count", "events"}
    assert (data["order_id"], data["external_id"], data["event_count"]) == (order_id, "#1234", 5)
    moved, pushed, ready, _, received = data["events"]
    assert changes([moved]) == [("ready", "processing")]
    number = pushed["details"]["extensiv_order_id"]
    assert pushed == {
        "source": "push",
        "type": "push_success",
        "component": "ExtensivAPIConnector",
        "message": f"Order pushed to Extensiv (ID: {number})",
        "details": {"extensiv_order_id": number, "duration_ms": pushed["details"]["duration_ms"]},
        "occurred_at": "2026-03-30T14:30:00Z",
    }
    assert re.fullmatch(r"[0-9]{7}", number)
    assert isinstance(pushed["details"]["duration_ms"], int)
    assert ready == {
        "source": "audit",
        "type": "status_changed",
        "component": "RuleEvaluationWorker",
        "message": "Status changed: pending to ready",
        "details": {"old_status": "pending", "new_status": "ready"},
        "occurred_at": "2026-03-30T14:29:55Z",
    }
    assert received == {
        "source": "lifecycle",
        "type": "received",
        "component": "OrderIngestionService",
        "message": "Order received from shopify",
        "details": {},
        "occurred_at": "2026-03-30T14:29:50Z",
    }


@pytest.mark.rule("warpware.timeline.entries")
def test_a_hold_and_its_release_stand_in_the_timeline(warpware: WarpWare) -> None:
    order_id = warpware.create()
    warpware.move(order_id, "hold", hold_reason="Address needs review")
    assert [entry["type"] for entry in entries(warpware, order_id)[2:]] == ["status_changed", "held"]
    warpware.move(order_id, "pending")
    told = entries(warpware, order_id)
    assert sorted(entry["type"] for entry in told[4:]) == ["released", "status_changed"]
    assert all("Address needs review" in str(entry["details"]) for entry in told if entry["source"] == "hold")


@pytest.mark.rule("warpware.timeline.entries")
@pytest.mark.parametrize("target", ["shipped", "cancelled"])
def test_a_held_order_that_leaves_otherwise_was_not_released(warpware: WarpWare, target: str) -> None:
    order_id = warpware.in_status("hold")
    warpware.patch(f"/orders/{order_id}", {"status": target})
    assert [entry["type"] for entry in entries(warpware, order_id)[4:]] == ["status_changed"]


@pytest.mark.rule("warpware.timeline.entries")
def test_a_failure_stands_in_the_timeline(warpware: WarpWare) -> None:
    order_id = warpware.in_status("processing")
    warpware.move(order_id, "failed", error_message="Address could not be verified")
    newest = entries(warpware, order_id)[-1]
    assert newest["source"] == "error"
    assert "Address could not be verified" in newest["message"]


@pytest.mark.rule("warpware.timeline.updates")
def test_a_patch_of_other_fields_lists_them(warpware: WarpWare) -> None:
    order_id = warpware.create()
    body = {"note": "x", "carrier": "UPS", "metadata": {"a": 1}, "tracking_number": "X-1", "status": "shipped"}
    warpware.patch(f"/orders/{order_id}", body)
    updated, changed = entries(warpware, order_id)[2:]
    assert updated["type"] == "order_updated"
    assert all(name in updated["message"] for name in ("note", "carrier", "metadata", "tracking_number"))
    assert "status" not in updated["message"]
    assert changed["type"] == "status_changed"


@pytest.mark.rule("warpware.timeline.newest-first")
def test_of_one_second_the_later_entry_comes_first(warpware: WarpWare) -> None:
    order_id = warpware.create()
    for name in ("note", "carrier", "tracking_number"):
        warpware.patch(f"/orders/{order_id}", {name: "x"})
    newest = warpware.get(f"/orders/{order_id}/timeline").data["events"][:3]
    assert [entry["details"]["fields"] for entry in newest] == [["tracking_number"], ["carrier"], ["note"]]


@pytest.mark.rule("warpware.timeline.limit", "warpware.timeline.event-count", "warpware.paging.over-max-clamped")
def test_limit_cuts_the_list_and_not_the_count(warpware: WarpWare) -> None:
    order_id = busy(warpware, 209)
    for query, shown in [({}, 50), ({"limit": 1}, 1), ({"limit": 200}, 200), ({"limit": 201}, 200)]:
        data = warpware.get(f"/orders/{order_id}/timeline", query=query).data
        assert (len(data["events"]), data["event_count"]) == (shown, 211)


@pytest.mark.rule("warpware.paging.over-max-refused")
def test_under_reject_a_limit_above_200_is_refused(world: World) -> None:
    client = world(readings={"warpware.per-page-over-max": "reject"})
    order_id = client.create()
    assert client.get(f"/orders/{order_id}/timeline", query={"limit": 200}).status == 200
    reply = client.get(f"/orders/{order_id}/timeline", query={"limit": 201})
    assert (reply.status, reply.rule) == (400, "warpware.paging.over-max-refused")
    assert "limit" in reply.detail


@pytest.mark.rule("warpware.timeline.limit", "warpware.query.invalid-value")
@pytest.mark.parametrize("limit", ["0", "-1", "1.5", "ten", ""])
def test_a_limit_that_is_no_number_from_1_is_refused(warpware: WarpWare, limit: str) -> None:
    order_id = warpware.create()
    reply = warpware.get(f"/orders/{order_id}/timeline", query={"limit": limit})
    assert reply.status == 400
    assert "limit" in reply.detail


@pytest.mark.rule("warpware.timeline.by-external-id")
@pytest.mark.parametrize(
    ("external_id", "encoded"),
    [("#1234", "%231234"), ("A/B 1%", "A%2FB%201%25"), ("3fa85f64-5717-4562-b3fc-2c963f66afa6",) * 2],
    ids=["#", "/", "like a UUID"],
)
def test_a_timeline_is_found_by_external_id_too(warpware: WarpWare, external_id: str, encoded: str) -> None:
    order_id = warpware.create(external_id)
    by_uuid = warpware.get(f"/orders/{order_id}/timeline")
    by_external_id = warpware.get(f"/orders/{encoded}/timeline")
    assert (by_external_id.status, by_external_id.data["external_id"]) == (200, external_id)
    assert by_external_id.body == by_uuid.body


@pytest.mark.rule("warpware.timeline.by-external-id", "warpware.orders.not-found")
@pytest.mark.parametrize("reference", ["ORDER-2", "3fa85f64-5717-4562-b3fc-2c963f66afa6"])
def test_the_timeline_of_no_order_is_a_404(warpware: WarpWare, reference: str) -> None:
    warpware.create("ORDER-1")
    reply = warpware.get(f"/orders/{reference}/timeline")
    assert (reply.status, reply.rule) == (404, "warpware.orders.not-found")
    assert reference in reply.detail


@pytest.mark.rule("warpware.timeline.no-meta")
def test_a_timeline_has_no_meta(warpware: WarpWare) -> None:
    order_id = warpware.create()
    assert set(warpware.get(f"/orders/{order_id}/timeline").json) == {"data"}


@pytest.mark.rule("warpware.timeline.entries", "warpware.timeline.newest-first", "warpware.orders.routed")
def test_every_demo_orders_timeline_explains_its_status(demo: WarpWare) -> None:
    pages = [demo.get("/orders", query={"per_page": 100, "page": page}) for page in (1, 2)]
    orders = [order for page in pages for order in page.data]
    assert {order["status"] for order in orders} == set(STATUSES)
    for order in orders:
        told = entries(demo, order["id"])
        moments = [entry["occurred_at"] for entry in told]
        assert moments == sorted(moments)
        assert (moments[0], moments[-1]) == (order["created_at"], order["updated_at"])
        assert moments[-1] <= "2026-02-27T10:00:00Z"
        assert [entry["type"] for entry in told[:2]] == ["received", "rule_evaluated"]
        assert order["route_destination_label"] in told[1]["message"]
        steps = changes(told)
        assert [old for old, _ in steps] + [order["status"]] == ["pending"] + [new for _, new in steps]
        types = [entry["type"] for entry in told]
        pushed = [entry["occurred_at"] for entry in told if entry["type"] == "push_success"]
        if order["status"] in ("processing", "shipped", "delivered", "failed"):
            assert pushed[-1] == order["processed_at"]
        if order["status"] in ("shipped", "delivered"):
            shipped = next(entry for entry in told if entry["details"].get("new_status") == "shipped")
            assert types.index("push_success") < told.index(shipped)
            assert re.fullmatch(FORMS[order["carrier"]], order["tracking_number"])
        assert (order["error_message"] or "") in ("", told[-1]["details"].get("error"))
        assert (order["hold_reason"] or "") in ("", told[-1]["details"].get("reason"))


# The pipeline


@pytest.mark.rule("warpware.pipeline.retry")
def test_each_retry_counts_and_clears_what_the_failure_left(warpware: WarpWare) -> None:
    order_id = warpware.create()
    for attempt in (1, 2):
        warpware.move(order_id, "failed", walk=True, error_message="Address could not be verified")
        failed = warpware.order(order_id)
        assert (failed["retry_count"], failed["error_message"]) == (attempt - 1, "Address could not be verified")
        warpware.move(order_id, "pending")
        retried = warpware.order(order_id)
        assert (retried["status"], retried["retry_count"]) == ("pending", attempt)
        assert (retried["error_message"], retried["processed_at"]) == (None, None)
        assert tracking(warpware, order_id)["extensiv_status"] is None


@pytest.mark.rule("warpware.pipeline.retry")
def test_a_release_from_hold_is_no_retry(warpware: WarpWare) -> None:
    order_id = warpware.in_status("hold")
    warpware.move(order_id, "pending")
    assert warpware.order(order_id)["retry_count"] == 0


@pytest.mark.rule("warpware.pipeline.push")
def test_a_retried_order_is_pushed_under_the_number_that_it_has(warpware: WarpWare) -> None:
    order_id = warpware.in_status("failed")
    warpware.move(order_id, "processing", walk=True)
    pushes = [entry["details"] for entry in entries(warpware, order_id) if entry["type"] == "push_success"]
    assert [push["extensiv_order_id"] for push in pushes] == [pushes[0]["extensiv_order_id"]] * 2


@pytest.mark.rule("warpware.pipeline.push")
def test_two_orders_are_pushed_under_numbers_of_their_own(warpware: WarpWare) -> None:
    told = [entries(warpware, warpware.in_status("processing", external_id)) for external_id in ("A", "B")]
    first, second = ([entry["message"] for entry in found if entry["source"] == "push"] for found in told)
    assert len(first) == len(second) == 1
    assert first != second


@pytest.mark.rule("warpware.pipeline.failure-message")
@pytest.mark.parametrize("message", [None, "Carrier account is not set up for this destination"])
def test_a_failure_has_the_message_that_it_came_with(warpware: WarpWare, message: str | None) -> None:
    order_id = warpware.in_status("processing")
    warpware.move(order_id, "failed", **({"error_message": message} if message else {}))
    assert warpware.order(order_id)["error_message"] == (message or "SKU not found in warehouse system")


@pytest.mark.rule("warpware.pipeline.shipment-complete")
def test_what_the_warehouse_ships_has_carrier_service_and_number(warpware: WarpWare) -> None:
    orders = [warpware.order(warpware.in_status("shipped", f"ORDER-{number}")) for number in range(60)]
    assert {order["carrier"] for order in orders} == set(FORMS)
    assert all(re.fullmatch(FORMS[order["carrier"]], order["tracking_number"]) for order in orders)
    assert len({order["tracking_number"] for order in orders}) == 60
    usual = {(order["carrier"], order["service_level"]) for order in orders}
    assert {("UPS", "UPS Ground"), ("FedEx", "FedEx Ground"), ("USPS", "Priority Mail")} <= usual
    assert len(usual) == 5


@pytest.mark.rule("warpware.pipeline.shipment-complete")
@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"carrier": "FedEx"}, ("FedEx", "FedEx Ground", r"[0-9]{12}")),
        ({"carrier": "ups"}, ("ups", "UPS Ground", r"1Z[0-9A-Z]{16}")),
        ({"carrier": "UPS", "tracking_number": "X-1"}, ("UPS", "UPS Ground", "X-1")),
        ({"carrier": "Bob's Bicycles"}, ("Bob's Bicycles", None, None)),
    ],
)
def test_the_warehouse_keeps_what_the_partner_chose(
    warpware: WarpWare, sent: dict[str, str], kept: tuple[str, str | None, str | None]
) -> None:
    order_id = warpware.create()
    warpware.patch(f"/orders/{order_id}", sent)
    warpware.move(order_id, "shipped", walk=True)
    order = warpware.order(order_id)
    assert (order["carrier"], order["service_level"]) == kept[:2]
    assert (order["tracking_number"] is None) if kept[2] is None else re.fullmatch(kept[2], order["tracking_number"])
