"""What else may be active in the same test: stubs of requests and httpx, proxies, certificates, event loops."""

from __future__ import annotations

import ssl
import subprocess
import sys
import warnings

import aiohttp
import httpx
import pytest
import requests
import responses
import respx
import urllib3

from intercept.standin import StandIn
from mockserver.handle import SandboxHandle

REAL = "https://api.warpware.io"
URL = f"{REAL}/partner/v1/version"


def test_responses_inside_stubs_other_hosts_and_lets_the_vendor_through(sandbox: SandboxHandle) -> None:
    with sandbox.intercept(), responses.RequestsMock() as stubs:
        stubs.add_passthru(REAL)
        stubs.get("https://shop.example/orders", json=[])
        assert requests.get("https://shop.example/orders", timeout=10).json() == []
        assert requests.get(URL, headers=sandbox.warpware.headers(), timeout=10).status_code == 200


def test_responses_outside_stubs_other_hosts_and_lets_the_vendor_through(sandbox: SandboxHandle) -> None:
    with responses.RequestsMock() as stubs, sandbox.intercept():
        stubs.add_passthru(REAL)
        stubs.get("https://shop.example/orders", json=[])
        assert requests.get("https://shop.example/orders", timeout=10).json() == []
        assert requests.get(URL, headers=sandbox.warpware.headers(), timeout=10).status_code == 200


def test_a_stub_for_the_vendor_itself_comes_first(sandbox: SandboxHandle) -> None:
    with sandbox.intercept(), responses.RequestsMock() as stubs:
        stubs.get(URL, status=503)
        assert requests.get(URL, timeout=10).status_code == 503
    assert len(sandbox.journal) == 0


@pytest.mark.parametrize("using", ["httpcore", "httpx"])
def test_respx_inside_stubs_other_hosts_and_lets_the_vendor_through(sandbox: SandboxHandle, using: str) -> None:
    with sandbox.intercept(), respx.mock(using=using) as stubs:
        stubs.route(host="api.warpware.io").pass_through()
        stubs.get("https://shop.example/orders").respond(json=[])
        assert httpx.get("https://shop.example/orders").json() == []
        assert httpx.get(URL, headers=sandbox.warpware.headers()).status_code == 200


@pytest.mark.parametrize("using", ["httpcore", "httpx"])
def test_respx_outside_stubs_other_hosts_and_lets_the_vendor_through(sandbox: SandboxHandle, using: str) -> None:
    with respx.mock(using=using) as stubs, sandbox.intercept():
        stubs.route(host="api.warpware.io").pass_through()
        stubs.get("https://shop.example/orders").respond(json=[])
        assert httpx.get("https://shop.example/orders").json() == []
        assert httpx.get(URL, headers=sandbox.warpware.headers()).status_code == 200


@pytest.mark.asyncio
async def test_httpx_and_aiohttp_in_a_test_of_pytest_asyncio(sandbox: SandboxHandle) -> None:
    headers = sandbox.warpware.headers()
    with sandbox.intercept():
        async with httpx.AsyncClient() as client:
            assert (await client.get(URL, headers=headers)).status_code == 200
        async with aiohttp.ClientSession() as session, session.get(URL, headers=headers) as answer:
            assert answer.status == 200


@pytest.mark.asyncio
async def test_respx_and_the_async_client(sandbox: SandboxHandle) -> None:
    with sandbox.intercept(), respx.mock as stubs:
        stubs.route(host="api.warpware.io").pass_through()
        async with httpx.AsyncClient() as client:
            assert (await client.get(URL, headers=sandbox.warpware.headers())).status_code == 200


# Proxies that a client was given


def test_proxies_that_a_client_was_given_get_none_of_it(sandbox: SandboxHandle) -> None:
    headers = sandbox.warpware.headers()
    with StandIn() as proxy, sandbox.intercept():
        for url in (URL, URL.replace("https", "http")):
            both = {"http": proxy.url, "https": proxy.url}
            assert requests.get(url, headers=headers, proxies=both, timeout=10).status_code == 200
            with urllib3.ProxyManager(proxy.url) as pool:
                assert pool.request("GET", url, headers=headers).status == 200
            with httpx.Client(proxy=proxy.url) as client:
                assert client.get(url, headers=headers).status_code == 200
        assert proxy.connections == 0
    assert len(sandbox.journal) == 6


@pytest.mark.asyncio
async def test_proxies_that_an_async_client_was_given_get_none_of_it(sandbox: SandboxHandle) -> None:
    headers = sandbox.warpware.headers()
    with StandIn() as proxy, sandbox.intercept():
        for url in (URL, URL.replace("https", "http")):
            async with httpx.AsyncClient(proxy=proxy.url) as client:
                assert (await client.get(url, headers=headers)).status_code == 200
            async with (
                aiohttp.ClientSession() as session,
                session.get(url, headers=headers, proxy=proxy.url) as answer,
            ):
                assert answer.status == 200
        assert proxy.connections == 0


