import requests

from mockserver import faults

ORDER = {
    "line_items": [{"sku": "WIDGET-RED-LG", "quantity": 1}],
    "shipping_address": {"name": "Jo", "address1": "1 Main St", "city": "New York", "state": "NY", "zip": "10001"},
}


def send(warpware, orders):
    """Your own client: it sends again what failed, until each order is there."""
    while orders:
        answer = requests.post(warpware.url + "/orders/bulk", json={"orders": orders}, headers=warpware.headers())
        assert answer.status_code == 207
        results = answer.json()["data"]
        orders = [order for order, result in zip(orders, results, strict=True) if result["status"] == "error"]


def test_a_207_is_no_success_of_every_order(mockserver, warpware):
    warpware.orders.create("ORDER-2")  # it is there already, and a duplicate is no error
    mockserver.faults.add("warpware.bulkCreateOrders", faults.bulk_item(index=3), times=1)

    send(warpware, [{"external_id": f"ORDER-{number}", **ORDER} for number in range(5)])

    assert sorted(order["external_id"] for order in warpware.orders.all()) == [f"ORDER-{n}" for n in range(5)]
    mockserver.journal.expect(operation="bulkCreateOrders", exactly=2)
