"""The ways to call a vendor without a socket, at a sandbox of a server that runs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
import requests

from client import Http, WarpWare, order_body
from mockserver.core.wire_plan import WireFault, WirePlan
from mockserver.edge.vendor_client import VendorClient
from mockserver.handle import SandboxHandle
from mockserver.warpware import WARPWARE
from wire.scripted import Scripted, reply

REAL = "https://api.warpware.io/partner/v1"

Answer = tuple[int, dict[str, str], bytes]
Call = Callable[..., Answer]


def with_requests(handle: SandboxHandle) -> Iterator[Call]:
    with requests.Session() as session:
        session.mount("https://api.warpware.io", handle.warpware.requests_adapter())

        def call(method: str, path: str, **options: Any) -> Answer:
            answer = session.request(method, REAL + path, **options)
            return answer.status_code, dict(answer.headers), answer.content

        yield call


def with_httpx(handle: SandboxHandle) -> Iterator[Call]:
    with httpx.Client(transport=handle.warpware.httpx_transport()) as client:

        def call(method: str, path: str, **options: Any) -> Answer:
            answer = client.request(method, REAL + path, **options)
            return answer.status_code, dict(answer.headers), answer.content

        yield call


def with_httpx_async(handle: SandboxHandle) -> Iterator[Call]:
    async def calling(method: str, path: str, **options: Any) -> Answer:
        async with httpx.AsyncClient(transport=handle.warpware.async_httpx_transport()) as client:
            answer = await client.request(method, REAL + path, **options)
            return answer.status_code, dict(answer.headers), answer.content

    yield lambda *args, **options: asyncio.run(calling(*args, **options))


def with_werkzeug(handle: SandboxHandle) -> Iterator[Call]:
    client = handle.warpware.test_client()

    def call(method: str, path: str, **options: Any) -> Answer:
        answer = client.open(path, method=method, **options)
        return answer.status_code, {name.lower(): value for name, value in answer.headers.items()}, answer.data

    yield call


@pytest.fixture(params=[with_requests, with_httpx, with_httpx_async, with_werkzeug])
def call(request: pytest.FixtureRequest, sandbox: SandboxHandle) -> Iterator[Call]:
    yield from request.param(sandbox)


def test_an_answer_is_that_of_the_socket_header_for_header(sandbox: SandboxHandle, call: Call) -> None:
    over = Http(sandbox.warpware.url, sandbox.warpware.headers())
    expected = over.get("/version")
    over.close()
    assert call("GET", "/version", headers=sandbox.warpware.headers()) == (200, expected.headers, expected.body)


def test_an_order_is_made_in_the_sandbox_that_the_key_names(warpware: WarpWare, call: Call) -> None:
    status, _, _ = call("POST", "/orders", json=order_body("ORDER-7"), headers=warpware.handle.warpware.headers())
    assert status == 201
    assert warpware.get("/orders/by-external/ORDER-7").status == 200


def test_a_query_and_an_encoded_path_arrive_as_they_were_sent(sandbox: SandboxHandle, call: Call) -> None:
    call("GET", "/orders/by-external/A%2FB?x=%20y", headers=sandbox.warpware.headers())
    (exchange,) = sandbox.journal
    assert (exchange.path, exchange.query) == ("/partner/v1/orders/by-external/A%2FB", "x=%20y")


def test_the_real_host_is_the_one_that_was_asked(sandbox: SandboxHandle, call: Call) -> None:
    call("GET", "/version", headers=sandbox.warpware.headers())
    assert [exchange.request_headers["host"] for exchange in sandbox.journal] == ["api.warpware.io"]


def test_a_head_has_no_body(sandbox: SandboxHandle, call: Call) -> None:
    status, headers, body = call("HEAD", "/version", headers=sandbox.warpware.headers())
    assert (status, body) == (405, b"")
    assert int(headers["content-length"]) > 0


def test_a_body_that_is_too_large_is_a_413(sandbox: SandboxHandle, call: Call) -> None:
    status, _, _ = call("POST", "/orders", json={"notes": " " * 2_000_000}, headers=sandbox.warpware.headers())
    assert status == 413


def test_no_key_is_a_401(call: Call) -> None:
    assert call("GET", "/version")[0] == 401


def test_many_calls_of_one_client(sandbox: SandboxHandle, call: Call) -> None:
    headers = sandbox.warpware.headers()
    assert [call("GET", "/version", headers=headers)[0] for _ in range(3)] == [200, 200, 200]
    assert len(sandbox.journal) == 3


def test_proxies_do_not_matter(sandbox: SandboxHandle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    headers = sandbox.warpware.headers()
    with requests.Session() as session:
        session.mount("https://api.warpware.io", sandbox.warpware.requests_adapter())
        assert session.get(f"{REAL}/version", headers=headers, timeout=10).status_code == 200


def test_an_adapter_takes_the_options_of_its_kind(sandbox: SandboxHandle) -> None:
    assert sandbox.warpware.requests_adapter(max_retries=3).max_retries.total == 3


def test_the_other_vendor_can_be_called_so_too(sandbox: SandboxHandle) -> None:
    url, headers = "https://www.whiplashmerch.com/api/warehouses/6", sandbox.whiplash.headers()
    with httpx.Client(transport=sandbox.whiplash.httpx_transport()) as client:
        assert client.get(url, headers=headers).json() == {"error": "Record not found"}
    assert sandbox.whiplash.test_client().get("/warehouses/6", headers=headers).status_code == 422


def test_the_test_client_says_what_was_lost_on_the_wire() -> None:
    client = VendorClient(Scripted(outcomes={"/partner/v1/lost": reply(WirePlan(reset=True))}), WARPWARE)
    with pytest.raises(WireFault) as lost:
        client.get("/lost")
    assert lost.value.reply.status == 200


def test_a_handle_knows_the_real_url(sandbox: SandboxHandle) -> None:
    assert sandbox.warpware.real_url == REAL
