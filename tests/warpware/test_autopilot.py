"""Orders that move on by themselves. Source: readings.md, "The warehouse's own moves"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import pytest

from client import WarpWare
from warpware.autopiloted import ONWARD, several, statuses, walk

World = Callable[..., WarpWare]
SURE = {"speed": 1, "failure_rate": 0}
"""No order fails."""

SPANS = {
    "ready": (5, 120),
    "hold": (5, 120),
    "processing": (60, 2_400),
    "failed": (60, 5_400),
    "shipped": (7_200, 72_000),
    "delivered": (86_400, 216_000),
    "pending": (600, 10_800),
}
"""Seconds that the step to each status takes at speed 1."""

FAILURES = {
    "SKU not found in warehouse system",
    "Address could not be verified",
    "Carrier account is not set up for this destination",
}
HOLDS = {"Held by routing rule", "Address needs review", "Payment under review"}


@pytest.mark.rule("warpware.autopilot.off")
@pytest.mark.parametrize("options", [{}, {"autopilot": False}, {"autopilot": {"enabled": False, "speed": 3600}}])
def test_without_the_autopilot_nothing_moves(world: World, options: dict[str, object]) -> None:
    client = world(profile="demo", **options)
    order_id = client.create()
    before = client.get("/orders/stats").data
    assert client.handle.clock.advance(days=30) == []
    assert (client.get("/orders/stats").data, client.order(order_id)["status"]) == (before, "pending")


@pytest.mark.rule("warpware.autopilot.moves")
def test_a_new_order_goes_all_the_way_with_tracking_and_timeline(world: World) -> None:
    client = world(autopilot=SURE)
    order_id = client.create()
    effects = client.handle.clock.advance(days=7)
    assert statuses(client, order_id) == ONWARD
    order = client.order(order_id)
    assert order["status"] == "delivered"
    assert None not in (order["carrier"], order["tracking_number"], order["service_level"])
    assert [entry["type"] for entry in client.entries(order_id)] == [
        "received",
        "rule_evaluated",
        "status_changed",
        "push_success",
        "status_changed",
        "status_changed",
        "status_changed",
    ]
    common = {"what": "order.moved", "order_id": order_id, "external_id": "ORDER-1"}
    assert [{name: effect[name] for name in effect if name != "at"} for effect in effects] == [
        {**common, "from": "pending", "to": "ready"},
        {**common, "from": "ready", "to": "processing"},
        {**common, "from": "processing", "to": "shipped"},
        {**common, "from": "shipped", "to": "delivered"},
    ]


@pytest.mark.rule("warpware.autopilot.moves")
def test_each_move_fires_its_events(world: World) -> None:
    client = world(autopilot=SURE)
    client.create()
    client.handle.clock.advance(days=7)
    assert client.event_names() == [
        "order.status_changed",
        "order.status_changed",
        "order.status_changed",
        "order.shipped",
        "order.status_changed",
        "order.delivered",
    ]


@pytest.mark.rule("warpware.autopilot.moves")
def test_moves_are_not_told_as_the_next_call_s_events(world: World) -> None:
    client = world(autopilot=SURE)
    client.create()
    client.handle.clock.advance(days=7)
    client.get("/orders")
    assert [exchange.events for exchange in client.handle.journal] == [[], []]


@pytest.mark.rule("warpware.autopilot.moves")
def test_open_orders_of_the_demo_profile_move_on_too(world: World) -> None:
    client = world(profile="demo", autopilot=SURE)
    client.handle.clock.advance(days=7)
    assert client.get("/orders/stats").data == {
        "total": 120,
        "by_status": {"delivered": 106, "failed": 7, "cancelled": 7},
    }


@pytest.mark.rule("warpware.autopilot.delays")
def test_each_step_takes_its_time(world: World) -> None:
    client = world(autopilot={"speed": 1, "failure_rate": 0.5}, limits=False)
    took: dict[str, list[int]] = {status: [] for status in SPANS}
    ids = several(client, 60)
    client.handle.clock.advance(days=20)
    for order_id in ids:
        steps = [("created", 0), *walk(client, order_id)]
        for (_, began), (status, ended) in pairwise(steps):
            took[status].append(ended - began)
    for status, (least, most) in SPANS.items():
        times = took[status]
        # Dates are cut to whole seconds, so that a step may seem a second shorter or longer.
        assert least - 1 <= min(times) <= max(times) <= most + 1, status
        if len(times) > 30:
            assert min(times) < least + 0.3 * (most - least) < least + 0.7 * (most - least) < max(times), status


@pytest.mark.rule("warpware.autopilot.delays")
@pytest.mark.parametrize("speed", [0.5, 2, 60])
def test_the_speed_divides_the_times(world: World, speed: float) -> None:
    walks = []
    for chosen in (1, speed):
        client = world(autopilot={"speed": chosen, "failure_rate": 0.5})
        ids = several(client, 10)
        client.handle.clock.advance(days=30)
        walks.append([step for order_id in ids for step in walk(client, order_id)])
    for (status, usual), (same, sped) in zip(*walks, strict=True):
        assert (status, sped) == (same, pytest.approx(usual / speed, abs=1 + 1 / speed))


@pytest.mark.rule("warpware.autopilot.failures")
def test_at_a_failure_rate_of_0_none_fails(world: World) -> None:
    client = world(autopilot={"failure_rate": 0}, limits=False)
    several(client, 100)
    client.handle.clock.advance(days=7)
    assert client.get("/orders/stats").data["by_status"] == {"delivered": 100}
    assert "order.failed" not in client.event_names()


@pytest.mark.rule("warpware.autopilot.failures", "warpware.autopilot.retries")
def test_at_a_failure_rate_of_1_every_order_fails_until_it_is_not_retried_any_more(world: World) -> None:
    client = world(autopilot={"failure_rate": 1}, limits=False)
    ids = several(client, 200)
    client.handle.clock.advance(days=7)
    orders = [client.order(order_id) for order_id in ids]
    assert {order["status"] for order in orders} == {"failed"}
    assert {order["error_message"] for order in orders} == FAILURES
    retries = Counter(order["retry_count"] for order in orders)
    assert set(retries) == {0, 1, 2, 3}
    assert 30 < retries[0] < 70  # one in four of 200
    assert 60 < retries[3] < 110  # three in four, three times


@pytest.mark.rule("warpware.autopilot.failures")
def test_a_failure_rate_between_is_the_share_of_attempts_that_fail(world: World) -> None:
    client = world(autopilot={"failure_rate": 0.3}, limits=False)
    several(client, 300)
    client.handle.clock.advance(days=7)
    told = Counter(client.event_names())
    assert 0.24 < told["order.failed"] / (told["order.failed"] + told["order.shipped"]) < 0.36


@pytest.mark.rule("warpware.autopilot.retries")
def test_orders_that_had_failed_before_the_beginning_stay_failed(world: World) -> None:
    client = world(profile="demo", autopilot=True)
    before = client.get("/orders?status=failed").data
    client.handle.clock.advance(days=7)
    after = {order["id"]: order for order in client.get("/orders?status=failed").data}
    assert len(before) == 7
    assert [after[order["id"]] for order in before] == before


@pytest.mark.rule("warpware.autopilot.retries")
def test_a_failure_by_hand_is_retried_like_any_other(world: World) -> None:
    client = world(autopilot=SURE, limits=False)
    ids = several(client, 40)
    for order_id in ids:
        client.move(order_id, "failed", walk=True)
    client.handle.clock.advance(days=10)
    ends = Counter(client.order(order_id)["status"] for order_id in ids)
    assert set(ends) == {"delivered", "failed"}
    assert 20 <= ends["delivered"] < 40


@pytest.mark.rule("warpware.autopilot.holds")
def test_some_orders_are_held_once_and_move_on_later(world: World) -> None:
    client = world(autopilot={"failure_rate": 0.5}, limits=False)
    ids = several(client, 400)
    client.handle.clock.advance(minutes=2)
    held = [order for order in client.get("/orders?status=hold&per_page=100").data if order["is_held"]]
    assert 6 <= len(held) <= 30  # one in 25 of 400
    assert {order["hold_reason"] for order in held} <= HOLDS
    client.handle.clock.advance(days=7)
    told = Counter(client.event_names())
    assert told["order.held"] == told["order.released"] == sum("hold" in statuses(client, each) for each in ids)


@pytest.mark.rule("warpware.autopilot.partner-holds")
def test_a_hold_by_the_partner_stays(world: World) -> None:
    client = world(autopilot=SURE)
    order_id = client.create()
    client.patch(f"/orders/{order_id}", {"status": "hold"})
    client.handle.clock.advance(days=7)
    assert statuses(client, order_id) == ["hold"]


@pytest.mark.rule("warpware.autopilot.holds")
def test_an_order_that_was_held_is_not_held_again(world: World) -> None:
    client = world(autopilot=SURE, limits=False)
    ids = several(client, 100)
    for order_id in ids:
        client.move(order_id, "hold")
    client.handle.clock.advance(days=7)
    assert [statuses(client, order_id) for order_id in ids] == [["hold", "pending", *ONWARD]] * 100


@pytest.mark.rule("warpware.autopilot.holds")
def test_a_hold_by_hand_ends_after_its_time(world: World) -> None:
    client = world(autopilot=SURE)
    order_id = client.in_status("hold")
    client.handle.clock.advance(days=7)
    assert statuses(client, order_id) == ["hold", "pending", *ONWARD]
