"""Snapshots: a sandbox that was set back is what it was."""

from __future__ import annotations

import contextlib
import threading
from typing import Any

import pytest
import urllib3

from client import Http, Reply, order_body
from handles.conftest import Make
from mockserver import MockServer, SandboxHandle, faults
from mockserver.control.routes import may_block
from mockserver.errors import TooManySnapshots, UnknownSnapshot


def live(sandbox: SandboxHandle) -> list[Any]:
    """An hour in the life of a sandbox, with everything that could have been forgotten; answers what was told."""
    client = Http(sandbox.warpware.url, sandbox.warpware.headers())
    whiplash = Http(sandbox.whiplash.url, sandbox.whiplash.headers())
    told: list[Reply] = [
        client.post("/orders", order_body("AGAIN"), headers={"X-Idempotency-Key": "key"}),
        client.post("/orders", order_body(f"NEW-{len(sandbox.journal)}")),
        client.post("/exports", {"resource": "inventory"}),
        whiplash.post("/items", {"sku": "MUG", "quantity": 2}),
        client.get("/orders?per_page=100"),
        whiplash.get("/orders?limit=50"),
        *(client.get("/version") for _ in range(4)),
    ]
    export = told[2].data["id"] if told[2].status == 202 else "none"
    effects = sandbox.clock.advance(minutes=5)
    told += [client.get(f"/exports/{export}"), client.get("/orders/stats")]
    client.close()
    whiplash.close()
    seen = [(reply.status, reply.body, reply.headers["x-mock-rule"]) for reply in told]
    journal = [(one.number, one.at, one.status, one.faults, one.replayed, one.attempt) for one in sandbox.journal]
    deliveries = [(one.number, one.state, one.body, one.made) for one in sandbox.webhooks]
    rules = [(rule.id, rule.fired, rule.seen) for rule in sandbox.faults]
    return [seen, effects, journal, deliveries, rules, sandbox.clock.now(), sandbox.warpware.orders.all()]


def test_the_same_calls_after_a_restore_have_the_same_answers_byte_for_byte(make: Make) -> None:
    sandbox = make(profile="demo", autopilot={"speed": 60}, limits={"warpware": {"requests": 6, "window": 60}})
    receiver = sandbox.webhooks.receiver(events=["order.status_changed", "order.shipped"])
    receiver.answer_with(503)
    sandbox.faults.add("getVersion", faults.status(500), probability=0.5, name="now and then")
    live(sandbox)
    before = sandbox.snapshot()
    first = live(sandbox)
    sandbox.faults.clear()
    sandbox.faults.add(faults.status(418))
    sandbox.call("removeWarpwareWebhook", id=receiver.endpoints[0]["id"])
    for _ in range(2):
        before.restore()
        assert live(sandbox) == first
    assert first[3], "nothing was delivered"
    assert any(effect["what"] == "order.moved" for effect in first[1])
    assert {status for status, *_ in first[0]} >= {200, 429, 500}


def test_what_a_block_does_is_undone(sandbox: SandboxHandle) -> None:
    kept = sandbox.warpware.orders.create("KEPT")
    with sandbox.snapshot() as snapshot:
        sandbox.warpware.orders.create("LOST")
        sandbox.clock.advance(hours=1)
    assert (sandbox.warpware.orders.all(), snapshot.at) == ([kept], "2026-02-27T10:00:00Z")
    assert str(sandbox.clock.now()) == "2026-02-27 10:00:00+00:00"
    with pytest.raises(UnknownSnapshot, match=r"has no snapshot 'python-.*'; there are none"):
        snapshot.restore()


def test_snapshots_have_names_are_listed_and_are_bounded(sandbox: SandboxHandle) -> None:
    sandbox.snapshot("a/b")
    sandbox.clock.advance(60)
    sandbox.snapshot("a/b")
    named = {"snapshots": [{"name": "a/b", "at": "2026-02-27T10:01:00Z"}]}
    assert sandbox.call("listSnapshots") == named
    with pytest.raises(UnknownSnapshot, match="has no snapshot 'a/c'; did you mean 'a/b'"):
        sandbox.call("restoreSnapshot", name="a/c")
    for number in range(99):
        sandbox.snapshot(str(number))
    with pytest.raises(TooManySnapshots, match="at most 100"):
        sandbox.snapshot("one more")
    sandbox.reset()
    assert sandbox.call("listSnapshots") == {"snapshots": []}


