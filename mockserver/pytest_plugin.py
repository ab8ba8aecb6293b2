"""The pytest plugin: a fresh sandbox for every test, on one server a process.

Nothing heavy is imported here: pytest loads this module in every suite of its environment.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from mockserver.handle import SandboxHandle
    from mockserver.server import MockServer


@pytest.fixture(scope="session")
def mockserver_server() -> Iterator[MockServer]:
    """The process's server, on a free port, started when a test first asks for it."""
    from mockserver.server import MockServer

    with MockServer() as server:
        yield server


@pytest.fixture
def mockserver(mockserver_server: MockServer) -> Iterator[SandboxHandle]:
    """A sandbox of the test's own, empty, dropped at its end."""
    handle = mockserver_server.sandbox()
    yield handle
    mockserver_server.sandboxes.discard(handle.id)  # the test may have dropped it itself
