import requests


def test_what_is_held_is_released(mockserver):
    order = mockserver.warpware.orders.create("ORDER-1", note="fragile")
    mockserver.warpware.orders.move(order, "hold", hold_reason="Address needs review")
    mockserver.warpware.inventory.set("WIDGET-RED-LG", 8)

    url = f"{mockserver.warpware.url}/orders/by-external/ORDER-1"
    held = requests.get(url, headers=mockserver.warpware.headers()).json()["data"]
    assert (held["is_held"], held["hold_reason"]) == (True, "Address needs review")

    with mockserver.snapshot():  # what this block does is undone at its end
        assert mockserver.warpware.orders.move(order, "delivered")["status"] == "delivered"
    assert mockserver.warpware.orders.get("ORDER-1") == held
    mockserver.journal.expect("warpware.getOrderByExternalId", exactly=1)


def test_a_webhook_comes_to_a_receiver_of_the_test(mockserver):
    receiver = mockserver.webhooks.receiver(events=["order.shipped"])
    receiver.answer_with(503, times=1)

    mockserver.warpware.orders.move(mockserver.warpware.orders.create(), "shipped")
    mockserver.webhooks.deliver()  # it is sent anyway; this waits for the answer
    mockserver.clock.advance(minutes=1)

    refused, taken = receiver.wait(2)
    assert refused.body == taken.body
    assert (taken.event, taken.data["status"], taken.signature_ok) == ("order.shipped", "shipped", True)
