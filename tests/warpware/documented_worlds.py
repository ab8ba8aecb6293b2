"""What must be there before a documented request succeeds. Each function answers the id of what it is about."""

from __future__ import annotations

from client import WarpWare, order_body

IDS = (
    "3fa85f64-5717-4562-b3fc-2c963f66afa6",
    "a1b2c3d4-5717-4562-b3fc-2c963f66afa6",
    "3fa85f64-...",
    "5d3a9c10-7b42-4e0f-9a61-2f8e4c7b1d90",
    "export-uuid",
    "b20a1d3d-180a-4e28-939f-e6858a40c087",
    "c7d1e2f3-4a5b-4c6d-8e7f-901a2b3c4d5e",
    "endpoint-uuid",
)
"""The orders, the export, the pre-order rule and the webhook endpoint that the document speaks of."""

ORDER = order_body(
    "ORDER-1234",
    line_items=[{"sku": "WIDGET-RED-LG", "name": "Red Widget Large", "quantity": 2, "price": 29.99}],
    customer_email="jane@example.com",
    customer_name="Jane Smith",
)


def nothing(client: WarpWare) -> str:
    return ""


def an_order(client: WarpWare) -> str:
    reply = client.post("/orders", ORDER)
    assert reply.status == 201
    return str(reply.data["id"])


def a_shipped_order(client: WarpWare) -> str:
    order_id = an_order(client)
    shipment = {"tracking_number": "1Z999AA10123456784", "carrier": "UPS", "status": "shipped"}
    assert client.patch(f"/orders/{order_id}", shipment).status == 200
    return order_id


def a_pushed_order(client: WarpWare) -> str:
    order_id = client.create("#1234", source="shopify")
    assert client.move(order_id, "processing", walk=True).status == 200
    return order_id


def a_labelled_order_that_was_pushed(client: WarpWare) -> str:
    order_id = client.create("#1234")
    label = {"tracking_number": "1Z999AA10123456784", "carrier": "UPS", "service_level": "Ground"}
    body = {**label, "label_url": "https://labels.example.com/label-12345.pdf"}
    assert client.post(f"/orders/{order_id}/labels", body).status == 201
    assert client.move(order_id, "processing", walk=True).status == 200
    return order_id


def a_preorder_rule(client: WarpWare) -> str:
    reply = client.post("/preorder-rules", {"sku": "DWP2-PPCN85HC", "name": "A bucket", "hold_mode": "split"})
    assert reply.status == 201
    return str(reply.data["id"])


def a_webhook(client: WarpWare) -> str:
    reply = client.post("/webhooks", {"url": "http://127.0.0.1:9/", "events": ["order.held"]})
    assert reply.status == 201
    return str(reply.json["id"])


def a_complete_export(client: WarpWare) -> str:
    a_shipped_order(client)
    export_id = client.export("orders")
    client.handle.clock.advance(seconds=10)
    return export_id


def the_second_of_the_batch(client: WarpWare) -> str:
    return client.create("ORDER-2002")


def every_status_of_the_example(client: WarpWare) -> str:
    for status in ("pending", "processing", "shipped", "delivered", "failed", "hold"):
        client.in_status(status, status)
    return ""


def three_pages(client: WarpWare) -> str:
    """102 orders, one of them failed, so that the second page of 50 is full and not the last."""
    for start in (0, 51):
        orders = [{**ORDER, "external_id": f"ORDER-{number}"} for number in range(start, start + 51)]
        assert client.post("/orders/bulk", {"orders": orders}).meta["created"] == 51
    order_id = str(client.get("/orders/by-external/ORDER-50").data["id"])
    assert client.move(order_id, "failed", walk=True).status == 200
    return order_id
