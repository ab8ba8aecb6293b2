"""How a test's calls get to a server: quickly, or as a client does that people use."""

from __future__ import annotations

import contextlib
import select
import socket
import weakref
from collections import deque
from collections.abc import Mapping
from typing import Protocol

import httptools

Answer = tuple[int, dict[str, str], bytes]
"""Status, headers by their names in lower case, body."""


PATIENCE = 30
"""Seconds after which a call that is not answered fails its test."""


class Wire(Protocol):
    """Connections to one server, kept open between calls. Any thread may use it."""

    def send(self, method: str, target: str, headers: Mapping[str, str], body: bytes | None) -> Answer: ...

    def close(self) -> None: ...


class BrokenAnswer(Exception):
    """The server hung up before its response was whole, or sent a body where there is none."""


class PlainWire:
    """For answers that come whole: a third of the time that a call takes through urllib3 would be urllib3's own."""

    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)
        self._host = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self._idle: deque[socket.socket] = deque()  # the last one used goes first, as in any pool
        weakref.finalize(self, _close_all, self._idle)  # for tests that leave it behind

    def close(self) -> None:
        _close_all(self._idle)

    def send(self, method: str, target: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        request = self._request(method, target, headers, body)
        connection = self._connection()
        try:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it has answered before it read all
                connection.sendall(request)
            reading = _Reading(connection, method)
        except BaseException:
            connection.close()
            raise
        if reading.keeps_alive:
            self._idle.append(connection)
        else:
            connection.close()
        return reading.status, reading.headers, b"".join(reading.body)

    def _request(self, method: str, target: str, headers: Mapping[str, str], body: bytes | None) -> bytes:
        lines = [f"{method} {target} HTTP/1.1"]
        given = {name.lower() for name in headers}
        if "host" not in given:
            lines.append(f"Host: {self._host}")
        if body is not None or method in ("POST", "PUT", "PATCH"):
            assert not given & {"content-length", "transfer-encoding"}
            lines.append(f"Content-Length: {len(body or b'')}")
        lines += (f"{name}: {value}" for name, value in headers.items())
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + (body or b"")

    def _connection(self) -> socket.socket:
        """One that is open still, for the server may have ended any of them meanwhile."""
        while self._idle:
            try:
                connection = self._idle.pop()
            except IndexError:  # another thread was quicker
                break
            if not _has_something_to_read(connection):
                return connection
            connection.close()
        connection = socket.create_connection(self._address, PATIENCE)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection


def _close_all(connections: deque[socket.socket]) -> None:
    while connections:
        connections.pop().close()


def _has_something_to_read(connection: socket.socket) -> bool:
    """Between calls there is nothing to read but the end."""
    poll = select.poll()
    poll.register(connection, select.POLLIN)
    return bool(poll.poll(0))


class _Reading:
    """One response, read to its end. The methods ``on_…`` are httptools' names."""

    def __init__(self, connection: socket.socket, method: str) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.body: list[bytes] = []
        self.keeps_alive = False
        self._without_body = method == "HEAD"
        self._whole = False
        self._parser = httptools.HttpResponseParser(self)
        while not self._whole:
            part = connection.recv(65536)
            if not part:
                raise BrokenAnswer(
                    f"the server hung up after {self.status or 'no status'}, {self.headers}, {self.body}"
                )
            self._parser.feed_data(part)
        del self._parser  # which knows this reading: a circle
        if self._without_body and self.body:
            raise BrokenAnswer(f"an answer to HEAD has a body: {self.body}")

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers[name.decode("latin-1").lower()] = value.decode("latin-1")

    def on_headers_complete(self) -> None:
        self.status = self._parser.get_status_code()
        self.keeps_alive = self._parser.should_keep_alive()
        self._whole = self._without_body

    def on_body(self, part: bytes) -> None:
        self.body.append(part)

    def on_message_complete(self) -> None:
        self._whole = True


class Urllib3Wire:
    """For answers that may be late, spoiled or lost: what a test catches is what people catch."""

    def __init__(self, host: str, port: int) -> None:
        import urllib3

        self._pool = urllib3.HTTPConnectionPool(host, port, maxsize=8, retries=False)

    def close(self) -> None:
        self._pool.close()

    def send(self, method: str, target: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        answer = self._pool.urlopen(method, target, body=body, headers=headers, redirect=False, retries=False)
        return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.data
