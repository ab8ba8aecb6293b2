"""The control API's view of webhooks: deliveries, deliver, replay."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from client import Http, WarpWare
from mockserver.core.delivery import EndpointGone, UnknownDelivery
from mockserver.core.sandboxes import UnknownSandbox
from receiver import Receiver

World = Callable[..., WarpWare]
NOON = "2026-02-27T10:00:00Z"


def deliveries(client: WarpWare, **query: object) -> list[dict[str, Any]]:
    reply = client.control.get("/webhooks/deliveries", query=query)
    assert reply.status == 200, reply
    found: list[dict[str, Any]] = reply.json["deliveries"]
    return found


def test_a_delivery_is_told_with_every_attempt(warpware: WarpWare, receiver: Receiver) -> None:
    receiver.answer_with(503, times=1, body=b"busy", Retry_After="9")
    endpoint = receiver.register(warpware, "order.held")
    warpware.in_status("hold")
    warpware.handle.webhooks.deliver()
    (delivery,) = deliveries(warpware)
    sent = receiver.events[0]
    headers = {name: value for name, value in sent.headers.items() if name not in ("Host", "Content-Length")}
    (attempt,) = delivery.pop("attempts")
    assert delivery == {
        "id": 1,
        "state": "pending",
        "event": "order.held",
        "event_id": sent.headers["X-WarpWare-Delivery"],
        "endpoint": endpoint["id"],
        "url": receiver.url,
        "queued_at": NOON,
        "due": "2026-02-27T10:01:00Z",
        "delays": [60, 300, 1800, 7200],
        "made": 1,
        "headers": headers,
        "body": sent.body.decode(),
    }
    assert attempt.pop("duration_ms") > 0
    assert attempt["answer"].pop("headers").items() >= {"retry-after": "9", "content-length": "4"}.items()
    assert attempt == {
        "delivery": 1,
        "number": 1,
        "event": "order.held",
        "at": NOON,
        "url": receiver.url,
        "replay": False,
        "copy": False,
        "faults": [],
        "outcome": "failed",
        "request": {"headers": headers, "body": sent.body.decode()},
        "answer": {"status": 503, "body": "busy"},
        "error": None,
        "next": "2026-02-27T10:01:00Z",
    }


def test_deliveries_are_filtered_and_the_newest_are_shown(warpware: WarpWare, receiver: Receiver) -> None:
    held = receiver.register(warpware, "order.held")["id"]
    other = receiver.register(warpware, "order.held", "order.cancelled")["id"]
    receiver.answer_with(500, times=1)
    order_id = warpware.in_status("hold")
    warpware.handle.webhooks.deliver()
    warpware.post(f"/orders/{order_id}/cancel")
    warpware.handle.webhooks.deliver()

    def numbers(**query: object) -> list[int]:
        return [delivery["id"] for delivery in deliveries(warpware, **query)]

    assert numbers() == [1, 2, 3]
    assert numbers(endpoint=held) == [1]
    assert numbers(endpoint=other) == [2, 3]
    assert numbers(event="order.cancelled") == [3]
    assert len(numbers(state="delivered")) == 2
    assert len(numbers(state="pending", event="order.held")) == 1
    assert numbers(state="failed") == numbers(event="order.error") == []
    assert numbers(limit=2) == [2, 3]
    assert warpware.control.get("/webhooks/deliveries?limit=1").json["matching"] == 3


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("state=lost", "state: must be one of pending, delivered, failed, cancelled, dropped, not 'lost'"),
        ("event=order.lost", "event: there is no event 'order.lost'; did you mean 'order.held'?"),
        ("limit=0", "limit: must be from 1 to 2000"),
        ("endpint=x", "there is no query parameter 'endpint'; did you mean 'endpoint'?"),
    ],
)
def test_a_filter_that_does_not_exist_is_refused(warpware: WarpWare, query: str, error: str) -> None:
    reply = warpware.control.get(f"/webhooks/deliveries?{query}")
    assert (reply.status, reply.json) == (400, {"error": error})


def test_deliver_waits_for_what_is_under_way_and_tells_of_it(warpware: WarpWare, receiver: Receiver) -> None:
    receiver.answer_with(500, times=1)
    receiver.register(warpware, "order.held")
    with receiver.hang():
        warpware.in_status("hold", "ORDER-1")
        warpware.in_status("hold", "ORDER-2")
        receiver.wait(1)
    answer = warpware.control.post("/webhooks/deliver")
    assert answer.status == 200
    assert answer.json["pending"] == 1
    assert len(receiver.events) == 2
    assert {attempt["event"] for attempt in answer.json["attempts"]} <= {"order.held"}
    assert warpware.control.post("/webhooks/deliver").json == {"attempts": [], "pending": 1}


def test_deliver_with_nothing_to_deliver(warpware: WarpWare) -> None:
    assert warpware.control.post("/webhooks/deliver").json == {"attempts": [], "pending": 0}


def test_a_replay_sends_the_same_bytes_again(warpware: WarpWare, receiver: Receiver) -> None:
    receiver.register(warpware, "order.held")
    order_id = warpware.in_status("hold")
    warpware.handle.webhooks.deliver()
    warpware.patch(f"/orders/{order_id}", {"note": "changed"})
    warpware.handle.clock.advance(90)
    attempt = warpware.control.post("/webhooks/deliveries/1/replay").json["attempt"]
    assert (attempt["number"], attempt["replay"], attempt["outcome"]) == (2, True, "delivered")
    assert attempt["at"] == "2026-02-27T10:01:30Z"
    first, again = receiver.events
    assert again == first


def test_a_replay_that_succeeds_ends_a_delivery_that_waits(warpware: WarpWare, receiver: Receiver) -> None:
    receiver.answer_with(500, times=1)
    receiver.register(warpware, "order.held")
    warpware.in_status("hold")
    warpware.handle.webhooks.deliver()
    assert warpware.handle.webhooks.replay(1).outcome.delivered
    assert [delivery["state"] for delivery in deliveries(warpware)] == ["delivered"]
    assert warpware.handle.clock.advance(days=1) == []
    assert len(receiver.events) == 2


def test_a_replay_that_fails_leaves_the_schedule_as_it_was(warpware: WarpWare, receiver: Receiver) -> None:
    receiver.answer_with(500)
    receiver.register(warpware, "order.held")
    warpware.in_status("hold")
    warpware.handle.webhooks.deliver()
    warpware.handle.clock.advance(30)
    attempt = warpware.control.post("/webhooks/deliveries/1/replay").json["attempt"]
    assert (attempt["outcome"], attempt["next"]) == ("failed", "2026-02-27T10:01:00Z")
    effects = warpware.handle.clock.advance(days=1)
    assert [effect["at"] for effect in effects] == [
        "2026-02-27T10:01:00Z",
        "2026-02-27T10:06:00Z",
        "2026-02-27T10:36:00Z",
        "2026-02-27T12:36:00Z",
    ]


def test_a_replay_brings_home_what_was_given_up(world: World, receiver: Receiver) -> None:
    client = world(readings={"warpware.webhook-retries": "none"})
    receiver.answer_with(500, times=1)
    receiver.register(client, "order.held")
    client.in_status("hold")
    client.handle.webhooks.deliver()
    assert [delivery["state"] for delivery in deliveries(client)] == ["failed"]
    client.handle.webhooks.replay(1)
    assert [delivery["state"] for delivery in deliveries(client)] == ["delivered"]


@pytest.mark.parametrize("number", ["7", "0", "-1", "one", "1.5", "9" * 30, "٣"])
def test_a_delivery_that_does_not_exist_is_404(warpware: WarpWare, number: str) -> None:
    path = "%D9%A3" if number == "٣" else number
    reply = warpware.control.post(f"/webhooks/deliveries/{path}/replay")
    assert (reply.status, "there is no delivery" in reply.json["error"]) == (404, True)


def test_a_delivery_whose_endpoint_was_deleted_is_not_replayed(warpware: WarpWare, receiver: Receiver) -> None:
    endpoint_id = receiver.register(warpware, "order.held")["id"]
    warpware.in_status("hold")
    warpware.handle.webhooks.deliver()
    warpware.delete(f"/webhooks/{endpoint_id}")
    reply = warpware.control.post("/webhooks/deliveries/1/replay")
    assert reply.status == 409
    assert reply.json == {"error": f"delivery 1 went to {receiver.url}, an endpoint that was deleted"}
    with pytest.raises(EndpointGone):
        warpware.handle.webhooks.replay(1)
    with pytest.raises(UnknownDelivery):
        warpware.handle.webhooks.replay(2)
    assert len(receiver.events) == 1


def test_a_replay_in_a_sandbox_that_goes_meanwhile_is_404(warpware: WarpWare, receiver: Receiver) -> None:
    receiver.register(warpware, "order.held")
    warpware.in_status("hold")
    warpware.handle.webhooks.deliver()
    receiver.on_event = lambda _: warpware.handle.reset()
    reply = warpware.control.post("/webhooks/deliveries/1/replay")
    assert (reply.status, reply.json["error"].partition("dropped, set back or ")[2]) == (
        404,
        "made anew while the delivery was under way",
    )
    assert deliveries(warpware) == []


def test_python_callers_are_told_that_the_sandbox_went(warpware: WarpWare, receiver: Receiver) -> None:
    receiver.register(warpware, "order.held")
    warpware.in_status("hold")
    warpware.handle.webhooks.deliver()
    receiver.on_event = lambda _: warpware.handle.reset()
    with pytest.raises(UnknownSandbox, match="made anew while the delivery was under way"):
        warpware.handle.webhooks.replay(1)


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/deliveries"), ("POST", "/deliver"), ("POST", "/deliveries/1/replay")]
)
def test_an_unknown_sandbox_is_404(control: Http, method: str, path: str) -> None:
    assert control.request(method, f"/sandboxes/{'f' * 16}/webhooks{path}").status == 404


def test_python_callers_see_the_same(warpware: WarpWare, receiver: Receiver) -> None:
    endpoint_id = receiver.register(warpware, "order.held")["id"]
    warpware.in_status("hold")
    webhooks = warpware.handle.webhooks
    webhooks.deliver()
    assert len(webhooks) == 1
    assert [delivery.event for delivery in webhooks] == ["order.held"]
    assert webhooks.list(endpoint=endpoint_id, event="order.held", state="delivered")[0].number == 1
    assert webhooks.list(state="pending") == []
    assert repr(webhooks) == "<Webhooks: 1 deliveries>"
    assert repr(webhooks.list()) == f"[<Delivery 1 order.held → {receiver.url} delivered after 1>]"
