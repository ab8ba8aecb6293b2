"""Orders and stock hold together, by whatever calls Hypothesis makes. Source: readings.md, "After create, release and
uncancel"; observed, "What a status change does".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from mockserver.core.errors import IllegalTransition
from mockserver.whiplash import announcing, cataloguing, deriving, itemizing, ordering
from mockserver.whiplash.availability import summary
from mockserver.whiplash.records import Order
from mockserver.whiplash.state import WhiplashState
from mockserver.whiplash.stock_records import Item
from whiplash.accounts import EAST, MIDWEST, WEST, Account, open_account

Action = Callable[[WhiplashState, Order, int], Order]
ACTIONS: tuple[Action, ...] = (ordering.cancel, ordering.uncancel, ordering.pause, ordering.release, ordering.anonymize)
PICKS = st.integers(0, 10_000)


class OrdersMachine(RuleBasedStateMachine):
    @initialize()
    def open(self) -> None:
        self.account = Account(open_account())
        for sku in ("A", "B", "C"):
            self.account.item(sku, stock={MIDWEST: 5, WEST: 3})

    def pick_order(self, pick: int) -> Order:
        orders = list(self.account.state.orders)
        return orders[pick % len(orders)]

    def pick_item(self, pick: int) -> Item:
        items = list(self.account.state.items)
        return items[pick % len(items)]

    @rule(lines=st.lists(st.tuples(PICKS, st.integers(1, 4)), max_size=3), at=st.sampled_from([None, WEST, EAST]))
    def create(self, lines: list[tuple[int, int]], at: int | None) -> None:
        order = self.account.order(*((self.pick_item(pick), units) for pick, units in lines), shop_warehouse_id=at)
        assert order.status in (80, 95, 100)

    @precondition(lambda self: len(self.account.state.orders) > 0)
    @rule(pick=PICKS, action=st.sampled_from(ACTIONS))
    def act(self, pick: int, action: Action) -> None:
        order = self.pick_order(pick)
        try:
            action(self.account.state, order, self.account.tick())
        except IllegalTransition:
            assert self.account.now(order) == order

    @precondition(lambda self: len(self.account.state.orders) > 0)
    @rule(pick=PICKS, steps=st.integers(1, 8))
    def walk(self, pick: int, steps: int) -> None:
        order = self.pick_order(pick)
        chain = (120, 150, 160, 200, 250, 300, 325, 350)
        for status in [code for code in chain if code > order.status][:steps] if order.status >= 100 else []:
            if order.status in (100, *chain):
                order = ordering.move(self.account.state, order, status, self.account.tick())

    @precondition(lambda self: len(self.account.state.order_items) > 0)
    @rule(pick=PICKS, units=st.integers(0, 5), order=PICKS)
    def change_line(self, pick: int, units: int, order: int) -> None:
        lines = list(self.account.state.order_items)
        line, at = lines[pick % len(lines)], self.account.tick()
        try:
            if units == 0:
                itemizing.remove(self.account.state, line, at)
            elif units == 5:
                itemizing.change(self.account.state, line, {"order_id": self.pick_order(order).id}, at)
            else:
                itemizing.change(self.account.state, line, {"quantity": units}, at)
        except IllegalTransition:
            assert self.account.state.order_items.get(line.id) == line

    @precondition(lambda self: len(self.account.state.orders) > 0)
    @rule(pick=PICKS)
    def derive(self, pick: int) -> None:
        order = self.pick_order(pick)
        lines = self.account.lines(order)
        if order.status >= 300:
            deriving.replace_order(self.account.state, order, self.account.tick())
        elif len(lines) > 1 and order.status != 40:
            itemizing.separate(self.account.state, lines[0], self.account.tick())

    @rule(pick=PICKS, open_for_orders=st.booleans())
    def switch(self, pick: int, open_for_orders: bool) -> None:
        fields = {"available": open_for_orders}
        cataloguing.update(self.account.state, self.pick_item(pick), fields, self.account.tick())

    @rule(pick=PICKS, units=st.integers(1, 6), place=st.sampled_from([MIDWEST, WEST, EAST]))
    def deliver(self, pick: int, units: int, place: int) -> None:
        lines = [{"item_id": self.pick_item(pick).id, "quantity": units}]
        fields = {"warehouse_id": place, "shipnotice_items": lines}
        notice = announcing.create(self.account.state, fields, self.account.tick())
        announcing.change_status(self.account.state, notice, 300, self.account.tick())

    @invariant()
    def stock_is_what_came_and_went(self) -> None:
        moved: Counter[tuple[int, int]] = Counter()
        for row in self.account.state.item_transactions:
            moved[row.item_id, row.warehouse_id] += row.quantity
        for place in self.account.state.warehouse_quantities:
            assert place.quantity == moved[place.item_id, place.warehouse_id] >= 0

    @invariant()
    def what_is_set_aside_is_what_open_orders_have(self) -> None:
        aside: Counter[tuple[int, int]] = Counter()
        for order in self.account.state.orders:
            if 100 <= order.status < 300:
                for line in self.account.lines(order):
                    aside[line.item_id, order.warehouse_id] += line.quantity
        for place in self.account.state.warehouse_quantities:
            assert place.committed == aside[place.item_id, place.warehouse_id]

    @invariant()
    def orders_say_what_their_items_say(self) -> None:
        for order in self.account.state.orders:
            lines = self.account.lines(order)
            assert order.availability == summary(lines)
            if order.status == 100:
                assert all(line.available for line in lines)
            if order.status in (80, 95):
                assert not all(line.available for line in lines)
            assert (order.shipped_on is not None) == (order.status >= 300) == bool(order.tracking)


@pytest.mark.rule("whiplash.orders.set-aside", "whiplash.packages.stock", "whiplash.orders.processing")
def test_orders_and_stock_hold_together() -> None:
    run_state_machine_as_test(OrdersMachine, settings=settings(max_examples=25, stateful_step_count=25, deadline=None))
