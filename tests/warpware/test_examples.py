"""The document's own examples: requests that are sent as they stand, and answers whose shape must come back.

``fixtures/examples/warpware`` holds them as data. The curl calls below are typed in from the document; where it shows
only a path or a masked e-mail address, the rest is made up.
"""

from __future__ import annotations

import json
import shlex
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from client import Reply, WarpWare, order_body
from mockserver.core import resources

EXAMPLES = sorted(resources.fixtures("examples", "warpware").glob("*.json"))
PREFIX = "/partner/v1"
World = Callable[..., WarpWare]
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


# What must be there before a documented request succeeds. Each answers the id of what it is about.


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


SEEDED = {
    "adjustInventory",
    "listInventory",
    "listInventoryLocations",
    "listLocations",
    "listProducts",
    "syncInventory",
}
"""Operations on what no call can create: they are asked of an account with demo data."""

PREPARATIONS: dict[str, Callable[[WarpWare], str]] = {
    "bulkCreateOrders": the_second_of_the_batch,
    "cancelOrder": an_order,
    "createLabel": an_order,
    "listLabels": a_labelled_order_that_was_pushed,
    "getExport": a_complete_export,
    "getOrder": an_order,
    "getOrderByExternalId": an_order,
    "getOrderStats": every_status_of_the_example,
    "getOrderTimeline": a_pushed_order,
    "getOrderTracking": a_shipped_order,
    "listOrders": three_pages,
    "listWebhooks": a_webhook,
    "deleteWebhook": a_webhook,
    "testWebhook": a_webhook,
    "listPreorderRules": a_preorder_rule,
    "releasePreorderRule": a_preorder_rule,
    "updateOrder": an_order,
}


def send(client: WarpWare, request: dict[str, Any], order_id: str) -> Reply:
    """The documented request, with ids and a cursor that this sandbox has given out."""
    path, query = request["path"].removeprefix(PREFIX), dict(request["query"])
    for documented in IDS:
        path = path.replace(documented, order_id)
    if "after" in query:
        query["after"] = client.get("/orders?after=&per_page=50").meta["next_cursor"]
    body = json.dumps(request["body"]) if "body" in request else None
    return client.request(request["method"], path, query=query, body=body, headers=request["headers"])


def kind(value: object) -> str:
    return "null" if value is None else type(value).__name__


def keys(value: dict[str, Any], example: dict[str, Any]) -> set[str]:
    """The keys of *value*, without those that orders have got since the document's example was written."""
    return value.keys() - ({"note", "tags"} if "shipping_address" in example else set())


def differences(value: Any, example: Any, place: str) -> Iterator[str]:
    """Where *value* has other keys or JSON types than *example*. Null in the example stands for anything."""
    if example is None:
        return
    if kind(value) != kind(example):
        yield f"{place}: {kind(value)} instead of {kind(example)}"
    elif isinstance(example, dict):
        if keys(value, example) != example.keys():
            yield f"{place}: keys {sorted(keys(value, example) ^ example.keys())}"
        for name in value.keys() & example.keys():
            yield from differences(value[name], example[name], f"{place}.{name}")
    elif isinstance(example, list):
        for index, wanted in enumerate(example):
            if all(list(differences(item, wanted, "")) for item in value):
                yield f"{place}[{index}]: nothing of its shape among {value}"


@pytest.mark.rule("warpware.envelope.as-shown", "warpware.orders.full-object", "warpware.tracking.get")
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_documented_request_is_answered_in_the_shape_of_its_example(world: World, path: Any) -> None:
    example = json.loads(path.read_text(encoding="utf-8"))
    client = world(limits=False, profile="demo" if example["operation"] in SEEDED else "empty")
    order_id = PREPARATIONS.get(example["operation"], nothing)(client)
    reply = send(client, example["request"], order_id)
    assert reply.status == example["response"]["status"]
    assert reply.json.get("data") or example["operation"] == "createWebhook"
    if "body" in example["response"]:
        assert list(differences(reply.json, example["response"]["body"], "body")) == []


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 30


