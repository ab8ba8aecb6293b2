"""When labels go on to the warehouse system, and what it ships by. Source: "Shipping Labels"."""

from __future__ import annotations

from typing import Any

import pytest

from client import Reply, WarpWare

URL = "https://labels.example.com/label-12345.pdf"


def attach(client: WarpWare, order_id: str, number: str = "1Z999AA10123456784", **fields: object) -> Reply:
    """A UPS label with a file."""
    body = {"tracking_number": number, "carrier": "UPS", "label_url": URL, **fields}
    reply = client.post(f"/orders/{order_id}/labels", body)
    assert reply.status == 201
    return reply


def passed(client: WarpWare, order_id: str) -> list[tuple[bool, str | None]]:
    """For each label, newest first."""
    found = client.get(f"/orders/{order_id}/labels").data
    return [(label["passed_to_extensiv"], label["passed_to_extensiv_at"]) for label in found]


def types(client: WarpWare, order_id: str) -> list[str]:
    """The kinds of the timeline's entries, oldest first."""
    events: list[dict[str, Any]] = client.get(f"/orders/{order_id}/timeline").data["events"]
    return [event["type"] for event in reversed(events)]


@pytest.mark.rule("warpware.labels.injected-at-push")
def test_a_label_is_passed_at_the_moment_of_the_push(warpware: WarpWare) -> None:
    order_id = warpware.create()
    attach(warpware, order_id)
    warpware.handle.clock.advance(minutes=1)
    warpware.move(order_id, "ready")
    assert passed(warpware, order_id) == [(False, None)]
    warpware.handle.clock.advance(minutes=1)
    warpware.move(order_id, "processing")
    assert passed(warpware, order_id) == [(True, "2026-02-27T10:02:00Z")]
    warpware.handle.clock.advance(minutes=1)
    warpware.move(order_id, "delivered", walk=True)
    assert passed(warpware, order_id) == [(True, "2026-02-27T10:02:00Z")]


@pytest.mark.rule("warpware.labels.injected-at-push")
def test_only_the_labels_of_the_pushed_order_are_passed(warpware: WarpWare) -> None:
    pushed, other = warpware.create("ORDER-1"), warpware.create("ORDER-2")
    for order_id in (pushed, pushed, other):
        attach(warpware, order_id)
    warpware.move(pushed, "processing", walk=True)
    assert passed(warpware, pushed) == [(True, "2026-02-27T10:00:00Z")] * 2
    assert passed(warpware, other) == [(False, None)]


@pytest.mark.rule("warpware.labels.injected-at-push")
def test_an_order_that_its_partner_ships_without_a_push_passes_no_label(warpware: WarpWare) -> None:
    order_id = warpware.create()
    attach(warpware, order_id)
    warpware.patch(f"/orders/{order_id}", {"status": "shipped", "carrier": "UPS", "tracking_number": "X-1"})
    assert attach(warpware, order_id).data["passed_to_extensiv"] is False
    assert passed(warpware, order_id) == [(False, None), (False, None)]


@pytest.mark.rule("warpware.labels.without-url")
def test_a_label_without_a_file_is_never_passed(warpware: WarpWare) -> None:
    order_id = warpware.create()
    before = attach(warpware, order_id, label_url=None)
    warpware.move(order_id, "processing", walk=True)
    after = attach(warpware, order_id, label_url=None)
    told = "Label attached — without label_url it will not be injected into Extensiv"
    assert [reply.data["message"] for reply in (before, after)] == [told, told]
    assert passed(warpware, order_id) == [(False, None), (False, None)]


@pytest.mark.rule("warpware.labels.after-push")
@pytest.mark.parametrize("status", ["processing", "shipped", "delivered"])
def test_a_label_that_comes_after_the_push_is_passed_at_once(warpware: WarpWare, status: str) -> None:
    order_id = warpware.in_status(status)
    warpware.handle.clock.advance(minutes=3)
    reply = attach(warpware, order_id)
    assert reply.data["passed_to_extensiv"] is True
    assert reply.data["message"] == "Label attached and injected into Extensiv"
    assert passed(warpware, order_id) == [(True, "2026-02-27T10:03:00Z")]


