"""Deliveries that nobody asks for, sandboxes that go meanwhile, receivers that hang."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from freezegun import freeze_time

from client import Http, WarpWare
from mockserver.server import MockServer
from receiver import Receiver, state_of, wait_for

World = Callable[..., WarpWare]
FAST = {"warpware.webhook-retries": "fast"}


@pytest.fixture
def quick() -> Iterator[MockServer]:
    """A server of the test's own whose receivers have 0.3 seconds."""
    with MockServer(webhook_timeout=0.3) as server:
        yield server


# By itself


@pytest.mark.parametrize("frozen", [True, False], ids=["frozen", "running"])
def test_an_event_is_delivered_at_once_without_being_asked_for(world: World, receiver: Receiver, frozen: bool) -> None:
    client = world(frozen=frozen)
    receiver.register(client, "order.held")
    client.in_status("hold")
    assert receiver.wait(1)[0].event == "order.held"


def test_a_warehouses_move_is_told_of_at_once(warpware: WarpWare, receiver: Receiver) -> None:
    order_id = warpware.create()
    receiver.register(warpware, "order.shipped")
    warpware.move(order_id, "shipped", walk=True)
    assert receiver.wait(1)[0].json["data"]["status"] == "shipped"


def test_a_running_clock_retries_by_itself_when_it_has_been_moved_near_the_moment(
    world: World, receiver: Receiver
) -> None:
    client = world(frozen=False)
    receiver.answer_with(500, times=1)
    receiver.register(client, "order.held")
    client.in_status("hold")
    client.handle.webhooks.deliver()
    client.handle.clock.advance(59.5)
    assert len(receiver.wait(2)) == 2
    wait_for(lambda: state_of(client) == ["delivered"])


def test_a_running_clock_completes_an_export_without_a_request(world: World) -> None:
    client = world(frozen=False)
    export_id = client.export("orders")
    sandbox = client.handle.sandbox
    with sandbox.lock:
        due = sandbox.schedule.next_due
        assert due is not None
        ahead = (due - sandbox.clock.now()).total_seconds()
    client.handle.clock.advance(ahead - 0.1)
    wait_for(lambda: sandbox.state("warpware").exports.get(export_id).completed_at is not None)


def test_a_frozen_clock_retries_nothing_until_it_is_moved_or_resumed(world: World, receiver: Receiver) -> None:
    client = world(readings=FAST)
    receiver.answer_with(500, times=1)
    receiver.register(client, "order.held")
    client.in_status("hold")
    client.handle.webhooks.deliver()
    assert client.handle.webhooks.deliver() == []
    client.handle.clock.advance(0.8)
    assert len(receiver.events) == 1
    client.handle.clock.resume()
    assert len(receiver.wait(2)) == 2


def test_nothing_to_deliver_costs_no_thread() -> None:
    with MockServer() as server:
        client = WarpWare(server.sandbox(frozen=True))
        before = threading.active_count()
        client.in_status("delivered")
        assert threading.active_count() == before
        assert server.sandboxes.courier._thread is None
        client.close()


@pytest.mark.parametrize("hold", [freeze_time, time_machine.travel], ids=["freezegun", "time-machine"])
@pytest.mark.parametrize("moment", ["2030-01-01T00:00:00Z", "2020-01-01T00:00:00Z"])
def test_a_webhook_arrives_while_a_test_holds_the_time(
    mockserver_server: MockServer, receiver: Receiver, hold: Callable[..., Any], moment: str
) -> None:
    client = WarpWare(mockserver_server.sandbox())
    receiver.register(client, "order.held")
    holding = {"tick": False} if hold is time_machine.travel else {}
    with hold(moment, **holding):
        client.in_status("hold")
        assert receiver.wait(1)[0].event == "order.held"
        assert client.handle.webhooks.deliver() is not None
    client.close()
    client.handle.drop()


def test_a_retry_comes_when_a_test_moves_the_frozen_time(mockserver_server: MockServer, receiver: Receiver) -> None:
    with freeze_time("2030-01-01T00:00:00Z") as frozen:
        client = WarpWare(mockserver_server.sandbox())
        receiver.answer_with(500, times=1)
        receiver.register(client, "order.held")
        client.in_status("hold")
        client.handle.webhooks.deliver()
        frozen.tick(61)
        assert len(receiver.wait(2)) == 2
        client.close()
        client.handle.drop()


# Sandboxes that go


