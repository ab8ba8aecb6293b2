"""The filters of lists and counts. Source: "Get a list of Orders", "Order Count", Parameters; readings.md, "Lists"."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.whiplash import ordering
from mockserver.whiplash.records import Order
from mockserver.whiplash.schemas.paging import OrderBy
from mockserver.whiplash.schemas.queries import count_orders, list_orders
from mockserver.whiplash.selecting import MOST_PARTS, ORDER_COLUMNS, select_orders, select_rows
from mockserver.whiplash.state import WhiplashState
from whiplash.accounts import NOW, Account, open_account

LATEST = OrderBy("updated_at", descending=True)


def asked(query: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a query loads as; it must be fine."""
    checked = list_orders(query, {})
    assert not checked.malformed, checked.malformed
    return checked.value


def listed(state: WhiplashState, query: Mapping[str, Any]) -> list[int]:
    filters = asked(query)
    listing = select_orders(state, filters)
    rows = listing.page(filters["order_by"], filters["page"], filters["limit"])
    assert listing.count() >= len(rows)
    return [order.id for order in rows]


@pytest.fixture
def account() -> Account:
    return Account(open_account())


@pytest.mark.rule("whiplash.lists.latest-first")
def test_the_order_that_changed_last_comes_first(account: Account) -> None:
    first, second, third = account.order(), account.order(), account.order()
    ordering.pause(account.state, first, account.tick())
    assert listed(account.state, {}) == [first.id, third.id, second.id]


@pytest.mark.rule("whiplash.lists.latest-first")
def test_of_orders_that_changed_at_once_the_newest_comes_first(account: Account) -> None:
    made = [ordering.create(account.state, {}, 5) for _ in range(3)]
    assert listed(account.state, {}) == [order.id for order in reversed(made)]


@pytest.mark.rule("whiplash.lists.status")
@pytest.mark.parametrize(
    "status",
    ["90", "paused", "Paused", ["90"], ["paused"], ["90", "90"], ["90", "shipped"], "PAUSED"],
)
def test_orders_are_found_by_status_as_code_and_name(account: Account, status: str | list[str]) -> None:
    paused = account.in_status(90)
    account.in_status(100)
    assert listed(account.state, {"status": status}) == [paused.id]


@pytest.mark.rule("whiplash.lists.status")
def test_several_statuses_are_merged_into_one_list(account: Account) -> None:
    made = [account.in_status(status) for status in (90, 100, 40, 90, 300, 100)]
    query = {"status": ["90", "cancelled", "300"]}
    expected = [made[4].id, made[3].id, made[2].id, made[0].id]
    assert listed(account.state, query) == expected
    assert listed(account.state, {**query, "limit": "2", "page": "2"}) == expected[2:]
    assert listed(account.state, {**query, "order_by": "id"}) == sorted(expected)
    assert select_orders(account.state, asked(query)).count() == 4


@pytest.mark.rule("whiplash.lists.since-id")
def test_since_id_leaves_out_the_order_itself(account: Account) -> None:
    first, second, third = account.order(), account.order(), account.order()
    assert listed(account.state, {"since_id": str(first.id)}) == [third.id, second.id]
    assert listed(account.state, {"since_id": str(third.id)}) == []


@pytest.mark.rule("whiplash.lists.date-bounds")
def test_date_bounds_take_both_ends_in(account: Account) -> None:
    old = account.order()
    account.at = 60
    young = account.order()
    ordering.pause(account.state, old, 120)

    def at(seconds: int) -> str:
        return (NOW + datetime.timedelta(seconds=seconds)).isoformat()

    for name, second, expected in (
        ("created_at_min", 61, [young.id]),
        ("created_at_min", 1, [old.id, young.id]),
        ("created_at_max", 60, [old.id]),
        ("created_at_max", 0, []),
        ("updated_at_min", 120, [old.id]),
        ("updated_at_min", 121, []),
        ("updated_at_max", 119, [young.id]),
        ("updated_at_max", 120, [old.id, young.id]),
    ):
        assert listed(account.state, {name: at(second)}) == expected, (name, second)