@pytest.mark.rule("warpware.labels.next-push")
def test_a_label_on_a_failed_order_waits_for_the_next_push(warpware: WarpWare) -> None:
    order_id = warpware.create()
    attach(warpware, order_id)
    warpware.move(order_id, "failed", walk=True)
    warpware.handle.clock.advance(minutes=1)
    assert attach(warpware, order_id).data["passed_to_extensiv"] is False
    warpware.move(order_id, "processing", walk=True)
    assert passed(warpware, order_id) == [(True, "2026-02-27T10:01:00Z"), (True, "2026-02-27T10:00:00Z")]


@pytest.mark.rule("warpware.labels.next-push")
def test_a_label_on_an_order_that_is_held_after_its_push_waits(warpware: WarpWare) -> None:
    order_id = warpware.in_status("processing")
    warpware.patch(f"/orders/{order_id}", {"status": "hold"})
    assert attach(warpware, order_id).data["passed_to_extensiv"] is False
    assert passed(warpware, order_id) == [(False, None)]


@pytest.mark.rule("warpware.labels.timeline")
def test_the_timeline_tells_each_injection_after_the_push(warpware: WarpWare) -> None:
    order_id = warpware.create()
    label_id = attach(warpware, order_id).data["label_id"]
    warpware.move(order_id, "processing", walk=True)
    told = types(warpware, order_id)
    assert told[-4:] == ["status_changed", "push_success", "status_changed", "label_injected"]
    assert warpware.get(f"/orders/{order_id}/timeline").data["events"][0] == {
        "source": "label",
        "type": "label_injected",
        "component": "ParcelLabelInjector",
        "message": "Label injected into Extensiv: UPS 1Z999AA10123456784",
        "details": {"label_id": label_id, "carrier": "UPS", "tracking_number": "1Z999AA10123456784"},
        "occurred_at": "2026-02-27T10:00:00Z",
    }


@pytest.mark.rule("warpware.labels.timeline")
def test_a_label_that_is_passed_at_once_is_told_twice(warpware: WarpWare) -> None:
    order_id = warpware.in_status("processing")
    attach(warpware, order_id)
    assert types(warpware, order_id)[-2:] == ["label_attached", "label_injected"]


@pytest.mark.rule("warpware.labels.shipped-under")
@pytest.mark.parametrize(("level", "shipped_as"), [("Ground", "Ground"), (None, "UPS Ground")])
def test_the_warehouse_ships_under_the_newest_label_that_it_got(
    warpware: WarpWare, level: str | None, shipped_as: str
) -> None:
    order_id = warpware.create()
    attach(warpware, order_id, "1Z-FIRST")
    attach(warpware, order_id, "1Z-SECOND", service_level=level)
    attach(warpware, order_id, "1Z-NO-FILE", label_url=None)
    warpware.move(order_id, "shipped", walk=True)
    order = warpware.order(order_id)
    assert (order["carrier"], order["tracking_number"], order["service_level"]) == ("UPS", "1Z-SECOND", shipped_as)


@pytest.mark.rule("warpware.labels.shipped-under", "warpware.pipeline.shipment-complete")
def test_what_the_partner_set_on_the_order_goes_before_the_label(warpware: WarpWare) -> None:
    order_id = warpware.create()
    attach(warpware, order_id)
    warpware.patch(f"/orders/{order_id}", {"carrier": "FedEx", "tracking_number": "F-1"})
    warpware.move(order_id, "shipped", walk=True)
    order = warpware.order(order_id)
    assert (order["carrier"], order["tracking_number"]) == ("FedEx", "F-1")
