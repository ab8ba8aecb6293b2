"""SOCKS proxies look names up themselves: a vendor's name must not get as far as that."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import aiohttp
import aiohttp_socks
import httpx
import pytest
import python_socks.async_.asyncio
import python_socks.async_.asyncio.v2
import python_socks.sync
import python_socks.sync.v2
import requests
import socks  # type: ignore[import-untyped]  # PySocks has no types
import urllib3.contrib.socks

from intercept.clients import Caller
from intercept.standin import StandIn
from mockserver.handle import SandboxHandle
from mockserver.intercept import LeavesTheMachine

HOST = "api.warpware.io"
URL = f"https://{HOST}/partner/v1/version"

READ_THE_ENVIRONMENT = ("requests", "httpx", "httpx, HTTP/2", "httpx, async", "aiohttp")
"""Without urllib.request, which does too, but knows no SOCKS."""


def socks5(server: StandIn) -> str:
    """Its url as a proxy that looks names up itself."""
    return server.url.replace("http", "socks5h")


@pytest.mark.parametrize("name", READ_THE_ENVIRONMENT)
def test_a_socks_proxy_of_the_environment_gets_none_of_it(
    sandbox: SandboxHandle, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with StandIn() as proxy, sandbox.intercept():
        for variable in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(variable, socks5(proxy))
            monkeypatch.setenv(variable.lower(), socks5(proxy))
        for url in (URL, URL.replace("https", "http")):
            assert Caller(name).get(url, sandbox.warpware.headers()).status == 200
        assert proxy.connections == 0


def test_socks_proxies_that_clients_were_given_get_none_of_it(sandbox: SandboxHandle) -> None:
    headers = sandbox.warpware.headers()
    with StandIn() as proxy, sandbox.intercept():
        for url in (URL, URL.replace("https", "http")):
            both = {"http": socks5(proxy), "https": socks5(proxy)}
            assert requests.get(url, headers=headers, proxies=both, timeout=10).status_code == 200
            with urllib3.contrib.socks.SOCKSProxyManager(socks5(proxy)) as pool:
                assert pool.request("GET", url, headers=headers).status == 200
            with httpx.Client(proxy=socks5(proxy)) as client:
                assert client.get(url, headers=headers).status_code == 200
            assert asyncio.run(with_httpx_async(url, headers, proxy)) == 200
        assert proxy.connections == 0


async def with_httpx_async(url: str, headers: dict[str, str], proxy: StandIn) -> int:
    async with httpx.AsyncClient(proxy=socks5(proxy)) as client:
        return (await client.get(url, headers=headers)).status_code


def with_pysocks(proxy: StandIn, host: str) -> None:
    with socks.socksocket() as sock:
        sock.set_proxy(socks.SOCKS5, "127.0.0.1", proxy.port, rdns=True)
        sock.settimeout(0.1)
        sock.connect((host, 443))


def with_python_socks(proxy: StandIn, host: str) -> None:
    python_socks.sync.Proxy.from_url(proxy.url.replace("http", "socks5")).connect(host, 443, timeout=0.1)


def with_python_socks_v2(proxy: StandIn, host: str) -> None:
    python_socks.sync.v2.Proxy.from_url(proxy.url.replace("http", "socks5")).connect(
        dest_host=host, dest_port=443, timeout=0.1
    )


def with_async_python_socks(proxy: StandIn, host: str) -> None:
    async def call() -> None:
        way = python_socks.async_.asyncio.Proxy.from_url(proxy.url.replace("http", "socks5"))
        await way.connect(host, 443, timeout=0.1)

    asyncio.run(call())


def with_async_python_socks_v2(proxy: StandIn, host: str) -> None:
    async def call() -> None:
        way = python_socks.async_.asyncio.v2.Proxy.from_url(proxy.url.replace("http", "socks5"))
        await way.connect(dest_host=host, dest_port=443, timeout=0.1)

    asyncio.run(call())


def with_aiohttp_socks(proxy: StandIn, host: str) -> None:
    async def call() -> None:
        connector = aiohttp_socks.ProxyConnector.from_url(proxy.url.replace("http", "socks5"))
        patience = aiohttp.ClientTimeout(sock_connect=0.1, total=1)
        async with aiohttp.ClientSession(connector=connector, timeout=patience) as session:
            await session.get(f"https://{host}/partner/v1/version")

    asyncio.run(call())


Connect = Callable[[StandIn, str], None]

BY_THEMSELVES: dict[Connect, str] = {
    with_pysocks: __name__,
    with_python_socks: __name__,
    with_python_socks_v2: __name__,
    with_async_python_socks: __name__,
    with_async_python_socks_v2: __name__,
    with_aiohttp_socks: "aiohttp_socks",
}
"""What asks a proxy by itself, and whom that is blamed on."""


@pytest.mark.parametrize("connect", BY_THEMSELVES)
def test_what_asks_a_socks_proxy_by_itself_is_refused_for_a_vendor_alone(
    sandbox: SandboxHandle, connect: Connect
) -> None:
    who = BY_THEMSELVES[connect].partition(".")[0]
    with StandIn() as proxy, sandbox.intercept():
        with pytest.raises(LeavesTheMachine) as told:
            connect(proxy, HOST)
        assert str(told.value).startswith(f"{who} was stopped before it asked a proxy for ")
        assert proxy.connections == 0
        with pytest.raises(Exception, match=r"(?i)time|^$"):  # the stand-in is no SOCKS server: it waits for a line
            connect(proxy, "shop.example")
        assert proxy.connections == 1
