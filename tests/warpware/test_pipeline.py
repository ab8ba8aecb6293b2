"""What the warehouse does to an order by itself. Source: readings.md, "own moves"."""

from __future__ import annotations

import re

import pytest

from client import WarpWare

FORMS = {
    "UPS": r"1Z[0-9A-Z]{16}",
    "USPS": r"[0-9]{22}",
    "FedEx": r"[0-9]{12}",
    "DHL": r"[0-9]{10}",
    "OnTrac": r"C[0-9]{14}",
}
"""What a tracking number of each carrier looks like."""


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
        assert warpware.tracking(order_id)["extensiv_status"] is None


@pytest.mark.rule("warpware.pipeline.retry")
def test_a_release_from_hold_is_no_retry(warpware: WarpWare) -> None:
    order_id = warpware.in_status("hold")
    warpware.move(order_id, "pending")
    assert warpware.order(order_id)["retry_count"] == 0


@pytest.mark.rule("warpware.pipeline.push")
def test_a_retried_order_is_pushed_under_the_number_that_it_has(warpware: WarpWare) -> None:
    order_id = warpware.in_status("failed")
    warpware.move(order_id, "processing", walk=True)
    pushes = [entry["details"] for entry in warpware.entries(order_id) if entry["type"] == "push_success"]
    assert [push["extensiv_order_id"] for push in pushes] == [pushes[0]["extensiv_order_id"]] * 2


@pytest.mark.rule("warpware.pipeline.push")
def test_two_orders_are_pushed_under_numbers_of_their_own(warpware: WarpWare) -> None:
    told = [warpware.entries(warpware.in_status("processing", external_id)) for external_id in ("A", "B")]
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
