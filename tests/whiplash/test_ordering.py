"""Orders as they are made and changed. Source: "Create an Order", "Update an Order", "Anonymize an Order"."""

from __future__ import annotations

import datetime
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from mockserver.core.errors import InvalidValue, NotFound
from mockserver.whiplash import ordering
from mockserver.whiplash.finding import order_by_id, order_by_originator
from whiplash.accounts import MIDWEST, WEST, Account, open_account


@pytest.fixture
def account() -> Account:
    return Account(open_account())


@pytest.mark.rule("whiplash.orders.new")
def test_a_new_order_has_not_shipped(account: Account) -> None:
    order = account.order(account.item())
    assert (order.ship_method, order.shipped_on, order.ship_actual_cost) == (None, None, None)
    assert (order.tracking, order.billed, order.batched) == ((), False, False)
    assert order.customer_id == 1234
    assert order.created_at == order.updated_at
    assert order.provider == "api"


@pytest.mark.rule("whiplash.orders.tokens")
def test_tokens_have_the_form_of_the_example(account: Account) -> None:
    first, second = account.order(), account.order()
    for order in (first, second):
        for token, form in ((order.level1_token, "r"), (order.level2_token, "a")):
            assert (len(token), token[12]) == (18, form)
            assert token[:12].isalnum()
            assert token[:12] == token[:12].upper()
        assert order.level1_token[13:] == order.level2_token[13:]
        assert order.level1_token[13:].isdigit()
        assert len(order.return_approved_token) == 13
    assert first.level1_token != second.level1_token


@pytest.mark.rule("whiplash.orders.ids-rise")
def test_ids_rise_one_by_one(account: Account) -> None:
    first, second = account.order(account.item()), account.order()
    assert second.id == first.id + 1


@pytest.mark.rule("whiplash.orders.values")
def test_an_order_is_worth_its_items_and_insured_for_that_unless_it_is_said(account: Account) -> None:
    tee, cap = account.item("TEE", price=Decimal("24.50")), account.item("CAP", price=Decimal(28))
    order = account.order((tee, 2), cap)
    assert (order.monetary_value, order.insurance_value) == (Decimal(77), Decimal(77))
    assert account.order(tee, insurance_value=Decimal(9)).insurance_value == 9


@pytest.mark.rule("whiplash.orders.proto-originator")
def test_the_first_order_is_its_own_proto(account: Account) -> None:
    assert account.order(originator_id="5623643082").proto_originator_id == "5623643082"
    assert account.order(originator_id="2", proto_originator_id="1").proto_originator_id == "1"
    assert account.order().proto_originator_id is None


@pytest.mark.rule("whiplash.order-items.from-item")
def test_a_line_has_from_its_item_what_it_does_not_say(account: Account) -> None:
    tee = account.item("TEE", price=Decimal(24), wholesale_cost=Decimal(9), title="Logo Tee")
    line = {"item_id": tee.id, "quantity": 2, "price": Decimal(20), "originator_id": "5-1"}
    order = account.order(order_items=[line, {"sku": "TEE"}])
    told, bare = account.lines(order)
    assert (told.quantity, told.price, told.originator_id) == (2, Decimal(20), "5-1")
    assert (bare.quantity, bare.price, bare.originator_id) == (1, Decimal(24), None)
    assert {(line.sku, line.description, line.wholesale_cost) for line in (told, bare)} == {
        ("TEE", "Logo Tee", Decimal(9))
    }


@pytest.mark.rule("whiplash.order-items.by-sku")
def test_an_item_can_be_named_by_its_sku_of_several_the_newest(account: Account) -> None:
    account.item("TEE")
    newest = account.item("TEE")
    order = account.order(order_items=[{"sku": "TEE"}])
    assert [line.item_id for line in account.lines(order)] == [newest.id]


