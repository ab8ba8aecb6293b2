"""The match language: what is left out matches all, and every difference is named with both values."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.core.facts import ABSENT, NOT_JSON, Facts
from mockserver.core.matching import Difference, Match, mismatches

BODY = {
    "external_id": "ORDER-17",
    "note": None,
    "rush": True,
    "line_items": [{"sku": "WIDGET-RED", "quantity": 2}, {"sku": "GADGET", "quantity": 1.0}],
    "shipping_address": {"city": "New York", "zip": "10001"},
}


def facts(body: Any = BODY, **given: Any) -> Facts:
    return Facts(
        **{
            "operation": "warpware.createOrder",
            "method": "POST",
            "path": "/partner/v1/orders",
            "query": "page=2&tag=vip&tag=rush",
            "headers": {"x-idempotency-key": "retry-1"},
            "body": body if isinstance(body, bytes) else json.dumps(body).encode(),
            "key": "ww_live_0000",
            "role_of": {"ww_live_0000": "read_write"}.get,
            **given,
        }
    )


@pytest.mark.parametrize(
    "match",
    [
        {},
        {"operation": "warpware.createOrder"},
        {"operation": "createOrder"},
        {"operation": "warpware.*"},
        {"operation": "create*"},
        {"method": "post"},
        {"path": "/partner/v1/*"},
        {"path": "/partner/v?/orders"},
        {"headers": {"X-Idempotency-Key": "retry-*"}},
        {"headers": {"X-Other": None}},
        {"query": {"page": "2"}},
        {"query": {"tag": "rush"}},
        {"query": {"per_page": None}},
        {"key": "read_write"},
        {"key": "read-write"},
        {"key": "ww_live_*"},
        {"body": {}},
        {"body": {"external_id": "ORDER-*"}},
        {"body": {"note": None}},
        {"body": {"note": "*"}},
        {"body": {"rush": True}},
        {"body": {"line_items": []}},
        {"body": {"line_items": [{"sku": "WIDGET-*"}]}},
        {"body": {"line_items": ["*", {"sku": "GADGET", "quantity": 1}]}},
        {"body": {"shipping_address": {"zip": "1000[0-9]"}}},
    ],
)
def test_a_match_takes_what_it_describes(match: dict[str, Any]) -> None:
    assert Match(**match).matches(facts())
    assert mismatches(Match(**match), facts()) == []


@pytest.mark.parametrize(
    ("match", "field", "wanted", "got"),
    [
        ({"operation": "whiplash.createOrder"}, "operation", "whiplash.createOrder", "warpware.createOrder"),
        ({"operation": "create"}, "operation", "create", "warpware.createOrder"),
        ({"method": "get"}, "method", "GET", "POST"),
        ({"path": "/orders"}, "path", "/orders", "/partner/v1/orders"),
        ({"headers": {"X-Idempotency-Key": "other"}}, "headers.X-Idempotency-Key", "other", "retry-1"),
        ({"headers": {"X-Other": "*"}}, "headers.X-Other", "*", ABSENT),
        ({"headers": {"X-Idempotency-Key": None}}, "headers.X-Idempotency-Key", ABSENT, "retry-1"),
        ({"query": {"page": "3"}}, "query.page", "3", "2"),
        ({"query": {"tag": "gift"}}, "query.tag", "gift", "vip"),
        ({"query": {"per_page": "*"}}, "query.per_page", "*", ABSENT),
        ({"key": "read_only"}, "key", "read_only", "read_write"),
        ({"body": {"external_id": "order-*"}}, "body.external_id", "order-*", "ORDER-17"),
        ({"body": {"email": "*"}}, "body.email", "*", ABSENT),
        ({"body": {"rush": 1}}, "body.rush", 1, True),
        ({"body": {"note": "x*"}}, "body.note", "x*", None),
        ({"body": {"line_items": [{"quantity": 3}]}}, "body.line_items[0].quantity", 3, 2),
        ({"body": {"line_items": [{"sku": "GADGET"}]}}, "body.line_items[0].sku", "GADGET", "WIDGET-RED"),
        ({"body": {"line_items": ["*", "*", "*"]}}, "body.line_items[2]", "*", ABSENT),
        ({"body": {"line_items": {"sku": "*"}}}, "body.line_items", {"sku": "*"}, BODY["line_items"]),
        ({"body": [1]}, "body", [1], BODY),
        ({"status": 201}, "status", 201, ABSENT),
        ({"rule": "warpware.*"}, "rule", "warpware.*", ABSENT),
        ({"fault": "*"}, "fault", "*", ABSENT),
        ({"event": "order.*"}, "event", "order.*", ABSENT),
    ],
)
def test_a_mismatch_names_the_field_and_both_values(match: dict[str, Any], field: str, wanted: Any, got: Any) -> None:
    assert mismatches(Match(**match), facts()) == [Difference(field, wanted, got)]
    assert not Match(**match).matches(facts())


def test_every_difference_is_told() -> None:
    match = Match(method="PATCH", query={"page": "1"}, body={"external_id": "A", "shipping_address": {"city": "Rome"}})
    assert list(map(str, mismatches(match, facts()))) == [
        "method: wanted 'PATCH', got 'POST'",
        "query.page: wanted '1', got '2'",
        "body.external_id: wanted 'A', got 'ORDER-17'",
        "body.shipping_address.city: wanted 'Rome', got 'New York'",
    ]


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[" * 100_000])
def test_a_body_that_is_no_json_differs_as_a_whole(body: bytes) -> None:
    assert mismatches(Match(body={"a": 1}), facts(body)) == [Difference("body", {"a": 1}, NOT_JSON)]


def test_no_body_at_all_is_nothing() -> None:
    assert mismatches(Match(body={"a": 1}), facts(b"")) == [Difference("body", {"a": 1}, ABSENT)]


def test_a_body_is_not_read_before_a_match_asks_for_it() -> None:
    unread = facts(b"{")
    Match(operation="createOrder").matches(unread)
    Match(operation="getOrder", body={}).matches(unread)
    assert "json" not in unread.__dict__


def test_answers_are_matched_where_they_are_known() -> None:
    answered = facts(status=503, rule="fault.outage", faults=["outage", "slow"])
    assert Match(status=503, rule="fault.*", fault="slow").matches(answered)
    assert mismatches(Match(fault="reset"), answered) == [Difference("fault", "reset", "outage, slow")]


def test_deliveries_are_matched_by_event_and_address() -> None:
    delivery = Facts(event="order.shipped", url="https://shop.example/hook", body=b'{"id": 5}')
    assert Match(event="order.*", url="https://shop.example/*", body={"id": 5}).matches(delivery)
    assert mismatches(Match(event="order.failed"), delivery) == [Difference("event", "order.failed", "order.shipped")]


def test_what_is_not_left_out_is_what_a_match_shows() -> None:
    assert Match(operation="createOrder", headers={"A": None}, body={}).as_json() == {
        "operation": "createOrder",
        "headers": {"A": None},
    }


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text("abc", max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("xyz", min_size=1, max_size=2), inner, max_size=3)
    ),
    max_leaves=10,
)


@given(st.dictionaries(st.text("xyz", min_size=1, max_size=2), plain, max_size=4))
def test_every_body_matches_itself_and_what_has_more(body: dict[str, Any]) -> None:
    assert Match(body=body).matches(facts(body))
    assert Match(body=body).matches(facts({**body, "more": 1}))


@given(st.dictionaries(st.text("xyz", min_size=1, max_size=2), plain, min_size=1, max_size=4), st.data())
def test_a_body_that_lacks_a_field_does_not_match(body: dict[str, Any], data: st.DataObject) -> None:
    missing = data.draw(st.sampled_from(sorted(body)))
    found = mismatches(Match(body=body), facts({name: value for name, value in body.items() if name != missing}))
    assert [(one.field, one.got) for one in found] == [(f"body.{missing}", ABSENT)]
