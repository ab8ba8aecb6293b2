"""A small server for what the mock does not do: it stands for a vendor's real host, and for one that misbehaves."""

from __future__ import annotations

import socket
import socketserver
import struct
import threading
from types import TracebackType
from typing import Any

NEVER = 30
"""Seconds after which a hanging answer gives up, should nobody hang up before."""


class StandIn(socketserver.ThreadingTCPServer):
    """Answers 200 ``the stand-in``, or does what *behaviour* says: ``reset``, ``hang``, or a url to redirect to.

    ``targets`` has the target of each request, ``connections`` how many were opened.
    """

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __init__(self, behaviour: str = "answer") -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.behaviour = behaviour
        self.targets: list[str] = []
        self.connections = 0
        self.released = threading.Event()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> StandIn:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.released.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is what some tests are about."""


class _Connection(socketserver.StreamRequestHandler):
    server: StandIn

    def handle(self) -> None:
        self.server.connections += 1
        while line := self.rfile.readline():
            self.server.targets.append(line.split(b" ")[1].decode())
            length = 0
            while (header := self.rfile.readline()) not in (b"\r\n", b""):
                if header.lower().startswith(b"content-length:"):
                    length = int(header.split(b":")[1])
            self.rfile.read(length)
            if not self._answer():
                return

    def _answer(self) -> bool:
        if self.server.behaviour == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
            return False
        if self.server.behaviour == "hang":
            self.server.released.wait(NEVER)
            return False
        if self.server.behaviour.startswith("http"):
            self.wfile.write(
                b"HTTP/1.1 302 Found\r\nLocation: %b\r\nContent-Length: 0\r\n\r\n" % self.server.behaviour.encode()
            )
            return True
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nthe stand-in")
        return True
