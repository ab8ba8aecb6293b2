"""The server that the fixtures use: one of this process, or one that runs elsewhere."""

from __future__ import annotations

import contextlib
import os

import pytest

from mockserver.control.errors import ControlError
from mockserver.pytest_support.settings import shared_url
from mockserver.pytest_support.worlds import drop_left
from mockserver.remote import RemoteServer, connect
from mockserver.server import MockServer


def open_server(config: pytest.Config) -> MockServer | RemoteServer:
    """``--mockserver-url``, MOCKSERVER_URL or the ini file's name one that runs already; it is not stopped.

    One of this process stops when the run ends: the report of the last test's teardown still asks it.
    """
    url = shared_url(config)
    stack = contextlib.ExitStack()
    config.add_cleanup(stack.close)
    server: MockServer | RemoteServer = MockServer() if url is None else _connected(url)
    stack.enter_context(server)
    stack.callback(drop_left, config)  # a test that is interrupted has no report
    return server


def _connected(url: str) -> RemoteServer:
    try:
        return connect(url, os.environ.get("MOCKSERVER_CONTROL_TOKEN"))
    except ConnectionError as error:
        text = f"mockserver: {error}"
    except ControlError as error:
        text = f"mockserver: {error}; the variable MOCKSERVER_CONTROL_TOKEN bears it"
    pytest.fail(text, pytrace=False)
