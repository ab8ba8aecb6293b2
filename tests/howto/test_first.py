import requests


def test_a_failed_order_says_why(warpware):
    order = warpware.orders.create()
    warpware.orders.move(order, "failed", error_message="SKU not found in warehouse system")

    answer = requests.get(f"{warpware.url}/orders/{order['id']}", headers=warpware.headers())

    assert answer.json()["data"]["error_message"] == "SKU not found in warehouse system"
