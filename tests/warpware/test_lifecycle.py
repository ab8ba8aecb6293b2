"""Every status and every move, by partner and warehouse. Source: "Orders"; readings.md, "Order statuses"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from client import WarpWare

World = Callable[..., WarpWare]

STATUSES = ("pending", "ready", "processing", "shipped", "delivered", "failed", "hold", "cancelled")
TARGETS = ("shipped", "delivered", "hold", "cancelled")
CANCEL_FROM = [{"warpware.cancel-from": "unshipped"}, {"warpware.cancel-from": "strict"}]

PATCH_MOVES: Mapping[str, set[str]] = {
    "pending": {"shipped", "hold", "cancelled"},
    "ready": {"shipped", "hold", "cancelled"},
    "processing": {"shipped", "hold", "cancelled"},
    "shipped": {"delivered"},
    "delivered": set(),
    "failed": set(),
    "hold": {"shipped", "cancelled"},
    "cancelled": set(),
}

WAREHOUSE_MOVES: Mapping[str, set[str]] = {
    "pending": {"ready", "hold"},
    "ready": {"processing", "hold"},
    "processing": {"shipped", "failed"},
    "shipped": {"delivered"},
    "delivered": set(),
    "failed": {"pending"},
    "hold": {"pending"},
    "cancelled": set(),
}

WALKS: Mapping[tuple[str, str], list[str]] = {
    ("pending", "ready"): ["ready"],
    ("pending", "processing"): ["ready", "processing"],
    ("pending", "shipped"): ["ready", "processing", "shipped"],
    ("pending", "delivered"): ["ready", "processing", "shipped", "delivered"],
    ("pending", "failed"): ["ready", "processing", "failed"],
    ("pending", "hold"): ["hold"],
    ("ready", "pending"): ["hold", "pending"],
    ("ready", "delivered"): ["processing", "shipped", "delivered"],
    ("processing", "pending"): ["failed", "pending"],
    ("processing", "ready"): ["failed", "pending", "ready"],
    ("processing", "hold"): ["failed", "pending", "hold"],
    ("processing", "delivered"): ["shipped", "delivered"],
    ("failed", "shipped"): ["pending", "ready", "processing", "shipped"],
    ("hold", "failed"): ["pending", "ready", "processing", "failed"],
}


def snapshot(client: WarpWare, order_id: str) -> tuple[dict[str, Any], Any, list[str]]:
    """All that a call could change about an order: itself, its timeline and the events."""
    return client.order(order_id), client.get(f"/orders/{order_id}/timeline").data, client.event_names()


# What PATCH may do


@pytest.mark.rule("warpware.orders.update-transitions", "warpware.orders.update-from-ready")
def test_patch_makes_the_moves_that_the_document_allows(warpware: WarpWare) -> None:
    moves = [(status, target) for status in STATUSES for target in sorted(PATCH_MOVES[status])]
    assert len(moves) == 12
    for status, target in moves:
        order_id = warpware.in_status(status, f"{status} to {target}")
        reply = warpware.patch(f"/orders/{order_id}", {"status": target})
        rule = f"warpware.orders.{'update-from-ready' if status == 'ready' else 'update'}"
        assert (reply.status, reply.rule) == (200, rule), (status, target)
        assert warpware.order(order_id)["status"] == target, (status, target)


@pytest.mark.rule("warpware.orders.update-transitions", "warpware.orders.update-from-ready")
def test_patch_refuses_every_other_move_and_changes_nothing(warpware: WarpWare) -> None:
    for status, targets in {
        "pending": ["delivered"],
        "ready": ["delivered"],
        "processing": ["delivered"],
        "shipped": ["hold", "cancelled"],
        "delivered": ["shipped", "hold", "cancelled"],
        "hold": ["delivered"],
        "cancelled": ["shipped", "delivered", "hold"],
    }.items():
        order_id = warpware.in_status(status, status)
        before = snapshot(warpware, order_id)
        for target in targets:
            reply = warpware.patch(f"/orders/{order_id}", {"status": target})
            assert (reply.status, reply.rule) == (422, "warpware.orders.update-transitions"), (status, target)
            assert status in reply.detail, (status, target)
            assert target in reply.detail, (status, target)
            assert snapshot(warpware, order_id) == before, (status, target)


@pytest.mark.rule("warpware.orders.update-failed-is-final")
def test_patch_moves_a_failed_order_nowhere(warpware: WarpWare) -> None:
    order_id = warpware.in_status("failed")
    before = snapshot(warpware, order_id)
    for target in TARGETS:
        reply = warpware.patch(f"/orders/{order_id}", {"status": target})
        assert (reply.status, reply.rule) == (422, "warpware.orders.update-failed-is-final"), target
        assert "failed" in reply.detail, target
        assert target in reply.detail, target
        assert snapshot(warpware, order_id) == before, target


@pytest.mark.rule("warpware.orders.update-same-status-refused")
def test_patch_to_the_status_that_the_order_has_is_refused(world: World) -> None:
    client = world(readings={"warpware.same-status-patch": "reject"})
    for status in TARGETS:
        order_id = client.in_status(status, status)
        before = snapshot(client, order_id)
        reply = client.patch(f"/orders/{order_id}", {"status": status, "note": "again"})
        assert (reply.status, reply.rule) == (422, "warpware.orders.update-same-status-refused"), status
        assert status in reply.detail, status
        assert snapshot(client, order_id) == before, status


@pytest.mark.rule("warpware.orders.update-same-status-refused")
def test_patch_to_the_same_status_is_refused_unless_a_reading_is_chosen(warpware: WarpWare) -> None:
    order_id = warpware.in_status("shipped")
    reply = warpware.patch(f"/orders/{order_id}", {"status": "shipped"})
    assert (reply.status, reply.rule) == (422, "warpware.orders.update-same-status-refused")


@pytest.mark.rule("warpware.orders.update-same-status-accepted", "warpware.orders.updated-at")
def test_under_accept_patch_to_the_same_status_changes_nothing(world: World) -> None:
    client = world(readings={"warpware.same-status-patch": "accept"})
    for status in TARGETS:
        order_id = client.in_status(status, status)
        before = snapshot(client, order_id)
        client.handle.clock.advance(60)
        reply = client.patch(f"/orders/{order_id}", {"status": status})
        assert reply.status == 200, status
        assert reply.data == {"id": order_id, "updated": True}, status
        assert snapshot(client, order_id) == before, status


@pytest.mark.rule("warpware.orders.update-same-status-accepted")
def test_under_accept_patch_to_the_same_status_changes_the_other_fields(world: World) -> None:
    client = world(readings={"warpware.same-status-patch": "accept"})
    for status in TARGETS:
        client.handle.reset()
        order_id = client.in_status(status)
        events = client.event_names()
        client.handle.clock.advance(60)
        assert client.patch(f"/orders/{order_id}", {"status": status, "note": "again"}).status == 200, status
        order = client.order(order_id)
        assert (order["status"], order["note"], order["updated_at"]) == (status, "again", "2026-02-27T10:01:00Z")
        assert client.event_names() == events, status


@pytest.mark.rule("warpware.orders.update-transitions", "warpware.orders.update-failed-is-final")
@pytest.mark.parametrize(
    ("status", "target", "rule"),
    [
        ("delivered", "shipped", "warpware.orders.update-transitions"),
        ("failed", "shipped", "warpware.orders.update-failed-is-final"),
    ],
)
def test_under_accept_patch_refuses_other_moves_as_ever(world: World, status: str, target: str, rule: str) -> None:
    client = world(readings={"warpware.same-status-patch": "accept"})
    order_id = client.in_status(status)
    reply = client.patch(f"/orders/{order_id}", {"status": target})
    assert (reply.status, reply.rule) == (422, rule)
    assert client.order(order_id)["status"] == status


@pytest.mark.rule("warpware.orders.update-targets")
def test_patch_refuses_words_that_are_no_target(warpware: WarpWare) -> None:
    order_id = warpware.create()
    before = snapshot(warpware, order_id)
    for word in ("pending", "ready", "processing", "failed", "Shipped", "canceled", "on_hold", ""):
        reply = warpware.patch(f"/orders/{order_id}", {"status": word, "note": "moved"})
        assert (reply.status, reply.rule) == (422, "warpware.orders.update-targets"), word
        assert "status" in reply.detail, word
        assert repr(word) in reply.detail, word
        assert snapshot(warpware, order_id) == before, word


# What the cancel endpoint may do


@pytest.mark.rule("warpware.orders.cancel", "warpware.orders.cancel-unshipped")
def test_whatever_has_not_shipped_can_be_cancelled(world: World) -> None:
    client = world(readings={"warpware.cancel-from": "unshipped"})
    for status in ("pending", "ready", "processing", "hold", "failed"):
        order_id = client.in_status(status, status)
        reply = client.post(f"/orders/{order_id}/cancel")
        rule = "cancel" if status in ("pending", "hold") else "cancel-unshipped"
        assert (reply.status, reply.rule) == (200, f"warpware.orders.{rule}"), status
        assert client.order(order_id)["status"] == "cancelled", status


@pytest.mark.rule("warpware.orders.cancel-unshipped")
def test_a_processing_order_can_be_cancelled_unless_a_reading_is_chosen(warpware: WarpWare) -> None:
    order_id = warpware.in_status("processing")
    assert warpware.post(f"/orders/{order_id}/cancel").status == 200


@pytest.mark.rule("warpware.orders.cancel", "warpware.orders.cancel-strict")
def test_under_strict_pending_and_held_orders_can_be_cancelled(world: World) -> None:
    client = world(readings={"warpware.cancel-from": "strict"})
    for status in ("pending", "hold"):
        order_id = client.in_status(status, status)
        assert client.post(f"/orders/{order_id}/cancel").status == 200, status
        assert client.order(order_id)["status"] == "cancelled", status


@pytest.mark.rule("warpware.orders.cancel-strict")
def test_under_strict_nothing_else_can_be_cancelled(world: World) -> None:
    client = world(readings={"warpware.cancel-from": "strict"})
    for status in ("ready", "processing", "failed"):
        order_id = client.in_status(status, status)
        before = snapshot(client, order_id)
        reply = client.post(f"/orders/{order_id}/cancel")
        assert (reply.status, reply.rule) == (422, "warpware.orders.cancel-strict"), status
        assert status in reply.detail, status
        assert snapshot(client, order_id) == before, status


@pytest.mark.rule("warpware.orders.cancel-refused")
@pytest.mark.parametrize("readings", CANCEL_FROM, ids=["unshipped", "strict"])
def test_what_has_shipped_cannot_be_cancelled(world: World, readings: dict[str, str]) -> None:
    client = world(readings=readings)
    for status in ("shipped", "delivered"):
        order_id = client.in_status(status, status)
        before = snapshot(client, order_id)
        reply = client.post(f"/orders/{order_id}/cancel", {"reason": "too late"})
        assert (reply.status, reply.rule) == (422, "warpware.orders.cancel-refused"), status
        assert status in reply.detail, status
        assert snapshot(client, order_id) == before, status


@pytest.mark.rule("warpware.orders.cancel-idempotent")
@pytest.mark.parametrize("readings", CANCEL_FROM, ids=["unshipped", "strict"])
def test_what_is_cancelled_can_be_cancelled_again(world: World, readings: dict[str, str]) -> None:
    client = world(readings=readings)
    order_id = client.in_status("cancelled")
    before = snapshot(client, order_id)
    assert client.post(f"/orders/{order_id}/cancel").status == 200
    assert snapshot(client, order_id) == before


# What the warehouse may do


@pytest.mark.rule("warpware.pipeline.moves")
@pytest.mark.parametrize("status", STATUSES)
def test_the_warehouse_makes_its_own_moves_and_no_other(warpware: WarpWare, status: str) -> None:
    staying = warpware.in_status(status, "STAYING")
    for target in STATUSES:
        if target in WAREHOUSE_MOVES[status]:
            order_id = warpware.in_status(status, target)
            reply = warpware.move(order_id, target)
            assert reply.status == 200, target
            assert reply.json["moves"] == [target]
            assert reply.json["order"] == warpware.order(order_id), target
            assert warpware.order(order_id)["status"] == target
        else:
            before = snapshot(warpware, staying)
            reply = warpware.move(staying, target)
            # Only partners cancel, whatever the order's status.
            assert reply.status == (400 if target == "cancelled" else 409), target
            assert target in reply.json["error"]
            assert snapshot(warpware, staying) == before, target


@pytest.mark.rule("warpware.pipeline.moves")
def test_a_walk_goes_the_shortest_way(warpware: WarpWare) -> None:
    for (status, target), moves in WALKS.items():
        order_id = warpware.in_status(status, f"{status} to {target}")
        reply = warpware.move(order_id, target, walk=True)
        assert reply.status == 200, (status, target)
        assert reply.json["moves"] == moves, (status, target)
        assert warpware.order(order_id)["status"] == target, (status, target)


@pytest.mark.rule("warpware.pipeline.moves")
def test_no_walk_leads_back_from_the_end(warpware: WarpWare) -> None:
    for status in ("shipped", "delivered", "cancelled"):
        order_id = warpware.in_status(status, status)
        before = snapshot(warpware, order_id)
        for target in ("pending", "ready", "processing", "shipped", "failed", "hold"):
            assert warpware.move(order_id, target, walk=True).status == 409, (status, target)
            assert snapshot(warpware, order_id) == before, (status, target)
