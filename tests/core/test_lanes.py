"""The order in which one endpoint is told, whatever is held back."""

from __future__ import annotations

import datetime

from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.delivery import Delivery
from mockserver.core.faults.plan import DeliveryPlan
from mockserver.core.lanes import Errand, Lane

TEN = datetime.datetime(2026, 2, 27, 10, 0, 0, tzinfo=datetime.UTC)
PATIENCE = 30


def errand(number: int, behind: int = 0, delay: float = 0, copies: int = 0) -> Errand:
    """The first attempt of a delivery that was queued at ten."""
    delivery = Delivery(number, "a", "https://a.example/", "id", "e", {}, b"{}", (), TEN, TEN)
    made = Errand.of(delivery, TEN)
    made.suffer(DeliveryPlan(behind=behind, patience=PATIENCE, delay=delay, copies=copies))
    return made


def gone(lane: Lane, until: datetime.datetime = TEN) -> list[int]:
    """The numbers of what is due by then, out of the lane."""
    numbers = []
    while (first := lane.first()) is not None and first.due <= until:
        numbers.append(lane.take().delivery.number)
    return numbers


@given(st.lists(st.integers(0, 4), max_size=12))
def test_each_is_overtaken_by_as_many_later_ones_as_it_should_be(behinds: list[int]) -> None:
    lane = Lane()
    for number, behind in enumerate(behinds, 1):
        lane.put(errand(number, behind))
    order = gone(lane, TEN + datetime.timedelta(seconds=PATIENCE))
    assert sorted(order) == list(range(1, len(behinds) + 1))
    plain = [number for number in order if not behinds[number - 1]]
    assert plain == sorted(plain)
    for number, behind in enumerate(behinds, 1):
        later = [other for other in plain if other > number]
        before = order[: order.index(number)]
        assert sum(other in before for other in later) == min(behind, len(later))


@given(st.lists(st.integers(0, 3), max_size=12), st.lists(st.booleans(), min_size=12, max_size=12))
def test_when_somebody_comes_to_take_makes_no_difference(behinds: list[int], takes: list[bool]) -> None:
    at_the_end, on_the_way = Lane(), Lane()
    order: list[int] = []
    for number, (behind, take) in enumerate(zip(behinds, takes, strict=False), 1):
        at_the_end.put(errand(number, behind))
        on_the_way.put(errand(number, behind))
        if take:
            order += gone(on_the_way)
    assert order + gone(on_the_way) == gone(at_the_end)


def test_a_later_one_that_is_delayed_overtakes_only_when_it_goes() -> None:
    lane = Lane()
    held = errand(1, behind=1)
    lane.put(held)
    lane.put(errand(2, delay=10))
    assert held.due == held.delivery.due == TEN + datetime.timedelta(seconds=10)
    assert gone(lane, TEN + datetime.timedelta(seconds=10)) == [2, 1]


def test_what_is_delayed_and_held_back_does_not_go_before_its_time() -> None:
    lane = Lane()
    lane.put(errand(1, behind=1, delay=10))
    lane.put(errand(2))
    assert gone(lane) == [2]
    assert gone(lane, TEN + datetime.timedelta(seconds=10)) == [1]


def test_copies_go_right_behind() -> None:
    lane = Lane()
    first = errand(1, copies=2)
    for each in (first, *first.copies(), errand(2)):
        lane.put(each)
    assert gone(lane) == [1, 1, 1, 2]


def test_what_a_replay_brought_home_is_passed_by() -> None:
    lane = Lane()
    first = errand(1)
    lane.put(first)
    lane.put(errand(2))
    first.delivery.state = "delivered"
    assert gone(lane) == [2]
