"""One POST on a connection of its own, within its seconds, to an address that was checked."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, LocationParseError, NewConnectionError, ReadTimeoutError
from urllib3.util import SKIP_HEADER, Url, parse_url

from mockserver.core.delivery import Outcome
from mockserver.delivery.targets import RefusedTarget, Targets

MOST_READ = 8 * 1024
"""Bytes of an answer's body that are kept."""

MOST_DRAINED = 1024 * 1024
"""Bytes of an answer's body that are read at all before the connection is closed."""


class TimedOut(Exception):
    """The answer was not complete when the time was up."""


class _Checked:
    """A connection to the very addresses that were allowed, so that a name cannot change its mind in between.

    Host header, SNI and certificate check keep the name of the URL.
    """

    targets: Targets

    def _new_conn(self: HTTPConnection) -> socket.socket:  # type: ignore[misc]  # mixed into its subclasses alone
        errors = []
        for address in self.targets.resolve(self.host, self.port):  # type: ignore[attr-defined]  # likewise
            try:
                return socket.create_connection((address, self.port), self.timeout)
            except TimeoutError:
                raise TimedOut from None
            except OSError as error:
                errors.append(f"{address} port {self.port}: {error.strerror or error}")
        raise NewConnectionError(self, f"cannot connect to {', '.join(errors)}")


class _Plain(_Checked, HTTPConnection):
    pass


class _Secure(_Checked, HTTPSConnection):
    pass


def post(
    url: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    targets: Targets,
    seconds: float,
    tls: ssl.SSLContext | None,
) -> Outcome:
    """Send *body* and read the answer; a redirect is an answer like any other.

    A new connection each time: one that was kept might be closed under the request, and a receiver
    that did nothing wrong would be told of a failure. *tls* is there where *url* is https.
    """
    try:
        connection = _connection(parse_url(url), targets, seconds, tls)
    except LocationParseError as error:
        return Outcome(error=f"the url cannot be read: {error}")
    watch = _Watch(connection, seconds)
    late = Outcome(error=f"timed out: no complete answer within {seconds:g} seconds")
    try:
        outcome = _exchange(connection, url, headers, body)
    except Exception as error:
        if watch.struck or isinstance(error, TimedOut | TimeoutError | ReadTimeoutError):
            return late
        if isinstance(error, RefusedTarget | OSError | HTTPError | http.client.HTTPException):
            return Outcome(error=_told(error))
        raise
    else:
        return late if watch.struck else outcome
    finally:
        watch.end()
        connection.close()


def _connection(
    url: Url, targets: Targets, seconds: float, tls: ssl.SSLContext | None
) -> HTTPConnection | HTTPSConnection:
    host = (url.host or "").strip("[]")
    connection: _Plain | _Secure
    if url.scheme == "https":
        connection = _Secure(host, url.port or 443, timeout=seconds, ssl_context=tls)
    else:
        connection = _Plain(host, url.port or 80, timeout=seconds)
    connection.targets = targets
    return connection


def _exchange(connection: HTTPConnection, url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
    sent = {"accept-encoding": SKIP_HEADER, **headers}
    with contextlib.suppress(BrokenPipeError):  # a receiver may answer before it has read everything
        connection.request("POST", parse_url(url).request_uri, body, sent, preload_content=False, decode_content=False)
    answer = connection.getresponse()
    content = answer.read(MOST_READ)
    rest = MOST_DRAINED - len(content)
    while rest > 0 and (more := answer.read(min(rest, 65536))):
        rest -= len(more)
    return Outcome(answer.status, {name.lower(): value for name, value in answer.headers.items()}, content)


def _told(error: Exception) -> str:
    """What went wrong, as a sentence for people."""
    cause: BaseException = error
    while isinstance(cause, HTTPError) and (inner := cause.__cause__ or cause.__context__):
        cause = inner
    wording = next(wording for kind, wording in _WORDINGS if isinstance(cause, kind))
    return wording(cause)


_WORDINGS: tuple[tuple[type[BaseException], Callable[[Any], str]], ...] = (
    (RefusedTarget, str),
    (NewConnectionError, lambda error: str(error).partition(": ")[2]),
    (socket.gaierror, lambda error: f"the host's name cannot be resolved: {error.strerror or error}"),
    (
        ssl.SSLCertVerificationError,
        lambda error: f"the certificate is not trusted: {error.verify_message}; `--webhook-ca FILE` adds an authority",
    ),
    (ssl.SSLError, lambda error: f"TLS failed: {error.reason or error}"),
    (http.client.RemoteDisconnected, lambda _: "the connection was closed without an answer"),
    (OSError, lambda error: f"the connection failed: {error.strerror or error}"),
    (Exception, lambda error: f"the answer cannot be read: {str(error).strip()}"),
)


class _Watch:
    """Cuts a connection when its time is up: timeouts of sockets count from byte to byte."""

    def __init__(self, connection: HTTPConnection, seconds: float) -> None:
        self.struck = False
        self._connection = connection
        self._timer = threading.Timer(seconds, self._strike)
        self._timer.daemon = True
        self._timer.start()

    def end(self) -> None:
        self._timer.cancel()

    def _strike(self) -> None:
        self.struck = True
        sock = self._connection.sock
        if sock is not None:
            with contextlib.suppress(OSError):  # it was closed this very moment
                sock.shutdown(socket.SHUT_RDWR)
