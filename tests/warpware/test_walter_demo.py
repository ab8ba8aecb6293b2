"""Walter's counts of the demo profile are those of GET /orders and GET /orders/stats. Source: "Walter AI"."""

from __future__ import annotations

from typing import Any

import pytest

from client import WarpWare

STATUSES = ("pending", "ready", "processing", "shipped", "delivered", "failed", "hold", "cancelled")
SINCE = {
    "today": "2026-02-27",
    "this month": "2026-02-01",
    "in the last 36 hours": "2026-02-25T22:00:00Z",
    "in the last 7 days": "2026-02-20T10:00:00Z",
    "in the past 2 weeks": "2026-02-13T10:00:00Z",
}


def result(client: WarpWare, query: str) -> Any:
    """What was looked up first."""
    reply = client.post("/walter", {"query": query})
    assert reply.status == 200
    return reply.data["tool_calls"][0]["result"]


@pytest.mark.rule("warpware.walter.count")
@pytest.mark.parametrize("status", STATUSES)
def test_walter_counts_a_status_as_the_stats_do(demo: WarpWare, status: str) -> None:
    assert result(demo, f"How many {status} orders?") == demo.get("/orders/stats").data["by_status"][status] > 0


@pytest.mark.rule("warpware.walter.count", "warpware.walter.breakdown")
def test_walter_counts_all_orders_as_the_stats_do(demo: WarpWare) -> None:
    stats = demo.get("/orders/stats").data
    assert result(demo, "How many orders?") == stats["total"]
    assert result(demo, "breakdown of orders by status") == stats["by_status"]


@pytest.mark.rule("warpware.walter.periods", "warpware.walter.period-of-creation")
@pytest.mark.parametrize("words", SINCE)
def test_walter_counts_a_period_as_the_stats_do(demo: WarpWare, words: str) -> None:
    stats = demo.get("/orders/stats", query={"date_from": SINCE[words]}).data
    assert result(demo, f"How many orders {words}?") == stats["total"] > 0
    assert result(demo, f"breakdown by status {words}") == stats["by_status"]
    assert result(demo, f"How many shipped orders {words}?") == stats["by_status"].get("shipped", 0)


@pytest.mark.rule("warpware.walter.periods")
def test_walter_counts_yesterday_as_the_stats_do(demo: WarpWare) -> None:
    stats = demo.get("/orders/stats?date_from=2026-02-26&date_to=2026-02-26").data
    assert result(demo, "How many orders came in yesterday?") == stats["total"] > 0


@pytest.mark.rule("warpware.walter.period-of-creation")
@pytest.mark.parametrize("words", SINCE)
def test_walter_counts_failures_by_their_last_change_as_the_list_does(demo: WarpWare, words: str) -> None:
    listed = demo.get("/orders", query={"status": "failed", "updated_since": SINCE[words]}).meta["total"]
    assert result(demo, f"How many orders failed {words}?") == listed


@pytest.mark.rule("warpware.walter.latest-and-oldest", "warpware.walter.held", "warpware.walter.carriers")
def test_walter_names_the_orders_that_the_list_lists(demo: WarpWare) -> None:
    pending = demo.get("/orders?status=pending&per_page=100").data
    held = demo.get("/orders?status=hold&per_page=100").data
    shipped = demo.get("/orders?status=shipped&per_page=100").data
    assert result(demo, "latest order")["id"] == demo.get("/orders?per_page=1").data[0]["id"]
    assert result(demo, "oldest pending order")["id"] == pending[-1]["id"]
    assert [order["external_id"] for order in result(demo, "which orders are on hold?")] == [
        order["external_id"] for order in held
    ]
    assert result(demo, "shipped by carrier").get("UPS", 0) == sum(order["carrier"] == "UPS" for order in shipped) > 0


@pytest.mark.rule("warpware.walter.sku")
def test_walter_counts_the_orders_with_a_sku_as_they_are_listed(demo: WarpWare) -> None:
    orders = [order for page in (1, 2) for order in demo.get(f"/orders?per_page=100&page={page}").data]
    listed = sum(any(line["sku"] == "WIDGET-RED-LG" for line in order["line_items"]) for order in orders)
    assert result(demo, "How many orders with WIDGET-RED-LG?") == listed > 0
