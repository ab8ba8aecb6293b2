"""httpx's transports, whose connections lead to a WSGI app in this process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

import anyio
import anyio.to_thread
import httpcore
import httpx

from mockserver.core.hold import Release
from mockserver.wire.inprocess import Line

OpenLine = Callable[[], Line]

if not hasattr(httpcore, "NetworkBackend"):
    raise ImportError(
        "httpx_transport() needs httpcore 0.17.3 or newer, "
        f"and httpcore is {httpcore.__version__} here: pip install --upgrade httpx httpcore"
    )


class InProcessTransport(httpx.HTTPTransport):
    """``httpx.Client(transport=…)``: every url that the client asks for is asked of the app."""

    def __init__(self, open_line: OpenLine) -> None:
        super().__init__(verify=False)  # there is no TLS, and loading what is trusted takes its time
        self._pool._network_backend = _Backend(open_line)  # noqa: SLF001  # a pool as httpx makes it, but for where it leads

    async def __aenter__(self) -> NoReturn:
        raise TypeError("httpx.AsyncClient takes async_httpx_transport(), not httpx_transport()")


class AsyncInProcessTransport(httpx.AsyncHTTPTransport):
    """``httpx.AsyncClient(transport=…)``, on asyncio or trio."""

    def __init__(self, open_line: OpenLine) -> None:
        super().__init__(verify=False)  # as above
        self._pool._network_backend = _AsyncBackend(open_line)  # noqa: SLF001  # as above


class _Backend(httpcore.NetworkBackend):
    def __init__(self, open_line: OpenLine) -> None:
        self._open_line = open_line

    def connect_tcp(self, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        return _Stream(self._open_line())


class _Stream(httpcore.NetworkStream):
    def __init__(self, line: Line) -> None:
        self._line = line

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        _send(self._line, buffer)

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        receiving = self._line.receiving(max_bytes, timeout)
        try:
            while True:
                pause = next(receiving)
                (pause.until or Release()).wait(pause.seconds)
        except StopIteration as end:
            return bytes(end.value)
        except TimeoutError as error:
            raise httpcore.ReadTimeout(error) from error
        except OSError as error:
            raise httpcore.ReadError(error) from error

    def close(self) -> None:
        self._line.close()

    def start_tls(self, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        return self


class _AsyncBackend(httpcore.AsyncNetworkBackend):
    def __init__(self, open_line: OpenLine) -> None:
        self._open_line = open_line

    async def connect_tcp(self, *args: Any, **kwargs: Any) -> httpcore.AsyncNetworkStream:
        return _AsyncStream(self._open_line())


class _AsyncStream(httpcore.AsyncNetworkStream):
    """Its errors have no words, as those of anyio's streams have none."""

    def __init__(self, line: Line) -> None:
        self._line = line

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        _send(self._line, buffer)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        receiving = self._line.receiving(max_bytes, timeout)
        while True:
            try:
                pause = next(receiving)
            except StopIteration as end:
                return bytes(end.value)
            except TimeoutError as error:
                raise httpcore.ReadTimeout from error
            except OSError as error:
                raise httpcore.ReadError from error
            if pause.until is not None:
                await anyio.to_thread.run_sync(pause.until.wait, pause.seconds, abandon_on_cancel=True)
            else:
                assert pause.seconds is not None, "a pause without seconds has something to wait for"
                await anyio.sleep(pause.seconds)

    async def aclose(self) -> None:
        self._line.close()

    async def start_tls(self, *args: Any, **kwargs: Any) -> httpcore.AsyncNetworkStream:
        return self


def _send(line: Line, data: bytes) -> None:
    try:
        line.send(data)
    except OSError as error:
        raise httpcore.WriteError(error) from error
