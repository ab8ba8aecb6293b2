"""What is no HTTP gets 400 in JSON: in the vendor's shape below its prefix, after the answers that are due before."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from client import WarpWare
from mockserver.core.hold import Hold, Release
from mockserver.server import MockServer
from wire.fetching import GET
from wire.scripted import BODY, Scripted, eventually, reply
from wire.sockets import Answer, connect, read_until_closed, take_answers, talk

HOST = b"Host: mock.example\r\n"
UNKNOWN_METHOD = b"FETCH /partner/v1/orders HTTP/1.1\r\n" + HOST + b"\r\n"


def one(url: str, *parts: bytes) -> Answer:
    (answer,) = take_answers(talk(url, *parts))
    return answer


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with MockServer() as server:
        yield server.url


BEYOND = "The request's path and query are longer than 65535 bytes"
RAW = "The request's path holds a character that must be percent-encoded"
METHOD = "The request's method is none that HTTP knows"


@pytest.mark.rule("warpware.errors.unreadable")
@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (UNKNOWN_METHOD, METHOD),
        (UNKNOWN_METHOD.replace(b"/partner", b"http://mock.example/partner"), METHOD),
        (b"GET /partner/v1/orders/Gr\xc3\xbcn HTTP/1.1\r\n" + HOST + b"\r\n", RAW),
        (b"GET /partner/v1/orders?tags=" + b"x" * 65535 + b" HTTP/1.1\r\n" + HOST + b"\r\n", BEYOND),
        (
            b"GET /partner/v1/orders HTTP/1.1\r\n" + HOST + b"no colon\r\n\r\n",
            "The request is no HTTP/1.1: invalid header token",
        ),
        (
            b"POST /partner/v1/orders HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
            "The request is no HTTP/1.1: invalid character in chunk size",
        ),
    ],
    ids=["method", "method, absolute", "raw path", "long query", "header", "chunk"],
)
def test_below_a_vendors_prefix_it_is_the_vendors_own_400(url: str, sent: bytes, reason: str) -> None:
    answer = one(url, sent)
    assert (answer.status, json.loads(answer.body)) == (400, {"detail": reason})
    assert answer.header("x-warpware-api-version")
    assert answer.header("x-mock-rule") == "warpware.errors.unreadable"
    assert answer.header("content-type") == "application/json"
    assert answer.header("connection") == "close"
    assert answer.header("date").endswith(" GMT")


@pytest.mark.rule("whiplash.errors.unreadable")
@pytest.mark.parametrize(
    ("line", "reason"), [(b"FETCH /api/orders.json", METHOD), (b"GET /api/items/sku/Gr\xc3\xbcn", RAW)]
)
def test_below_whiplashs_prefix_it_is_whiplashs_own(url: str, line: bytes, reason: str) -> None:
    answer = one(url, line + b" HTTP/1.1\r\n" + HOST + b"\r\n")
    assert (answer.status, json.loads(answer.body)) == (400, {"error": reason})
    assert answer.header("x-mock-rule") == "whiplash.errors.unreadable"
    assert answer.header("content-type") == "application/json; charset=utf-8"


@pytest.mark.parametrize("target", [b"/", b"/_mock/health", b"/partner/v11", b"/partner"])
def test_elsewhere_it_is_a_plain_error(url: str, target: bytes) -> None:
    answer = one(url, b"FETCH " + target + b" HTTP/1.1\r\n" + HOST + b"\r\n")
    assert (answer.status, json.loads(answer.body)) == (400, {"error": METHOD})


@pytest.mark.parametrize("sent", [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"NONSENSE\r\n\r\n"])
def test_what_names_no_path_gets_a_plain_error(url: str, sent: bytes) -> None:
    answer = one(url, sent)
    assert (answer.status, json.loads(answer.body)) == (400, {"error": METHOD})


def test_the_longest_path_and_query_that_are_taken(warpware: WarpWare) -> None:
    prefix = "/orders?external_id="
    room = 65535 - len("/partner/v1" + prefix)
    assert warpware.get(prefix + "x" * room).status == 200
    answer = warpware.get(prefix + "x" * (room + 1))
    assert (answer.status, answer.json) == (400, {"detail": BEYOND})


def test_any_server_without_a_renderer_answers_plainly(app: Scripted) -> None:
    answer = one(app.url, UNKNOWN_METHOD)
    assert (answer.status, json.loads(answer.body)) == (400, {"error": METHOD})


def test_it_comes_after_the_answers_to_what_was_sent_before_it(app: Scripted) -> None:
    release = Release()
    app.hold(Hold(reply, until=release), "/held")
    with connect(app.url) as connection:
        connection.sendall(GET.replace(b"/ ", b"/held ") + GET + UNKNOWN_METHOD)
        eventually(lambda: app.waiting() == 1)
        connection.sendall(b"more of it")
        release.set()
        answers = take_answers(read_until_closed(connection))
    assert [answer.status for answer in answers] == [200, 200, 400]
    assert [answer.body for answer in answers[:2]] == [BODY, BODY]


def test_a_body_that_becomes_unreadable_behind_a_held_call_is_refused_after_it(app: Scripted) -> None:
    release = Release()
    app.hold(Hold(reply, until=release), "/held")
    chunked = b"POST /next HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"
    with connect(app.url) as connection:
        connection.sendall(GET.replace(b"/ ", b"/held ") + chunked)
        eventually(lambda: app.waiting() == 1)
        release.set()
        answers = take_answers(read_until_closed(connection))
    assert [answer.status for answer in answers] == [200, 400]
    assert app.calls == ["/held"]
