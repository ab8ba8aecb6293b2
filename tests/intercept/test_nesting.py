"""Several interceptions at a time, and what is left when they end."""

from __future__ import annotations

import http.client
import socket
import sys
import threading
from typing import Any

import aiohttp
import httpcore
import pytest
import python_socks.async_.asyncio.v2
import python_socks.sync
import requests
import socks  # type: ignore[import-untyped]  # PySocks has no types
import urllib3.connection
import uvloop

from intercept.standin import StandIn
from mockserver.intercept import Interception
from mockserver.server import MockServer

REAL = "https://api.warpware.io"

PLACES: list[tuple[Any, str]] = [
    (http.client.HTTPConnection, "connect"),
    (http.client.HTTPConnection, "putrequest"),
    (http.client.HTTPSConnection, "connect"),
    (urllib3.connection.HTTPConnection, "connect"),
    (urllib3.connection.HTTPSConnection, "connect"),
    (httpcore.HTTPConnection, "can_handle_request"),
    (httpcore.ConnectionPool, "create_connection"),
    (httpcore.HTTPProxy, "create_connection"),
    (httpcore.AsyncHTTPConnection, "can_handle_request"),
    (httpcore.AsyncConnectionPool, "create_connection"),
    (httpcore.AsyncHTTPProxy, "create_connection"),
    (aiohttp.TCPConnector, "connect"),
    (uvloop.Loop, "getaddrinfo"),
    (uvloop.Loop, "create_connection"),
    (socket, "getaddrinfo"),
    (socket, "gethostbyname"),
    (socket, "gethostbyname_ex"),
    (socket.socket, "connect"),
    (socket.socket, "connect_ex"),
    (socks.socksocket, "connect"),
    (python_socks.sync.Proxy, "connect"),
    (python_socks.async_.asyncio.v2.Proxy, "connect"),
]


def state() -> list[Any]:
    """What stands where interception puts its own, and who finds modules."""
    return [*(vars(owner).get(name) for owner, name in PLACES), *sys.meta_path]


def leading_to(server: StandIn) -> Interception:
    return Interception(server.url, {REAL: server.url})


def get(path: str) -> None:
    requests.get(f"{REAL}{path}", timeout=10)


def test_everything_is_put_back() -> None:
    before = state()
    with StandIn() as mock, leading_to(mock):
        unchanged = [place for place, now, then in zip(PLACES, state(), before, strict=False) if now is then]
        assert unchanged == []
    assert state() == before


def test_everything_is_put_back_after_an_exception() -> None:
    before = state()
    with StandIn() as mock, pytest.raises(ZeroDivisionError), leading_to(mock):
        raise ZeroDivisionError
    assert state() == before


def test_of_two_the_inner_one_answers_and_then_the_outer_one_again() -> None:
    before = state()
    with StandIn() as outer, StandIn() as inner:
        with leading_to(outer):
            with leading_to(inner):
                get("/1")
            get("/2")
        assert (inner.targets, outer.targets) == (["/1"], ["/2"])
    assert state() == before


def test_of_two_that_overlap_the_one_that_is_left_answers() -> None:
    before = state()
    with StandIn() as first, StandIn() as second:
        one, other = leading_to(first), leading_to(second)
        one.start()
        other.start()
        one.stop()
        get("/1")
        other.stop()
        assert (first.targets, second.targets) == ([], ["/1"])
    assert state() == before


def test_an_inner_one_that_does_not_serve_a_vendor_leaves_it_to_the_outer_one() -> None:
    with StandIn() as outer, StandIn() as inner, leading_to(outer), Interception(inner.url, {}):
        get("/1")
        assert (inner.targets, outer.targets) == ([], ["/1"])


def test_one_may_be_entered_again() -> None:
    before = state()
    with StandIn() as mock:
        again = leading_to(mock)
        with again:
            with again:
                get("/1")
            get("/2")
        assert mock.targets == ["/1", "/2"]
    assert state() == before


def test_one_that_was_not_started_cannot_be_stopped() -> None:
    with StandIn() as mock, pytest.raises(ValueError, match="has not been started"):
        leading_to(mock).stop()


def test_two_servers_have_sandboxes_of_their_own() -> None:
    with MockServer() as one, MockServer() as other:
        with one.default.intercept(), other.default.intercept():
            key = other.default.warpware.headers()
            assert requests.get(f"{REAL}/partner/v1/version", headers=key, timeout=10).status_code == 200
        assert (len(one.default.journal), len(other.default.journal)) == (0, 1)


@pytest.mark.usefixtures("restless_threads")
def test_threads_come_and_go_and_leave_nothing_behind() -> None:
    before = state()
    failures: list[BaseException] = []

    def work(server: StandIn) -> None:
        try:
            for _ in range(20):
                with leading_to(server):
                    get("/")
        except BaseException as error:  # noqa: BLE001  # whatever it is, the test shall tell of it
            failures.append(error)

    with StandIn() as mock:
        threads = [threading.Thread(target=work, args=(mock,)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert failures == []
        assert len(mock.targets) == 80
    assert state() == before


def test_what_somebody_else_wrapped_meanwhile_stays_and_does_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", socket.getaddrinfo)  # put back at the end of the test
    with StandIn() as mock:
        interception = leading_to(mock)
        interception.start()
        ours = socket.getaddrinfo

        def theirs(*args: Any, **kwargs: Any) -> Any:
            return ours(*args, **kwargs)

        socket.getaddrinfo = theirs
        interception.stop()
    assert socket.getaddrinfo is theirs
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("api.warpware.io", "no such service")


@pytest.mark.parametrize("url", ["https://127.0.0.1:8080", "127.0.0.1:8080", ""])
def test_a_mock_that_is_not_at_plain_http_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="leads to a mock at http://host:port"):
        Interception(url, {})


def test_it_says_what_it_does() -> None:
    assert repr(Interception("http://127.0.0.1:8080", {REAL: "http://127.0.0.1:8080/partner/v1"})) == (
        "<Interception of api.warpware.io by http://127.0.0.1:8080>"
    )
