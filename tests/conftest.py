"""What every test has: worlds of its own, a client, and the contract that watches each exchange."""

from __future__ import annotations

import gc
import math
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import certifi
import pytest
from hypothesis import settings

from client import Http, WarpWare, Whiplash
from contract.checked import violations
from mockserver.core.exchange import Exchange
from mockserver.core.sandboxes import Sandboxes
from mockserver.handle import SandboxHandle
from mockserver.server import MockServer
from node_client import left_out
from receiver import Receiver
from wires import PlainWire, Wire

pytest_plugins = ["pytester"]

collect_ignore = ["whiplash/test_node_client.py"] if left_out() else []

# How long an example takes says more of the machine than of the code. Each run makes examples of its own.
settings.register_profile("suite", deadline=None, max_examples=40)
settings.load_profile("suite")

NOON = "2026-02-27T10:00:00Z"
"""Where the frozen clock of :func:`warpware` stands; the document's own moment."""


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Imports and collected tests are here to stay: the garbage collector need not look at them again and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(50_000, 20, 100)  # as `mockserver serve` has it
        gc.enable()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if reason := left_out():
        terminalreporter.write_line(f"left out: tests/whiplash/test_node_client.py, for {reason}")


def pytest_xdist_auto_num_workers() -> int:
    """For ``-n auto``: half as many again as there are cores, for a third of the time is waiting, for delays and for
    processes to start.
    """
    return math.ceil(len(os.sched_getaffinity(0)) * 1.5) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 2


@pytest.fixture(scope="session", autouse=True)
def few_authorities(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nobody outside is called over TLS: one certificate authority is as good as the 150 that a client reads at its
    start otherwise, for 30 ms.
    """
    first, end, _ = Path(certifi.where()).read_text("utf-8").partition("-----END CERTIFICATE-----\n")
    path = tmp_path_factory.mktemp("authorities") / "one.pem"
    path.write_text(first + end, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(path))
        yield


@pytest.fixture(autouse=True)
def contract(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every exchange that a test makes with any server of this process conforms to openapi/*.yaml."""
    exchanges: list[Exchange] = []
    tell = Sandboxes.tell

    def note(sandboxes: Sandboxes, exchange: Exchange) -> None:
        exchanges.append(exchange)
        tell(sandboxes, exchange)

    monkeypatch.setattr(Sandboxes, "tell", note)
    yield
    found = [f"{exchange!r}: {violation}" for exchange in exchanges for violation in violations(exchange)]
    assert not found, "against openapi/:\n" + "\n".join(found[:20])


@pytest.fixture(scope="session")
def wire() -> Callable[[str, int], Wire]:
    """How the calls of :func:`world`'s clients travel; a folder whose tests see answers being lost has another."""
    return PlainWire


@pytest.fixture
def world(mockserver_server: MockServer, wire: Callable[[str, int], Wire]) -> Iterator[Callable[..., WarpWare]]:
    """Makes sandboxes: ``world(seed=7, profile="demo", readings={…}, limits=False)``; see SandboxOptions.

    Without options: empty, frozen at NOON.
    """
    made: list[WarpWare] = []

    def make(**options: Any) -> WarpWare:
        handle = mockserver_server.sandbox(**{"now": NOON, "frozen": True, **options})
        made.append(WarpWare(handle, wire))
        return made[-1]

    yield make
    for client in made:
        client.close()
        client.handle.drop()


@pytest.fixture
def whiplash_world(
    mockserver_server: MockServer, wire: Callable[[str, int], Wire]
) -> Iterator[Callable[..., Whiplash]]:
    """As :func:`world`, for those who call Whiplash."""
    made: list[Whiplash] = []

    def make(**options: Any) -> Whiplash:
        handle = mockserver_server.sandbox(**{"now": NOON, "frozen": True, **options})
        made.append(Whiplash(handle, wire))
        return made[-1]

    yield make
    for client in made:
        client.close()
        client.handle.drop()


@pytest.fixture
def whiplash(whiplash_world: Callable[..., Whiplash]) -> Whiplash:
    """An empty sandbox, frozen at NOON, without rate limits."""
    return whiplash_world(limits=False)


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


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A real HTTP receiver of webhooks, which answers 200 unless told otherwise."""
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def restless_threads() -> Iterator[None]:
    """Threads take turns at nearly every instruction, so that a missing lock shows."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)
