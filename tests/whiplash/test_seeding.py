"""The demo profile: an account in full swing whose parts fit together, whatever the seed."""

from __future__ import annotations

import datetime
import re
import subprocess
import sys
import time
from collections import Counter
from decimal import Decimal
from typing import Any

import orjson
import pytest

from mockserver.whiplash import ordering
from mockserver.whiplash.export import export_state
from mockserver.whiplash.lifecycle import ENDS
from mockserver.whiplash.packaging import fees_of
from mockserver.whiplash.state import WhiplashState
from whiplash.accounts import NOW, Account, open_account

SEEDS = range(8)

pytestmark = pytest.mark.rule("whiplash.demo.whole")


@pytest.fixture(scope="module")
def states() -> list[WhiplashState]:
    """The account of each seed; nobody changes it."""
    return [open_account("demo", seed=seed) for seed in SEEDS]


def exported(seed: int) -> bytes:
    return orjson.dumps(export_state(open_account("demo", seed=seed)))


def test_every_seed_makes_80_orders_in_all_26_statuses(states: list[WhiplashState]) -> None:
    for state in states:
        assert len(state.orders) == 80
        assert Counter(order.status for order in state.orders) == {
            30: 1, 35: 1, 40: 5, 45: 2, 50: 2, 75: 1, 77: 1, 80: 3, 90: 4, 95: 4, 100: 10, 120: 6, 150: 2, 155: 1,
            160: 2, 200: 1, 250: 1, 300: 8, 325: 5, 350: 11, 375: 1, 380: 1, 400: 4, 410: 1, 430: 1, 450: 1,
        }  # fmt: skip  # one a line would be twenty-six


def test_ids_rise_with_time_and_nothing_is_in_the_future(states: list[WhiplashState]) -> None:
    for state in states:
        orders = list(state.orders)
        assert [order.id for order in orders] == list(range(orders[0].id, orders[0].id + 80))
        created = [order.created_at for order in orders]
        assert created == sorted(created)
        assert min(created) >= -30 * 86400
        assert all(order.created_at <= order.updated_at < 0 for order in orders)
        for order in orders:
            if order.shipped_on is not None:
                assert order.created_at < order.shipped_on <= order.updated_at


@pytest.mark.rule("whiplash.derived.group")
def test_separate_replacement_and_exchange_have_their_ids(states: list[WhiplashState]) -> None:
    for state in states:
        derived = [order for order in state.orders if order.originator_group_id is not None]
        assert Counter(order.provider for order in derived) == {
            "whiplash:separate": 2,
            "whiplash:replace": 2,
            "whiplash:exchange": 1,
        }
        for order in derived:
            original = state.orders.get(order.originator_group_id or 0)
            assert original is not None
            assert original.originator_id is not None
            assert original.created_at < order.created_at
            kind = order.provider.removeprefix("whiplash:")
            assert order.originator_id == (None if kind == "separate" else str(original.id))
            assert order.proto_originator_id == (None if kind == "exchange" else original.originator_id)
            assert (order.reference or "").startswith(f"{original.originator_id}-")
            assert state.items_of(order.id)
            assert state.items_of(original.id)


@pytest.mark.rule("whiplash.orders.set-aside")
def test_stock_and_what_is_set_aside_follow_from_orders_and_transactions(states: list[WhiplashState]) -> None:
    for state in states:
        moved: Counter[tuple[int, int]] = Counter()
        for row in state.item_transactions:
            moved[row.item_id, row.warehouse_id] += row.quantity
        aside: Counter[tuple[int, int]] = Counter()
        for order in state.orders:
            if 100 <= order.status < 300:
                for line in state.items_of(order.id):
                    aside[line.item_id, order.warehouse_id] += line.quantity
        for place in state.warehouse_quantities:
            key = (place.item_id, place.warehouse_id)
            assert (place.quantity, place.committed) == (moved[key], aside[key])
            assert place.committed <= place.quantity
        lying: Counter[int] = Counter()
        for place in state.warehouse_quantities:
            lying[place.item_id] += place.quantity
        assert {item.id: item.quantity for item in state.items} == {item.id: lying[item.id] for item in state.items}


