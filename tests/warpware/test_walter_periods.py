"""The times that questions to Walter are about. Source: "Walter AI"; readings.md, "Walter"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from client import WarpWare


def ask(client: WarpWare, query: str) -> dict[str, Any]:
    reply = client.post("/walter", {"query": query})
    assert reply.status == 200, reply
    data: dict[str, Any] = reply.data
    return data


def said(client: WarpWare, query: str) -> str:
    return str(ask(client, query)["response"])


@pytest.mark.rule("warpware.walter.periods", "warpware.walter.period-of-creation", "warpware.walter.tool-calls")
@pytest.mark.parametrize(
    ("query", "number", "arguments"),
    [
        ("How many orders today?", 1, {"since": "2026-02-27T00:00:00Z"}),
        ("How many orders yesterday?", 2, {"since": "2026-02-26T00:00:00Z", "until": "2026-02-26T23:59:59Z"}),
        ("How many orders this month?", 4, {"since": "2026-02-01T00:00:00Z"}),
        ("How many orders in the last 9 hours?", 1, {"since": "2026-02-27T01:00:00Z"}),
        ("How many orders in the past 24h?", 2, {"since": "2026-02-26T10:00:00Z"}),
        ("How many orders in the last day?", 2, {"since": "2026-02-26T10:00:00Z"}),
        ("How many orders in the last 2 days?", 3, {"since": "2026-02-25T10:00:00Z"}),
        ("How many orders in the last week?", 3, {"since": "2026-02-20T10:00:00Z"}),
        ("How many orders in the last 4 weeks?", 5, {"since": "2026-01-30T10:00:00Z"}),
    ],
)
def test_a_period_is_about_when_orders_were_created(
    world: Callable[..., WarpWare], query: str, number: int, arguments: dict[str, str]
) -> None:
    client = world(now="2026-01-30T10:00:00Z", limits=False)
    client.create("ORDER-1")
    for index, moment in enumerate(["02-01T00:00:00", "02-26T00:00:00", "02-26T23:59:59", "02-27T09:00:00"], start=2):
        client.handle.clock.freeze(at=f"2026-{moment}Z")
        client.create(f"ORDER-{index}")
    client.handle.clock.freeze(at="2026-02-27T10:00:00Z")
    assert ask(client, query)["tool_calls"] == [{"tool": "count_orders", "arguments": arguments, "result": number}]


@pytest.mark.rule("warpware.walter.periods")
def test_the_answer_names_the_period(warpware: WarpWare) -> None:
    warpware.in_status("shipped")
    assert said(warpware, "How many orders today?") == "Today, 1 order came in."
    assert said(warpware, "How many orders shipped yesterday?") == "0 orders created yesterday are shipped."
    assert said(warpware, "Orders shipped in the last 1 hours") == "1 order created in the last hour is shipped."
    assert said(warpware, "How many orders failed in the past 3 weeks?") == "In the last 3 weeks, 0 orders failed."


@pytest.mark.rule("warpware.walter.period-of-creation")
def test_the_period_of_failures_is_about_when_they_failed(warpware: WarpWare) -> None:
    order_id = warpware.create("ORDER-1")
    warpware.handle.clock.advance(days=10)
    assert warpware.move(order_id, "failed", walk=True).status == 200
    warpware.handle.clock.advance(days=1)
    assert said(warpware, "How many orders failed in the last 7 days?").startswith(
        "In the last 7 days, 1 order failed."
    )
    assert said(warpware, "How many orders failed yesterday?").startswith("Yesterday, 1 order failed.")
    assert said(warpware, "How many orders failed today?") == "Today, 0 orders failed."
    assert said(warpware, "How many orders in the last 7 days?") == "In the last 7 days, 0 orders came in."
