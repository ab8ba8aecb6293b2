"""Every curl call of the document, as it stands, against a sandbox with the demo data that `make serve` has.

Typed in from the document; where it shows only a path or a masked e-mail address, the rest is made up.
"""

from __future__ import annotations

import json
import shlex
import subprocess
from collections.abc import Callable

import pytest

from client import WarpWare
from warpware.documented_worlds import (
    IDS,
    ORDER,
    a_complete_export,
    a_pushed_order,
    a_shipped_order,
    a_webhook,
    an_order,
    nothing,
    the_second_of_the_batch,
    three_pages,
)

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
    (
        "Inventory, adjust",
        200,
        nothing,
        f"""curl -X POST "https://api.warpware.io/partner/v1/inventory/adjust" \
-H "Authorization: Bearer ww_live_..." {JSON} \
-d '{{"sku": "WIDGET-RED-L", "adjustment": -3, "reason": "Damaged in receiving"}}'""",
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
    demo: WarpWare, status: int, prepare: Callable[[WarpWare], str], command: str
) -> None:
    order_id = prepare(demo)
    replacements = {"https://api.warpware.io/partner/v1": demo.handle.warpware.url}
    replacements |= dict.fromkeys(IDS, order_id)
    replacements |= dict.fromkeys(("ww_live_a1b2c3d4...", "ww_live_..."), demo.handle.warpware.key)
    if "after=" in command:
        replacements["eyJpZCI6IjNmYTg1Z..."] = demo.get("/orders?after=").meta["next_cursor"]
    for documented, real in replacements.items():
        command = command.replace(documented, real)
    arguments = shlex.split(command)
    assert arguments[0] == "curl"
    options = ["--silent", "--show-error", "--noproxy", "*", "--write-out", "\n%{http_code}"]
    done = subprocess.run(["curl", *options, *arguments[1:]], capture_output=True, check=True, timeout=20, text=True)
    body, _, code = done.stdout.rpartition("\n")
    assert int(code) == status, body
    answer = json.loads(body)
    assert answer.get("data", answer)
