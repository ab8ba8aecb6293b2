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

own_key = pytest.StashKey[MockServer | RemoteServer]()
"""The server of the fixture as it is here: on the config, and on each parent of tests that have no other."""


def server_for(request: pytest.FixtureRequest) -> MockServer | RemoteServer:
    """What the fixture ``mockserver_server`` gives the test. Where that is the plugin's own it is remembered for the
    tests beside this one, which saves a sixth of what the fixture costs. A suite's own one, of whatever scope, is asked
    for each time.
    """
    siblings: pytest.Stash = request.node.parent.stash
    known = siblings.get(own_key, None)
    if known is not None:
        return known
    server: MockServer | RemoteServer = request.getfixturevalue("mockserver_server")
    if server is request.config.stash.get(own_key, None):
        siblings[own_key] = server
    return server


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
    config.stash[own_key] = server
    return server


def _connected(url: str) -> RemoteServer:
    try:
        return connect(url, os.environ.get("MOCKSERVER_CONTROL_TOKEN"))
    except ConnectionError as error:
        text = f"mockserver: {error}"
    except ControlError as error:
        text = f"mockserver: {error}; the variable MOCKSERVER_CONTROL_TOKEN bears it"
    pytest.fail(text, pytrace=False)
