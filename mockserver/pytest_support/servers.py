"""The server that the fixtures use: one of this process, or one that runs elsewhere."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

import pytest

from mockserver.control.errors import ControlError
from mockserver.pytest_support.settings import shared_url
from mockserver.remote import RemoteServer, connect
from mockserver.server import MockServer


@contextlib.contextmanager
def open_server(config: pytest.Config) -> Iterator[MockServer | RemoteServer]:
    """``--mockserver-url``, MOCKSERVER_URL or the ini file's name one that runs already; it is not stopped."""
    url = shared_url(config)
    with MockServer() if url is None else _connected(url) as server:
        yield server


def _connected(url: str) -> RemoteServer:
    try:
        return connect(url, os.environ.get("MOCKSERVER_CONTROL_TOKEN"))
    except ConnectionError as error:
        text = f"mockserver: {error}"
    except ControlError as error:
        text = f"mockserver: {error}; the variable MOCKSERVER_CONTROL_TOKEN bears it"
    pytest.fail(text, pytrace=False)