def test_a_proxy_still_serves_other_hosts(sandbox: SandboxHandle) -> None:
    with StandIn() as proxy, sandbox.intercept():
        assert requests.get("http://shop.example/", proxies={"http": proxy.url}, timeout=10).text == "the stand-in"
        with httpx.Client(proxy=proxy.url) as client:
            assert client.get("http://shop.example/").text == "the stand-in"
        assert proxy.targets == ["http://shop.example/"] * 2


def test_the_address_that_a_client_calls_from_does_not_matter(sandbox: SandboxHandle) -> None:
    """It may be one of another network, or of another family than the mock's."""
    headers = sandbox.warpware.headers()
    with sandbox.intercept():
        for address in ("::1", "192.0.2.1"):
            with urllib3.PoolManager(source_address=(address, 0), retries=False) as pool:
                assert pool.request("GET", URL, headers=headers).status == 200
            with httpx.Client(transport=httpx.HTTPTransport(local_address=address)) as client:
                assert client.get(URL, headers=headers).status_code == 200


# What a client was told of certificates


def test_certificates_do_not_matter(sandbox: SandboxHandle) -> None:
    headers = sandbox.warpware.headers()
    nothing_trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    with sandbox.intercept():
        assert httpx.get(URL, headers=headers, verify=nothing_trusted).status_code == 200
        assert httpx.get(URL, headers=headers, verify=False).status_code == 200
        for options in (
            {"ssl_context": nothing_trusted},
            {"assert_fingerprint": "ab" * 32},
            {"cert_reqs": "CERT_REQUIRED"},
        ):
            with urllib3.PoolManager(**options) as pool:
                assert pool.request("GET", URL, headers=headers).status == 200


@pytest.mark.asyncio
async def test_a_pinned_certificate_does_not_matter_to_aiohttp(sandbox: SandboxHandle) -> None:
    pinned = aiohttp.Fingerprint(b"\0" * 32)
    with sandbox.intercept():
        async with aiohttp.ClientSession() as session:
            for checked in (pinned, ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), False):
                async with session.get(URL, headers=sandbox.warpware.headers(), ssl=checked) as answer:
                    assert answer.status == 200


def test_a_client_that_verifies_nothing_is_warned_as_it_is_of_the_real_host(sandbox: SandboxHandle) -> None:
    with sandbox.intercept(), pytest.warns(urllib3.exceptions.InsecureRequestWarning):
        requests.get(URL, headers=sandbox.warpware.headers(), verify=False, timeout=10)
    with sandbox.intercept(), warnings.catch_warnings(action="error"):
        requests.get(URL, headers=sandbox.warpware.headers(), timeout=10)


# Where a call comes from


def test_a_redirect_to_the_vendor_leads_to_the_sandbox(sandbox: SandboxHandle) -> None:
    with StandIn(URL) as elsewhere, sandbox.intercept():
        assert requests.get(elsewhere.url, headers={"X-Any": "1"}, timeout=10).status_code == 401
        assert httpx.get(elsewhere.url, follow_redirects=True).status_code == 401


LATE = """
import sys
from mockserver.server import MockServer

heavy = {"requests", "urllib3", "httpx", "httpcore", "aiohttp", "responses", "respx"}
with MockServer() as server:
    sandbox = server.sandbox()
    with sandbox.intercept():
        assert not heavy & set(sys.modules), heavy & set(sys.modules)
        import asyncio, importlib.resources, aiohttp, httpx, requests
        url, headers = "https://api.warpware.io/partner/v1/version", sandbox.warpware.headers()

        async def call():
            async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as answer:
                return answer.status

        statuses = [client.get(url, headers=headers).status_code for client in (requests, httpx)]
        print(*statuses, asyncio.run(call()))
        assert type(httpx.__spec__.loader).__module__ != "mockserver.intercept.arrivals"
        assert type(aiohttp.__loader__).__module__ != "mockserver.intercept.arrivals"
        assert importlib.resources.files("httpcore").joinpath("py.typed").is_file()
"""


def test_clients_that_are_imported_inside_are_covered_and_none_is_imported_for_it() -> None:
    finished = subprocess.run([sys.executable, "-c", LATE], capture_output=True, text=True, timeout=60, check=False)
    assert (finished.stdout, finished.stderr) == ("200 200 200\n", "")


def test_the_plugin_imports_nothing_of_it() -> None:
    script = "import sys, mockserver.pytest_plugin, mockserver.handle; print('mockserver.intercept' in sys.modules)"
    finished = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert finished.stdout == "False\n"
