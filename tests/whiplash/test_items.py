"""Items and the stock of them. Source: observed, "items"."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mockserver.whiplash import cataloguing
from mockserver.whiplash.finding import item_by_originator, items_by_sku
from mockserver.whiplash.selecting import select_rows
from mockserver.whiplash.state import rows_of
from mockserver.whiplash.stock_records import Originator
from whiplash.accounts import EAST, MIDWEST, WEST, Account, open_account


@pytest.fixture
def account() -> Account:
    return Account(open_account())


@pytest.mark.rule("whiplash.items.new")
def test_an_item_needs_nothing_at_all(account: Account) -> None:
    item = cataloguing.create(account.state, {}, 1)
    assert (item.sku, item.title, item.quantity, item.available, item.currency) == (None, None, 0, True, "USD")


@pytest.mark.rule("whiplash.items.warehouse-quantities")
def test_an_item_has_a_row_in_every_warehouse(account: Account) -> None:
    item = account.item(stock={WEST: 4})
    rows = rows_of(account.state.warehouse_quantities, "item_id", item.id)
    assert [(row.warehouse_id, row.quantity) for row in rows] == [(MIDWEST, 0), (WEST, 4), (EAST, 0)]
    assert item.quantity == 4


@pytest.mark.rule("whiplash.items.initial-quantity")
def test_a_new_items_quantity_lies_in_the_first_warehouse(account: Account) -> None:
    item = cataloguing.create(account.state, {"sku": "TEE", "quantity": 5}, 1)
    assert account.lying(item) == (5, 0)
    assert item.quantity == 5
    (transaction,) = rows_of(account.state.item_transactions, "item_id", item.id)
    assert (transaction.quantity, transaction.description) == (5, "Initial stock")


@pytest.mark.rule("whiplash.items.quantity-read-only")
def test_an_items_quantity_is_not_put_back(account: Account) -> None:
    item = account.item(stock={MIDWEST: 4})
    changed = cataloguing.update(account.state, item, {"title": "New", "quantity": 99}, account.tick())
    assert (changed.title, changed.quantity, changed.updated_at) == ("New", 4, account.at)


@pytest.mark.rule("whiplash.items.by-sku")
def test_items_with_one_sku_come_newest_first(account: Account) -> None:
    first, second = account.item("TEE"), account.item("TEE")
    account.item("CAP")
    assert items_by_sku(account.state, "TEE") == [second, first]


@pytest.mark.rule("whiplash.items.originators")
def test_an_item_is_found_by_the_ids_that_its_client_gave_it(account: Account) -> None:
    item = account.item(originator_id="5", group_id="9")
    assert item.originators == (Originator("5", "9", "api"),)
    assert item_by_originator(account.state, "5") == item
    assert rows_of(account.state.items, "group", "9") == [item]
    changed = cataloguing.update(account.state, item, {"originator_id": "6"}, account.tick())
    assert changed.originators == (Originator("6", "9", "api"),)
    assert item_by_originator(account.state, "5") is None


@pytest.mark.rule("whiplash.items.deactivate")
def test_a_deactivated_item_is_in_no_list_and_an_order_of_it_is_a_pre_order(account: Account) -> None:
    item = account.item("TEE", originator_id="5", group_id="9")
    gone = cataloguing.deactivate(account.state, item, account.tick())
    assert account.item_now(item) == gone
    assert items_by_sku(account.state, "TEE") == rows_of(account.state.items, "group", "9") == []
    assert item_by_originator(account.state, "5") is None
    assert select_rows(account.state, account.state.items, {}, active=True).count() == 0
    assert account.order(gone).status == 80
    assert cataloguing.deactivate(account.state, gone, account.tick()) == gone


@pytest.mark.rule("whiplash.items.transactions")
def test_every_unit_that_comes_or_goes_has_its_transaction(account: Account) -> None:
    item = account.item(stock={MIDWEST: 4, WEST: 3}, weight=Decimal("0.5"))
    rows = rows_of(account.state.item_transactions, "item_id", item.id)
    assert [(row.warehouse_id, row.quantity, row.description) for row in rows] == [
        (MIDWEST, 4, "Received"),
        (WEST, 3, "Received"),
    ]


@pytest.mark.rule("whiplash.items.inventory-event")
def test_a_change_of_stock_is_told_of(account: Account) -> None:
    item = account.item(stock={MIDWEST: 4})
    told = [event.record for event in account.state.events if event.name == "item.inventory_changed"]
    assert told == [item]
