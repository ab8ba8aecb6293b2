"""Orders that are made from another one. Source: "Provider", "Originator Group"; readings.md, "Separate"."""

from __future__ import annotations

import pytest

from mockserver.core.errors import InvalidValue
from mockserver.whiplash import deriving, itemizing, ordering
from mockserver.whiplash.finding import order_by_originator
from mockserver.whiplash.records import Order
from mockserver.whiplash.selecting import select_orders
from whiplash.accounts import Account, open_account


@pytest.fixture
def account() -> Account:
    return Account(open_account())


def found(account: Account, **filters: object) -> list[int]:
    listing = select_orders(account.state, filters)
    return sorted(order.id for part in listing._parts for order in part.slice(0, 99))


def identity(order: Order) -> tuple[str, str | None, int | None, str | None, str | None]:
    return (
        order.provider,
        order.originator_id,
        order.originator_group_id,
        order.proto_originator_id,
        order.reference,
    )


@pytest.mark.rule("whiplash.derived.separate", "whiplash.derived.group")
def test_a_line_becomes_an_order_of_its_own(account: Account) -> None:
    tee, cap = account.item("TEE"), account.item("CAP")
    order = account.order(tee, (cap, 2), originator_id="5623643082", public_note="Hello")
    line = account.lines(order)[1]
    split = itemizing.separate(account.state, line, account.tick())
    assert identity(split) == ("whiplash:separate", None, order.id, "5623643082", "5623643082-split-1")
    assert (split.shipping_name, split.public_note, split.status) == ("Bill Murray", "Hello", 100)
    assert [(one.id, one.quantity, one.order_id) for one in account.lines(split)] == [(line.id, 2, split.id)]
    assert [one.item_id for one in account.lines(order)] == [tee.id]
    assert account.now(order).originator_id == "5623643082"
    assert account.lying(cap) == (10, 2)
    assert account.lying(tee) == (10, 1)


@pytest.mark.rule("whiplash.derived.separate")
def test_an_order_and_what_is_split_off_are_looked_at_again(account: Account) -> None:
    tee, soon = account.item("TEE"), account.item("SOON", available=False)
    order = account.order(tee, soon)
    assert order.status == 80
    split = itemizing.separate(account.state, account.lines(order)[1], account.tick())
    assert (account.now(order).status, account.now(order).availability) == (100, "all")
    assert (split.status, split.availability) == (80, "none")


@pytest.mark.rule("whiplash.order-items.separate-only")
def test_the_only_line_cannot_be_separated(account: Account) -> None:
    order = account.order(account.item())
    with pytest.raises(InvalidValue) as refused:
        itemizing.separate(account.state, account.lines(order)[0], account.tick())
    assert refused.value.rule == "whiplash.order-items.separate-only"
    assert len(account.state.orders) == 1


@pytest.mark.rule("whiplash.derived.group")
def test_what_is_split_off_a_split_order_belongs_to_the_first(account: Account) -> None:
    order = account.order(account.item("A"), account.item("B"), account.item("C"), originator_id="1")
    split = itemizing.separate(account.state, account.lines(order)[2], account.tick())
    itemizing.change(account.state, account.lines(order)[1], {"order_id": split.id}, account.tick())
    again = itemizing.separate(account.state, account.lines(split)[0], account.tick())
    assert identity(again) == ("whiplash:separate", None, order.id, "1", "1-split-2")


@pytest.mark.rule("whiplash.derived.replace", "whiplash.derived.group")
def test_a_replacement_points_to_the_order_and_has_its_lines_again(account: Account) -> None:
    tee = account.item()
    order = ordering.place(account.state, account.order((tee, 2), originator_id="7"), 400, account.tick())
    replaced = deriving.replace_order(account.state, order, account.tick())
    assert identity(replaced) == ("whiplash:replace", str(order.id), order.id, "7", "7-replace-1")
    (line,) = account.lines(replaced)
    assert (line.quantity, line.packed, line.package_id) == (2, 0, None)
    assert (replaced.status, replaced.shipped_on, replaced.tracking, replaced.billed) == (100, None, (), False)
    assert account.now(order) == order


@pytest.mark.rule("whiplash.derived.exchange", "whiplash.derived.group")
def test_an_exchange_points_to_the_order_and_has_other_lines(account: Account) -> None:
    tee, cap = account.item("TEE"), account.item("CAP")
    order = ordering.place(account.state, account.order(tee, originator_id="7"), 430, account.tick())
    lines = [{"item_id": cap.id, "quantity": 3}]
    exchanged = deriving.exchange(account.state, order, lines, account.tick())
    assert identity(exchanged) == ("whiplash:exchange", str(order.id), order.id, None, "7-exchange-1")
    assert [(line.item_id, line.quantity) for line in account.lines(exchanged)] == [(cap.id, 3)]


@pytest.mark.rule("whiplash.lists.provider", "whiplash.lists.originator-group", "whiplash.lists.reference")
def test_all_of_a_group_are_found_as_the_documents_last_sections_say(account: Account) -> None:
    order = account.order(account.item("A"), account.item("B"), originator_id="7")
    split = itemizing.separate(account.state, account.lines(order)[1], account.tick())
    order = ordering.place(account.state, account.now(order), 400, account.tick())
    replaced = deriving.replace_order(account.state, order, account.tick())
    exchanged = deriving.exchange(account.state, order, [], account.tick())
    by_hand = account.order(provider="whiplash")
    derived = sorted([split.id, replaced.id, exchanged.id])
    assert found(account, originator_group=order.id) == derived
    assert found(account, provider="whiplash") == sorted([*derived, by_hand.id])
    assert found(account, provider="whiplash:separate") == [split.id]
    assert found(account, provider="api") == [order.id]
    assert found(account, reference="7-split-1") == [split.id]
    assert found(account, reference="7") == [order.id]
    assert order_by_originator(account.state, "7") == order
    assert order_by_originator(account.state, str(order.id)) == replaced
