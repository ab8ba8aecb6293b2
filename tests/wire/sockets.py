"""HTTP byte by byte: what is sent stands in the test, what comes back is taken apart by hand."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

PATIENCE = 5
"""Seconds without a byte after which a test gives up."""


@dataclass(frozen=True)
class Answer:
    """``headers`` are the lines as they came, name and value apart, in their order."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        (value,) = [value for key, value in self.headers if key == name]
        return value


def connect(url: str) -> socket.socket:
    parts = urlsplit(url)
    return socket.create_connection((parts.hostname or "", parts.port or 80), timeout=PATIENCE)


def read_until_closed(connection: socket.socket) -> bytes:
    received = b""
    while part := connection.recv(65536):
        received += part
    return received


def read_until_reset(connection: socket.socket) -> bytes:
    received = bytearray()
    try:
        while part := connection.recv(1 << 20):
            received += part
    except ConnectionResetError:
        return bytes(received)
    raise AssertionError(f"the server closed in order after {bytes(received[-1000:])!r}")


def talk(url: str, *parts: bytes) -> bytes:
    """Send *parts*, each in a packet of its own, and read until the server closes."""
    with connect(url) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for part in parts:
            connection.sendall(part)
        return read_until_closed(connection)


def read_answer(connection: socket.socket, *, head: bool = False) -> Answer:
    """One answer from a connection that stays open; *head* when its request was a HEAD."""
    received = b""
    while b"\r\n\r\n" not in received:
        part = connection.recv(65536)
        assert part, f"the server closed after {received!r}"
        received += part
    while not (found := take_answer(received, head=head)):
        part = connection.recv(65536)
        assert part, f"the server closed after {received!r}"
        received += part
    answer, rest = found
    assert rest == b"", f"more than one answer: {rest!r}"
    return answer


def take_answer(received: bytes, *, head: bool = False) -> tuple[Answer, bytes] | None:
    """The first answer of *received* and what comes after it; None when it is not whole."""
    lines, found, rest = received.partition(b"\r\n\r\n")
    if not found:
        return None
    first, *fields = lines.decode("latin-1").split("\r\n")
    pairs = [field.split(": ", 1) for field in fields]
    headers = tuple((name, value) for name, value in pairs)
    length = 0 if head else int(dict(headers)["content-length"])
    if len(rest) < length:
        return None
    return Answer(int(first.split(" ")[1]), headers, rest[:length]), rest[length:]


def take_answers(received: bytes) -> list[Answer]:
    """All answers of a connection, none of them to a HEAD."""
    answers = []
    while received:
        found = take_answer(received)
        assert found, f"an answer is cut short: {received!r}"
        answers.append(found[0])
        received = found[1]
    return answers
