"""Orders that move on by themselves. Source: "Order Statuses"; readings.md, "The warehouse's own moves"."""

from __future__ import annotations

from itertools import pairwise

import pytest
from freezegun import freeze_time

from mockserver.app import open_sandboxes
from mockserver.core.sandbox import SandboxOptions
from mockserver.core.sandboxes import DEFAULT_ID
from mockserver.whiplash import announcing, cataloguing, ordering
from mockserver.whiplash.records import Order
from mockserver.whiplash.stock_records import Item
from whiplash.accounts import MIDWEST, NOW, Account
from whiplash.autopiloted import DAY, HOUR, Autopiloted, seconds

SURE = {"speed": 1, "failure_rate": 0}
"""No order comes back."""

ONWARD = [120, 150, 160, 200, 250, 300, 325, 350]

SPANS = {
    120: (600, 18_000),
    150: (600, 10_800),
    160: (300, 3_600),
    200: (120, 1_800),
    250: (60, 600),
    300: (600, 14_400),
    325: (3_600, 21_600),
    350: (108_000, 324_000),
    400: (432_000, 1_036_800),
}
"""Seconds that the step to each status takes at speed 1."""


@pytest.fixture
def sure() -> Autopiloted:
    return Autopiloted(SURE)


@pytest.mark.rule("whiplash.autopilot.off")
def test_without_the_autopilot_nothing_moves() -> None:
    account = Autopiloted(False, profile="demo")
    before = list(account.state.orders)
    assert account.advance(30 * DAY) == []
    assert list(account.state.orders) == before


@pytest.mark.rule("whiplash.autopilot.moves")
def test_a_new_order_goes_all_the_way_and_each_effect_says_whose_it_is(sure: Autopiloted) -> None:
    order = sure.order(sure.item(), originator_id="5623643082")
    effects = sure.advance(7 * DAY)
    common = {"what": "order.moved", "vendor": "whiplash", "order_id": order.id, "originator_id": "5623643082"}
    assert [{name: effect[name] for name in effect if name != "at"} for effect in effects] == [
        {**common, "from": before, "to": after} for before, after in pairwise([100, *ONWARD])
    ]
    assert sure.now(order).status == 350


@pytest.mark.rule("whiplash.autopilot.moves")
def test_on_its_way_it_ships_with_packages_and_stock_and_is_told_of(sure: Autopiloted) -> None:
    tee = sure.item(stock={MIDWEST: 10})
    order = sure.order((tee, 3))
    sure.advance(7 * DAY)
    (package,) = sure.state.packages_of(order.id)
    assert sure.now(order).tracking == (package.tracking,)
    assert sure.lying(tee) == (7, 0)
    assert [event.name for event in sure.state.events].count("order.shipped") == 1


@pytest.mark.rule("whiplash.autopilot.moves", "whiplash.warehouse.moves")
@pytest.mark.parametrize("status", [155, 200, 300, 325])
def test_orders_that_are_under_way_go_on_from_where_they_are(sure: Autopiloted, status: int) -> None:
    order = sure.in_status(status)
    sure.advance(7 * DAY)
    assert sure.walk(order) == [step for step in ONWARD if step > status]


@pytest.mark.rule("whiplash.autopilot.delays")
def test_each_step_takes_its_time() -> None:
    account = Autopiloted({"speed": 1, "failure_rate": 0.5})
    ids = account.several(60)
    account.advance(30 * DAY)
    took = account.took(ids)
    for status, (least, most) in SPANS.items():
        times = took[status]
        # Dates are cut to whole seconds, so that a step may seem a second shorter or longer.
        assert least - 1 <= min(times) <= max(times) <= most + 1, status
        assert min(times) < least + 0.3 * (most - least) < least + 0.7 * (most - least) < max(times), status


@pytest.mark.rule("whiplash.autopilot.delays")
def test_the_speed_divides_the_times() -> None:
    usual: dict[tuple[int, int], int] = {}
    sped: dict[tuple[int, int], int] = {}
    for speed, at in ((1, usual), (60, sped)):
        account = Autopiloted({"speed": speed})
        account.several(5)
        at |= {(effect["order_id"], effect["to"]): seconds(effect) for effect in account.advance(30 * DAY)}
    assert sped == {step: pytest.approx(instant / 60, abs=2) for step, instant in usual.items()}
    assert len(sped) == 5 * len(ONWARD)


@pytest.mark.rule("whiplash.autopilot.returned")
@pytest.mark.parametrize(("rate", "least", "most"), [(0, 0, 0), (0.3, 15, 45), (1, 100, 100)])
def test_as_many_come_back_as_the_failure_rate_says(rate: float, least: int, most: int) -> None:
    account = Autopiloted({"speed": 3600, "failure_rate": rate})
    ids = account.several(100)
    account.advance(DAY)
    ends = [order.status for order in account.state.orders if order.id in ids]
    assert set(ends) <= {350, 400}
    assert least <= ends.count(400) <= most


@pytest.mark.rule("whiplash.autopilot.waits")
@pytest.mark.parametrize("status", [30, 35, 40, 45, 50, 75, 77, 80, 90, 95, 350, 375, 380, 400, 410, 430, 450])
def test_what_nobody_in_the_warehouse_moves_waits(sure: Autopiloted, status: int) -> None:
    order = sure.in_status(status)
    assert sure.advance(30 * DAY) == []
    assert sure.now(order).status == status


