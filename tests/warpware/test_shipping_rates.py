"""GET /shipping/rates. Source: "Shipping Rates"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from client import Reply, WarpWare

QUESTION = {"origin_zip": "78701", "destination_zip": "10001", "weight_oz": "32"}
BOX = {"length": "12", "width": "8", "height": "6"}
FROM_NEW_YORK = ("10002", "07102", "15201", "44101", "60601", "33101", "80201", "94103", "99501")
"""Manhattan, Newark, Pittsburgh, Cleveland, Chicago, Miami, Denver, San Francisco, Anchorage: each farther than
the one before it."""

patient = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
zips = st.integers(0, 99_999).map(lambda number: f"{number:05}")
ounces = st.integers(1, 300_000).map(lambda hundredths: f"{hundredths // 100}.{hundredths % 100:02}")


def ask(client: WarpWare, **changes: str | None) -> Reply:
    """The document's question, with *changes*; None leaves a parameter out."""
    query = {name: value for name, value in {**QUESTION, **changes}.items() if value is not None}
    return client.get("/shipping/rates", query=query)


def rates(client: WarpWare, **changes: str | None) -> list[dict[str, Any]]:
    reply = ask(client, **changes)
    assert reply.status == 200, reply
    found: list[dict[str, Any]] = reply.data["rates"]
    return found


@pytest.mark.rule("warpware.rates.get", "warpware.rates.services")
def test_the_documents_question_gets_the_documents_rates(warpware: WarpWare) -> None:
    # The weights differ: the document's own cannot be derived from its question.
    reply = ask(warpware, **BOX)
    assert (reply.status, reply.rule) == (200, "warpware.rates.get")
    assert reply.json == {
        "data": {
            "origin_zip": "78701",
            "destination_zip": "10001",
            "weight_oz": 32,
            "billable_weight_lbs": 4.14,
            "dim_weight_lbs": 4.14,
            "rates": [
                {"carrier": "USPS", "service": "Priority Mail", "estimated_days": 3, "rate_usd": 10.75},
                {"carrier": "UPS", "service": "UPS Ground", "estimated_days": 5, "rate_usd": 13.40},
                {"carrier": "FedEx", "service": "FedEx Ground", "estimated_days": 5, "rate_usd": 14.10},
            ],
            "disclaimer": "Estimates only.",
        },
        "meta": {},
    }


@pytest.mark.rule("warpware.rates.required")
def test_each_missing_parameter_is_named_with_400(warpware: WarpWare) -> None:
    every = {"origin_zip", "destination_zip", "weight_oz"}
    for missing in ({"origin_zip"}, {"destination_zip"}, {"weight_oz"}, every):
        reply = ask(warpware, **dict.fromkeys(missing))
        assert (reply.status, reply.rule) == (400, "warpware.rates.required"), missing
        assert {place.partition(":")[0] for place in reply.detail.split("; ")} == missing


@pytest.mark.rule("warpware.rates.required", "warpware.errors.all-faults-named")
def test_a_missing_parameter_and_a_wrong_one_are_told_together(warpware: WarpWare) -> None:
    reply = ask(warpware, origin_zip=None, weight_oz="heavy")
    assert (reply.status, reply.rule) == (400, "warpware.rates.required")
    assert reply.detail == "origin_zip: is required; weight_oz: must be a number above 0 like 32 or 0.5, not 'heavy'"


@pytest.mark.rule("warpware.rates.zip-form")
@pytest.mark.parametrize("name", ["origin_zip", "destination_zip"])
def test_what_is_no_zip_code_gets_400(warpware: WarpWare, name: str) -> None:
    ascii_only = ("", "1000", "100011", "1000a", "10001-", "10001-12", "100011234", "10001 ", "-0001", "SW1A 1AA")
    for value in (*ascii_only, "١٠٠٠١"):
        reply = ask(warpware, **{name: value})
        assert (reply.status, reply.rule) == (400, "warpware.query.invalid-value"), value
        assert reply.detail.startswith(f"{name}: must be a ZIP code"), value


