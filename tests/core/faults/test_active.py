"""A sandbox's rules: which fire on a call, in which order, and what is reported of them."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from mockserver.app import VENDORS
from mockserver.core.clock import Clock
from mockserver.core.facts import Facts
from mockserver.core.faults.active import Faults, UnknownFault
from mockserver.core.faults.plan import FaultAnswer, FaultPlan
from mockserver.core.faults.rule import citation
from mockserver.core.randomness import Streams
from mockserver.core.wire_plan import WirePlan
from mockserver.scripting.rules import RuleReader

TEN = datetime.datetime(2026, 2, 27, 10, 0, 0, tzinfo=datetime.UTC)
READER = RuleReader(VENDORS)
CREATE = Facts(operation="warpware.createOrder", method="POST", path="/partner/v1/orders", body=b"{}")
GET = Facts(operation="warpware.getOrder", method="GET", path="/partner/v1/orders/1")
BULK = Facts(operation="warpware.bulkCreateOrders", method="POST", path="/partner/v1/orders/bulk", batch=True)
STATUS = {"kind": "status", "status": 503}


class Bench:
    """Faults on a clock that is frozen at ten."""

    def __init__(self, seed: int = 7) -> None:
        self.clock = Clock(TEN, frozen=True)
        self.faults = Faults(self.clock, Streams(seed))

    def add(self, effect: Any = STATUS, **rule: Any) -> str:
        written = {**rule} if "effects" in rule else {"effect": effect, **rule}
        return self.faults.add(READER.rule(written)).id

    def before(self, facts: Facts = CREATE) -> FaultPlan | None:
        return self.faults.on_call(facts, "before")

    def statuses(self, calls: int, facts: Facts = CREATE) -> list[int | None]:
        found: list[int | None] = []
        for _ in range(calls):
            plan = self.before(facts)
            found.append(plan.answer.status if plan and isinstance(plan.answer, FaultAnswer) else None)
        return found


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_without_rules_there_is_nothing_to_ask(bench: Bench) -> None:
    assert not bench.faults
    assert bench.before() is None


def test_a_rule_fires_on_calls_that_match_and_on_no_others(bench: Bench) -> None:
    bench.add(when={"operation": "createOrder"})
    assert bench.statuses(2, CREATE) == [503, 503]
    assert bench.statuses(2, GET) == [None, None]


def test_a_rule_of_one_phase_is_not_asked_in_another(bench: Bench) -> None:
    bench.add("reset", phase="after")
    assert bench.before() is None
    plan = bench.faults.on_call(CREATE, "after")
    assert plan is not None
    assert plan.wire == WirePlan(reset=True)


def test_a_sequence_is_gone_through_once(bench: Bench) -> None:
    bench.add(effects=[STATUS, None, {"kind": "status", "status": 500}])
    assert bench.statuses(5) == [503, None, 500, None, None]
    (report,) = bench.faults.as_json()
    assert (report["seen"], report["fired"], report["left"], report["state"]) == (5, 2, 0, "spent")


def test_a_sequence_with_times_begins_again(bench: Bench) -> None:
    bench.add(effects=[STATUS, None], times=5)
    assert bench.statuses(7) == [503, None, 503, None, 503, None, None]


def test_an_expired_rule_never_fires(bench: Bench) -> None:
    bench.add(expires_after=60)
    assert bench.statuses(1) == [503]
    bench.clock.move_to(TEN + datetime.timedelta(seconds=59))
    assert bench.statuses(1) == [503]
    bench.clock.move_to(TEN + datetime.timedelta(seconds=60))
    assert bench.statuses(1) == [None]
    (report,) = bench.faults.as_json()
    assert (report["state"], report["expires_at"], report["seen"]) == ("expired", "2026-02-27T10:01:00Z", 2)


def test_a_removed_rule_never_fires(bench: Bench) -> None:
    fault_id = bench.add()
    bench.faults.remove(fault_id)
    assert bench.statuses(1) == [None]
    assert not bench.faults


def test_all_rules_can_be_removed_at_once(bench: Bench) -> None:
    bench.add()
    bench.add("reset")
    assert bench.faults.clear() == 2
    assert bench.statuses(1) == [None]


def test_a_rule_that_is_not_there_cannot_be_removed(bench: Bench) -> None:
    with pytest.raises(UnknownFault, match="there is no fault rule 'fault-7'; there are none"):
        bench.faults.remove("fault-7")
    bench.add()
    with pytest.raises(UnknownFault, match="there is no fault rule 'falt-1'; did you mean 'fault-1'"):
        bench.faults.remove("falt-1")


def test_a_delay_and_a_status_of_two_rules_compose(bench: Bench) -> None:
    bench.add({"kind": "delay", "seconds": 2}, name="slow")
    bench.add(name="outage")
    plan = bench.before()
    assert plan is not None
    assert (plan.delay, plan.answer, plan.fired) == (2, FaultAnswer(503), ["slow", "outage"])


def test_the_answer_cites_the_rule_that_shows_in_it(bench: Bench) -> None:
    bench.add({"kind": "delay", "seconds": 2}, name="slow")
    plan = bench.before()
    assert plan is not None
    assert plan.rule is None
    bench.add(name="Vendor outage: at noon!")
    plan = bench.before()
    assert plan is not None
    assert plan.rule == "fault.vendor-outage-at-noon"


def test_a_name_without_letters_is_cited_all_the_same() -> None:
    assert citation("…") == "fault.unnamed"


def test_of_two_rules_that_exclude_each_other_the_first_counts(bench: Bench) -> None:
    bench.add("reset", name="first")
    bench.add("empty", name="second")
    bench.add(name="third")
    bench.add({"kind": "status", "status": 500}, name="fourth")
    plan = bench.before()
    assert plan is not None
    assert plan.wire == WirePlan(reset=True)
    assert plan.answer == FaultAnswer(503)
    assert [text.partition(" was passed over")[0] for text in plan.passed_over] == [
        "fault second: empty",
        "fault fourth: status",
    ]


def test_names_are_made_unique(bench: Bench) -> None:
    for _ in range(3):
        bench.add(when={"operation": "createOrder"})
    assert [active.rule.name for active in bench.faults] == [
        "status on createOrder",
        "status on createOrder (2)",
        "status on createOrder (3)",
    ]


def test_rules_that_never_fired_are_reported(bench: Bench) -> None:
    bench.add(name="hit")
    bench.add(name="miss", when={"operation": "getOrder"})
    bench.statuses(1)
    assert bench.faults.never_fired() == ["miss"]


def test_a_kind_passes_over_calls_that_it_can_do_nothing_to(bench: Bench) -> None:
    bench.add({"kind": "stale", "seconds": 30})
    bench.add({"kind": "bulk_item", "index": 0})
    assert bench.before(CREATE) is None
    read, batch = bench.before(GET), bench.before(BULK)
    assert read is not None
    assert batch is not None
    assert (read.as_of, read.spoils) == (30, [])
    assert (batch.as_of, len(batch.spoils)) == (None, 1)
    assert [active.seen for active in bench.faults] == [1, 1]


def test_a_rule_that_does_not_match_shifts_no_draw_of_another() -> None:
    plain, mixed = Bench(), Bench()
    mixed.add(probability=0.5, when={"operation": "getOrder"}, name="other")
    for bench in (plain, mixed):
        bench.add(probability=0.5, name="flaky")
    assert mixed.statuses(100) == plain.statuses(100)


def test_another_seed_draws_otherwise() -> None:
    benches = [Bench(seed) for seed in (1, 2)]
    for bench in benches:
        bench.add(probability=0.5)
    assert benches[0].statuses(100) != benches[1].statuses(100)


@pytest.mark.parametrize(
    ("delay", "low", "high"),
    [
        ({"seconds": 1.5}, 1.5, 1.5),
        ({"uniform": [1, 3]}, 1, 3),
        ({"lognormal": {"median": 2, "sigma": 1, "max": 5}}, 0, 5),
    ],
)
def test_delays_are_drawn_from_their_spread(bench: Bench, delay: dict[str, Any], low: float, high: float) -> None:
    bench.add({"kind": "delay", **delay})
    drawn = []
    for _ in range(1000):
        plan = bench.before()
        assert plan is not None
        drawn.append(plan.delay)
    assert low <= min(drawn)
    assert max(drawn) <= high
    assert low == high or len(set(drawn)) > 100


def test_half_of_the_lognormal_delays_are_below_the_median(bench: Bench) -> None:
    bench.add({"kind": "delay", "lognormal": {"median": 2, "sigma": 1}})
    plans = [bench.before() for _ in range(2000)]
    below = sum(plan.delay < 2 for plan in plans if plan is not None)
    assert 900 < below < 1100


def test_removing_a_rule_lets_go_of_what_waits_because_of_it(bench: Bench) -> None:
    slow, other = bench.add({"kind": "hang", "seconds": 60}), bench.add({"kind": "stale", "seconds": 1})
    plan = bench.before()
    assert plan is not None
    bench.faults.remove(other)
    assert not plan.release.is_set()
    bench.faults.remove(slow)
    assert plan.release.is_set()


def test_a_rule_that_a_call_brings_fires_beside_the_others(bench: Bench) -> None:
    brought = READER.rule({"effect": {"kind": "delay", "seconds": 1}, "name": "mine"})
    plan = bench.faults.on_call(CREATE, "before", (brought,))
    assert plan is not None
    assert (plan.delay, plan.fired) == (1, ["mine"])
    assert not bench.faults


def test_deliveries_have_plans_of_their_own(bench: Bench) -> None:
    bench.add([{"kind": "webhook_duplicate", "copies": 2}, "webhook_bad_signature"], when={"event": "order.*"})
    plan = bench.faults.on_delivery(Facts(event="order.shipped", url="https://shop.example", signed=True))
    assert plan is not None
    assert (plan.copies, plan.bad_signature, plan.drop) == (2, True, False)
    assert bench.faults.on_delivery(Facts(event="label.created")) is None
    assert bench.before() is None
