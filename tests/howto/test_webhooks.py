import hashlib
import hmac
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests

ORDER = {
    "external_id": "ORDER-1234",
    "line_items": [{"sku": "WIDGET-RED-LG", "quantity": 2}],
    "shipping_address": {"name": "Jo", "address1": "1 Main St", "city": "New York", "state": "NY", "zip": "10001"},
}


@pytest.fixture
def receiver():
    """Your own webhook endpoint; this one is down at first."""
    received = []

    class Endpoint(BaseHTTPRequestHandler):
        def do_POST(self):
            received.append((self.headers, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(503 if len(received) < 3 else 200)
            self.end_headers()

    server = HTTPServer(("127.0.0.1", 0), Endpoint)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hook", received
    server.shutdown()
    server.server_close()


def test_a_webhook_is_retried_until_its_receiver_is_up(mockserver, receiver):
    url, received = receiver
    mockserver.clock.freeze()
    session = requests.Session()
    session.headers.update(mockserver.warpware.headers())
    hook = {"url": url, "events": ["order.shipped"]}
    secret = session.post(mockserver.warpware.url + "/webhooks", json=hook).json()["secret"]
    order_id = session.post(mockserver.warpware.url + "/orders", json=ORDER).json()["data"]["id"]

    session.patch(f"{mockserver.warpware.url}/orders/{order_id}", json={"status": "shipped"})
    mockserver.webhooks.deliver()  # it is sent anyway; this waits for the answer
    assert [delivery.state for delivery in mockserver.webhooks] == ["pending"]

    effects = mockserver.clock.advance(minutes=6)
    assert [(effect["attempt"], effect["status"]) for effect in effects] == [(2, 503), (3, 200)]
    assert [delivery.state for delivery in mockserver.webhooks] == ["delivered"]

    headers, body = received[-1]
    expected = "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    assert headers["X-WarpWare-Signature"] == expected
