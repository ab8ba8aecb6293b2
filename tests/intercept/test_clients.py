"""Every covered client, at the vendor's real url."""

from __future__ import annotations

import socket
from collections.abc import Callable
from typing import Any

import pytest

from client import WarpWare, order_body
from intercept.clients import CLIENTS, Caller
from intercept.standin import StandIn
from mockserver.handle import SandboxHandle
from mockserver.intercept import Interception, LeavesTheMachine

REAL = "https://api.warpware.io"
API = f"{REAL}/partner/v1"

World = Callable[..., WarpWare]


@pytest.fixture(params=CLIENTS)
def client(request: pytest.FixtureRequest) -> Caller:
    return Caller(request.param)


def leading_to(server: StandIn) -> Interception:
    return Interception(server.url, {REAL: server.url})


def test_a_get_of_the_real_url_is_answered_by_the_sandbox(warpware: WarpWare, client: Caller) -> None:
    with warpware.handle.intercept():
        reply = client.get(f"{API}/version", warpware.handle.warpware.headers())
    assert reply.status == 200
    assert reply.headers["x-warpware-api-version"] == "2026-02-27"
    assert [exchange.request_headers["host"] for exchange in warpware.handle.journal] == ["api.warpware.io"]


def test_a_post_to_the_real_url_makes_the_order_in_the_sandbox(warpware: WarpWare, client: Caller) -> None:
    with warpware.handle.intercept():
        reply = client.post(f"{API}/orders", warpware.handle.warpware.headers(), order_body("ORDER-7"))
    assert reply.status == 201
    assert warpware.get("/orders/by-external/ORDER-7").data["id"] == reply.data["id"]


def test_the_other_vendor_is_led_to_the_sandbox_too(sandbox: SandboxHandle, client: Caller) -> None:
    with sandbox.intercept():
        reply = client.get("https://www.whiplashmerch.com/api/warehouses/6", sandbox.whiplash.headers())
    assert (reply.status, reply.json) == (422, {"error": "Record not found"})
    assert [exchange.request_headers["host"] for exchange in sandbox.journal] == ["www.whiplashmerch.com"]


def test_a_429_keeps_its_headers(world: World, client: Caller) -> None:
    handle = world(limits={"warpware": {"requests": 1}}).handle
    with handle.intercept():
        client.get(f"{API}/version", handle.warpware.headers())
        reply = client.get(f"{API}/version", handle.warpware.headers())
    assert (reply.status, reply.headers["retry-after"]) == (429, "60")


def test_a_key_of_no_sandbox_gets_the_vendors_401(warpware: WarpWare, client: Caller) -> None:
    with warpware.handle.intercept():
        reply = client.get(f"{API}/version", {"Authorization": f"Bearer ww_live_{'f' * 32}"})
    assert reply.status == 401


def test_a_reset_is_the_clients_own_exception(client: Caller) -> None:
    with StandIn("reset") as server, leading_to(server), pytest.raises(client.reset):
        client.get(f"{API}/version")


def test_a_timeout_is_the_clients_own_exception(client: Caller) -> None:
    with StandIn("hang") as server, leading_to(server), pytest.raises(client.timeout):
        client.get(f"{API}/version", timeout=0.1)


@pytest.mark.parametrize("origin", ["https://api.warpware.io:443", "http://api.warpware.io", "HTTPS://API.WarpWare.io"])
def test_the_ways_to_write_the_real_host(warpware: WarpWare, client: Caller, origin: str) -> None:
    with warpware.handle.intercept():
        assert client.get(f"{origin}/partner/v1/version", warpware.handle.warpware.headers()).status == 200


def test_another_host_goes_where_it_went_before(warpware: WarpWare, client: Caller) -> None:
    with StandIn() as elsewhere, warpware.handle.intercept():
        assert client.get(f"{elsewhere.url}/here").body == b"the stand-in"
    assert elsewhere.targets == ["/here"]
    assert len(warpware.handle.journal) == 0


def test_a_vendor_that_is_not_served_is_refused(client: Caller) -> None:
    with StandIn() as server, leading_to(server), pytest.raises(LeavesTheMachine, match="does not serve www"):
        client.get("https://www.whiplashmerch.com/api/orders")
    assert server.connections == 0


def test_other_hosts_of_a_vendor_are_refused_with_those_that_are_served(client: Caller) -> None:
    with StandIn() as server, leading_to(server):
        for host in ("warpware.io", "sandbox.warpware.io", "whiplashmerch.com", "Testing.WhiplashMerch.com"):
            with pytest.raises(LeavesTheMachine) as told:
                client.get(f"https://{host}/partner/v1/version")
            assert str(told.value) == (
                f"the call to {host.lower()} was stopped, for it would have left this machine: "
                f"the mock at {server.url} does not serve {host.lower()}; it serves api.warpware.io"
            )
    assert server.connections == 0


def test_another_port_of_the_real_host_is_refused(client: Caller) -> None:
    with StandIn() as server, leading_to(server), pytest.raises(LeavesTheMachine, match=r"api\.warpware\.io:8443"):
        client.get("https://api.warpware.io:8443/partner/v1/version")
    assert server.connections == 0


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_of_the_environment_gets_none_of_it(
    warpware: WarpWare, client: Caller, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    with StandIn() as proxy, warpware.handle.intercept():
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
            monkeypatch.setenv(name, proxy.url)
        url = f"{scheme}://api.warpware.io/partner/v1/version"
        assert client.get(url, warpware.handle.warpware.headers()).status == 200
        assert proxy.connections == 0


def test_after_the_block_the_client_is_on_its_own_again(
    warpware: WarpWare, client: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its look-up of the real host reaches the resolver again, which here knows no host."""

    def resolve(*args: Any, **kwargs: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, f"asked for {args[0]!r}")

    with warpware.handle.intercept():
        client.get(f"{API}/version", warpware.handle.warpware.headers())
    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(
        Exception, match=r"asked for b?'api\.warpware\.io'|Cannot connect to host api\.warpware\.io"
    ) as told:
        client.get(f"{API}/version", warpware.handle.warpware.headers())
    assert not isinstance(told.value, LeavesTheMachine)
    assert len(warpware.handle.journal) == 1
