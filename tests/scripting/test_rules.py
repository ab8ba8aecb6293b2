"""What a rule can say, and what is refused when it is made: with the place, the reason and the nearest right word."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver import faults
from mockserver.app import VENDORS
from mockserver.core.faults.registry import fault_kinds
from mockserver.core.faults.rule import FaultRule
from mockserver.core.matching import Match
from mockserver.scripting.errors import BadRule
from mockserver.scripting.rules import RuleReader

READER = RuleReader(VENDORS)
CREATE = {"operation": "warpware.createOrder"}


def rule(**written: Any) -> FaultRule:
    return READER.rule(written)


def test_a_rule_of_the_design_is_read_as_it_stands() -> None:
    read = rule(
        name="lost response on create",
        when={"operation": "warpware.createOrder", "body": {"external_id": "ORDER-1*"}},
        skip=0,
        times=1,
        expires_after=60,
        phase="after",
        effect={"kind": "reset"},
    )
    assert (read.name, read.times, read.expires_after, read.phase) == ("lost response on create", 1, 60, "after")
    assert read.match == Match(operation="warpware.createOrder", body={"external_id": "ORDER-1*"})
    assert [[effect.kind for effect in step] for step in read.steps] == [["reset"]]


@pytest.mark.parametrize(
    ("effect", "phase"),
    [
        ("reset", "before"),
        ({"kind": "status", "status": 503}, "before"),
        ({"kind": "truncate", "fraction": 0.5}, "after"),
        ("malformed_json", "after"),
        ([{"kind": "delay", "seconds": 1}, {"kind": "truncate", "bytes": 1}], "after"),
        ([{"kind": "status", "status": 503}, "malformed_json"], "before"),
        (["malformed_json", {"kind": "status", "status": 503}], "after"),
        ("webhook_drop", "delivery"),
    ],
)
def test_a_phase_that_is_left_out_is_one_in_which_the_effects_make_sense(effect: Any, phase: str) -> None:
    assert rule(effect=effect).phase == phase


def test_a_rule_is_written_as_it_was_read() -> None:
    written = {
        "name": "n",
        "when": {**CREATE, "headers": {"X-A": None}, "body": {"a": [1]}},
        "skip": 1,
        "times": 4,
        "every": 2,
        "probability": 0.5,
        "expires_after": 9,
        "phase": "before",
        "effects": [
            {"kind": "status", "status": 503, "body": {"a": 1}, "headers": {"Retry-After": "5"}},
            None,
            [{"kind": "delay", "lognormal": {"median": 1, "sigma": 2}}, {"kind": "barrier", "order": [CREATE]}],
        ],
    }
    assert READER.rule(written).as_json() == written


@pytest.mark.parametrize("value", [5, None, "x", [], True])
def test_a_rule_must_be_an_object(value: Any) -> None:
    with pytest.raises(BadRule, match="must be an object, not"):
        READER.rule(value)


@pytest.mark.parametrize(
    ("written", "refusal"),
    [
        ({}, "give either effect or effects: neither is there"),
        ({"effect": "reset", "effects": ["reset"]}, "give either effect or effects: both are there"),
        ({"effect": "reset", "tims": 1}, "there is no field 'tims'; did you mean 'times'?"),
        ({"effect": "reset", "skip": -1}, "skip: must be from 0 to 1000000000, not -1"),
        ({"effect": "reset", "skip": 1.5}, "skip: must be a whole number, not 1.5"),
        ({"effect": "reset", "times": 0}, "times: must be from 1 to 1000000000, not 0"),
        ({"effect": "reset", "times": True}, "times: must be a whole number, not True"),
        ({"effect": "reset", "times": None}, "times: must not be null"),
        ({"effect": "reset", "every": 0}, "every: must be from 1 to 1000000000, not 0"),
        ({"effect": "reset", "every": "3"}, "every: must be a whole number, not '3'"),
        ({"effect": "reset", "probability": 1.5}, "probability: must be from 0 to 1, not 1.5"),
        ({"effect": "reset", "probability": -0.1}, "probability: must be from 0 to 1, not -0.1"),
        ({"effect": "reset", "probability": float("nan")}, "probability: must be a number, not nan"),
        ({"effect": "reset", "expires_after": -3}, "expires_after: must be from 0 to 100000000, not -3"),
        ({"effect": "reset", "name": ""}, "name: must not be empty"),
        ({"effect": "reset", "name": 5}, "name: must be a text, not 5; in YAML, put it in quotes"),
        ({"effect": "reset", "phase": "befor"}, "phase: there is no phase 'befor'; did you mean 'before'?"),
        ({"effect": "rest"}, "effect.kind: there is no kind of fault 'rest'; did you mean 'reset'?"),
        ({"effect": {"kind": 5}}, "effect.kind: there is no kind of fault 5; there are: "),
        ({"effect": {"status": 503}}, "effect: lacks its kind; there are: "),
        ({"effect": 503}, "effect: must be an object like {kind: status, status: 503}, not 503"),
        ({"effect": []}, "effect: must not be empty"),
        ({"effect": None}, "does nothing: it has no effect"),
        ({"effects": [None, None]}, "does nothing: it has no effect"),
        ({"effects": []}, "effects: must be a list with an effect, or null, for each call, not []"),
        ({"effects": {"kind": "reset"}}, "effects: must be a list with an effect"),
        ({"effects": ["reset", "rset"]}, "effects[1].kind: there is no kind of fault 'rset'; did you mean 'reset'?"),
        ({"effect": {"kind": "status"}}, "effect.status: is required"),
        ({"effect": {"kind": "status", "status": 7}}, "effect.status: must be from 200 to 599, not 7"),
        ({"effect": {"kind": "status", "status": "503"}}, "effect.status: must be a whole number, not '503'"),
        (
            {"effect": {"kind": "status", "status": 503, "boddy": 1}},
            "effect: there is no parameter 'boddy'; did you mean 'body'?",
        ),
        ({"effect": {"kind": "status", "status": 503, "headers": {"a b": "c"}}}, "headers: 'a b' is no header's name"),
        (
            {"effect": {"kind": "status", "status": 503, "headers": {"a": "b\r\nc: d"}}},
            "headers.a: a header's value is one line",
        ),
        (
            {"effect": {"kind": "status", "status": 503, "headers": {"a": "b\x1bc"}}},
            "headers.a: a header's value is one line",
        ),
        (
            {"effect": {"kind": "status", "status": 503, "headers": {"a": "b\x7f"}}},
            "headers.a: a header's value is one line",
        ),
        (
            {"effect": {"kind": "status", "status": 503, "headers": {"a": "…"}}},
            "headers.a: a header's value is one line",
        ),
        ({"effect": {"kind": "rate_limit", "retry_after": -1}}, "effect.retry_after: must be 0 or more, not -1"),
        ({"effect": {"kind": "delay"}}, "delay: give one of seconds, uniform and lognormal; none is there"),
        ({"effect": {"kind": "delay", "seconds": 1, "uniform": [1, 2]}}, "not seconds and uniform"),
        ({"effect": {"kind": "delay", "seconds": -1}}, "effect.seconds: must be from 0 to 86400, not -1"),
        ({"effect": {"kind": "delay", "uniform": [3, 1]}}, "uniform: the smaller number comes first, not 3 before 1"),
        ({"effect": {"kind": "delay", "uniform": [3]}}, "effect.uniform: must be a list of 2 numbers, not [3]"),
        ({"effect": {"kind": "delay", "uniform": [-1, 1]}}, "effect.uniform: must be from 0 to 86400, not -1"),
        ({"effect": {"kind": "delay", "lognormal": {"median": 1}}}, "effect.lognormal.sigma: is required"),
        (
            {"effect": {"kind": "delay", "lognormal": {"median": 0, "sigma": 1}}},
            "lognormal.median: must be more than 0",
        ),
        (
            {"effect": {"kind": "delay", "lognormal": {"median": 1, "sigma": 1, "maxx": 2}}},
            "there is no parameter 'maxx'; did you mean 'max'?",
        ),
        ({"effect": {"kind": "delay", "lognormal": 5}}, "effect.lognormal: must be an object, not 5"),
        ({"effect": {"kind": "hang", "seconds": -1}}, "effect.seconds: must be from 0 to 86400, not -1"),
        ({"effect": {"kind": "truncate"}}, "truncate: give either bytes or fraction"),
        ({"effect": {"kind": "truncate", "fraction": 1}}, "fraction: must be below 1"),
        ({"effect": {"kind": "dribble", "seconds": 1, "chunks": 0}}, "effect.chunks: must be from 1 to 10000, not 0"),
        ({"effect": {"kind": "wrong_content_type", "content_type": "html"}}, "'html' is no content type"),
        ({"effect": {"kind": "bulk_item"}}, "bulk_item: give either index or external_id"),
        (
            {"effect": {"kind": "bulk_item", "index": 0, "external_id": "x"}},
            "bulk_item: give either index or external_id",
        ),
        ({"effect": {"kind": "barrier", "parties": 1}}, "effect.parties: must be from 2 to 1000, not 1"),
        ({"effect": {"kind": "barrier", "order": "createOrder"}}, "effect.order: must be a list of operation ids"),
        (
            {"effect": {"kind": "barrier", "order": ["createOder"]}},
            "effect.order[0].operation: there is no operation 'createOder'",
        ),
        ({"effect": ["reset", "empty"]}, "reset and empty: "),
        ({"effect": [{"kind": "hang"}, "empty"]}, "two effects end the same connection"),
        ({"effect": [{"kind": "status", "status": 500}, {"kind": "rate_limit"}]}, "two effects answer the same call"),
        ({"effect": ["barrier", "barrier"]}, "a call waits at one barrier only"),
        (
            {"effect": ["reset", "webhook_drop"]},
            "webhook_drop is about webhooks and reset about calls; make two rules of them",
        ),
        (
            {"effects": ["reset", "webhook_drop"]},
            "webhook_drop is about webhooks and reset about calls; make two rules of them",
        ),
        (
            {"effect": {"kind": "truncate", "bytes": 5}, "phase": "before"},
            "phase: truncate works on an answer, and before the call",
        ),
        (
            {"effect": "rate_limit", "phase": "after"},
            "rate_limit makes no sense once the call was carried out: it goes with phase 'before'",
        ),
        (
            {"effect": {"kind": "stale", "seconds": 1}, "phase": "after"},
            "phase: stale makes no sense once the call was carried out",
        ),
        ({"effect": "barrier", "phase": "after"}, "phase: barrier makes no sense once the call was carried out"),
        ({"effect": "webhook_drop", "phase": "after"}, "phase: webhook_drop is about webhooks: leave the phase out"),
        (
            {"effect": "reset", "phase": "delivery"},
            "reset is about calls, not about webhooks: it goes with phase 'before' or 'after'",
        ),
    ],
)
def test_a_rule_that_cannot_work_is_refused(written: dict[str, Any], refusal: str) -> None:
    with pytest.raises(BadRule) as caught:
        READER.rule(written)
    assert refusal in str(caught.value)


@pytest.mark.parametrize(
    ("when", "refusal"),
    [
        (
            {"operation": "warpware.createOder"},
            "there is no operation 'warpware.createOder'; did you mean 'warpware.createOrder'?",
        ),
        (
            {"operation": "createOder"},
            "when.operation: there is no operation 'createOder'; did you mean 'createOrder'?",
        ),
        ({"operation": "warpware.make*"}, "when.operation: there is no operation 'warpware.make*'"),
        ({"operation": 5}, "when.operation: must be a text, not 5"),
        ({"operation": "createOrder", "method": "GET"}, "when.method: createOrder is POST, never GET"),
        ({"method": "GTE"}, "when.method: there is no method 'GTE'; did you mean 'GET'?"),
        (
            {"path": "orders/*"},
            "when.path: is the whole path, as in /partner/v1/orders/*; 'orders/*' begins with no slash",
        ),
        ({"opration": "createOrder"}, "when: there is no field 'opration'; did you mean 'operation'?"),
        ({"headers": ["a"]}, "when.headers: must be an object of names and texts, not ['a']"),
        ({"headers": {"a": True}}, "when.headers: a: must be a text, or null for none, not True"),
        ({"query": {"": "x"}}, "when.query: '' is no name"),
        ({"body": "text"}, "when.body: must be a part of a JSON object or list, not 'text'"),
        ({"body": {"a": float("inf")}}, "when.body: {'a': inf} is no JSON value"),
        ({"status": 201}, "when.status: is known only of calls that were answered"),
        ({"rule": "warpware.*"}, "when.rule: is known only of calls that were answered"),
        ({"event": "order.shipped"}, "when.event: is a part of webhooks only"),
        ("createOrder", "when: must be an object, not 'createOrder'"),
    ],
)
def test_a_match_that_can_match_nothing_is_refused(when: Any, refusal: str) -> None:
    with pytest.raises(BadRule) as caught:
        rule(when=when, effect="reset")
    assert refusal in str(caught.value)


@pytest.mark.parametrize(
    ("effect", "when", "works_on"),
    [
        ({"kind": "stale", "seconds": 5}, CREATE, "stale does nothing to warpware.createOrder; it works on: warpware."),
        ({"kind": "stale", "seconds": 5}, {"method": "PATCH"}, "stale does nothing to PATCH"),
        (
            {"kind": "bulk_item", "index": 0},
            CREATE,
            "bulk_item does nothing to warpware.createOrder; it works on: warpware.bulkCreateOrders",
        ),
    ],
)
def test_an_effect_that_can_do_nothing_to_the_calls_is_refused(effect: Any, when: Any, works_on: str) -> None:
    with pytest.raises(BadRule) as caught:
        rule(effect=effect, when=when)
    assert works_on in str(caught.value)


@pytest.mark.parametrize("field", ["operation", "method", "path", "key"])
def test_a_webhook_has_no_parts_of_a_call(field: str) -> None:
    value = {"operation": "createOrder", "method": "GET", "path": "/api/a", "key": "read_only"}[field]
    with pytest.raises(BadRule, match=f"when.{field}: is no part of a webhook; there are: event, url, headers, body"):
        rule(effect="webhook_drop", when={field: value})


def test_every_fault_of_a_rule_is_told_at_once() -> None:
    with pytest.raises(BadRule) as caught:
        rule(effect="reset", skip=-1, probability=2, nmae="x")
    places = [problem.place for problem in caught.value.problems]
    assert places == ["", "skip", "probability"]


def test_whole_numbers_will_do_for_texts_of_headers_and_queries() -> None:
    assert rule(effect="reset", when={"query": {"page": 2}}).match.query == {"page": "2"}


def test_a_journal_match_takes_answers_and_no_webhooks() -> None:
    assert READER.match({"status": 201, "fault": "*"}) == Match(status=201, fault="*")
    with pytest.raises(BadRule, match=r"match\.event: is a part of webhooks"):
        READER.match({"event": "order.shipped"})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
FIELDS = ["name", "when", "skip", "times", "every", "probability", "expires_after", "phase", "effect", "effects"]


@given(
    st.dictionaries(st.sampled_from(FIELDS), json_values, max_size=4),
    st.none() | st.sampled_from(sorted(fault_kinds())),
    st.dictionaries(st.sampled_from(["status", "seconds", "bytes", "order", "lognormal", "index"]), json_values),
)
def test_whatever_is_written_is_read_or_refused_with_words(written: Any, kind: str | None, values: Any) -> None:
    if kind is not None:
        written = {**written, "effect": {"kind": kind, **values}}
    try:
        read = READER.rule(written)
    except BadRule as error:
        refusal = str(error)
    else:
        refusal = "none"
        assert READER.rule(read.as_json()) == read
    assert refusal


def test_python_writes_effects_by_name() -> None:
    assert faults.status(503) == {"kind": "status", "status": 503}
    assert faults.status(503, body={"a": 1}) == {"kind": "status", "status": 503, "body": {"a": 1}}
    assert faults.reset() == {"kind": "reset"}
    assert faults.truncate(0.5) == {"kind": "truncate", "fraction": 0.5}
    assert faults.delay(uniform=(1, 3)) == {"kind": "delay", "uniform": (1, 3)}
    assert rule(effect=faults.delay(uniform=(1, 3))).phase == "before"


def test_python_has_a_function_for_every_kind() -> None:
    assert dir(faults) == sorted(fault_kinds())
    for name in dir(faults):
        assert getattr(faults, name).__doc__


def test_python_refuses_what_is_not_there() -> None:
    with pytest.raises(AttributeError, match="there is no kind of fault 'rest'; did you mean 'reset'"):
        faults.rest()
    with pytest.raises(TypeError, match=r"status\(\) has no parameter 'boddy'; did you mean 'body'"):
        faults.status(503, boddy=1)
    with pytest.raises(TypeError, match="takes one value without a name, not 2"):
        faults.status(503, {})
    with pytest.raises(ValueError, match="reset takes no value"):
        faults.reset(1)


def test_names_that_nothing_of_what_is_served_has_are_refused() -> None:
    for effect, when, text in (
        ("webhook_drop", {"event": "order.shiped"}, "when.event: there is no event 'order.shiped'; did you mean 'ord"),
        ("webhook_drop", {"event": "parcel.*"}, "when.event: there is no event 'parcel.*'; there are: order.status_ch"),
        ("reset", {"key": "read_onyl"}, "when.key: 'read_onyl' is neither a key nor the name of its role; did you me"),
        ("reset", {"path": "/orders"}, "when.path: is the whole path, as in /partner/v1/orders/*; '/orders' is below"),
        ("reset", {"path": "/ord*"}, "when.path: is the whole path, as in /partner/v1/orders/*; '/ord*' is below"),
    ):
        with pytest.raises(BadRule) as refused:
            rule(effect=effect, when=when)
        assert str(refused.value)[: len(text)] == text
    with pytest.raises(BadRule, match=r"match\.rule: there is no rule 'warpware.orders.crate'; did you mean"):
        READER.match({"rule": "warpware.orders.crate"})


def test_names_that_something_may_have_are_taken() -> None:
    for event in ("order.shipped", "order.*", "*", "webhook.test", "shipnotice.status_changed", "item.[a-z]*"):
        assert rule(effect="webhook_drop", when={"event": event}).match.event == event
    for key in ("read_only", "read-only", "revoked", f"ww_live_{'a' * 32}", "0" * 20, "ww_live_*", "*"):
        assert rule(effect="reset", when={"key": key}).match.key == key
    for path in ("/partner/v1/orders/*", "/api/orders.json", "/*/orders", "*", "/part*", "/ap?/x", "[/]api/*"):
        assert rule(effect="reset", when={"path": path}).match.path == path
    for cited in ("warpware.orders.create", "warpware.*", "fault.lost", "*", "fault*"):
        assert READER.match({"rule": cited}).rule == cited
