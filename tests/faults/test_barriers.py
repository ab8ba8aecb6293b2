"""Races that come out as they are told to, each time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from client import Reply, WarpWare, order_body
from mockserver import faults

TIMES = 50


@pytest.fixture
def pool() -> Any:
    with ThreadPoolExecutor(4) as threads:
        yield threads


def race(pool: ThreadPoolExecutor, *calls: Any) -> list[Reply]:
    """All at once; the answers in the order of *calls*."""
    return [future.result(20) for future in [pool.submit(*call) for call in calls]]


def test_patch_shipped_against_cancel_comes_out_either_way(warpware: WarpWare, pool: ThreadPoolExecutor) -> None:
    race_of = {
        ("updateOrder", "cancelOrder"): ([200, 422], "shipped"),
        ("cancelOrder", "updateOrder"): ([422, 200], "cancelled"),
    }
    for order, (statuses, outcome) in race_of.items():
        for number in range(TIMES):
            order_id = warpware.in_status("processing", f"{order[0]}-{number}")
            rule = warpware.handle.faults.add(faults.barrier(parties=2, order=list(order)), path="*/orders/*")
            patch, cancel = race(
                pool,
                (warpware.patch, f"/orders/{order_id}", {"status": "shipped"}),
                (warpware.post, f"/orders/{order_id}/cancel"),
            )
            warpware.handle.faults.remove(rule)
            assert [patch.status, cancel.status] == statuses
            assert warpware.order(order_id)["status"] == outcome


def test_of_two_adjustments_of_one_stock_the_one_that_is_named_comes_first(
    demo: WarpWare, pool: ThreadPoolExecutor
) -> None:
    """Two times −5 of 8: the first one takes them, the second one is refused."""
    sku = demo.get("/inventory?per_page=1").data[0]["sku"]
    for winner, statuses in (("first", [200, 422]), ("second", [422, 200])):
        for _ in range(TIMES):
            demo.handle.faults.clear()
            there = demo.post("/inventory/adjust", {"sku": sku, "adjustment": 9}).data["new_quantity"]
            demo.post("/inventory/adjust", {"sku": sku, "adjustment": 8 - there})
            demo.handle.faults.add(
                faults.barrier(parties=2, order=[{"body": {"reason": winner}}]), operation="adjustInventory"
            )
            replies = race(
                pool,
                *(
                    (demo.post, "/inventory/adjust", {"sku": sku, "adjustment": -5, "reason": reason})
                    for reason in ("first", "second")
                ),
            )
            assert [reply.status for reply in replies] == statuses


def test_those_who_came_go_on_when_the_others_do_not_come(warpware: WarpWare) -> None:
    warpware.handle.faults.add(faults.barrier(parties=3, timeout=0.1))
    assert warpware.get("/version").status == 200


def test_removing_the_rule_lets_those_who_wait_go(warpware: WarpWare, pool: ThreadPoolExecutor) -> None:
    added = warpware.handle.faults.add(faults.barrier(parties=2, timeout=60))
    waiting = pool.submit(warpware.post, "/orders", order_body("ORDER-1"))
    while not added.fired:
        pass
    warpware.handle.faults.remove(added)
    assert waiting.result(10).status == 201
