import requests

ORDER = {
    "external_id": "ORDER-1234",
    "line_items": [{"sku": "WIDGET-RED-LG", "quantity": 2, "price": 29.99}],
    "shipping_address": {
        "name": "Jane Smith",
        "address1": "123 Main St",
        "city": "New York",
        "state": "NY",
        "zip": "10001",
    },
}


def test_a_retry_with_the_same_key_makes_one_order(mockserver):
    url = mockserver.warpware.url + "/orders"
    headers = {**mockserver.warpware.headers(), "X-Idempotency-Key": "my-retry-1"}

    first = requests.post(url, json=ORDER, headers=headers)
    mockserver.clock.advance(hours=23)
    again = requests.post(url, json=ORDER, headers=headers)

    assert first.status_code == again.status_code == 201
    assert again.content == first.content
    assert [exchange.replayed for exchange in mockserver.journal] == [False, True]


def test_a_day_later_the_key_is_forgotten_and_the_order_is_a_duplicate(mockserver):
    url = mockserver.warpware.url + "/orders"
    headers = {**mockserver.warpware.headers(), "X-Idempotency-Key": "my-retry-1"}

    requests.post(url, json=ORDER, headers=headers)
    mockserver.clock.advance(days=1)
    again = requests.post(url, json=ORDER, headers=headers)

    assert again.status_code == 409
    assert again.json() == {"detail": "Order with this external_id already exists: ORDER-1234"}
    assert again.headers["X-Mock-Rule"] == "warpware.orders.duplicate-external-id"
