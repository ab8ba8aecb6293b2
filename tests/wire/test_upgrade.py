"""A client may offer HTTP/2 with any request, as Java's own does: the request is answered as if it had not."""

from __future__ import annotations

import json
import socket

import pytest

from client import WarpWare, order_body
from wire.sockets import read_answer

OFFER = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABk\r\n"


def head(client: WarpWare, framing: bytes) -> bytes:
    key = client.handle.warpware.key.encode()
    lines = b"POST /partner/v1/orders HTTP/1.1\r\nHost: mock\r\nAuthorization: Bearer " + key + b"\r\n"
    return lines + b"Content-Type: application/json\r\n" + OFFER + framing + b"\r\n"


def chunked(body: bytes) -> bytes:
    half = len(body) // 2
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (body[:half], body[half:])) + b"0\r\n\r\n"


@pytest.mark.parametrize("packets", ["one", "two", "many"])
@pytest.mark.parametrize("framing", ["length", "chunked"])
def test_the_body_of_a_request_that_offers_an_upgrade_arrives(warpware: WarpWare, framing: str, packets: str) -> None:
    with socket.create_connection(("127.0.0.1", port(warpware)), 5) as connection:
        for number in range(2):  # the connection is good for another such request
            body = json.dumps(order_body(f"ORDER-{number}")).encode()
            if framing == "length":
                first, rest = head(warpware, b"Content-Length: %d\r\n" % len(body)), body
            else:
                first, rest = head(warpware, b"Transfer-Encoding: chunked\r\n"), chunked(body)
            size = {"one": len(first) + len(rest), "two": len(first), "many": 40}[packets]
            sent = first + rest
            for start in range(0, len(sent), size):
                connection.sendall(sent[start : start + size])
            assert read_answer(connection).status == 201
    assert warpware.get("/orders/stats").data["total"] == 2


def test_a_request_without_a_body_that_offers_an_upgrade_is_answered(warpware: WarpWare) -> None:
    key = warpware.handle.warpware.key.encode()
    request = (
        b"GET /partner/v1/version HTTP/1.1\r\nHost: mock\r\nAuthorization: Bearer " + key + b"\r\n" + OFFER + b"\r\n"
    )
    with socket.create_connection(("127.0.0.1", port(warpware)), 5) as connection:
        for _ in range(2):
            connection.sendall(request)
            assert read_answer(connection).status == 200


def port(client: WarpWare) -> int:
    return int(client.handle.base_url.rpartition(":")[2])
