"""Whatever the seed and the pace: every order walks the lifecycle and comes to rest."""

from __future__ import annotations

import datetime
import time
from collections.abc import Mapping
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockserver.app import open_sandboxes
from mockserver.core.sandbox import Sandbox, SandboxOptions
from mockserver.core.sandboxes import Sandboxes
from mockserver.warpware import WARPWARE, ordering, preorder_rules
from mockserver.warpware.records import Order

BEGINNING = datetime.datetime(2026, 2, 27, 10, 0, 0, tzinfo=datetime.UTC)
WEEK = 7 * 24 * 60 * 60

STEPS: Mapping[str, set[str]] = {
    "pending": {"ready", "hold", "cancelled"},
    "ready": {"processing", "hold", "cancelled"},
    "processing": {"shipped", "failed"},
    "shipped": {"delivered"},
    "failed": {"pending"},
    "hold": {"pending"},
    "delivered": set(),
    "cancelled": set(),
}
"""Where the pipeline and, in the histories of the demo profile, a partner's cancel lead."""

SEEDS = st.integers(-(2**63), 2**63 - 1)


@cache
def worlds() -> Sandboxes:
    return open_sandboxes(SandboxOptions(profile="empty"))


@cache
def warehouses() -> Sandboxes:
    """Sandboxes of this vendor alone."""
    return Sandboxes([WARPWARE])


def orders_of(sandbox: Sandbox) -> dict[str, Order]:
    return {order.id: order for order in sandbox.state("warpware").orders}


def changes(order: Order) -> list[tuple[str, str]]:
    """Each change of status, from and to."""
    details = [entry.details for entry in order.timeline if entry.type == "status_changed"]
    return [(str(detail["old_status"]), str(detail["new_status"])) for detail in details]


def assert_walked(order: Order) -> None:
    """The timeline is one unbroken, legal walk from pending to the order's status, and time only goes on."""
    status = "pending"
    for old, new in changes(order):
        assert old == status
        assert new in STEPS[old], (order.external_id, changes(order))
        status = new
    assert status == order.status
    times = [entry.at for entry in order.timeline]
    assert times == sorted(times)
    assert order.created_at <= times[0]
    assert order.updated_at == times[-1]


@given(seed=SEEDS, speed=st.floats(0.5, 1_000_000), failure_rate=st.floats(0, 1))
@settings(max_examples=8)
@pytest.mark.rule("warpware.autopilot.moves", "warpware.pipeline.moves")
def test_every_timeline_is_a_legal_walk_after_every_day_of_a_week(seed: int, speed: float, failure_rate: float) -> None:
    pace = {"speed": speed, "failure_rate": failure_rate}
    sandbox = warehouses().create(SandboxOptions(seed, "demo", BEGINNING, frozen=True, autopilot=pace), "a" * 16)
    updated = {order_id: order.updated_at for order_id, order in orders_of(sandbox).items()}
    assert len(updated) == 120
    for _ in range(7):
        sandbox.advance(WEEK / 7)
        for order_id, order in orders_of(sandbox).items():
            assert_walked(order)
            assert order.updated_at >= updated[order_id]
            updated[order_id] = order.updated_at


@given(seed=SEEDS, cuts=st.lists(st.integers(0, WEEK), max_size=6))
@settings(max_examples=5)
@pytest.mark.rule("warpware.autopilot.own-instant")
def test_however_time_is_cut_the_same_happens(seed: int, cuts: list[int]) -> None:
    options = SandboxOptions(seed, "demo", BEGINNING, frozen=True, autopilot={"speed": 1, "failure_rate": 0.3})
    whole, cut = warehouses().create(options, "a" * 16), warehouses().create(options, "b" * 16)
    effects = []
    for stop, following in zip([0, *sorted(cuts)], [*sorted(cuts), WEEK], strict=True):
        effects += cut.advance(following - stop)
    assert effects == whole.advance(WEEK)
    assert orders_of(cut) == orders_of(whole)


@given(seed=SEEDS, failure_rate=st.sampled_from([0, 0.3, 1]))
@settings(max_examples=5)
@pytest.mark.rule("warpware.autopilot.retries", "warpware.autopilot.preorders", "warpware.autopilot.hold-still")
def test_in_a_week_at_speed_3600_every_order_comes_to_rest(seed: int, failure_rate: float) -> None:
    pace = {"speed": 3600, "failure_rate": failure_rate}
    sandbox = warehouses().create(SandboxOptions(seed, "demo", BEGINNING, frozen=True, autopilot=pace), "a" * 16)
    state = sandbox.state("warpware")
    rule = preorder_rules.add(state, {"sku": "SOON", "hold_mode": "hold_entire"}, 0)
    for number, tag in enumerate(["MOCK_HOLD_STILL", "TEST_ORDER", "vip"] * 4):
        fields: dict[str, object] = {"source": "api", "tags": [tag], "shipping_address": {}}
        for sku in ("NOW", "SOON"):
            fields |= {"external_id": f"{sku}-{number}", "line_items": [{"sku": sku, "quantity": 1}]}
            ordering.create(state, fields, 0)
    sandbox.advance(WEEK)
    assert len(sandbox.schedule) == 0
    for order in orders_of(sandbox).values():
        rests = {
            "delivered": True,
            "cancelled": True,
            "failed": order.retry_count <= 3,
            "hold": order.held_by == (rule.id,),
            "ready": "TEST_ORDER" in order.tags,
            "pending": "MOCK_HOLD_STILL" in order.tags,
        }
        assert rests.get(order.status), (order.external_id, order.status)


@pytest.mark.rule("warpware.autopilot.moves")
def test_a_demo_sandbox_ages_a_week_in_one_advance_in_under_a_second() -> None:
    pace = {"speed": 3600}
    sandbox = worlds().create(SandboxOptions(42, "demo", BEGINNING, frozen=True, autopilot=pace), "a" * 16)
    started = time.perf_counter()
    effects = sandbox.advance(WEEK)
    assert time.perf_counter() - started < 1
    assert len(effects) > 100
    assert {order.status for order in orders_of(sandbox).values()} == {"delivered", "cancelled", "failed"}


def test_a_sandbox_with_an_autopilot_is_made_in_under_a_millisecond() -> None:
    options = SandboxOptions(profile="demo", autopilot=True)
    worlds().create(options, "a" * 16)
    took = []
    for _ in range(30):
        started = time.perf_counter()
        worlds().create(options, "a" * 16)
        took.append((time.perf_counter() - started) * 1000)
    assert min(took) <= 1
