"""What is on its way to a warehouse. Source: observed, "shipnotices", "shipnotice_items"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mockserver.core.errors import IllegalTransition, InvalidValue, NotFound
from mockserver.whiplash import announcing
from mockserver.whiplash.state import rows_of
from mockserver.whiplash.stock_records import Item, Shipnotice
from whiplash.accounts import MIDWEST, WEST, Account, open_account


@pytest.fixture
def account() -> Account:
    return Account(open_account())


def announce(account: Account, item: Item, quantity: int = 10, **fields: Any) -> Shipnotice:
    body = {"sender": "Acme", "shipnotice_items": [{"item_id": item.id, "quantity": quantity}], **fields}
    return announcing.create(account.state, body, account.tick())


@pytest.mark.rule("whiplash.shipnotices.new")
def test_a_new_shipnotice_is_a_draft_for_the_first_warehouse(account: Account) -> None:
    notice = announce(account, account.item())
    assert (notice.status, notice.warehouse_id, notice.arrived_at, notice.completed_at) == (50, MIDWEST, None, None)
    (line,) = rows_of(account.state.shipnotice_items, "shipnotice_id", notice.id)
    assert (line.quantity, line.quantity_good, line.quantity_damaged) == (10, None, None)


@pytest.mark.rule("whiplash.shipnotices.unknown-warehouse")
def test_an_unknown_warehouse_is_refused(account: Account) -> None:
    item = account.item()
    with pytest.raises(InvalidValue) as refused:
        announce(account, item, warehouse_id=99)
    assert refused.value.rule == "whiplash.shipnotices.unknown-warehouse"
    notice = announce(account, item)
    with pytest.raises(InvalidValue):
        announcing.update(account.state, notice, {"warehouse_id": 99}, account.tick())


@pytest.mark.rule("whiplash.shipnotices.unknown-item")
def test_an_unknown_item_is_not_found_and_nothing_is_stored(account: Account) -> None:
    lines = [{"item_id": account.item().id, "quantity": 1}, {"item_id": 9, "quantity": 1}]
    with pytest.raises(NotFound):
        announcing.create(account.state, {"shipnotice_items": lines}, account.tick())
    assert len(account.state.shipnotices) == len(account.state.shipnotice_items) == 0


@pytest.mark.rule("whiplash.shipnotices.statuses")
@pytest.mark.parametrize(
    ("status", "arrived", "completed"),
    [
        (25, False, False),
        (100, False, False),
        (150, True, False),
        (200, True, False),
        (250, True, False),
        (300, True, True),
    ],
)
def test_a_status_brings_its_dates(account: Account, status: int, arrived: bool, completed: bool) -> None:
    notice = announcing.update(account.state, announce(account, account.item()), {"status": status}, account.tick())
    assert notice.status == status
    assert (notice.arrived_at is not None, notice.completed_at is not None) == (arrived, completed)
    told = [event.record.status for event in account.state.events if event.name == "shipnotice.status_changed"]
    assert told == [status]


@pytest.mark.rule("whiplash.shipnotices.completed-receives")
def test_a_completed_shipnotice_puts_its_goods_into_the_warehouse_once(account: Account) -> None:
    tee = account.item(stock={})
    notice = announce(account, tee, 10, warehouse_id=WEST)
    for status in (100, 150, 200):
        notice = announcing.change_status(account.state, notice, status, account.tick())
        assert account.lying(tee, WEST) == (0, 0)
    notice = announcing.change_status(account.state, notice, 300, account.tick())
    assert account.lying(tee, WEST) == (10, 0)
    (transaction,) = rows_of(account.state.item_transactions, "item_id", tee.id)
    assert (transaction.quantity, transaction.shipnotice_id) == (10, notice.id)
    (line,) = rows_of(account.state.shipnotice_items, "shipnotice_id", notice.id)
    assert (line.quantity_good, line.quantity_damaged) == (10, 0)


@pytest.mark.rule("whiplash.shipnotices.counted")
@pytest.mark.parametrize(
    ("counted", "units"),
    [({"quantity_good": 8}, 8), ({"quantity_damaged": 3}, 7), ({"quantity_good": 12, "quantity_damaged": 1}, 12)],
)
def test_what_was_counted_is_taken_in(account: Account, counted: dict[str, int], units: int) -> None:
    tee = account.item(stock={})
    notice = announce(account, tee, 10)
    (line,) = rows_of(account.state.shipnotice_items, "shipnotice_id", notice.id)
    announcing.change_line(account.state, line, counted, account.tick())
    announcing.change_status(account.state, notice, 300, account.tick())
    assert account.lying(tee) == (units, 0)


@pytest.mark.rule("whiplash.shipnotices.completed")
def test_a_completed_shipnotice_does_not_change_any_more(account: Account) -> None:
    tee = account.item(stock={})
    notice = announcing.change_status(account.state, announce(account, tee), 300, account.tick())
    (line,) = rows_of(account.state.shipnotice_items, "shipnotice_id", notice.id)
    fields = {"shipnotice_id": notice.id, "item_id": tee.id, "quantity": 1}
    calls: list[Callable[[], object]] = [
        lambda: announcing.update(account.state, notice, {"sender": "B"}, 9),
        lambda: announcing.change_status(account.state, notice, 100, 9),
        lambda: announcing.change_status(account.state, notice, 300, 9),
        lambda: announcing.remove(account.state, notice),
        lambda: announcing.add_line(account.state, fields, 9),
        lambda: announcing.change_line(account.state, line, {"quantity": 3}, 9),
        lambda: announcing.remove_line(account.state, line),
    ]
    for call in calls:
        with pytest.raises(IllegalTransition) as refused:
            call()
        assert refused.value.rule == "whiplash.shipnotices.completed"
    assert account.state.shipnotices.get(notice.id) == notice
    assert account.lying(tee) == (10, 0)


@pytest.mark.rule("whiplash.shipnotices.completed", "whiplash.actions.refused-422")
def test_under_422_a_completed_shipnotice_refuses_by_that_rule() -> None:
    account = Account(open_account(readings={"whiplash.precondition": "422"}))
    notice = announcing.change_status(account.state, announce(account, account.item()), 300, account.tick())
    with pytest.raises(IllegalTransition) as refused:
        announcing.remove(account.state, notice)
    assert refused.value.rule == "whiplash.actions.refused-422"


@pytest.mark.rule("whiplash.shipnotices.put-back")
def test_a_completed_shipnotice_that_is_put_back_as_it_is_stays_so(account: Account) -> None:
    notice = announcing.change_status(account.state, announce(account, account.item()), 300, account.tick())
    fields = {"sender": "Acme", "status": 300, "warehouse_id": MIDWEST}
    assert announcing.update(account.state, notice, fields, account.tick()) == notice


@pytest.mark.rule("whiplash.shipnotices.delete")
def test_a_deleted_shipnotice_goes_with_its_lines(account: Account) -> None:
    notice = announce(account, account.item())
    announcing.remove(account.state, notice)
    assert len(account.state.shipnotices) == len(account.state.shipnotice_items) == 0


@pytest.mark.rule("whiplash.shipnotice-items.change")
def test_lines_are_added_changed_and_removed_one_by_one(account: Account) -> None:
    tee, cap = account.item("TEE"), account.item("CAP")
    notice = announce(account, tee)
    line = announcing.add_line(
        account.state, {"shipnotice_id": notice.id, "item_id": cap.id, "quantity": 2}, account.tick()
    )
    assert announcing.change_line(account.state, line, {"quantity": 4}, account.tick()).quantity == 4
    announcing.remove_line(account.state, line)
    left = rows_of(account.state.shipnotice_items, "shipnotice_id", notice.id)
    assert [one.item_id for one in left] == [tee.id]


@pytest.mark.rule("whiplash.shipnotice-items.unknown")
@pytest.mark.parametrize("missing", ["shipnotice_id", "item_id"])
@pytest.mark.parametrize("value", [None, 1])
def test_a_line_of_an_unknown_shipnotice_or_item_is_not_found(
    account: Account, missing: str, value: int | None
) -> None:
    item = account.item()
    fields = {"shipnotice_id": announce(account, item).id, "item_id": item.id, "quantity": 1, missing: value}
    with pytest.raises(NotFound):
        announcing.add_line(account.state, fields, account.tick())
    assert len(account.state.shipnotice_items) == 1