@pytest.mark.rule("warpware.rates.zip-form")
def test_the_last_four_digits_of_a_zip_code_change_nothing_but_the_echo(warpware: WarpWare) -> None:
    short, long = ask(warpware), ask(warpware, origin_zip="78701-0001", destination_zip="10001-9999")
    assert (long.data["origin_zip"], long.data["destination_zip"]) == ("78701-0001", "10001-9999")
    assert long.data["rates"] == short.data["rates"]


@pytest.mark.rule("warpware.rates.measures")
@pytest.mark.parametrize("name", ["weight_oz", *BOX])
def test_what_is_no_number_above_0_gets_400(warpware: WarpWare, name: str) -> None:
    words = ("", "0", "0.000", "-1", "+1", "1e3", "NaN", "inf", "1,5", ".5", "1.", "٣", "x")
    for value in (*words, "1" * 10, "1." + "0" * 10):
        reply = ask(warpware, **{**BOX, name: value})
        assert (reply.status, reply.rule) == (400, "warpware.query.invalid-value"), value
        assert reply.detail.startswith(f"{name}: must be a number above 0"), value


@pytest.mark.rule("warpware.rates.measures")
def test_the_weight_is_told_as_a_number(warpware: WarpWare) -> None:
    weights = {"32": 32, "32.0": 32, "032": 32, "0.5": 0.5, "12.25": 12.25, "999999999": 999999999}
    for sent, told in weights.items():
        weight = ask(warpware, weight_oz=sent).data["weight_oz"]
        assert (weight, type(weight)) == (told, type(told)), sent


@pytest.mark.rule("warpware.rates.measures")
def test_the_largest_box_has_a_rate(warpware: WarpWare) -> None:
    reply = ask(warpware, weight_oz="9" * 9, **dict.fromkeys(BOX, "999999999.999999999"))
    assert reply.status == 200
    assert reply.data["dim_weight_lbs"] == pytest.approx(1e27 / 139)


@pytest.mark.rule("warpware.rates.billable-weight")
def test_the_larger_of_actual_and_dimensional_weight_is_billable(warpware: WarpWare) -> None:
    for weight, (length, width, height), dimensional, billable in (
        ("32", ("12", "8", "6"), 4.14, 4.14),  # 576 / 139 = 4.1438…
        ("80", ("12", "8", "6"), 4.14, 5),  # heavier than its size
        ("160", ("10", "10", "13.9"), 10, 10),  # 1390 / 139, and 160 / 16: equal
        ("1", ("139", "1", "0.025"), 0.03, 0.06),  # 0.025 up, 0.0625 down
        ("0.08", ("1", "1", "0.695"), 0.01, 0.01),  # both 0.005, up
        ("0.07", ("1", "1", "0.69"), 0, 0),  # both just below it
    ):
        data = ask(warpware, weight_oz=weight, length=length, width=width, height=height).data
        told = (data["dim_weight_lbs"], data["billable_weight_lbs"])
        assert told == (dimensional, billable), (weight, length, width, height)


@pytest.mark.rule("warpware.rates.billable-weight")
def test_the_rate_is_the_billable_weights_not_the_actual_ones(warpware: WarpWare) -> None:
    assert rates(warpware, weight_oz="1", length="10", width="10", height="13.9") == rates(warpware, weight_oz="160")


@pytest.mark.rule("warpware.rates.no-dimensions")
def test_without_dimensions_the_actual_weight_is_billable(warpware: WarpWare) -> None:
    data = ask(warpware, weight_oz="40").data
    assert (data["dim_weight_lbs"], data["billable_weight_lbs"]) == (None, 2.5)