@pytest.mark.parametrize(
    ("value", "example", "found"),
    [
        ({"a": 1, "b": "x"}, {"a": 2, "b": "y"}, []),
        ({"a": None}, {"a": "x"}, ["body.a: null instead of str"]),
        ({"a": "x"}, {"a": None}, []),
        ({"a": True}, {"a": 1}, ["body.a: bool instead of int"]),
        ({"a": 1, "c": 1}, {"a": 1, "b": 1}, ["body: keys ['b', 'c']"]),
        ({"a": []}, {"a": [{"b": 1}]}, ["body.a[0]: nothing of its shape among []"]),
        ({"a": [{"b": 5}, {"c": 1}]}, {"a": [{"c": 2}]}, []),
    ],
    ids=str,
)
def test_the_comparison_of_shapes_sees_what_differs(value: object, example: object, found: list[str]) -> None:
    assert list(differences(value, example, "body")) == found


KEY = '-H "Authorization: Bearer ww_live_a1b2c3d4..."'
JSON = '-H "Content-Type: application/json"'
CURL: list[tuple[str, int, Callable[[WarpWare], str], str]] = [
    ("Authentication", 200, nothing, f"curl https://api.warpware.io/partner/v1/orders {KEY}"),
    (
        "Pagination, page",
        200,
        three_pages,
        f'curl "https://api.warpware.io/partner/v1/orders?page=2&per_page=50" {KEY}',
    ),
    (
        "Pagination, cursor",
        200,
        three_pages,
        f'curl "https://api.warpware.io/partner/v1/orders?after=eyJpZCI6IjNmYTg1Z...&per_page=50" {KEY}',
    ),
    (
        "Orders, list",
        200,
        three_pages,
        f"""curl "https://api.warpware.io/partner/v1/orders?status=failed&updated_since=2026-02-27T00:00:00Z" {KEY}""",
    ),
    ("Orders, get", 200, an_order, f'curl "https://api.warpware.io/partner/v1/orders/{IDS[0]}" {KEY}'),
    (
        "Orders, by external id",
        200,
        an_order,
        f'curl "https://api.warpware.io/partner/v1/orders/by-external/ORDER-1234" {KEY}',
    ),
    (
        "Orders, create",
        201,
        nothing,
        f"""curl -X POST "https://api.warpware.io/partner/v1/orders" {KEY} {JSON} \
-H "X-Idempotency-Key: my-system-uuid-1234" \
-d '{{
"external_id": "ORDER-1234",
"line_items": [{{ "sku": "WIDGET-RED-LG", "quantity": 2, "price": 29.99 }}],
"shipping_address": {{
"name": "Jane Smith", "address1": "123 Main St",
"city": "New York", "state": "NY", "zip": "10001"
}},
"customer_email": "jane@example.com",
"tags": ["vip"]
}}'""",
    ),
    (
        "Orders, update",
        200,
        an_order,
        f"""curl -X PATCH "https://api.warpware.io/partner/v1/orders/{IDS[0]}" {KEY} {JSON} \
-d '{{ "tracking_number": "1Z999AA10123456784", "carrier": "UPS", "status": "shipped" }}'""",
    ),
    (
        "Orders, cancel",
        200,
        an_order,
        f"""curl -X POST "https://api.warpware.io/partner/v1/orders/3fa85f64-.../cancel" \
-H "Authorization: Bearer ww_live_..." {JSON} -d '{{"reason": "Customer requested cancellation"}}'""",
    ),
    (
        "Bulk Orders",
        207,
        the_second_of_the_batch,
        f"""curl -X POST "https://api.warpware.io/partner/v1/orders/bulk" {KEY} {JSON} \
-d '{{
"orders": [
{{
"external_id": "ORDER-2001",
"line_items": [{{ "sku": "WIDGET-BLUE-M", "quantity": 1 }}],
"shipping_address": {{
"name": "Bob Jones", "address1": "456 Oak Ave",
"city": "Denver", "state": "CO", "zip": "80201"
}}
}},
{{
"external_id": "ORDER-2002",
"line_items": [{{ "sku": "GADGET-XL", "quantity": 3, "price": 49.99 }}],
"shipping_address": {{
"name": "Alice Wu", "address1": "789 Elm St",
"city": "Seattle", "state": "WA", "zip": "98101"
}},
"tags": ["rush"]
}}
]
}}'""",
    ),
    (
        "Order Stats",
        200,
        an_order,
        f'curl "https://api.warpware.io/partner/v1/orders/stats?date_from=2026-02-01" {KEY}',
    ),
    (
        "Tracking",
        200,
        a_shipped_order,
        f'curl "https://api.warpware.io/partner/v1/orders/{IDS[0]}/tracking" {KEY}',
    ),
    (
        "Idempotency",
        201,
        nothing,
        f"""curl -X POST "https://api.warpware.io/partner/v1/orders" {KEY} {JSON} \
-H "X-Idempotency-Key: my-system-uuid-abc123" -d '{json.dumps(ORDER)}'""",
    ),
    ("Timeline", 200, a_pushed_order, f'curl "https://api.warpware.io/partner/v1/orders/%231234/timeline" {KEY}'),
    (
        "Inventory",
        200,
        nothing,
        f"""curl {KEY} \
"https://api.warpware.io/partner/v1/inventory?status=low_stock&updated_since=2026-02-27T00:00:00Z\"""",
    ),
    ("Products", 200, nothing, f'curl "https://api.warpware.io/partner/v1/products?search=widget" {KEY}'),
    (
        "Exports, create",
        202,
        nothing,
        f"""curl -X POST "https://api.warpware.io/partner/v1/exports" \
-H "Authorization: Bearer ww_live_..." {JSON} \
-d '{{"resource": "orders", "filters": {{"date_from": "2026-01-01", "date_to": "2026-01-31"}}}}'""",
    ),
    (
        "Exports, poll",
        200,
        a_complete_export,
        f'curl "https://api.warpware.io/partner/v1/exports/export-uuid" {KEY}',
    ),
    (
        "Shipping Rates",
        200,
        nothing,
        f"""curl "https://api.warpware.io/partner/v1/shipping/rates?origin_zip=78701&destination_zip=10001\
&weight_oz=32&length=12&width=8&height=6" {KEY}""",
    ),
    (
        "Webhooks, register",
        201,
        nothing,
        f"""curl -X POST "https://api.warpware.io/partner/v1/webhooks" {KEY} {JSON} \
-d '{{
"url": "https://your-system.com/webhooks/warpware",
"events": ["order.shipped", "order.failed"]
}}'""",
    ),
    ("Webhooks, list", 200, a_webhook, f'curl "https://api.warpware.io/partner/v1/webhooks" {KEY}'),
    (
        "Webhooks, delete",
        200,
        a_webhook,
        f'curl -X DELETE "https://api.warpware.io/partner/v1/webhooks/endpoint-uuid" {KEY}',
    ),
    (
        "Webhooks, test",
        200,
        a_webhook,
        f'curl -X POST "https://api.warpware.io/partner/v1/webhooks/endpoint-uuid/test" {KEY}',
    ),
    (
        "Walter AI",
        200,
        nothing,
        f"""curl -X POST "https://api.warpware.io/partner/v1/walter" {KEY} {JSON} \
-d '{{ "query": "How many orders failed in the last 7 days?" }}'""",
    ),
    (
        "Version",
        200,
        nothing,
        'curl "https://api.warpware.io/partner/v1/version" -H "Authorization: Bearer ww_live_..."',
    ),
]


