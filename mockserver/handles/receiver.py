"""A real receiver of webhooks, on a free port, in threads of its own. It needs nothing but the standard library."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

LOOK_AGAIN = 0.05
"""Seconds of one wait; the waits are counted and no clock is read, for the time may be frozen in a test."""

LONGEST_HANG = 60.0
"""Seconds until a request that hangs is answered all the same: no vendor waits so long."""


@dataclass(frozen=True)
class Received:
    """One webhook. Header names as they were written, ``body`` the bytes as they came.

    ``signature_ok``: whether it is signed with the endpoint's secret; None where nothing was checked.
    """

    path: str
    headers: Mapping[str, str]
    body: bytes
    signature_ok: bool | None = None

    @cached_property
    def json(self) -> Any:
        """The body's value. Raises ValueError where it is no JSON."""
        return json.loads(self.body)

    @property
    def event(self) -> str:
        """``order.shipped``; empty where the vendor does not say."""
        return self.header("X-WarpWare-Event") or ""

    @property
    def id(self) -> Any:
        return self.json["id"]

    @property
    def timestamp(self) -> str | None:
        """When it happened, as the vendor writes it; None where the vendor does not say."""
        timestamp: str | None = self.json.get("timestamp")
        return timestamp

    @property
    def data(self) -> Any:
        """What it is about: the order."""
        return self.json["data"] if self.event else self.json

    def header(self, name: str) -> str | None:
        """A header by its name in any case."""
        return next((value for known, value in self.headers.items() if known.lower() == name.lower()), None)


@dataclass
class Answer:
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # with the library's 5, connections of a busy test wait for seconds


class Receiver:
    """Takes what comes to ``url`` and below it, and answers 200 unless told otherwise.

    ``events`` are in the order in which they came; ``on_event`` is called with each before it is answered.
    ``secrets`` are those of the endpoints that lead here; with none, no signature is checked.
    """

    def __init__(self, *, host: str = "127.0.0.1", path: str = "/hooks", tls: ssl.SSLContext | None = None) -> None:
        self.events: list[Received] = []
        self.secrets: list[str] = []
        self.on_event: Callable[[Received], object] = lambda _: None
        self._came = threading.Condition()
        self._planned: list[Answer] = []
        self._usual = Answer(200)
        self._open = threading.Event()
        self._open.set()
        self._closed = False
        self._server = _Server((host, 0), self._handler())
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.port = int(self._server.server_address[1])
        self.url = f"{'http' if tls is None else 'https'}://{host}:{self.port}{path}"
        serve = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, name="webhook receiver", daemon=True
        )
        serve.start()

    def __repr__(self) -> str:
        return f"<Receiver {self.url} got {len(self.events)}>"

    def __enter__(self) -> Receiver:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Give back the port; requests that hang are answered. Closing twice is closing once."""
        self._open.set()
        if not self._closed:
            self._closed = True
            self._server.shutdown()
            self._server.server_close()

    def answer_with(self, status: int, times: int | None = None, body: bytes = b"", **headers: str) -> None:
        """The next *times* requests, or all from now on. An underscore in a header's name stands for a dash."""
        answer = Answer(status, headers, body)
        if times is None:
            self._usual = answer
        else:
            self._planned += [answer] * times

    def hang(self) -> contextlib.AbstractContextManager[None]:
        """Answer nothing from now on; at the end of a ``with`` block, or by :meth:`go_on`, all that waits."""
        self._open.clear()
        return self._hanging()

    def go_on(self) -> None:
        """Answer again."""
        self._open.set()

    def wait(self, count: int = 1, timeout: float = 5) -> list[Received]:
        """The first *count* events, once there are so many.

        Raises:
            AssertionError: they did not come within *timeout* real seconds, or one is signed wrongly. The text has
                what came.
        """
        with self._came:
            waits = max(1, round(timeout / LOOK_AGAIN))
            while len(self.events) < count and waits > 0:
                # One that is woken costs nothing of the patience.
                waits -= not self._came.wait(LOOK_AGAIN)
            came = list(self.events)
        if forged := [event for event in came if event.signature_ok is False]:
            raise AssertionError(
                f"{len(forged)} of {len(came)} webhooks are signed wrongly, the first of them {_shown(forged[0])}: its "
                "signature is not that of its body under the endpoint's secret"
            )
        if len(came) < count:
            what = ", ".join(map(_shown, came)) or "nothing"
            raise AssertionError(
                f"{len(came)} of {count} webhooks came to {self.url} within {timeout} s: {what}{self.explain()}"
            )
        return came[:count]

    def explain(self) -> str:
        """What is known of those that did not come."""
        return ""

    @contextlib.contextmanager
    def _hanging(self) -> Iterator[None]:
        try:
            yield
        finally:
            self.go_on()

    def _take(self, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        received = Received(path, headers, body)
        if self.secrets:
            received = Received(path, headers, body, self._is_signed(received))
        with self._came:
            self.events.append(received)
            answer = self._planned.pop(0) if self._planned else self._usual
            self._came.notify_all()
        self.on_event(received)
        self._open.wait(LONGEST_HANG)
        return answer

    def _is_signed(self, received: Received) -> bool:
        given = (received.header("X-WarpWare-Signature") or "").encode()
        expected = (hmac.new(secret.encode(), received.body, hashlib.sha256).hexdigest() for secret in self.secrets)
        return any(hmac.compare_digest(f"sha256={digest}".encode(), given) for digest in expected)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                answer = receiver._take(self.path, dict(self.headers), body)
                with contextlib.suppress(OSError):  # who sent it may have given up waiting
                    self.send_response(answer.status)
                    for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
                        self.send_header(name.replace("_", "-"), value)
                    self.end_headers()
                    self.wfile.write(answer.body)

            def do_GET(self) -> None:
                """Where a redirect leads that is followed."""
                self.do_POST()

            def log_message(self, format: str, *args: Any) -> None:
                pass

        return Handler


def _shown(received: Received) -> str:
    return received.event or f"a POST of {len(received.body)} bytes to {received.path}"