@pytest.mark.rule("warpware.rates.some-dimensions")
def test_a_box_with_a_side_missing_counts_as_no_box_and_is_noted(warpware: WarpWare) -> None:
    boxless = ask(warpware).data
    for left_out in ({"length"}, {"width"}, {"height"}, {"width", "height"}, {"length", "height"}):
        reply = ask(warpware, **{**BOX, **dict.fromkeys(left_out)})
        assert (reply.status, reply.data) == (200, boxless), left_out
        given = ", ".join(name for name in BOX if name not in left_out)
        noted = list(warpware.handle.journal)[-1].notes
        assert noted == [f"{given} without the other sides make no dimensional weight: ignored"]
    assert next(iter(warpware.handle.journal)).notes == []


@pytest.mark.rule("warpware.rates.same-answer")
def test_the_same_question_gets_the_same_bytes_anywhere_and_later(world: Callable[..., WarpWare]) -> None:
    one, other = world(seed=7), world(seed=8, profile="demo", now="2027-01-01T00:00:00Z")
    first = ask(one, **BOX).body
    one.create()
    one.handle.clock.advance(days=40)
    assert ask(one, **BOX).body == ask(other, **BOX).body == first


@pytest.mark.rule("warpware.rates.weight")
@patient
@given(origin=zips, destination=zips, weights=st.tuples(ounces, ounces).map(lambda pair: sorted(pair, key=float)))
def test_heavier_is_never_cheaper_and_as_fast(
    warpware: WarpWare, origin: str, destination: str, weights: list[str]
) -> None:
    light, heavy = (
        rates(warpware, origin_zip=origin, destination_zip=destination, weight_oz=weight) for weight in weights
    )
    for one, other in zip(light, heavy, strict=True):
        assert one["rate_usd"] <= other["rate_usd"]
        assert one["estimated_days"] == other["estimated_days"]


@pytest.mark.rule("warpware.rates.distance")
@patient
@given(origin=zips, destination=zips, weight=ounces)
def test_every_pair_of_zip_codes_has_rates_that_are_the_same_both_ways(
    warpware: WarpWare, origin: str, destination: str, weight: str
) -> None:
    there = rates(warpware, origin_zip=origin, destination_zip=destination, weight_oz=weight)
    assert there == rates(warpware, origin_zip=destination, destination_zip=origin, weight_oz=weight)
    next_door = rates(warpware, origin_zip=origin, destination_zip=origin, weight_oz=weight)
    for near, far in zip(next_door, there, strict=True):
        assert near["rate_usd"] <= far["rate_usd"] == round(far["rate_usd"], 2)
        assert 1 <= near["estimated_days"] <= far["estimated_days"]


@pytest.mark.rule("warpware.rates.distance")
@patient
@given(
    places=st.tuples(st.sampled_from(range(9)), st.sampled_from(range(9))).map(sorted),
    weight=ounces,
)
def test_farther_is_never_cheaper_and_never_faster(warpware: WarpWare, places: list[int], weight: str) -> None:
    near, far = (
        rates(warpware, origin_zip="10001", destination_zip=FROM_NEW_YORK[place], weight_oz=weight) for place in places
    )
    for one, other in zip(near, far, strict=True):
        assert one["rate_usd"] <= other["rate_usd"]
        assert one["estimated_days"] <= other["estimated_days"]


@pytest.mark.rule("warpware.rates.distance")
def test_the_first_three_digits_decide_the_distance(warpware: WarpWare) -> None:
    assert rates(warpware, destination_zip="10099") == rates(warpware, destination_zip="10001")
    assert rates(warpware, destination_zip="78799")[0]["rate_usd"] < rates(warpware)[0]["rate_usd"]


@pytest.mark.rule("warpware.rates.distance")
def test_a_coast_to_coast_parcel_costs_more_and_takes_longer_than_one_next_door(warpware: WarpWare) -> None:
    near, far = (rates(warpware, origin_zip="10001", destination_zip=zip_) for zip_ in ("10002", "94103"))
    assert [rate["estimated_days"] for rate in near] == [1, 1, 1]
    assert [rate["estimated_days"] for rate in far] == [3, 5, 6]
    assert all(one["rate_usd"] < other["rate_usd"] for one, other in zip(near, far, strict=True))
