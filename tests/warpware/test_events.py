"""Which events a change fires, and what they hold. Source: "Webhooks", "Orders", "Changelog"; readings.md, "Events"."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from client import WarpWare, order_body
from mockserver.core.events import Event

World = Callable[..., WarpWare]

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
TRACKING = {"tracking_number": "1Z999AA10123456784", "carrier": "UPS"}


def fired(client: WarpWare, before: int) -> list[Event]:
    """The events that were recorded after the first *before* ones."""
    return list(client.handle.sandbox.events)[before:]


def names_of(client: WarpWare, change: Callable[[], Any]) -> list[str]:
    """The events that *change* fires."""
    before = len(client.event_names())
    change()
    return client.event_names()[before:]


# Which


@pytest.mark.rule("warpware.events.status-changed", "warpware.events.by-status")
@pytest.mark.parametrize(
    ("status", "target", "name"),
    [
        ("pending", "shipped", "order.shipped"),
        ("ready", "shipped", "order.shipped"),
        ("processing", "shipped", "order.shipped"),
        ("hold", "shipped", "order.shipped"),
        ("shipped", "delivered", "order.delivered"),
        ("pending", "hold", "order.held"),
        ("processing", "hold", "order.held"),
        ("pending", "cancelled", "order.cancelled"),
        ("hold", "cancelled", "order.cancelled"),
    ],
)
def test_patch_fires_the_change_and_what_it_is(warpware: WarpWare, status: str, target: str, name: str) -> None:
    order_id = warpware.in_status(status)
    names = names_of(warpware, lambda: warpware.patch(f"/orders/{order_id}", {"status": target}))
    assert names == ["order.status_changed", name]


@pytest.mark.rule("warpware.events.status-changed", "warpware.events.by-status")
@pytest.mark.parametrize("status", ["pending", "ready", "processing", "hold", "failed"])
def test_cancel_fires_the_change_and_the_cancellation(warpware: WarpWare, status: str) -> None:
    order_id = warpware.in_status(status)
    names = names_of(warpware, lambda: warpware.post(f"/orders/{order_id}/cancel"))
    assert names == ["order.status_changed", "order.cancelled"]


@pytest.mark.rule("warpware.events.status-changed", "warpware.events.by-status", "warpware.events.error-with-failed")
@pytest.mark.parametrize(
    ("status", "target", "others"),
    [
        ("pending", "ready", []),
        ("ready", "processing", []),
        ("processing", "shipped", ["order.shipped"]),
        ("shipped", "delivered", ["order.delivered"]),
        ("processing", "failed", ["order.error", "order.failed"]),
        ("failed", "pending", []),
        ("pending", "hold", ["order.held"]),
        ("ready", "hold", ["order.held"]),
        ("hold", "pending", ["order.released"]),
    ],
)
def test_the_warehouses_moves_fire_events_too(warpware: WarpWare, status: str, target: str, others: list[str]) -> None:
    order_id = warpware.in_status(status)
    names = names_of(warpware, lambda: warpware.move(order_id, target))
    assert names[0] == "order.status_changed"
    assert sorted(names[1:]) == others


@pytest.mark.rule("warpware.events.released")
def test_only_the_way_back_to_the_pipeline_is_a_release(warpware: WarpWare) -> None:
    held = [warpware.in_status("hold", f"ORDER-{number}") for number in range(3)]
    released = names_of(warpware, lambda: warpware.move(held[0], "pending"))
    shipped = names_of(warpware, lambda: warpware.patch(f"/orders/{held[1]}", {"status": "shipped"}))
    cancelled = names_of(warpware, lambda: warpware.post(f"/orders/{held[2]}/cancel"))
    assert released == ["order.status_changed", "order.released"]
    assert "order.released" not in shipped + cancelled


@pytest.mark.rule("warpware.events.status-changed")
def test_a_walk_fires_once_for_each_step(warpware: WarpWare) -> None:
    order_id = warpware.create()
    reply = warpware.move(order_id, "delivered", walk=True)
    assert reply.json["events"] == [
        "order.status_changed",
        "order.status_changed",
        "order.status_changed",
        "order.shipped",
        "order.status_changed",
        "order.delivered",
    ]
    assert warpware.event_names() == reply.json["events"]


@pytest.mark.rule("warpware.events.none-without-change")
@pytest.mark.parametrize("body", [TRACKING, {"note": "x"}, {"status": "delivered"}, {"status": "lost"}, {}])
def test_a_patch_that_leaves_the_status_fires_nothing(warpware: WarpWare, body: dict[str, object]) -> None:
    order_id = warpware.create()
    assert names_of(warpware, lambda: warpware.patch(f"/orders/{order_id}", body)) == []


@pytest.mark.rule("warpware.events.none-without-change")
def test_a_second_cancel_fires_nothing(warpware: WarpWare) -> None:
    order_id = warpware.in_status("cancelled")
    assert names_of(warpware, lambda: warpware.post(f"/orders/{order_id}/cancel")) == []


@pytest.mark.rule("warpware.events.none-without-change")
def test_refused_cancels_and_moves_fire_nothing(warpware: WarpWare) -> None:
    order_id = warpware.in_status("shipped")
    assert names_of(warpware, lambda: warpware.post(f"/orders/{order_id}/cancel")) == []
    assert names_of(warpware, lambda: warpware.move(order_id, "ready")) == []


# New orders


@pytest.mark.rule("warpware.events.order-created-silent")
def test_a_new_order_fires_nothing_unless_a_reading_is_chosen(warpware: WarpWare) -> None:
    warpware.create("ORDER-1")
    warpware.post("/orders/bulk", {"orders": [order_body("ORDER-2"), order_body("ORDER-3")]})
    assert warpware.event_names() == []


@pytest.mark.rule("warpware.events.order-created-silent")
def test_under_silent_a_new_order_fires_nothing(world: World) -> None:
    client = world(readings={"warpware.order-created-event": "silent"})
    client.create()
    assert client.event_names() == []


@pytest.mark.rule("warpware.events.order-created-fired")
def test_under_fired_a_new_order_fires_order_created(world: World) -> None:
    client = world(readings={"warpware.order-created-event": "fired"})
    order_id = client.create()
    (event,) = fired(client, 0)
    assert (event.name, event.record.id, event.record.status) == ("order.created", order_id, "pending")


@pytest.mark.rule("warpware.events.order-created-fired")
def test_under_fired_every_order_of_a_batch_that_was_created_fires(world: World) -> None:
    client = world(readings={"warpware.order-created-event": "fired"})
    client.create("ORDER-1")
    batch = [order_body("ORDER-2"), order_body("ORDER-1"), order_body("ORDER-3", line_items=[]), order_body("ORDER-4")]
    assert client.post("/orders/bulk", {"orders": batch}).status == 207
    assert [(event.name, event.record.external_id) for event in fired(client, 1)] == [
        ("order.created", "ORDER-2"),
        ("order.created", "ORDER-4"),
    ]


@pytest.mark.rule("warpware.events.order-created-fired")
def test_under_fired_refused_and_replayed_creates_fire_nothing(world: World) -> None:
    client = world(readings={"warpware.order-created-event": "fired"})
    headers = {"X-Idempotency-Key": "my-system-uuid-1234"}
    assert client.post("/orders", order_body("ORDER-1"), headers=headers).status == 201
    assert client.post("/orders", order_body("ORDER-1"), headers=headers).status == 201
    assert client.post("/orders", order_body("ORDER-1")).status == 409
    assert client.post("/orders", order_body("ORDER-2", line_items=[])).status == 422
    assert client.event_names() == ["order.created"]


# What they hold


@pytest.mark.rule("warpware.events.order-as-it-became")
def test_order_shipped_holds_carrier_and_tracking_number(warpware: WarpWare) -> None:
    order_id = warpware.create("ORDER-1234")
    warpware.patch(f"/orders/{order_id}", {**TRACKING, "status": "shipped"})
    for event in fired(warpware, 0):
        record = event.record
        assert (record.id, record.external_id, record.status) == (order_id, "ORDER-1234", "shipped")
        assert (record.carrier, record.tracking_number) == ("UPS", "1Z999AA10123456784")


@pytest.mark.rule("warpware.events.order-as-it-became")
def test_order_shipped_by_the_warehouse_holds_its_tracking_number(warpware: WarpWare) -> None:
    order_id = warpware.in_status("shipped")
    order = warpware.order(order_id)
    (shipped,) = [event for event in fired(warpware, 0) if event.name == "order.shipped"]
    assert order["tracking_number"] is not None
    assert (shipped.record.carrier, shipped.record.tracking_number) == (order["carrier"], order["tracking_number"])


@pytest.mark.rule("warpware.events.order-as-it-became")
def test_order_failed_and_order_error_hold_the_error(warpware: WarpWare) -> None:
    order_id = warpware.in_status("processing")
    warpware.move(order_id, "failed", error_message="Address could not be verified")
    failures = [event for event in fired(warpware, 0) if event.name in ("order.failed", "order.error")]
    assert [event.record.error_message for event in failures] == ["Address could not be verified"] * 2


@pytest.mark.rule("warpware.events.order-as-it-became")
def test_later_changes_do_not_touch_an_event(warpware: WarpWare) -> None:
    order_id = warpware.create(metadata={"po_number": "PO-2026-001"})
    warpware.patch(f"/orders/{order_id}", {**TRACKING, "status": "shipped"})
    warpware.patch(f"/orders/{order_id}", {"tracking_number": "other", "metadata": {"po_number": None}})
    warpware.move(order_id, "delivered")
    record = fired(warpware, 0)[1].record
    assert (record.status, record.tracking_number) == ("shipped", "1Z999AA10123456784")
    assert record.metadata == {"po_number": "PO-2026-001"}


@pytest.mark.rule("warpware.events.status-changed")
def test_every_event_has_an_id_of_its_own_and_the_moment_of_the_change(warpware: WarpWare) -> None:
    order_id = warpware.create()
    warpware.handle.clock.advance(90)
    warpware.patch(f"/orders/{order_id}", {"status": "hold"})
    warpware.handle.clock.advance(90)
    warpware.post(f"/orders/{order_id}/cancel")
    events = fired(warpware, 0)
    assert len({event.id for event in events}) == 4
    assert all(UUID.fullmatch(event.id) for event in events)
    assert [event.at for event in events] == [90, 90, 180, 180]


# In the journal


@pytest.mark.rule("warpware.events.status-changed", "warpware.events.none-without-change")
def test_the_journal_tells_which_call_fired_what(warpware: WarpWare) -> None:
    order_id = warpware.create()
    warpware.patch(f"/orders/{order_id}", {"note": "x"})
    warpware.patch(f"/orders/{order_id}", {"status": "hold"})
    warpware.patch(f"/orders/{order_id}", {"status": "delivered"})
    warpware.post(f"/orders/{order_id}/cancel")
    warpware.post(f"/orders/{order_id}/cancel")
    exchanges = warpware.control.get("/journal").json["exchanges"]
    assert [(exchange["operation"], exchange["events"]) for exchange in exchanges] == [
        ("warpware.createOrder", []),
        ("warpware.updateOrder", []),
        ("warpware.updateOrder", ["order.status_changed", "order.held"]),
        ("warpware.updateOrder", []),
        ("warpware.cancelOrder", ["order.status_changed", "order.cancelled"]),
        ("warpware.cancelOrder", []),
    ]
