"""200 requests a minute and key, in fixed windows. Source: "Rate Limits"; readings.md, "Rate limit"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from client import Reply, WarpWare, order_body

World = Callable[..., WarpWare]

THREE_IN_TEN = {"warpware": {"requests": 3, "window": 10}}
LIMITED = "warpware.rate-limit.requests"


def statuses(client: WarpWare, calls: int) -> list[int]:
    return [client.get("/version").status for _ in range(calls)]


def use_up(client: WarpWare, calls: int) -> None:
    """Make *calls* calls, which must be all that the window has."""
    assert statuses(client, calls + 1) == [200] * calls + [429]


@pytest.mark.rule("warpware.rate-limit.requests")
def test_the_201st_request_of_a_minute_is_refused(world: World) -> None:
    client = world()
    assert statuses(client, 200) == [200] * 200
    client.handle.clock.advance(59.9)
    reply = client.get("/version")
    assert (reply.status, reply.rule) == (429, LIMITED)
    assert "rate limit" in reply.detail.lower()
    assert "200" in reply.detail


@pytest.mark.rule("warpware.rate-limit.requests")
def test_all_operations_are_counted_together(world: World) -> None:
    client = world(limits={"warpware": {"requests": 4}})
    order_id = client.create()
    assert client.get("/orders").status == 200
    assert client.patch(f"/orders/{order_id}", {"note": "x"}).status == 200
    assert client.post("/orders/bulk", {"orders": [order_body("ORDER-2")]}).status == 207
    assert client.get("/orders/stats").status == 429


@pytest.mark.rule("warpware.rate-limit.requests")
def test_a_refused_call_does_nothing(world: World) -> None:
    client = world(limits=THREE_IN_TEN)
    order_id = client.create("ORDER-1")
    before = client.order(order_id)
    client.get("/version")
    assert client.post("/orders", order_body("ORDER-2")).status == 429
    assert client.patch(f"/orders/{order_id}", {"note": "x"}).status == 429
    assert client.post(f"/orders/{order_id}/cancel").status == 429
    client.handle.clock.advance(10)
    assert client.get("/orders").data == [before]


@pytest.mark.rule("warpware.rate-limit.retry-after")
@pytest.mark.parametrize(
    ("gone", "left"),
    [(0, "60"), (0.001, "60"), (0.999, "60"), (1, "59"), (18, "42"), (58.5, "2"), (59, "1"), (59.999, "1")],
)
def test_retry_after_is_right_to_the_second(world: World, gone: float, left: str) -> None:
    client = world(limits={"warpware": {"requests": 3}})
    use_up(client, 3)
    client.handle.clock.advance(gone)
    reply = client.get("/version")
    assert (reply.status, reply.headers["retry-after"]) == (429, left)


@pytest.mark.rule("warpware.rate-limit.retry-after")
@pytest.mark.parametrize("gone", [0, 3.25, 9.5])
def test_who_waits_for_retry_after_is_served_again(world: World, gone: float) -> None:
    client = world(limits=THREE_IN_TEN)
    use_up(client, 3)
    client.handle.clock.advance(gone)
    client.handle.clock.advance(int(client.get("/version").headers["retry-after"]))
    assert client.get("/version").status == 200


@pytest.mark.rule("warpware.rate-limit.retry-after")
def test_one_second_less_than_retry_after_is_too_early(world: World) -> None:
    client = world(limits=THREE_IN_TEN)
    use_up(client, 3)
    client.handle.clock.advance(int(client.get("/version").headers["retry-after"]) - 1)
    assert client.get("/version").status == 429


@pytest.mark.rule("warpware.rate-limit.retry-after")
def test_no_other_answer_bears_retry_after(world: World) -> None:
    client = world(limits={"warpware": {"requests": 6}})
    order_id = client.create()
    replies = [
        client.get("/version"),
        client.get("/nowhere"),
        client.delete("/orders"),
        client.patch(f"/orders/{order_id}", {}),
        client.patch(f"/orders/{order_id}", {"status": "delivered"}),
        client.get("/version", key=client.handle.warpware.revoked_key),
    ]
    assert [reply.status for reply in replies] == [200, 404, 405, 400, 422, 401]
    assert [reply.headers.get("retry-after") for reply in replies] == [None] * 6
    assert client.get("/version").headers["retry-after"] == "60"


# Windows


@pytest.mark.rule("warpware.rate-limit.window-starts-with-first-call")
def test_the_window_starts_with_the_first_call_and_not_with_the_last(world: World) -> None:
    client = world(limits=THREE_IN_TEN)
    assert statuses(client, 1) == [200]
    client.handle.clock.advance(9)
    assert statuses(client, 3) == [200, 200, 429]
    client.handle.clock.advance(0.999)
    assert statuses(client, 1) == [429]
    client.handle.clock.advance(0.001)
    use_up(client, 3)


@pytest.mark.rule("warpware.rate-limit.window-starts-with-first-call")
def test_the_next_window_starts_with_the_first_call_after_the_end(world: World) -> None:
    client = world(limits=THREE_IN_TEN)
    statuses(client, 1)
    client.handle.clock.advance(17)
    use_up(client, 3)
    client.handle.clock.advance(9.5)
    assert client.get("/version").headers["retry-after"] == "1"
    client.handle.clock.advance(0.5)
    use_up(client, 3)


@pytest.mark.rule("warpware.rate-limit.refused-not-counted")
def test_refused_calls_do_not_lengthen_the_window(world: World) -> None:
    client = world(limits=THREE_IN_TEN)
    use_up(client, 3)
    for left in range(10, 0, -1):
        replies = [client.get("/version") for _ in range(3)]
        assert [reply.headers["retry-after"] for reply in replies] == [str(left)] * 3
        client.handle.clock.advance(1)
    use_up(client, 3)


@pytest.mark.rule("warpware.rate-limit.per-key")
def test_two_keys_have_two_windows(world: World) -> None:
    client = world(limits=THREE_IN_TEN)
    read_only = client.handle.warpware.read_only_key
    use_up(client, 3)
    client.handle.clock.advance(4)
    assert [client.get("/version", key=read_only).status for _ in range(3)] == [200] * 3
    reply = client.get("/version", key=read_only)
    assert (reply.status, reply.headers["retry-after"]) == (429, "10")
    assert client.get("/version").headers["retry-after"] == "6"


@pytest.mark.rule("warpware.rate-limit.per-key")
def test_two_sandboxes_have_two_windows(world: World) -> None:
    first, second = world(limits=THREE_IN_TEN), world(limits=THREE_IN_TEN)
    use_up(first, 3)
    use_up(second, 3)


@pytest.mark.rule("warpware.rate-limit.requests")
def test_a_sandbox_that_is_reset_starts_afresh(world: World) -> None:
    client = world(limits=THREE_IN_TEN)
    use_up(client, 3)
    client.handle.reset()
    use_up(client, 3)


# What counts

OTHER_REFUSALS: dict[str, tuple[int, Callable[[WarpWare], Reply]]] = {
    "a body without a field": (400, lambda client: client.post("/orders", {})),
    "no JSON": (400, lambda client: client.post("/orders", body=b"{", headers={"Content-Type": "application/json"})),
    "a query": (400, lambda client: client.get("/orders", query={"page": 0})),
    "no such order": (404, lambda client: client.get("/orders/no-uuid")),
    "no such route": (404, lambda client: client.get("/nowhere")),
    "a method": (405, lambda client: client.delete("/orders")),
    "a duplicate": (409, lambda client: client.post("/orders", order_body("ORDER-1"))),
    "a value": (422, lambda client: client.post("/orders", order_body("ORDER-2", line_items=[]))),
}


@pytest.mark.rule("warpware.rate-limit.other-refusals-counted")
@pytest.mark.parametrize("name", OTHER_REFUSALS)
def test_calls_that_are_refused_for_another_reason_count(world: World, name: str) -> None:
    status, call = OTHER_REFUSALS[name]
    client = world(limits=THREE_IN_TEN)
    client.create("ORDER-1")
    assert [call(client).status for _ in range(3)] == [status, status, 429]


@pytest.mark.rule("warpware.rate-limit.other-refusals-counted")
def test_calls_that_lack_a_scope_count(world: World) -> None:
    client = world(limits=THREE_IN_TEN)
    key = client.handle.warpware.read_only_key
    replies = [client.post("/orders", order_body(), key=key).status for _ in range(3)]
    assert [*replies, client.get("/version", key=key).status] == [403, 403, 403, 429]


@pytest.mark.rule("warpware.rate-limit.other-refusals-counted")
def test_a_replay_counts(world: World) -> None:
    client = world(limits=THREE_IN_TEN)
    headers = {"X-Idempotency-Key": "my-system-uuid-1234"}
    assert [client.post("/orders", order_body(), headers=headers).status for _ in range(4)] == [201, 201, 201, 429]


@pytest.mark.rule("warpware.rate-limit.requests", "warpware.auth.revoked-key")
def test_calls_with_no_valid_key_are_neither_limited_nor_counted(world: World) -> None:
    client = world(limits=THREE_IN_TEN)
    keys = [client.handle.warpware.revoked_key, client.handle.warpware.key[:-4] + "beef", "ww_live_short"]
    assert [client.get("/version", key=key).status for key in keys * 4] == [401] * 12
    use_up(client, 3)


# Other limits


@pytest.mark.rule("warpware.rate-limit.requests")
@pytest.mark.parametrize("limits", [False, {"warpware": False}], ids=["all off", "warpware off"])
def test_without_limits_nothing_is_refused(world: World, limits: Any) -> None:
    assert statuses(world(limits=limits), 202) == [200] * 202


@pytest.mark.rule("warpware.rate-limit.requests", "warpware.rate-limit.retry-after")
def test_a_limit_can_be_chosen_without_its_window(world: World) -> None:
    client = world(limits={"warpware": {"requests": 2}})
    use_up(client, 2)
    assert client.get("/version").headers["retry-after"] == "60"


@pytest.mark.rule("warpware.rate-limit.requests", "warpware.rate-limit.retry-after")
def test_a_window_can_be_chosen_without_its_limit(world: World) -> None:
    client = world(limits={"warpware": {"window": 7}})
    use_up(client, 200)
    assert client.get("/version").headers["retry-after"] == "7"