@pytest.mark.rule("whiplash.lists.shipping-country")
def test_orders_are_found_by_country_and_by_not_being_of_one(account: Account) -> None:
    made = {code: account.order(shipping_country=code) for code in ("US", "CA", "GB", None)}

    def found(**query: str | list[str]) -> set[int]:
        return set(listed(account.state, query))

    assert found(shipping_country="CA") == found(shipping_country="canada") == {made["CA"].id}
    assert found(shipping_country=["CA", "gb"]) == {made["CA"].id, made["GB"].id}
    assert found(shipping_country_not="US") == {made["CA"].id, made["GB"].id, made[None].id}
    assert found(shipping_country_not=["US", "CA"]) == {made["GB"].id, made[None].id}


@pytest.mark.rule("whiplash.lists.item-availability")
def test_orders_are_found_by_what_of_them_is_available(account: Account) -> None:
    there, gone = account.item("A", stock={5: 99}), account.item("B", stock={})
    every, mixed, none = account.order(there), account.order(there, gone), account.order(gone)
    empty = account.order()
    expected = {
        "all": [every.id],
        "any": [mixed.id, every.id],
        "mixed": [mixed.id],
        "none": [empty.id, none.id],
    }
    assert {word: listed(account.state, {"item_availability": word}) for word in expected} == expected


@pytest.mark.rule("whiplash.lists.order-columns")
@pytest.mark.parametrize("column", [*ORDER_COLUMNS])
def test_orders_can_be_sorted_by_every_field_of_theirs_with_one_value(column: str) -> None:
    state = open_account("demo")
    rising = listed(state, {"order_by": column, "limit": "250"})
    assert len(set(rising)) == 80
    assert listed(state, {"order_by": f"{column} DESC", "limit": "250"}) == rising[::-1]


@pytest.mark.rule("whiplash.query.invalid-value")
@pytest.mark.parametrize(
    "query",
    [
        {"status": "nope"},
        {"status": ["100", "101"]},
        {"shipping_country": "XX"},
        {"item_availability": "some"},
        {"since_id": "a"},
        {"created_at_min": "soon"},
        {"order_by": "tracking"},
    ],
)
def test_a_filter_that_does_not_parse_is_refused(query: dict[str, Any]) -> None:
    (problem,) = list_orders(query, {}).malformed
    assert problem.place == next(iter(query))
    if "order_by" not in query:
        assert [problem] == list(count_orders(query, {}).malformed)


@pytest.mark.rule("whiplash.items.list")
def test_items_are_listed_by_the_bounds_that_every_list_has(account: Account) -> None:
    first, second = account.item("A"), account.item("B")
    listing = select_rows(account.state, account.state.items, {"since_id": first.id}, active=True)
    assert (listing.count(), listing.page(LATEST, 1, 50)) == (1, [second])
    by_sku = select_rows(account.state, account.state.items, {"sku": ["A", "A"]}, ("sku",), active=True)
    assert (by_sku.count(), by_sku.page(LATEST, 1, 50)) == (1, [first])


# Against a plain model


