"""Every status and every action. Source: the notes at each action; readings.md, "Before shipping"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mockserver.core.errors import IllegalTransition
from mockserver.whiplash import itemizing, ordering
from mockserver.whiplash.lifecycle import allow
from mockserver.whiplash.records import Order
from mockserver.whiplash.state import WhiplashState
from whiplash.accounts import Account, open_account

STATUSES = (
    30, 35, 40, 45, 50, 75, 77, 80, 90, 95, 100, 120, 150, 155, 160, 200, 250,
    300, 325, 350, 375, 380, 400, 410, 430, 450,
)  # fmt: skip  # before shipping, and after

UNSHIPPED = {30, 35, 40, 45, 50, 75, 77, 80, 90, 95, 100, 120, 150, 155, 160, 200, 250}
ALLOWED: dict[str, set[int]] = {
    "update": UNSHIPPED,
    "cancel": {35, 50, 75, 77, 80, 90, 95, 100, 120, 150, 155, 160, 200, 250},
    "pause": {35, 50, 75, 77, 80, 90, 95, 100, 120, 150, 155, 160, 200, 250},
    "uncancel": {40},
    "release": {90},
    "anonymize": set(STATUSES),
}
AFTERWARDS = {"cancel": 40, "pause": 90, "uncancel": 100, "release": 100}

WAREHOUSE = {
    100: {120}, 120: {150}, 150: {160}, 155: {160}, 160: {200}, 200: {250}, 250: {300}, 300: {325}, 325: {350, 400},
}  # fmt: skip  # one a line would be nine

Action = Callable[[WhiplashState, Order, int], Any]

ACTIONS: dict[str, Action] = {
    "update": lambda state, order, at: ordering.update(state, order, {"public_note": "Hello"}, at),
    "cancel": ordering.cancel,
    "pause": ordering.pause,
    "uncancel": ordering.uncancel,
    "release": ordering.release,
    "anonymize": ordering.anonymize,
}


@pytest.mark.rule(
    "whiplash.orders.update-refused",
    "whiplash.orders.cancel-refused",
    "whiplash.orders.pause-refused",
    "whiplash.orders.uncancel-refused",
    "whiplash.orders.release-refused",
    "whiplash.orders.at-an-end",
    "whiplash.orders.anonymize",
    "whiplash.actions.refused-403",
)
@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_is_allowed_where_the_document_says_so_and_nowhere_else(action: str) -> None:
    account = Account(open_account())
    for status in STATUSES:
        order = account.in_status(status)
        if status in ALLOWED[action]:
            ACTIONS[action](account.state, order, account.tick())
            assert account.now(order).status == AFTERWARDS.get(action, status)
        else:
            with pytest.raises(IllegalTransition) as refused:
                ACTIONS[action](account.state, order, account.tick())
            ended = action in ("cancel", "pause") and status in (30, 40, 45)
            assert refused.value.rule == f"whiplash.orders.{'at-an-end' if ended else f'{action}-refused'}"
            assert refused.value.state == status
            assert account.now(order) == order


@pytest.mark.rule("whiplash.actions.refused-422")
@pytest.mark.parametrize(("action", "status"), [("cancel", 300), ("release", 100), ("uncancel", 90), ("update", 350)])
def test_under_422_a_refused_action_names_that_rule(action: str, status: int) -> None:
    account = Account(open_account(readings={"whiplash.precondition": "422"}))
    order = account.in_status(status)
    with pytest.raises(IllegalTransition) as refused:
        ACTIONS[action](account.state, order, account.tick())
    assert refused.value.rule == "whiplash.actions.refused-422"


@pytest.mark.rule("whiplash.packages.unshipped", "whiplash.fees.unshipped")
@pytest.mark.parametrize("readings", [{"whiplash.precondition": "403"}, {"whiplash.precondition": "422"}])
@pytest.mark.parametrize("what", ["packages", "fees"])
def test_packages_and_fees_are_shown_from_300_on(what: str, readings: dict[str, str]) -> None:
    for status in STATUSES:
        if status in UNSHIPPED:
            with pytest.raises(IllegalTransition) as refused:
                allow(readings, status, f"show {what} of an order")
            assert refused.value.rule == f"whiplash.{what}.unshipped"
        else:
            allow(readings, status, f"show {what} of an order")


@pytest.mark.rule("whiplash.warehouse.moves")
@pytest.mark.parametrize("target", sorted(set().union(*WAREHOUSE.values())))
def test_the_warehouse_moves_from_100_to_350_step_by_step_and_nowhere_else(target: int) -> None:
    account = Account(open_account())
    for status in STATUSES:
        order = account.in_status(status)
        if target in WAREHOUSE.get(status, ()):
            ordering.move(account.state, order, target, account.tick())
            assert account.now(order).status == target
        else:
            with pytest.raises(IllegalTransition) as refused:
                ordering.move(account.state, order, target, account.tick())
            assert refused.value.rule == "whiplash.warehouse.moves"
            assert account.now(order) == order


@pytest.mark.rule("whiplash.orders.pause-again")
def test_pausing_a_paused_order_changes_nothing() -> None:
    account = Account(open_account())
    order = account.in_status(90)
    assert ordering.pause(account.state, order, account.tick()) == order
    assert account.now(order) == order


@pytest.mark.rule("whiplash.warehouse.elsewhere")
def test_what_happens_elsewhere_puts_an_order_into_any_status() -> None:
    account = Account(open_account())
    for status in STATUSES:
        order = account.in_status(status)
        assert account.now(order).status == status
        assert (account.now(order).shipped_on is not None) == (status >= 300)


@pytest.mark.rule("whiplash.warehouse.no-way-back")
@pytest.mark.parametrize("target", [40, 100, 250])
def test_what_has_shipped_does_not_come_back(target: int) -> None:
    account = Account(open_account())
    order = account.in_status(350)
    with pytest.raises(IllegalTransition) as refused:
        ordering.place(account.state, order, target, account.tick())
    assert refused.value.rule == "whiplash.warehouse.no-way-back"
    assert account.now(order) == order


@pytest.mark.rule("whiplash.order-items.shipped")
@pytest.mark.parametrize("status", STATUSES)
def test_items_are_added_changed_and_removed_before_shipping_only(status: int) -> None:
    account = Account(open_account())
    item = account.item()
    order = account.in_status(status, item)
    (line,) = account.lines(order)
    fields = {"order_id": order.id, "item_id": item.id}
    calls = (
        lambda: itemizing.add(account.state, fields, account.tick()),
        lambda: itemizing.change(account.state, line, {"quantity": 3}, account.tick()),
        lambda: itemizing.remove(account.state, line, account.tick()),
    )
    for call in calls:
        if status in UNSHIPPED:
            call()
        else:
            with pytest.raises(IllegalTransition) as refused:
                call()
            assert refused.value.rule == "whiplash.order-items.shipped"
    assert len(account.lines(order)) == 1


@pytest.mark.rule("whiplash.order-items.separate-refused")
@pytest.mark.parametrize("status", STATUSES)
def test_items_are_separated_where_an_order_may_be_cancelled(status: int) -> None:
    account = Account(open_account())
    order = account.in_status(status, account.item("TEE"), account.item("CAP"))
    line = account.lines(order)[1]
    if status in ALLOWED["cancel"]:
        itemizing.separate(account.state, line, account.tick())
        assert len(account.lines(order)) == 1
    else:
        with pytest.raises(IllegalTransition) as refused:
            itemizing.separate(account.state, line, account.tick())
        assert refused.value.rule == "whiplash.order-items.separate-refused"
        assert len(account.lines(order)) == 2
