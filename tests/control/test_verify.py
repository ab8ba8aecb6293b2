"""The journal as proof, by the control API."""

from __future__ import annotations

from typing import Any

import pytest

from client import Reply, WarpWare, order_body


@pytest.fixture
def busy(warpware: WarpWare) -> WarpWare:
    """A sandbox that was asked to create ORDER-1, ORDER-2 and to put the first one on hold."""
    order_id = warpware.create("ORDER-1", note="fragile")
    warpware.create("ORDER-2")
    warpware.patch(f"/orders/{order_id}", {"status": "hold"})
    return warpware


def verify(client: WarpWare, **expectation: Any) -> Reply:
    return client.control.post("/journal/verify", expectation)


@pytest.mark.parametrize(
    "expectation",
    [
        {"match": {"operation": "createOrder"}},
        {"match": {"operation": "createOrder"}, "count": 2},
        {"match": {"operation": "createOrder"}, "exactly": 2},
        {"match": {"operation": "createOrder"}, "at_least": 1, "at_most": 2},
        {"match": {"operation": "cancelOrder"}, "never": True},
        {"match": {"operation": "cancelOrder"}, "at_most": 1},
        {"match": {"body": {"external_id": "ORDER-*"}, "status": 201, "key": "read_write"}, "exactly": 2},
        {"match": {}, "exactly": 3},
        {"in_order": [{"body": {"external_id": "ORDER-1"}}, {"method": "PATCH", "path": "*/orders/*"}]},
    ],
)
def test_what_is_so_is_verified(busy: WarpWare, expectation: dict[str, Any]) -> None:
    reply = verify(busy, **expectation)
    assert (reply.status, reply.json["verified"], reply.json["nearest"]) == (200, True, [])


def test_a_near_miss_is_explained_by_the_field_both_values_and_the_requests_line(busy: WarpWare) -> None:
    reply = verify(busy, match={"operation": "createOrder", "body": {"external_id": "ORDER-1", "note": "bend"}})
    assert reply.status == 409
    assert reply.json["error"].splitlines()[:4] == [
        (
            "expected at least 1 of 3 calls to match operation 'createOrder', "
            "body {'external_id': 'ORDER-1', 'note': 'bend'}, and none does"
        ),
        "nearest misses:",
        "  #1 POST /partner/v1/orders → 201 warpware.orders.create",
        "    body.note: wanted 'bend', got 'fragile'",
    ]
    assert reply.json["verified"] is False
    assert reply.json["nearest"][0]["differences"] == [{"field": "body.note", "wanted": "bend", "got": "fragile"}]


def test_the_wrong_order_is_explained(busy: WarpWare) -> None:
    reply = verify(busy, in_order=[{"method": "PATCH"}, {"operation": "createOrder"}])
    assert reply.status == 409
    assert "expected, as number 2 of the order, a call that matches operation 'createOrder'" in reply.json["error"]
    assert "One came too early: #2 POST" in reply.json["error"]


@pytest.mark.parametrize(
    ("expectation", "refusal"),
    [
        ({}, "give either match or in_order; {} matches every call"),
        ({"mach": {}}, "there is no field 'mach'; did you mean 'match'?"),
        ({"match": {"operation": "createOder"}}, "match.operation: there is no operation 'createOder'"),
        ({"match": {}, "exactly": -1}, "exactly: must be from 0"),
        ({"match": {}, "count": 1, "exactly": 1}, "count and exactly exclude each other"),
        ({"match": {}, "never": True, "at_most": 1}, "at_most and never exclude each other"),
        ({"match": {}, "never": False}, "never: is true or left out"),
        ({"match": {}, "at_least": 3, "at_most": 1}, "at_least: 3 is more than at_most, 1"),
        ({"in_order": []}, "in_order: must be a list of at least one match, not []"),
        ({"in_order": [{}], "match": {}}, "in_order: stands alone, without match"),
        ({"in_order": [{"staus": 1}]}, "in_order[0]: there is no field 'staus'; did you mean 'status'?"),
    ],
)
def test_an_expectation_that_cannot_be_is_refused(
    warpware: WarpWare, expectation: dict[str, Any], refusal: str
) -> None:
    reply = verify(warpware, **expectation)
    assert reply.status == 400
    assert refusal in reply.json["error"]


def test_a_retry_is_told_by_its_attempt(warpware: WarpWare) -> None:
    for _ in range(2):
        warpware.post("/orders", order_body("ORDER-1"))
    exchanges = warpware.control.get("/journal").json["exchanges"]
    assert [(one["attempt"], one["status"]) for one in exchanges] == [(1, 201), (2, 409)]


def test_python_proves_it_by_an_assertion(busy: WarpWare) -> None:
    journal = busy.handle.journal
    assert [one.number for one in journal.expect(operation="createOrder", exactly=2)] == [1, 2]
    assert [one.number for one in journal.expect({"method": "PATCH"})] == [3]
    journal.expect(in_order=[{"operation": "createOrder"}, {"operation": "updateOrder"}])
    journal.expect(operation="cancelOrder", never=True)
    with pytest.raises(AssertionError, match=r"body\.status: wanted 'cancelled', got 'hold'"):
        journal.expect(operation="updateOrder", body={"status": "cancelled"})
