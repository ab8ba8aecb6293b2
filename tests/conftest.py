"""What every test has: worlds of its own, a client, and the contract that watches each exchange."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from client import Http, WarpWare
from contract.openapi_contract import Contract
from mockserver.core import resources
from mockserver.core.exchange import Exchange
from mockserver.handle import SandboxHandle
from mockserver.server import MockServer

pytest_plugins = ["pytester"]

CONTRACTS = {path.stem: Contract.load(path) for path in sorted(resources.openapi().glob("*.yaml"))}
"""By the name of the API that an exchange belongs to."""

NOON = "2026-02-27T10:00:00Z"
"""Where the frozen clock of :func:`warpware` stands; the document's own moment."""


def violations(exchange: Exchange) -> list[str]:
    """What an exchange does against its API's OpenAPI document."""
    contract = CONTRACTS.get(exchange.vendor)
    if contract is None:  # a path that belongs to no API
        return []
    # A replay answers before it looks at the body: readings.md, warpware.idempotency-mismatch.
    return contract.violations(exchange, request=not exchange.replayed)


@pytest.fixture(autouse=True)
def contract(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every exchange that a test makes with the process's server conforms to openapi/*.yaml."""
    if "mockserver_server" not in request.fixturenames:
        yield
        return
    server: MockServer = request.getfixturevalue("mockserver_server")
    exchanges: list[Exchange] = []
    server.sandboxes.observers.append(exchanges.append)
    yield
    server.sandboxes.observers.remove(exchanges.append)
    found = [f"{exchange!r}: {violation}" for exchange in exchanges for violation in violations(exchange)]
    assert not found, "against openapi/:\n" + "\n".join(found[:20])


@pytest.fixture
def world(mockserver_server: MockServer) -> Iterator[Callable[..., WarpWare]]:
    """Makes sandboxes: ``world(seed=7, profile="demo", readings={…}, limits=False)``; see SandboxOptions.

    Without options: empty, frozen at NOON.
    """
    made: list[WarpWare] = []

    def make(**options: Any) -> WarpWare:
        handle = mockserver_server.sandbox(**{"now": NOON, "frozen": True, **options})
        made.append(WarpWare(handle))
        return made[-1]

    yield make
    for client in made:
        client.close()
        client.handle.drop()


@pytest.fixture
def warpware(world: Callable[..., WarpWare]) -> WarpWare:
    """An empty sandbox, frozen at NOON, without rate limits."""
    return world(limits=False)


@pytest.fixture
def demo(world: Callable[..., WarpWare]) -> WarpWare:
    """A sandbox with the demo profile, frozen at NOON, without rate limits."""
    return world(profile="demo", limits=False)


@pytest.fixture
def control(mockserver_server: MockServer) -> Iterator[Http]:
    """The server's control API."""
    client = Http(mockserver_server.url + "/_mock")
    yield client
    client.close()


@pytest.fixture
def sandbox(warpware: WarpWare) -> SandboxHandle:
    """The handle of :func:`warpware`'s sandbox."""
    return warpware.handle
