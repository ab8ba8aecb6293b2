"""Connections that a client keeps: none leads on to where its host no longer leads."""

from __future__ import annotations

import asyncio
import http.client
import socket
from collections.abc import Callable, Iterator
from typing import Any

import aiohttp
import anyio
import httpx
import pytest
import requests
import urllib3

from intercept.standin import StandIn
from mockserver.intercept import Interception

REAL = "http://api.warpware.io"


class Kept:
    """A client that keeps its connections open."""

    def __init__(self, get: Callable[[str], bytes], close: Callable[[], object]) -> None:
        self.get = get
        self.close = close


def http_client() -> Kept:
    connection = http.client.HTTPConnection("api.warpware.io", timeout=10)

    def get(url: str) -> bytes:
        connection.request("GET", url.removeprefix(REAL))
        return connection.getresponse().read()

    return Kept(get, connection.close)


def from_urllib3() -> Kept:
    pool = urllib3.PoolManager(retries=False, timeout=10)
    return Kept(lambda url: pool.request("GET", url).data, pool.clear)


def from_requests() -> Kept:
    session = requests.Session()
    return Kept(lambda url: session.get(url, timeout=10).content, session.close)


def from_httpx() -> Kept:
    client = httpx.Client(timeout=10)
    return Kept(lambda url: client.get(url).content, client.close)


def from_httpx_async() -> Kept:
    runner = asyncio.Runner()
    client = httpx.AsyncClient(timeout=10)

    async def get(url: str) -> bytes:
        return (await client.get(url)).content

    def close() -> None:
        runner.run(client.aclose())
        runner.close()

    return Kept(lambda url: runner.run(get(url)), close)


def from_aiohttp() -> Kept:
    runner = asyncio.Runner()
    session = runner.run(opened())

    async def get(url: str) -> bytes:
        async with session.get(url) as answer:
            return await answer.read()

    def close() -> None:
        runner.run(session.close())
        runner.close()

    return Kept(lambda url: runner.run(get(url)), close)


async def opened() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10))


@pytest.fixture(params=[http_client, from_urllib3, from_requests, from_httpx, from_httpx_async, from_aiohttp])
def client(request: pytest.FixtureRequest) -> Iterator[Kept]:
    kept = request.param()
    yield kept
    kept.close()


@pytest.fixture
def vendor(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """The real host, or what this machine takes for it."""
    look_up, connect = socket.getaddrinfo, anyio.connect_tcp
    with StandIn() as server:

        def resolve(host: Any, *args: Any, **kwargs: Any) -> Any:
            if host in ("api.warpware.io", b"api.warpware.io"):
                return look_up("127.0.0.1", server.port, type=socket.SOCK_STREAM)
            return look_up(host, *args, **kwargs)

        async def connect_tcp(remote_host: str, remote_port: int, **options: Any) -> Any:
            if remote_host == "api.warpware.io":
                remote_host, remote_port = "127.0.0.1", server.port
            return await connect(remote_host, remote_port, **options)

        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        monkeypatch.setattr(anyio, "connect_tcp", connect_tcp)
        yield server


def leading_to(server: StandIn) -> Interception:
    return Interception(server.url, {REAL: server.url})


def test_a_connection_to_the_real_host_is_not_used_inside_nor_one_to_the_mock_outside(
    vendor: StandIn, client: Kept
) -> None:
    client.get(f"{REAL}/before")
    with StandIn() as mock:
        with leading_to(mock):
            client.get(f"{REAL}/inside")
        client.get(f"{REAL}/after")
        assert vendor.targets == ["/before", "/after"]
        assert mock.targets == ["/inside"]


def test_a_connection_to_an_outer_mock_is_not_used_inside_an_inner_one(client: Kept) -> None:
    with StandIn() as outer, StandIn() as inner, leading_to(outer):
        client.get(f"{REAL}/1")
        with leading_to(inner):
            client.get(f"{REAL}/2")
        client.get(f"{REAL}/3")
        assert (outer.targets, inner.targets) == (["/1", "/3"], ["/2"])


def test_a_connection_to_the_mock_is_kept_alive(client: Kept) -> None:
    with StandIn() as mock, leading_to(mock):
        for _ in range(3):
            client.get(f"{REAL}/again")
        assert (len(mock.targets), mock.connections) == (3, 1)


def test_a_client_goes_on_in_the_next_interception(client: Kept) -> None:
    with StandIn() as mock:
        for _ in range(2):
            with leading_to(mock):
                client.get(f"{REAL}/again")
        assert len(mock.targets) == 2


def test_a_proxy_that_takes_whole_urls_keeps_its_connection_for_other_hosts() -> None:
    with StandIn() as proxy, StandIn() as mock, leading_to(mock), urllib3.ProxyManager(proxy.url, maxsize=1) as client:
        for url in ("http://shop.example/1", f"{REAL}/2", "http://shop.example/3"):
            assert client.request("GET", url, retries=False, timeout=10).status == 200
        assert proxy.targets == ["http://shop.example/1", "http://shop.example/3"]
        assert mock.targets == [f"{REAL}/2"]
