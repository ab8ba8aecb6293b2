"""A plugin of a run of the how-to tests in which requests calls the app in this process, by no socket."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from mockserver.handle import SandboxHandle

adapters: list[Any] = []
"""Those that were used."""


@pytest.fixture(autouse=True)
def without_socket(mockserver: SandboxHandle, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    adapter = mockserver.warpware.requests_adapter()
    usual = requests.Session.get_adapter

    def get_adapter(session: requests.Session, url: str) -> Any:
        if not url.startswith(mockserver.base_url):
            return usual(session, url)
        adapters.append(adapter)
        return adapter

    monkeypatch.setattr(requests.Session, "get_adapter", get_adapter)
    yield
    adapter.close()