@pytest.mark.parametrize("how", ["reset", "drop"])
def test_what_is_pending_in_a_sandbox_that_goes_is_never_sent(
    world: World, control: Http, receiver: Receiver, how: str
) -> None:
    client, witness = world(), world()
    receiver.register(client, "order.held", path="/gone")
    receiver.register(witness, "order.held", path="/witness")
    old = client.handle.sandbox
    with receiver.hang():
        for number in range(3):
            client.in_status("hold", f"ORDER-{number}")
        receiver.wait(1)
        path = f"/sandboxes/{client.handle.id}"
        assert (control.post(f"{path}/reset") if how == "reset" else control.delete(path)).status == 200
    witness.in_status("hold")
    witness.handle.webhooks.deliver()
    assert sorted(content.path for content in receiver.events) == ["/hooks/gone", "/hooks/witness"]
    # The answer that came afterwards counts for nothing.
    assert all(delivery.attempts == [] for delivery in old.webhooks)
    assert old.deliver() == []
    if how == "reset":
        assert client.get("/webhooks").data == []
        assert list(client.handle.webhooks) == []
    else:
        assert control.put(path, {"frozen": True}).status == 200  # the fixture drops it once more


def test_an_advance_ends_when_its_sandbox_goes(world: World, receiver: Receiver) -> None:
    client = world(readings=FAST)
    receiver.answer_with(500)
    receiver.register(client, "order.held")
    client.in_status("hold")
    client.handle.webhooks.deliver()
    receiver.on_event = lambda _: client.handle.reset()
    assert client.handle.clock.advance(60) == []
    assert len(receiver.events) == 2


# Hanging receivers and stopping


def test_a_hanging_receiver_holds_up_no_other_endpoint(warpware: WarpWare, receiver: Receiver) -> None:
    slow = Receiver()
    slow.register(warpware, "order.held")
    receiver.register(warpware, "order.held")
    with slow.hang():
        warpware.in_status("hold")
        slow.wait(1)
        receiver.wait(1)
        wait_for(lambda: state_of(warpware) == ["pending", "delivered"])
    warpware.handle.webhooks.deliver()
    assert state_of(warpware) == ["delivered", "delivered"]
    slow.close()


def test_more_hanging_endpoints_than_threads_are_all_told_in_the_end(quick: MockServer, receiver: Receiver) -> None:
    clients = [WarpWare(quick.sandbox(frozen=True, readings={"warpware.webhook-retries": "none"})) for _ in range(4)]
    for client in clients:
        for number in range(10):
            receiver.register(client, "order.held", path=f"/{number}")
    with receiver.hang():
        for client in clients:
            client.in_status("hold")
        receiver.wait(40)
        wait_for(lambda: all(set(state_of(client)) == {"failed"} for client in clients))
    assert len(receiver.events) == 40
    for client in clients:
        client.close()


def test_hanging_endpoints_with_much_to_be_told_leave_their_threads_to_other_sandboxes(
    quick: MockServer, receiver: Receiver
) -> None:
    options: dict[str, Any] = {"frozen": True, "limits": False, "readings": {"warpware.webhook-retries": "none"}}
    *busy, witness = (WarpWare(quick.sandbox(**options)) for _ in range(5))
    for client in busy:
        for number in range(10):
            receiver.register(client, "order.held", path=f"/{number}")
    with receiver.hang():
        for number in range(4):
            for client in busy:
                client.in_status("hold", f"ORDER-{number}")
        with Receiver() as prompt:
            prompt.register(witness, "order.held")
            witness.in_status("hold")
            prompt.wait(1)
        came = len(receiver.events)
    assert came < 100, f"{came} of 160 attempts went before"
    for client in (*busy, witness):
        client.handle.drop()
        client.close()


@pytest.mark.parametrize("refused", ["mockserver courier", "mockserver delivery"])
def test_what_there_is_no_thread_for_is_delivered_all_the_same(
    quick: MockServer, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, refused: str
) -> None:
    client = WarpWare(quick.sandbox(frozen=True, limits=False))
    receiver.register(client, "order.held")
    start, refusals = threading.Thread.start, [1]

    def refuse(thread: threading.Thread) -> None:
        if thread.name == refused and refusals:
            refusals.pop()
            raise RuntimeError("can't start new thread")
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", refuse)
    for number in range(3):
        client.in_status("hold", f"ORDER-{number}")
    receiver.wait(3)
    wait_for(lambda: state_of(client) == ["delivered"] * 3)
    assert refusals == []
    client.close()


def test_a_server_stops_promptly_while_a_delivery_hangs_and_goes_on_when_it_starts_again(receiver: Receiver) -> None:
    server = MockServer()
    server.start()
    client = WarpWare(server.sandbox(frozen=True, limits=False))
    receiver.register(client, "order.held")
    with receiver.hang():
        client.in_status("hold", "ORDER-1")
        client.in_status("hold", "ORDER-2")
        receiver.wait(1)
        stopping = threading.Thread(target=server.stop)
        stopping.start()
        stopping.join(3)
        assert not stopping.is_alive()
    sandbox = client.handle.sandbox
    wait_for(lambda: not sandbox.webhooks.turns.in_flight)
    assert state_of(client) == ["delivered", "pending"]
    client.close()
    server.start()
    receiver.wait(2)
    wait_for(lambda: state_of(client) == ["delivered", "delivered"])
    server.stop()
