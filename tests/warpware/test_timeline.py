"""How an order got where it is. Source: "Order Timeline"."""

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
    assert [entry["type"] for entry in warpware.entries(order_id)[2:]] == ["status_changed", "held"]
    warpware.move(order_id, "pending")
    told = warpware.entries(order_id)
    assert sorted(entry["type"] for entry in told[4:]) == ["released", "status_changed"]
    assert all("Address needs review" in str(entry["details"]) for entry in told if entry["source"] == "hold")


@pytest.mark.rule("warpware.timeline.entries")
@pytest.mark.parametrize("target", ["shipped", "cancelled"])
def test_a_held_order_that_leaves_otherwise_was_not_released(warpware: WarpWare, target: str) -> None:
    order_id = warpware.in_status("hold")
    warpware.patch(f"/orders/{order_id}", {"status": target})
    assert [entry["type"] for entry in warpware.entries(order_id)[4:]] == ["status_changed"]


@pytest.mark.rule("warpware.timeline.entries")
def test_a_failure_stands_in_the_timeline(warpware: WarpWare) -> None:
    order_id = warpware.in_status("processing")
    warpware.move(order_id, "failed", error_message="Address could not be verified")
    newest = warpware.entries(order_id)[-1]
    assert newest["source"] == "error"
    assert "Address could not be verified" in newest["message"]


@pytest.mark.rule("warpware.timeline.updates")
def test_a_patch_of_other_fields_lists_them(warpware: WarpWare) -> None:
    order_id = warpware.create()
    body = {"note": "x", "carrier": "UPS", "metadata": {"a": 1}, "tracking_number": "X-1", "status": "shipped"}
    warpware.patch(f"/orders/{order_id}", body)
    updated, changed = warpware.entries(order_id)[2:]
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
        told = demo.entries(order["id"])
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
