"""What the warehouse's move refuses of its input. Which moves there are: tests/warpware."""

from __future__ import annotations

import pytest

from client import WarpWare

MISSING = "00000000-0000-4000-8000-000000000000"
STATUSES = "ready, processing, shipped, delivered, failed, hold, pending"


def test_a_move_answers_the_order_as_get_answers_it(warpware: WarpWare) -> None:
    order_id = warpware.create()
    reply = warpware.move(order_id, "ready")
    assert reply.status == 200
    assert reply.json == {"order": warpware.order(order_id), "moves": ["ready"], "events": ["order.status_changed"]}
    assert reply.json["order"]["status"] == "ready"


@pytest.mark.parametrize("reference", ["%231001", "%23100%31"])
def test_an_order_can_be_named_by_its_external_id(warpware: WarpWare, reference: str) -> None:
    warpware.create("#1001")
    assert warpware.move(reference, "ready").json["order"]["external_id"] == "#1001"


@pytest.mark.parametrize("reference", [MISSING, "ORDER-404", "%20"])
def test_an_order_that_the_sandbox_has_not_gets_404(warpware: WarpWare, reference: str) -> None:
    named = " " if reference == "%20" else reference
    reply = warpware.move(reference, "ready")
    assert reply.status == 404
    assert reply.json == {"error": f"sandbox {warpware.handle.id} has no WarpWare order {named!r}"}


@pytest.mark.parametrize(
    ("to", "error"),
    [
        ("shiped", "to: the warehouse moves no order to 'shiped'; did you mean 'shipped'?"),
        ("SHIPPED", "to: the warehouse moves no order to 'SHIPPED'; did you mean 'shipped'?"),
        ("held", "to: the warehouse moves no order to 'held'; did you mean 'hold'?"),
        (
            "cancelled",
            "to: the warehouse moves no order to 'cancelled': the partner cancels, by POST /orders/{id}/cancel",
        ),
        ("done", f"to: the warehouse moves no order to 'done'; there are: {STATUSES}"),
        ("", f"to: the warehouse moves no order to ''; there are: {STATUSES}"),
    ],
)
def test_a_status_that_the_warehouse_does_not_set_is_refused(warpware: WarpWare, to: str, error: str) -> None:
    order_id = warpware.create()
    reply = warpware.move(order_id, to)
    assert (reply.status, reply.json) == (400, {"error": error})
    assert warpware.order(order_id)["status"] == "pending"


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"to": "shipped", "error_message": "x"}, "error_message: goes with to='failed' only, not with 'shipped'"),
        ({"to": "ready", "error_message": "x"}, "error_message: goes with to='failed' only, not with 'ready'"),
        ({"to": "failed", "hold_reason": "x"}, "hold_reason: goes with to='hold' only, not with 'failed'"),
        ({"to": "ready", "hold_reason": ""}, "hold_reason: goes with to='hold' only, not with 'ready'"),
        ({}, "to: is required"),
        ({"status": "ready"}, "there is no field 'status'; there are: to, error_message, hold_reason, walk"),
        ({"to": "failed", "error_mesage": "x"}, "there is no field 'error_mesage'; did you mean 'error_message'?"),
        ({"to": 5}, "to: must be a string"),
        ({"to": None}, "to: must be a string"),
        ({"to": True}, "to: must be a string"),
        ({"to": "failed", "error_message": 5}, "error_message: must be a string"),
        ({"to": "failed", "error_message": None}, "error_message: must be a string"),
        ({"to": "hold", "hold_reason": ["x"]}, "hold_reason: must be a string"),
        ({"to": "ready", "walk": "true"}, "walk: must be true or false"),
        ({"to": "ready", "walk": 1}, "walk: must be true or false"),
        ({"to": "ready", "walk": None}, "walk: must be true or false"),
        (["ready"], "body: must be a JSON object"),
    ],
    ids=str,
)
def test_a_body_that_tells_no_move_is_refused(warpware: WarpWare, body: object, error: str) -> None:
    order_id = warpware.create()
    reply = warpware.control.post(f"/warpware/orders/{order_id}/move", body)
    assert (reply.status, reply.json) == (400, {"error": error})
    assert warpware.order(order_id)["status"] == "pending"
