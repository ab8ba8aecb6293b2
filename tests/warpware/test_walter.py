"""POST /walter as an endpoint: body, scope, limits, reading. Source: "Walter AI", "Rate Limits"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from client import Reply, WarpWare

World = Callable[..., WarpWare]

HOW_MANY = {"query": "How many orders failed in the last 7 days?"}
LIMITED = "warpware.rate-limit.walter"


def ask(client: WarpWare, query: str = "How many orders are there?", **options: Any) -> Reply:
    return client.post("/walter", {"query": query}, **options)


def statuses(client: WarpWare, calls: int) -> list[int]:
    return [ask(client).status for _ in range(calls)]


@pytest.mark.rule("warpware.walter.ask", "warpware.walter.tool-calls", "warpware.walter.count")
def test_the_documents_question_has_the_documents_answer(warpware: WarpWare) -> None:
    for number in range(14):
        order_id = warpware.create(f"ORDER-{number}")
        error = "SKU not found in warehouse system" if number < 9 else "Address could not be verified"
        assert warpware.move(order_id, "failed", walk=True, error_message=error).status == 200
    reply = warpware.post("/walter", HOW_MANY)
    assert (reply.status, reply.rule) == (200, "warpware.walter.count")
    assert reply.json == {
        "data": {
            "response": "In the last 7 days, 14 orders failed. "
            "The most common error was 'SKU not found in warehouse system' (9 orders).",
            "tool_calls": [
                {
                    "tool": "count_orders",
                    "arguments": {"status": "failed", "since": "2026-02-20T10:00:00Z"},
                    "result": 14,
                },
                {
                    "tool": "most_common_error",
                    "arguments": {"since": "2026-02-20T10:00:00Z"},
                    "result": {"error": "SKU not found in warehouse system", "count": 9},
                },
            ],
            "client_id": "acme:warehouse-east",
        },
        "meta": {},
    }


# The body


@pytest.mark.rule("warpware.walter.query")
@pytest.mark.parametrize("body", [{}, {"context": {}}, {"question": "How many orders?"}], ids=str)
def test_a_question_without_a_query_is_400(warpware: WarpWare, body: dict[str, Any]) -> None:
    reply = warpware.post("/walter", body)
    assert (reply.status, reply.rule) == (400, "warpware.body.missing-field")
    assert reply.detail == "query: is required"


@pytest.mark.rule("warpware.walter.query", "warpware.body.blank-required")
@pytest.mark.parametrize("query", ["", " ", "\n\t"])
def test_a_blank_query_is_422(warpware: WarpWare, query: str) -> None:
    reply = ask(warpware, query)
    assert (reply.status, reply.rule) == (422, "warpware.body.blank-required")
    assert reply.detail == "query: must not be blank"


@pytest.mark.rule("warpware.walter.query")
@pytest.mark.parametrize("query", [None, 7, ["How many orders?"]], ids=str)
def test_a_query_that_is_no_string_is_422(warpware: WarpWare, query: object) -> None:
    reply = warpware.post("/walter", {"query": query})
    assert (reply.status, reply.rule) == (422, "warpware.body.invalid-value")
    assert reply.detail == "query: must be a string"


@pytest.mark.rule("warpware.walter.context")
@pytest.mark.parametrize("context", [None, {}, {"status": "failed", "deep": [{"er": 1}]}], ids=str)
def test_any_object_is_a_context_and_changes_nothing(warpware: WarpWare, context: object) -> None:
    warpware.create()
    reply = warpware.post("/walter", {**HOW_MANY, "context": context})
    assert (reply.status, reply.body) == (200, warpware.post("/walter", HOW_MANY).body)


@pytest.mark.rule("warpware.walter.context")
@pytest.mark.parametrize("context", ["today", 7, []], ids=str)
def test_a_context_that_is_no_object_is_422(warpware: WarpWare, context: object) -> None:
    reply = warpware.post("/walter", {**HOW_MANY, "context": context})
    assert (reply.status, reply.rule, reply.detail) == (
        422,
        "warpware.body.invalid-value",
        "context: must be an object",
    )


# Who may ask


@pytest.mark.rule("warpware.walter.read-scope")
def test_a_read_only_key_may_ask(warpware: WarpWare) -> None:
    assert ask(warpware, key=warpware.handle.warpware.read_only_key).status == 200


@pytest.mark.rule("warpware.walter.read-scope", "warpware.scopes.missing")
def test_a_write_only_key_may_not_ask(warpware: WarpWare) -> None:
    reply = ask(warpware, key=warpware.handle.warpware.write_only_key)
    assert (reply.status, reply.rule) == (403, "warpware.scopes.missing")
    assert "read" in reply.detail


@pytest.mark.rule("warpware.walter.read-scope", "warpware.walter.deterministic")
def test_a_question_changes_nothing_and_is_answered_alike_again(demo: WarpWare) -> None:
    before = demo.get("/orders?per_page=100").body
    first = ask(demo, "What can you tell me?").body
    assert ask(demo, "What can you tell me?").body == first
    assert demo.get("/orders?per_page=100").body == before
    assert demo.event_names() == []


@pytest.mark.rule("warpware.walter.deterministic")
def test_an_answer_follows_the_orders(warpware: WarpWare) -> None:
    answers = []
    for number in range(3):
        answers.append(ask(warpware).data["response"])
        warpware.create(f"ORDER-{number}")
    assert answers == ["There are 0 orders in all.", "There is 1 order in all.", "There are 2 orders in all."]


@pytest.mark.rule("warpware.errors.wrong-method")
def test_walter_takes_post_alone(warpware: WarpWare) -> None:
    reply = warpware.get("/walter")
    assert (reply.status, reply.headers["allow"]) == (405, "POST")


# The reading


@pytest.mark.rule("warpware.walter.enabled")
@pytest.mark.parametrize("readings", [{}, {"warpware.walter": "enabled"}], ids=["default", "enabled"])
def test_walter_is_enabled(world: World, readings: dict[str, str]) -> None:
    assert ask(world(readings=readings)).status == 200


@pytest.mark.rule("warpware.walter.disabled")
def test_walter_is_unavailable_where_it_is_disabled(world: World) -> None:
    reply = ask(world(readings={"warpware.walter": "disabled"}))
    assert (reply.status, reply.rule) == (503, "warpware.walter.disabled")
    assert reply.json == {"detail": "Walter AI is not enabled for this account"}


@pytest.mark.rule("warpware.walter.disabled")
def test_every_other_refusal_comes_before_unavailable(world: World) -> None:
    client = world(readings={"warpware.walter": "disabled"}, limits={"warpware": {"walter": 3}})
    keys = client.handle.warpware
    assert ask(client, key=keys.revoked_key).status == 401
    assert client.post("/walter", {}).status == 400
    assert ask(client, " ").status == 422
    assert ask(client).status == 503
    assert ask(client).status == 429
    assert ask(client, key=keys.write_only_key).status == 403


# The limits


@pytest.mark.rule("warpware.rate-limit.walter")
def test_the_11th_question_of_a_minute_is_refused(world: World) -> None:
    client = world()
    assert statuses(client, 10) == [200] * 10
    client.handle.clock.advance(18)
    reply = ask(client)
    assert (reply.status, reply.rule, reply.headers["retry-after"]) == (429, LIMITED, "42")
    assert "10 requests" in reply.detail
    client.handle.clock.advance(42)
    assert ask(client).status == 200


@pytest.mark.rule("warpware.rate-limit.walter")
def test_other_operations_go_on_when_the_questions_are_used_up(world: World) -> None:
    client = world(limits={"warpware": {"walter": 1}})
    assert statuses(client, 2) == [200, 429]
    assert client.get("/orders").status == 200


@pytest.mark.rule("warpware.rate-limit.walter", "warpware.rate-limit.per-key")
def test_two_keys_have_ten_questions_each(world: World) -> None:
    client = world(limits={"warpware": {"walter": 1}})
    assert statuses(client, 2) == [200, 429]
    assert ask(client, key=client.handle.warpware.read_only_key).status == 200


@pytest.mark.rule("warpware.rate-limit.walter")
def test_other_calls_are_no_questions(world: World) -> None:
    client = world(limits={"warpware": {"walter": 1}})
    assert [client.get(path).status for path in ("/version", "/orders", "/nowhere", "/walter")] == [200, 200, 404, 405]
    assert statuses(client, 2) == [200, 429]


@pytest.mark.rule("warpware.rate-limit.walter", "warpware.rate-limit.other-refusals-counted")
def test_questions_that_are_refused_for_another_reason_count(world: World) -> None:
    client = world(limits={"warpware": {"walter": 2}})
    assert [client.post("/walter", {}).status, ask(client, " ").status, ask(client).status] == [400, 422, 429]


@pytest.mark.rule("warpware.rate-limit.walter-counts-to-both")
def test_a_question_is_a_request_as_well(world: World) -> None:
    client = world(limits={"warpware": {"requests": 3}})
    assert statuses(client, 2) == [200, 200]
    assert [client.get("/version").status for _ in range(2)] == [200, 429]
    reply = ask(client)
    assert (reply.status, reply.rule) == (429, "warpware.rate-limit.requests")


@pytest.mark.rule("warpware.rate-limit.walter-counts-to-both")
def test_a_question_that_is_too_much_for_walter_is_no_request(world: World) -> None:
    client = world(limits={"warpware": {"requests": 4, "walter": 1}})
    assert statuses(client, 6) == [200] + [429] * 5
    assert [client.get("/version").status for _ in range(4)] == [200, 200, 200, 429]


@pytest.mark.rule("warpware.rate-limit.walter-counts-to-both")
def test_a_question_that_is_too_much_for_all_requests_is_none_for_walter(world: World) -> None:
    client = world(limits={"warpware": {"requests": 2, "walter": 2}})
    assert [client.get("/version").status for _ in range(2)] == [200, 200]
    client.handle.clock.advance(59)
    assert statuses(client, 5) == [429] * 5
    client.handle.clock.advance(1)
    assert statuses(client, 2) == [200, 200]
    assert ask(client).rule in {"warpware.rate-limit.requests", LIMITED}


@pytest.mark.rule("warpware.rate-limit.walter")
def test_without_limits_walter_is_never_tired(warpware: WarpWare) -> None:
    assert statuses(warpware, 12) == [200] * 12