def is_wanted(state: WhiplashState, order: Order, filters: Mapping[str, Any]) -> bool:
    """What the document's table says, read order by order."""
    epoch = state.clock.epoch
    created, updated = (epoch + datetime.timedelta(seconds=at) for at in (order.created_at, order.updated_at))
    available = [line.available for line in state.items_of(order.id)]
    availability: dict[str, Callable[[], bool]] = {
        "all": lambda: bool(available) and all(available),
        "any": lambda: any(available),
        "mixed": lambda: any(available) and not all(available),
        "none": lambda: not any(available),
    }
    tests: dict[str, Callable[[Any], bool]] = {
        "status": lambda wanted: order.status in wanted,
        "since_id": lambda wanted: order.id > wanted,
        "provider": lambda wanted: (
            order.provider == wanted or (wanted == "whiplash" and order.provider.startswith("whiplash"))
        ),
        "originator_group": lambda wanted: order.originator_group_id == wanted,
        "reference": lambda wanted: wanted in (order.reference, order.originator_id),
        "created_at_min": lambda wanted: created >= wanted,
        "created_at_max": lambda wanted: created <= wanted,
        "updated_at_min": lambda wanted: updated >= wanted,
        "updated_at_max": lambda wanted: updated <= wanted,
        "shipping_country": lambda wanted: order.shipping_country in wanted,
        "shipping_country_not": lambda wanted: order.shipping_country not in wanted,
        "item_availability": lambda wanted: availability[wanted](),
    }
    return all(tests[name](wanted) for name, wanted in filters.items())


@cache
def demo() -> WhiplashState:
    """Nobody changes it."""
    return open_account("demo", seed=3)


def moments() -> st.SearchStrategy[datetime.datetime]:
    return st.integers(-30 * 86400, 0).map(lambda seconds: NOW + datetime.timedelta(seconds=seconds))


def filters_of_orders() -> st.SearchStrategy[dict[str, Any]]:
    orders = [*demo().orders]
    groups = [order.originator_group_id for order in orders if order.originator_group_id is not None]
    optional = {
        "status": st.lists(st.sampled_from([order.status for order in orders]), min_size=1, max_size=8),
        "since_id": st.sampled_from([order.id for order in orders]),
        "provider": st.sampled_from(["api", "shopify", "whiplash", "whiplash:separate", "none"]),
        "originator_group": st.sampled_from(groups),
        "reference": st.sampled_from([order.originator_id or order.reference or "x" for order in orders]),
        "created_at_min": moments(),
        "created_at_max": moments(),
        "updated_at_min": moments(),
        "updated_at_max": moments(),
        "shipping_country": st.lists(st.sampled_from(["US", "CA", "GB", "AU", "ZW"]), min_size=1, max_size=5),
        "shipping_country_not": st.lists(st.sampled_from(["US", "CA", "GB"]), min_size=1, max_size=3),
        "item_availability": st.sampled_from(["all", "any", "mixed", "none"]),
    }
    return st.fixed_dictionaries({}, optional=optional)


@pytest.mark.rule("whiplash.lists.filters-together")
@given(
    filters=st.deferred(filters_of_orders),
    column=st.sampled_from(["updated_at", "created_at", "id", "shipping_name", "monetary_value", "shipped_on"]),
    descending=st.booleans(),
    size=st.integers(1, 90),
)
def test_pages_hold_what_the_model_holds_in_its_order(
    filters: dict[str, Any], column: str, descending: bool, size: int
) -> None:
    state = demo()
    expected = [order for order in state.orders if is_wanted(state, order, filters)]

    def key(order: Order) -> tuple[bool, Any, int]:
        value = getattr(order, column)
        return value is not None, value, order.id

    expected.sort(key=key, reverse=descending)
    listing = select_orders(state, filters)
    assert listing.count() == len(expected)
    pages = [listing.page(OrderBy(column, descending), number, size) for number in range(1, 82 // size + 2)]
    assert [order for page in pages for order in page] == expected


@pytest.mark.rule("whiplash.lists.filters-together")
def test_many_statuses_in_many_countries_are_as_right_as_few() -> None:
    orders = [*demo().orders]
    statuses = sorted({order.status for order in orders})
    countries = ["US", "CA"]
    assert len(statuses) * len(countries) > MOST_PARTS
    found = listed(demo(), {"status": list(map(str, statuses)), "shipping_country": countries, "limit": "250"})
    assert sorted(found) == sorted(order.id for order in orders if order.shipping_country in countries)
