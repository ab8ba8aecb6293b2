"""Connections without a socket: a client sees what it sees over one, to the type of its exception."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Iterator

import httpx
import pytest
import requests

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


def told(get: Get, url: str, patience: float | None) -> tuple[list[type[BaseException]], bytes]:
    """The types of the exception and of what it names as its cause, or the body."""
    try:
        return [], get(url, patience)
    except Exception as error:  # noqa: BLE001  # whichever it is, is the question
        found: BaseException | object = error
        types = []
        while isinstance(found, BaseException):
            types.append(type(found))
            found = next((part for part in reversed(found.args) if isinstance(part, BaseException)), None)
        return types, b""


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


def test_what_is_no_http_is_answered_and_ends_the_line(served: Scripted) -> None:
    line = Line(served, 1000)
    line.send(b"GET / HTTP/1.1\r\nContent-Length: many\r\n\r\n")
    with pytest.raises(StopIteration) as end:
        next(line.receiving(65536, 1))
    assert end.value.value.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    with pytest.raises(StopIteration) as end:
        next(line.receiving(65536, 1))
    assert end.value.value == b""
    with pytest.raises(BrokenPipeError):
        line.send(b"GET / HTTP/1.1\r\n\r\n")


def answer(line: Line, request: bytes) -> bytes:
    """All that comes back at once."""
    line.send(request)
    received = b""
    while True:
        with pytest.raises(StopIteration) as end:
            next(line.receiving(65536, 1))
        if not end.value.value:
            return received
        received += end.value.value


def test_a_line_stays_open_for_the_next_request(served: Scripted) -> None:
    line = Line(served, 1000)
    for _ in range(2):
        assert answer(line, b"GET /any HTTP/1.1\r\n\r\n").endswith(BODY)
        assert not line.ended


def test_a_line_ends_where_the_client_says_so_and_the_answer_tells(served: Scripted) -> None:
    line = Line(served, 1000)
    assert b"\r\nconnection: close\r\n" in answer(line, b"GET /any HTTP/1.1\r\nConnection: close\r\n\r\n")
    assert line.ended


def test_a_line_ends_with_what_is_cut(served: Scripted) -> None:
    served.plan(WirePlan(empty=True))
    line = Line(served, 1000)
    assert answer(line, b"GET / HTTP/1.1\r\n\r\n") == b""
    assert line.ended


def test_a_response_is_read_to_its_end_after_its_connection_was_given_up(served: Scripted) -> None:
    with requests.Session() as session:
        session.mount("http://", InProcessAdapter(lambda: Line(served, 1000)))
        answered = session.get(f"{served.url}/any", headers={"Connection": "close"}, stream=True, timeout=10)
        assert answered.content == BODY
