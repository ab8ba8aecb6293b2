"""Clocks that move while deliveries are under way, and receivers that call back."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from client import Http, WarpWare
from receiver import Received, Receiver, state_of
from served import serve

World = Callable[..., WarpWare]
FAST = {"warpware.webhook-retries": "fast"}
SOON = 10
"""Seconds in which whatever should happen does; many times what it takes."""


# Callbacks


def get_back(client: WarpWare, got: list[str]) -> Callable[[Received], None]:
    """What a receiver does that asks for the order that it was told of."""

    def on_event(received: Received) -> None:
        got.append(client.order(received.json["data"]["id"])["status"])

    return on_event


def test_a_receiver_may_get_the_order_back_while_it_is_told(warpware: WarpWare, receiver: Receiver) -> None:
    got: list[str] = []
    receiver.on_event = get_back(warpware, got)
    receiver.register(warpware, "order.held")
    warpware.in_status("hold")
    warpware.control.post("/webhooks/deliver")
    assert (got, state_of(warpware)) == (["hold"], ["delivered"])


@pytest.mark.parametrize("over_http", [True, False], ids=["control API", "Python"])
def test_a_receiver_may_get_the_order_back_during_an_advance(
    warpware: WarpWare, receiver: Receiver, over_http: bool
) -> None:
    got: list[str] = []
    receiver.answer_with(500, times=1)
    receiver.register(warpware, "order.held")
    warpware.in_status("hold")
    warpware.handle.webhooks.deliver()
    receiver.on_event = get_back(warpware, got)
    if over_http:
        effects = warpware.control.post("/clock/advance", {"seconds": 60}).json["effects"]
    else:
        effects = warpware.handle.clock.advance(60)
    assert (got, [effect["outcome"] for effect in effects]) == (["hold"], ["delivered"])


def test_what_a_receiver_changes_during_an_advance_is_told_in_the_same_advance(
    warpware: WarpWare, receiver: Receiver
) -> None:
    receiver.answer_with(500, times=1)
    receiver.register(warpware, "order.held", "order.cancelled")
    order_id = warpware.in_status("hold")
    warpware.handle.webhooks.deliver()

    def cancel(received: Received) -> None:
        if received.event == "order.held":
            assert warpware.post(f"/orders/{order_id}/cancel").status == 200

    receiver.on_event = cancel
    effects = warpware.handle.clock.advance(120)
    assert [(effect["at"], effect["event"]) for effect in effects] == [
        ("2026-02-27T10:01:00Z", "order.held"),
        ("2026-02-27T10:01:00Z", "order.cancelled"),
    ]


def test_a_served_process_lets_a_receiver_call_back(receiver: Receiver) -> None:
    with serve("--frozen", "--profile", "empty", "--no-rate-limits") as served:
        client = Http(served.url + "/partner/v1", {"Authorization": "Bearer ww_live_" + "0" * 32})
        control = Http(served.url + "/_mock/sandboxes/default")
        asker = Http(served.url + "/partner/v1", {"Authorization": "Bearer ww_live_" + "0" * 32})
        got: list[tuple[int, int]] = []

        def ask(received: Received) -> None:
            order_id = received.json["data"]["id"]
            got.append((asker.get(f"/orders/{order_id}").status, asker.get("/webhooks").status))

        receiver.answer_with(500, times=1)
        receiver.on_event = ask
        made = client.post("/webhooks", {"url": receiver.url, "events": ["order.created", "order.cancelled"]})
        assert made.status == 201
        body = {
            "external_id": "ORDER-1",
            "line_items": [{"sku": "A", "quantity": 1}],
            "shipping_address": {"name": "J", "address1": "1", "city": "C", "state": "NY", "zip": "10001"},
        }
        order_id = client.post("/orders", body).data["id"]
        client.post(f"/orders/{order_id}/cancel")
        control.post("/webhooks/deliver")
        effects = control.post("/clock/advance", {"seconds": 60}).json["effects"]
        assert [effect["outcome"] for effect in effects] == ["delivered"]
        assert got == [(200, 200)] * 2
        for http in (client, control, asker):
            http.close()


def test_the_server_answers_others_while_a_call_waits_for_a_receiver(warpware: WarpWare, receiver: Receiver) -> None:
    receiver.register(warpware, "order.held")
    with ThreadPoolExecutor(1) as pool, receiver.hang():
        warpware.in_status("hold")
        receiver.wait(1)
        waiting = pool.submit(warpware.control.post, "/clock/advance", {"seconds": 60})
        assert [warpware.get("/version").status for _ in range(20)] == [200] * 20
        assert not waiting.done()
    assert waiting.result().status == 200


# Moving clocks


def test_an_advance_waits_for_what_is_under_way(warpware: WarpWare, receiver: Receiver) -> None:
    receiver.answer_with(500, times=1)
    receiver.register(warpware, "order.held")
    with ThreadPoolExecutor(1) as pool:
        with receiver.hang():
            warpware.in_status("hold")
            receiver.wait(1)
            moving = pool.submit(warpware.handle.clock.advance, 60)
        assert [effect["at"] for effect in moving.result(SOON)] == ["2026-02-27T10:01:00Z"]
    assert len(receiver.events) == 2


def test_attempts_and_jobs_happen_in_order_of_time(world: World, receiver: Receiver) -> None:
    client = world(readings=FAST)
    receiver.answer_with(500)
    receiver.register(client, "order.held")
    client.in_status("hold")
    client.handle.webhooks.deliver()
    sandbox = client.handle.sandbox
    with sandbox.lock:
        for seconds in (2, 3, 9):
            sandbox.schedule.add(sandbox.clock.after(seconds), f"bell.{seconds}", dict)
    effects = client.control.post("/clock/advance", {"seconds": 60}).json["effects"]
    assert [(effect["at"][-3:-1], effect["what"]) for effect in effects] == [
        ("01", "webhook.attempted"),
        ("02", "bell.2"),
        ("03", "bell.3"),
        ("03", "webhook.attempted"),
        ("07", "webhook.attempted"),
        ("09", "bell.9"),
        ("15", "webhook.attempted"),
    ]


def test_attempts_of_one_moment_go_in_the_order_in_which_they_were_queued(world: World, receiver: Receiver) -> None:
    client = world(readings=FAST)
    receiver.answer_with(500, times=3)
    for number in range(3):
        receiver.register(client, "order.held", path=f"/{number}")
    client.in_status("hold")
    client.handle.webhooks.deliver()
    first = sorted(content.path for content in receiver.events)
    assert first == ["/hooks/0", "/hooks/1", "/hooks/2"]
    effects = client.handle.clock.advance(1)
    assert len(effects) == 3
    assert [effect["url"][-8:] for effect in effects] == [content.path for content in receiver.events[3:]]


def test_freezing_ahead_delivers_what_falls_due_until_then(world: World, receiver: Receiver) -> None:
    client = world(frozen=False)
    receiver.answer_with(500)
    receiver.register(client, "order.held")
    client.in_status("hold")
    client.handle.webhooks.deliver()
    effects = client.control.post("/clock/freeze", {"at": "2026-02-27T10:10:00Z"}).json["effects"]
    assert [effect["attempt"] for effect in effects] == [2, 3]
    assert repr(client.handle.clock) == "<Clock 2026-02-27T10:10:00Z frozen>"


@pytest.mark.usefixtures("restless_threads")
def test_two_advances_at_once_make_each_attempt_once_and_at_its_moment(world: World, receiver: Receiver) -> None:
    client = world(readings=FAST, limits=False)
    receiver.answer_with(500)
    receiver.register(client, "order.held")
    for number in range(3):
        client.in_status("hold", f"ORDER-{number}")
    client.handle.webhooks.deliver()
    with ThreadPoolExecutor(4) as pool:
        told = [effect for effects in pool.map(client.handle.clock.advance, [30] * 4) for effect in effects]
    assert sorted((effect["delivery"], effect["at"][-3:-1]) for effect in told) == [
        (number, at) for number in (1, 2, 3) for at in ("01", "03", "07", "15")
    ]
    assert len(receiver.events) == 15
    assert state_of(client) == ["failed"] * 3
    assert client.handle.sandbox.webhooks.turns.travellers == 0
    assert client.handle.clock.now() >= client.handle.sandbox.clock.epoch


@pytest.mark.usefixtures("restless_threads")
def test_courier_deliver_and_advance_never_make_an_attempt_twice(warpware: WarpWare, receiver: Receiver) -> None:
    receiver.register(warpware, "order.held")
    orders = [warpware.create(f"ORDER-{number}") for number in range(30)]
    webhooks, clock = warpware.handle.webhooks, warpware.handle.clock
    with ThreadPoolExecutor(3) as pool:
        for order_id in orders:
            warpware.patch(f"/orders/{order_id}", {"status": "hold"})
            pool.submit(webhooks.deliver)
            pool.submit(clock.advance, 1)
    webhooks.deliver()
    assert [content.json["data"]["id"] for content in receiver.events] == orders
    assert state_of(warpware) == ["delivered"] * 30
