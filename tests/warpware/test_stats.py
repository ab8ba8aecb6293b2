"""GET /orders/stats. Source: "Order Stats"."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from client import WarpWare, order_body

STATUSES = ("pending", "ready", "processing", "shipped", "delivered", "failed", "hold", "cancelled")


@pytest.mark.rule("warpware.stats.counts", "warpware.paging.client-id")
def test_stats_count_the_orders_by_status_and_in_all(warpware: WarpWare) -> None:
    for number, status in enumerate(["pending", "pending", "shipped", "failed", "shipped", "shipped"]):
        warpware.in_status(status, f"ORDER-{number}")
    reply = warpware.get("/orders/stats")
    assert (reply.status, reply.rule) == (200, "warpware.stats.counts")
    assert reply.json == {
        "data": {"total": 6, "by_status": {"pending": 2, "shipped": 3, "failed": 1}},
        "meta": {"client_id": "acme:warehouse-east"},
    }


@pytest.mark.rule("warpware.stats.counts", "warpware.stats.statuses-with-orders")
def test_stats_of_the_demo_profile_are_what_the_profile_says(demo: WarpWare) -> None:
    data = demo.get("/orders/stats").data
    assert data["by_status"] == {
        "pending": 13,
        "ready": 8,
        "processing": 11,
        "shipped": 30,
        "delivered": 38,
        "failed": 7,
        "hold": 6,
        "cancelled": 7,
    }
    assert data["total"] == 120


@pytest.mark.rule("warpware.stats.statuses-with-orders")
def test_an_account_without_orders_has_no_status_at_all(warpware: WarpWare) -> None:
    assert warpware.get("/orders/stats").data == {"total": 0, "by_status": {}}


@pytest.mark.rule("warpware.stats.statuses-with-orders")
@pytest.mark.parametrize("status", STATUSES)
def test_a_status_counts_as_soon_as_it_has_an_order(warpware: WarpWare, status: str) -> None:
    warpware.in_status(status)
    assert warpware.get("/orders/stats").data == {"total": 1, "by_status": {status: 1}}


@pytest.mark.rule("warpware.stats.statuses-with-orders")
def test_a_status_is_gone_with_its_last_order(warpware: WarpWare) -> None:
    order_id = warpware.create()
    assert warpware.patch(f"/orders/{order_id}", {"status": "hold"}).status == 200
    assert warpware.get("/orders/stats").data["by_status"] == {"hold": 1}


@pytest.mark.rule("warpware.stats.counts")
def test_a_refused_order_is_not_counted(warpware: WarpWare) -> None:
    warpware.create("ORDER-1")
    assert warpware.post("/orders", order_body("ORDER-1")).status == 409
    assert warpware.post("/orders", order_body("ORDER-2", line_items=[])).status == 422
    assert warpware.get("/orders/stats").data["total"] == 1


@pytest.mark.rule("warpware.stats.date-range", "warpware.dates.inclusive", "warpware.dates.whole-day")
@pytest.mark.parametrize(
    ("query", "counts"),
    [
        ({}, {"pending": 2, "shipped": 1}),
        ({"date_from": "2026-02-27"}, {"pending": 2}),
        ({"date_from": "2026-02-28"}, {"pending": 1}),
        ({"date_from": "2026-03-01"}, {}),
        ({"date_to": "2026-02-26"}, {"shipped": 1}),
        ({"date_to": "2026-02-27"}, {"pending": 1, "shipped": 1}),
        ({"date_from": "2026-02-27", "date_to": "2026-02-27"}, {"pending": 1}),
        ({"date_from": "2026-02-27T10:00:00Z", "date_to": "2026-02-27T10:00:00Z"}, {"pending": 1}),
        ({"date_from": "2026-02-27T12:00:00+02:00", "date_to": "2026-02-27T05:00:00-05:00"}, {"pending": 1}),
        ({"date_from": "2026-02-27T10:00:01Z", "date_to": "2026-02-28T09:59:59Z"}, {}),
        ({"date_from": "2026-02-28", "date_to": "2026-02-26"}, {}),
    ],
    ids=str,
)
def test_the_dates_limit_the_counts_to_what_was_created_between_them(
    world: Callable[..., WarpWare], query: dict[str, str], counts: dict[str, int]
) -> None:
    client = world(now="2026-02-26T10:00:00Z")
    client.in_status("shipped", "ORDER-1")
    for number in (2, 3):
        client.handle.clock.advance(days=1)
        client.create(f"ORDER-{number}")
    data = client.get("/orders/stats", query=query).data
    assert data == {"total": sum(counts.values()), "by_status": counts}


@pytest.mark.rule("warpware.stats.date-range")
def test_a_late_change_leaves_an_order_in_the_range_of_its_creation(warpware: WarpWare) -> None:
    order_id = warpware.create()
    warpware.handle.clock.advance(days=10)
    assert warpware.post(f"/orders/{order_id}/cancel").status == 200
    data = warpware.get("/orders/stats?date_to=2026-02-27").data
    assert data == {"total": 1, "by_status": {"cancelled": 1}}


@pytest.mark.rule("warpware.stats.date-range")
@pytest.mark.parametrize("start", ["2026-01-29", "2026-02-10T12:00:00Z", "2026-02-24", "2026-02-26T10:00:00Z"])
def test_stats_count_what_the_list_lists(demo: WarpWare, start: str) -> None:
    data = demo.get("/orders/stats", query={"date_from": start, "date_to": "2026-02-26"}).data
    listed = {
        status: demo.get("/orders", query={"status": status, "date_from": start, "date_to": "2026-02-26"}).meta["total"]
        for status in STATUSES
    }
    assert data["by_status"] == {status: count for status, count in listed.items() if count}
    assert data["total"] == sum(listed.values()) > 0


@pytest.mark.rule("warpware.dates.formats")
@pytest.mark.parametrize("name", ["date_from", "date_to"])
@pytest.mark.parametrize("value", ["", "yesterday", "2026-02-30", "2026-02-27T10:00:00 02:00"])
def test_stats_for_what_is_no_date_are_400(warpware: WarpWare, name: str, value: str) -> None:
    reply = warpware.get("/orders/stats", query={name: value})
    assert (reply.status, reply.rule) == (400, "warpware.dates.formats")
    assert name in reply.detail
