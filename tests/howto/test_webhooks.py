import pytest
import requests


@pytest.mark.mockserver(now="2026-02-27T10:00:00Z", frozen=True)
def test_a_webhook_is_retried_until_its_receiver_is_up(mockserver, warpware):
    receiver = mockserver.webhooks.receiver(events=["order.shipped"])
    receiver.answer_with(503, times=2)
    order = warpware.orders.create()

    warpware.orders.move(order, "shipped")
    mockserver.webhooks.deliver()  # it is sent anyway; this waits for the answer
    assert [delivery.state for delivery in mockserver.webhooks] == ["pending"]

    effects = mockserver.clock.advance(minutes=6)
    assert [(effect["attempt"], effect["status"]) for effect in effects] == [(2, 503), (3, 200)]
    last = receiver.wait(3)[-1]
    assert (last.event, last.data["id"], last.signature_ok) == ("order.shipped", order["id"], True)


def test_your_own_endpoint_is_told_as_well(mockserver, warpware):
    receiver = mockserver.webhooks.receiver(register=False)  # it stands for yours
    hook = {"url": receiver.url, "events": ["order.status_changed"]}
    secret = requests.post(warpware.url + "/webhooks", json=hook, headers=warpware.headers()).json()["secret"]

    warpware.orders.move(warpware.orders.create(), "ready")

    (told,) = receiver.wait(1)
    assert told.header("X-WarpWare-Signature").startswith("sha256=")
    assert len(secret) == 64
