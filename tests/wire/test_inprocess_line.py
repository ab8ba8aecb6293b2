"""A line is read and answered as a socket is."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from mockserver.core.wire_plan import Reply, WirePlan
from mockserver.wire.inprocess import Line
from wire.scripted import BODY, Scripted, scripted


@pytest.fixture(scope="module")
def served() -> Iterator[Scripted]:
    with scripted(asyncio.new_event_loop) as app:
        yield app


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


def without_date(received: bytes) -> bytes:
    """The answer without what only a server adds."""
    return b"\r\n".join(line for line in received.split(b"\r\n") if not line.startswith((b"date:", b"server:")))


def over_a_socket(served: Scripted, *packets: bytes) -> bytes:
    """All that comes back until the other side closes, or 1 KiB of a body is there."""
    parts = urlsplit(served.url)
    received = b""
    with socket.create_connection((parts.hostname, parts.port), 5) as connection:
        for packet in packets:
            connection.sendall(packet)
        while not received.endswith(BODY) and (more := connection.recv(65536)):
            received += more
    return received


@pytest.mark.parametrize(
    "request_line",
    [
        b"GET /a%20b?c=%2F HTTP/1.1",
        b"GET http://api.warpware.io/absolute?x=1 HTTP/1.1",
        b"GET /?x=" + b"y" * 70_000 + b" HTTP/1.1",
        b"GET /with#fragment HTTP/1.1",
        b"GET nothing HTTP/1.1",
        b"GET /\xff HTTP/1.1",
        b"BREW / HTTP/1.1",
        b"GET / HTTP/1.0",
    ],
    ids=lambda line: line[:40].decode("latin-1"),
)
def test_a_target_is_read_as_over_a_socket(served: Scripted, request_line: bytes) -> None:
    request = request_line + b"\r\nHost: mock\r\n\r\n"
    served.calls.clear()
    over = without_date(over_a_socket(served, request))
    calls = served.calls[:]
    served.calls.clear()
    assert without_date(answer(Line(served, 1000), request)) == over
    assert [unquote(path) for path in served.calls] == calls


@pytest.mark.parametrize("size", [20, 100_000])
def test_an_offer_to_upgrade_is_passed_over(size: int) -> None:
    bodies = []

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        bodies.append(environ["wsgi.input"].read())
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]

    offer = b"POST / HTTP/1.1\r\nHost: mock\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n"
    requests = (
        offer + b"Content-Length: 4\r\n\r\nbody",
        offer + b"Transfer-Encoding: chunked\r\n\r\n2\r\nbo\r\n2\r\ndy\r\n0\r\n\r\n",
        offer.replace(b"POST", b"GET") + b"\r\n",
    )
    line = Line(app, 1000)
    for request in requests:
        for start in range(0, len(request), size):
            line.send(request[start : start + size])
        assert answer(line, b"").endswith(b"\r\n\r\nok")
    assert bodies == [b"body", b"body", b""]
    assert not line.ended


def test_what_follows_the_unreadable_is_passed_over(served: Scripted) -> None:
    """httpx writes once more, nothing, at the end of a request without a body."""
    line = Line(served, 1000, lambda no: Reply(400, (), f"{no.target}: {no.reason}".encode()))
    line.send(b"BREW /tea HTTP/1.1\r\n\r\n")
    line.send(b"GET /coffee HTTP/1.1\r\n\r\n")
    assert answer(line, b"").endswith(b"/tea: The request's method is none that HTTP knows")
