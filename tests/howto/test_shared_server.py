"""``mockserver serve`` once, then ``pytest --mockserver-url http://127.0.0.1:8080``, in any number of processes."""

import os
import subprocess
import sys

# Stands for your service, in whatever language: it knows a url and a key.
SERVICE = """
import os, urllib.request
order = b'{"external_id": "FROM-THE-SERVICE", "line_items": [{"sku": "W-1", "quantity": 1}], "shipping_address": \
{"name": "Jo", "address1": "1 Main St", "city": "New York", "state": "NY", "zip": "10001"}}'
headers = {"Authorization": "Bearer " + os.environ["WARPWARE_KEY"], "Content-Type": "application/json"}
urllib.request.urlopen(urllib.request.Request(os.environ["WARPWARE_URL"] + "/orders", order, headers)).close()
"""


def test_another_process_works_in_this_tests_sandbox(mockserver, warpware):
    environment = {**os.environ, "WARPWARE_URL": warpware.url, "WARPWARE_KEY": warpware.key}
    subprocess.run([sys.executable, "-c", SERVICE], env=environment, check=True, timeout=30)

    assert [order["external_id"] for order in warpware.orders.all()] == ["FROM-THE-SERVICE"]
    mockserver.journal.expect(operation="createOrder", status=201, exactly=1)