def test_a_running_clock_runs_on_from_where_it_was(make: Make) -> None:
    sandbox = make(frozen=False)
    before = sandbox.clock.now()
    with sandbox.snapshot():
        sandbox.clock.advance(days=1)
        sandbox.clock.freeze()
    assert 0 <= (sandbox.clock.now() - before).total_seconds() < 3600
    assert sandbox.about()["frozen"] is False


def test_a_call_that_is_held_when_the_sandbox_is_set_back_ends_and_changes_nothing(sandbox: SandboxHandle) -> None:
    before = sandbox.snapshot()
    held = sandbox.faults.add("createOrder", faults.delay(60))
    ended: list[object] = []

    def call() -> None:
        with urllib3.PoolManager(retries=False) as pool:
            try:
                pool.request(
                    "POST",
                    sandbox.warpware.url + "/orders",
                    json=order_body("HELD"),
                    headers=sandbox.warpware.headers(),
                )
            except urllib3.exceptions.HTTPError as error:
                ended.append(error)

    thread = threading.Thread(target=call)
    thread.start()
    pause = threading.Event()
    while not held.fired:
        pause.wait(0.01)
    before.restore()
    thread.join(10)
    assert len(ended) == 1
    assert isinstance(ended[0], urllib3.exceptions.ProtocolError)
    assert (sandbox.warpware.orders.all(), list(sandbox.journal)) == ([], [])


def test_an_attempt_that_is_in_flight_when_the_sandbox_is_set_back_counts_for_nothing(sandbox: SandboxHandle) -> None:
    receiver = sandbox.webhooks.receiver(events=["order.held"])
    before = sandbox.snapshot()
    with receiver.hang():
        sandbox.warpware.orders.move(sandbox.warpware.orders.create(), "hold")
        receiver.wait()
        before.restore()
        assert list(sandbox.webhooks) == []
        sandbox.warpware.orders.move(sandbox.warpware.orders.create(), "hold")
        receiver.wait(2)
    sandbox.webhooks.deliver()
    assert [(one.number, one.state, one.made) for one in sandbox.webhooks] == [(1, "delivered", 1)]
    assert [event.id for event in receiver.events] == [receiver.events[0].id] * 2


def test_a_snapshot_waits_in_no_loop_whatever_its_name() -> None:
    path = f"/_mock/sandboxes/{'0' * 16}/snapshots/a%2Fb"
    assert may_block({"PATH_INFO": path.replace("%2F", "/"), "REQUEST_URI": path})
    assert not may_block({"PATH_INFO": "/partner/v1/version", "REQUEST_URI": "/partner/v1/version"})


def test_what_ends_a_block_is_told_also_when_its_snapshot_is_gone(make: Make) -> None:
    sandbox = make()

    def reset_in_a_block(error: Exception | None) -> None:
        with sandbox.snapshot():
            sandbox.reset()
            if error is not None:
                raise error

    with pytest.raises(KeyError, match="mine"):
        reset_in_a_block(KeyError("mine"))
    with pytest.raises(UnknownSnapshot):
        reset_in_a_block(None)


def test_a_call_that_waits_for_its_turn_while_the_sandbox_is_set_back_is_carried_out(
    mockserver_server: MockServer,
) -> None:
    with mockserver_server.sandbox() as sandbox, urllib3.PoolManager(retries=False) as pool:
        sandbox.faults.add("createOrder", faults.reset())
        before = sandbox.snapshot()
        told: list[int] = []

        def call() -> None:
            reply = pool.request("GET", sandbox.warpware.url + "/version", headers=sandbox.warpware.headers())
            told.append(reply.status)

        thread = threading.Thread(target=call)
        with sandbox.sandbox.lock:
            thread.start()
            # The server answers nobody while one call waits for the lock.
            with contextlib.suppress(urllib3.exceptions.TimeoutError):
                for _ in range(1000):
                    pool.request("GET", mockserver_server.url + "/_mock/health", timeout=0.2)
            before.restore()
        thread.join(10)
    assert told == [200]
