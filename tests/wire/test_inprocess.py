"""Connections without a socket: a client sees what it sees over one, to the type of its exception."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import ssl
import sys
import threading
import time
from collections.abc import Callable, Iterator

import httpcore
import httpx
import pytest
import requests
import urllib3

from mockserver.core.hold import Hold, Release
from mockserver.core.wire_plan import Dribble, WirePlan
from mockserver.wire.inprocess import Line
from mockserver.wire.inprocess_httpx import AsyncInProcessTransport, InProcessTransport
from mockserver.wire.inprocess_requests import InProcessAdapter
from wire.scripted import BODY, Scripted, reply, scripted

Get = Callable[[str, float | None], bytes]
Ways = tuple[Get, Get]
"""A GET with a read timeout in seconds, over the socket, and without one."""


@pytest.fixture(scope="module")
def served() -> Iterator[Scripted]:
    with scripted(asyncio.new_event_loop) as app:
        yield app


@pytest.fixture(params=["requests", "httpx", "httpx, async"])
def ways(request: pytest.FixtureRequest, served: Scripted) -> Iterator[Ways]:
    def open_line() -> Line:
        return Line(served, 1000)

    with contextlib.ExitStack() as stack:
        if request.param == "requests":
            over, without = stack.enter_context(requests.Session()), stack.enter_context(requests.Session())
            without.mount("http://", InProcessAdapter(open_line))
            yield tuple(  # type: ignore[misc]  # of two
                lambda url, patience, by=by: by.get(url, timeout=(10, patience)).content for by in (over, without)
            )
        elif request.param == "httpx":
            clients = (httpx.Client(), httpx.Client(transport=InProcessTransport(open_line)))
            for client in clients:
                stack.enter_context(client)
            yield tuple(  # type: ignore[misc]  # of two
                lambda url, patience, by=by: by.get(url, timeout=httpx.Timeout(10, read=patience)).content
                for by in clients
            )
        else:

            async def get(url: str, patience: float | None, transport: AsyncInProcessTransport | None) -> bytes:
                async with httpx.AsyncClient(transport=transport) as client:
                    return (await client.get(url, timeout=httpx.Timeout(10, read=patience))).content

            yield (
                lambda url, patience: asyncio.run(get(url, patience, None)),
                lambda url, patience: asyncio.run(get(url, patience, AsyncInProcessTransport(open_line))),
            )


Told = tuple[list[type[BaseException]], str, bytes]


def told(get: Get, url: str, patience: float | None) -> Told:
    """The types of the exception and of what it names as its cause, and its words; or the body."""
    try:
        return [], "", get(url, patience)
    except Exception as error:  # noqa: BLE001  # whichever it is, is the question
        found: BaseException | object = error
        types = []
        while isinstance(found, BaseException):
            types.append(type(found))
            found = next((part for part in reversed(found.args) if isinstance(part, BaseException)), None)
        return types, str(error), b""


CUTS = [
    (WirePlan(reset=True), {requests.ConnectionError, httpx.ReadError}),
    (WirePlan(empty=True), {requests.ConnectionError, httpx.RemoteProtocolError}),
    (WirePlan(garbage=b"\x7f!! no http\r\n\r\n"), {requests.ConnectionError, httpx.RemoteProtocolError}),
    (WirePlan(hang=30), {requests.ReadTimeout, httpx.ReadTimeout}),
    (WirePlan(hang=0.01), {requests.ConnectionError, httpx.RemoteProtocolError}),
    (WirePlan(hang=0.01, reset=True), {requests.ConnectionError, httpx.ReadError}),
    (WirePlan(delay=30), {requests.ReadTimeout, httpx.ReadTimeout}),
    (WirePlan(delay=0.1, hang=0.1), {requests.ReadTimeout, httpx.ReadTimeout}),
    (WirePlan(truncate=10), {requests.exceptions.ChunkedEncodingError, httpx.RemoteProtocolError}),
    (WirePlan(truncate=0), {requests.exceptions.ChunkedEncodingError, httpx.RemoteProtocolError}),
    (WirePlan(truncate=10, reset=True), {requests.exceptions.ChunkedEncodingError, httpx.ReadError}),
    (WirePlan(dribble=Dribble(2, 60)), {requests.ConnectionError, httpx.ReadTimeout}),
    (WirePlan(delay=0.01, dribble=Dribble(3, 0.01)), set()),
]


@pytest.mark.parametrize(("plan", "expected"), CUTS, ids=[repr(plan) for plan, _ in CUTS])
def test_a_plan_ends_in_the_exception_that_it_ends_in_over_a_socket(
    served: Scripted, ways: Ways, plan: WirePlan, expected: set[type[Exception]]
) -> None:
    over, without = (told(get, served.plan(plan), 0.15) for get in ways)
    assert without == over
    assert set(without[0][:1]) <= expected
    assert bool(without[0]) == bool(expected)


def test_what_would_take_too_long_times_out_without_the_wait(served: Scripted, ways: Ways) -> None:
    began = time.monotonic()
    assert told(ways[1], served.plan(WirePlan(hang=30)), 20)[0][0] in (requests.ReadTimeout, httpx.ReadTimeout)
    assert time.monotonic() - began < 10


def test_a_delay_that_the_client_waits_for_takes_its_time(served: Scripted, ways: Ways) -> None:
    began = time.monotonic()
    assert ways[1](served.plan(WirePlan(delay=0.1)), None) == BODY
    assert time.monotonic() - began >= 0.1


def test_a_held_call_goes_on_after_its_seconds(served: Scripted, ways: Ways) -> None:
    url = served.hold(Hold(lambda: Hold(reply, seconds=0.01), seconds=0.01), "/held")
    assert ways[1](url, 10) == BODY


def test_a_held_call_is_committed_once(served: Scripted, ways: Ways) -> None:
    committed = []
    url = served.hold(Hold(lambda: committed.append("once") or reply(), seconds=0.01), "/held")  # type: ignore[func-returns-value]  # append answers None
    ways[1](url, 10)
    assert committed == ["once"]


def test_a_held_call_goes_on_when_it_is_released(served: Scripted, ways: Ways) -> None:
    release = Release()
    url = served.hold(Hold(reply, until=release), "/held")
    timer = threading.Timer(0.05, release.set)
    timer.start()
    assert ways[1](url, 10) == BODY
    timer.join()


def test_a_held_call_is_committed_even_if_its_client_gave_up(served: Scripted, ways: Ways) -> None:
    committed = []
    url = served.hold(Hold(lambda: committed.append("by seconds") or reply(), seconds=30), "/held")  # type: ignore[func-returns-value]  # append answers None
    assert told(ways[1], url, 0.1)[0]
    assert committed == ["by seconds"]
    release = Release()
    url = served.hold(Hold(lambda: committed.append("by release") or reply(), until=release), "/held")  # type: ignore[func-returns-value]  # as above
    assert told(ways[1], url, 0.05)[0]
    assert committed == ["by seconds"]
    release.set()
    assert committed == ["by seconds", "by release"]


def test_seconds_that_a_release_may_cut_short_are_seconds(served: Scripted, ways: Ways) -> None:
    committed = []
    url = served.hold(
        Hold(lambda: committed.append("once") or reply(), 30, Release(), awaited=False),  # type: ignore[func-returns-value]  # append answers None
        "/held",
    )
    began = time.monotonic()
    assert told(ways[1], url, 20)[0][0] in (requests.ReadTimeout, httpx.ReadTimeout)
    assert time.monotonic() - began < 10
    assert committed == ["once"]


def test_a_response_is_read_to_its_end_after_its_connection_was_given_up(served: Scripted) -> None:
    with requests.Session() as session:
        session.mount("http://", InProcessAdapter(lambda: Line(served, 1000)))
        answered = session.get(f"{served.url}/any", headers={"Connection": "close"}, stream=True, timeout=10)
        assert answered.content == BODY


def test_as_many_connections_are_open_as_httpx_allows_itself(served: Scripted) -> None:
    """Its transports allow 100; httpcore, left alone, allows ten."""
    transport = InProcessTransport(lambda: Line(served, 1000))
    with httpx.Client(transport=transport, timeout=1) as client, contextlib.ExitStack() as open_ones:
        for _ in range(12):
            open_ones.enter_context(client.stream("GET", "https://api.example/any"))

    async def with_async_client() -> None:
        transport = AsyncInProcessTransport(lambda: Line(served, 1000))
        async with (
            httpx.AsyncClient(transport=transport, timeout=1) as client,
            contextlib.AsyncExitStack() as open_ones,
        ):
            for _ in range(12):
                await open_ones.enter_async_context(client.stream("GET", "https://api.example/any"))

    asyncio.run(with_async_client())


def test_no_certificate_is_loaded_for_a_line(served: Scripted, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("it takes longer than the call")

    monkeypatch.setattr(ssl.SSLContext, "load_verify_locations", refuse)
    monkeypatch.setattr(ssl.SSLContext, "load_default_certs", refuse)
    with httpx.Client(transport=InProcessTransport(lambda: Line(served, 1000))) as client:
        assert client.get("https://api.example/any").content == BODY
    with requests.Session() as session:
        session.mount("https://", InProcessAdapter(lambda: Line(served, 1000)))
        assert session.get("https://api.example/any", timeout=10).content == BODY

    async def with_async_client() -> bytes:
        async with httpx.AsyncClient(transport=AsyncInProcessTransport(lambda: Line(served, 1000))) as client:
            return (await client.get("https://api.example/any")).content

    assert asyncio.run(with_async_client()) == BODY


def test_a_urllib3_that_the_adapter_does_not_know_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """1.26 knows no ``is_connected``; what urllib3-future puts in the place of urllib3 is not http.client's."""
    monkeypatch.delitem(sys.modules, "mockserver.wire.inprocess_requests")
    monkeypatch.setattr(urllib3, "__version__", "1.26.20")
    monkeypatch.delattr(urllib3.connection.HTTPConnection, "is_connected")
    with pytest.raises(ImportError) as told:
        importlib.import_module("mockserver.wire.inprocess_requests")
    assert str(told.value) == (
        "requests_adapter() needs urllib3 2.2 or newer, and urllib3 is 1.26.20 here: "
        "pip install --force-reinstall 'urllib3>=2.2'"
    )


def test_an_httpx_that_the_transports_do_not_know_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "mockserver.wire.inprocess_httpx")
    monkeypatch.setattr(httpcore, "__version__", "0.16.3")
    monkeypatch.delattr(httpcore, "NetworkBackend")
    with pytest.raises(ImportError) as told:
        importlib.import_module("mockserver.wire.inprocess_httpx")
    assert str(told.value) == (
        "httpx_transport() needs httpcore 0.17.3 or newer, and httpcore is 0.16.3 here: "
        "pip install --upgrade httpx httpcore"
    )