def test_there_are_30_items_of_which_some_cannot_be_had(states: list[WhiplashState]) -> None:
    for state in states:
        assert len(state.items) == 30
        assert sum(not item.available for item in state.items) == 2
        assert sum(item.available and item.quantity == 0 for item in state.items) == 2


def test_orders_that_have_shipped_have_packages_and_fees_and_others_none(states: list[WhiplashState]) -> None:
    for state in states:
        for order in state.orders:
            packages = state.packages_of(order.id)
            assert bool(packages) == (order.status >= 300) == order.billed == (order.shipped_on is not None)
            assert order.tracking == tuple(package.tracking for package in packages)
            if packages:
                assert fees_of(order, packages).total > Decimal(5)


def test_shipnotices_are_in_several_statuses(states: list[WhiplashState]) -> None:
    for state in states:
        assert sorted(notice.status for notice in state.shipnotices) == [50, 100, 150, 250, 300, 300]
        assert len(state.web_hooks) == 0


def test_nothing_in_the_demo_has_happened_after_its_beginning(states: list[WhiplashState]) -> None:
    for state in states:
        for notice in state.shipnotices:
            assert max(notice.updated_at, notice.arrived_at or 0, notice.completed_at or 0) <= 0, notice
        for row in (*state.orders, *state.items, *state.order_items, *state.item_transactions, *state.packages):
            assert max(row.created_at, getattr(row, "updated_at", 0)) <= 0, row


def test_the_demos_orders_go_on_when_they_are_acted_on() -> None:
    account = Account(open_account("demo"))
    for order in list(account.state.orders):
        if order.status < 300 and order.status not in ENDS:
            cancelled = ordering.cancel(account.state, order, account.tick())
            assert ordering.uncancel(account.state, cancelled, account.tick()).status in (80, 95, 100)


def test_customers_cannot_be_reached(states: list[WhiplashState]) -> None:
    for state in states:
        for order in state.orders:
            assert re.fullmatch(r"[a-z.'-]+@example\.(com|org|net)", order.email or "")
            assert re.fullmatch(r"(555-01\d\d)?", order.shipping_phone or "")


def test_customers_live_in_several_countries(states: list[WhiplashState]) -> None:
    for state in states:
        countries = Counter(order.shipping_country for order in state.orders)
        assert countries["US"] > 40
        assert len(countries) >= 3


def test_the_same_seed_makes_the_same_bytes_and_another_one_others() -> None:
    assert exported(11) == exported(11)
    assert exported(11) != exported(12)


def test_another_process_makes_the_same_bytes() -> None:
    code = (
        "import sys; sys.path.insert(0, 'tests'); from whiplash.test_seeding import exported;"
        "sys.stdout.buffer.write(exported(11))"
    )
    made = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout
    assert made == exported(11)


def test_what_one_account_does_another_does_not_see() -> None:
    first, second = Account(open_account("demo")), Account(open_account("demo"))
    before = orjson.dumps(export_state(second.state))
    for order in list(first.state.orders)[:40]:
        ordering.anonymize(first.state, order, first.tick())
    first.order(first.item())
    assert orjson.dumps(export_state(second.state)) == before
    assert second.order().id == first.order().id - 1


def test_a_fresh_account_takes_no_time() -> None:
    open_account("demo")
    spans = []
    for _ in range(50):
        began = time.perf_counter()
        open_account("demo")
        spans.append(time.perf_counter() - began)
    assert sorted(spans)[25] < 0.001


def test_the_empty_profile_has_warehouses_and_nothing_else() -> None:
    state = open_account("empty")
    tables: dict[str, Any] = export_state(state)
    assert {name for name, rows in tables.items() if rows} == {"warehouses"}
    assert state.clock.now() == NOW
    assert state.clock.now().tzinfo == datetime.UTC
