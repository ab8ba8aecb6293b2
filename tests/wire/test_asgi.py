"""Any WSGI app behind real sockets: what it is told of a request, and how its answer leaves."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from mockserver.wire.asgi import InlineWsgi
from mockserver.wire.serving import PromptServer, bind
from wire.sockets import Answer, connect, read_answer, read_until_closed, take_answers, talk

LIMIT = 1000
CLOSE = b"Host: mock.example\r\nConnection: close\r\n"


class Echo:
    """A WSGI app that answers what it was told, and remembers how often it was called."""

    def __init__(self) -> None:
        self.calls = 0
        self.closed = 0

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.calls += 1
        if environ["PATH_INFO"] == "/crash":
            raise ZeroDivisionError("the app is broken")
        if environ["PATH_INFO"] == "/write":
            start_response("200 OK", [])(b"the old way")
        told = {key: value for key, value in environ.items() if isinstance(value, str)}
        told["body"] = environ["wsgi.input"].read().decode("latin-1")
        body = json.dumps(told).encode()
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body))), ("X-Mixed-Case", "Grüße")]
        start_response("299 Odd But Mine" if environ["PATH_INFO"] == "/odd" else "200 OK", headers)
        return Parts([body[:10], body[10:]], self)


class Parts(list[bytes]):
    def __init__(self, parts: list[bytes], app: Echo) -> None:
        super().__init__(parts)
        self._app = app

    def close(self) -> None:
        self._app.closed += 1


@pytest.fixture
def app() -> Echo:
    return Echo()


@pytest.fixture
def url(app: Echo) -> Iterator[str]:
    """Where *app* is served, by asyncio's own loop in a thread."""
    listener = bind("127.0.0.1", 0)
    server = PromptServer(InlineWsgi(app, LIMIT), handle_signals=False)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([listener])), daemon=True)
    port = listener.getsockname()[1]
    thread.start()
    assert server.ready.wait(5)
    yield f"http://127.0.0.1:{port}"
    server.stop()
    thread.join(5)
    assert not thread.is_alive()


def one(url: str, *parts: bytes) -> Answer:
    (answer,) = take_answers(talk(url, *parts))
    return answer


def told(answer: Answer) -> dict[str, str]:
    assert answer.status == 200
    environ: dict[str, str] = json.loads(answer.body)
    return environ


def get(url: str, target: bytes, more: bytes = b"") -> dict[str, str]:
    return told(one(url, b"GET " + target + b" HTTP/1.1\r\n" + CLOSE + more + b"\r\n"))


@pytest.mark.parametrize(
    ("target", "uri", "path", "query"),
    [
        (b"/a%2Fb", "/a%2Fb", "/a/b", ""),
        (b"/a%252Fb", "/a%252Fb", "/a%2Fb", ""),
        (b"/a%20b+c", "/a%20b+c", "/a b+c", ""),
        (b"//a//b/", "//a//b/", "//a//b/", ""),
        (b"/a/../b/.", "/a/../b/.", "/a/../b/.", ""),
        (b"/a?b=%2F&c=%20+", "/a?b=%2F&c=%20+", "/a", "b=%2F&c=%20+"),
        (b"/a?b?c#d", "/a?b?c", "/a", "b?c"),
        (b"/a?", "/a", "/a", ""),
        (b"/%zz", "/%zz", "/%zz", ""),
        (b'/a"b', '/a"b', '/a"b', ""),
    ],
)
def test_the_app_is_told_the_target_as_it_came_and_its_parts(
    url: str, target: bytes, uri: str, path: str, query: str
) -> None:
    environ = get(url, target)
    assert (environ["REQUEST_URI"], environ["PATH_INFO"], environ["QUERY_STRING"]) == (uri, path, query)


def test_a_path_is_told_in_latin_1_as_wsgi_has_it(url: str) -> None:
    assert get(url, b"/Gr%C3%BC%FFe")["PATH_INFO"].startswith("/Gr\xc3\xbc")


def test_header_names_are_the_same_in_any_case(url: str) -> None:
    environ = get(url, b"/", b"x-first: 1\r\nX-SECOND: 2\r\nX-Third: 3\r\n")
    assert (environ["HTTP_X_FIRST"], environ["HTTP_X_SECOND"], environ["HTTP_X_THIRD"]) == ("1", "2", "3")


def test_a_header_that_comes_twice_is_told_as_one(url: str) -> None:
    assert get(url, b"/", b"X-Tag: a\r\nx-tag: b\r\n")["HTTP_X_TAG"] == "a,b"


def test_header_values_are_bytes_in_latin_1(url: str) -> None:
    assert get(url, b"/", b"X-Name: Gr\xc3\xbc\xff\r\n")["HTTP_X_NAME"] == "Gr\xc3\xbc\xff"


def test_method_host_and_peer_are_told(url: str) -> None:
    environ = told(one(url, b"MKCOL /pot HTTP/1.1\r\n" + CLOSE + b"\r\n"))
    assert (environ["REQUEST_METHOD"], environ["HTTP_HOST"]) == ("MKCOL", "mock.example")
    assert (environ["REMOTE_ADDR"], environ["SERVER_PROTOCOL"]) == ("127.0.0.1", "HTTP/1.1")


def test_the_answers_header_names_leave_in_lower_case_and_no_others_are_added(url: str) -> None:
    answer = one(url, b"GET / HTTP/1.1\r\n" + CLOSE + b"\r\n")
    names = [name for name, _ in answer.headers]
    assert names == ["content-type", "content-length", "x-mixed-case", "connection"]
    assert answer.header("x-mixed-case") == "Grüße"


