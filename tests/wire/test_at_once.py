"""What is answered at once leaves in one piece, and is byte for byte what uvicorn would send."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import itertools
import socket
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from mockserver.wire.asgi import InlineWsgi
from mockserver.wire.serving import PromptServer, bind
from wire.sockets import connect, read_answer, talk

HOST = b"Host: mock.example\r\n"
STATUSES = {"/odd": "299 Odd But Mine", "/none": "204 NO CONTENT", "/missing": "404 NOT FOUND"}


def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """A WSGI app whose paths say in which form it answers."""
    path = environ["PATH_INFO"]
    if path == "/crash":
        raise ZeroDivisionError("the app is broken")
    if path == "/exit":
        sys.exit("the app has had enough")
    body = b"" if path == "/none" else f"{environ['REQUEST_METHOD']} {path} ".encode() + environ["wsgi.input"].read()
    headers = [("Content-Type", "text/plain"), ("X-Name", "Grüße")]
    if path not in ("/none", "/unmeasured"):
        headers.append(("Content-Length", str(len(body))))
    if path == "/last":
        headers.append(("Connection", "close"))
    start_response(STATUSES.get(path, "200 OK"), headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


class OnlyAsgi:
    """An app of which Http11 knows no more than that it is ASGI's: uvicorn runs it in a task."""

    def __init__(self) -> None:
        self._inline = InlineWsgi(answer, 1000)
        self.waits = self._inline.waits

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self._inline(scope, receive, send)


@contextlib.contextmanager
def served(app: Any) -> Iterator[str]:
    """On asyncio's own loop: uvloop joins what is written in one turn anyway."""
    listener = bind("127.0.0.1", 0)
    server = PromptServer(app, handle_signals=False)

    def run() -> None:
        with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
            runner.run(server.serve([listener]))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert server.ready.wait(5)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.stop()
    thread.join(5)
    assert not thread.is_alive()


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with served(InlineWsgi(answer, 1000)) as url:
        yield url


@pytest.fixture(scope="module")
def url_of_uvicorn() -> Iterator[str]:
    with served(OnlyAsgi()) as url:
        yield url


def test_a_response_comes_in_one_piece(url: str) -> None:
    with connect(url) as connection:
        for _ in range(20):
            connection.sendall(b"GET / HTTP/1.1\r\n" + HOST + b"\r\n")
            assert connection.recv(65536).endswith(b"\r\n\r\nGET / ")


def test_a_response_comes_in_one_piece_whose_request_came_in_two(url: str) -> None:
    with connect(url) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in range(20):
            connection.sendall(b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 4\r\n\r\n")
            connection.sendall(b"body")
            assert connection.recv(65536).endswith(b"\r\n\r\nPOST / body")


def test_an_idle_connection_does_not_keep_the_last_body(url: str) -> None:
    with connect(url) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 900\r\n\r\n" + b"x" * 900)
        read_answer(connection)
        kept = [thing.body for thing in gc.get_objects() if isinstance(thing, RequestResponseCycle)]
    assert bytearray(b"x" * 900) not in kept


def test_an_app_that_exits_costs_one_500(url: str) -> None:
    ask = b"GET %b HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"
    assert talk(url, ask % b"/exit").startswith(b"HTTP/1.1 500 ")
    assert talk(url, ask % b"/").startswith(b"HTTP/1.1 200 ")


@st.composite
def requests(draw: st.DrawFn, *, last: bool = False) -> bytes:
    paths = ["/", "/odd", "/none", "/missing", "/unmeasured"] + (["/crash", "/exit", "/last"] if last else [])
    line = f"{draw(st.sampled_from(['GET', 'HEAD', 'POST', 'DELETE']))} {draw(st.sampled_from(paths))}".encode()
    body = draw(st.binary(max_size=40) | st.just(b"x" * 1500) | st.just(b"x" * 70_000))
    framing = draw(st.sampled_from(["none", "length", "chunked"]))
    headers = HOST + (b"Connection: close\r\n" if last else b"")
    if framing == "length":
        headers += b"Content-Length: %d\r\n" % len(body)
    elif framing == "chunked":
        headers += b"Transfer-Encoding: chunked\r\n"
        body = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (body[:7], body[7:]) if part) + b"0\r\n\r\n"
    return line + b" HTTP/1.1\r\n" + headers + b"\r\n" + (b"" if framing == "none" else body)


@settings(deadline=None)
@given(
    ahead=st.lists(requests(), max_size=4),
    end=requests(last=True),
    cuts=st.lists(st.floats(0, 1), max_size=3),
)
def test_whatever_is_asked_in_whatever_pieces_the_bytes_are_uvicorns(
    url: str, url_of_uvicorn: str, ahead: list[bytes], end: bytes, cuts: list[float]
) -> None:
    sent = b"".join(ahead) + end
    places = [0, *sorted(int(cut * len(sent)) for cut in cuts), len(sent)]
    parts = [sent[start:stop] for start, stop in itertools.pairwise(places)]
    assert talk(url, *parts) == talk(url_of_uvicorn, *parts)
