"""Sandboxes in this process and of a server in another one: what a handle does is the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

import mockserver
from client import Http
from conftest import NOON
from mockserver import MockServer, RemoteServer, SandboxHandle
from served import serve

Make = Callable[..., SandboxHandle]


@pytest.fixture(scope="package")
def remote_server() -> Iterator[RemoteServer]:
    """``mockserver serve`` as it comes, with demo data and an autopilot, which no sandbox of ours shall have."""
    with serve("--autopilot", "--seed", "7") as served, mockserver.connect(served.url) as server:
        yield server


@pytest.fixture(params=["local", "remote"])
def server(request: pytest.FixtureRequest) -> MockServer | RemoteServer:
    name = "mockserver_server" if request.param == "local" else "remote_server"
    server: MockServer | RemoteServer = request.getfixturevalue(name)
    return server


@pytest.fixture
def make(server: MockServer | RemoteServer) -> Iterator[Make]:
    """Makes sandboxes that are frozen at NOON, and closes them."""
    made: list[SandboxHandle] = []

    def make(**options: Any) -> SandboxHandle:
        made.append(server.sandbox(**{"now": NOON, "frozen": True, **options}))
        return made[-1]

    yield make
    for handle in made:
        handle.close()


@pytest.fixture
def sandbox(make: Make) -> SandboxHandle:
    return make()


@pytest.fixture
def client(sandbox: SandboxHandle) -> Iterator[Http]:
    """Calls the sandbox's WarpWare API."""
    client = Http(sandbox.warpware.url, sandbox.warpware.headers())
    yield client
    client.close()