@pytest.mark.rule("whiplash.order-items.unknown-item")
@pytest.mark.parametrize("line", [{"item_id": 1}, {"sku": "NO"}, {}, {"item_id": None, "sku": None}])
def test_an_order_with_an_unknown_item_is_not_made(account: Account, line: dict[str, object]) -> None:
    tee = account.item()
    with pytest.raises(NotFound) as refused:
        account.order(order_items=[{"item_id": tee.id}, line])
    assert refused.value.rule == "whiplash.records.not-found"
    assert len(account.state.orders) == len(account.state.order_items) == 0
    assert account.lying(tee) == (10, 0)


@pytest.mark.rule("whiplash.orders.unknown-warehouse")
def test_an_unknown_warehouse_is_refused(account: Account) -> None:
    with pytest.raises(InvalidValue) as refused:
        account.order(shop_warehouse_id=99)
    assert (refused.value.rule, refused.value.problems[0].place) == (
        "whiplash.orders.unknown-warehouse",
        "shop_warehouse_id",
    )
    assert len(account.state.orders) == 0


@pytest.mark.rule("whiplash.orders.shop-warehouse")
def test_the_warehouse_that_is_asked_for_comes_back_in_a_list(account: Account) -> None:
    order = account.order(shop_warehouse_id=WEST)
    assert (order.shop_warehouse_ids, order.warehouse_id) == ((WEST,), WEST)
    assert account.order().shop_warehouse_ids == ()
    assert ordering.update(account.state, order, {"shop_warehouse_id": None}, 9).shop_warehouse_ids == ()


@pytest.mark.rule("whiplash.orders.shop-dates")
def test_the_shops_dates_are_kept(account: Account) -> None:
    order = account.order(shop_created_at=datetime.datetime(2026, 2, 27, 9, 59, 30, tzinfo=datetime.UTC))
    assert order.shop_created_at == -30


# Originator ids


@pytest.mark.rule("whiplash.orders.originator-id-taken")
def test_two_orders_cannot_have_one_originator_id(account: Account) -> None:
    account.order(originator_id="A")
    with pytest.raises(InvalidValue) as refused:
        account.order(originator_id="A")
    assert refused.value.rule == "whiplash.orders.originator-id-taken"
    assert [str(problem) for problem in refused.value.problems] == ["originator_id: has already been taken"]
    assert len(account.state.orders) == 1


@pytest.mark.rule("whiplash.orders.originator-id-taken")
def test_an_order_cannot_take_another_ones_originator_id_but_keeps_its_own(account: Account) -> None:
    account.order(originator_id="A")
    order = account.order(originator_id="B")
    with pytest.raises(InvalidValue):
        ordering.update(account.state, order, {"originator_id": "A"}, account.tick())
    ordering.update(account.state, order, {"originator_id": "B", "email": "b@example.com"}, account.tick())
    assert account.now(order).email == "b@example.com"


@pytest.mark.rule("whiplash.orders.originator-id-taken")
def test_an_id_is_taken_within_its_provider_only(account: Account) -> None:
    account.order(originator_id="A")
    assert account.order(originator_id="A", provider="shopify").originator_id == "A"


@pytest.mark.rule("whiplash.orders.originator-id-free")
@pytest.mark.parametrize(("value", "allowed"), [("unique", False), ("free", True)])
def test_the_reading_originator_id_allows_duplicates_or_not(value: str, allowed: bool) -> None:
    account = Account(open_account(readings={"whiplash.originator-id": value}))
    account.order(originator_id="A")
    if allowed:
        account.order(originator_id="A")
    else:
        with pytest.raises(InvalidValue):
            account.order(originator_id="A")
    assert len(account.state.orders) == (2 if allowed else 1)


@pytest.mark.rule("whiplash.orders.by-originator")
def test_an_order_is_found_by_its_originator_id_else_by_its_proto(account: Account) -> None:
    first = account.order(originator_id="A")
    second = account.order(originator_id="B", proto_originator_id="A")
    third = account.order(proto_originator_id="C")
    found = {name: order_by_originator(account.state, name) for name in ("A", "B", "C", "D")}
    assert found == {"A": first, "B": second, "C": third, "D": None}


