"""Fault rules reach a client by each way to the mock, and it sees what it would see of the vendor."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator

import httpx
import pytest
import requests

from client import WarpWare
from mockserver import faults
from mockserver.core.wire_plan import WireFault
from mockserver.handle import SandboxHandle

Post = Callable[[float], int]
"""Makes an order at the vendor's own address, with a read timeout in seconds; answers the status."""

Way = Callable[[SandboxHandle], contextlib.AbstractContextManager[Post]]

URL = "https://api.warpware.io/partner/v1/orders"
ORDER = {
    "external_id": "ORDER-1",
    "line_items": [{"sku": "WIDGET-RED-LG", "quantity": 2}],
    "shipping_address": {
        "name": "Jane Smith",
        "address1": "123 Main St",
        "city": "New York",
        "state": "NY",
        "zip": "10001",
    },
}


@contextlib.contextmanager
def by_requests_adapter(sandbox: SandboxHandle) -> Iterator[Post]:
    with requests.Session() as session:
        session.mount("https://api.warpware.io", sandbox.warpware.requests_adapter())
        headers = sandbox.warpware.headers()
        yield lambda patience: session.post(URL, json=ORDER, headers=headers, timeout=patience).status_code


@contextlib.contextmanager
def by_httpx_transport(sandbox: SandboxHandle) -> Iterator[Post]:
    with httpx.Client(transport=sandbox.warpware.httpx_transport(), headers=sandbox.warpware.headers()) as client:
        yield lambda patience: client.post(URL, json=ORDER, timeout=patience).status_code


@contextlib.contextmanager
def intercepted_requests(sandbox: SandboxHandle) -> Iterator[Post]:
    headers = sandbox.warpware.headers()
    with sandbox.intercept():
        yield lambda patience: requests.post(URL, json=ORDER, headers=headers, timeout=patience).status_code


@contextlib.contextmanager
def intercepted_httpx(sandbox: SandboxHandle) -> Iterator[Post]:
    with sandbox.intercept(), httpx.Client(verify=False, headers=sandbox.warpware.headers()) as client:
        yield lambda patience: client.post(URL, json=ORDER, timeout=patience).status_code


@pytest.fixture(params=[by_requests_adapter, by_httpx_transport, intercepted_requests, intercepted_httpx])
def post(request: pytest.FixtureRequest, sandbox: SandboxHandle) -> Iterator[Post]:
    with request.param(sandbox) as post:
        yield post


def test_a_reset_after_the_commit(warpware: WarpWare, post: Post) -> None:
    warpware.handle.faults.add(faults.reset(), operation="createOrder", phase="after")
    with pytest.raises((requests.ConnectionError, httpx.ReadError)):
        post(10)
    assert warpware.get("/orders/by-external/ORDER-1").status == 200


def test_a_hang_lasts_until_the_clients_timeout(warpware: WarpWare, post: Post) -> None:
    warpware.handle.faults.add(faults.hang(60), operation="createOrder")
    with pytest.raises((requests.ReadTimeout, httpx.ReadTimeout)):
        post(0.2)
    assert warpware.get("/orders/by-external/ORDER-1").status == 404


def test_a_body_that_stops_short(warpware: WarpWare, post: Post) -> None:
    warpware.handle.faults.add(faults.truncate(0.5), operation="createOrder")
    with pytest.raises((requests.exceptions.ChunkedEncodingError, httpx.RemoteProtocolError)):
        post(10)
    assert warpware.get("/orders/by-external/ORDER-1").status == 200


@pytest.mark.parametrize("way", [by_requests_adapter, by_httpx_transport])
def test_without_a_socket_a_hang_is_not_waited_for(sandbox: SandboxHandle, way: Way) -> None:
    sandbox.faults.add(faults.hang(60), operation="createOrder")
    began = time.monotonic()
    with way(sandbox) as post, pytest.raises((requests.ReadTimeout, httpx.ReadTimeout)):
        post(30)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("way", [by_requests_adapter, by_httpx_transport])
def test_without_a_socket_a_late_order_is_made_behind_the_clients_back(warpware: WarpWare, way: Way) -> None:
    warpware.handle.faults.add(faults.delay(60), operation="createOrder", times=1)
    with way(warpware.handle) as post, pytest.raises((requests.ReadTimeout, httpx.ReadTimeout)):
        post(30)
    assert warpware.get("/orders/by-external/ORDER-1").status == 200


@pytest.mark.parametrize("effect", [faults.reset(), faults.hang(0.01), faults.truncate(0.5)])
def test_werkzeugs_client_is_told_what_the_wire_would_have_done(
    sandbox: SandboxHandle, effect: dict[str, object]
) -> None:
    sandbox.faults.add(effect, operation="getVersion")
    with pytest.raises(WireFault):
        sandbox.warpware.test_client().get("/version", headers=sandbox.warpware.headers())
