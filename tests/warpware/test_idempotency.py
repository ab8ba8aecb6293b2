"""X-Idempotency-Key on POST /orders. Source: "Idempotency"; readings.md, "Idempotency"."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest

from client import Reply, WarpWare, order_body
from mockserver.app import create_app, open_sandboxes
from mockserver.core.sandbox import SandboxOptions
from mockserver.handle import SandboxHandle
from mockserver.handles.local_channel import LocalChannel
from mockserver.server import MockServer

World = Callable[..., WarpWare]

KEY = {"X-Idempotency-Key": "my-system-uuid-abc123"}
DAY = 24 * 60 * 60


def push(client: WarpWare, external_id: str = "ORDER-1", **fields: object) -> Reply:
    """POST /orders with the key."""
    return client.post("/orders", order_body(external_id, **fields), headers=KEY)


def external_ids(client: WarpWare) -> list[str]:
    return sorted(order["external_id"] for order in client.get("/orders").data)


# The replay


@pytest.mark.rule("warpware.idempotency.replay")
def test_the_same_key_answers_the_same_bytes_and_creates_nothing(warpware: WarpWare) -> None:
    first = push(warpware)
    warpware.handle.clock.advance(60)
    second = push(warpware)
    assert (second.status, second.body) == (201, first.body)
    assert (first.rule, second.rule) == ("warpware.orders.create", "warpware.idempotency.replay")
    assert external_ids(warpware) == ["ORDER-1"]


@pytest.mark.rule("warpware.idempotency.replay")
def test_a_replay_tells_the_first_answer_whatever_became_of_the_order(warpware: WarpWare) -> None:
    first = push(warpware)
    order_id = first.data["id"]
    warpware.post(f"/orders/{order_id}/cancel")
    before = warpware.order(order_id)
    assert push(warpware).body == first.body
    assert warpware.order(order_id) == before


@pytest.mark.rule("warpware.idempotency.replay")
def test_another_key_is_another_request(warpware: WarpWare) -> None:
    push(warpware)
    reply = warpware.post("/orders", order_body("ORDER-1"), headers={"X-Idempotency-Key": "other"})
    assert (reply.status, reply.rule) == (409, "warpware.orders.duplicate-external-id")


@pytest.mark.rule("warpware.idempotency.replay")
def test_the_journal_tells_a_replay_from_a_create(warpware: WarpWare) -> None:
    push(warpware)
    push(warpware)
    assert [exchange.replayed for exchange in warpware.handle.journal] == [False, True]


@pytest.mark.rule("warpware.idempotency.lifetime")
def test_a_key_is_remembered_until_24_hours_have_passed(warpware: WarpWare) -> None:
    first = push(warpware)
    warpware.handle.clock.advance(DAY - 1)
    assert (push(warpware).status, push(warpware).body) == (201, first.body)
    warpware.handle.clock.advance(1)
    reply = push(warpware)
    assert (reply.status, reply.rule) == (409, "warpware.orders.duplicate-external-id")


@pytest.mark.rule("warpware.idempotency.lifetime")
def test_a_replay_does_not_lengthen_the_24_hours(warpware: WarpWare) -> None:
    push(warpware)
    warpware.handle.clock.advance(DAY / 2)
    push(warpware)
    warpware.handle.clock.advance(DAY / 2)
    assert push(warpware).status == 409


@pytest.mark.rule("warpware.idempotency.lifetime")
def test_a_forgotten_key_is_as_good_as_new(warpware: WarpWare) -> None:
    push(warpware, "ORDER-1")
    warpware.handle.clock.advance(DAY)
    second = push(warpware, "ORDER-2")
    assert (second.status, second.data["external_id"]) == (201, "ORDER-2")
    warpware.handle.clock.advance(DAY - 1)
    assert push(warpware, "ORDER-2").body == second.body
    assert external_ids(warpware) == ["ORDER-1", "ORDER-2"]


@pytest.mark.rule("warpware.idempotency.without-key")
@pytest.mark.parametrize("headers", [{}, {"X-Idempotency-Key": ""}], ids=["no header", "an empty one"])
def test_without_a_key_a_repeated_create_is_a_409(warpware: WarpWare, headers: Mapping[str, str]) -> None:
    first = warpware.post("/orders", order_body("ORDER-1"), headers=headers)
    before = warpware.order(first.data["id"])
    reply = warpware.post("/orders", order_body("ORDER-1", note="x"), headers=headers)
    assert (reply.status, reply.rule) == (409, "warpware.orders.duplicate-external-id")
    assert "ORDER-1" in reply.detail
    assert warpware.order(first.data["id"]) == before


@pytest.mark.rule("warpware.idempotency.without-key")
def test_an_empty_key_is_not_remembered(warpware: WarpWare) -> None:
    for external_id in ("ORDER-1", "ORDER-2"):
        reply = warpware.post("/orders", order_body(external_id), headers={"X-Idempotency-Key": ""})
        assert (reply.status, reply.data["external_id"]) == (201, external_id)


# What is remembered


@pytest.mark.rule("warpware.idempotency.only-success")
@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"external_id": "ORDER-2"}, 400),
        (order_body("ORDER-2", line_items=[]), 422),
        (order_body("ORDER-2", note="a\0b"), 422),
        (order_body("ORDER-1"), 409),
    ],
)
def test_a_refusal_is_not_remembered(warpware: WarpWare, body: dict[str, object], status: int) -> None:
    warpware.create("ORDER-1")
    assert warpware.post("/orders", body, headers=KEY).status == status
    mended = push(warpware, "ORDER-2")
    assert (mended.status, mended.data["external_id"]) == (201, "ORDER-2")
    assert push(warpware, "ORDER-2").body == mended.body


@pytest.mark.rule("warpware.idempotency.only-success")
def test_a_429_is_not_remembered(world: World) -> None:
    client = world(limits={"warpware": {"requests": 1}})
    client.get("/version")
    assert push(client).status == 429
    client.handle.clock.advance(60)
    assert push(client).status == 201


@pytest.mark.rule("warpware.idempotency.only-create")
def test_patch_and_cancel_do_not_know_the_key(warpware: WarpWare) -> None:
    order_id = push(warpware).data["id"]
    for note in ("first", "second"):
        reply = warpware.patch(f"/orders/{order_id}", {"note": note}, headers=KEY)
        assert (reply.status, reply.rule) == (200, "warpware.orders.update")
        assert warpware.order(order_id)["note"] == note
    reply = warpware.post(f"/orders/{order_id}/cancel", headers=KEY)
    assert reply.data == {"id": order_id, "status": "cancelled", "cancelled": True}


@pytest.mark.rule("warpware.idempotency.only-create")
def test_bulk_does_not_know_the_key(warpware: WarpWare) -> None:
    replies = [warpware.post("/orders/bulk", {"orders": [order_body("A")]}, headers=KEY) for _ in range(2)]
    assert [reply.data[0]["status"] for reply in replies] == ["created", "duplicate"]
    assert push(warpware, "B").data["external_id"] == "B"


@pytest.mark.rule("warpware.idempotency.account-wide")
def test_a_key_means_nothing_to_other_accounts(world: World) -> None:
    first, second = world(), world(seed=7)
    assert push(first, "ORDER-1").status == 201
    reply = push(second, "ORDER-2")
    assert (reply.status, reply.data["external_id"]) == (201, "ORDER-2")
    assert (external_ids(first), external_ids(second)) == (["ORDER-1"], ["ORDER-2"])


@pytest.mark.rule("warpware.idempotency.account-wide")
def test_a_key_is_known_to_every_api_key_of_the_account() -> None:
    # Only an open server takes a second API key that may write.
    with MockServer(sandboxes=open_sandboxes(SandboxOptions(profile="empty"), open=True)) as server:
        client = WarpWare(server.default)
        first = push(client)
        another = client.handle.warpware.key[:-4] + "beef"
        second = client.post("/orders", order_body("ORDER-1"), headers=KEY, key=another)
        assert (second.status, second.body) == (201, first.body)
        client.close()


# The same key with another body


@pytest.mark.rule("warpware.idempotency.mismatch-replayed")
@pytest.mark.parametrize("readings", [{}, {"warpware.idempotency-mismatch": "replay"}], ids=["default", "replay"])
@pytest.mark.parametrize("body", [order_body("ORDER-2"), order_body("ORDER-1", note="x"), {}])
def test_another_body_gets_the_first_answer(world: World, readings: dict[str, str], body: dict[str, object]) -> None:
    client = world(readings=readings)
    first = push(client)
    reply = client.post("/orders", body, headers=KEY)
    assert (reply.status, reply.body, reply.rule) == (201, first.body, "warpware.idempotency.mismatch-replayed")
    assert external_ids(client) == ["ORDER-1"]
    assert client.order(first.data["id"])["note"] is None


@pytest.mark.rule("warpware.idempotency.mismatch-refused")
@pytest.mark.parametrize(
    "body", [order_body("ORDER-2"), order_body("ORDER-1", note="x"), order_body("ORDER-1", unknown=1), {}]
)
def test_under_reject_another_body_is_refused(world: World, body: dict[str, object]) -> None:
    client = world(readings={"warpware.idempotency-mismatch": "reject"})
    first = push(client)
    reply = client.post("/orders", body, headers=KEY)
    assert (reply.status, reply.rule) == (422, "warpware.idempotency.mismatch-refused")
    assert "idempotency-key" in reply.detail.lower()
    assert external_ids(client) == ["ORDER-1"]
    assert push(client).body == first.body


@pytest.mark.rule("warpware.idempotency.mismatch-refused")
def test_under_reject_the_order_of_keys_and_white_space_do_not_matter(world: World) -> None:
    client = world(readings={"warpware.idempotency-mismatch": "reject"})
    content = order_body("ORDER-1", metadata={"a": {"b": 1, "c": 2}, "d": 3})
    first = client.post("/orders", content, headers=KEY)
    address = dict(reversed(content["shipping_address"].items()))  # type: ignore[attr-defined]  # it is a dict
    turned = {
        **dict(reversed(content.items())),
        "metadata": {"d": 3, "a": {"c": 2, "b": 1}},
        "shipping_address": address,
    }
    written = json.dumps(turned, indent=3).encode()
    second = client.request("POST", "/orders", body=written, headers={**KEY, "Content-Type": "application/json"})
    assert (second.status, second.body) == (201, first.body)


# Two at once


def at_once(calls: list[Callable[[], int]]) -> list[int]:
    """What *calls* return that start together, lowest first."""
    barrier = threading.Barrier(len(calls))

    def run(call: Callable[[], int]) -> int:
        barrier.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(run, calls))


@pytest.mark.rule("warpware.orders.duplicate-external-id", "warpware.idempotency.replay")
@pytest.mark.parametrize(("headers", "statuses"), [({}, [201, 409]), (KEY, [201, 201])], ids=["no key", "one key"])
def test_two_creates_at_once_make_one_order(
    warpware: WarpWare, headers: Mapping[str, str], statuses: list[int]
) -> None:
    for number in range(20):
        body = order_body(f"ORDER-{number}")
        sent = {name: f"{value}-{number}" for name, value in headers.items()}

        def create(body: object = body, sent: Mapping[str, str] = sent) -> int:
            return warpware.post("/orders", body, headers=sent).status

        assert at_once([create, create]) == statuses
    assert warpware.get("/orders/stats").data["total"] == 20


@pytest.mark.rule("warpware.orders.duplicate-external-id", "warpware.idempotency.replay")
@pytest.mark.parametrize(("headers", "statuses"), [({}, [201, 409]), (KEY, [201, 201])], ids=["no key", "one key"])
@pytest.mark.usefixtures("restless_threads")
def test_two_threads_in_one_app_make_one_order(headers: Mapping[str, str], statuses: list[int]) -> None:
    sandboxes = open_sandboxes(SandboxOptions(profile="empty", limits=False))
    app, handle = create_app(sandboxes), SandboxHandle(LocalChannel(sandboxes, ""), "0" * 16)
    for number in range(50):
        body = order_body(f"ORDER-{number}")
        sent = {**handle.warpware.headers(), **{name: f"{value}-{number}" for name, value in headers.items()}}

        def create(body: object = body, sent: Mapping[str, str] = sent) -> int:
            return app.test_client().post("/partner/v1/orders", json=body, headers=dict(sent)).status_code

        assert at_once([create, create]) == statuses
    assert len(handle.sandbox.state("warpware").orders) == 50
