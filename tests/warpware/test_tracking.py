"""Where an order is. Source: "Tracking"."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from client import WarpWare

World = Callable[..., WarpWare]


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
    assert warpware.tracking(order_id) == {
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
    found = warpware.tracking(order_id)
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
    assert warpware.tracking(order_id)["extensiv_status"] == word


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
    assert client.tracking(order_id)["estimated_delivery"] == f"{day}T23:59:00Z"
