"""Reads that lag behind what was written, by the sandbox's clock."""

from __future__ import annotations

from client import WarpWare, order_body
from mockserver import faults


def lag(client: WarpWare, seconds: float = 30) -> None:
    client.handle.faults.add(faults.stale(seconds), name="lag")


def test_an_order_that_was_just_made_is_not_there_yet(warpware: WarpWare) -> None:
    lag(warpware)
    order_id = warpware.create()
    missing = warpware.get(f"/orders/{order_id}")
    assert (missing.status, missing.rule) == (404, "fault.lag")
    assert warpware.get("/orders").meta["total"] == 0
    assert warpware.get("/orders/stats").data["total"] == 0
    warpware.handle.clock.advance(29)
    assert warpware.get(f"/orders/{order_id}").status == 404
    warpware.handle.clock.advance(1)
    assert warpware.get(f"/orders/{order_id}").status == 200
    assert warpware.get("/orders").meta["total"] == 1


def test_what_was_written_before_the_rule_lags_too(warpware: WarpWare) -> None:
    order_id = warpware.create()
    warpware.handle.clock.advance(60)
    warpware.patch(f"/orders/{order_id}", {"note": "new", "status": "hold"})
    lag(warpware)
    assert warpware.order(order_id).get("note") is None
    assert warpware.get("/orders?status=hold").meta["total"] == 0
    assert warpware.get("/orders?status=pending").meta["total"] == 1
    warpware.handle.clock.advance(30)
    assert warpware.order(order_id)["note"] == "new"


def test_of_several_changes_the_one_of_then_is_read(warpware: WarpWare) -> None:
    order_id = warpware.create()
    for note in ("a", "b", "c"):
        warpware.handle.clock.advance(20)
        warpware.patch(f"/orders/{order_id}", {"note": note})
    expected: list[tuple[int, str | None]] = [(0, "c"), (10, "b"), (20, "b"), (39, "a"), (45, None)]
    for seconds, then in expected:
        warpware.handle.faults.clear()
        lag(warpware, seconds)
        assert warpware.order(order_id).get("note") == then, seconds


def test_writes_see_what_is(warpware: WarpWare) -> None:
    lag(warpware)
    order_id = warpware.create()
    assert warpware.post("/orders", order_body()).status == 409
    assert warpware.patch(f"/orders/{order_id}", {"note": "seen"}).status == 200


def test_reading_the_past_changes_nothing(warpware: WarpWare) -> None:
    lag(warpware)
    order_id = warpware.create()
    warpware.get("/orders")
    warpware.handle.faults.clear()
    assert warpware.order(order_id)["external_id"] == "ORDER-1"
    assert warpware.get("/orders?status=pending").meta["total"] == 1


def test_before_the_beginning_there_was_what_there_was_at_it(demo: WarpWare) -> None:
    before = demo.get("/orders").meta["total"]
    demo.create("NEW-1")
    lag(demo, 10_000_000)
    assert demo.get("/orders").meta["total"] == before


def test_pages_of_the_past_follow_each_other(demo: WarpWare) -> None:
    before = [order["id"] for order in demo.get("/orders?after=&per_page=100").data]
    for number in range(5):
        demo.create(f"NEW-{number}")
    lag(demo)
    first = demo.get("/orders?after=&per_page=60")
    rest = demo.get(f"/orders?after={first.meta['next_cursor']}&per_page=40")
    assert [order["id"] for order in first.data + rest.data] == before
