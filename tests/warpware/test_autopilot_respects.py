"""What the autopilot leaves alone, and what it does not shift. Source: readings.md, "The warehouse's own moves"."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from freezegun import freeze_time

from client import WarpWare
from mockserver.app import open_sandboxes
from mockserver.core.sandbox import SandboxOptions
from mockserver.core.sandboxes import DEFAULT_ID
from mockserver.warpware import ordering
from warpware.autopiloted import ONWARD, seconds, several, statuses, walk
from warpware.preorders import add_rule, by_external_id, line, release

World = Callable[..., WarpWare]
SURE = {"speed": 1, "failure_rate": 0}
"""No order fails."""

ADDRESS = {"name": "Ann Lee", "address1": "1 Elm St", "city": "Austin", "state": "TX", "zip": "78701"}


@pytest.fixture
def sure(world: World) -> WarpWare:
    """An empty sandbox with an autopilot that lets nothing fail."""
    return world(autopilot=SURE, limits=False)


@pytest.mark.rule("warpware.autopilot.preorders")
def test_an_order_that_a_rule_holds_waits_for_its_release(sure: WarpWare) -> None:
    rule_id = add_rule(sure, "SOON", "hold_entire")
    order_id = sure.create("ORDER-1", line_items=[line("SOON")])
    sure.handle.clock.advance(days=30)
    assert sure.order(order_id)["status"] == "hold"
    assert release(sure, rule_id).data["orders_released"] == 1
    sure.handle.clock.advance(days=7)
    assert statuses(sure, order_id) == ["hold", "pending", *ONWARD]


@pytest.mark.rule("warpware.autopilot.preorders")
def test_of_a_split_order_the_child_waits_and_the_rest_moves_on(sure: WarpWare) -> None:
    add_rule(sure, "SOON", "split")
    sure.create("ORDER-1", line_items=[line("SOON"), line("NOW")])
    sure.handle.clock.advance(days=7)
    assert by_external_id(sure, "ORDER-1")["status"] == "delivered"
    assert by_external_id(sure, "ORDER-1.1")["status"] == "hold"


@pytest.mark.rule("warpware.autopilot.preorders")
def test_an_order_of_two_rules_waits_for_both(sure: WarpWare) -> None:
    first, second = add_rule(sure, "A", "hold_entire"), add_rule(sure, "B", "hold_entire")
    order_id = sure.create("ORDER-1", line_items=[line("A"), line("B")])
    for rule_id, status in ((first, "hold"), (second, "delivered")):
        release(sure, rule_id)
        sure.handle.clock.advance(days=7)
        assert sure.order(order_id)["status"] == status


@pytest.mark.rule("warpware.autopilot.hold-still")
@pytest.mark.parametrize("status", ["pending", "ready", "processing", "shipped", "failed", "hold"])
def test_an_order_that_shall_hold_still_does_in_any_status(sure: WarpWare, status: str) -> None:
    order_id = sure.create("ORDER-1", tags=["vip", "MOCK_HOLD_STILL"])
    if status != "pending":
        assert sure.move(order_id, status, walk=True).status == 200
    before = sure.entries(order_id)
    assert sure.handle.clock.advance(days=30) == []
    assert (sure.order(order_id)["status"], sure.entries(order_id)) == (status, before)


@pytest.mark.rule("warpware.autopilot.hold-still")
def test_the_tag_counts_in_exactly_these_letters(sure: WarpWare) -> None:
    order_id = sure.create("ORDER-1", tags=["mock_hold_still"])
    sure.handle.clock.advance(days=7)
    assert sure.order(order_id)["status"] == "delivered"


@pytest.mark.rule("warpware.autopilot.test-orders")
def test_a_test_order_stays_ready(sure: WarpWare) -> None:
    items = [{"sku": "A", "quantity": 1}]
    made = sure.post("/orders/simulate", {"line_items": items, "ship_to": ADDRESS, "count": 3}).data["orders"]
    tagged = sure.create("ORDER-1", tags=["TEST_ORDER"])
    sure.handle.clock.advance(days=30)
    for order_id in (tagged, *(order["id"] for order in made)):
        assert sure.order(order_id)["status"] == "ready"
        assert "push_success" not in [entry["type"] for entry in sure.entries(order_id)]


@pytest.mark.rule("warpware.autopilot.partner-first")
@pytest.mark.parametrize("elapsed", [0, 600, 3600])
def test_an_order_that_the_partner_cancelled_in_between_stays_cancelled(sure: WarpWare, elapsed: int) -> None:
    order_id = sure.create()
    sure.handle.clock.advance(seconds=elapsed)
    assert sure.post(f"/orders/{order_id}/cancel").status == 200
    assert sure.handle.clock.advance(days=30) == []
    assert sure.order(order_id)["status"] == "cancelled"


@pytest.mark.rule("warpware.autopilot.partner-first")
def test_an_order_that_the_partner_shipped_in_between_is_delivered_its_time_after_that(sure: WarpWare) -> None:
    order_id = sure.create()
    sure.handle.clock.advance(seconds=1)
    sure.patch(f"/orders/{order_id}", {"status": "shipped", "carrier": "UPS", "tracking_number": "X-1"})
    sure.handle.clock.advance(days=7)
    assert statuses(sure, order_id) == ["shipped", "delivered"]
    assert 86_400 <= walk(sure, order_id)[1][1] <= 216_001
    assert sure.order(order_id)["tracking_number"] == "X-1"


@pytest.mark.rule("warpware.autopilot.partner-first")
def test_an_order_that_was_moved_by_hand_in_between_goes_on_from_there(sure: WarpWare) -> None:
    order_id = sure.create()
    sure.move(order_id, "processing", walk=True)
    sure.handle.clock.advance(days=7)
    assert statuses(sure, order_id) == ONWARD


@pytest.mark.rule("warpware.autopilot.partner-first")
def test_a_change_that_leaves_the_status_leaves_the_plan(world: World) -> None:
    left, noted = world(autopilot=SURE), world(autopilot=SURE)
    ids = [client.create() for client in (left, noted)]
    noted.patch(f"/orders/{ids[1]}", {"note": "Leave at door"})
    for client in (left, noted):
        client.handle.clock.advance(hours=1)
    noted.post(f"/orders/{ids[1]}/labels", {"tracking_number": "X-1", "carrier": "UPS"})
    for client in (left, noted):
        client.handle.clock.advance(days=7)
    assert walk(left, ids[0]) == walk(noted, ids[1])


@pytest.mark.rule("warpware.autopilot.partner-first")
def test_an_order_has_one_step_to_come_whatever_was_done_to_it(sure: WarpWare) -> None:
    first, second, third = several(sure, 3)
    sure.patch(f"/orders/{first}", {"status": "hold"})
    sure.move(first, "pending")
    sure.move(second, "shipped", walk=True)
    sure.post(f"/orders/{third}/cancel")
    assert len(sure.handle.sandbox.schedule) == 2


@pytest.mark.rule("warpware.autopilot.own-instant")
def test_moves_that_are_found_late_are_dated_when_they_fell_due() -> None:
    with freeze_time("2026-02-27T10:00:00Z") as real:
        sandboxes = open_sandboxes(SandboxOptions(profile="demo", autopilot=True))
        sandbox = sandboxes.get(DEFAULT_ID)
        with sandbox.lock:  # or the courier would be the one that finds them
            real.tick(3600 * 24 * 7)
            effects = [effect for effect in sandbox.run_due() if "external_id" in effect]  # Whiplash's have none
    told = [seconds(effect["at"]) for effect in effects]
    assert told == sorted(told)
    assert 0 <= told[0] < 2 < told[-1] < 5 * 3600  # all is done in some hours at speed 60
    dated = {effect["order_id"]: seconds(effect["at"]) for effect in effects}
    orders = {order.id: order for order in sandbox.state("warpware").orders}
    assert {order_id: orders[order_id].updated_at for order_id in dated} == dated


@pytest.mark.rule("warpware.autopilot.own-instant")
def test_a_move_is_not_dated_before_a_change_that_came_in_between(sure: WarpWare) -> None:
    order_id = sure.create()
    state = sure.handle.sandbox.state("warpware")
    # As when real time runs on between the look at what is due and the partner's change.
    ordering.update(state, state.orders.get(order_id), {"note": "late"}, 200)
    sure.handle.clock.advance(minutes=2)
    assert sure.order(order_id)["updated_at"] == "2026-02-27T10:03:20Z"
    assert walk(sure, order_id) == [("ready", 200)]


@pytest.mark.rule("warpware.autopilot.own-fate")
def test_other_orders_do_not_shift_an_order_s_fate(world: World) -> None:
    walks = []
    for others in (0, 20):
        client = world(autopilot={"failure_rate": 0.5}, limits=False)
        ids = [client.create(f"ORDER-{number}") for number in range(5)]
        client.handle.clock.advance(minutes=1)
        for number in range(others):
            client.move(client.create(f"OTHER-{number}"), "shipped", walk=True)
        client.handle.clock.advance(days=7)
        walks.append([walk(client, order_id) for order_id in ids])
    assert walks[0] == walks[1]


@pytest.mark.rule("warpware.autopilot.own-fate")
def test_one_seed_makes_the_same_moves_and_the_same_bytes(world: World) -> None:
    told = []
    for _ in range(2):
        client = world(profile="demo", autopilot=True)
        client.create("NEW-1")
        effects = client.handle.clock.advance(days=7)
        told.append((effects, [client.get(f"/orders?per_page=100&page={page}").body for page in (1, 2)]))
    assert told[0] == told[1]


@pytest.mark.rule("warpware.autopilot.own-fate")
def test_the_autopilot_does_not_shift_the_ids_of_new_orders_and_exports(world: World) -> None:
    made = []
    for autopilot in (False, True):
        client = world(profile="demo", autopilot=autopilot)
        client.handle.clock.advance(days=1)
        made.append((client.create("NEW-1"), client.export("products"), client.create("NEW-2")))
    assert made[0] == made[1]


def test_an_export_completes_among_the_moves_with_the_orders_as_they_are_then(world: World) -> None:
    client = world(profile="demo", autopilot={"speed": 3600})
    export_id = client.export("orders")
    whats = {effect["what"] for effect in client.handle.clock.advance(seconds=10)}
    assert whats == {"order.moved", "export.completed"}
    rows = {row["id"]: row for row in client.get(f"/exports/{export_id}").data["rows"]}
    completed = client.get(f"/exports/{export_id}").data["completed_at"]
    assert len(rows) == 120
    assert max(row["updated_at"] for row in rows.values()) <= completed


def test_the_orders_of_a_fresh_sandbox_are_planned_when_its_clock_is_first_looked_at() -> None:
    sandboxes = open_sandboxes(SandboxOptions(autopilot=True, frozen=True))
    sandbox = sandboxes.create()
    assert len(sandbox.schedule) == 2  # one for each vendor
    assert sandbox.run_due() == []
    # The open ones: 13 pending, 8 ready, 11 processing, 30 shipped, 6 held; Whiplash's from 100 to 250, 300 and 325.
    assert len(sandbox.schedule) == 68 + 23 + 8 + 5