@pytest.mark.rule("warpware.orders.list", "warpware.orders.get-by-external-id", "warpware.timeline.by-external-id")
@pytest.mark.parametrize(("status", "prepare", "command"), [row[1:] for row in CURL], ids=[row[0] for row in CURL])
def test_a_documented_curl_call_succeeds(
    warpware: WarpWare, status: int, prepare: Callable[[WarpWare], str], command: str
) -> None:
    order_id = prepare(warpware)
    replacements = {"https://api.warpware.io/partner/v1": warpware.handle.warpware.url}
    replacements |= dict.fromkeys(IDS, order_id)
    replacements |= dict.fromkeys(("ww_live_a1b2c3d4...", "ww_live_..."), warpware.handle.warpware.key)
    if "after=" in command:
        replacements["eyJpZCI6IjNmYTg1Z..."] = warpware.get("/orders?after=").meta["next_cursor"]
    for documented, real in replacements.items():
        command = command.replace(documented, real)
    arguments = shlex.split(command)
    assert arguments[0] == "curl"
    options = ["--silent", "--show-error", "--noproxy", "*", "--write-out", "\n%{http_code}"]
    done = subprocess.run(["curl", *options, *arguments[1:]], capture_output=True, check=True, timeout=20, text=True)
    body, _, code = done.stdout.rpartition("\n")
    assert int(code) == status, body
    answer = json.loads(body)
    assert answer.get("data", answer) != {}
