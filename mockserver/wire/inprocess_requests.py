"""A requests adapter, whose connections lead to a WSGI app in this process."""

from __future__ import annotations

import http.client
import io
from collections.abc import Callable, Mapping
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection

from mockserver.core.hold import Release
from mockserver.wire.inprocess import Line

OpenLine = Callable[[], Line]

if not (issubclass(HTTPConnection, http.client.HTTPConnection) and hasattr(HTTPConnection, "is_connected")):
    # An older one, or urllib3-future, which niquests puts in its place.
    raise ImportError(
        "requests_adapter() needs urllib3 2.2 or newer, and urllib3 is "
        f"{urllib3.__version__} here: "  # type: ignore[attr-defined]  # it is there, but not named for export
        "pip install --force-reinstall 'urllib3>=2.2'"
    )


class InProcessAdapter(HTTPAdapter):
    """``session.mount("https://api.warpware.io", …)``: every url below is asked of the app."""

    def __init__(self, open_line: OpenLine, **options: Any) -> None:
        """*options* are HTTPAdapter's, ``max_retries`` for one."""
        self._open_line = open_line
        super().__init__(**options)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        opening = {"open_line": staticmethod(self._open_line)}
        # Errors begin with the name of the class.
        plain = type("HTTPConnection", (_Plain,), opening)
        secure = type("HTTPSConnection", (_Secure,), opening)
        self.poolmanager.pool_classes_by_scheme = {
            "http": type("HTTPConnectionPool", (urllib3.HTTPConnectionPool,), {"ConnectionCls": plain}),
            "https": type("HTTPSConnectionPool", (urllib3.HTTPSConnectionPool,), {"ConnectionCls": secure}),
        }

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: bool | str = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        # No proxy stands between a client and this process, and no certificate is asked for.
        return super().send(request, stream=stream, timeout=timeout, verify=False, cert=None, proxies=None)


class _Plain(HTTPConnection):
    open_line: OpenLine

    sock: Any

    def connect(self) -> None:
        self.sock = _Socket(self.open_line())
        self.is_verified = True

    @property
    def is_connected(self) -> bool:
        return self.sock is not None  # where the line has ended its response said so, or was an error


class _Secure(HTTPSConnection):
    """Plain too; it knows the port that https means."""

    open_line: OpenLine
    connect = _Plain.connect
    is_connected = _Plain.is_connected


class _Socket:
    """What http.client and urllib3 use of a socket. Like one, it is open until its files are closed too."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.timeout: float | None = None
        self._users = 1

    def settimeout(self, timeout: float | None) -> None:
        self.timeout = timeout

    def sendall(self, data: bytes) -> None:
        self.line.send(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        self._users += 1
        return io.BufferedReader(_Incoming(self))

    def shutdown(self, how: int) -> None:
        self.line.close()

    def close(self) -> None:
        self._users -= 1
        if self._users == 0:
            self.line.close()


class _Incoming(io.RawIOBase):
    def __init__(self, sock: _Socket) -> None:
        self._sock = sock

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        receiving = self._sock.line.receiving(len(buffer), self._sock.timeout)
        try:
            while True:
                pause = next(receiving)
                (pause.until or Release()).wait(pause.seconds)
        except StopIteration as end:
            received: bytes = end.value
        buffer[: len(received)] = received
        return len(received)

    def close(self) -> None:
        if not self.closed:
            self._sock.close()
        super().close()
