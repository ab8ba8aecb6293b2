import pytest
import requests

from mockserver import faults

ORDER = {
    "external_id": "ORDER-1234",
    "line_items": [{"sku": "WIDGET-RED-LG", "quantity": 2}],
    "shipping_address": {
        "name": "Jane Smith",
        "address1": "123 Main St",
        "city": "New York",
        "state": "NY",
        "zip": "10001",
    },
}
KEY = {"X-Idempotency-Key": "my-retry-1"}


def create(mockserver, **headers):
    url = mockserver.warpware.url + "/orders"
    return requests.post(url, json=ORDER, headers={**mockserver.warpware.headers(), **headers})


def test_the_order_was_made_and_its_answer_was_lost(mockserver):
    mockserver.faults.add(faults.reset(), operation="createOrder", phase="after", times=1)
    with pytest.raises(requests.ConnectionError):
        create(mockserver, **KEY)

    assert create(mockserver).status_code == 409  # without the key: its own order is in the way
    again = create(mockserver, **KEY)
    assert (again.status_code, again.json()["data"]["external_id"]) == (201, "ORDER-1234")
    mockserver.journal.expect(operation="createOrder", status=201, exactly=2)


def test_the_connection_broke_before_anything_happened(mockserver):
    mockserver.faults.add(faults.reset(), operation="createOrder", phase="before", times=1)
    with pytest.raises(requests.ConnectionError):
        create(mockserver)

    assert create(mockserver).status_code == 201
