"""What looks up the real host by itself is stopped, by name and with a way out."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator

import pytest
import uvloop

from mockserver.handle import SandboxHandle
from mockserver.intercept import LeavesTheMachine

HOST = "api.warpware.io"


@pytest.fixture(autouse=True)
def intercepted(sandbox: SandboxHandle) -> Iterator[SandboxHandle]:
    with sandbox.intercept():
        yield sandbox


def connect() -> None:
    with socket.socket() as sock:
        sock.connect((HOST, 443))


def connect_ex() -> None:
    with socket.socket() as sock:
        sock.connect_ex((HOST, 443))


@pytest.mark.parametrize(
    "call",
    [
        lambda: socket.create_connection((HOST, 443)),
        lambda: socket.getaddrinfo(HOST, 443),
        lambda: socket.getaddrinfo(HOST.encode(), 443),
        lambda: socket.getaddrinfo("API.WarpWare.io.", 443),
        lambda: socket.getaddrinfo("\uff41pi\u3002warpware.io", 443),
        lambda: socket.getaddrinfo("sandbox.warpware.io", 443),
        lambda: socket.getaddrinfo(host=HOST, port=443),
        lambda: socket.gethostbyname(HOST),
        lambda: socket.gethostbyname_ex(HOST),
        lambda: socket.gethostbyname("www.whiplashmerch.com"),
        connect,
        connect_ex,
        lambda: asyncio.run(asyncio.wait_for(asyncio.open_connection(HOST, 443), 10)),
        lambda: uvloop.run(asyncio.wait_for(asyncio.open_connection(HOST, 443), 10)),
        lambda: uvloop.run(look_up()),
    ],
)
def test_a_client_of_its_own_is_refused(call: Callable[[], object]) -> None:
    with pytest.raises(LeavesTheMachine, match=r"would have left this machine"):
        call()


async def look_up() -> None:
    await asyncio.get_running_loop().getaddrinfo(HOST, 443)


def test_the_refusal_says_who_wanted_what_and_what_to_do(intercepted: SandboxHandle) -> None:
    with pytest.raises(LeavesTheMachine) as told:
        socket.create_connection((HOST, 443))
    who = __name__.partition(".")[0]
    assert str(told.value) == (
        f"{who} was stopped on its way to api.warpware.io, for it would have left this machine: interception covers "
        "http.client, urllib.request, urllib3, requests, httpx and aiohttp; "
        f"give {who} the mock's own url, {intercepted.warpware.url}"
    )


def test_an_event_loop_is_named_where_nobody_else_is_known() -> None:
    with pytest.raises(LeavesTheMachine, match=r"^asyncio was stopped on its way"):
        asyncio.run(asyncio.wait_for(asyncio.open_connection(HOST, 443), 10))


def test_other_hosts_are_looked_up_and_connected_to() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as client:
        client.connect(("localhost", server.getsockname()[1]))
    assert socket.gethostbyname("127.0.0.1") == "127.0.0.1"


def test_a_name_that_only_ends_like_a_vendors_is_another_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect_ex", lambda _, address: address)
    with socket.socket() as sock:
        for name in ("notwarpware.io", "api.warpware.io.example", "\udcff", "x" * 70 + "\xe4"):
            assert sock.connect_ex((name, 443)) == (name, 443)  # type: ignore[comparison-overlap]  # a number otherwise


def test_sockets_that_have_no_host_are_let_through() -> None:
    with socket.socket(socket.AF_UNIX) as client, pytest.raises(FileNotFoundError):
        client.connect("/nowhere/at/all")
