"""Proof from the journal: counts, order, and words that help when it is not as expected."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mockserver.core.exchange import Exchange
from mockserver.core.matching import Match
from mockserver.core.verification import Count, verify, verify_order

ONCE = Count(1, 1)


def exchange(number: int, operation: str = "createOrder", body: Any = None, **given: Any) -> Exchange:
    method = {"getOrder": "GET", "updateOrder": "PATCH"}.get(operation, "POST")
    made = Exchange(
        "warpware",
        method,
        "/partner/v1/orders",
        given.pop("query", ""),
        {"x-idempotency-key": f"key-{number}"},
        json.dumps(body or {"external_id": f"ORDER-{number}"}).encode(),
        number,
        operation=f"warpware.{operation}",
        status=201,
        rule="warpware.orders.create",
    )
    for name, value in given.items():
        setattr(made, name, value)
    return made


JOURNAL = [
    exchange(1),
    exchange(2, "updateOrder", {"status": "shipped"}),
    exchange(3, body={"external_id": "ORDER-3", "note": "fragile"}),
    exchange(4, "getOrder", query="page=2"),
]
CREATED = Match(operation="createOrder")


@pytest.mark.parametrize("count", [Count(2, 2), Count(1), Count(2), Count(0, 2), Count(0, 3), Count(1, 3)], ids=str)
def test_a_count_that_is_right_is_proof(count: Count) -> None:
    verdict = verify(JOURNAL, CREATED, count)
    assert verdict.passed
    assert [one.number for one in verdict.matched] == [1, 3]


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (Count(3, 3), "expected exactly 3 of 4 calls to match operation 'createOrder', and 2 do"),
        (Count(3), "expected at least 3 of 4 calls to match operation 'createOrder', and 2 do"),
        (Count(0, 1), "expected at most 1 of 4 calls to match operation 'createOrder', and 2 do"),
        (Count(0, 0), "expected none of 4 calls to match operation 'createOrder', and 2 do"),
        (Count(3, 5), "expected from 3 to 5 of 4 calls to match operation 'createOrder', and 2 do"),
    ],
)
def test_a_count_that_is_wrong_says_both_numbers(count: Count, words: str) -> None:
    verdict = verify(JOURNAL, CREATED, count)
    assert not verdict.passed
    assert verdict.text.partition("\n")[0] == words


def test_too_many_are_listed() -> None:
    assert verify(JOURNAL, CREATED, ONCE).text.splitlines()[1:] == [
        "  #1 POST /partner/v1/orders → 201 warpware.orders.create",
        "  #3 POST /partner/v1/orders → 201 warpware.orders.create",
    ]


def test_the_nearest_miss_is_told_field_by_field() -> None:
    match = Match(operation="createOrder", body={"external_id": "ORDER-3", "note": "do not bend"})
    verdict = verify(JOURNAL, match, ONCE)
    assert verdict.text.splitlines()[:4] == [
        (
            "expected exactly 1 of 4 calls to match operation 'createOrder', "
            "body {'external_id': 'ORDER-3', 'note': 'do not bend'}, and none does"
        ),
        "nearest misses:",
        "  #3 POST /partner/v1/orders → 201 warpware.orders.create",
        "    body.note: wanted 'do not bend', got 'fragile'",
    ]
    assert verdict.as_json()["nearest"][0] == {
        "number": 3,
        "line": "#3 POST /partner/v1/orders → 201 warpware.orders.create",
        "differences": [{"field": "body.note", "wanted": "do not bend", "got": "fragile"}],
    }


def test_another_operation_is_farther_away_than_other_values() -> None:
    verdict = verify(JOURNAL, Match(operation="getOrder", query={"page": "1", "tag": "x"}), ONCE)
    assert [miss.exchange.number for miss in verdict.nearest] == [4, 3, 2]


def test_an_empty_journal_has_no_near_misses() -> None:
    assert verify([], CREATED, ONCE).text == (
        "expected exactly 1 of 0 calls to match operation 'createOrder', and none does"
    )


def test_a_call_without_an_answer_says_so() -> None:
    lost = exchange(9, status=0, rule="fault.outage")
    assert "  #9 POST /partner/v1/orders → no answer fault.outage" in verify([lost], Match(method="GET"), ONCE).text


def test_calls_in_order_are_proof_whatever_came_between() -> None:
    order = [CREATED, Match(operation="updateOrder"), Match(operation="getOrder")]
    assert [one.number for one in verify_order(JOURNAL, order).matched] == [1, 2, 4]


def test_one_call_stands_for_one_place_of_the_order() -> None:
    assert verify_order(JOURNAL, [CREATED, CREATED]).passed
    assert not verify_order(JOURNAL, [CREATED, CREATED, CREATED]).passed


def test_a_call_that_came_too_early_is_named() -> None:
    verdict = verify_order(JOURNAL, [Match(operation="getOrder"), Match(operation="updateOrder")])
    assert verdict.text == (
        "expected, as number 2 of the order, a call that matches operation 'updateOrder'; "
        "there is none after #4 GET /partner/v1/orders?page=2 → 201 warpware.orders.create. "
        "One came too early: #2 PATCH /partner/v1/orders → 201 warpware.orders.create"
    )


def test_a_call_that_never_came_is_explained_by_its_nearest_misses() -> None:
    text = verify_order(JOURNAL, [Match(operation="updateOrder", body={"status": "cancelled"})]).text
    assert text.splitlines() == [
        (
            "expected, as number 1 of the order, a call that matches operation 'updateOrder', "
            "body {'status': 'cancelled'}; there is none in the journal"
        ),
        "nearest misses:",
        "  #2 PATCH /partner/v1/orders → 201 warpware.orders.create",
        "    body.status: wanted 'cancelled', got 'shipped'",
        "  #4 GET /partner/v1/orders?page=2 → 201 warpware.orders.create",
        "    operation: wanted 'updateOrder', got 'warpware.getOrder'",
        "    body.status: wanted 'cancelled', got nothing",
        "  #3 POST /partner/v1/orders → 201 warpware.orders.create",
        "    operation: wanted 'updateOrder', got 'warpware.createOrder'",
        "    body.status: wanted 'cancelled', got nothing",
    ]


def test_a_role_names_a_key() -> None:
    keyed = exchange(5, key="ww_live_1")
    assert verify([keyed], Match(key="read_only"), ONCE, role_of={"ww_live_1": "read_only"}.get).passed
