"""80, 95 and 100, and what is set aside. Source: observed, "What a status change does"; readings.md."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from mockserver.whiplash import announcing, cataloguing, itemizing, ordering
from mockserver.whiplash.records import Order
from mockserver.whiplash.state import WhiplashState
from whiplash.accounts import EAST, MIDWEST, WEST, Account, open_account


@pytest.fixture
def account() -> Account:
    return Account(open_account())


@pytest.mark.rule("whiplash.orders.processing")
def test_an_order_whose_items_lie_in_one_warehouse_is_processing(account: Account) -> None:
    order = account.order(account.item("TEE"), account.item("CAP"))
    assert (order.status, order.warehouse_id, order.availability) == (100, MIDWEST, "all")
    assert [line.available for line in account.lines(order)] == [True, True]


@pytest.mark.rule("whiplash.orders.processing")
def test_an_order_without_items_is_processing(account: Account) -> None:
    order = account.order()
    assert (order.status, order.availability) == (100, "none")


@pytest.mark.rule("whiplash.orders.insufficient-inventory")
@pytest.mark.parametrize(("units", "status"), [(9, 100), (10, 100), (11, 95)])
def test_an_order_for_more_than_there_is_lacks_inventory(account: Account, units: int, status: int) -> None:
    order = account.order((account.item(stock={MIDWEST: 10}), units))
    assert order.status == status


@pytest.mark.rule("whiplash.orders.insufficient-inventory")
def test_enough_in_several_warehouses_is_not_enough_in_one(account: Account) -> None:
    order = account.order((account.item(stock={MIDWEST: 6, WEST: 6}), 10))
    assert (order.status, order.availability) == (95, "none")


@pytest.mark.rule("whiplash.orders.insufficient-inventory")
def test_items_in_two_warehouses_are_not_in_one(account: Account) -> None:
    tee, cap = account.item("TEE", stock={MIDWEST: 5}), account.item("CAP", stock={WEST: 5})
    order = account.order(tee, cap)
    assert (order.status, order.availability) == (95, "mixed")
    assert [line.available for line in account.lines(order)] == [True, False]


@pytest.mark.rule("whiplash.orders.insufficient-inventory")
def test_two_lines_of_one_item_need_the_sum(account: Account) -> None:
    tee = account.item(stock={MIDWEST: 10})
    assert account.order((tee, 6), (tee, 5)).status == 95


@pytest.mark.rule("whiplash.orders.pre-order")
def test_an_order_for_an_item_that_is_closed_for_orders_is_a_pre_order(account: Account) -> None:
    order = account.order(account.item("TEE"), account.item("SOON", available=False))
    assert (order.status, order.availability) == (80, "mixed")
    assert [line.available for line in account.lines(order)] == [True, False]


@pytest.mark.rule("whiplash.orders.pre-order")
def test_a_pre_order_outranks_a_lack_of_inventory(account: Account) -> None:
    order = account.order(account.item("NONE", stock={}), account.item("SOON", available=False))
    assert (order.status, order.availability) == (80, "none")


@pytest.mark.rule("whiplash.orders.ships-from")
def test_an_order_ships_from_the_first_warehouse_that_has_all_of_it(account: Account) -> None:
    tee, cap = account.item("TEE", stock={MIDWEST: 9, WEST: 9}), account.item("CAP", stock={WEST: 9, EAST: 9})
    assert account.order(tee, cap).warehouse_id == WEST


@pytest.mark.rule("whiplash.orders.ships-from")
def test_an_order_ships_from_the_warehouse_that_the_shop_asks_for_or_waits(account: Account) -> None:
    tee = account.item(stock={MIDWEST: 9, WEST: 9})
    there, not_there = account.order(tee, shop_warehouse_id=WEST), account.order(tee, shop_warehouse_id=EAST)
    assert (there.status, there.warehouse_id, there.shop_warehouse_ids) == (100, WEST, (WEST,))
    assert (not_there.status, not_there.warehouse_id) == (95, EAST)


@pytest.mark.rule("whiplash.orders.ships-from")
def test_an_order_that_is_asked_for_from_another_warehouse_is_looked_at_again(account: Account) -> None:
    tee = account.item(stock={MIDWEST: 9})
    order = account.order(tee)
    moved = ordering.update(account.state, order, {"shop_warehouse_id": WEST}, account.tick())
    assert (moved.status, moved.shop_warehouse_ids) == (95, (WEST,))
    assert account.lying(tee) == (9, 0)


@pytest.mark.rule("whiplash.orders.set-aside")
def test_what_one_order_has_the_next_one_cannot_have(account: Account) -> None:
    tee = account.item(stock={MIDWEST: 10})
    first, second = account.order((tee, 7)), account.order((tee, 4))
    assert (first.status, second.status) == (100, 95)
    assert account.lying(tee) == (10, 7)


@pytest.mark.rule("whiplash.orders.set-aside")
@pytest.mark.parametrize("action", [ordering.cancel, ordering.pause])
def test_what_is_cancelled_or_paused_gives_back_what_it_had(
    account: Account, action: Callable[[WhiplashState, Order, int], Order]
) -> None:
    tee = account.item(stock={MIDWEST: 10})
    order = account.order((tee, 7))
    action(account.state, order, account.tick())
    assert account.lying(tee) == (10, 0)


@pytest.mark.rule("whiplash.orders.computed-again")
def test_a_released_order_is_looked_at_again(account: Account) -> None:
    tee = account.item(stock={MIDWEST: 10})
    order = ordering.pause(account.state, account.order((tee, 7)), account.tick())
    account.order((tee, 5))
    released = ordering.release(account.state, order, account.tick())
    assert (released.status, released.availability) == (95, "none")


@pytest.mark.rule("whiplash.orders.computed-again")
def test_an_uncancelled_order_is_looked_at_again(account: Account) -> None:
    tee = account.item()
    order = ordering.cancel(account.state, account.order(tee), account.tick())
    cataloguing.update(account.state, account.item_now(tee), {"available": False}, account.tick())
    assert ordering.uncancel(account.state, order, account.tick()).status == 80


@pytest.mark.rule("whiplash.orders.computed-with-its-items")
def test_an_order_is_looked_at_again_when_its_items_change(account: Account) -> None:
    tee = account.item(stock={MIDWEST: 10})
    order = account.order((tee, 4))
    (line,) = account.lines(order)
    itemizing.change(account.state, line, {"quantity": 11}, account.tick())
    assert account.now(order).status == 95
    itemizing.change(account.state, account.lines(order)[0], {"quantity": 5}, account.tick())
    assert account.now(order).status == 100
    assert account.lying(tee) == (10, 5)
    soon = account.item("SOON", available=False)
    added = itemizing.add(account.state, {"order_id": order.id, "item_id": soon.id}, account.tick())
    assert account.now(order).status == 80
    itemizing.remove(account.state, added, account.tick())
    assert account.now(order).status == 100


@pytest.mark.rule("whiplash.orders.computed-with-its-items")
@pytest.mark.parametrize("status", [50, 90, 120, 250])
def test_an_order_in_another_status_keeps_it_when_its_items_change(account: Account, status: int) -> None:
    tee = account.item(stock={MIDWEST: 10})
    order = account.in_status(status, (tee, 4))
    itemizing.change(account.state, account.lines(order)[0], {"quantity": 11}, account.tick())
    assert account.now(order).status == status
    assert account.lying(tee) == (10, 11 if status >= 100 else 0)


@pytest.mark.rule("whiplash.orders.waiting")
def test_orders_that_wait_go_on_when_their_item_comes_the_oldest_first(account: Account) -> None:
    tee = account.item(stock={})
    first, second, third = account.order((tee, 6)), account.order((tee, 6)), account.order((tee, 3))
    notice = announcing.create(
        account.state, {"shipnotice_items": [{"item_id": tee.id, "quantity": 10}]}, account.tick()
    )
    announcing.change_status(account.state, notice, 300, account.tick())
    assert [account.now(order).status for order in (first, second, third)] == [100, 95, 100]
    assert account.lying(tee) == (10, 9)


@pytest.mark.rule("whiplash.orders.waiting")
def test_a_pre_order_goes_on_when_its_item_is_opened(account: Account) -> None:
    soon = account.item("SOON", available=False)
    order = account.order(soon)
    cataloguing.update(account.state, account.item_now(soon), {"available": True}, account.tick())
    assert (account.now(order).status, account.now(order).availability) == (100, "all")


@pytest.mark.rule("whiplash.orders.waiting")
def test_a_paused_order_does_not_go_on_by_itself(account: Account) -> None:
    soon = account.item("SOON", available=False)
    order = ordering.pause(account.state, account.order(soon), account.tick())
    cataloguing.update(account.state, account.item_now(soon), {"available": True}, account.tick())
    assert account.now(order) == replace(order, status=90)


@pytest.mark.rule("whiplash.orders.waiting")
def test_an_order_that_is_processing_stays_so_when_its_item_is_closed(account: Account) -> None:
    tee = account.item()
    order = account.order(tee)
    cataloguing.deactivate(account.state, account.item_now(tee), account.tick())
    assert account.now(order).status == 100
