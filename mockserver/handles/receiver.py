"""A real receiver of webhooks, on a free port, in threads of its own. It needs nothing but the standard library."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import math
import re
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from mockserver.handles.received import Headers, Received

LOOK_AGAIN = 0.05
"""Seconds of one wait; the waits are counted and no clock is read, for the time may be frozen in a test."""

LONGEST_HANG = 60.0
"""Seconds until a request that hangs is answered all the same: no vendor waits so long."""


@dataclass
class Answer:
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # with the library's 5, connections of a busy test wait for seconds

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who sent it may be gone before it is read: that is no news."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _ServerV6(_Server):
    address_family = socket.AF_INET6


class Receiver:
    """Takes what comes to ``url`` and below it, and answers 200 unless told otherwise.

    ``events`` are in the order in which they came; ``on_event`` is called with each before it is answered, in a
    thread of its own, and what it raises is a 500 and is raised by the next :meth:`wait`.
    ``secrets`` are those of the endpoints that lead here; with none, no signature is checked.
    """

    def __init__(self, *, host: str = "127.0.0.1", path: str = "/hooks", tls: ssl.SSLContext | None = None) -> None:
        """Raises:
        TypeError: *path* is no text.
        ValueError: *path* can stand in no url.
        OSError: *host* is no name or address of this machine.
        """
        if not isinstance(path, str):
            advice = f"; events={path!r} takes events" if isinstance(path, list | tuple) else ""
            raise TypeError(f"path: must be a text, not {path!r}{advice}")
        if not re.fullmatch(r"(/[!-~]*)?", path):
            raise ValueError(f"path: must begin with a slash and hold no space and nothing but ASCII, not {path!r}")
        self.events: list[Received] = []
        self.secrets: list[str] = []
        self.on_event: Callable[[Received], object] = lambda _: None
        self._came = threading.Condition()
        self._planned: list[Answer] = []
        self._usual = Answer(200)
        self._open = threading.Event()
        self._open.set()
        self._closed = False
        self._raised: Exception | None = None
        kind = _ServerV6 if ":" in host else _Server
        self._server = kind((host, 0), self._handler())
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.port = int(self._server.server_address[1])
        named = f"[{host}]" if ":" in host else host
        self.url = f"{'http' if tls is None else 'https'}://{named}:{self.port}{path}"
        serve = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, name="webhook receiver", daemon=True
        )
        serve.start()

    def __repr__(self) -> str:
        return f"<Receiver {self.url} got {len(self.events)}>"

    def __enter__(self) -> Self:
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

    def answer_with(self, status: int, times: int | None = None, body: bytes | str = b"", **headers: str | int) -> None:
        """The next *times* requests, or all from now on. An underscore in a header's name stands for a dash.

        Raises:
            ValueError, TypeError: that cannot be answered.
        """
        if type(status) is not int or not 200 <= status <= 599:
            raise ValueError(f"status: must be a whole number from 200 to 599, not {status!r}")
        if times is not None and (type(times) is not int or times < 1):
            raise ValueError(f"times: must be a whole number of 1 or more, not {times!r}")
        if not isinstance(body, bytes | str):
            raise TypeError(f"body: must be bytes or a text, not {body!r}")
        texts = {name: str(value) for name, value in headers.items()}
        for name, value in texts.items():
            if "\r" in value or "\n" in value:
                raise ValueError(f"{name}: must be a text of one line, not {value!r}")
        answer = Answer(status, texts, body.encode() if isinstance(body, str) else body)
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
            Exception: what ``on_event`` raised.
            ValueError: it is no count, or no time that can be waited.
        """
        __tracebackhide__ = True  # pytest shows the test's line, not one of these
        if type(count) is not int or count < 0:
            raise ValueError(f"count: must be a whole number of 0 or more, not {count!r}")
        if not (isinstance(timeout, int | float) and math.isfinite(timeout) and timeout >= 0):
            raise ValueError(f"timeout: must be real seconds, 0 or more, not {timeout!r}")
        with self._came:
            waits = max(1, round(timeout / LOOK_AGAIN))
            while len(self.events) < count and waits > 0 and self._raised is None:
                # One that is woken costs nothing of the patience.
                waits -= not self._came.wait(LOOK_AGAIN)
            came = list(self.events)
        if self._raised is not None:
            raise self._raised
        if forged := [event for event in came if event.signature_ok is False]:
            raise AssertionError(
                f"{len(forged)} of {len(came)} webhooks are signed wrongly, the first of them {_shown(forged[0])}: its "
                "signature is not that of its body under the endpoint's secret"
            )
        if len(came) < count:
            what = ", ".join(map(_shown, came)) or "nothing"
            why = "; it is closed" if self._closed else self.explain()
            raise AssertionError(f"{len(came)} of {count} webhooks came to {self.url} within {timeout} s: {what}{why}")
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
        try:
            self._tell(received)
        except Exception as error:  # noqa: BLE001  # the test's own, which hears of it from wait()
            with self._came:
                self._raised = self._raised or error
                self._came.notify_all()
            answer = Answer(500)
        self._open.wait(LONGEST_HANG)
        return answer

    def _tell(self, received: Received) -> None:
        self.on_event(received)

    def _is_signed(self, received: Received) -> bool:
        given = (received.header("X-WarpWare-Signature") or "").encode()
        expected = (hmac.new(secret.encode(), received.body, hashlib.sha256).hexdigest() for secret in self.secrets)
        return any(hmac.compare_digest(f"sha256={digest}".encode(), given) for digest in expected)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = self.headers.get("Content-Length") or "0"
                if not (length.isascii() and length.isdigit()):
                    self.send_error(400)
                    return
                body = self.rfile.read(int(length))
                answer = receiver._take(self.path, Headers(self.headers), body)
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