def test_a_status_of_the_apps_own_leaves_as_it_is(url: str) -> None:
    assert one(url, b"GET /odd HTTP/1.1\r\n" + CLOSE + b"\r\n").status == 299


def post(body: bytes, *, length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    return b"POST / HTTP/1.1\r\n" + CLOSE + b"Content-Length: %d\r\n\r\n" % size + body


def test_a_body_that_comes_in_pieces_is_told_as_one(url: str) -> None:
    whole = post(b"one two three")
    environ = told(one(url, whole[:-9], whole[-9:-3], whole[-3:]))
    assert (environ["body"], environ["CONTENT_LENGTH"]) == ("one two three", "13")


def test_a_chunked_body_is_told_as_one(url: str) -> None:
    head = b"POST / HTTP/1.1\r\n" + CLOSE + b"Transfer-Encoding: chunked\r\n\r\n"
    environ = told(one(url, head, b"4\r\none \r\n", b"4;ext=1\r\ntwo \r\n5\r\nthr", b"ee\r\n0\r\n\r\n"))
    assert environ["body"] == "one two three"
    assert "CONTENT_LENGTH" not in environ


@pytest.mark.parametrize(
    ("sent", "kept"), [(0, 0), (999, 999), (1000, 1000), (1001, 1001), (1002, 1001), (500_000, 1001)]
)
def test_of_a_long_body_one_byte_more_than_the_limit_is_kept(url: str, sent: int, kept: int) -> None:
    assert told(one(url, post(b"x" * sent)))["body"] == "x" * kept


def test_after_a_body_that_was_cut_the_connection_is_good_for_the_next_request(url: str) -> None:
    first = post(b"x" * 500_000).replace(b"Connection: close\r\n", b"")
    answers = take_answers(talk(url, first, post(b"next")))
    assert [len(told(answer)["body"]) for answer in answers] == [1001, 4]


def test_a_client_that_waits_for_100_continue_gets_it(url: str) -> None:
    head, _, body = post(b"hello").partition(b"\r\n\r\n")
    with connect(url) as connection:
        connection.sendall(head + b"\r\nExpect: 100-continue\r\n\r\n")
        assert connection.recv(65536) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(body)
        (answer,) = take_answers(read_until_closed(connection))
    assert told(answer)["body"] == "hello"


@pytest.mark.parametrize("sent", [b"", b"{}"], ids=["nothing of the body", "a part of the body"])
def test_a_request_whose_client_went_away_before_its_end_does_not_reach_the_app(
    url: str, app: Echo, sent: bytes
) -> None:
    with connect(url) as connection:
        connection.sendall(post(sent, length=100))
    # The loop has seen the first connection's end before it answers on a later one.
    for _ in range(3):
        get(url, b"/later")
    assert app.calls == 3


def test_a_chunked_request_that_never_ends_does_not_reach_the_app(url: str, app: Echo) -> None:
    with connect(url) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\n" + CLOSE + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n")
    for _ in range(3):
        get(url, b"/later")
    assert app.calls == 3


def test_a_client_that_sends_no_request_at_all_does_no_harm(url: str) -> None:
    for part in (b"", b"\r\n", b"GET", b"GET / HTTP/1.1\r\nHost"):
        with connect(url) as connection:
            connection.sendall(part)
    assert get(url, b"/later")["PATH_INFO"] == "/later"


@pytest.mark.parametrize("line", [b"NONSENSE", b"GET /Gr\xc3\xbc\xc3\x9fe HTTP/1.1", b"GET / HTTP/1.1\r\nno colon"])
def test_what_is_no_http_gets_400_and_the_server_goes_on(url: str, app: Echo, line: bytes) -> None:
    assert talk(url, line + b"\r\n" + CLOSE + b"\r\n").startswith(b"HTTP/1.1 400 ")
    assert app.calls == 0
    assert get(url, b"/later")["PATH_INFO"] == "/later"


def test_requests_that_were_sent_ahead_are_answered_in_their_order(url: str) -> None:
    ahead = [b"GET /%d HTTP/1.1\r\nHost: mock.example\r\n\r\n" % number for number in range(20)]
    answers = take_answers(talk(url, b"".join(ahead) + b"GET /last HTTP/1.1\r\n" + CLOSE + b"\r\n"))
    paths = [told(answer)["PATH_INFO"] for answer in answers]
    assert paths == [f"/{number}" for number in range(20)] + ["/last"]


def test_a_head_is_answered_without_its_body_on_a_connection_that_stays_good(url: str) -> None:
    with connect(url) as connection:
        connection.sendall(b"HEAD / HTTP/1.1\r\nHost: mock.example\r\n\r\n")
        head = read_answer(connection, head=True)
        connection.sendall(b"GET /next HTTP/1.1\r\nHost: mock.example\r\n\r\n")
        assert told(read_answer(connection))["PATH_INFO"] == "/next"
    assert (head.status, head.body) == (200, b"")
    assert int(head.header("content-length")) > 0


def test_an_http_1_0_client_is_answered_and_hung_up_on(url: str) -> None:
    assert told(one(url, b"GET / HTTP/1.0\r\n\r\n"))["SERVER_PROTOCOL"] == "HTTP/1.0"


@pytest.mark.parametrize("path", [b"/crash", b"/write"])
def test_an_app_that_raises_costs_one_500(url: str, path: bytes) -> None:
    assert talk(url, b"GET " + path + b" HTTP/1.1\r\n" + CLOSE + b"\r\n").startswith(b"HTTP/1.1 500 ")
    assert get(url, b"/later")["PATH_INFO"] == "/later"


def test_what_the_app_answered_with_is_closed(url: str, app: Echo) -> None:
    get(url, b"/")
    assert (app.calls, app.closed) == (1, 1)