@pytest.mark.rule("whiplash.records.not-found", "whiplash.records.not-found-404")
@pytest.mark.parametrize(("value", "rule"), [("422", "not-found"), ("404", "not-found-404")])
@pytest.mark.parametrize("name", ["7", "x", "", None, 7])
def test_an_order_that_is_not_there_is_not_found(name: str | int | None, value: str, rule: str) -> None:
    state = open_account(readings={"whiplash.not-found": value})
    with pytest.raises(NotFound) as refused:
        order_by_id(state, name)
    assert (refused.value.rule, refused.value.kind) == (f"whiplash.records.{rule}", "Order")


# Changes


@pytest.mark.rule("whiplash.orders.update-partial")
def test_an_update_changes_what_it_names_and_the_time_of_the_change(account: Account) -> None:
    order = account.order(account.item(), public_note="Hello")
    changed = ordering.update(account.state, order, {"shipping_name": "Ada", "public_note": None}, account.tick())
    assert changed == replace(order, shipping_name="Ada", public_note=None, updated_at=account.at)
    assert account.now(order) == changed


@pytest.mark.rule("whiplash.orders.update-nothing")
@pytest.mark.parametrize("fields", [{}, {"shipping_name": "Bill Murray"}])
def test_an_update_of_nothing_changes_nothing(account: Account, fields: dict[str, str]) -> None:
    order = account.order(account.item())
    assert ordering.update(account.state, order, fields, account.tick()) == order
    assert account.now(order) == order


@pytest.mark.rule("whiplash.orders.proto-originator")
def test_the_proto_follows_a_new_originator_id_where_they_were_one(account: Account) -> None:
    same, other = account.order(originator_id="A"), account.order(originator_id="B", proto_originator_id="X")
    assert ordering.update(account.state, same, {"originator_id": "A2"}, 9).proto_originator_id == "A2"
    assert ordering.update(account.state, other, {"originator_id": "B2"}, 9).proto_originator_id == "X"


@pytest.mark.rule("whiplash.orders.anonymize", "whiplash.orders.anonymize-keeps")
def test_anonymizing_blanks_who_it_is_and_keeps_country_and_state(account: Account) -> None:
    told = {
        name: f"some {name}"
        for name in (
            "shipping_name", "shipping_company", "shipping_address_1", "shipping_address_2", "shipping_city",
            "shipping_zip", "shipping_phone", "email", "return_name", "return_company", "return_address_1",
            "return_address_2", "return_city", "return_zip", "return_phone", "return_email",
        )
    }  # fmt: skip  # one a line would be sixteen
    kept = {"shipping_state": "CA", "shipping_country": "US", "return_state": "MI", "return_country": "US"}
    order = account.order(account.item(), originator_id="A", **told, **kept)
    blank: dict[str, Any] = dict.fromkeys(told, "")
    changed = ordering.anonymize(account.state, order, account.tick())
    assert {name: getattr(changed, name) for name in told} == blank
    assert changed == replace(order, updated_at=account.at, **blank)


@pytest.mark.rule("whiplash.orders.anonymize")
def test_anonymizing_leaves_null_what_was_null(account: Account) -> None:
    order = account.order()
    assert ordering.anonymize(account.state, order, 9).return_name is None


@pytest.mark.rule(
    "whiplash.orders.cancel", "whiplash.orders.pause", "whiplash.orders.release", "whiplash.orders.uncancel"
)
def test_create_pause_release_cancel_uncancel_go_as_clients_saw_them(account: Account) -> None:
    order = account.order(account.item())
    seen = [order.status]
    for action in (ordering.pause, ordering.release, ordering.cancel, ordering.uncancel):
        order = action(account.state, order, account.tick())
        assert order.updated_at == account.at
        seen.append(order.status)
    assert seen == [100, 90, 100, 40, 100]
    assert order.warehouse_id == MIDWEST
