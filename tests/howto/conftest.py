"""How-to tests are written as a user writes them: with the plugin's own fixtures, not with this repository's."""

from __future__ import annotations

import pytest

from mockserver.handle import SandboxHandle
from mockserver.handles.vendor import WarpWareHandle, WhiplashHandle


@pytest.fixture
def warpware(mockserver: SandboxHandle) -> WarpWareHandle:
    return mockserver.warpware


@pytest.fixture
def whiplash(mockserver: SandboxHandle) -> WhiplashHandle:
    return mockserver.whiplash
