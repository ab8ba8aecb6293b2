"""What a test order is and where it may go. Source: "Test Simulation"."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from client import WarpWare

World = Callable[..., WarpWare]
REFUSAL = (
    "the warehouse moves no order that is tagged TEST_ORDER to {to!r}: test orders are never pushed to it "
    "(rule warpware.simulate.not-pushed); from {status!r} it can go to: {steps}"
)


def simulated(client: WarpWare, **fields: object) -> str:
    """A test order; answers its id."""
    body = {
        "line_items": [{"sku": "TEST-SKU-001", "quantity": 2, "description": "Test Product"}],
        "ship_to": {
            "name": "Test Customer",
            "address1": "123 Test St",
            "city": "Austin",
            "state": "TX",
            "zip": "78701",
            "phone": "555-0123",
        },
        **fields,
    }
    reply = client.post("/orders/simulate", body)
    assert reply.status == 201
    return str(reply.data["orders"][0]["id"])


@pytest.mark.rule("warpware.simulate.real-orders", "warpware.simulate.description")
def test_a_test_order_reads_like_any_other(warpware: WarpWare) -> None:
    order = warpware.order(simulated(warpware, source="erp"))
    assert order["tags"] == ["TEST_ORDER"]
    assert (order["status"], order["source"], order["created_at"]) == ("pending", "erp", "2026-02-27T10:00:00Z")
    assert order["line_items"] == [{"sku": "TEST-SKU-001", "name": "Test Product", "quantity": 2}]
    assert order["shipping_address"] == {
        "name": "Test Customer",
        "address1": "123 Test St",
        "city": "Austin",
        "state": "TX",
        "zip": "78701",
        "country": "US",
        "phone": "555-0123",
    }


@pytest.mark.rule("warpware.simulate.description")
def test_a_line_item_without_a_description_has_no_name(warpware: WarpWare) -> None:
    order_id = simulated(warpware, line_items=[{"sku": "A", "quantity": 1}, {"sku": "B", "quantity": 2, "uom": "CS"}])
    assert warpware.order(order_id)["line_items"] == [{"sku": "A", "quantity": 1}, {"sku": "B", "quantity": 2}]


@pytest.mark.rule("warpware.simulate.real-orders")
def test_test_orders_are_listed_and_counted(warpware: WarpWare) -> None:
    warpware.create("ORDER-1")
    order_id = simulated(warpware)
    order = warpware.order(order_id)
    assert [found["id"] for found in warpware.get("/orders?tag=TEST_ORDER").data] == [order_id]
    assert warpware.get(f"/orders/by-external/{order['external_id']}").data == order
    assert warpware.get("/orders/stats").data == {"total": 2, "by_status": {"pending": 2}}
    told = [event["type"] for event in warpware.get(f"/orders/{order_id}/timeline").data["events"]]
    assert told == ["rule_evaluated", "received"]


@pytest.mark.rule("warpware.simulate.real-orders")
def test_a_test_order_is_changed_and_cancelled_by_its_partner(warpware: WarpWare) -> None:
    shipped, cancelled = simulated(warpware), simulated(warpware)
    assert warpware.patch(f"/orders/{shipped}", {"status": "shipped", "carrier": "UPS"}).status == 200
    assert warpware.post(f"/orders/{cancelled}/cancel").status == 200
    assert [warpware.order(order_id)["status"] for order_id in (shipped, cancelled)] == ["shipped", "cancelled"]


@pytest.mark.rule("warpware.events.order-created-silent", "warpware.events.order-created-fired")
@pytest.mark.parametrize(("reading", "events"), [("silent", []), ("fired", ["order.created"])])
def test_a_test_order_fires_what_a_new_order_fires(world: World, reading: str, events: list[str]) -> None:
    client = world(readings={"warpware.order-created-event": reading})
    simulated(client)
    assert client.event_names() == events


@pytest.mark.rule("warpware.simulate.not-pushed", "warpware.simulate.real-orders")
def test_a_test_order_becomes_ready_held_and_released(warpware: WarpWare) -> None:
    order_id = simulated(warpware)
    for status in ("hold", "pending", "ready", "hold"):
        assert warpware.move(order_id, status).status == 200
        assert warpware.order(order_id)["status"] == status


@pytest.mark.rule("warpware.simulate.not-pushed")
@pytest.mark.parametrize("to", ["processing", "shipped", "failed", "delivered"])
@pytest.mark.parametrize(
    ("status", "steps"), [("pending", "ready, hold"), ("ready", "hold"), ("hold", "pending")], ids=lambda word: word
)
@pytest.mark.parametrize("walk", [True, False])
def test_a_test_order_is_never_pushed(warpware: WarpWare, status: str, steps: str, to: str, walk: bool) -> None:
    order_id = simulated(warpware)
    if status != "pending":
        warpware.move(order_id, status)
    before, events = warpware.order(order_id), warpware.event_names()
    reply = warpware.move(order_id, to, walk=walk)
    assert (reply.status, reply.json) == (409, {"error": REFUSAL.format(to=to, status=status, steps=steps)})
    assert (warpware.order(order_id), warpware.event_names()) == (before, events)


@pytest.mark.rule("warpware.simulate.tag-decides")
def test_an_order_that_came_with_the_tag_is_a_test_order_too(warpware: WarpWare) -> None:
    order_id = warpware.create(tags=["vip", "TEST_ORDER"])
    assert warpware.move(order_id, "ready").status == 200
    assert warpware.move(order_id, "processing").status == 409


@pytest.mark.rule("warpware.simulate.tag-decides")
def test_a_tag_that_only_looks_like_it_keeps_no_order_back(warpware: WarpWare) -> None:
    order_id = warpware.create(tags=["test_order", "TEST"])
    assert warpware.move(order_id, "delivered", walk=True).status == 200


@pytest.mark.rule("warpware.simulate.not-pushed", "warpware.labels.injected-at-push")
def test_a_label_on_a_test_order_is_never_passed(warpware: WarpWare) -> None:
    order_id = simulated(warpware)
    label = {"tracking_number": "1Z-1", "carrier": "UPS", "label_url": "https://labels.example.com/1.pdf"}
    warpware.post(f"/orders/{order_id}/labels", label)
    warpware.patch(f"/orders/{order_id}", {"status": "shipped"})
    assert [found["passed_to_extensiv"] for found in warpware.get(f"/orders/{order_id}/labels").data] == [False]


@pytest.mark.rule("warpware.simulate.not-pushed")
def test_a_shipped_test_order_is_delivered_by_the_carrier(warpware: WarpWare) -> None:
    order_id = simulated(warpware)
    warpware.patch(f"/orders/{order_id}", {"status": "shipped", "carrier": "UPS", "tracking_number": "1Z-1"})
    assert warpware.move(order_id, "delivered").status == 200
