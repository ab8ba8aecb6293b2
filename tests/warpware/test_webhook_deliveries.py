"""What is delivered, to whom, and signed how. Source: "Webhooks"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jsonschema_rs
import pytest

from client import WarpWare, order_body
from mockserver.core import resources
from mockserver.core.yaml_text import load_yaml
from mockserver.server import MockServer
from receiver import Received, Receiver, state_of, verify_signature

World = Callable[..., WarpWare]
EVERY_ORDER_EVENT = [
    "order.status_changed",
    "order.shipped",
    "order.delivered",
    "order.failed",
    "order.held",
    "order.created",
    "order.cancelled",
    "order.error",
]
TRACKING = {"tracking_number": "1Z999AA10123456784", "carrier": "UPS"}


def delivered(client: WarpWare, receiver: Receiver) -> list[Received]:
    """All that the receiver has got, once nothing is due any more."""
    client.handle.webhooks.deliver()
    return receiver.events


@pytest.mark.rule("warpware.deliveries.headers")
def test_a_delivery_has_the_documents_headers_and_no_others(warpware: WarpWare, receiver: Receiver) -> None:
    receiver.register(warpware, "order.held")
    order_id = warpware.in_status("hold")
    (received,) = delivered(warpware, receiver)
    assert received.path == "/hooks"
    assert received.headers == {
        "Host": f"127.0.0.1:{receiver.port}",
        "Content-Length": str(len(received.body)),
        "Content-Type": "application/json",
        "X-WarpWare-Signature": received.headers["X-WarpWare-Signature"],
        "X-WarpWare-Event": "order.held",
        "X-WarpWare-Delivery": received.json["id"],
        "User-Agent": "WarpWare-Webhooks/1.0",
    }
    assert received.json["data"]["id"] == order_id


@pytest.mark.rule("warpware.deliveries.signature")
def test_the_documents_own_function_verifies_every_delivery_and_no_changed_byte(
    warpware: WarpWare, receiver: Receiver
) -> None:
    secret = receiver.register(warpware, *EVERY_ORDER_EVENT)["secret"]
    warpware.create("Größe ✓ 1", customer_name="Zoë O'Neill")
    order_id = warpware.in_status("delivered")
    warpware.patch(f"/orders/{order_id}", {"note": "☃"})
    events = delivered(warpware, receiver)
    assert len(events) == 6
    for received in events:
        header = received.headers["X-WarpWare-Signature"]
        assert verify_signature(secret, received.body, header)
        assert not verify_signature(secret[:-1] + "x", received.body, header)
        for place in (0, len(received.body) // 2, len(received.body) - 1):
            changed = bytearray(received.body)
            changed[place] ^= 1
            assert not verify_signature(secret, bytes(changed), header)


@pytest.mark.rule("warpware.deliveries.signature")
def test_each_endpoint_gets_the_same_bytes_under_its_own_secret(warpware: WarpWare, receiver: Receiver) -> None:
    secrets = {f"/hooks/{n}": receiver.register(warpware, "order.held", path=f"/{n}")["secret"] for n in (1, 2)}
    warpware.in_status("hold")
    one, other = delivered(warpware, receiver)
    assert one.body == other.body
    assert {one.path, other.path} == set(secrets)
    for received in (one, other):
        assert verify_signature(secrets[received.path], received.body, received.headers["X-WarpWare-Signature"])


@pytest.mark.rule("warpware.deliveries.payload")
@pytest.mark.parametrize(
    ("lead", "change", "events"),
    [
        ("pending", {"status": "shipped", **TRACKING}, ["order.status_changed", "order.shipped"]),
        ("shipped", {"status": "delivered"}, ["order.status_changed", "order.delivered"]),
        ("pending", {"status": "hold"}, ["order.status_changed", "order.held"]),
        ("pending", {"status": "cancelled"}, ["order.status_changed", "order.cancelled"]),
    ],
)
def test_the_payload_is_the_full_order_as_get_answers_it(
    warpware: WarpWare, receiver: Receiver, lead: str, change: dict[str, Any], events: list[str]
) -> None:
    order_id = warpware.in_status(lead)
    receiver.register(warpware, *EVERY_ORDER_EVENT)
    warpware.handle.clock.advance(300)
    warpware.patch(f"/orders/{order_id}", change)
    order = warpware.order(order_id)
    received = delivered(warpware, receiver)
    assert [content.json for content in received] == [
        {
            "id": content.headers["X-WarpWare-Delivery"],
            "event": name,
            "timestamp": "2026-02-27T10:05:00Z",
            "data": order,
        }
        for content, name in zip(received, events, strict=True)
    ]


@pytest.mark.rule("warpware.deliveries.payload")
def test_failures_and_their_errors_are_told(warpware: WarpWare, receiver: Receiver) -> None:
    order_id = warpware.in_status("processing")
    receiver.register(warpware, *EVERY_ORDER_EVENT)
    warpware.move(order_id, "failed", error_message="Address could not be verified")
    received = delivered(warpware, receiver)
    assert [content.event for content in received] == ["order.status_changed", "order.failed", "order.error"]
    assert [content.json["data"]["error_message"] for content in received] == ["Address could not be verified"] * 3
    assert len({content.json["id"] for content in received}) == 3


@pytest.mark.rule("warpware.deliveries.payload")
def test_a_created_order_is_told_where_the_reading_fires_it(world: World, receiver: Receiver) -> None:
    client = world(readings={"warpware.order-created-event": "fired"})
    receiver.register(client, "order.created")
    order_id = client.create()
    (received,) = delivered(client, receiver)
    assert (received.event, received.json["data"]) == ("order.created", client.order(order_id))


@pytest.mark.rule("warpware.deliveries.payload")
def test_every_payload_is_as_the_openapi_document_describes_it(warpware: WarpWare, receiver: Receiver) -> None:
    document = load_yaml(resources.openapi("warpware").read_text("utf-8"))
    schema = {"$ref": "#/components/schemas/WebhookPayload", "components": document["components"]}
    validator = jsonschema_rs.Draft202012Validator(schema)
    endpoint = receiver.register(warpware, *EVERY_ORDER_EVENT)
    for status in ("delivered", "failed", "hold", "cancelled"):
        warpware.in_status(status, status)
    warpware.post(f"/webhooks/{endpoint['id']}/test")
    received = delivered(warpware, receiver)
    assert {content.event for content in received} == {*EVERY_ORDER_EVENT, "webhook.test"} - {"order.created"}
    for content in received:
        assert [error.message for error in validator.iter_errors(content.json)] == []


@pytest.mark.rule("warpware.deliveries.payload", "warpware.deliveries.same-bytes")
def test_a_late_delivery_tells_of_the_order_as_it_was(warpware: WarpWare, receiver: Receiver) -> None:
    receiver.register(warpware, "order.held")
    receiver.answer_with(500, times=1)
    order_id = warpware.in_status("hold")
    held = warpware.order(order_id)
    warpware.handle.webhooks.deliver()
    warpware.patch(f"/orders/{order_id}", {"status": "shipped", "note": "changed"})
    warpware.handle.clock.advance(60)
    first, retry = receiver.events
    assert retry == first
    assert retry.json["data"] == held
    assert retry.json["timestamp"] == "2026-02-27T10:00:00Z"


@pytest.mark.rule("warpware.deliveries.subscribed")
def test_only_what_was_subscribed_to_is_told(warpware: WarpWare, receiver: Receiver) -> None:
    warpware.in_status("hold", "BEFORE")
    receiver.register(warpware, "order.held", path="/held")
    receiver.register(warpware, "order.failed", "order.shipped", path="/others")
    warpware.in_status("hold", "ORDER-1")
    warpware.in_status("shipped", "ORDER-2")
    told = [(content.path, content.event) for content in delivered(warpware, receiver)]
    assert sorted(told) == [("/hooks/held", "order.held"), ("/hooks/others", "order.shipped")]


@pytest.mark.rule("warpware.deliveries.subscribed")
def test_another_account_is_told_nothing(world: World, receiver: Receiver) -> None:
    one, other = world(), world()
    receiver.register(one, *EVERY_ORDER_EVENT)
    other.in_status("hold")
    other.handle.webhooks.deliver()
    assert (list(other.handle.webhooks), delivered(one, receiver)) == ([], [])


@pytest.mark.rule("warpware.deliveries.success")
@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_any_2xx_is_a_success(warpware: WarpWare, receiver: Receiver, status: int) -> None:
    receiver.answer_with(status)
    receiver.register(warpware, "order.held")
    warpware.in_status("hold")
    delivered(warpware, receiver)
    (delivery,) = warpware.handle.webhooks
    assert (delivery.state, delivery.attempts[0].outcome.status) == ("delivered", status)


@pytest.mark.rule("warpware.deliveries.failure")
@pytest.mark.parametrize("status", [300, 304, 400, 401, 404, 410, 429, 500, 503])
def test_any_other_status_is_a_failure(warpware: WarpWare, receiver: Receiver, status: int) -> None:
    receiver.answer_with(status)
    receiver.register(warpware, "order.held")
    warpware.in_status("hold")
    delivered(warpware, receiver)
    (delivery,) = warpware.handle.webhooks
    assert (delivery.state, delivery.attempts[0].outcome.status) == ("pending", status)


@pytest.mark.rule("warpware.deliveries.redirect")
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(warpware: WarpWare, receiver: Receiver, status: int) -> None:
    receiver.answer_with(status, times=1, Location="/elsewhere")
    receiver.register(warpware, "order.held")
    warpware.in_status("hold")
    assert [content.path for content in delivered(warpware, receiver)] == ["/hooks"]
    (delivery,) = warpware.handle.webhooks
    assert (delivery.state, delivery.attempts[0].outcome.headers["location"]) == ("pending", "/elsewhere")


@pytest.mark.rule("warpware.deliveries.failure", "warpware.deliveries.success")
def test_a_receiver_that_hangs_has_failed(receiver: Receiver) -> None:
    with MockServer(webhook_timeout=0.2) as server:
        client = WarpWare(server.sandbox(frozen=True))
        receiver.register(client, "order.held")
        with receiver.hang():
            client.in_status("hold")
            client.handle.webhooks.deliver()
        (delivery,) = client.handle.webhooks
        assert delivery.state == "pending"
        assert delivery.attempts[0].outcome.error == "timed out: no complete answer within 0.2 seconds"
        client.handle.clock.advance(60)
        assert (state_of(client), len(receiver.events)) == (["delivered"], 2)
        client.close()


@pytest.mark.rule("warpware.deliveries.failure")
def test_a_refused_connection_is_a_failure(warpware: WarpWare, receiver: Receiver) -> None:
    receiver.register(warpware, "order.held")
    receiver.close()
    warpware.in_status("hold")
    warpware.handle.webhooks.deliver()
    (delivery,) = warpware.handle.webhooks
    assert delivery.state == "pending"
    error = f"cannot connect to 127.0.0.1 port {receiver.port}: Connection refused"
    assert delivery.attempts[0].outcome.error == error


@pytest.mark.rule("warpware.deliveries.targets")
def test_a_target_beyond_loopback_is_refused_and_says_so(warpware: WarpWare) -> None:
    body = {"url": "https://192.0.2.1/hooks", "events": ["order.held"]}
    assert warpware.post("/webhooks", body).status == 201
    warpware.in_status("hold")
    warpware.handle.webhooks.deliver()
    (delivery,) = warpware.control.get("/webhooks/deliveries").json["deliveries"]
    assert delivery["state"] == "pending"
    assert delivery["attempts"][0]["error"] == (
        "refused: 192.0.2.1 is neither loopback nor allowed; `mockserver serve --webhook-allow 192.0.2.1` allows it"
    )


@pytest.mark.rule("warpware.deliveries.order")
def test_an_endpoint_is_told_of_a_busy_account_in_the_order_of_events(warpware: WarpWare, receiver: Receiver) -> None:
    receiver.register(warpware, "order.held", "order.cancelled", path="/1")
    receiver.register(warpware, "order.held", path="/2")
    names = [f"ORDER-{number}" for number in range(40)]
    warpware.post("/orders/bulk", {"orders": [order_body(name) for name in names]})
    for order in reversed(warpware.get("/orders?per_page=100").data):
        warpware.patch(f"/orders/{order['id']}", {"status": "hold"})
        warpware.post(f"/orders/{order['id']}/cancel")
    told = delivered(warpware, receiver)
    assert [(e.event, e.json["data"]["external_id"]) for e in told if e.path == "/hooks/1"] == [
        (event, name) for name in names for event in ("order.held", "order.cancelled")
    ]
    assert [e.json["data"]["external_id"] for e in told if e.path == "/hooks/2"] == names


@pytest.mark.rule("warpware.deliveries.order")
def test_an_endpoint_gets_one_delivery_at_a_time(warpware: WarpWare, receiver: Receiver) -> None:
    receiver.register(warpware, "order.held")
    with receiver.hang():
        for number in range(3):
            warpware.in_status("hold", f"ORDER-{number}")
        receiver.wait(1)
        assert [len(delivery.attempts) for delivery in warpware.handle.webhooks] == [0, 0, 0]
        assert len(receiver.events) == 1
    assert [content.json["data"]["external_id"] for content in receiver.wait(3)] == ["ORDER-0", "ORDER-1", "ORDER-2"]


@pytest.mark.rule("warpware.deliveries.order")
def test_a_delivery_that_waits_for_its_retry_holds_up_nothing(warpware: WarpWare, receiver: Receiver) -> None:
    receiver.register(warpware, "order.held")
    receiver.answer_with(503, times=1)
    for number in range(3):
        warpware.in_status("hold", f"ORDER-{number}")
    delivered(warpware, receiver)
    warpware.handle.clock.advance(60)
    told = [content.json["data"]["external_id"] for content in receiver.events]
    assert told == ["ORDER-0", "ORDER-1", "ORDER-2", "ORDER-0"]
