"""A real receiver of webhooks: it keeps what it gets, and answers as it is told to."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from client import WarpWare

WAITS = 10
"""Seconds for an event to come; many times what it takes."""


@dataclass(frozen=True)
class Received:
    """One POST. Header names as they were written."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def event(self) -> str:
        return self.headers["X-WarpWare-Event"]


@dataclass
class Answer:
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # with the library's 5, connections of a busy test wait for seconds


class Receiver:
    """On a free port of this machine. ``events`` are in the order in which they came; ``on_event`` is
    called with each before it is answered.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.events: list[Received] = []
        self.on_event: Callable[[Received], object] = lambda _: None
        self._came = threading.Condition()
        self._planned: list[Answer] = []
        self._usual = Answer(200)
        self._open = threading.Event()
        self._open.set()
        self._server = _Server(("127.0.0.1", 0), self._handler())
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.port = int(self._server.server_address[1])
        self.url = f"{'http' if tls is None else 'https'}://127.0.0.1:{self.port}/hooks"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def close(self) -> None:
        self._open.set()
        self._server.shutdown()
        self._server.server_close()

    def answer_with(self, status: int, times: int | None = None, body: bytes = b"", **headers: str) -> None:
        """The next *times* events, or all from now on."""
        answer = Answer(status, headers, body)
        if times is None:
            self._usual = answer
        else:
            self._planned += [answer] * times

    @contextlib.contextmanager
    def hanging(self) -> Iterator[None]:
        """Nothing is answered until the end."""
        self._open.clear()
        yield
        self._open.set()

    def wait(self, count: int) -> list[Received]:
        """The first *count* events, once there are so many."""
        with self._came:
            assert self._came.wait_for(lambda: len(self.events) >= count, WAITS), f"{len(self.events)} came: {self}"
            return self.events[:count]

    def names(self) -> list[str]:
        return [received.event for received in self.events]

    def register(self, client: WarpWare, *events: str, path: str = "") -> dict[str, Any]:
        """Have *client*'s account tell this receiver; answers the endpoint as it was registered."""
        reply = client.post("/webhooks", {"url": self.url + path, "events": list(events)})
        assert reply.status == 201, reply
        endpoint: dict[str, Any] = reply.json.get("data", reply.json)
        return endpoint

    def _take(self, received: Received) -> Answer:
        with self._came:
            self.events.append(received)
            answer = self._planned.pop(0) if self._planned else self._usual
            self._came.notify_all()
        self.on_event(received)
        self._open.wait(WAITS)
        return answer

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                answer = receiver._take(Received(self.path, dict(self.headers), body))
                with contextlib.suppress(OSError):  # who sent it may have given up waiting
                    self.send_response(answer.status)
                    for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
                        self.send_header(name.replace("_", "-"), value)
                    self.end_headers()
                    self.wfile.write(answer.body)

            def do_GET(self) -> None:
                """Where a redirect would lead that is followed."""
                receiver._take(Received(self.path, dict(self.headers), b""))

            def log_message(self, format: str, *args: Any) -> None:
                pass

        return Handler


def verify_signature(secret: str, body: bytes, signature_header: str) -> bool:
    """The document's own, letter by letter. Source: "Verifying the signature"."""
    expected = "sha256=" + hmac.new(
        secret.encode(), body, hashlib.sha256
    ).hexdigest()  # fmt: skip  # as the document has it
    return hmac.compare_digest(expected, signature_header)


def state_of(client: WarpWare) -> list[str]:
    with client.handle.sandbox.lock:
        return [delivery.state for delivery in client.handle.webhooks]


def wait_for(condition: Callable[[], bool]) -> None:
    """Until *condition* holds: a bounded number of short waits, for the time may be frozen."""
    pause = threading.Event()
    for _ in range(WAITS * 100):
        if condition():
            return
        pause.wait(0.01)
    raise AssertionError("it did not come to pass")
