"""Whatever the seed and the pace: every order walks as the warehouse does and comes to rest."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whiplash.autopiloted import DAY, Autopiloted, seconds

STEPS: Mapping[int, set[int]] = {
    100: {120},
    120: {150},
    150: {160},
    155: {160},
    160: {200},
    200: {250},
    250: {300},
    300: {325},
    325: {350, 400},
}
SEEDS = st.integers(-(2**63), 2**63 - 1)


@given(seed=SEEDS, speed=st.floats(60, 1_000_000), failure_rate=st.floats(0, 1))
@settings(max_examples=12)
@pytest.mark.rule("whiplash.autopilot.moves", "whiplash.autopilot.waits", "whiplash.warehouse.moves")
def test_every_walk_is_legal_and_ends_after_a_week(seed: int, speed: float, failure_rate: float) -> None:
    account = Autopiloted({"speed": speed, "failure_rate": failure_rate}, seed=seed, profile="demo")
    status = {order.id: order.status for order in account.state.orders}
    at = 0
    for effect in account.advance(7 * DAY):
        order_id = effect["order_id"]
        assert effect["from"] == status[order_id]
        assert effect["to"] in STEPS[effect["from"]]
        status[order_id] = effect["to"]
        assert at <= seconds(effect)
        at = seconds(effect)
    assert status == {order.id: order.status for order in account.state.orders}
    assert not STEPS.keys() & set(status.values())
    assert len(account.sandbox.schedule) == 0
    assert all(place.committed == 0 for place in account.state.warehouse_quantities)
    for order in account.state.orders:
        assert (order.shipped_on is not None) == (order.status >= 300) == bool(account.state.packages_of(order.id))


@given(seed=SEEDS, cuts=st.lists(st.integers(0, 7 * DAY), max_size=6))
@settings(max_examples=6)
@pytest.mark.rule("whiplash.autopilot.own-instant")
def test_however_time_is_cut_the_same_happens(seed: int, cuts: list[int]) -> None:
    whole, cut = (Autopiloted({"speed": 1}, seed=seed, profile="demo") for _ in range(2))
    for stop, following in zip([0, *sorted(cuts)], [*sorted(cuts), 7 * DAY], strict=True):
        cut.advance(following - stop)
    assert cut.told == whole.advance(7 * DAY)
    assert list(cut.state.orders) == list(whole.state.orders)
    assert list(cut.state.packages) == list(whole.state.packages)