@pytest.mark.rule("whiplash.autopilot.waits")
def test_what_was_waited_for_lets_an_order_go_on(sure: Autopiloted) -> None:
    paused, scarce = sure.order(sure.item()), sure.item("SCARCE", stock={})
    ordering.pause(sure.state, paused, 10)
    short = sure.order(scarce)
    announced = sure.item("SOON", available=False)
    early = sure.order(announced)
    sure.advance(DAY)
    assert [sure.now(order).status for order in (paused, short, early)] == [90, 95, 80]
    ordering.release(sure.state, sure.now(paused), DAY)
    restock(sure, scarce)
    cataloguing.update(sure.state, announced, {"available": True}, DAY)
    sure.advance(7 * DAY)
    assert [sure.now(order).status for order in (paused, short, early)] == [350, 350, 350]


def restock(account: Account, item: Item) -> None:
    fields = {"warehouse_id": MIDWEST, "shipnotice_items": [{"item_id": item.id, "quantity": 5}]}
    notice = announcing.create(account.state, fields, DAY)
    announcing.change_status(account.state, notice, 300, DAY)


@pytest.mark.rule("whiplash.autopilot.hold-still")
@pytest.mark.parametrize("status", [100, 160, 300])
def test_an_order_that_shall_hold_still_does_in_any_status(sure: Autopiloted, status: int) -> None:
    order = sure.in_status(status, ship_notes="Fragile! MOCK_HOLD_STILL")
    assert sure.advance(30 * DAY) == []
    assert sure.now(order) == order


@pytest.mark.rule("whiplash.autopilot.hold-still")
def test_an_order_can_be_told_to_hold_still_and_to_go_on(sure: Autopiloted) -> None:
    order = sure.order(sure.item())
    ordering.update(sure.state, order, {"ship_notes": "MOCK_HOLD_STILL"}, 10)
    assert sure.advance(7 * DAY) == []
    ordering.update(sure.state, sure.now(order), {"ship_notes": "mock_hold_still"}, 7 * DAY)
    sure.advance(7 * DAY)
    assert sure.walk(order) == ONWARD


@pytest.mark.rule("whiplash.autopilot.client-first")
@pytest.mark.parametrize("elapsed", [0, 6 * HOUR])
def test_an_order_that_was_cancelled_in_between_stays_cancelled(sure: Autopiloted, elapsed: int) -> None:
    order = sure.order(sure.item())
    sure.advance(elapsed)
    ordering.cancel(sure.state, sure.now(order), elapsed + 10)
    assert sure.advance(30 * DAY) == []
    assert sure.now(order).status == 40


@pytest.mark.rule("whiplash.autopilot.client-first")
def test_an_order_that_was_moved_by_hand_goes_on_from_there_its_time_after_that(sure: Autopiloted) -> None:
    order = sure.order(sure.item())
    sure.advance(HOUR / 6 - 10)  # just before the first step may be due
    ordering.place(sure.state, order, 325, 600)
    (effect,) = sure.advance(7 * DAY)
    assert (effect["from"], effect["to"]) == (325, 350)
    assert 108_000 <= seconds(effect) - 590 <= 324_000


@pytest.mark.rule("whiplash.autopilot.client-first")
def test_a_change_that_leaves_the_status_leaves_the_plan() -> None:
    left, changed = Autopiloted(SURE), Autopiloted(SURE)
    for account in (left, changed):
        account.order(account.item())
        account.advance(HOUR / 6 - 10)
    (order,) = changed.state.orders
    ordering.update(changed.state, order, {"public_note": "Hello", "ship_notes": "Fragile"}, 595)
    assert left.advance(7 * DAY) == changed.advance(7 * DAY)


@pytest.mark.rule("whiplash.autopilot.own-instant")
def test_moves_that_are_found_late_are_dated_when_they_fell_due() -> None:
    with freeze_time(NOW) as real:
        sandboxes = open_sandboxes(SandboxOptions(profile="demo", autopilot=True))
        sandbox = sandboxes.get(DEFAULT_ID)
        with sandbox.lock:  # or the courier would be the one that finds them
            real.tick(7 * DAY)
            effects = [effect for effect in sandbox.run_due() if effect.get("vendor") == "whiplash"]
    told = [seconds(effect) for effect in effects]
    assert told == sorted(told)
    assert told[0] < 60 < told[-1] < 6 * HOUR  # all is done in some hours at speed 60
    dated = {effect["order_id"]: seconds(effect) for effect in effects}
    orders: dict[int, Order] = {order.id: order for order in sandbox.state("whiplash").orders}
    assert {order_id: orders[order_id].updated_at for order_id in dated} == dated


@pytest.mark.rule("whiplash.autopilot.own-instant")
def test_a_move_is_not_dated_before_a_change_that_came_in_between(sure: Autopiloted) -> None:
    order = sure.order(sure.item())
    # As when real time runs on between the look at what is due and the client's change.
    ordering.update(sure.state, order, {"public_note": "late"}, 5 * HOUR + 1)
    sure.advance(5 * HOUR)
    assert sure.now(order).status > 100
    assert sure.now(order).updated_at == 5 * HOUR + 1


@pytest.mark.rule("whiplash.autopilot.own-fate")
def test_other_orders_do_not_shift_an_order_s_fate() -> None:
    told = []
    for others in (0, 20):
        account = Autopiloted({"speed": 1, "failure_rate": 0.5})
        ids = account.several(5)
        account.several(others)
        effects = account.advance(20 * DAY)
        told.append([effect for effect in effects if effect["order_id"] in ids])
    assert told[0] == told[1]


@pytest.mark.rule("whiplash.autopilot.own-fate")
def test_the_autopilot_does_not_shift_the_ids_and_tokens_of_new_orders() -> None:
    made = []
    for autopilot in (False, True):
        account = Autopiloted(autopilot, profile="demo")
        account.advance(DAY)
        order = account.order(account.item())
        made.append((order.id, order.level1_token, order.return_approved_token))
    assert made[0] == made[1]
